"""A cooperation's cost this year and next, as the first page of costs shows it."""

from dataclasses import dataclass
from datetime import date

from agreements.access import may, own_organisations
from agreements.models import Cooperation
from cmv_portal.roles import Right
from costs.distribution_queries import NOT_POSSIBLE, Distribution, cost_years, distribution_of
from costs.queries import NoPopulation


@dataclass(frozen=True)
class YearCost:
    """A year's distribution, or why there is none."""

    year: int
    shown: Distribution | None
    reason: str = ""
    is_estimated: bool = False


@dataclass(frozen=True)
class Overview:
    """One cooperation's years, and what the reader may do there."""

    cooperation: Cooperation
    costs: tuple[YearCost, ...]
    other_years: tuple[int, ...]
    invoices: bool
    next_january: int

    @property
    def shown(self) -> list[YearCost]:
        return [cost for cost in self.costs if cost.shown]

    @property
    def reason(self) -> str:
        """Why no year is shown, in a line."""
        return "" if self.shown else next((cost.reason for cost in self.costs), "")

    @property
    def lead(self) -> Distribution | None:
        """The year to begin with: this year's cost, where the agreement is more than a proposal."""
        current = next((cost.shown for cost in self.costs if cost.shown), None)
        return current if current and not current.is_proposal else None


def overview(cooperation: Cooperation, user, today: date) -> Overview:
    """This year's and next year's cost; where neither is known, the last year that has one."""
    own = [organisation.slug for organisation in own_organisations(user, cooperation.pk)]
    years = cost_years(cooperation, today)
    wanted = [year for year in (today.year, today.year + 1) if year in years] or list(years[-1:])
    costs = tuple(year_cost(cooperation, year, own) for year in wanted or [today.year])
    return Overview(
        cooperation=cooperation,
        costs=costs,
        other_years=tuple(year for year in years if year not in wanted),
        invoices=may(user, Right.RUN_INVOICING, cooperation.pk),
        next_january=today.year + 1,
    )


def year_cost(cooperation: Cooperation, year: int, own: list[str]) -> YearCost:
    """A year's distribution, on the latest known population where the year's own is missing."""
    try:
        return YearCost(year, distribution_of(cooperation, year, own=own))
    except NoPopulation:
        return _estimated(cooperation, year, own)
    except NOT_POSSIBLE as reason:
        return YearCost(year, None, str(reason))


def _estimated(cooperation: Cooperation, year: int, own: list[str]) -> YearCost:
    try:
        shown = distribution_of(cooperation, year, own=own, allow_estimated=True)
    except NOT_POSSIBLE as reason:
        return YearCost(year, None, str(reason))
    return YearCost(year, shown, is_estimated=True)
