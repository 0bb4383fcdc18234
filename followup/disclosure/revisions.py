"""A year that somebody has seen: when its figures may change in print, and how (3.1.2-3.1.4).

Two versions of a table are a third table, of what came between them. It is protected too: a class that
changed by less than the threshold takes its split's numbers with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from followup.disclosure.derive import ratios as fresh_ratios
from followup.disclosure.levels import level_of, rows_at
from followup.disclosure.model import (
    Cell,
    Parameters,
    PublishedRatio,
    PublishedReport,
    PublishedTable,
)
from followup.disclosure.rules import Row, dotted, split_rows, total_row
from followup.figures import Sheet
from followup.measures import UNKNOWN_LABEL, Split


@dataclass(frozen=True)
class Block:
    """All that was printed of a measure and a year: its counts, the tables beside them, and its ratios."""

    table: PublishedTable
    companions: tuple[PublishedTable, ...] = ()
    ratios: tuple[PublishedRatio, ...] = ()

    @property
    def tables(self) -> tuple[PublishedTable, ...]:
        return (self.table, *self.companions)

    @property
    def is_structural(self) -> bool:
        """Printed `.` all over: the measure was not offered, and no figure has been shown."""
        return all(cell.structural for cell in self.table.cells)


def block_of(report: PublishedReport, measure: str, year: int) -> Block | None:
    """A measure and a year as a report printed it."""
    table = report.table(measure, year)
    if table is None:
        return None
    return Block(table, report.companions_of(measure, year), report.ratios_of(measure, year))


def versions_of(reports: Iterable[PublishedReport], measure: str, year: int) -> tuple[Block, ...]:
    """The different blocks that have been shown, oldest first; the last one is what was shown last."""
    found = [block for report in reports if (block := block_of(report, measure, year)) is not None]
    tables = [block.table for block in found]
    return tuple(block for place, block in enumerate(found) if block.table not in tables[place + 1 :])


def differs(block: Block, sheet: Sheet, parameters: Parameters) -> bool:
    """Whether a printed number is no longer the true one. Dots are not compared: nobody has seen them."""
    if not sheet.is_offered:
        return not block.is_structural
    if _is_other(block.table.total, sheet.total):
        return True
    for split in sheet.measure.splits:
        true = _true_counts(sheet, split)
        if any(_is_other(cell, true.get(label)) for label, cell in block.table.parts(split.code)):
            return True
    if _held_differs(block, sheet):
        return True
    now = {each.label: each.published for each in _ratios(sheet, block.table, parameters)}
    return any(each.published is not None and each.published != now.get(each.label) for each in block.ratios)


def may_change(versions: Sequence[Block], sheet: Sheet, parameters: Parameters, is_corrected: bool) -> bool:
    """Whether the year may be printed anew: the total changes by at least five, or an error was decided on.

    Against every version, since each has been seen. A total that sinks under the threshold must have been
    so large that every number under it would have been a change: else the dots tell which it is.
    """
    totals = [block.table.total for block in versions]
    if not sheet.is_offered or sheet.total is None or any(total.is_hidden for total in totals):
        return False
    if is_corrected:
        return True
    limit, least = parameters.threshold, parameters.revision_min_change
    printed = [total.published for total in totals if total.published is not None]
    if sheet.total < limit:
        return all(old - (limit - 1) >= least for old in printed)
    return all(abs(sheet.total - old) >= least for old in printed)


def revised_rows(
    sheet: Sheet, split: Split, index: int, versions: Sequence[Block], parameters: Parameters
) -> tuple[Row, ...] | None:
    """A split printed anew: old dots stay, small changes are dotted. None when it would be finer."""
    level = split.levels[index]
    tables = [block.table for block in versions if split.code in block.table.dims]
    known = [table for table in tables if level_of(table, split) is not None]
    before = [rows for table in known if (rows := rows_at(table, split, index)) is not None]
    if len(before) < len(known):
        return None
    old_dots = frozenset(row.label for rows in before for row in rows if row.is_hidden)
    rows = split_rows(sheet, split, level, parameters, old_dots - {UNKNOWN_LABEL})
    if len(known) < len(tables) or UNKNOWN_LABEL in old_dots:
        return dotted(rows)
    changed = (
        _tells_a_small_change(old, rows, table.total, total_row(sheet, parameters), parameters)
        for table, old in zip(known, before, strict=True)
    )
    return dotted(rows) if any(changed) else rows


def revised_ratios(
    found: Sequence[PublishedRatio], versions: Sequence[Block], total: Row, parameters: Parameters
) -> tuple[PublishedRatio, ...]:
    """Ratios of a year printed anew: dotted when two means would give the mean of the few between them."""
    steps = [
        abs(total.published - block.table.total.published)
        for block in versions
        if total.published is not None and block.table.total.published is not None
    ]
    if any(0 < step < parameters.mean_min_n for step in steps):
        return tuple(replace(each, published=None) for each in found)
    old_dots = {each.label for block in versions for each in block.ratios if each.published is None}
    return tuple(replace(each, published=None) if each.label in old_dots else each for each in found)


def _tells_a_small_change(
    old: Sequence[Row], new: Sequence[Row], old_total: Cell, new_total: Row, parameters: Parameters
) -> bool:
    """Whether the two versions of a split, read together, give a change of a few; 0 is few, as in R5."""
    if old_total.published is None or new_total.published is None:
        return False
    before = {row.label: row.published for row in old if not row.structural}
    after = {row.label: row.published for row in new if not row.structural}
    steps = [
        count - earlier
        for label, count in after.items()
        if count is not None and (earlier := before.get(label)) is not None
    ]
    if not steps:
        return False
    rest = new_total.published - old_total.published - sum(steps)
    if _has_rest(before, after):
        steps.append(rest)
    return any(steps) and any(abs(step) < parameters.threshold for step in steps)


def _has_rest(before: Mapping[str, int | None], after: Mapping[str, int | None]) -> bool:
    """Whether some class is not printed in both versions, so that the rest of the change is theirs."""
    return any(before.get(label) is None or after.get(label) is None for label in {*before, *after})


def _true_counts(sheet: Sheet, split: Split) -> dict[str, int]:
    """The count of every class at every level."""
    counts = {group.label: sheet.count(split, group) for level in split.levels for group in level}
    return {**counts, UNKNOWN_LABEL: sheet.unknown(split)}


def _held_differs(block: Block, sheet: Sheet) -> bool:
    """Whether a number printed beside the counts, such as courses held, is another."""
    held = {
        f"{sheet.measure.code}-{each.code}": sheet.values[each.field] for each in sheet.measure.quantities
    }
    return any(_is_other(table.total, held[table.id]) for table in block.companions if table.id in held)


def _is_other(cell: Cell, true: int | None) -> bool:
    return not cell.structural and cell.published is not None and cell.published != true


def _ratios(sheet: Sheet, table: PublishedTable, parameters: Parameters) -> tuple[PublishedRatio, ...]:
    return fresh_ratios(sheet, total_row(sheet, parameters), table.total.coord, table.release, parameters)
