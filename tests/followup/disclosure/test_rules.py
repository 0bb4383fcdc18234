"""R1-R6c, the edge cases of 3.2 by name."""

import pytest
from figures_world import CONSULTATION, COURSE, GROUP, VICTIMS, measure, sheet

from followup.disclosure.model import Parameters
from followup.disclosure.rules import (
    dotted,
    in_print_order,
    is_dominated,
    neighbour_rule,
    split_rows,
    total_row,
)
from followup.figures import Sheet
from followup.measures import TOTAL, UNKNOWN_LABEL

PARAMETERS = Parameters()
DOT = None


def rows(each: Sheet, code: str, index: int = 0, parameters: Parameters = PARAMETERS):
    split = next(split for split in each.measure.splits if split.code == code)
    return [
        "." if row.structural else row.published
        for row in split_rows(each, split, split.levels[index], parameters)
    ]


def labels(each: Sheet, code: str):
    split = next(split for split in each.measure.splits if split.code == code)
    return [row.label for row in split_rows(each, split, split.levels[0], PARAMETERS)]


@pytest.mark.parametrize("total", [0, 1, 4])
def test_a_total_under_five_hides_all(total):
    few = sheet(VICTIMS, total=total, kon=(total, 0))
    assert total_row(few, PARAMETERS).published is DOT
    for split in few.measure.splits:
        assert set(rows(few, split.code)) == {DOT}


@pytest.mark.parametrize(
    ("counts", "printed"),
    [
        ((5, 0), (DOT, DOT)),
        ((4, 1), (DOT, DOT)),
        ((3, 3), (DOT, DOT)),
        ((5, 5), (5, 5)),
        ((40, 5), (40, 5)),
        ((40, 4), (DOT, DOT)),
    ],
)
def test_two_classes(counts, printed):
    each = sheet(VICTIMS, total=sum(counts), kon=counts)
    assert total_row(each, PARAMETERS).published == sum(counts)
    assert tuple(rows(each, "kon")) == printed


@pytest.mark.parametrize(
    ("counts", "printed"),
    [
        ((3, 1, 30), (DOT, DOT, DOT)),
        ((5, 4, 4), (5, DOT, DOT)),
        ((5, 3, 5), (5, DOT, DOT)),
        ((2, 9, 30), (DOT, DOT, 30)),
        ((30, 9, 2), (DOT, 9, DOT)),
        ((0, 0, 5), (DOT, DOT, DOT)),
        ((0, 5, 5), (DOT, DOT, 5)),
        ((6, 5, 9), (6, 5, 9)),
    ],
)
def test_three_classes(counts, printed):
    assert tuple(rows(sheet(VICTIMS, total=sum(counts), alder=counts), "alder")) == printed


def test_four_classes_with_one_small_are_dotted_whole():
    assert rows(sheet(CONSULTATION, total=44, slag=(10, 20, 4, 10)), "slag") == [DOT] * 4


def test_four_large_classes_are_printed():
    assert rows(sheet(CONSULTATION, total=50, slag=(10, 20, 5, 15)), "slag") == [10, 20, 5, 15]


def test_a_split_with_one_class_that_can_occur_is_not_printed_but_its_zero_is():
    each = sheet(GROUP, total=12, kon=(12,))
    assert rows(each, "kon") == ["."]
    assert labels(each, "kon") == ["Män"]


@pytest.mark.parametrize("unknown", [1, 4, 6])
def test_a_split_that_is_not_printed_stays_so_with_unknown(unknown):
    """A row that came and went with the unknown would count them."""
    assert rows(sheet(GROUP, total=12, kon=(12 - unknown,), kon_saknas=unknown), "kon") == ["."]


def test_a_measure_that_is_not_offered_is_structural_all_over():
    each = Sheet(measure(VICTIMS), 2025, {}, is_offered=False)
    assert total_row(each, PARAMETERS).structural
    assert rows(each, "kon") == [".", "."]


def test_a_structural_class_cannot_be_filled_in():
    each = Sheet(measure(GROUP), 2025, {TOTAL: 9, "kon.man": 9})
    assert any("kon.man" in fault.fields for fault in each.faults)


# --- R6b


def test_others_from_one_municipality_are_dominated():
    each = sheet(VICTIMS, total=26, kommun=(20, 6, 0, 0))
    assert rows(each, "kommun") == [DOT, DOT]


@pytest.mark.parametrize(
    ("others", "printed"),
    [
        ((10, 2, 0), (DOT, DOT)),
        ((10, 1, 1), (DOT, DOT)),
        ((10, 2, 1), (20, 13)),
        ((2, 2, 2), (20, 6)),
        ((10, 3, 0), (DOT, DOT)),
    ],
)
def test_dominance_needs_three_municipalities_and_three_cases_beside_the_largest(others, printed):
    each = sheet(VICTIMS, total=20 + sum(others), kommun=(20, *others, 0))
    assert tuple(rows(each, "kommun")) == printed


def test_dominance_answers_yes_or_no():
    each = sheet(VICTIMS, total=26, kommun=(20, 6, 0, 0))
    split = next(split for split in each.measure.splits if split.is_municipal)
    assert is_dominated(each, split, PARAMETERS) is True


# --- R6c


@pytest.mark.parametrize("unknown", [1, 2, 3, 4])
def test_one_to_four_unknown_dot_the_split_and_have_no_row(unknown):
    each = sheet(VICTIMS, total=40, kon=(20, 20 - unknown), kon_saknas=unknown)
    assert rows(each, "kon") == [DOT, DOT]
    assert UNKNOWN_LABEL not in labels(each, "kon")


def test_five_unknown_are_a_class_of_their_own():
    each = sheet(VICTIMS, total=40, kon=(20, 15), kon_saknas=5)
    assert rows(each, "kon") == [20, 15, 5]
    assert labels(each, "kon") == ["Kvinnor", "Män", UNKNOWN_LABEL]


def test_unknown_as_the_fourth_class_dots_the_whole_split_when_one_is_small():
    each = sheet(VICTIMS, total=40, alder=(20, 11, 3), alder_saknas=6)
    assert rows(each, "alder") == [DOT, DOT, DOT]
    assert UNKNOWN_LABEL not in labels(each, "alder")


def test_the_row_of_unknown_stays_when_the_dots_are_elsewhere():
    assert rows(sheet(VICTIMS, total=32, kon=(2, 20), kon_saknas=10), "kon") == [DOT, DOT, 10]


def test_a_dot_never_falls_on_the_row_of_unknown():
    """N = 38 with dots on Män and on it would say that 5-8 are unknown (ADR 10)."""
    each = sheet(VICTIMS, total=38, kon=(30, 2), kon_saknas=6)
    assert rows(each, "kon") == [DOT, DOT]


def test_unknown_municipality_has_a_row_only_where_nothing_is_dotted():
    """Beside a dotted "övriga" it would say that three municipalities contributed (ADR 10)."""
    assert rows(sheet(VICTIMS, total=20, kommun=(2, 8), kommun_saknas=10), "kommun") == [DOT, DOT]
    assert rows(sheet(VICTIMS, total=30, kommun=(8, 12), kommun_saknas=10), "kommun") == [8, 12, 10]


# --- The rest


def test_a_higher_threshold_hides_more():
    each = sheet(VICTIMS, total=40, kon=(33, 7))
    assert rows(each, "kon") == [33, 7]
    assert rows(each, "kon", parameters=Parameters(threshold=10)) == [DOT, DOT]


def test_the_threshold_cannot_be_lowered():
    with pytest.raises(ValueError, match="aldrig sänkas"):
        Parameters(threshold=4)


def test_courses_are_printed_as_they_are():
    each = sheet(COURSE, total=4, kommun=(3, 0, 1))
    assert rows(each, "kommun")[:3] == [3, 0, 1]


def test_old_dots_stay_and_take_a_neighbour():
    assert neighbour_rule((30, 20, 10), 5, frozenset({1})) == {1, 2}
    assert neighbour_rule((30, 20, 10), 5, frozenset({0, 2})) == {0, 2}


def test_dotting_a_split_takes_the_row_of_unknown_away():
    each = sheet(VICTIMS, total=40, kon=(20, 15), kon_saknas=5)
    split = each.measure.splits[0]
    assert [row.label for row in dotted(split_rows(each, split, split.levels[0], PARAMETERS))] == [
        "Kvinnor",
        "Män",
    ]


def test_the_splits_stand_in_the_order_of_the_rules():
    codes = [split.code for split in in_print_order(tuple(reversed(measure(VICTIMS).splits)))]
    assert codes == ["kon", "kommun", "alder", "beslutsform", "hemkommun"]
