"""A list of de-identified series, one row each, added up in memory while it is read and never kept (R0).

Columns: insats and startdatum, and one for each split and quantity of the year's measures, in any order. The
columns a row needs are those of its measure; an age in whole years at the start becomes its class at once.
What cannot be read from such a list is given by `not_in_list`: how full the flats were (their nights belong
to the year and to a household, not to a series that began in it), and courses.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from followup.importing.counts import sheet_faults
from followup.importing.rows import (
    Added,
    Cell,
    CellFault,
    Faults,
    FileRefused,
    Progress,
    Row,
    Wrong,
    columns,
    is_empty,
    letter,
    read_header,
    read_on,
    refusal,
    reported,
)
from followup.importing.words import (
    STRUCTURAL,
    Ages,
    ages_of,
    class_of,
    class_of_age,
    classes_by_word,
    fold,
    index,
    is_unknown,
    measures_by_word,
    whole,
)
from followup.measures import TOTAL, Field, Measure, Quantity, Split

MEASURE = "insats"
START = "startdatum"
# The most of one quantity in one series: talks, days of waiting or nights.
MOST_IN_A_SERIES = 9_999

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# How a column is headed where the code is not the word for it.
_TITLES = {
    "kon": "kön",
    "alder": "ålder",
    "hemkommun": "besök i hemkommunen",
    "vantedagar": "väntedagar",
}
_OTHER_WORDS: dict[str, tuple[str, ...]] = {"alder": ("åldersklass",)}


@dataclass
class _SplitSum:
    """Counts of one split, and the fields of the cells that have been seen."""

    place: int
    split: Split
    words: dict[str, str]
    ages: Ages
    seen: dict[Cell, str] = field(default_factory=dict, repr=False)
    counts: dict[str, int] = field(default_factory=dict, repr=False)

    def _code(self, cell: Cell) -> str:
        if self.ages:
            return class_of_age(cell, self.words, self.ages)
        return class_of(cell, self.words)

    def field_of(self, cell: Cell) -> str:
        """The field a cell is counted in. Raises Wrong."""
        key = self.split.field(self._code(cell))
        if key not in self.counts:
            raise Wrong(STRUCTURAL)
        return key


@dataclass
class _QuantitySum:
    """The sum of one quantity, and the numbers of the cells that have been seen."""

    place: int
    quantity: Quantity
    seen: dict[Cell, int] = field(default_factory=dict, repr=False)
    total: int = field(default=0, repr=False)


@dataclass
class _Sum:
    """What one measure's series add up to so far."""

    measure: Measure
    splits: list[_SplitSum]
    quantities: list[_QuantitySum]
    others: list[int]  # columns that belong to other measures
    total: int = field(default=0, repr=False)

    def values(self) -> dict[str, int]:
        counts = {key: count for each in self.splits for key, count in each.counts.items()}
        return {TOTAL: self.total, **counts, **{each.quantity.field: each.total for each in self.quantities}}


def list_columns(measures: Sequence[Measure]) -> tuple[str, ...]:
    """The headings a list may have for a year's measures."""
    codes = dict.fromkeys(code for each in _listed(measures) for code in _codes(each))
    return (MEASURE, START, *(_TITLES.get(code, code) for code in codes))


def not_in_list(measure: Measure) -> tuple[Field, ...]:
    """The fields of a measure that a list of series cannot give; they are filled in by hand."""
    if not measure.is_cases:
        return measure.fields
    return tuple(each for each in measure.fields if measure.occupancy and each.key == measure.occupancy.field)


def add_series(
    rows: Iterator[Row], measures: Sequence[Measure], year: int, progress: Progress | None = None
) -> Added:
    """What the series add up to, or what is wrong with them. Raises nothing that has a value in it."""
    try:
        return _add(reported(rows, progress), measures, year)
    except FileRefused as error:
        return refusal(error)


def _add(rows: Iterator[Row], measures: Sequence[Measure], year: int) -> Added:
    found, wrong = columns(read_header(rows), _column_words(measures), list_columns(measures), fold)
    missing = [CellFault(1, "", f"kolumnen {name} saknas.") for name in (MEASURE, START) if name not in found]
    if wrong or missing:
        read_on(rows)
        return Added(faults=tuple(wrong or missing))
    adder = _Adder(measures, year, found)
    for row in rows:
        adder.add(row)
    return adder.result()


class _Adder:
    """Adds series up by the columns of one file."""

    def __init__(self, measures: Sequence[Measure], year: int, found: list[str]) -> None:
        self.measures = {each.code: each for each in measures}
        self.year = year
        self.columns = found
        self.words = measures_by_word(measures)
        self.measure_place = found.index(MEASURE)
        self.start_place = found.index(START)
        self.sums: dict[str, _Sum | None] = {}
        self.seen: dict[Cell, _Sum] = {}
        self.starts: set[Cell] = set()
        self.faults = Faults()

    def add(self, row: Row) -> None:
        """Count one series. A faulty row may be counted in part: no figures are given then."""
        cells = row.cells
        if len(cells) != len(self.columns):
            if len(cells) > len(self.columns):
                column = letter(len(self.columns))
                self.faults.add(row.number, column, "raden har fler celler än rubrikraden.")
                return
            cells += ("",) * (len(self.columns) - len(cells))
        found = self.seen.get(cells[self.measure_place]) or self._sum(row.number, cells[self.measure_place])
        if found is None:
            return
        start = cells[self.start_place]
        if start not in self.starts:
            self._check_start(row.number, start)
        found.total += 1
        for split in found.splits:
            cell = cells[split.place]
            key = split.seen.get(cell) or self._class(row.number, split, cell)
            if key:
                split.counts[key] += 1
        for quantity in found.quantities:
            cell = cells[quantity.place]
            number = quantity.seen.get(cell)
            if number is None:
                number = self._number(row.number, quantity, cell)
            quantity.total += number
        for place in found.others:
            if cells[place] != "" and not is_unknown(cells[place]):
                self.faults.add(row.number, letter(place), f"kolumnen hör inte till {found.measure.name}.")

    def result(self) -> Added:
        sums = {code: found for code, found in self.sums.items() if found is not None}
        values = {code: found.values() for code, found in sums.items()}
        if not self.faults.kept:
            for text in sheet_faults(tuple(self.measures.values()), self.year, values):
                self.faults.add(0, "", text)
        if self.faults.kept:
            return self.faults.refused()
        return Added(values, {code: found.total for code, found in sums.items()})

    def _sum(self, number: int, cell: Cell) -> _Sum | None:
        """The measure a cell names; None when there is none, or when the file lacks its columns."""
        code = self.words.get(fold(cell)) if isinstance(cell, str) else None
        if code is None:
            self.faults.add(number, letter(self.measure_place), "okänd insats.")
            return None
        if code not in self.sums:
            self.sums[code] = self._new_sum(number, self.measures[code])
        found = self.sums[code]
        if found:
            self.seen[cell] = found
        return found

    def _new_sum(self, number: int, measure: Measure) -> _Sum | None:
        if not measure.is_cases:
            text = f"{measure.name} går inte att läsa från en lista. Fyll i antalen i stället."
            self.faults.add(number, letter(self.measure_place), text)
            return None
        codes = _codes(measure)
        missing = [code for code in codes if code not in self.columns]
        for code in missing:
            title = _TITLES.get(code, code)
            self.faults.add(1, "", f"kolumnen {title} saknas. Den behövs för {measure.name}.")
        if missing:
            return None
        places = {code: self.columns.index(code) for code in codes}
        mine = {self.measure_place, self.start_place, *places.values()}
        return _Sum(
            measure,
            [_split_sum(places[each.code], each) for each in measure.splits],
            [_QuantitySum(places[each.code], each) for each in measure.quantities],
            [place for place in range(len(self.columns)) if place not in mine],
        )

    def _check_start(self, number: int, cell: Cell) -> None:
        try:
            day = _day(cell)
            if day.year != self.year:
                raise Wrong(f"startdatum ligger inte i {self.year}.")
        except Wrong as wrong:
            self.faults.add(number, letter(self.start_place), str(wrong))
        else:
            self.starts.add(cell)

    def _class(self, number: int, split: _SplitSum, cell: Cell) -> str:
        try:
            key = split.seen[cell] = split.field_of(cell)
        except Wrong as wrong:
            self.faults.add(number, letter(split.place), str(wrong))
            return ""
        return key

    def _number(self, number: int, quantity: _QuantitySum, cell: Cell) -> int:
        try:
            if is_empty(cell):
                raise Wrong("värdet saknas. Skriv 0 om det är noll.")
            count = quantity.seen[cell] = whole(cell, MOST_IN_A_SERIES)
        except Wrong as wrong:
            self.faults.add(number, letter(quantity.place), str(wrong))
            return 0
        return count


def _split_sum(place: int, split: Split) -> _SplitSum:
    return _SplitSum(
        place, split, classes_by_word(split), ages_of(split), counts=dict.fromkeys(split.fields, 0)
    )


def _day(cell: Cell) -> date:
    """A start: a date cell, or text as 2027-03-15. Raises Wrong."""
    if isinstance(cell, date):
        return cell
    if isinstance(cell, str) and _ISO.fullmatch(cell.strip()):
        try:
            return date.fromisoformat(cell.strip())
        except ValueError:
            pass
    if isinstance(cell, time):
        raise Wrong("startdatum ska vara en dag, utan klockslag.")
    raise Wrong("startdatum saknas eller är inte ett datum som 2027-03-15.")


def _listed(measures: Sequence[Measure]) -> list[Measure]:
    return [each for each in measures if each.is_cases]


def _codes(measure: Measure) -> list[str]:
    """The columns a measure needs, beside the two that all need."""
    return [*(each.code for each in measure.splits), *(each.code for each in measure.quantities)]


def _column_words(measures: Sequence[Measure]) -> dict[str, str]:
    """What a column may be headed -> its code. A code comes before the labels, which measures may share."""
    words: dict[str, list[str]] = {MEASURE: [MEASURE], START: [START]}
    for measure in _listed(measures):
        labels = [(each.code, each.label) for each in measure.splits]
        labels += [(each.code, each.label) for each in measure.quantities]
        for code, label in labels:
            own = [code, label, *_OTHER_WORDS.get(code, ())]
            words.setdefault(code, []).extend([*own, _TITLES[code]] if code in _TITLES else own)
    return index(words.items())
