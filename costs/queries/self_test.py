"""The portal's own amounts held against the table that a source prints."""

from dataclasses import dataclass, replace

from agreements.models import Agreement
from costs.calculation import Calculation, calculate


@dataclass(frozen=True)
class SelfTest:
    """The portal's amounts held against the table that the source prints, in whole kronor."""

    same: int
    of: int
    published_total: int
    computed_total: int
    rounding_difference: int
    differing: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return self.same == self.of and self.published_total == self.computed_total


def self_test(agreement: Agreement, calculation: Calculation) -> SelfTest | None:
    """Whether the calculation gives the source's table back; None where the source prints none.

    What is granted since is no part of the table, so that is what the cost is before the grants.
    """
    budget = (
        agreement.budgets.filter(year=calculation.inputs.year, published_total__isnull=False)
        .prefetch_related("published_amounts__organisation")
        .first()
    )
    if budget is None:
        return None
    calculation = _before_grants(calculation)
    computed = {
        slug: (party.share, party.amount)
        for slug, party in zip(calculation.inputs.organisations, calculation.allocation.parties, strict=True)
    }
    rows = budget.published_amounts.all()
    differing = tuple(
        row.organisation.short_name
        for row in rows
        if computed.get(row.organisation.slug) != (row.share, row.amount)
    )
    return SelfTest(
        same=len(rows) - len(differing),
        of=len(rows),
        published_total=budget.published_total,
        computed_total=calculation.total,
        rounding_difference=calculation.allocation.rounding_difference,
        differing=differing,
    )


def _before_grants(calculation: Calculation) -> Calculation:
    basis = calculation.inputs.budget
    if basis is None or not basis.grants:
        return calculation
    return calculate(replace(calculation.inputs, budget=replace(basis, grants=())))
