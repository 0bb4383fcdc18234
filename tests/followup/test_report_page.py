"""/uppfoljning/<samverkan>/rapport/<år>/ from the first text to the presented report, role by role."""

import json
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from page_tools import queries_of
from reading import text_of

from followup.actions.reports import review, take_back
from followup.models import AdoptedFile, AnnualReport, ReportText

READERS = ["alex", "noa", "kim", "sam", "mika", "charlie", "lo"]


def address(name="report", year=2025, *more):
    return reverse(name, args=["cmv", year, *more])


@pytest.fixture
def visit(signed_in):
    return lambda username, name="report", year=2025, *more: signed_in(username).get(
        address(name, year, *more)
    )


def decision():
    """The form that adopts the report as it was last shown."""
    shown = AnnualReport.objects.get(state="reviewed").reviewed_at.isoformat()
    return {"day": "2026-03-12", "paragraph": "§ 12", "reviewed_at": shown}


# --- Who sees it when


@pytest.mark.parametrize("username", ["alex", "noa", "bo", "kim", "sam", "mika", "admin", "vide"])
def test_a_draft_is_the_centres_own(written, visit, username):
    written()
    assert visit(username).status_code == 404
    assert visit(username, "report_draft_pdf").status_code == 404


@pytest.mark.parametrize(
    ("username", "status"),
    [("kim", 200), ("charlie", 200), ("lo", 200), ("sam", 404), ("mika", 404), ("noa", 404), ("admin", 404)],
)
def test_a_reviewed_report_is_the_steering_groups_too(reviewed, visit, username, status):
    reviewed()
    assert visit(username).status_code == status


@pytest.mark.parametrize("username", READERS)
def test_an_adopted_report_is_every_readers(adopted, visit, username):
    adopted()
    assert "Fastställd av Styrgrupp CMV 12 mars 2026, § 12" in text_of(visit(username))
    assert visit(username, "report_pdf", 2025, 1).status_code == 200


@pytest.mark.parametrize("username", ["admin", "vide"])
def test_others_do_not_find_it(adopted, visit, username):
    adopted()
    assert visit(username).status_code == 404
    assert visit(username, "report_pdf", 2025, 1).status_code == 404


# --- The desk


def test_the_year_is_begun_from_the_page(signed_in, visit):
    assert "Verksamhetsberättelse 2026 är inte påbörjad" in text_of(visit("charlie", "report", 2026))
    signed_in("charlie").post(address("report_open", 2026))
    page = text_of(visit("charlie", "report", 2026))
    assert "Inget av målen har text och bedömning." in page
    assert "senast 31 mars 2027" in page
    assert AnnualReport.objects.get().is_fictitious


def test_the_review_is_offered_when_nothing_is_missing(written, visit):
    written()
    page = text_of(visit("charlie"))
    assert "Verksamhetsberättelse 2025 kan granskas" in page
    assert "Granska och visa för styrgruppen" in page


def test_words_that_may_point_at_somebody_are_shown_before_the_review(written, visit, person):
    report, _ = written()
    row = report.texts.get(slot="vasentliga-handelser")
    row.text = "Två kvinnor från samma familj flyttade in i jourlägenheten."
    row.save()
    assert "Läs igen" in text_of(visit("charlie"))


def test_from_draft_to_presented_in_the_browser(written, quick_report, signed_in, visit):
    written()
    charlie, kim = signed_in("charlie"), signed_in("kim")
    page = text_of(charlie.post(address("report_review"), {}, follow=True))
    assert "Läs igenom texterna och intyga det." in page
    page = text_of(charlie.post(address("report_review"), {"names_nobody": "on"}, follow=True))
    assert "Tabellerna är godkända i röjandekontrollen." in page
    page = text_of(kim.get(address()))
    assert "Registrera styrgruppens beslut" in page
    page = text_of(kim.post(address("report_adopt"), decision(), follow=True))
    assert "är fastställd och kan läsas av alla i samverkan" in page
    page = text_of(charlie.post(address("report_present"), {"day": "2026-03-27"}, follow=True))
    assert "och presenterad för Sociala samrådsgruppen (SocSam) 27 mars 2026" in page
    assert "Hämta PDF" in text_of(visit("mika"))


def test_a_manager_registers_the_decision_too(reviewed, quick_report, signed_in):
    reviewed()
    response = signed_in("charlie").post(address("report_adopt"), decision(), follow=True)
    assert "är fastställd" in text_of(response)


def test_what_was_shown_anew_is_not_adopted_unread(reviewed, quick_report, signed_in, person):
    report, book = reviewed()
    read = decision()
    take_back(report=report, by=person("charlie"))
    report.refresh_from_db()
    review(report=report, book=book, names_nobody=True, by=person("charlie"))
    page = text_of(signed_in("kim").post(address("report_adopt"), read))
    assert "Läs den en gång till." in page
    assert AnnualReport.objects.get().state == "reviewed"


def test_what_can_be_worked_out_is_named_on_the_page(written, signed_in, cooperation, person):
    written()
    cooperation.published_elsewhere.create(
        measure="stodsamtal-valdsutovare", year=2025, split="kon", label="Män", value=16, where="Radio",
        published_on=date(2026, 1, 20), registered_by=person("charlie"),
    )  # fmt: skip
    page = text_of(signed_in("charlie").post(address("report_review"), {"names_nobody": "on"}))
    assert "Kan inte publiceras." in page
    assert "Samtal för våldsutövare 2025, Kvinnor kan räknas ut." in page


def test_a_reviewed_report_can_be_a_draft_again(reviewed, signed_in, visit):
    reviewed()
    signed_in("charlie").post(address("report_take_back"))
    assert AnnualReport.objects.get().state == "draft"
    assert visit("kim").status_code == 404


def test_a_new_edition_must_say_what_it_changes(adopted, signed_in, visit):
    adopted()
    page = text_of(signed_in("charlie").post(address("report_open"), {"changes": ""}))
    assert "Det här behöver rättas" in page
    signed_in("charlie").post(address("report_open"), {"changes": "Trappan är rättad."})
    assert "Utgåva 2: Trappan är rättad." in text_of(visit("charlie"))
    assert "Fastställd av Styrgrupp CMV" in text_of(visit("mika"))  # the first edition still stands


@pytest.mark.parametrize(
    "name",
    ["report_open", "report_review", "report_take_back", "report_correct", "report_adopt", "report_present"],
)
@pytest.mark.parametrize("username", ["alex", "noa", "sam", "mika", "admin"])
def test_others_write_nothing(adopted, signed_in, name, username):
    adopted()
    assert signed_in(username).post(address(name)).status_code == 404
    assert AnnualReport.objects.count() == 1


# --- The texts


def test_a_text_is_saved_and_a_colleagues_is_never_lost(written, signed_in):
    written()
    url = address("report_text", 2025, "ekonomi")
    was = ReportText.objects.get(slot="ekonomi").text
    assert signed_in("lo").post(url, {"text": "Los text.", "var": was}).status_code == 302
    response = signed_in("charlie").post(url, {"text": "Charlies text.", "var": was})
    page = text_of(response)
    assert "En kollega har skrivit om samma text" in page
    assert "Los text." in page
    assert ReportText.objects.get(slot="ekonomi").text == "Los text."
    again = {field.html_name: field.value() for field in response.context["form"]}
    assert signed_in("charlie").post(url, again).status_code == 302
    assert ReportText.objects.get(slot="ekonomi").text == "Charlies text."


def test_goals_are_written_with_their_judgements(signed_in, written):
    written()
    url = address("report_text", 2025, "maluppfyllelse")
    was = ReportText.objects.get(slot="maluppfyllelse", goal=3).text
    page = signed_in("charlie").get(url)
    again = {field.html_name: field.value() or "" for field in page.context["form"]}
    again |= {"text-3": "Ny text om mål 3.", "bedomning-3": "fulfilled"}
    assert signed_in("charlie").post(url, again).status_code == 302
    row = ReportText.objects.get(slot="maluppfyllelse", goal=3)
    assert (row.text, row.judgement) == ("Ny text om mål 3.", "fulfilled")
    assert was != row.text


def test_a_personal_number_in_a_text_is_refused_and_not_repeated(signed_in, written):
    written()
    url = address("report_text", 2025, "ekonomi")
    was = ReportText.objects.get(slot="ekonomi").text
    response = signed_in("charlie").post(url, {"text": "Kontakt 811218-9876 om fakturan", "var": was})
    assert "verkar innehålla ett personnummer" in text_of(response)
    assert "9876" not in ReportText.objects.get(slot="ekonomi").text
    assert not ReportText.history.filter(text__contains="9876").exists()


def test_an_adopted_reports_texts_are_not_written(adopted, signed_in):
    adopted()
    assert signed_in("charlie").get(address("report_text", 2025, "ekonomi")).status_code == 404


# --- The files


def test_figures_are_the_same_in_every_file_and_open_to_anyone(adopted, visit):
    report = adopted()
    printed = json.loads(visit("mika", "report_figures", 2025, 1, "json").content)
    assert printed == report.contents["figures"]
    public = Client().get(address("open_data", 2025, "json"))
    assert json.loads(public.content) == printed
    assert (
        Client().get(address("open_data", 2025, "csv")).content
        == visit("mika", "report_figures", 2025, 1, "csv").content
    )


@pytest.mark.parametrize("suffix", ["json", "csv"])
def test_nothing_is_open_before_it_is_adopted(reviewed, suffix):
    reviewed()
    assert Client().get(address("open_data", 2025, suffix)).status_code == 404


def test_a_damaged_file_is_not_handed_out(adopted, visit, monkeypatch):
    adopted()
    monkeypatch.setattr(AdoptedFile, "from_db", classmethod(lambda *_: AdoptedFile(data=b"%PDF-1.7 annat")))
    response = visit("mika", "report_pdf", 2025, 1)
    assert response.status_code == 500
    assert "inte den som fastställdes" in text_of(response)


def test_the_draft_pdf_waits_for_whole_figures(written, visit):
    report, _ = written()
    report.cooperation.measures.get(slug="trappan").sheets.get(year=2025).figures.first().delete()
    response = visit("charlie", "report_draft_pdf")
    assert response.status_code == 409
    assert "Insatser för barn (Trappan): siffrorna är inte klara." in text_of(response)


def test_the_queries_do_not_grow_with_the_years(adopted, signed_in):
    adopted(2024)
    alone = queries_of(signed_in("mika"), address("report", 2024))
    adopted(2025)
    assert queries_of(signed_in("mika"), address("report", 2025)) <= alone + 1


# --- Texts that tell a count (R12)


def test_the_plans_texts_are_read_again_too_since_the_report_prints_them(written, signed_in):
    report, _ = written()
    goal = report.cooperation.activity_plans.get(year=2025).goals.get()
    goal.followup = "Rutinen prövades med tre kvinnor från Ragunda."
    goal.save()
    page = text_of(signed_in("charlie").get(address()))
    assert "Läs igen: Texten verkar tala om hur många människor det gäller: ”tre kvinnor”" in page


def test_what_an_edition_changes_is_not_told_with_a_count(adopted, signed_in):
    """The text stands in print as it is when the edition is opened, and no page changes it afterwards."""
    adopted()
    client = signed_in("charlie")
    page = text_of(client.post(address("report_open"), {"changes": "Ragunda: 4, inte 2."}))
    assert "”Ragunda: 4”" in page
    assert AnnualReport.objects.count() == 1
    client.post(address("report_open"), {"changes": "Siffrorna för Trappan är rättade."})
    assert AnnualReport.objects.count() == 2
