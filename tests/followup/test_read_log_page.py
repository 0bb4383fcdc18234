"""The read log's page: who read what, what stands out, for the manager alone, and never a value."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from reading import text_of

from agreements.models import Cooperation, ReadEvent
from agreements.read_log import log_read
from followup.queries.read_log import Month, is_odd_hour, read_month

pytestmark = pytest.mark.django_db
ADDRESS = "/uppfoljning/cmv/lasloggen/"
HERE = ZoneInfo("Europe/Stockholm")


@pytest.fixture
def read(monkeypatch, person):
    """Somebody reads something at a local time."""

    def reading(who, *when, action="view", what="siffror", slug="cmv", **more):
        at = datetime(*when, tzinfo=HERE)
        with monkeypatch.context() as clock:
            clock.setattr("django.utils.timezone.now", lambda: at)
            log_read(
                user=person(who), action=action, object_type=what,
                cooperation=Cooperation.objects.get(slug=slug), **more,
            )  # fmt: skip

    return reading


@pytest.fixture
def november(read):
    read("lo", 2025, 11, 4, 14, 5, year=2026, object_id="Trappan")
    read("lo", 2025, 11, 4, 23, 40)
    read("alex", 2025, 11, 8, 12, 0, what="faktura enligt 11.4", action="pdf")
    read("kim", 2025, 11, 10, 9, 30, action="refused")
    read("lo", 2025, 10, 31, 23, 59)
    read("vide", 2025, 11, 4, 14, 0, slug="norrsken")


@pytest.mark.parametrize(
    ("when", "odd"),
    [
        ((2026, 11, 3, 21, 59), False),
        ((2026, 11, 3, 22, 0), True),
        ((2026, 11, 4, 5, 59), True),
        ((2026, 11, 4, 6, 0), False),
        ((2026, 11, 7, 12, 0), True),
        ((2026, 11, 8, 12, 0), True),
        ((2026, 11, 9, 12, 0), False),
    ],
)
def test_odd_hours_are_nights_and_weekends(when, odd):
    assert is_odd_hour(datetime(*when, tzinfo=HERE)) is odd


@pytest.mark.parametrize("text", ["", "nu", "2026-13", "2026-00", "1-1", "2026"])
def test_a_month_that_cannot_be_read_is_this_one(text):
    assert read_month(text, datetime(2026, 11, 25, tzinfo=HERE).date()) == Month(2026, 11)
    assert Month(2026, 12).next == Month(2027, 1)


def test_a_month_is_shown_with_what_stands_out(signed_in, november):
    page = text_of(signed_in("charlie").get(ADDRESS, {"manad": "2025-11"}))
    assert "Tre personer står i loggen för november 2025" in page
    assert "Se efter vad de gällde: två på ovanlig tid och en som nekades." in page
    assert "2025-11-04 23.40 Natt Lo Exempel Medarbetare i verksamheten Visade siffror" in page
    assert "2025-11-08 12.00 Helg Alex Exempel Ekonom hos huvudmannen Hämtade PDF faktura enligt 11.4" in page
    assert "2025-11-10 09.30 Kim Exempel Ledamot i styrgruppen Nekades siffror" in page
    assert "Visade siffror Trappan, 2026" in page
    assert "Lo Exempel 2 1 –" in page
    assert "2025-10-31" not in page
    assert "Vide" not in page


def test_the_filters(signed_in, november, person):
    charlie = signed_in("charlie")
    by_person = text_of(charlie.get(ADDRESS, {"manad": "2025-11", "person": person("kim").pk}))
    assert "2025-11-10 09.30" in by_person
    assert "2025-11-04 14.05" not in by_person
    odd = text_of(charlie.get(ADDRESS, {"manad": "2025-11", "visa": "avvikande"}))
    assert "2025-11-04 23.40" in odd
    assert "2025-11-04 14.05" not in odd
    october = text_of(charlie.get(ADDRESS, {"manad": "2025-10"}))
    assert "En person står i loggen för oktober 2025" in october
    assert "2025-10-31 23.59" in october


def test_reading_the_log_is_itself_logged(signed_in):
    page = text_of(signed_in("charlie").get(ADDRESS))
    event = ReadEvent.objects.get()
    assert (event.user.username, event.action, event.object_type) == ("charlie", "view", "läsloggen")
    assert "Visade läsloggen" in page


@pytest.mark.parametrize("who", ["lo", "alex", "kim", "sam", "mika", "admin", "vide"])
def test_others_are_refused_and_that_is_logged(signed_in, who):
    assert signed_in(who).get(ADDRESS).status_code == 404
    refused = set(ReadEvent.objects.values_list("user__username", "action", "object_type"))
    # Vide works in another cooperation; that CMV exists is no secret to those who read its agreement.
    assert refused <= {(who, "refused", "läsloggen")}
    assert refused or who == "vide"


def test_an_empty_month_says_so_and_is_the_one_chosen(signed_in):
    response = signed_in("charlie").get(ADDRESS, {"manad": "2020-03"})
    assert "Ingen har läst något i mars 2020" in text_of(response)
    assert '<option value="2020-03" selected>' in response.content.decode()


def test_a_long_month_is_paged_and_costs_the_same(signed_in, read, django_assert_max_num_queries):
    for minute in range(0, 120):
        read("lo", 2025, 11, 4, 10 + minute // 60, minute % 60)
    charlie = signed_in("charlie")
    with django_assert_max_num_queries(14):
        page = text_of(charlie.get(ADDRESS, {"manad": "2025-11"}))
    assert "Rad 1–100 av 120." in page
    assert "Rad 101–120 av 120." in text_of(charlie.get(ADDRESS, {"manad": "2025-11", "sida": 2}))


def test_the_page_is_not_kept_by_the_browser(signed_in):
    assert signed_in("charlie").get(ADDRESS).headers["Cache-Control"] == "private, no-store"
