"""A reader who knows the rules: all small splits, and what each way of printing them leaves possible.

Whoever knows the rules can ask which counts would have been printed just so. Every dot must keep five
answers, whatever is printed around it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import pytest
from figures_world import MUNICIPALITIES, raw

from followup.disclosure.model import Parameters
from followup.disclosure.protect import protect
from followup.disclosure.rules import neighbour_rule, split_rows, total_row
from followup.figures import Sheet
from followup.measures import TOTAL, Measure, read_measure

LIMIT = 5
PARAMETERS = Parameters()


def compositions(total: int, classes: int) -> Iterator[tuple[int, ...]]:
    if classes == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in compositions(total - first, classes - 1):
            yield (first, *rest)


def partitions(total: int, parts: int, largest: int | None = None) -> Iterator[tuple[int, ...]]:
    """Counts of so many municipalities, the largest first."""
    largest = total if largest is None else min(largest, total)
    if parts == 0:
        if total == 0:
            yield ()
        return
    for first in range(largest, -1, -1):
        for rest in partitions(total - first, parts - 1, first):
            yield (first, *rest)


def possible_values(worlds: Iterable[tuple[object, dict[object, int]]]) -> dict[tuple, set[int]]:
    """What each dot can be. A world is what is printed of it and the true counts behind the dots."""
    found: defaultdict[tuple, set[int]] = defaultdict(set)
    for printed, hidden in worlds:
        for place, value in hidden.items():
            found[printed, place].add(value)
    return found


# --- R6 by itself, as it was counted when the rules were written


def worlds(rule: Callable, classes: int, totals: range) -> Iterator[tuple[object, dict[object, int]]]:
    for total in totals:
        for counts in compositions(total, classes):
            dots = rule(counts)
            yield (
                (total, tuple(None if place in dots else count for place, count in enumerate(counts))),
                {place: counts[place] for place in dots},
            )


def narrow_of(rule: Callable, classes: int, totals: range) -> tuple[int, int]:
    values = possible_values(worlds(rule, classes, totals))
    return sum(len(found) < LIMIT for found in values.values()), len(values)


def neighbour(counts):
    return neighbour_rule(counts, LIMIT)


def by_size(counts, *, smallest: bool):
    """The obvious rule, and its opposite: the smallest (largest) other number joins."""
    dots = {place for place, count in enumerate(counts) if count < LIMIT}
    others = sorted(
        (place for place in range(len(counts)) if place not in dots),
        key=lambda place: counts[place] if smallest else -counts[place],
    )
    while dots and others and (len(dots) < 2 or sum(counts[place] for place in dots) < LIMIT):
        dots.add(others.pop(0))
    return dots


@pytest.mark.parametrize(
    ("classes", "last", "expected"),
    [(2, 45, (0, 82)), (3, 40, (0, 3084))],
    ids=["two classes", "three classes"],
)
def test_the_neighbour_rule_leaves_five_values_to_every_dot(classes, last, expected):
    assert narrow_of(neighbour, classes, range(LIMIT, last + 1)) == expected


def test_the_smallest_other_number_gives_dots_away():
    """The rules' own count gives 170; how ties are settled makes the difference."""
    narrow, cells = narrow_of(lambda counts: by_size(counts, smallest=True), 3, range(LIMIT, 41))
    assert (narrow, cells) == (184, 1964)
    at_thirteen = possible_values(worlds(lambda counts: by_size(counts, smallest=True), 3, range(13, 14)))
    assert {4} in at_thirteen.values()


def test_the_largest_other_number_gives_more_dots_away():
    """The rules' own count gives 806."""
    assert narrow_of(lambda counts: by_size(counts, smallest=False), 3, range(LIMIT, 41)) == (818, 2268)


def test_four_classes_are_too_many_for_the_neighbour_rule():
    assert narrow_of(neighbour, 4, range(LIMIT, 17)) == (16, 432)


# --- R6 with R6c and R6b, as the portal prints them


def small_measure(*parts: str, municipal: bool = False, coarser: tuple = ()) -> Measure:
    split = {"code": "delning", "label": "Delning"}
    if municipal:
        split |= {"municipal": "ostersund"}
    else:
        split |= {"parts": [{"code": part, "label": part} for part in parts], "coarser": list(coarser)}
    definition = {"unit": "fall", "splits": [split]}
    return read_measure("fall", "Fall", definition, MUNICIPALITIES)


def filled(measure: Measure, total: int, counts: Iterable[int], year: int = 2025) -> Sheet:
    split = measure.splits[0]
    return Sheet(measure, year, {TOTAL: total, **dict(zip(split.fields, counts, strict=True))})


def printed_worlds(sheets: Iterable[Sheet]) -> Iterator[tuple[object, dict[object, int]]]:
    """What is printed of a sheet's total and its split at the finest level, and what is behind the dots."""
    for sheet in sheets:
        split, level = sheet.measure.splits[0], sheet.measure.splits[0].levels[0]
        total = total_row(sheet, PARAMETERS)
        rows = split_rows(sheet, split, level, PARAMETERS)
        true = {group.label: sheet.count(split, group) for group in level}
        true["Uppgift saknas"] = sheet.unknown(split)
        hidden = {row.label: true[row.label] for row in rows if row.is_hidden}
        if total.is_hidden:
            hidden["Totalt"] = sheet.total
        yield (total.published, tuple((row.label, row.published) for row in rows)), hidden


def assert_five_values(worlds):
    values = possible_values(worlds)
    narrow = {place: found for place, found in values.items() if len(found) < LIMIT}
    assert values
    assert not narrow


@pytest.mark.parametrize(("parts", "last"), [("ab", 24), ("abc", 16)], ids=["two classes", "three classes"])
def test_uppgift_saknas_leaves_five_values_to_every_dot(parts, last):
    """R6c: u = 0, 1-4 and 5 or more, with every split of the rest."""
    measure = small_measure(*parts)
    assert_five_values(
        printed_worlds(
            filled(measure, total, counts)
            for total in range(last + 1)
            for counts in compositions(total, len(parts) + 1)
        )
    )


def test_the_municipal_split_leaves_five_values_to_every_dot():
    """R6b: every way that the others can share their cases, with R6c."""
    measure = small_measure(municipal=True)
    assert_five_values(
        printed_worlds(
            filled(measure, total, (here, *others, total - here - sum(others)))
            for total in range(17)
            for here in range(total + 1)
            for known in range(total - here + 1)
            for others in partitions(known, len(MUNICIPALITIES) - 1)
        )
    )


# --- R3: the level that was chosen tells something too


def test_the_choice_of_level_leaves_five_values_to_every_class():
    """The fine classes are asked for too when only coarse ones are printed, or none."""
    measure = small_measure("18-29", "30-44", "45-", coarser=({"18-44": ["18-29", "30-44"], "45-": ["45-"]},))
    split = measure.splits[0]

    def worlds():
        for total in range(15):
            for counts in compositions(total, 4):
                sheet = filled(measure, total, counts)
                table = protect(raw(sheet)).report.table("fall", 2025)
                assert table is not None
                shown = {cell.coord[-1] for cell in table.cells if not cell.is_hidden}
                true = {group.label: sheet.count(split, group) for level in split.levels for group in level}
                yield table.cells, {label: true[label] for label in true if label not in shown}

    assert_five_values(worlds())


# --- 3.1.3: two versions read together


@pytest.mark.parametrize(
    ("parts", "first", "then"),
    [("ab", range(5, 15), range(24)), ("abc", range(5, 8), range(14))],
    ids=["two classes", "three classes"],
)
def test_two_versions_leave_five_values_to_every_dot(parts, first, then):
    """Late cases were added, or wrong ones taken away; the reader knows when a year is printed anew."""
    measure = small_measure(*parts)
    split = measure.splits[0]

    def sheets(totals):
        return [
            filled(measure, total, (*counts, 0))
            for total in totals
            for counts in compositions(total, len(parts))
        ]

    def printed(report):
        table = report.table("fall", 2025)
        return tuple((cell.coord[-1], cell.published) for cell in table.cells), table.release

    def hidden(version, sheet, cells):
        fields = {"Totalt": TOTAL, **{part: split.field(part) for part in parts}}
        return {(version, label): sheet.values[fields[label]] for label, value in cells if value is None}

    def worlds():
        later = sheets(then)
        for before in sheets(first):
            report = protect(raw(before, release="utkast")).report
            old = printed(report)
            for after in later:
                steps = [after.values[key] - before.values[key] for key in split.fields]
                if min(steps) < 0 < max(steps):
                    continue
                new = printed(protect(raw(after), shown=[report]).report)
                is_new = new[1] != "utkast"
                yield (
                    (old, new),
                    hidden("old", before, old[0]) | (hidden("new", after, new[0]) if is_new else {}),
                )

    assert_five_values(worlds())
