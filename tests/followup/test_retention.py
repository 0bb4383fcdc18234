"""What is old is counted, and taken away when asked for, with its history; what is needed stays."""

import json
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, transaction
from simple_history.utils import bulk_create_with_history

from agreements.models import Cooperation, ReadEvent
from agreements.read_log import log_read
from cmv_portal import settings as portal_settings
from followup.actions.retention import clear
from followup.models import (
    AnnualReport,
    Figure,
    FigureImport,
    FigureSheet,
    MeasureDefinition,
    Publication,
    RetentionRun,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2032, 6, 1, 12, tzinfo=UTC)
FIELDS = ("totalt", "kon.kvinnor", "kon.man", "kommun.ostersund", "kommun.berg", "summa.samtal")


@pytest.fixture
def cmv_cooperation():
    return Cooperation.objects.get(slug="cmv")


@pytest.fixture
def fill(person):
    def filled(year: int, slug="stodsamtal-valdsutsatta", fields=FIELDS) -> FigureSheet:
        sheet = FigureSheet.objects.create(measure=MeasureDefinition.objects.get(slug=slug), year=year)
        rows = [Figure(sheet=sheet, field=field, value=7919) for field in fields]
        bulk_create_with_history(rows, Figure, default_user=person("lo"))
        return sheet

    return filled


@pytest.fixture
def adopt(cmv_cooperation, person):
    def adopted(year: int) -> AnnualReport:
        charlie = person("charlie")
        report = AnnualReport.objects.create(cooperation=cmv_cooperation, year=year, opened_by=charlie)
        report.publication = Publication.objects.create(
            report=report, sequence=1, figures={}, parameters={}, code_version="1", audit={},
            sha256="0" * 64, released_by=charlie, released_at=NOW,
        )  # fmt: skip
        report.state, report.names_nobody, report.contents = "adopted", True, {}
        report.adopted_on, report.adopted_by, report.adopted_at = NOW.date(), charlie, NOW
        report.save()
        return report

    return adopted


def kinds(outcome) -> dict:
    return {(each.what.value, each.year): (each.rows, each.history) for each in outcome.removed}


def test_counts_of_municipalities_go_after_the_window_and_the_rest_after_five_years(
    fill, adopt, cmv_cooperation
):
    for year in range(2025, 2030):
        fill(year)
        adopt(year)
    outcome = clear(cmv_cooperation, now=NOW, act=True)
    assert kinds(outcome) == {
        ("municipal_figures", 2025): (2, 2),
        ("figures", 2025): (4, 4),
        ("sheets", 2025): (1, 1),
        ("municipal_figures", 2026): (2, 2),
        ("figures", 2026): (4, 4),
        ("sheets", 2026): (1, 1),
        ("municipal_figures", 2027): (2, 2),
        ("municipal_figures", 2028): (2, 2),
    }
    left = {(row.sheet.year, row.field) for row in Figure.objects.select_related("sheet")}
    assert {year for year, _ in left} == {2027, 2028, 2029}
    assert (2028, "kommun.berg") not in left
    assert (2029, "kommun.berg") in left
    assert set(Figure.history.values_list("sheet__year", flat=True)) == {2027, 2028, 2029}
    assert not Figure.history.filter(sheet__year=2028, field__startswith="kommun.").exists()
    assert set(FigureSheet.history.values_list("year", flat=True)) == {2027, 2028, 2029}
    assert AnnualReport.objects.count() == Publication.objects.count() == 5


def test_history_of_figures_that_are_gone_goes_too(fill, adopt, cmv_cooperation):
    sheet = fill(2025)
    adopt(2025)
    Figure.objects.all().delete()
    sheet.delete()
    assert Figure.history.exists()
    clear(cmv_cooperation, now=NOW, act=True)
    assert not Figure.history.exists()
    assert not FigureSheet.history.exists()


def test_a_year_without_an_adopted_report_is_told_and_kept(fill, adopt, cmv_cooperation, person):
    fill(2024)
    fill(2025)
    adopt(2025)
    AnnualReport.objects.create(
        cooperation=cmv_cooperation, year=2025, edition=2, opened_by=person("charlie")
    )
    outcome = clear(cmv_cooperation, now=NOW, act=True)
    assert outcome.waiting == (2024, 2025)
    assert outcome.removed == ()
    assert Figure.objects.count() == 2 * len(FIELDS)


def test_municipalities_of_courses_are_about_staff_and_wait(fill, adopt, cmv_cooperation):
    fill(2028, slug="utbildning-fardigt-koncept", fields=("totalt", "kommun.berg"))
    adopt(2028)
    assert clear(cmv_cooperation, now=NOW, act=True).removed == ()


def test_the_setting_says_for_how_long(fill, adopt, cmv_cooperation, settings):
    settings.RAW_FIGURES_YEARS = 10
    fill(2025)
    adopt(2025)
    assert kinds(clear(cmv_cooperation, now=NOW, act=True)) == {("municipal_figures", 2025): (2, 2)}


def test_a_dry_run_counts_the_same_and_changes_nothing(fill, adopt, cmv_cooperation):
    fill(2025)
    adopt(2025)
    dry = clear(cmv_cooperation, now=NOW, act=False)
    assert Figure.objects.count() == len(FIELDS)
    assert not RetentionRun.objects.exists()
    assert clear(cmv_cooperation, now=NOW, act=True) == dry
    run = RetentionRun.objects.get()
    assert run.counts == dry.as_json
    assert "7919" not in json.dumps(run.counts)


def test_another_cooperations_figures_stay(fill, adopt, cmv_cooperation):
    fill(2025, slug="samrad", fields=("totalt",))
    fill(2025)
    adopt(2025)
    clear(cmv_cooperation, now=NOW, act=True)
    assert Figure.objects.get().sheet.measure.slug == "samrad"


# --- What is not figures


@pytest.fixture
def read_at(monkeypatch, person, cmv_cooperation):
    def read(when: datetime, cooperation=cmv_cooperation):
        with monkeypatch.context() as clock:
            clock.setattr("django.utils.timezone.now", lambda: when)
            log_read(user=person("lo"), action="view", object_type="siffror", cooperation=cooperation)
        return ReadEvent.objects.latest("pk")

    return read


def test_old_readings_imports_and_sessions_go(cmv_cooperation, read_at, person, capsys):
    read_at(datetime(2023, 5, 5, 12, tzinfo=UTC))
    kept = read_at(datetime.now(tz=UTC))
    for age, year in ((3, 2020), (0, 2021)):
        row = FigureImport.objects.create(
            cooperation=cmv_cooperation, year=year, kind="counts", values={}, rows=1, uploaded_by=person("lo")
        )
        row.uploaded_at = datetime.now(tz=UTC).replace(microsecond=0) if not age else NOW.replace(year=2020)
        row.save()
    Session.objects.create(
        session_key="gammal", session_data="x", expire_date=datetime(2020, 1, 1, tzinfo=UTC)
    )
    Session.objects.create(session_key="ny", session_data="x", expire_date=datetime(2099, 1, 1, tzinfo=UTC))
    call_command("gallra", "--do-it", "--by", "charlie", "--format", "json")
    found = json.loads(capsys.readouterr().out)
    assert found["done"] is True
    by_slug = {each["cooperation"]: each["removed"] for each in found["cooperations"]}
    assert [(row["kind"], row["year"], row["rows"]) for row in by_slug["cmv"]] == [
        ("imports", None, 1),
        ("readings", 2023, 1),
    ]
    assert [(row["kind"], row["rows"]) for row in by_slug[None]] == [("sessions", 1)]
    assert ReadEvent.objects.get() == kept
    assert FigureImport.objects.get().year == 2021
    assert Session.objects.get().pk == "ny"
    assert {run.by.username for run in RetentionRun.objects.all()} == {"charlie"}


def test_without_do_it_nothing_goes_and_the_text_is_counts(read_at, capsys):
    read_at(datetime(2023, 5, 5, 12, tzinfo=UTC))
    call_command("gallra", "--cooperation", "cmv")
    told = capsys.readouterr().out
    assert told == "Provkörning, inget är borttaget. Gammalt nog:\nCMV:\n  rader i läsloggen 2023: 1\n"
    assert ReadEvent.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["--cooperation", "ingen"], "Det finns ingen samverkan som heter ingen."),
        (["--by", "ingen"], "Det finns ingen användare som heter ingen."),
    ],
)
def test_faults_are_one_line(arguments, fault, capsys):
    with pytest.raises(SystemExit) as stop:
        call_command("gallra", *arguments)
    assert stop.value.code == 2
    assert capsys.readouterr().err.strip() == fault


# --- What the database keeps by itself


def refused(work):
    with pytest.raises(DatabaseError), transaction.atomic():
        work()


def test_a_reading_is_never_changed_and_stays_for_two_years(read_at):
    young, old = read_at(datetime.now(tz=UTC)), read_at(datetime(2023, 5, 5, 12, tzinfo=UTC))
    refused(young.save)
    refused(old.save)
    refused(young.delete)
    refused(lambda: ReadEvent.objects.all()._raw_delete(using="default"))
    old.delete()
    assert ReadEvent.objects.get() == young


def test_a_run_is_neither_changed_nor_taken_away(cmv_cooperation):
    clear(cmv_cooperation, now=NOW, act=True)
    run = RetentionRun.objects.get()
    refused(run.save)
    refused(run.delete)


# --- The settings


@pytest.mark.parametrize(("value", "years"), [("", 5), ("3", 3), ("12", 12)])
def test_the_time_is_a_setting(monkeypatch, value, years):
    monkeypatch.setenv("RAW_FIGURES_YEARS", value)
    assert portal_settings._years("RAW_FIGURES_YEARS", default=5, least=3) == years


@pytest.mark.parametrize("value", ["2", "-5", "fem", "2,5"])
def test_less_than_the_reports_window_is_refused(monkeypatch, value):
    monkeypatch.setenv("RAW_FIGURES_YEARS", value)
    with pytest.raises(ImproperlyConfigured, match="RAW_FIGURES_YEARS ska vara ett helt antal år, minst 3"):
        portal_settings._years("RAW_FIGURES_YEARS", default=5, least=3)
