"""The terms of an agreement as dated rows, and which of them are in force on a date."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agreements import swedish
from agreements.term_kinds import SPECS, TermError, TermKind, TermSpec, TermValue, parse, show
from agreements.term_values import PopulationRule

__all__ = [
    "SPECS",
    "PopulationRule",
    "TermError",
    "TermKind",
    "TermRow",
    "TermSpec",
    "TermValue",
    "Terms",
    "parse",
    "show",
    "terms_on",
]


@dataclass(frozen=True)
class TermRow:
    """One term of an agreement: its value as written, its clause, and from when (None: from the start)."""

    kind: TermKind
    value: str
    clause: str
    valid_from: date | None = None


@dataclass(frozen=True)
class Terms:
    """The terms in force on a date, at most one of each kind."""

    on: date
    rows: Mapping[TermKind, TermRow]

    def __contains__(self, kind: TermKind) -> bool:
        return kind in self.rows

    def row(self, kind: TermKind) -> TermRow | None:
        """The row in force, or None where the agreement has no such term."""
        return self.rows.get(kind)

    def get(self, kind: TermKind) -> TermValue:
        """The value in force; None where there is no such term, and for the exact share. Raises TermError."""
        row = self.row(kind)
        return None if row is None else parse(kind, row.value)

    def require(self, kind: TermKind) -> TermValue:
        """The value in force of a term that must be there; None is the exact share. Raises TermError."""
        if kind not in self:
            day = swedish.long_date(self.on)
            raise TermError(f"{SPECS[kind].label}: avtalet har inget sådant villkor den {day}.")
        return self.get(kind)


def terms_on(rows: Iterable[TermRow], on: date) -> Terms:
    """For each kind the latest row that has begun on the date. Two rows from the same day: TermError."""
    chosen: dict[TermKind, TermRow] = {}
    seen: set[tuple[TermKind, date | None]] = set()
    for row in rows:
        if (row.kind, row.valid_from) in seen:
            raise TermError(f"{SPECS[row.kind].label}: två villkor gäller från {_since(row)}.")
        seen.add((row.kind, row.valid_from))
        if _begins(row) <= on and (row.kind not in chosen or _begins(row) > _begins(chosen[row.kind])):
            chosen[row.kind] = row
    return Terms(on, chosen)


def _begins(row: TermRow) -> date:
    return row.valid_from or date.min


def _since(row: TermRow) -> str:
    return f"den {swedish.long_date(row.valid_from)}" if row.valid_from else "avtalets början"
