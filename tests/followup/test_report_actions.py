"""The report's way: nothing is shown before it is whole and safe, nothing adopted is ever changed."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from agreements.refusals import Incomplete, Refused
from followup.actions import reports as actions
from followup.actions.figures import Change, save_figures
from followup.actions.reports import Disclosing
from followup.models import AnnualReport, Figure, Publication, PublishedElsewhere
from followup.queries.publications import printed_figures
from followup.queries.stored_report import report_bytes
from followup.queries.yearbook import yearbook


def review(report, book, person):
    actions.review(report=report, book=book, names_nobody=True, by=person("charlie"))
    report.refresh_from_db()


def change(book, code, person, **fields):
    """Change figures of a measure as the entry page does."""
    stored = {
        figure.field: figure.value
        for figure in Figure.objects.filter(sheet__year=book.year, sheet__measure__slug=code)
    }
    changes = {
        field.replace("_", "."): Change(stored[field.replace("_", ".")], value)
        for field, value in fields.items()
    }
    assert save_figures(book=book, code=code, changes=changes, by=person("charlie")) == ()


# --- Review


def test_a_whole_report_is_reviewed_and_shows_only_what_is_protected(written, person):
    report, book = written()
    review(report, book, person)
    assert report.state == AnnualReport.State.REVIEWED
    publication = report.publications.get()
    assert publication.audit["narrowest"] >= 5
    figures = printed_figures(report)
    sexes = dict(figures.table("stodsamtal-valdsutovare", 2025).parts("kon"))
    assert [sexes["Kvinnor"].published, sexes["Män"].published] == [None, None]  # 2 and 16
    assert figures.table("stodsamtal-valdsutsatta", 2025).total.published == 82


@pytest.mark.parametrize(
    ("lacking", "told"),
    [
        ("figure", "Individuellt stöd: Stödsamtal för anhöriga: ett tal är inte ifyllt."),
        ("fault", "Individuellt stöd: Stödsamtal för anhöriga: talen säger emot varandra."),
        ("text", "Väsentliga händelser: Texten är inte skriven."),
        ("goal", "Måluppfyllelse: Mål 4 saknar text eller bedömning."),
        ("outcome", "Ekonomi: Utfallet för 2025 är inte registrerat. Huvudmannens ekonom gör det."),
        ("plan", "Uppföljning av verksamhetsplanen: Det finns ingen beslutad verksamhetsplan för 2025."),
    ],
)
def test_what_is_missing_stops_the_review_and_is_named(written, person, cooperation, lacking, told):
    report, book = written()
    relatives = Figure.objects.filter(sheet__measure__slug="stodsamtal-anhoriga", sheet__year=2025)
    match lacking:
        case "figure":
            relatives.get(field="kon.man").delete()
        case "fault":
            row = relatives.get(field="kon.man")
            row.value += 1
            row.save()
        case "text":
            report.texts.get(slot="vasentliga-handelser").delete()
        case "goal":
            report.texts.get(slot="maluppfyllelse", goal=4).delete()
        case "outcome":
            cooperation.agreements.get(slug="cmv-2025").outcomes.get(year=2025).delete()
        case "plan":
            cooperation.activity_plans.get(year=2025).delete()
    with pytest.raises(Incomplete) as refusal:
        review(report, book, person)
    assert told in refusal.value.gaps
    assert not Publication.objects.exists()


def test_the_texts_must_be_vouched_for(written, person):
    report, book = written()
    with pytest.raises(Refused, match="Intyga"):
        actions.review(report=report, book=book, names_nobody=False, by=person("charlie"))


def test_a_figure_told_elsewhere_that_opens_a_dot_stops_the_review(written, person, cooperation):
    report, book = written()
    PublishedElsewhere.objects.create(
        cooperation=cooperation, measure="stodsamtal-valdsutovare", year=2025, split="kon", label="Män",
        value=16, where="Radioinslag", published_on=date(2026, 1, 20), registered_by=person("charlie"),
    )  # fmt: skip
    with pytest.raises(Disclosing) as refusal:
        review(report, book, person)
    assert any("Samtal för våldsutövare 2025, Kvinnor" in name for name in refusal.value.findings)
    assert not any(
        character.isdigit() for name in refusal.value.findings for character in name.replace("2025", "")
    )
    report.refresh_from_db()
    assert report.state == AnnualReport.State.DRAFT


def test_an_audit_that_fails_shows_nothing(written, person, monkeypatch):
    report, book = written()

    def broken(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr(actions, "audit", broken)
    with pytest.raises(ZeroDivisionError):
        review(report, book, person)
    report.refresh_from_db()
    assert report.state == AnnualReport.State.DRAFT
    assert not Publication.objects.exists()


# --- Shown again


def test_a_draft_shown_again_unchanged_is_the_same_showing(reviewed, person):
    report, book = reviewed()
    actions.take_back(report=report, by=person("charlie"))
    report.refresh_from_db()
    review(report, book, person)
    assert report.publications.count() == 1


def test_a_small_change_after_a_showing_keeps_what_was_shown(reviewed, person):
    report, book = reviewed()
    actions.take_back(report=report, by=person("charlie"))
    report.refresh_from_db()
    change(
        book, "trappan", person,
        **{"totalt": 28, "kon_flickor": 17, "kommun_ostersund": 20, "alder_7-12": 16,
           "beslutsform_service": 21, "hemkommun_utan": 23},
    )  # fmt: skip
    review(report, book, person)
    assert printed_figures(report).table("trappan", 2025).total.published == 27


def test_figures_are_locked_while_the_steering_group_reads(reviewed, person):
    _, book = reviewed()
    with pytest.raises(Refused, match="låsta"):
        save_figures(book=book, code="trappan", changes={"totalt": Change(27, 28)}, by=person("charlie"))


# --- Adoption


def test_an_adopted_report_is_frozen_with_its_file(adopted):
    report = adopted()
    assert report_bytes(report).startswith(b"%PDF")
    assert report.contents["figures"]["adopted"] == "2026-03-12"
    assert report.contents["adopted"] == {"on": "2026-03-12", "by": "Styrgrupp CMV", "paragraph": "§ 12"}
    assert report.contents["slots"][7]["economy"]["deviation"] == 46_647


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE followup_annualreport SET adoption_paragraph = 'x'",
        "DELETE FROM followup_annualreport",
        "UPDATE followup_publication SET figures = '{}'",
        "DELETE FROM followup_publication",
        "UPDATE followup_adoptedfile SET report_id = report_id",
        "DELETE FROM followup_adoptedfile",
    ],
)
def test_the_database_refuses_to_change_what_is_adopted(adopted, statement):
    adopted()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2099, 1, 1)])
def test_adoption_is_after_the_year_and_not_in_the_future(reviewed, quick_report, person, day):
    report, book = reviewed()
    with pytest.raises(Refused):
        actions.adopt(report=report, book=book, adopted_on=day, paragraph="", by=person("kim"))


def test_who_read_an_earlier_showing_does_not_adopt_the_later(reviewed, quick_report, person):
    """Also where the report is taken back and shown anew between the page and the lock."""
    read, book = reviewed()
    again = AnnualReport.objects.get(pk=read.pk)
    actions.take_back(report=again, by=person("charlie"))
    again.refresh_from_db()
    review(again, book, person)
    with pytest.raises(Refused, match="granskats på nytt"):
        actions.adopt(report=read, book=book, adopted_on=date(2026, 3, 12), paragraph="", by=person("kim"))


def test_a_draft_cannot_be_adopted(written, quick_report, person):
    report, book = written()
    with pytest.raises(Refused, match="granskad"):
        actions.adopt(report=report, book=book, adopted_on=date(2026, 3, 1), paragraph="", by=person("kim"))


def test_changed_figures_and_texts_do_not_reach_an_adopted_report(adopted, cooperation, person):
    report = adopted()
    before = AnnualReport.objects.get(pk=report.pk).contents
    Figure.objects.filter(field="totalt").first().delete()
    cooperation.name = "Ett annat namn"
    cooperation.save()
    assert AnnualReport.objects.get(pk=report.pk).contents == before


# --- The years after, and revisions


def test_the_next_years_repeat_what_was_printed(adopted, reviewed):
    first = adopted(2023)
    second = adopted(2024)
    figures = printed_figures(reviewed(2025)[0])
    for year, earlier in ((2023, first), (2024, second)):
        printed = printed_figures(earlier).table("stodsamtal-valdsutsatta", year)
        assert figures.table("stodsamtal-valdsutsatta", year) == printed
    assert {table.release for table in figures.tables} == {"VB2023", "VB2024", "VB2025"}


def test_a_new_edition_says_what_it_changes_and_keeps_small_changes_out(adopted, person, cooperation):
    adopted()
    with pytest.raises(Refused, match="Skriv vad"):
        actions.open_report(cooperation=cooperation, year=2025, by=person("charlie"))
    edition = actions.open_report(
        cooperation=cooperation, year=2025, by=person("charlie"), changes="Siffrorna för Trappan är rättade."
    )
    assert (edition.edition, edition.state) == (2, AnnualReport.State.DRAFT)
    assert edition.texts.count() == AnnualReport.objects.get(edition=1).texts.count()
    book = yearbook(cooperation, 2025)
    change(
        book, "trappan", person,
        **{"totalt": 33, "kon_flickor": 22, "kommun_ostersund": 25, "alder_7-12": 21,
           "beslutsform_service": 26, "hemkommun_utan": 28},
    )  # fmt: skip
    review(edition, book, person)
    figures = printed_figures(edition)
    assert figures.table("trappan", 2025).total.published == 33
    assert figures.table("trappan", 2025).release == "VB2025-2"
    assert figures.table("kvinnogrupp", 2025).release == "VB2025"


def test_a_presentation_is_registered_once_and_after_adoption(adopted, person):
    report = adopted()
    with pytest.raises(Refused, match="före fastställandet"):
        actions.present(report=report, presented_on=date(2026, 3, 1), paragraph="", by=person("charlie"))
    actions.present(report=report, presented_on=date(2026, 3, 27), paragraph="§ 4", by=person("charlie"))
    with pytest.raises(Refused, match="redan"):
        actions.present(report=report, presented_on=date(2026, 3, 28), paragraph="", by=person("charlie"))
