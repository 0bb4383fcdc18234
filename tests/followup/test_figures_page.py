"""/uppfoljning/<samverkan>/siffror/<år>/ and the page where a measure is filled in."""

import pytest
from django.urls import reverse
from page_tools import queries_of
from reading import text_of

from agreements.models import ReadEvent
from followup.models import AnnualReport, Figure, FigureSheet

PAGE = reverse("figures", args=["cmv", 2026])


def entry(measure="stodsamtal-anhoriga", year=2026):
    return reverse("figure_entry", args=["cmv", year, measure])


RELATIVES = {
    "totalt": 9, "kon.kvinnor": 8, "kon.man": 1, "kon.saknas": 0,
    "kommun.ragunda": 1, "kommun.bracke": 0, "kommun.krokom": 1, "kommun.stromsund": 2, "kommun.are": 0,
    "kommun.berg": 0, "kommun.harjedalen": 1, "kommun.ostersund": 4, "kommun.saknas": 0,
    "alder.18-29": 3, "alder.30-44": 3, "alder.45-": 3, "alder.saknas": 0,
    "beslutsform.service": 6, "beslutsform.bistand": 3, "beslutsform.saknas": 0,
    "hemkommun.med": 1, "hemkommun.utan": 8, "hemkommun.saknas": 0,
    "summa.samtal": 67, "summa.vantedagar": 100,
}  # fmt: skip


def posted(values, was=None):
    """What the form sends: each field with what it was when the page was opened."""
    was = was or {}
    hidden = {f"var-{field}": was.get(field, "") for field in RELATIVES}
    return {"erbjods": "on", **dict.fromkeys(RELATIVES, ""), **values, **hidden}


def stored(field):
    return Figure.objects.get(sheet__measure__slug="stodsamtal-anhoriga", sheet__year=2026, field=field).value


# --- How far it has come


def test_an_empty_year_says_what_to_begin_with(signed_in):
    page = text_of(signed_in("charlie").get(PAGE))
    assert "Siffrorna för 2026 är inte påbörjade" in page
    assert "Fyll i stödsamtal för våldsutsatta" in page
    assert page.count("inte påbörjad ") == 9


def test_the_progress_shows_no_figure(signed_in, filled):
    filled(2025)
    page = text_of(signed_in("charlie").get(reverse("figures", args=["cmv", 2025])))
    assert "Alla siffror för 2025 är klara" in page
    assert "494" not in page


@pytest.mark.parametrize("username", ["alex", "noa", "kim", "sam", "mika", "admin", "vide"])
@pytest.mark.parametrize("address", [PAGE, entry()])
def test_raw_figures_are_the_centres_own_and_a_refusal_is_logged(signed_in, username, address):
    assert signed_in(username).get(address).status_code == 404
    refused = ReadEvent.objects.filter(user__username=username, action="refused", cooperation__slug="cmv")
    assert refused.exists() is (username != "vide")  # Vide does not know of CMV at all


# --- Filling in


def test_a_whole_sheet_is_saved_with_history(signed_in, person):
    response = signed_in("lo").post(entry(), posted(RELATIVES), follow=True)
    assert "Stödsamtal för anhöriga: sparat, och allt stämmer." in text_of(response)
    assert stored("kon.kvinnor") == 8
    assert Figure.history.filter(field="totalt").get().history_user == person("lo")


def test_save_and_next_goes_to_the_next_measure(signed_in):
    response = signed_in("lo").post(entry(), {**posted(RELATIVES), "nasta": ""})
    assert response.url == entry("kvinnogrupp")


def test_save_and_next_goes_on_when_something_is_left_but_not_from_a_contradiction(signed_in):
    client = signed_in("lo")
    assert client.post(entry(), {**posted({"totalt": 9}), "nasta": ""}).url == entry("kvinnogrupp")
    assert "Inget av nio mått är klart för 2026" in text_of(client.get(PAGE))
    wrong = posted({"totalt": 9, "kon.kvinnor": 12}, was={"totalt": 9})
    assert client.post(entry(), {**wrong, "nasta": ""}).url == entry()


def test_a_draft_is_saved_and_contradictions_are_told(signed_in):
    response = signed_in("charlie").post(
        entry(), posted({"totalt": 9, "kon.kvinnor": 8, "kon.man": 3}), follow=True
    )
    page = text_of(response)
    assert "sparat, men talen säger emot varandra." in page
    assert "Kön blir tillsammans 11, men totalt är 9." in page
    assert "22 tal är inte ifyllda" in page
    assert stored("kon.man") == 3


@pytest.mark.parametrize("wrong", ["-1", "1,5", "tre", "1000000", "8112189876"])
def test_what_is_no_count_is_refused_without_being_repeated_in_words(signed_in, wrong):
    page = text_of(signed_in("charlie").post(entry(), posted({"totalt": wrong})))
    assert "Skriv ett heltal från 0 till 999 999." in page
    assert wrong not in page
    assert not Figure.objects.exists()


def test_spaces_between_thousands_are_read(signed_in):
    signed_in("charlie").post(entry(), posted({"totalt": "1 234"}))
    assert stored("totalt") == 1234


def test_emptying_a_field_takes_the_figure_away(signed_in):
    client = signed_in("charlie")
    client.post(entry(), posted({"totalt": 9}))
    client.post(entry(), posted({"totalt": ""}, was={"totalt": 9}))
    assert not Figure.objects.exists()


def test_a_measure_that_was_not_offered_is_whole_without_figures(signed_in):
    response = signed_in("charlie").post(entry(), {**posted({}), "erbjods": ""}, follow=True)
    assert "allt stämmer" in text_of(response)
    assert FigureSheet.objects.get().is_offered is False


# --- Two at once


def test_two_people_in_different_fields_lose_nothing(signed_in):
    signed_in("charlie").post(entry(), posted({"totalt": 9}))
    signed_in("lo").post(entry(), posted({"kon.kvinnor": 8}))
    assert (stored("totalt"), stored("kon.kvinnor")) == (9, 8)


def test_two_people_in_one_field_are_told_both_values_and_the_second_save_holds(signed_in):
    signed_in("charlie").post(entry(), posted({"totalt": 9}))
    response = signed_in("lo").post(entry(), posted({"totalt": 10, "kon.kvinnor": 8}))
    page = text_of(response)
    assert "En kollega har ändrat samma tal" in page
    assert "Startade samtalsserier 9 10" in page
    assert stored("totalt") == 9
    assert not Figure.objects.filter(field="kon.kvinnor").exists()
    again = {field.html_name: field.value() or "" for field in response.context["form"]}
    signed_in("lo").post(entry(), {**again, "erbjods": "on"})
    assert (stored("totalt"), stored("kon.kvinnor")) == (10, 8)


def test_the_same_change_twice_is_no_conflict(signed_in):
    for username in ("charlie", "lo"):
        assert signed_in(username).post(entry(), posted({"totalt": 9})).status_code == 302


# --- Locked, logged, and quick


def test_locked_figures_can_be_read_but_not_changed(signed_in, cooperation, person):
    AnnualReport.objects.create(
        cooperation=cooperation, year=2026, state="reviewed", opened_by=person("charlie")
    )
    client = signed_in("charlie")
    assert "Siffrorna är låsta, eftersom rapporten för 2026 är granskad" in text_of(client.get(entry()))
    assert client.post(entry(), posted({"totalt": 9})).status_code == 404


def test_a_colleague_who_is_not_named_reads_but_does_not_write(signed_in, person):
    assignment = person("lo").assignments.get()
    assignment.named_for_figures = False
    assignment.save()
    client = signed_in("lo")
    assert "Bara en namngiven registrerare kan ändra siffrorna." in text_of(client.get(entry()))
    assert client.post(entry(), posted({"totalt": 9})).status_code == 404


def test_every_reading_is_logged_without_values(signed_in, person):
    signed_in("charlie").get(entry())
    event = ReadEvent.objects.get()
    assert (event.user, event.action, event.object_type, event.object_id, event.year) == (
        person("charlie"), "view", "siffror", "Stödsamtal för anhöriga", 2026,
    )  # fmt: skip


def test_raw_pages_are_not_kept_by_browsers(signed_in):
    assert "no-store" in signed_in("charlie").get(entry())["Cache-Control"]


def test_a_measure_of_another_cooperation_is_not_found(signed_in):
    assert signed_in("charlie").get(entry("samrad")).status_code == 404
    page = signed_in("vide").get(reverse("figure_entry", args=["norrsken", 2026, "samrad"]))
    assert "Polisen deltog" in text_of(page)
    assert "Kommun" not in [part["split"].label for part in page.context["form"].splits]


def test_the_queries_do_not_grow_with_what_is_filled_in(signed_in, filled):
    client = signed_in("charlie")
    empty = queries_of(client, PAGE)
    filled(2026)
    filled(2025)
    assert queries_of(client, PAGE) == empty


def test_the_history_is_the_managers_alone(signed_in, person):
    signed_in("lo").post(entry(), posted({"kon.kvinnor": 8}))
    signed_in("lo").post(entry(), posted({"kon.kvinnor": 7}, was={"kon.kvinnor": 8}))
    page = text_of(signed_in("charlie").get(entry()))
    assert "Lo Exempel Kön: Kvinnor antal 8 7" in page
    assert "Vad som har ändrats" not in text_of(signed_in("lo").get(entry()))


def test_the_demos_figures_are_marked_as_fictitious(signed_in, settings):
    settings.DEMO = True
    for address in (PAGE, entry(), reverse("figure_import", args=["cmv", 2026])):
        assert "Siffrorna här är fiktiva." in signed_in("charlie").get(address).content.decode()
