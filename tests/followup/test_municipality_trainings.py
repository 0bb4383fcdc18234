"""The trainings on a municipality's own page: what an adopted report prints, never the figures themselves."""

from datetime import date

import pytest
from page_tools import stop_clock
from reading import text_of

from followup.disclosure.model import from_json
from followup.models import Figure

PAGE = "/samverkan/cmv/berg/"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    stop_clock(monkeypatch, date(2026, 11, 25))


@pytest.fixture
def show(signed_in):
    return lambda username="kim": text_of(signed_in(username).get(PAGE))


def test_a_report_that_is_only_reviewed_prints_nothing_here(show, reviewed):
    reviewed(2025)
    assert "Ingen fastställd rapport redovisar deltagare från Berg." in show()


def test_the_participants_are_the_printed_ones(show, adopted):
    figures = from_json(adopted(2025).publication.figures)
    text = show()
    assert "Deltagare i utbildningar 2025" in text
    for measure, name in (
        ("utbildning-fardigt-koncept", "Utbildningar med färdigt koncept"),
        ("utbildning-specialbestalld", "Specialbeställda utbildningar"),
    ):
        printed = figures.table(measure, 2025).cell(kommun="Berg").text
        assert f"{name} {printed}" in text
    assert "Personal från Berg, ur Verksamhetsberättelse 2025, fastställd 12 mars 2026." in text


def test_the_latest_adopted_report_counts_while_the_next_is_read(show, adopted, reviewed):
    adopted(2024)
    reviewed(2025)
    assert "Deltagare i utbildningar 2024" in show()


def test_no_case_is_told_and_no_figure_is_read(show, adopted, monkeypatch):
    adopted(2025)
    assert "Stödsamtal" not in show()
    assert "Trappan" not in show()

    def read(*_, **__):
        raise AssertionError("Siffror lästes.")

    monkeypatch.setattr(Figure.objects, "get_queryset", read)
    assert "Deltagare i utbildningar 2025" in show()


def test_who_reads_no_reports_sees_no_trainings(show, adopted):
    adopted(2025)
    assert "Deltagare i utbildningar" not in show("admin")
