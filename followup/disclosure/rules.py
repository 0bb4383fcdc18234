"""Which classes are printed and which are dotted, for one measure and one year: rules R1-R6c.

The one-way splits of a total do not constrain each other, so each is settled by itself. What comes out
is rows that hold a printed number or nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from followup.disclosure.model import TOTAL_LABEL, Parameters
from followup.figures import Sheet
from followup.measures import MOST_CLASSES, OTHERS_LABEL, UNKNOWN_LABEL, Group, Split

# The order of the splits in print (R1); others follow in their own order.
PRINT_ORDER = ("kon", "kommun", "alder", "beslutsform", "hemkommun")


@dataclass(frozen=True)
class Row:
    """A class as printed. `published` None is `..`; a structural row is `.`."""

    label: str
    published: int | None
    structural: bool = False

    @property
    def is_hidden(self) -> bool:
        return self.published is None


def in_print_order(splits: Sequence[Split]) -> tuple[Split, ...]:
    """The splits in the order of R1."""

    def place(split: Split) -> int:
        return PRINT_ORDER.index(split.code) if split.code in PRINT_ORDER else len(PRINT_ORDER)

    return tuple(sorted(splits, key=place))


def total_row(sheet: Sheet, parameters: Parameters) -> Row:
    """The total: dotted when it is 0-4, `.` when the measure was not offered (R5)."""
    if not sheet.is_offered:
        return Row(TOTAL_LABEL, 0, structural=True)
    total = _total(sheet)
    is_open = not sheet.measure.is_cases or total >= parameters.threshold
    return Row(TOTAL_LABEL, total if is_open else None)


def split_rows(
    sheet: Sheet,
    split: Split,
    level: Sequence[Group],
    parameters: Parameters,
    old_dots: frozenset[str] = frozenset(),
) -> tuple[Row, ...]:
    """A split at one of its levels (R4-R6c). `old_dots` are classes dotted when the year was shown before."""
    if not sheet.is_offered:
        return tuple(Row(group.label, 0, structural=True) for group in level)
    if not sheet.measure.is_cases:
        return _open_rows(sheet, split, level)
    groups = [group for group in level if not split.is_structural(group)]
    if len(groups) < 2:
        # One class equals the total and is not printed as a split; what cannot occur still is.
        return tuple(Row(group.label, 0, structural=True) for group in level if split.is_structural(group))
    hidden, has_unknown_row = _hidden(sheet, split, groups, parameters, old_dots)
    rows = [
        Row(group.label, 0, structural=True)
        if split.is_structural(group)
        else Row(group.label, None if group.label in hidden else sheet.count(split, group))
        for group in level
    ]
    if has_unknown_row:
        rows.append(Row(UNKNOWN_LABEL, sheet.unknown(split)))
    return tuple(rows)


def dotted(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The whole split dotted. A row of "uppgift saknas" goes, since its place alone says five or more."""
    return tuple(
        row if row.structural else Row(row.label, None) for row in rows if row.label != UNKNOWN_LABEL
    )


def neighbour_rule(
    counts: Sequence[int], threshold: int, hidden: frozenset[int] = frozenset()
) -> frozenset[int]:
    """The positions to dot so that none follows from the total (R6).

    The next class joins whatever its size: to pick the smallest would let who knows the rule count back.
    """
    dots = hidden | {position for position, count in enumerate(counts) if count < threshold}
    if not dots:
        return frozenset()
    first = min(dots)
    for step in range(1, len(counts)):
        if len(dots) >= 2 and sum(counts[position] for position in dots) >= threshold:
            break
        dots = dots | {(first + step) % len(counts)}
    return frozenset(dots)


def is_dominated(sheet: Sheet, split: Split, parameters: Parameters) -> bool:
    """Whether somebody who knows one municipality's cases comes near the others' (R6b)."""
    for group in (group for level in split.levels for group in level if group.label == OTHERS_LABEL):
        counts = [sheet.values[split.field(code)] for code in group.codes]
        contributors = sum(count > 0 for count in counts)
        remainder = sum(counts) - max(counts, default=0)
        if contributors < parameters.group_min_contributors or remainder < parameters.group_remainder_min:
            return True
    return False


def _total(sheet: Sheet) -> int:
    if sheet.total is None:
        raise ValueError(f"{sheet.measure.name} saknar totalt.")
    return sheet.total


def _open_rows(sheet: Sheet, split: Split, level: Sequence[Group]) -> tuple[Row, ...]:
    """What is not about cases is printed as it is."""
    rows = [Row(group.label, sheet.count(split, group), split.is_structural(group)) for group in level]
    unknown = sheet.unknown(split)
    return (*rows, Row(UNKNOWN_LABEL, unknown)) if unknown and level else tuple(rows)


def _hidden(
    sheet: Sheet,
    split: Split,
    groups: Sequence[Group],
    parameters: Parameters,
    old_dots: frozenset[str],
) -> tuple[frozenset[str], bool]:
    """The labels to dot, and whether "uppgift saknas" has a row of its own."""
    labels = [group.label for group in groups]
    everything = frozenset(labels), False
    limit, unknown = parameters.threshold, sheet.unknown(split)
    if _total(sheet) < limit:
        return everything
    counts = [sheet.count(split, group) for group in groups] + ([unknown] if unknown else [])
    old = frozenset(position for position, label in enumerate(labels) if label in old_dots)
    dots = neighbour_rule(counts, limit, old)
    if split.is_municipal and is_dominated(sheet, split, parameters):
        return everything
    if dots and len(counts) > MOST_CLASSES:
        return everything
    # An unknown of 1-4 is dotted as a small class, and takes the split with it (R6c). Stricter than R6c,
    # ADR 10: so does every dot on it, since a dotted row of its own would say that at least five are unknown.
    if dots and unknown and (len(labels) in dots or split.is_municipal or old):
        return everything
    return frozenset(labels[position] for position in dots), unknown > 0
