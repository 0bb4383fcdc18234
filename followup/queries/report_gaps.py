"""What a report still lacks before it can be reviewed: each gap names its slot and says what to do."""

from collections.abc import Iterator
from dataclasses import dataclass

from agreements.swedish import join_names
from followup.figures import Sheet
from followup.free_text import warnings
from followup.models import AnnualReport, ReportText
from followup.models.erasure import ERASED
from followup.queries.economy import economy_of
from followup.queries.plans import plan_gaps, plan_goals_of
from followup.queries.yearbook import Yearbook, sheets_of
from followup.report_plan import Slot, SlotKind


@dataclass(frozen=True)
class Gap:
    """Something missing. `measure` is set where figures are, `is_others` where somebody else fills it in."""

    slot: Slot
    text: str
    measure: str = ""
    is_others: bool = False


@dataclass(frozen=True)
class Doubt:
    """Words of a text that may point at somebody; a warning that the centre answers for (R12)."""

    slot: Slot
    text: str


def gaps_of(report: AnnualReport, book: Yearbook) -> list[Gap]:
    """Every gap in the order of the report's slots. No value of a figure stands in it."""
    sheets = sheets_of(book)
    texts = list(report.texts.all())
    return [gap for slot in book.plan.slots for gap in _slot_gaps(slot, sheets, texts, book)]


def _slot_gaps(
    slot: Slot, sheets: dict[str, Sheet], texts: list[ReportText], book: Yearbook
) -> Iterator[Gap]:
    written = {text.goal: text for text in texts if text.slot == slot.code}
    if slot.text_required and slot.kind is not SlotKind.GOALS and not _is_written(written.get(None)):
        yield Gap(slot, "Texten är inte skriven.")
    if slot.kind is SlotKind.GOALS:
        yield from _goal_gaps(slot, written)
    if slot.kind in (SlotKind.MEASURES, SlotKind.COURSES):
        for measure in book.slot_measures(slot):
            yield from _figure_gaps(slot, sheets[measure.code])
    if slot.kind is SlotKind.ECONOMY and economy_of(book.cooperation, book.year) is None:
        told = f"Utfallet för {book.year} är inte registrerat. Huvudmannens ekonom gör det."
        yield Gap(slot, told, is_others=True)
    if slot.kind is SlotKind.PLAN:
        for text in plan_gaps(book.cooperation, book.year):
            yield Gap(slot, text)


def _goal_gaps(slot: Slot, written: dict[int | None, ReportText]) -> Iterator[Gap]:
    missing = [
        goal.number
        for goal in slot.goals
        if not _is_written(written.get(goal.number)) or not written[goal.number].judgement
    ]
    if missing and len(missing) == len(slot.goals):
        yield Gap(slot, "Inget av målen har text och bedömning.")
    elif missing:
        numbers = join_names([str(number) for number in missing])
        which = "Mål" if len(missing) == 1 else "Målen"
        yield Gap(slot, f"{which} {numbers} saknar text eller bedömning.")


def _figure_gaps(slot: Slot, sheet: Sheet) -> Iterator[Gap]:
    name, code = sheet.measure.name, sheet.measure.code
    if sheet.faults:
        yield Gap(slot, f"{name}: talen säger emot varandra.", code)
    elif sheet.missing:
        count = len(sheet.missing)
        said = "ett tal är inte ifyllt" if count == 1 else f"{count} tal är inte ifyllda"
        yield Gap(slot, f"{name}: {said}.", code)


def _is_written(text: ReportText | None) -> bool:
    """Whether there is a text; what has been erased is to be written anew."""
    return text is not None and text.text.strip() not in ("", ERASED)


def doubts_of(report: AnnualReport, book: Yearbook) -> list[Doubt]:
    """What in the texts may point at individuals, those of the activity plan that are printed too."""
    said = [(book.plan.slot(text.slot), text.text) for text in report.texts.all()]
    followed_up = [
        "\n".join((goal["title"], goal["action"], goal["followup"]))
        for goal in plan_goals_of(book.cooperation, book.year)
    ]
    said += [(slot, text) for slot in book.plan.slots if slot.kind is SlotKind.PLAN for text in followed_up]
    return [Doubt(slot, warning) for slot, text in said if slot for warning in warnings(text)]
