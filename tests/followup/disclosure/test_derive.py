"""R7-R10: means, length of stay, occupancy, per cent and change."""

from decimal import Decimal

import pytest

from followup.disclosure.derive import (
    YearSum,
    mean,
    occupancy_percent,
    possible_nights,
    three_year_mean,
)
from followup.disclosure.model import Cell, Parameters
from followup.disclosure.rules import Row
from followup.measures import Occupancy

PARAMETERS = Parameters()
FLATS = Occupancy("lagenhetsdygn", "Nyttjandegrad", 2)


def total(value):
    return Row("Totalt", value)


def cell(value, structural=False):
    return Cell(("2025", "Fall"), value, structural)


@pytest.mark.parametrize(
    ("amount", "count", "decimals", "expected"),
    [(36, 5, 1, "7.2"), (29, 4, 1, None), (49, 20, 1, "2.5"), (35, 10, 0, "4"), (0, 5, 1, "0.0")],
)
def test_a_mean_needs_five_and_is_rounded_half_up(amount, count, decimals, expected):
    printed = total(count if count >= 5 else None)
    found = mean(amount, printed, decimals, PARAMETERS)
    assert found == (None if expected is None else Decimal(expected))


def test_a_mean_of_fewer_than_a_raised_limit_is_dotted():
    assert mean(70, total(7), 1, Parameters(mean_min_n=10)) is None


@pytest.mark.parametrize(("year", "nights"), [(2024, 732), (2025, 730), (2000, 732), (2100, 730)])
def test_a_leap_year_has_two_nights_more(year, nights):
    assert possible_nights(FLATS, year) == nights


@pytest.mark.parametrize(
    ("nights", "possible", "expected"),
    [(0, 730, 0), (18, 730, 0), (19, 730, 5), (365, 730, 50), (366, 732, 50), (730, 730, 100)],
)
def test_occupancy_is_rounded_to_five_per_cent(nights, possible, expected):
    assert occupancy_percent(nights, possible, total(8), PARAMETERS) == expected


def test_occupancy_is_dotted_with_the_total():
    """An occupancy above zero would say that the total is not zero."""
    assert occupancy_percent(100, 730, total(None), PARAMETERS) is None


def years(*totals, first=2023):
    return [YearSum(first + place, count, 10 * count) for place, count in enumerate(totals)]


POOLED = Parameters(three_year_mean=True)


def test_the_three_year_mean_is_off():
    assert three_year_mean(years(3, 2, 4, first=2023), 1, PARAMETERS) is None


def test_the_three_year_mean_of_years_without_one():
    assert three_year_mean(years(3, 2, 4, first=2023), 1, POOLED) == Decimal("10.0")


@pytest.mark.parametrize("totals", [(3, 5, 4), (1, 1, 2)], ids=["one year printed", "under five together"])
def test_the_three_year_mean_is_refused(totals):
    assert three_year_mean(years(*totals, first=2023), 1, POOLED) is None


def test_three_year_means_do_not_overlap():
    """One window printed and the next dotted would say which year had more (ADR 10)."""
    assert three_year_mean(years(3, 2, 4, first=2022), 1, POOLED) is None


def test_a_sum_of_a_year_is_not_in_its_repr():
    assert "17" not in repr(YearSum(2025, 17, 170))
