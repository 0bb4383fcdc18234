"""Fine or coarse classes: the same level for all the years of a report (R3).

A year that has been published is never printed finer. Coarser, it is sums of printed cells, and a class
with a dot in it stays a dot.
"""

from collections.abc import Sequence
from dataclasses import replace

from followup.disclosure.model import TOTAL_LABEL, Cell, Codes, PublishedTable
from followup.disclosure.rules import Row
from followup.measures import UNKNOWN_LABEL, Group, Split

Level = tuple[Group, ...]


def level_of(table: PublishedTable, split: Split) -> int | None:
    """The level a table was printed at; None when its classes are not this split's."""
    codes = table.codes.get(split.code)
    if codes is None:
        return split.levels.index(()) if () in split.levels and split.code in table.dims else None
    labels = [label for label in codes.parts if label != UNKNOWN_LABEL]
    for index, level in enumerate(split.levels):
        if labels == [group.label for group in level]:
            return index
    return None


def rows_at(table: PublishedTable, split: Split, index: int) -> tuple[Row, ...] | None:
    """A printed split at this level or a coarser one; None when it is coarser or has other classes."""
    printed_at = level_of(table, split)
    if printed_at is None or printed_at > index:
        return None
    if not split.levels[index]:
        return ()
    cells = dict(table.parts(split.code))
    if printed_at == index:
        return tuple(_row(label, cell) for label, cell in cells.items())
    finer = split.levels[printed_at]
    rows = [_sum(group, finer, cells) for group in split.levels[index]]
    rows += [_row(label, cell) for label, cell in cells.items() if label == UNKNOWN_LABEL]
    return tuple(row for row in rows if row is not None)


def can_be_reprinted(table: PublishedTable, split: Split, index: int) -> bool:
    """Whether a published split may stand at this level.

    A coarser reprint that would leave one dot is none: the total would give it away.
    """
    printed_at, rows = level_of(table, split), rows_at(table, split, index)
    if printed_at is None:
        return True
    return rows is not None and (printed_at == index or sum(row.is_hidden for row in rows) != 1)


def at_level(table: PublishedTable, split: Split, index: int) -> PublishedTable:
    """The table with one of its splits at a coarser level; the same table when it is there already."""
    rows = rows_at(table, split, index)
    if rows is None or level_of(table, split) == index:
        return table
    codes = {dim: each for dim, each in table.codes.items() if dim != split.code}
    if rows:
        codes = {
            dim: codes_of(split, index, rows) if dim == split.code else table.codes[dim]
            for dim in table.codes
        }
    place = table.dims.index(split.code)
    total = table.total.coord[place]
    cells: list[Cell] = []
    is_placed = False
    for cell in table.cells:
        if cell.coord[place] == total:
            cells.append(cell)
        elif not is_placed:
            cells += cells_of(table, split, rows)
            is_placed = True
    return replace(table, codes=codes, cells=tuple(cells))


def cells_of(table: PublishedTable, split: Split, rows: Sequence[Row]) -> list[Cell]:
    """The rows of a split as cells of a table."""
    return [Cell(table.coord(**{split.code: row.label}), row.published, row.structural) for row in rows]


def codes_of(split: Split, index: int, rows: Sequence[Row]) -> Codes:
    """Which classes add up to the total; a class that is not printed itself is among them."""
    labels = [group.label for group in split.levels[index]]
    unknown = [row.label for row in rows if row.label == UNKNOWN_LABEL]
    return Codes(TOTAL_LABEL, (*labels, *unknown))


def is_open_enough(columns: Sequence[Sequence[Row]]) -> bool:
    """Whether at least two thirds of the cells of the years stay open (R3)."""
    cells = [row for rows in columns for row in rows if not row.structural]
    return 3 * sum(not row.is_hidden for row in cells) >= 2 * len(cells)


def _sum(group: Group, finer: Level, cells: dict[str, Cell]) -> Row | None:
    """A coarse class of printed fine ones; None when they are not printed."""
    wanted = [part.label for part in finer if set(part.codes) <= set(group.codes)]
    if any(label not in cells for label in wanted):
        return None
    found = [cells[label] for label in wanted]
    if any(cell.published is None for cell in found):
        return Row(group.label, None)
    amount = sum(cell.published or 0 for cell in found)
    return Row(group.label, amount, all(cell.structural for cell in found))


def _row(label: str, cell: Cell) -> Row:
    return Row(label, cell.published, cell.structural)
