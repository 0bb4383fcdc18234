"""The only way from figures to print: a year's sheets in, a report of printed cells out (R0-R11, 3.1).

What has been published is copied and never worked out again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from followup.disclosure import derive
from followup.disclosure.levels import (
    at_level,
    can_be_reprinted,
    codes_of,
    is_open_enough,
    level_of,
    rows_at,
)
from followup.disclosure.model import (
    MEASURE,
    TOTAL_LABEL,
    YEAR,
    Cell,
    Codes,
    Parameters,
    PublishedReport,
    PublishedTable,
)
from followup.disclosure.revisions import (
    Block,
    block_of,
    differs,
    may_change,
    revised_ratios,
    revised_rows,
    versions_of,
)
from followup.disclosure.rules import Row, in_print_order, total_row
from followup.figures import Sheet
from followup.measures import Measure, Split

DEFAULT = Parameters()
YEARS_BEFORE = 2


class RawError(ValueError):
    """Figures that cannot be published as they are. The text names measures and fields, never a number."""


@dataclass(frozen=True)
class RawYear:
    """A cooperation's figures for a year, and the report they are for."""

    cooperation: str
    year: int
    release: str
    edition: int
    adopted: str | None
    fictitious: bool
    sheets: tuple[Sheet, ...] = field(repr=False)


@dataclass(frozen=True)
class Protected:
    """The report, and what CMV is told about it.

    `kept` are measures whose figures have changed by too little to be printed anew; `coarsened` are the
    (measure, split) that are printed with coarser classes than they are counted in, or not at all.
    """

    report: PublishedReport
    kept: tuple[str, ...] = ()
    coarsened: tuple[tuple[str, str], ...] = ()


def protect(
    raw: RawYear,
    *,
    earlier: Sequence[PublishedReport] = (),
    shown: Sequence[PublishedReport] = (),
    parameters: Parameters = DEFAULT,
    corrected: frozenset[str] = frozenset(),
) -> Protected:
    """What may be printed of a year, with the two years before as they were printed.

    `earlier` are adopted reports of years before; `shown` are reports of this year that somebody has seen,
    oldest first; `corrected` are measures whose change the steering group has decided is an error.
    Raises a RawError when figures are missing or contradict each other.
    """
    _check(raw)
    before = _reports_before(raw, earlier)
    of_this_year = [report for report in shown if report.year == raw.year]
    blocks: list[Block] = []
    kept: list[str] = []
    coarsened: list[tuple[str, str]] = []
    for sheet in raw.sheets:
        column = _Column(
            sheet, raw.release, versions_of(of_this_year, sheet.measure.code, raw.year), parameters
        )
        is_corrected = sheet.measure.code in corrected
        own = _OwnYear(column, is_reprint=not column.is_printed_anew(is_corrected))
        old = [block for report in before if (block := block_of(report, sheet.measure.code, report.year))]
        levels = {split.code: _level(split, own, old) for split in sheet.measure.splits}
        blocks += [_at_levels(block, sheet.measure, levels) for block in old]
        blocks.append(own.block(levels))
        kept += [sheet.measure.code] if own.is_kept else []
        coarsened += [(sheet.measure.code, code) for code, index in levels.items() if index > 0]
    blocks += _ended(raw, before)
    report = PublishedReport(
        cooperation=raw.cooperation,
        year=raw.year,
        edition=raw.edition,
        adopted=raw.adopted,
        fictitious=raw.fictitious,
        tables=tuple(table for block in blocks for table in block.tables),
        ratios=tuple(ratio for block in blocks for ratio in block.ratios),
    )
    return Protected(report, tuple(kept), tuple(coarsened))


@dataclass(frozen=True)
class _Column:
    """A measure's figures of the year, and what has been shown of them."""

    sheet: Sheet
    release: str
    versions: tuple[Block, ...]
    parameters: Parameters

    @property
    def figures_shown(self) -> tuple[Block, ...]:
        return tuple(block for block in self.versions if not block.is_structural)

    def is_printed_anew(self, is_corrected: bool) -> bool:
        """Whether the table is made of the figures, or the one that was shown is kept (3.1.3)."""
        if not self.versions:
            return True
        if not differs(self.versions[-1], self.sheet, self.parameters):
            return self.versions[-1].is_structural and self.sheet.is_offered
        if not self.sheet.measure.is_cases or not self.figures_shown:
            return True
        return may_change(self.figures_shown, self.sheet, self.parameters, is_corrected)


@dataclass(frozen=True)
class _OwnYear:
    """The year's own table, made or kept."""

    column: _Column
    is_reprint: bool

    @property
    def is_kept(self) -> bool:
        """Kept although a printed number is no longer the true one."""
        column = self.column
        return self.is_reprint and differs(column.versions[-1], column.sheet, column.parameters)

    def rows(self, split: Split, index: int) -> tuple[Row, ...] | None:
        """The split at a level; None when it may not stand at that level."""
        column = self.column
        if not self.is_reprint:
            return revised_rows(column.sheet, split, index, column.figures_shown, column.parameters)
        table = column.versions[-1].table
        return rows_at(table, split, index) if can_be_reprinted(table, split, index) else None

    def block(self, levels: dict[str, int]) -> Block:
        column = self.column
        if self.is_reprint:
            return _at_levels(column.versions[-1], column.sheet.measure, levels)
        if column.release in {block.table.release for block in column.versions}:
            raise RawError(
                f"{column.sheet.measure.name}: en ändrad tabell behöver en egen beteckning, "
                f"{column.release} har redan visats."
            )
        rows = {
            split.code: self.rows(split, levels[split.code]) or () for split in column.sheet.measure.splits
        }
        return _new_block(column, rows, levels)


def _check(raw: RawYear) -> None:
    codes = [sheet.measure.code for sheet in raw.sheets]
    if len(codes) != len(set(codes)):
        raise RawError("Ett mått finns två gånger.")
    for sheet in raw.sheets:
        if sheet.year != raw.year:
            raise RawError(f"{sheet.measure.name}: uppgifterna gäller ett annat år.")
        if sheet.missing:
            raise RawError(f"{sheet.measure.name}: uppgifter saknas ({', '.join(sheet.missing)}).")
        if sheet.faults:
            fields = dict.fromkeys(key for fault in sheet.faults for key in fault.fields)
            raise RawError(f"{sheet.measure.name}: uppgifterna går inte ihop ({', '.join(fields)}).")


def _reports_before(raw: RawYear, earlier: Iterable[PublishedReport]) -> list[PublishedReport]:
    """The latest edition of each of the two years before."""
    latest: dict[int, PublishedReport] = {}
    for report in earlier:
        if raw.year - YEARS_BEFORE <= report.year < raw.year:
            held = latest.get(report.year)
            if held is None or report.edition >= held.edition:
                latest[report.year] = report
    return [latest[year] for year in sorted(latest)]


def _level(split: Split, own: _OwnYear, old: Sequence[Block]) -> int:
    """The finest level that all the years may stand at and that keeps two thirds of the cells open (R3)."""
    # A year that printed nothing of the split binds no level, else one small year would end it for ever.
    printed = [block.table for block in old if split.code in block.table.codes]
    tables = [table for table in printed if level_of(table, split) is not None]
    last = len(split.levels) - 1
    for index in range(last):
        rows = own.rows(split, index)
        if rows is None or not all(can_be_reprinted(table, split, index) for table in tables):
            continue
        if is_open_enough([rows, *(rows_at(table, split, index) or () for table in tables)]):
            return index
    return last


def _at_levels(block: Block, measure: Measure, levels: dict[str, int]) -> Block:
    table = block.table
    for split in measure.splits:
        table = at_level(table, split, levels[split.code])
    return block if table == block.table else replace(block, table=table)


def _new_block(column: _Column, rows: dict[str, tuple[Row, ...]], levels: dict[str, int]) -> Block:
    """A measure's table, the tables beside it, and its ratios, in this release."""
    sheet, measure = column.sheet, column.sheet.measure
    splits = in_print_order(measure.splits)
    dims = (YEAR, MEASURE, *(split.code for split in splits))
    start = (str(sheet.year), measure.name)
    total = total_row(sheet, column.parameters)
    coord = (*start, *(TOTAL_LABEL for _ in splits))
    cells = [Cell(coord, total.published, total.structural)]
    for place, split in enumerate(splits, start=len(start)):
        cells += [
            Cell((*coord[:place], row.label, *coord[place + 1 :]), row.published, row.structural)
            for row in rows[split.code]
        ]
    table = PublishedTable(
        id=measure.code,
        caption=f"{measure.name}, {measure.unit}",
        release=column.release,
        kind="count",
        case_table=measure.is_cases,
        dims=dims,
        codes={
            split.code: codes_of(split, levels[split.code], rows[split.code])
            for split in splits
            if rows[split.code]
        },
        cells=tuple(cells),
    )
    found = derive.ratios(sheet, total, coord, column.release, column.parameters)
    found = revised_ratios(found, column.figures_shown, total, column.parameters)
    return Block(table, tuple(_companions(column, start)), found)


def _companions(column: _Column, start: tuple[str, str]) -> Iterable[PublishedTable]:
    """What is printed beside the counts: courses held (not cases), and the nights there are (R9)."""
    sheet, measure = column.sheet, column.sheet.measure
    if measure.occupancy and sheet.is_offered:
        possible = derive.possible_nights(measure.occupancy, sheet.year)
        yield _single(
            column,
            derive.possible_id(measure.code, measure.occupancy),
            "möjliga lägenhetsdygn",
            "sum",
            Cell(start, possible),
        )
    for quantity in measure.quantities:
        if not measure.is_cases and not quantity.mean_label:
            held = sheet.values[quantity.field] if sheet.is_offered else 0
            cell = Cell(start, held, structural=not sheet.is_offered)
            yield _single(column, f"{measure.code}-{quantity.code}", quantity.label, "count", cell)


def _single(column: _Column, table: str, label: str, kind: str, cell: Cell) -> PublishedTable:
    codes: dict[str, Codes] = {}
    caption = f"{column.sheet.measure.name}, {label[:1].lower()}{label[1:]}"
    return PublishedTable(table, caption, column.release, kind, False, (YEAR, MEASURE), codes, (cell,))


def _ended(raw: RawYear, before: Sequence[PublishedReport]) -> Iterable[Block]:
    """What earlier years had of measures that are no longer counted, as it was printed."""
    now = {sheet.measure.code for sheet in raw.sheets}
    by_code: dict[str, list[Block]] = {}
    for report in before:
        own = [table for table in report.tables if table.year == report.year]
        names = [table.measure for table in own]
        for place, table in enumerate(own):
            # The first table of a measure's name holds its counts; the others stand beside it.
            is_main = names.index(table.measure) == place
            if is_main and table.id not in now and (block := block_of(report, table.id, report.year)):
                by_code.setdefault(table.id, []).append(block)
    return [block for blocks in by_code.values() for block in blocks]
