"""A scenario's changes as JSON, and read again exactly as they were.

Pure. Reading is strict: what is not understood is refused with a line of Swedish, never skipped.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from agreements.swedish import iso
from costs.budget import Overhead
from costs.changes import Changes, ChangesError, Grant, Joining, Leaving, Population, Staffing, checked

T = TypeVar("T")
Json = dict[str, Any]

VERSION = 1
LARGEST_AMOUNT = 10**12
YEARS = range(2000, 2101)


def to_json(changes: Changes) -> Json:
    """The changes as JSON, with the version of the form."""
    overhead, population = changes.overhead, changes.population
    return {
        "version": VERSION,
        "year": changes.year,
        "changed_lines": [[label, amount] for label, amount in changes.changed_lines],
        "added_lines": [[label, amount] for label, amount in changes.added_lines],
        "removed_lines": list(changes.removed_lines),
        "staffing": [
            {
                "line": item.line,
                "posts": str(item.posts),
                "change": str(item.change),
                "starts_on": item.starts_on and iso(item.starts_on),
            }
            for item in changes.staffing
        ],
        "uplift": None if changes.uplift is None else str(changes.uplift),
        "overhead": overhead
        and {
            "percent": None if overhead.percent is None else str(overhead.percent),
            "amount": overhead.amount,
        },
        "grants": [{"year": g.year, "label": g.label, "amount": g.amount} for g in changes.grants],
        "population": population
        and {
            "figures": [[slug, count] for slug, count in population.figures],
            "table": population.table,
            "label": population.label,
            "source": population.source,
            "is_example": population.is_example,
        },
        "leaving": [
            {"organisation": item.organisation, "from_date": iso(item.from_date)} for item in changes.leaving
        ],
        "joining": [
            {
                "organisation": item.organisation,
                "name": item.name,
                "population": item.population,
                "from_date": iso(item.from_date),
                "code": item.code,
            }
            for item in changes.joining
        ],
    }


# --- Reading


def from_json(data: Any) -> Changes:
    """The changes again, exactly as they were written. Raises ChangesError."""
    fields = _Fields(data, "scenariot")
    version = fields.take("version")
    if version != VERSION or isinstance(version, bool):
        raise ChangesError(f"Scenariot är skrivet i en form som portalen inte läser (version {version}).")
    changes = Changes(
        year=fields.whole("year", "första året", YEARS.start, YEARS.stop - 1),
        changed_lines=fields.pairs("changed_lines", "de ändrade posterna", LARGEST_AMOUNT),
        added_lines=fields.pairs("added_lines", "de nya posterna", LARGEST_AMOUNT),
        removed_lines=fields.each("removed_lines", "de borttagna posterna", lambda row: _text(row, "posten")),
        staffing=fields.each("staffing", "bemanningen", _staffing),
        uplift=fields.maybe("uplift", lambda value: _decimal(value, "uppräkningen")),
        overhead=fields.maybe("overhead", _overhead),
        grants=fields.each("grants", "statsbidragen", _grant),
        population=fields.maybe("population", _population),
        leaving=fields.each("leaving", "parterna som lämnar", _leaving),
        joining=fields.each("joining", "de nya parterna", _joining),
    )
    fields.nothing_left()
    return checked(changes)


class _Fields:
    """A JSON object whose fields are taken one by one, so that what nobody asked for is found."""

    def __init__(self, data: Any, what: str) -> None:
        if not isinstance(data, dict):
            raise ChangesError(f"Det går inte att läsa {what}.")
        self.left, self.what = dict(data), what

    def take(self, key: str) -> Any:
        if key not in self.left:
            raise ChangesError(f"Det går inte att läsa {self.what}: ”{key}” saknas.")
        return self.left.pop(key)

    def nothing_left(self) -> None:
        if self.left:
            raise ChangesError(f"Det går inte att läsa {self.what}: ”{min(map(str, self.left))}” är okänt.")

    def whole(self, key: str, what: str, lowest: int, highest: int) -> int:
        return _whole(self.take(key), what, lowest, highest)

    def maybe(self, key: str, read: Callable[[Any], T]) -> T | None:
        value = self.take(key)
        return None if value is None else read(value)

    def each(self, key: str, what: str, read: Callable[[Any], T]) -> tuple[T, ...]:
        rows = self.take(key)
        if not isinstance(rows, list):
            raise ChangesError(f"Det går inte att läsa {what}.")
        return tuple(read(row) for row in rows)

    def pairs(self, key: str, what: str, highest: int, lowest: int = 0) -> tuple[tuple[str, int], ...]:
        def read(row: Any) -> tuple[str, int]:
            if not isinstance(row, list) or len(row) != 2:
                raise ChangesError(f"Det går inte att läsa {what}.")
            return _text(row[0], what), _whole(row[1], what, lowest, highest)

        return self.each(key, what, read)


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ChangesError(f"Det går inte att läsa {what}: en text saknas.")
    return value


def _maybe_text(value: Any, what: str) -> str:
    return "" if value == "" else _text(value, what)


def _yes_or_no(value: Any, what: str) -> bool:
    if not isinstance(value, bool):
        raise ChangesError(f"Det går inte att läsa {what}: ”{value}” är varken ja eller nej.")
    return value


def _whole(value: Any, what: str, lowest: int, highest: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise ChangesError(f"Det går inte att läsa {what}: ”{value}” är inte ett heltal i rimlig storlek.")
    return value


def _decimal(value: Any, what: str) -> Decimal:
    """A number kept as text, so that it comes back with every digit."""
    try:
        number = Decimal(value) if isinstance(value, str) and len(value) <= 20 else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > LARGEST_AMOUNT:
        raise ChangesError(f"Det går inte att läsa {what}: ”{value}” är inte ett tal.")
    return number


def _day(value: Any, what: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise ChangesError(f"Det går inte att läsa {what}: ”{value}” är inte ett datum.") from error


def _staffing(row: Any) -> Staffing:
    fields = _Fields(row, "bemanningen")
    item = Staffing(
        line=_text(fields.take("line"), "bemanningen"),
        posts=_decimal(fields.take("posts"), "antalet tjänster"),
        change=_decimal(fields.take("change"), "ändringen av tjänster"),
        starts_on=fields.maybe("starts_on", lambda value: _day(value, "bemanningens startdag")),
    )
    fields.nothing_left()
    return item


def _overhead(row: Any) -> Overhead:
    fields = _Fields(row, "OH")
    item = Overhead(
        percent=fields.maybe("percent", lambda value: _decimal(value, "OH")),
        amount=fields.maybe("amount", lambda value: _whole(value, "OH", 0, LARGEST_AMOUNT)),
    )
    fields.nothing_left()
    return item


def _grant(row: Any) -> Grant:
    fields = _Fields(row, "statsbidraget")
    item = Grant(
        year=fields.whole("year", "statsbidragets år", YEARS.start, YEARS.stop - 1),
        label=_text(fields.take("label"), "statsbidraget"),
        amount=fields.whole("amount", "statsbidraget", 0, LARGEST_AMOUNT),
    )
    fields.nothing_left()
    return item


def _population(row: Any) -> Population:
    fields = _Fields(row, "folkmängden")
    item = Population(
        figures=fields.pairs("figures", "folkmängden", LARGEST_AMOUNT, lowest=1),
        table=_maybe_text(fields.take("table"), "folkmängdens tabell"),
        label=_maybe_text(fields.take("label"), "folkmängdens dag"),
        source=_maybe_text(fields.take("source"), "folkmängdens källa"),
        is_example=_yes_or_no(fields.take("is_example"), "folkmängden"),
    )
    fields.nothing_left()
    return item


def _leaving(row: Any) -> Leaving:
    fields = _Fields(row, "parten som lämnar")
    item = Leaving(
        organisation=_text(fields.take("organisation"), "parten som lämnar"),
        from_date=_day(fields.take("from_date"), "dagen då parten lämnar"),
    )
    fields.nothing_left()
    return item


def _joining(row: Any) -> Joining:
    fields = _Fields(row, "den nya parten")
    item = Joining(
        organisation=_text(fields.take("organisation"), "den nya parten"),
        name=_text(fields.take("name"), "den nya partens namn"),
        population=fields.whole("population", "den nya partens folkmängd", 1, LARGEST_AMOUNT),
        from_date=_day(fields.take("from_date"), "dagen då parten tillkommer"),
        code=_maybe_text(fields.take("code"), "kommunkoden"),
    )
    fields.nothing_left()
    return item
