"""What is shown rests on all that was shown and told before: one at a time, and tried anew at adoption."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from reading import text_of

from followup.actions import reports as actions
from followup.actions.erasures import ask_for_erasure, carry_out
from followup.actions.figures import Change, save_figures
from followup.actions.imports import write_import
from followup.actions.reports import Disclosing
from followup.models import AnnualReport, FigureImport, PublishedElsewhere
from followup.queries.erasables import Place

OPENED = "Samtal för våldsutövare 2025, Kvinnor"


@pytest.fixture
def tell(cooperation, person):
    """Somebody tells the radio how many men came: the women's dots are opened."""

    def told():
        return PublishedElsewhere.objects.create(
            cooperation=cooperation, measure="stodsamtal-valdsutovare", year=2025, split="kon", label="Män",
            value=16, where="Radioinslag", published_on=date(2026, 1, 20), registered_by=person("charlie"),
        )  # fmt: skip

    return told


def adopt(report, book, by):
    actions.adopt(report=report, book=book, adopted_on=date(2026, 3, 12), paragraph="§ 12", by=by)


# --- Told after the review


def test_what_is_told_after_the_review_stops_the_adoption(reviewed, quick_report, tell, person):
    report, book = reviewed()
    row = tell()
    with pytest.raises(Disclosing) as refusal:
        adopt(report, book, person("kim"))
    assert OPENED in refusal.value.findings
    report.refresh_from_db()
    assert report.state == AnnualReport.State.REVIEWED
    row.delete()
    adopt(report, book, person("kim"))


def test_an_earlier_showing_of_the_same_figures_excuses_nothing(reviewed, tell, person):
    report, book = reviewed()
    actions.take_back(report=report, by=person("charlie"))
    tell()
    with pytest.raises(Disclosing):
        actions.review(report=report, book=book, names_nobody=True, by=person("charlie"))


@pytest.mark.parametrize(("username", "is_told"), [("kim", False), ("charlie", True)])
def test_only_the_centre_is_told_which_cells_it_is(reviewed, tell, signed_in, username, is_told):
    report, _ = reviewed()
    tell()
    given = {"day": "2026-03-12", "paragraph": "§ 12", "reviewed_at": report.reviewed_at.isoformat()}
    page = text_of(signed_in(username).post(reverse("report_adopt", args=["cmv", 2025]), given))
    assert (f"{OPENED} kan räknas ut" in page) is is_told
    assert ("Rapporten kan inte fastställas" in page) is not is_told
    assert not AnnualReport.objects.get().is_adopted


# --- One at a time


def first_read(act) -> str:
    """The first rows that an action reads, as SQL."""
    with CaptureQueriesContext(connection) as made:
        act()
    return next(query["sql"] for query in made if query["sql"].startswith("SELECT"))


@pytest.mark.parametrize(
    "act", ["open", "text", "correct", "review", "take back", "adopt", "figures", "file", "erase"]
)
def test_who_writes_of_what_is_shown_waits_for_the_cooperations_turn(
    act, cooperation, person, request, quick_report
):
    """The lock comes before anything is read, so that two of them never read beside each other."""
    is_shown = act in ("take back", "adopt")
    report, book = request.getfixturevalue("reviewed" if is_shown else "written")()
    by = person("charlie")
    if act == "file":
        proposal = FigureImport.objects.create(
            cooperation=cooperation, year=2025, kind="counts", values={}, rows=0, uploaded_by=by
        )
    if act == "erase":
        sheet = cooperation.measures.get(slug="trappan").sheets.get(year=2025)
        place = Place("figure", sheet.pk, "totalt", "Trappan")
        erasure = ask_for_erasure(cooperation=cooperation, place=place, reason="Fel", by=person("lo"))
    acts = {
        "open": lambda: actions.open_report(cooperation=cooperation, year=2026, by=by),
        "text": lambda: actions.save_text(report=report, slot="ekonomi", text="Nytt", was="Gammalt", by=by),
        "correct": lambda: actions.set_correction(report=report, measures=(), decision="", by=by),
        "review": lambda: actions.review(report=report, book=book, names_nobody=True, by=by),
        "take back": lambda: actions.take_back(report=report, by=by),
        "adopt": lambda: adopt(report, book, by),
        "figures": lambda: save_figures(
            book=book, code="trappan", changes={"totalt": Change(27, None)}, by=by
        ),
        "file": lambda: write_import(book=book, proposal=proposal, by=by),
        "erase": lambda: carry_out(erasure=erasure, by=by),
    }
    read = first_read(acts[act])
    assert 'FROM "agreements_cooperation"' in read
    assert connection.vendor == "sqlite" or "FOR NO KEY UPDATE" in read
