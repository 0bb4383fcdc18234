"""How published figures are shown: one table a measure, the same cells on pages, in PDFs, files and charts.

Only what is printed goes in (`followup/disclosure/model.py`), so nothing hidden can come out. Total first,
then one-way splits, then means (R1, R7); the report's year beside the two before it (Bilaga 1).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from agreements.swedish import decimal_text, join_names, number
from followup.disclosure.model import Cell, PublishedRatio, PublishedReport, PublishedTable, from_json
from followup.measures import Measure

Json = Mapping[str, Any]

HIDDEN, STRUCTURAL, ABSENT, REVISED = "..", ".", "–", "r"
EXPLANATIONS = {
    HIDDEN: "Uppgiften redovisas inte av sekretesskäl.",
    STRUCTURAL: "Uppgift kan inte förekomma.",
    ABSENT: "Redovisas inte för det året.",
    REVISED: "Reviderad uppgift.",
}
MEANS_LABEL = "Medelvärden för hela året"
YEARS_SHOWN = 3
PRINTED_FIRST = ("kon", "kommun", "alder")
# From a smaller number than this nothing is said of a change (R10).
SMALLEST_BASE = 5

_EDITION = re.compile(r"VB\d{4}-(\d+)")


# --- What a table is made of


@dataclass(frozen=True)
class Shown:
    """One cell as it is read: a number as Swedes write it, or a sign. `value` is the printed number."""

    text: str
    value: int | Decimal | None = None
    is_revised: bool = False

    @property
    def said(self) -> str:
        """What a screen reader says instead of a sign; "" for a number."""
        explained = EXPLANATIONS.get(self.text, "").rstrip(".")
        return explained[:1].lower() + explained[1:]


@dataclass(frozen=True)
class Row:
    """A line of a table: one cell for every year shown."""

    label: str
    cells: tuple[Shown, ...]

    @property
    def current(self) -> Shown:
        """The report's own year."""
        return self.cells[-1]

    @property
    def earlier(self) -> tuple[Shown, ...]:
        return self.cells[:-1]


@dataclass(frozen=True)
class Block:
    """Rows under a heading of their own: a split, or the means."""

    code: str
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Column:
    """A year; revised when what stands under it was first printed in a later edition."""

    year: int
    is_current: bool = False
    is_revised: bool = False

    @property
    def label(self) -> str:
        return f"{self.year} {REVISED}" if self.is_revised else str(self.year)


@dataclass(frozen=True)
class Note:
    """A sign and what it means."""

    sign: str
    text: str


@dataclass(frozen=True)
class MeasureTable:
    """Everything printed of one measure. `beside` are totals of their own, such as courses held."""

    code: str
    name: str
    unit: str
    explanation: str
    is_cases: bool
    columns: tuple[Column, ...]
    total: Row
    beside: tuple[Row, ...] = ()
    splits: tuple[Block, ...] = ()
    means: Block | None = None
    unprinted: tuple[str, ...] = ()

    @property
    def caption(self) -> str:
        """ "Stödsamtal för anhöriga: startade samtalsserier", what is counted."""
        return f"{self.name}: {self.unit}"

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The splits and the means, in the order they are printed."""
        return (*self.splits, *((self.means,) if self.means else ()))

    @property
    def lines(self) -> Iterator[tuple[str, Row]]:
        """Every row with its block's heading, "" for the totals: what a file holds."""
        for row in (self.total, *self.beside):
            yield "", row
        for block in self.blocks:
            for row in block.rows:
                yield block.label, row

    @property
    def notes(self) -> tuple[Note, ...]:
        """The signs that this table uses, explained (section 9 of the privacy rules)."""
        return notes_of([row for _, row in self.lines], is_revised=any(c.is_revised for c in self.columns))

    @property
    def remark(self) -> str:
        """What a reader would look for and not find."""
        if not self.unprinted:
            return ""
        return f"Uppdelning på {join_names([label.lower() for label in self.unprinted])} redovisas inte."


def notes_of(rows: Sequence[Row], *, is_revised: bool = False) -> tuple[Note, ...]:
    """The explanations that some rows need, in one order everywhere."""
    used = {cell.text for row in rows for cell in row.cells}
    used |= {REVISED} if is_revised else set()
    return tuple(Note(sign, text) for sign, text in EXPLANATIONS.items() if sign in used)


@dataclass(frozen=True)
class Theme:
    """The tables of one part of the report."""

    code: str
    number: int
    title: str
    tables: tuple[MeasureTable, ...]


@dataclass(frozen=True)
class KeyFigure:
    """A printed total with a label of its own."""

    label: str
    table: MeasureTable

    @property
    def row(self) -> Row:
        return self.table.total


@dataclass(frozen=True)
class Presentation:
    """A report's figures, ready to be shown anywhere."""

    title: str
    cooperation: str
    year: int
    edition: int
    is_draft: bool
    is_fictitious: bool
    years: tuple[int, ...]
    tables: tuple[MeasureTable, ...]
    themes: tuple[Theme, ...] = ()
    key_figures: tuple[KeyFigure, ...] = ()
    report: PublishedReport | None = field(default=None, repr=False)

    def table(self, code: str) -> MeasureTable | None:
        return next((table for table in self.tables if table.code == code), None)

    def tables_of(self, codes: Sequence[str]) -> tuple[MeasureTable, ...]:
        """The tables of some measures, in the order asked for; what is not counted is left out."""
        found = (self.table(code) for code in codes)
        return tuple(table for table in found if table is not None)

    @property
    def has_earlier(self) -> bool:
        """Whether there is another year to compare with; otherwise bars tell nothing."""
        return len(self.years) > 1

    @property
    def case_tables(self) -> tuple[MeasureTable, ...]:
        """The measures that are about people, and therefore protected."""
        return tuple(table for table in self.tables if table.is_cases)

    @property
    def marks(self) -> tuple[str, ...]:
        """What must be said of it everywhere: "Utkast", "Fiktiva uppgifter"."""
        marks = {"Utkast": self.is_draft, "Fiktiva uppgifter": self.is_fictitious}
        return tuple(word for word, holds in marks.items() if holds)

    @property
    def notes(self) -> tuple[Note, ...]:
        used = {note for table in self.tables for note in table.notes}
        every = (Note(sign, text) for sign, text in EXPLANATIONS.items())
        return tuple(note for note in every if note in used)


# --- From contents


def present(contents: Json) -> Presentation:
    """The presentation of a report's contents, draft or frozen."""
    report = from_json(contents["figures"])
    years = years_of(report)
    tables = tuple(measure_table(report, labels, years) for labels in contents["measures"])
    by_code = {table.code: table for table in tables}
    shown = ("measures", "courses")
    return Presentation(
        title=f"{contents['title']} {contents['year']}",
        cooperation=contents["cooperation"]["name"],
        year=contents["year"],
        edition=contents["edition"],
        is_draft=contents["state"] != "adopted",
        is_fictitious=contents["fictitious"],
        years=years,
        tables=tables,
        themes=tuple(
            Theme(
                slot["code"],
                slot["number"],
                slot["title"],
                tuple(by_code[code] for code in slot["measures"] if code in by_code),
            )
            for slot in contents["slots"]
            if slot["kind"] in shown
        ),
        key_figures=tuple(
            KeyFigure(figure["label"], by_code[figure["measure"]])
            for figure in contents["key_figures"]
            if figure["measure"] in by_code
        ),
        report=report,
    )


def measure_labels(measure: Measure) -> dict[str, Any]:
    """What `contents` keeps of a measure: its texts, and no figure."""
    return {
        "code": measure.code,
        "name": measure.name,
        "unit": measure.unit,
        "explanation": measure.explanation,
        "kind": measure.kind.value,
        "splits": [{"code": split.code, "label": split.label} for split in measure.splits],
        "quantities": [
            {
                "code": quantity.code,
                "label": quantity.label,
                "mean_label": quantity.mean_label,
                "mean_unit": quantity.mean_unit,
            }
            for quantity in measure.quantities
        ],
    }


def years_of(report: PublishedReport) -> tuple[int, ...]:
    """The report's year and the two before it, as far as they are in the report."""
    first = report.year - YEARS_SHOWN + 1
    found = {table.year for table in report.tables if first <= table.year <= report.year}
    return tuple(sorted(found)) or (report.year,)


def measure_table(report: PublishedReport, labels: Json, years: Sequence[int]) -> MeasureTable:
    """One measure, with a column for each year. `labels` as `measure_labels` gives them."""
    tables = [report.table(labels["code"], year) for year in years]
    splits = [_split_block(split, tables) for split in _in_print_order(labels["splits"])]
    return MeasureTable(
        code=labels["code"],
        name=labels["name"],
        unit=labels["unit"],
        explanation=labels["explanation"],
        is_cases=labels["kind"] == "cases",
        columns=tuple(
            Column(year, year == report.year, table is not None and is_later_edition(table.release))
            for year, table in zip(years, tables, strict=True)
        ),
        total=Row(_total_label(labels), tuple(_total(table) for table in tables)),
        beside=_beside(report, labels, years),
        splits=tuple(block for block in splits if block.rows),
        means=_means(report, labels, years),
        unprinted=tuple(block.label for block in splits if not block.rows),
    )


def _total_label(labels: Json) -> str:
    """ "Totalt"; of courses, where other totals stand beside it, "Deltagare totalt"."""
    unit: str = labels["unit"]
    return "Totalt" if labels["kind"] == "cases" else f"{unit[:1].upper()}{unit[1:]} totalt"


def is_later_edition(release: str) -> bool:
    """Whether a release is named as a later edition: "VB2025-2"."""
    found = _EDITION.fullmatch(release)
    return found is not None and int(found[1]) > 1


# --- Cells


def shown_cell(cell: Cell, *, is_revised: bool = False) -> Shown:
    """A printed cell: "1 234", `..` or `.`."""
    if cell.structural:
        return Shown(STRUCTURAL, is_revised=is_revised)
    if cell.published is None:
        return Shown(HIDDEN, is_revised=is_revised)
    return Shown(number(cell.published), cell.published, is_revised)


def shown_ratio(ratio: PublishedRatio) -> Shown:
    """A printed mean or rate: "7,3", "55", or `..`."""
    is_revised = is_later_edition(ratio.release)
    if ratio.published is None:
        return Shown(HIDDEN, is_revised=is_revised)
    return Shown(decimal_text(ratio.published, ratio.decimals or 0), ratio.published, is_revised)


def _total(table: PublishedTable | None) -> Shown:
    if table is None:
        return Shown(ABSENT)
    return shown_cell(table.total, is_revised=is_later_edition(table.release))


def _lacking(table: PublishedTable | None) -> Shown:
    """What stands where a year has no such cell: `.` when the whole measure could not occur, else `–`."""
    if table is not None and table.total.structural:
        return Shown(STRUCTURAL)
    return Shown(ABSENT)


# --- Splits


def _in_print_order(splits: Sequence[Json]) -> list[Json]:
    """Sex, municipality group and age first (R1), the others in their own order."""

    def place(split: Json) -> int:
        return PRINTED_FIRST.index(split["code"]) if split["code"] in PRINTED_FIRST else len(PRINTED_FIRST)

    return sorted(splits, key=place)


def _split_block(split: Json, tables: Sequence[PublishedTable | None]) -> Block:
    """A split with every class that some year prints; a year that does not print it has `–` there."""
    by_year = [dict(table.parts(split["code"])) if table else {} for table in tables]
    rows = tuple(
        Row(
            label,
            tuple(_part(found.get(label), table) for found, table in zip(by_year, tables, strict=True)),
        )
        for label in merged([list(found) for found in reversed(by_year)])
    )
    return Block(split["code"], split["label"], rows)


def _part(cell: Cell | None, table: PublishedTable | None) -> Shown:
    if cell is None or table is None:
        return _lacking(table)
    return shown_cell(cell, is_revised=is_later_edition(table.release))


def merged(lists: Sequence[Sequence[str]]) -> list[str]:
    """Every label once: the first list as it is, others' own labels before the next one they share."""
    found: list[str] = []
    for labels in lists:
        place = 0
        for label in labels:
            if label in found:
                place = found.index(label) + 1
            else:
                place = _before_next_shared(found, labels, label, place)
                found.insert(place, label)
                place += 1
    return found


def _before_next_shared(found: Sequence[str], labels: Sequence[str], label: str, place: int) -> int:
    """Where a new label goes: before the next label both know, or after the last one they shared."""
    later = [other for other in labels[labels.index(label) + 1 :] if other in found]
    return max(place, found.index(later[0])) if later else max(place, len(found))


# --- Totals beside, and means


def _beside(report: PublishedReport, labels: Json, years: Sequence[int]) -> tuple[Row, ...]:
    """Sums that are printed as they are, such as courses held."""
    rows = []
    for quantity in labels["quantities"]:
        tables = [report.table(f"{labels['code']}-{quantity['code']}", year) for year in years]
        if not quantity["mean_label"] and any(tables):
            rows.append(Row(quantity["label"], tuple(_total(table) for table in tables)))
    return tuple(rows)


def _means(report: PublishedReport, labels: Json, years: Sequence[int]) -> Block | None:
    """The means in the measure's order, then its rates; None when the report has none."""
    tables = [report.table(labels["code"], year) for year in years]
    by_year = [{each.label: each for each in report.ratios_of(labels["code"], year)} for year in years]
    units = {each["mean_label"]: each["mean_unit"] for each in labels["quantities"] if each["mean_label"]}
    printed = {label: ratio for found in by_year for label, ratio in found.items()}
    rates = [label for label in printed if label not in units]
    order = [label for label in units if label in printed] + rates
    rows = tuple(
        Row(
            _with_unit(label, units.get(label, "") or ("%" if printed[label].scale == 100 else "")),
            tuple(
                shown_ratio(found[label]) if label in found else _lacking(table)
                for found, table in zip(by_year, tables, strict=True)
            ),
        )
        for label in order
    )
    return Block("medelvarden", MEANS_LABEL, rows) if rows else None


def _with_unit(label: str, unit: str) -> str:
    """ "Kötid, dagar"; a unit that the label names already is not repeated: "Medelvärde samtal"."""
    return label if not unit or unit in label else f"{label}, {unit}"


# --- What may be said of a change (R10)


def movement(row: Row) -> str:
    """What printed figures did over the years: "ökade varje år", "minskade"; "" when it cannot be said."""
    values = [cell.value for cell in row.cells if cell.value is not None and cell.value >= SMALLEST_BASE]
    if len(values) < len(row.cells) or len(values) < 2:
        return ""
    steps = [after - before for before, after in pairwise(values)]
    every = " varje år" if len(steps) > 1 else ""
    if all(step > 0 for step in steps):
        return f"ökade{every}"
    if all(step < 0 for step in steps):
        return f"minskade{every}"
    if not any(steps):
        return "var lika alla år"
    if steps[-1] == 0:
        return ""
    return "ökade det senaste året" if steps[-1] > 0 else "minskade det senaste året"
