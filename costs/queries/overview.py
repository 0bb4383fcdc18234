"""A cooperation's cost this year and next, as the first page of costs shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from agreements.access import may, own_organisations
from agreements.models import Agreement, Cooperation
from agreements.queries import edition_among
from cmv_portal.roles import Right
from costs.models import Charge
from costs.queries.distribution import (
    NOT_POSSIBLE,
    Distribution,
    cost_years,
    issued_fixed_costs,
    unchecked_distribution,
)


@dataclass(frozen=True)
class YearCost:
    """A year's distribution, or why there is none."""

    year: int
    shown: Distribution | None
    reason: str = ""

    @property
    def is_estimated(self) -> bool:
        """Whether the year's own population is missing, and nothing is invoiced."""
        shown = self.shown
        return bool(shown and not shown.issued and shown.population and shown.population.is_estimated)

    @property
    def tag(self) -> str:
        """How firm the year's amounts are, in a word or two; empty where nothing needs to be said."""
        if self.shown is None:
            return ""
        if self.shown.is_proposal:
            return "förslag"
        if self.shown.issued:
            return "fakturerat"
        if self.is_estimated:
            return "uppskattning" if self.shown.is_forecast else "beslutad, folkmängd uppskattad"
        return "prognos" if self.shown.is_forecast else ""


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
    years = cost_years(cooperation, today)
    wanted = [year for year in (today.year, today.year + 1) if year in years] or list(years[-1:])
    return Overview(
        cooperation=cooperation,
        costs=tuple(year_costs(cooperation, user, wanted or [today.year])),
        other_years=tuple(year for year in years if year < today.year and year not in wanted),
        invoices=may(user, Right.RUN_INVOICING, cooperation.pk),
        next_january=today.year + 1,
    )


def year_costs(cooperation: Cooperation, user, years: Sequence[int]) -> Iterator[YearCost]:
    """Each year's distribution: as invoiced, else on the latest known population if its own is missing."""
    own = [organisation.slug for organisation in own_organisations(user, cooperation.pk)]
    editions = list(cooperation.agreements.select_related("cooperation").prefetch_related("terms"))
    proposals = [edition for edition in editions if edition.status == Agreement.Status.PROPOSAL]
    proposal = max(proposals, key=lambda edition: edition.year, default=None)
    issued = issued_fixed_costs(editions, years)
    for year in years:
        agreement = edition_among(editions, date(year, 1, 1)) or proposal
        if agreement is None:
            yield YearCost(year, None, f"{cooperation} har inget avtal som gäller den 1 januari {year}.")
        else:
            yield _year_cost(agreement, year, own, issued.get((agreement.pk, year)))


def _year_cost(agreement: Agreement, year: int, own: list[str], issued: Charge | None) -> YearCost:
    try:
        shown = unchecked_distribution(agreement, year, own=own, allow_estimated=True, issued=issued)
        return YearCost(year, shown)
    except NOT_POSSIBLE as reason:
        return YearCost(year, None, str(reason))
