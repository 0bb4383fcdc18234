"""What is worked out from figures: means, length of stay and occupancy (R7-R9), for a year's printed total.

Per cent and change are not printed at all; that a figure rose or fell is told by `followup/presentation.py`,
which has printed cells and nothing else (R10). Nor are means over several years printed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from agreements.swedish import round_half_up
from followup.disclosure.model import Parameters, PublishedRatio
from followup.disclosure.rules import Row
from followup.figures import Sheet, days_of
from followup.measures import Occupancy

PER_CENT = 100


def mean(amount: int, total: Row, decimals: int, parameters: Parameters) -> Decimal | None:
    """An amount per case of a printed total of at least five, half up (R7, R8); None is `..`."""
    if total.structural or total.published is None or total.published < parameters.mean_min_n:
        return None
    return _rounded(Fraction(amount, total.published), decimals)


def possible_nights(occupancy: Occupancy, year: int) -> int:
    """The nights that all the flats together have in a year."""
    return occupancy.flats * days_of(year)


def occupancy_percent(nights: int, possible: int, total: Row, parameters: Parameters) -> int | None:
    """How full all the flats were, to the nearest step of per cent (R9); None is `..`.

    Also `..` when the total is not printed: an occupancy above zero would say that somebody lived there.
    """
    if total.structural or total.published is None:
        return None
    step = parameters.occupancy_step_percent
    return step * round_half_up(Fraction(nights * PER_CENT, possible * step))


def ratios(
    sheet: Sheet, total: Row, coord: Sequence[str], release: str, parameters: Parameters
) -> tuple[PublishedRatio, ...]:
    """A measure's means and rate for a year; `coord` is the total's place in its table."""
    if not sheet.is_offered:
        return ()
    measure = sheet.measure
    found = [
        PublishedRatio(
            label=quantity.mean_label,
            release=release,
            numerator=key(f"{measure.code}-{quantity.code}", coord),
            denominator=key(measure.code, coord),
            published=mean(sheet.values[quantity.field], total, quantity.decimals, parameters),
            decimals=quantity.decimals,
            persons=measure.is_cases,
        )
        for quantity in measure.quantities
        if quantity.mean_label
    ]
    if measure.occupancy:
        found.append(_occupancy(sheet, measure.occupancy, total, coord, release, parameters))
    return tuple(found)


def key(table: str, coord: Sequence[str]) -> str:
    """How a ratio names what it is made of: `table|coord…`."""
    return "|".join((table, *coord))


def possible_id(code: str, occupancy: Occupancy) -> str:
    """The id of the table that holds the nights there are."""
    return f"{code}-{occupancy.code}-mojliga"


@dataclass(frozen=True)
class YearSum:
    """A year's cases and what they add up to; true figures, so no repr."""

    year: int
    total: int = field(repr=False)
    amount: int = field(repr=False)


def three_year_mean(years: Sequence[YearSum], decimals: int, parameters: Parameters) -> Decimal | None:
    """The mean of three years of which none has one of its own (R7); None is `..`.

    The rules leave it open, and no report prints one; here stands when it would be safe.

    Only for every third year: of two windows that overlap, one printed and one dotted tell which of the
    years at their ends had more.
    """
    numbers = [each.year for each in years]
    is_window = len(numbers) == 3 and numbers == list(range(numbers[0], numbers[0] + 3))
    if not parameters.three_year_mean or not is_window or numbers[-1] % 3:
        return None
    if any(each.total >= min(parameters.mean_min_n, parameters.threshold) for each in years):
        return None
    union = sum(each.total for each in years)
    if union < parameters.mean_min_n:
        return None
    return _rounded(Fraction(sum(each.amount for each in years), union), decimals)


def _occupancy(
    sheet: Sheet,
    occupancy: Occupancy,
    total: Row,
    coord: Sequence[str],
    release: str,
    parameters: Parameters,
) -> PublishedRatio:
    possible = possible_nights(occupancy, sheet.year)
    found = occupancy_percent(sheet.values[occupancy.field], possible, total, parameters)
    return PublishedRatio(
        label=occupancy.label,
        release=release,
        numerator=key(f"{sheet.measure.code}-{occupancy.code}", coord[:2]),
        denominator=key(possible_id(sheet.measure.code, occupancy), coord[:2]),
        published=None if found is None else Decimal(found),
        step=parameters.occupancy_step_percent,
        scale=PER_CENT,
        persons=False,
    )


def _rounded(value: Fraction, decimals: int) -> Decimal:
    return Decimal(round_half_up(value * 10**decimals)).scaleb(-decimals)
