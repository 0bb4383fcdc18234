"""What every reader of a file shares: rows, faults by place, and the sums that come out.

A fault is one line of Swedish with a row and an Excel column, and never what stands in the cell (R0).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time

MOST_ROWS = 100_000
MOST_COLUMNS = 30
MOST_FAULTS = 50
ROWS_A_REPORT = 5_000

# "" is an empty cell; a cell that a spreadsheet has made a date or a time of is one here too.
Cell = str | float | date | time
# Is told how many rows have been read, once every ROWS_A_REPORT.
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Row:
    """A row that has content, as the file numbers it; the header is row 1. Empty cells last are left out."""

    number: int
    cells: tuple[Cell, ...] = field(repr=False)


@dataclass(frozen=True)
class CellFault:
    """What is wrong, and where: row 0 is the whole file, column "" is the whole row."""

    row: int
    column: str
    text: str

    def __str__(self) -> str:
        place = f"rad {self.row}, kolumn {self.column}" if self.column else f"rad {self.row}"
        return f"{place}: {self.text}" if self.row else self.text


class FileRefused(ValueError):
    """A file that is not read at all; the message is one line of Swedish and holds no value of the file."""

    def __init__(self, text: str, row: int = 0, column: str = "") -> None:
        self.fault = CellFault(row, column, text)
        super().__init__(str(self.fault))


class Wrong(ValueError):
    """What is wrong with one cell; the message holds no value."""


@dataclass(frozen=True)
class Added:
    """What a file adds up to: measure code -> field -> figure. With any fault there are no figures at all."""

    values: Mapping[str, Mapping[str, int]] = field(default_factory=dict, repr=False)
    # The rows read for each measure: counts of cases, just as the figures are.
    rows: Mapping[str, int] = field(default_factory=dict, repr=False)
    faults: tuple[CellFault, ...] = ()
    more: int = 0

    @property
    def lines(self) -> tuple[str, ...]:
        """The faults as they are shown: at most MOST_FAULTS, and then how many there are besides."""
        listed = tuple(str(fault) for fault in self.faults)
        return (*listed, f"och {self.more} till") if self.more else listed


@dataclass
class Faults:
    """Gathers faults; keeps the first MOST_FAULTS and counts the others."""

    kept: list[CellFault] = field(default_factory=list)
    more: int = 0

    def add(self, row: int, column: str, text: str) -> None:
        if len(self.kept) < MOST_FAULTS:
            self.kept.append(CellFault(row, column, text))
        else:
            self.more += 1

    def refused(self) -> Added:
        return Added(faults=tuple(self.kept), more=self.more)


def refusal(error: FileRefused) -> Added:
    """A refused file as a result: its one fault."""
    return Added(faults=(error.fault,))


def letter(place: int) -> str:
    """The Excel letter of a column, counted from nought: A, B, …, Z, AA."""
    text = ""
    while place >= 0:
        text = chr(ord("A") + place % 26) + text
        place = place // 26 - 1
    return text


def trimmed(cells: list[Cell]) -> tuple[Cell, ...]:
    """The cells without the empty ones last; a cell of nothing but spaces is empty."""
    end = len(cells)
    while end and is_empty(cells[end - 1]):
        end -= 1
    return tuple(cells[:end])


def is_whole(number: float) -> bool:
    """Whether a number has no fraction; what is infinite or no number at all has one."""
    return number % 1 == 0


def is_empty(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def read_header(rows: Iterator[Row]) -> Row:
    """The first row of a file. Raises FileRefused when there is none, or when it is not row 1."""
    header = next(rows, None)
    if header is None:
        raise FileRefused("Filen är tom.")
    if header.number != 1:
        raise FileRefused("rubrikraden saknas.", row=1)
    return header


def columns(
    header: Row, known: Mapping[str, str], titles: Iterable[str], fold: Callable[[str], str]
) -> tuple[list[str], list[CellFault]]:
    """What each column is, `known` being the folded words for it, and what is wrong with the header."""
    found: list[str] = []
    faults: list[CellFault] = []
    for place, cell in enumerate(header.cells):
        name = known.get(fold(cell)) if isinstance(cell, str) else None
        if is_empty(cell):
            faults.append(CellFault(1, letter(place), "kolumnen saknar rubrik."))
        elif name is None:
            text = f"okänd kolumn. Filen får bara ha kolumnerna {', '.join(titles)}."
            faults.append(CellFault(1, letter(place), text))
        elif name in found:
            faults.append(CellFault(1, letter(place), "kolumnen står två gånger."))
        found.append(name or "")
    return found, faults


def reported(rows: Iterator[Row], progress: Progress | None) -> Iterator[Row]:
    """The rows, while `progress` is told of every ROWS_A_REPORT."""
    if progress is None:
        yield from rows
        return
    for count, row in enumerate(rows, 1):
        yield row
        if count % ROWS_A_REPORT == 0:
            progress(count)


def read_on(rows: Iterator[Row]) -> None:
    """Read a refused file to its end: a personal number further down is the graver fault."""
    for _ in rows:
        pass
