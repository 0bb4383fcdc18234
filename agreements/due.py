"""What an agreement puts a date on, seen from a day: invoicing, annual report, notice, mandate period."""

import calendar
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agreements.swedish import SHORT_MONTHS, short_date
from agreements.term import TermAnswer
from agreements.terms import TermKind, Terms

MANDATE_YEARS = 4
A_MANDATE_ENDS = 2026  # on the last of December, and every fourth year after


class DueKind(StrEnum):
    INVOICING = "invoicing"
    ANNUAL_REPORT = "annual_report"
    NOTICE = "notice"
    END = "end"
    MANDATE = "mandate"


@dataclass(frozen=True)
class Due:
    """Something the agreement asks for by a day; `when` is how the day is written beside it."""

    kind: DueKind
    day: date
    when: str
    what: str
    clause: str


def due(terms: Terms, answer: TermAnswer, today: date) -> list[Due]:
    """What comes next of each kind, the nearest first. Nothing that the agreement does not say."""
    found = (
        _invoicing(terms, today),
        _annual_report(terms, today),
        _notice(terms, answer),
        _end(answer),
        _mandate(terms, today),
    )
    return sorted((item for item in found if item), key=lambda item: (item.day, item.kind))


def _invoicing(terms: Terms, today: date) -> Due | None:
    row = terms.row(TermKind.INVOICING_MONTH)
    if row is None:
        return None
    day = next_month_end(int(row.value), today)
    what = f"Huvudmannen fakturerar den fasta kostnaden för {day.year}"
    return Due(DueKind.INVOICING, day, SHORT_MONTHS[day.month - 1], what, row.clause)


def _annual_report(terms: Terms, today: date) -> Due | None:
    row = terms.row(TermKind.ANNUAL_REPORT_MONTH)
    if row is None:
        return None
    day = next_month_end(int(row.value), today)
    what = f"Verksamhetsberättelsen för {day.year - 1} ska vara lämnad"
    return Due(DueKind.ANNUAL_REPORT, day, short_date(day), what, row.clause)


def _notice(terms: Terms, answer: TermAnswer) -> Due | None:
    row, day = terms.row(TermKind.NOTICE_MONTHS), answer.next_last_day_for_notice
    if row is None or day is None:
        return None
    return Due(DueKind.NOTICE, day, short_date(day), "Sista dag för att säga upp avtalet", row.clause)


def _end(answer: TermAnswer) -> Due | None:
    if answer.period is None or answer.period.end is None or answer.next_prolongation:
        return None
    day = answer.period.end
    return Due(DueKind.END, day, short_date(day), "Avtalstiden går ut", "")


def _mandate(terms: Terms, today: date) -> Due | None:
    row = terms.row(TermKind.MANDATE_FOLLOWUP)
    if row is None or not terms.get(TermKind.MANDATE_FOLLOWUP):
        return None
    year = today.year + (A_MANDATE_ENDS - today.year) % MANDATE_YEARS
    what = f"Avtalet följs upp när mandatperioden {year - MANDATE_YEARS + 1}–{year} slutar"
    day = date(year, 12, 31)
    return Due(DueKind.MANDATE, day, short_date(day), what, row.clause)


def next_month_end(month: int, today: date) -> date:
    """The month's last day, this year or where it has passed the next."""
    this = _month_end(today.year, month)
    return this if this >= today else _month_end(today.year + 1, month)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])
