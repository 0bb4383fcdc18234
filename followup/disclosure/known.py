"""What a reader knows from all reports together, as sums between numbers: the audit's raw material.

A case number is known by measure name, year, release and class, so that the same figure in several reports
is one number. What a reader only supposes (that late cases were added and none taken away, that nobody is
of unknown sex) is kept apart as assumptions.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise

from followup.disclosure.intervals import LARGEST, Bounds, Sum, equal, exactly
from followup.disclosure.model import (
    MEASURE,
    YEAR,
    Cell,
    PublishedRatio,
    PublishedReport,
    PublishedTable,
)
from followup.measures import UNKNOWN_LABEL, Measure

Classes = frozenset[tuple[str, str]]
# The largest total that is printed `..`, with the lowest limit that can be set (R5).
LARGEST_HIDDEN_TOTAL = 4


@dataclass(frozen=True)
class OutsideFigure:
    """A figure told to somebody else (R13): a class of a split, or the total when `split` is empty."""

    measure: str
    year: int
    split: str
    label: str
    value: int = field(repr=False)
    where: str = ""


@dataclass(frozen=True, order=True)
class Number:
    """A number that can be printed. `source` is a measure, or the id of a table that counts no cases."""

    source: str
    year: str
    release: str
    classes: tuple[tuple[str, str], ...] = ()
    is_case: bool = True

    @property
    def name(self) -> str:
        """As CMV is told: "Stödsamtal för våldsutsatta 2025, Kvinnor"."""
        labels = ", ".join(label for _, label in self.classes) or "Totalt"
        return f"{self.source} {self.year}, {labels}"

    def of(self, dim: str, label: str) -> "Number":
        classes = tuple(sorted({**dict(self.classes), dim: label}.items()))
        return Number(self.source, self.year, self.release, classes, self.is_case)


@dataclass
class Known:
    """Numbers, their bounds, and the sums between them; `assumed` are groups, tried one by one."""

    numbers: dict[Number, int] = field(default_factory=dict)
    bounds: Bounds = field(default_factory=dict, repr=False)
    sums: dict[Sum, None] = field(default_factory=dict, repr=False)
    assumed: dict[tuple[Sum, ...], None] = field(default_factory=dict, repr=False)
    hidden: dict[Number, None] = field(default_factory=dict)
    printed: set[Number] = field(default_factory=set)
    structural: set[Number] = field(default_factory=set)
    with_unknown: frozenset[tuple[str, str, str]] = frozenset()

    def at(self, number: Number) -> int:
        if number not in self.numbers:
            place = len(self.numbers)
            self.numbers[number] = place
            self.bounds[place] = (0, LARGEST)
        return self.numbers[number]

    def add(self, found: Sum) -> None:
        self.sums.setdefault(found)

    def assume(self, *found: Sum) -> None:
        """What only may be so; it is let go when it contradicts what is known."""
        self.assumed.setdefault(found)

    def add_cell(self, number: Number, cell: Cell, *, is_blank: bool = False) -> None:
        place = self.at(number)
        if cell.structural:
            self.structural.add(number)
            self.add(exactly(place, 0))
        elif cell.published is None or is_blank:
            self.hidden.setdefault(number)
        else:
            self.printed.add(number)
            self.add(exactly(place, cell.published))


def gather(
    reports: Sequence[PublishedReport],
    measures: Iterable[Measure],
    outside: Iterable[OutsideFigure],
    *,
    blank: PublishedReport | None = None,
) -> Known:
    """All that is known. Of the report `blank` only the form is taken, as if it were dots all over."""
    known = Known(with_unknown=frozenset(_with_unknown(reports)))
    for report in reports:
        is_blank = report is blank
        releases = {(table.measure, table.year): table.release for table in _case_tables(report)}
        for table in report.tables:
            for cell in table.cells:
                known.add_cell(number_of(table, cell.coord), cell, is_blank=is_blank)
            _add_hidden_total(known, table, is_blank=is_blank)
        for table in report.tables:
            _add_codes(known, table, releases)
        for ratio in () if is_blank else report.ratios:
            _add_ratio(known, report, ratio)
    _add_outside(known, reports, outside)
    _add_levels(known, reports, measures)
    _add_versions(known)
    return known


def number_of(table: PublishedTable, coord: Sequence[str]) -> Number:
    """The number at a coordinate of a table."""
    at = dict(zip(table.dims, coord, strict=True))
    year, name = at.pop(YEAR), at.pop(MEASURE)
    classes = tuple(sorted((dim, label) for dim, label in at.items() if label != _total(table, dim)))
    is_case = table.case_table and table.kind == "count"
    return Number(name if is_case else table.id, year, table.release, classes, is_case)


def _with_unknown(reports: Iterable[PublishedReport]) -> Iterator[tuple[str, str, str]]:
    """The measures, years and splits that have had a row of "uppgift saknas"."""
    for report in reports:
        for table in _case_tables(report):
            for dim, codes in table.codes.items():
                if UNKNOWN_LABEL in codes.parts:
                    yield table.measure, str(table.year), dim


def _case_tables(report: PublishedReport) -> Iterator[PublishedTable]:
    return (table for table in report.tables if table.case_table and table.kind == "count")


def _total(table: PublishedTable, dim: str) -> str:
    return table.codes[dim].total if dim in table.codes else "Totalt"


def _add_hidden_total(known: Known, table: PublishedTable, *, is_blank: bool) -> None:
    """A dotted total is under the threshold; who knows the rule knows that (R5)."""
    total = next((cell for cell in table.cells if not number_of(table, cell.coord).classes), None)
    is_of_cases = table.case_table and table.kind == "count"
    if is_of_cases and total and total.is_hidden and not is_blank:
        place = known.at(number_of(table, total.coord))
        known.assume(Sum(((place, 1),), None, LARGEST_HIDDEN_TOTAL))


def _add_codes(known: Known, table: PublishedTable, releases: Mapping[tuple[str, int], str]) -> None:
    """Which classes add up to which, also over measures when a table says so."""
    seen = known.printed | known.structural | known.hidden.keys()
    for dim, codes in table.codes.items():
        place = table.dims.index(dim)
        bases = dict.fromkeys(
            (*cell.coord[:place], codes.total, *cell.coord[place + 1 :]) for cell in table.cells
        )
        for base in bases:
            coords = [(*base[:place], label, *base[place + 1 :]) for label in codes.parts]
            parts = [_in_its_release(number_of(table, coord), releases) for coord in coords]
            whole = number_of(table, base)
            if not seen.isdisjoint(parts):
                _add_parts(known, whole, dim, parts)


def _in_its_release(number: Number, releases: Mapping[tuple[str, int], str]) -> Number:
    release = releases.get((number.source, int(number.year)), number.release) if number.is_case else None
    return Number(number.source, number.year, release, number.classes, True) if release else number


def _add_parts(known: Known, whole: Number, dim: str, parts: Sequence[Number]) -> None:
    """The parts add up to the whole; where none is printed, some may be of unknown class (R6c).

    That none is, is only supposed; not even that where another version had a row of them.
    """
    if whole in known.structural:
        known.structural.update(parts)
    is_printed = any(part in known.printed for part in parts)
    unknown = whole.of(dim, UNKNOWN_LABEL)
    may_be_unknown = not is_printed and (whole.source, whole.year, dim) in known.with_unknown
    if may_be_unknown and unknown not in parts:
        parts = (*parts, unknown)
    exact = equal(known.at(whole), [known.at(part) for part in parts])
    if is_printed or unknown in parts:
        known.add(exact)
    else:
        known.add(Sum(exact.terms, None, 0))
        known.assume(exact)


def _add_ratio(known: Known, report: PublishedReport, ratio: PublishedRatio) -> None:
    """A printed mean times its number is the sum, give or take the rounding."""
    if ratio.published is None:
        return
    top = known.at(_named(report, ratio.numerator, ratio.release))
    bottom = known.at(_named(report, ratio.denominator, ratio.release))
    half = Fraction(ratio.step, 2) if ratio.step else Fraction(1, 2 * 10 ** (ratio.decimals or 0))
    scale = ratio.scale or 1
    low, high = (Fraction(ratio.published) - half) / scale, (Fraction(ratio.published) + half) / scale
    _add_amounts(known, report, ratio)
    known.add(Sum(((bottom, 1),), 1, None))
    known.add(Sum(((top, low.denominator), (bottom, -low.numerator)), 0, None))
    known.add(Sum(((top, high.denominator), (bottom, -high.numerator)), None, 0))


def _add_amounts(known: Known, report: PublishedReport, ratio: PublishedRatio) -> None:
    """What the classes of a split had adds up to what all had: a mean of a class would count it (R7)."""
    start, *coord = ratio.denominator.split("|")
    what = ratio.numerator.split("|")[0]
    for table in report.tables:
        if table.id != start or len(coord) != len(table.dims):
            continue
        for dim, codes in table.codes.items():
            place = table.dims.index(dim)
            if coord[place] != codes.total:
                keys = [
                    "|".join((what, *coord[:place], label, *coord[place + 1 :]))
                    for label in (codes.total, *codes.parts)
                ]
                whole, *parts = (known.at(_named(report, key, ratio.release)) for key in keys)
                known.add(equal(whole, parts))


def _named(report: PublishedReport, key: str, release: str) -> Number:
    """The number that a ratio names, printed in a table of its own or not."""
    name, *coord = key.split("|")
    for table in report.tables:
        if table.id == name and str(table.year) == coord[0] and len(table.dims) == len(coord):
            return number_of(table, coord)
    classes = tuple((str(place), label) for place, label in enumerate(coord[2:]) if label != "Totalt")
    return Number(name, coord[0], release, classes, False)


def _add_outside(known: Known, reports: Sequence[PublishedReport], outside: Iterable[OutsideFigure]) -> None:
    """What has been said elsewhere holds for every version that it can hold for (R13)."""
    for figure in outside:
        versions = dict.fromkeys(
            (table.measure, table.release)
            for report in reports
            for table in _case_tables(report)
            if table.id == figure.measure and table.year == figure.year
        )
        for name, release in versions:
            number = Number(name, str(figure.year), release)
            number = number.of(figure.split, figure.label) if figure.split else number
            known.assume(exactly(known.at(number), figure.value))


def _add_levels(known: Known, reports: Sequence[PublishedReport], measures: Iterable[Measure]) -> None:
    """A coarse class is the sum of its fine ones, wherever both have been printed (R3)."""
    bases = dict.fromkeys(
        (table.id, Number(table.measure, str(table.year), table.release))
        for report in reports
        for table in _case_tables(report)
    )
    for code, dim, label, fine in _nested(measures):
        for base in (base for table, base in bases if table == code):
            coarse, parts = base.of(dim, label), [base.of(dim, each) for each in fine]
            if coarse in known.numbers and any(part in known.numbers for part in parts):
                known.add(equal(known.at(coarse), [known.at(part) for part in parts]))


def _nested(measures: Iterable[Measure]) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Measure, split, coarse label and the finest labels it is made of; each once."""
    seen = set()
    for measure in measures:
        for split in measure.splits:
            for level in split.levels[1:]:
                for group in level:
                    fine = tuple(
                        each.label for each in split.levels[0] if set(each.codes) <= set(group.codes)
                    )
                    found = (measure.code, split.code, group.label, fine)
                    if fine != (group.label,) and found not in seen:
                        seen.add(found)
                        yield found


def _add_versions(known: Known) -> None:
    """Between two versions of a year: the same when the totals are, else added to or taken from."""
    versions: dict[tuple[str, str], list[str]] = {}
    for number in known.numbers:
        held = versions.setdefault((number.source, number.year), []) if number.is_case else None
        if held is not None and number.release not in held:
            held.append(number.release)
    for (source, year), releases in versions.items():
        totals = [Number(source, year, release) for release in releases]
        for place, old in enumerate(totals):
            for new in _same_way(known, totals[place:]):
                _add_change(known, old, new)


def _same_way(known: Known, totals: Sequence[Number]) -> Iterator[Number]:
    """The versions after the first, for as long as their totals go the same way."""
    way = 0
    for old, new in pairwise(totals):
        step = _step(known, old, new)
        if step is None or step * way < 0:
            return
        way = way or step
        yield new


def _add_change(known: Known, old: Number, new: Number) -> None:
    """What somebody would suppose of two versions, split by split.

    A class that was printed and is dotted now has changed, by an error when the total has changed by less
    than five; nothing is supposed then.
    """
    step = _step(known, old, new)
    if step is None:
        return
    by_dim: dict[Classes, list[tuple[Number, Number]]] = {}
    for number in list(known.numbers):
        if (number.source, number.year, number.release) == (old.source, old.year, old.release):
            other = Number(new.source, new.year, new.release, number.classes)
            if other in known.numbers:
                dims = frozenset((dim, "") for dim, _ in number.classes)
                by_dim.setdefault(dims, []).append((number, other))
    for pairs in by_dim.values():
        is_withdrawn = any(one in known.printed and other not in known.printed for one, other in pairs)
        if not is_withdrawn or abs(step) >= LARGEST_HIDDEN_TOTAL + 1:
            known.assume(*(_change(known, one, other, step) for one, other in pairs))


def _change(known: Known, old: Number, new: Number, step: int) -> Sum:
    terms = ((known.at(new), 1), (known.at(old), -1))
    return Sum(terms, None if step < 0 else 0, None if step > 0 else 0)


def _step(known: Known, old: Number, new: Number) -> int | None:
    """How much a printed total changed from one version to the next."""
    if old not in known.printed or new not in known.printed:
        return None
    values = {each.terms[0][0]: each.low for each in known.sums if len(each.terms) == 1 and each.is_equality}
    before, after = values.get(known.at(old)), values.get(known.at(new))
    return None if before is None or after is None else after - before
