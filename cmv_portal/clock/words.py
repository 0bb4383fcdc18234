"""How the day or the window of a duty is written."""

from datetime import date

from agreements.duty import Duty
from agreements.swedish import MONTHS, SHORT_MONTHS, long_date, short_date
from agreements.term import ONE_DAY


def short_when(duty: Duty) -> str:
    """Beside a line: "31 mars", "jan" for a month, "apr–juni" for a window, "2026" for a whole year."""
    span = _months(duty)
    if span is None:
        return short_date(_day(duty)) if duty.last else ""
    if span == (1, 12):
        return str(duty.closes.year)
    first, last = (SHORT_MONTHS[month - 1] for month in span)
    # A window must keep within a narrow column; the longest of the names is cut.
    return first if first == last else f"{first.replace('april', 'apr')}–{last.replace('april', 'apr')}"


def long_when(duty: Duty) -> str:
    """In a sentence: "31 mars 2026", "januari", "oktober–december", "under 2026"."""
    span = _months(duty)
    if span is None:
        return long_date(_day(duty)) if duty.last else ""
    if span == (1, 12):
        return f"under {duty.closes.year}"
    first, last = (MONTHS[month - 1] for month in span)
    return first if first == last else f"{first}–{last}"


def _day(duty: Duty) -> date:
    return duty.day or duty.closes


def _months(duty: Duty) -> tuple[int, int] | None:
    """The first and last month of a window of whole months without a day of its own; a month to do it in."""
    opens, closes = duty.opens, duty.closes
    if duty.is_set or opens is None or closes is None:
        return None
    if opens.day != 1 or (closes + ONE_DAY).day != 1:
        return None
    if duty.day and (duty.day != closes or opens.month != closes.month):
        return None
    return opens.month, closes.month
