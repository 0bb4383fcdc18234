"""Two editions of an agreement beside one another: what each party pays in each, and the difference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agreements.models import Agreement
from costs.calculation import Inputs, thawed
from costs.comparison import Comparison, Pair, Side, beside, side_of
from costs.models import Charge
from costs.queries.calculations import CostError, inputs_of
from costs.queries.distribution import issued_fixed_costs


def compare(before: Agreement, after: Agreement, years: Sequence[int]) -> Comparison:
    """What the parties pay by one edition and by another, which may be a draft; the reason where not known.

    An issued year is as it was issued; a population that is not known yet is the latest known.
    """
    issued = issued_fixed_costs([before, after], years)
    return Comparison(
        tuple(beside(year, *(_side(e, year, issued) for e in (before, after))) for year in years)
    )


def _side(edition: Agreement, year: int, issued: dict[tuple[int, int], Charge]) -> Side:
    try:
        return side_of(gathered(edition, year, issued.get((edition.pk, year))))
    except CostError as reason:
        return Side(None, str(reason))


def gathered(edition: Agreement, year: int, charge: Charge | None) -> Inputs:
    """All that decides a year's amounts, as far as it is known: as issued, or as registered today."""
    if charge:
        return thawed(charge.calculation).inputs
    return inputs_of(edition, year, allow_estimated=True, as_far_as_known=True)


@dataclass(frozen=True)
class ComparisonRow:
    """One party in one year, or all of them together, with its amounts in whole kronor."""

    year: int
    name: str
    amounts: Pair
    is_sum: bool = False


def comparison_rows(comparison: Comparison) -> Iterator[ComparisonRow]:
    """The comparison as a table of a memo or a file has it: every party and then the sum, year by year."""
    for year in comparison.years:
        for party in year.parties:
            yield ComparisonRow(year.year, party.name, party.amounts)
        yield ComparisonRow(year.year, "Summa", year.sums, is_sum=True)
