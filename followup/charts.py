"""Bars of printed figures, drawn by ourselves: a few years of one row, from zero (R10).

Heights come from printed numbers alone. What is not printed has no bar, only its sign. The geometry is
worked out here; `templates/followup/_chart.html` draws it, on pages and in PDFs alike.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from agreements.swedish import round_half_up
from followup.presentation import MeasureTable, Row, Shown, movement

ABOVE, BELOW = 15, 16  # room for the number above the tallest bar, and for the year under the line
BAR_PART = Fraction(7, 10)  # of the room for a year
LONGEST_WIDE_NUMBER = 6


@dataclass(frozen=True)
class Size:
    """The picture's units; printed at one unit a point."""

    width: int
    height: int


MINI, SMALL, WIDE = Size(84, 68), Size(102, 78), Size(142, 84)


@dataclass(frozen=True)
class Bar:
    """A year: its number or sign, and a bar where a number is printed. Coordinates are attributes."""

    year: int
    text: str
    middle: str
    text_y: str
    is_current: bool
    x: str = ""
    y: str = ""
    width: str = ""
    height: str = ""

    @property
    def is_drawn(self) -> bool:
        return self.height != ""


@dataclass(frozen=True)
class Chart:
    """One picture. `id` is unique in its document; `title` tells what it shows."""

    id: str
    caption: str
    title: str
    size: Size
    bars: tuple[Bar, ...]

    desc = "Staplarna börjar vid noll. Siffrorna står också i en tabell."

    @property
    def line(self) -> int:
        """Where the bars stand."""
        return self.size.height - BELOW

    @property
    def foot(self) -> int:
        return self.size.height - 4

    @property
    def letters(self) -> str:
        """The size of the numbers; smaller when they are long."""
        longest = max((len(bar.text) for bar in self.bars), default=0)
        return "10.5" if longest < LONGEST_WIDE_NUMBER else "8"


def chart(
    row: Row,
    years: Sequence[int],
    *,
    id: str,
    name: str,
    caption: str = "",
    size: Size = WIDE,
    top: Decimal | int | None = None,
) -> Chart:
    """A row as bars. `name` is what the title speaks of; `top` is the number of a full bar, if shared."""
    top = largest([row]) if top is None else top
    return Chart(id, caption or name, told(name, row, years), size, tuple(_bars(row, years, size, top)))


def multiples(
    tables: Sequence[MeasureTable], *, prefix: str, names: Sequence[str] = (), size: Size = SMALL
) -> tuple[Chart, ...]:
    """The totals of some measures, all at one scale, so that they can be compared."""
    top = largest([table.total for table in tables])
    names = names or [table.name for table in tables]
    return tuple(
        chart(
            table.total,
            [column.year for column in table.columns],
            id=f"{prefix}-{count}",
            name=name,
            size=size,
            top=top,
        )
        for count, (table, name) in enumerate(zip(tables, names, strict=True), start=1)
    )


def largest(rows: Sequence[Row]) -> Decimal | int:
    """The largest printed number; 0 when nothing is printed."""
    return max((cell.value for row in rows for cell in row.cells if cell.value is not None), default=0)


def told(name: str, row: Row, years: Sequence[int]) -> str:
    """What the picture shows: "Samtal ökade varje år. 2023: 58, 2024: redovisas inte av sekretesskäl."."""
    moved = movement(row)
    cells = ", ".join(
        f"{year}: {cell.said or cell.text}" for year, cell in zip(years, row.cells, strict=True)
    )
    return f"{name} {moved}. {cells}." if moved else f"{name}. {cells}."


def _bars(row: Row, years: Sequence[int], size: Size, top: Decimal | int) -> Iterator[Bar]:
    step = Fraction(size.width, len(years) or 1)
    for place, (year, cell) in enumerate(zip(years, row.cells, strict=True)):
        middle = step * place + step / 2
        yield _bar(year, cell, middle, min(step * BAR_PART, Fraction(30)), size, top, place == len(years) - 1)


def _bar(
    year: int,
    cell: Shown,
    middle: Fraction,
    width: Fraction,
    size: Size,
    top: Decimal | int,
    is_current: bool,
) -> Bar:
    line = size.height - BELOW
    if not cell.value:
        return Bar(year, cell.text, _tenths(middle), _tenths(line - 4), is_current)
    height = Fraction(cell.value) / Fraction(top) * (line - ABOVE)
    return Bar(
        year,
        cell.text,
        _tenths(middle),
        _tenths(line - height - 4),
        is_current,
        x=_tenths(middle - width / 2),
        y=_tenths(line - height),
        width=_tenths(width),
        height=_tenths(height),
    )


def _tenths(value: Fraction | int) -> str:
    whole, tenth = divmod(round_half_up(value * 10), 10)
    return f"{whole}.{tenth}"
