"""A year of an agreement, and what the rules share."""

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from agreements.duty import Basis, Duty, DutyKind, Happened
from agreements.term import NOT_COMPUTABLE, ONE_DAY
from agreements.terms import TermKind, TermRow, parse, terms_on

PARTIES = "Parterna"


@dataclass(frozen=True)
class Year:
    """A year of an agreement, with what is recorded of it."""

    basis: Basis
    year: int
    happened: Happened

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    @property
    def principal(self) -> str:
        return f"{self.basis.principal}, huvudman" if self.basis.principal else "Huvudmannen"

    def row(self, kind: TermKind) -> TermRow | None:
        """A term in force at the end of the year."""
        return terms_on(self.basis.rows, self.last).row(kind)

    def term(self, kind: TermKind) -> Any:
        """The same term's value; None where there is none."""
        row = self.row(kind)
        return None if row is None else value(row)


Rule = Callable[[TermRow, Year], Iterable[Duty]]


def value(row: TermRow) -> Any:
    """A row's value in its own type."""
    return parse(row.kind, row.value)


def month_of(year: int, month: int) -> tuple[date, date]:
    """A month's first and last day."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def windows_of(year: int, number: int) -> list[tuple[date, date]]:
    """The year in so many parts one after another: by months up to twelve, then by days."""
    if number <= 12:
        starts = [date(year, 12 * part // number + 1, 1) for part in range(number)]
    else:
        days = (date(year + 1, 1, 1) - date(year, 1, 1)).days
        starts = [date(year, 1, 1) + timedelta(days * part // number) for part in range(number)]
    ends = [start - ONE_DAY for start in starts[1:]] + [date(year, 12, 31)]
    return list(zip(starts, ends, strict=True))


def falls_on(year: int, first: int, every: int) -> bool:
    """Whether something done every so many years from a first one is done in a year."""
    return year >= first and (year - first) % every == 0


def within_year(kind: DutyKind, text: str, row: TermRow, year: Year, owner: str) -> Duty:
    """A duty that the text puts in the year without a day."""
    return Duty(kind, text, row.clause, owner, opens=year.first, closes=year.last)


def unknown(kind: DutyKind, text: str, row: TermRow, owner: str, why: str) -> Duty:
    """A duty without a day, and why."""
    reason = why if why.startswith(NOT_COMPUTABLE) else f"{NOT_COMPUTABLE}: {why}"
    return Duty(kind, text, row.clause, owner, reason=reason)
