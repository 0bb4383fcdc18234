"""Figures told outside the portal: registered, listed to the centre only, logged, and given to the audit."""

from datetime import date

import pytest
from django.urls import reverse
from reading import text_of

from agreements.models import Cooperation, ReadEvent
from followup.disclosure.known import OutsideFigure
from followup.models import PublishedElsewhere
from followup.queries.outside import classes_of, outside_figures
from followup.queries.yearbook import yearbook

pytestmark = pytest.mark.django_db
LIST, NEW = "/uppfoljning/cmv/publicerat-utanfor/", "/uppfoljning/cmv/publicerat-utanfor/ny/"
CHOSEN = f"{NEW}?matt=stodsamtal-valdsutsatta&ar=2025"
GIVEN = {"told": "kon|Kvinnor", "value": "1 234", "where": "Länstidningen", "published_on": "2026-05-02"}


@pytest.fixture
def cooperation():
    return Cooperation.objects.get(slug="cmv")


def test_registered_listed_and_given_to_the_audit(signed_in, cooperation):
    lo = signed_in("lo")
    assert "Inget är publicerat utanför portalen" in text_of(lo.get(LIST))
    assert "Välj först vad siffran gäller" in text_of(lo.get(NEW))
    page = text_of(lo.post(CHOSEN, GIVEN, follow=True))
    assert "En uppgift är publicerad utanför portalen" in page
    assert (
        "Stödsamtal för våldsutsatta 2025 Kön: Kvinnor 1 234 Länstidningen 2026-05-02, registrerad av Lo"
        in page
    )
    assert outside_figures(cooperation) == [
        OutsideFigure("stodsamtal-valdsutsatta", 2025, "kon", "Kvinnor", 1234, "Länstidningen")
    ]
    row = PublishedElsewhere.objects.get()
    assert (row.published_on, row.registered_by.username) == (date(2026, 5, 2), "lo")


def test_the_total_has_no_split(signed_in, cooperation):
    signed_in("charlie").post(CHOSEN, {**GIVEN, "told": "|"})
    assert (outside_figures(cooperation)[0].split, outside_figures(cooperation)[0].label) == ("", "")


def test_each_reading_is_logged(signed_in):
    signed_in("lo").get(LIST)
    event = ReadEvent.objects.get()
    assert (event.action, event.object_type) == ("view", "uppgifter publicerade utanför")


def test_one_registered_by_mistake_is_taken_away(signed_in):
    lo = signed_in("lo")
    lo.post(CHOSEN, GIVEN)
    row = PublishedElsewhere.objects.get()
    answer = lo.post(reverse("published_elsewhere_remove", args=["cmv", row.pk]), follow=True)
    assert "Uppgiften är borttagen." in text_of(answer)
    assert not PublishedElsewhere.objects.exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"value": "många"}, "Skriv ett heltal från 0 till"),
        ({"value": "1000000"}, "Skriv ett heltal från 0 till"),
        ({"value": ""}, "Skriv ett heltal från 0 till"),
        ({"told": "kon|Okänd"}, "kon|Okänd"),
        ({"published_on": "2999-01-01"}, "Skriv en dag som har varit."),
        ({"where": "till 850412-1239"}, "Texten verkar innehålla ett personnummer."),
    ],
)
def test_what_is_wrong_is_told(signed_in, given, told):
    page = text_of(signed_in("lo").post(CHOSEN, GIVEN | given))
    assert "Det här behöver rättas" in page
    assert told in page
    assert not PublishedElsewhere.objects.exists()


def test_the_classes_are_all_that_can_have_been_told(cooperation):
    measure = yearbook(cooperation, 2025).measure("stodsamtal-valdsutsatta")
    texts = [each.text for each in classes_of(measure)]
    assert texts[0] == "Totalt"
    assert {"Kön: Kvinnor", "Kön: Uppgift saknas", "Kommun: Övriga kommuner", "Kommun: Berg"} < set(texts)
    assert {"Ålder: 18–29 år", "Ålder: 18–44 år"} < set(texts)
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("query", ["?matt=finns-inte&ar=2025", "?matt=trappan&ar=1999", "?matt=trappan&ar=x"])
def test_a_choice_that_does_not_exist_shows_no_form_for_it(signed_in, query):
    page = signed_in("lo").get(NEW + query)
    assert page.status_code == 200


@pytest.mark.parametrize("who", ["alex", "kim", "sam", "mika", "admin", "vide"])
def test_others_do_not_reach_it(signed_in, who):
    for address in (LIST, NEW):
        assert signed_in(who).get(address).status_code == 404


def test_the_pages_are_not_kept_by_the_browser(signed_in):
    for address in (LIST, NEW):
        assert signed_in("lo").get(address).headers["Cache-Control"] == "private, no-store"
