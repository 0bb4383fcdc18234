"""How far a year's figures have come: per slot of the report, and per measure in it. No value is shown."""

from dataclasses import dataclass
from datetime import date

from followup.figures import Sheet
from followup.measures import Measure
from followup.models import AnnualReport
from followup.queries.yearbook import Yearbook, sheets_of
from followup.report_plan import SlotKind


@dataclass(frozen=True)
class MeasureProgress:
    """A measure and how far its sheet has come."""

    measure: Measure
    sheet: Sheet

    @property
    def sign(self) -> str:
        if self.sheet.faults:
            return "late"
        if self.sheet.is_complete:
            return "done"
        return "soon" if self.sheet.values else "none"

    @property
    def word(self) -> str:
        if not self.sheet.is_offered:
            return "erbjöds inte"
        if self.sheet.faults:
            return "stämmer inte"
        if self.sheet.is_complete:
            return "klar"
        if not self.sheet.values:
            return "inte påbörjad"
        missing = len(self.sheet.missing)
        return "ett tal saknas" if missing == 1 else f"{missing} tal saknas"


@dataclass(frozen=True)
class SlotProgress:
    """A part of the report; `number` is None for what has no place in it."""

    number: int | None
    title: str
    measures: tuple[MeasureProgress, ...]


@dataclass(frozen=True)
class FigureProgress:
    """The year's slots that have figures. `is_open` says whether they may be changed now."""

    book: Yearbook
    slots: tuple[SlotProgress, ...]
    is_open: bool
    years: tuple[int, ...]

    @property
    def other_years(self) -> list[int]:
        return [year for year in self.years if year != self.book.year]

    @property
    def measures(self) -> list[MeasureProgress]:
        return [measure for slot in self.slots for measure in slot.measures]

    @property
    def done(self) -> int:
        return sum(each.sign == "done" for each in self.measures)

    @property
    def left(self) -> int:
        return len(self.measures) - self.done

    @property
    def is_begun(self) -> bool:
        return any(each.sign != "none" for each in self.measures)

    @property
    def first_to_do(self) -> MeasureProgress | None:
        return next((each for each in self.measures if each.sign != "done"), None)


def figure_progress(book: Yearbook, today: date) -> FigureProgress:
    sheets = sheets_of(book)
    slots = tuple(
        SlotProgress(
            slot.number,
            slot.title,
            tuple(MeasureProgress(measure, sheets[measure.code]) for measure in book.slot_measures(slot)),
        )
        for slot in book.plan.slots
        if slot.kind in (SlotKind.MEASURES, SlotKind.COURSES)
    )
    placed = {each.measure.code for slot in slots for each in slot.measures}
    if left := tuple(each for each in book.measures if each.code not in placed):
        rest = tuple(MeasureProgress(each, sheets[each.code]) for each in left)
        slots = (*slots, SlotProgress(None, "Utan plats i rapporten", rest))
    may_change = is_open(book.cooperation, book.year)
    return FigureProgress(book, slots, may_change, years_of(book.cooperation, today))


def is_open(cooperation, year: int) -> bool:
    """Whether the figures may be changed: not while the steering group reads them, nor when adopted."""
    latest = AnnualReport.objects.filter(cooperation=cooperation, year=year).order_by("-edition").first()
    return latest is None or latest.state == AnnualReport.State.DRAFT


def years_of(cooperation, today: date) -> tuple[int, ...]:
    """The years to choose among: from the one before the first report, or three years back, to this year."""
    first = AnnualReport.objects.filter(cooperation=cooperation).order_by("year").first()
    return tuple(range(min(first.year - 1 if first else today.year, today.year - 3), today.year + 1))


def next_measure(progress: FigureProgress, code: str) -> MeasureProgress | None:
    """The measure after this one in the report's order; None after the last."""
    codes = [each.measure.code for each in progress.measures]
    place = codes.index(code) + 1
    return progress.measures[place] if place < len(codes) else None
