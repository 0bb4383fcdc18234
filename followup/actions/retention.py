"""Takes away what has been kept long enough, or counts it: `manage.py gallra` (privacy rules, section 8).

Counts of the municipalities go first: they are only needed while the year is in the report's window of
three years. The other raw figures go after RAW_FIGURES_YEARS. Both wait for the year's report to be
adopted. What has been published, and the reports, remain.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils import timezone

from agreements.models import Cooperation, ReadEvent
from followup.measures import Kind
from followup.models import AnnualReport, Figure, FigureImport, FigureSheet, MeasureDefinition, RetentionRun

WINDOW_YEARS = 3
IMPORT_KEPT = timedelta(days=1)


class What(StrEnum):
    MUNICIPAL = "municipal_figures"
    FIGURES = "figures"
    SHEETS = "sheets"
    IMPORTS = "imports"
    READINGS = "readings"
    SESSIONS = "sessions"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    What.MUNICIPAL: "siffror per kommun",
    What.FIGURES: "siffror",
    What.SHEETS: "sifferblad",
    What.IMPORTS: "inläsningar som inte bekräftades",
    What.READINGS: "rader i läsloggen",
    What.SESSIONS: "inloggningar som har gått ut",
}


@dataclass(frozen=True)
class Removed:
    """How many rows of a kind, and how many in their history; `year` where the kind has years."""

    what: What
    year: int | None
    rows: int
    history: int = 0

    @property
    def as_json(self) -> dict:
        return {
            "kind": self.what.value,
            "label": self.what.label,
            "year": self.year,
            "rows": self.rows,
            "history": self.history,
        }


@dataclass(frozen=True)
class Outcome:
    """What was, or would be, taken away in a cooperation, or (None) of what belongs to no cooperation.

    `waiting` are years that are old enough but whose report is not adopted.
    """

    cooperation: Cooperation | None
    removed: tuple[Removed, ...]
    waiting: tuple[int, ...] = ()

    @property
    def as_json(self) -> dict:
        return {"removed": [each.as_json for each in self.removed], "waiting": list(self.waiting)}


@transaction.atomic
def clear(cooperation: Cooperation, *, now: datetime, act: bool, by=None) -> Outcome:
    """Take away, or with `act` False only count, what is too old in a cooperation. A run is recorded."""
    removed, waiting = [], []
    today = timezone.localdate(now)
    for year, sheets in sorted(_sheets(cooperation).items()):
        if year >= today.year - WINDOW_YEARS:
            continue
        if not _is_settled(cooperation, year):
            waiting.append(year)
            continue
        municipal = _municipal(sheets)
        removed += _figures(What.MUNICIPAL, year, municipal, act)
        if year < today.year - settings.RAW_FIGURES_YEARS:
            removed += _figures(What.FIGURES, year, Q(sheet_id__in=sheets) & ~municipal, act)
            removed += _sheets_away(year, sheets, act)
    imports = FigureImport.objects.filter(cooperation=cooperation, uploaded_at__lt=now - IMPORT_KEPT)
    removed += [*_plain(What.IMPORTS, imports, act), *_readings(Q(cooperation=cooperation), today, act)]
    return _recorded(Outcome(cooperation, tuple(removed), tuple(waiting)), act, by)


@transaction.atomic
def clear_the_rest(*, now: datetime, act: bool, by=None) -> Outcome:
    """The same for what belongs to no cooperation: sessions, and readings outside of any."""
    sessions = Session.objects.filter(expire_date__lt=now)
    readings = _readings(Q(cooperation=None), timezone.localdate(now), act)
    return _recorded(Outcome(None, (*_plain(What.SESSIONS, sessions, act), *readings)), act, by)


def _recorded(outcome: Outcome, act: bool, by) -> Outcome:
    if act:
        RetentionRun.objects.create(cooperation=outcome.cooperation, counts=outcome.as_json, by=by)
    return outcome


# --- Raw figures


def _sheets(cooperation: Cooperation) -> dict[int, dict[int, int]]:
    """Year → sheet → measure, of the sheets there are and of those that have been in the history."""
    measures = {
        *MeasureDefinition.objects.filter(cooperation=cooperation).values_list("pk", flat=True),
        *MeasureDefinition.history.filter(cooperation=cooperation).values_list("id", flat=True),
    }
    found: dict[int, dict[int, int]] = {}
    for rows in (FigureSheet.objects, FigureSheet.history):
        for year, sheet, measure in rows.filter(measure__in=measures).values_list("year", "id", "measure"):
            found.setdefault(year, {})[sheet] = measure
    return found


def _is_settled(cooperation: Cooperation, year: int) -> bool:
    """Whether the year's report is adopted and no new edition is being written."""
    states = set(
        AnnualReport.objects.filter(cooperation=cooperation, year=year).values_list("state", flat=True)
    )
    return states == {AnnualReport.State.ADOPTED}


def _municipal(sheets: dict[int, int]) -> Q:
    """The counts of cases for each municipality."""
    fields = _municipal_fields(set(sheets.values()))
    wanted = Q(pk__in=[])
    for sheet, measure in sheets.items():
        for prefix in fields.get(measure, ()):
            wanted |= Q(sheet_id=sheet, field__startswith=prefix)
    return wanted


def _municipal_fields(measures: set[int]) -> dict[int, list[str]]:
    """How the names of a measure's municipal fields begin. Of courses nothing: they are about staff."""
    definitions = dict(MeasureDefinition.history.filter(id__in=measures).values_list("id", "definition"))
    definitions |= MeasureDefinition.objects.filter(pk__in=measures).values_list("pk", "definition")
    return {
        measure: [f"{split['code']}." for split in definition.get("splits", ()) if split.get("municipal")]
        for measure, definition in definitions.items()
        if definition.get("kind", Kind.CASES) == Kind.CASES
    }


def _sheets_away(year: int, sheets: dict[int, int], act: bool) -> Iterable[Removed]:
    """The sheets themselves, when their figures are gone."""
    live, history = FigureSheet.objects.filter(pk__in=sheets), FigureSheet.history.filter(id__in=sheets)
    return _with_history(What.SHEETS, year, live, history, act)


def _figures(what: What, year: int, wanted: Q, act: bool) -> Iterable[Removed]:
    return _with_history(what, year, Figure.objects.filter(wanted), Figure.history.filter(wanted), act)


def _with_history(what: What, year: int, live: QuerySet, history: QuerySet, act: bool) -> Iterable[Removed]:
    counted = Removed(what, year, live.count(), history.count())
    if act:
        live.delete()
        history.delete()  # last: the line above writes in it too
    return [counted] if counted.rows or counted.history else []


# --- The rest


def _plain(what: What, rows: QuerySet, act: bool) -> Iterable[Removed]:
    count = rows.count()
    if act:
        rows.delete()
    return [Removed(what, None, count)] if count else []


def _readings(whose: Q, today: date, act: bool) -> Iterable[Removed]:
    """Rows of the read log from before the day that is READ_LOG_YEARS ago."""
    rows = ReadEvent.objects.filter(whose, at__lt=_begins(_years_before(today, settings.READ_LOG_YEARS)))
    by_year = (
        rows.order_by().annotate(year_read=ExtractYear("at")).values("year_read").annotate(count=Count("pk"))
    )
    counted = [
        Removed(What.READINGS, row["year_read"], row["count"]) for row in by_year.order_by("year_read")
    ]
    if act:
        rows.delete()
    return counted


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _begins(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_default_timezone())
