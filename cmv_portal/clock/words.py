"""How the day or the window of a duty is written."""

from datetime import date

from agreements.duty import Duty
from agreements.swedish import MONTHS, SHORT_MONTHS, long_date, short_date
from agreements.term import ONE_DAY


def short_when(duty: Duty) -> str:
    """Beside a line: "31 mars", "jan" for a month, "okt–dec" for a window, "under 2026"."""
    return _when(duty, SHORT_MONTHS, short_date)


def long_when(duty: Duty) -> str:
    """In a sentence: "31 mars 2026", "januari", "oktober–december", "under 2026"."""
    return _when(duty, MONTHS, long_date)


def _when(duty: Duty, months, written) -> str:
    opens, closes = duty.opens, duty.closes
    if duty.is_set or opens is None or closes is None:
        return written(duty.day or closes) if duty.last else ""
    if duty.day == closes and opens.month != closes.month:
        return written(closes)
    if duty.day and duty.day != closes:
        return written(duty.day)
    if not _whole_months(opens, closes):
        return written(closes)
    if (opens.month, closes.month) == (1, 12):
        return f"under {opens.year}"
    first, last = months[opens.month - 1], months[closes.month - 1]
    return first if opens.month == closes.month else f"{first}–{last}"


def _whole_months(opens: date, closes: date) -> bool:
    return opens.day == 1 and (closes + ONE_DAY).day == 1
