"""A year's distribution as pages and files show it, and the years that have one (clause 11.3)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from agreements.models import Agreement, Cooperation, OpenQuestion
from agreements.queries import AgreementNotFound, edition_or_proposal, find_agreement, terms_of
from agreements.swedish import decimal_text, kr_per_inhabitant, number, sort_key
from agreements.terms import TermKind
from costs.allocation import Step
from costs.apportionment import AllocationError, Basis
from costs.budget import BudgetError, BudgetTotal, budget_total
from costs.calculation import BudgetBasis, Calculation, PopulationBasis, thawed
from costs.models import Budget, Charge
from costs.queries.calculations import CostError, calculation_of
from costs.queries.self_test import SelfTest, self_test

# What stops a distribution: each one's message is a line of Swedish.
NOT_POSSIBLE = (AgreementNotFound, CostError, AllocationError, BudgetError)
FORECAST_YEARS = 5
# An address with another year is not one of the portal's.
YEARS = range(2000, 2101)


@dataclass(frozen=True)
class Row:
    """One party's line, with what the chart needs of it."""

    slug: str
    code: str
    name: str
    population: int | None
    share: str
    amount: int
    steps: tuple[Step, ...]
    own: bool

    @property
    def value(self) -> int:
        return self.amount

    @property
    def label(self) -> str:
        return number(self.amount)

    @property
    def per_inhabitant(self) -> str:
        """Kronor and öre per inhabitant; empty where the key has no population."""
        return kr_per_inhabitant(self.amount, self.population) if self.population else ""


@dataclass(frozen=True)
class Distribution:
    """What every party pays for a year, in the agreement's order, and what there is to say of it.

    Where `issued` is set the amounts are the invoiced ones; `has_later_figures` tells that what is
    registered today would give others.
    """

    agreement: Agreement
    calculation: Calculation
    rows: tuple[Row, ...]
    self_test: SelfTest | None = None
    issued: Charge | None = None
    has_later_figures: bool = False

    @property
    def year(self) -> int:
        return self.calculation.inputs.year

    @property
    def total(self) -> int:
        return self.calculation.total

    @property
    def is_proposal(self) -> bool:
        return self.agreement.status in (Agreement.Status.DRAFT, Agreement.Status.PROPOSAL)

    @property
    def is_forecast(self) -> bool:
        """Whether the total is uplifted and may still be decided otherwise."""
        return self.issued is None and self.calculation.is_forecast

    @property
    def own(self) -> list[Row]:
        return [row for row in self.rows if row.own]

    @cached_property
    def sorted_rows(self) -> list[Row]:
        """The parties in Swedish alphabetical order, as pages list them."""
        return sorted(self.rows, key=lambda row: sort_key(row.name))

    @property
    def population(self) -> PopulationBasis | None:
        return self.calculation.inputs.population

    @property
    def population_sum(self) -> int | None:
        return self.calculation.allocation.population

    @property
    def share_sum(self) -> str:
        """The printed shares added up, with as many decimals as they have: "100,000"."""
        shares = [row.share.replace(",", ".") for row in self.rows]
        decimals = max(len(share.partition(".")[2]) for share in shares)
        return decimal_text(sum(map(Decimal, shares)), decimals)

    @property
    def amount_sum(self) -> int:
        """What the amounts add up to, in whole kronor; not the total where they are not reconciled."""
        return self.total + self.rounding_difference

    @property
    def rounding_difference(self) -> int:
        return self.calculation.allocation.rounding_difference

    @property
    def basis(self) -> BudgetBasis:
        return self.calculation.inputs.budget

    @property
    def budget(self) -> BudgetTotal:
        return self.calculation.budget

    @cached_property
    def base_budget(self) -> BudgetTotal:
        """The budget that a forecast is uplifted from; of a decided year, its own."""
        return budget_total(self.basis.lines, self.basis.overhead)

    @property
    def budget_rows(self) -> list[tuple[str, int, int]]:
        """Each line's label, amount in the budget and amount of the year, in whole kronor."""
        pairs = zip(self.base_budget.lines, self.budget.lines, strict=True)
        return [(base.label, base.amount, line.amount) for base, line in pairs]

    @property
    def clause(self) -> str:
        return self.calculation.inputs.rule.clause

    @property
    def party_word(self) -> str:
        return "kommun" if self.calculation.inputs.rule.parties == "kommuner" else "part"

    @property
    def parties_word(self) -> str:
        return self.calculation.inputs.rule.parties

    @property
    def method(self) -> str:
        """How the cost is shared, in words that follow "delar på summan"."""
        rule = self.calculation.inputs.rule
        words = {
            Basis.POPULATION: "efter folkmängd",
            Basis.PERCENT: "efter avtalade procentsatser",
            Basis.EQUAL: "i lika delar",
        }[rule.basis]
        return f"dels i lika delar, dels {words}" if rule.base_fee_percent else words


def distribution_of(
    cooperation: Cooperation, year: int, *, own: Collection[str] = (), allow_estimated: bool = False
) -> Distribution:
    """A cooperation's distribution for a year; `own` has the reader's organisations (slugs).

    Raises what NOT_POSSIBLE names.
    """
    agreement = find_agreement(cooperation.slug, year)
    issued = issued_fixed_costs([agreement], [year]).get((agreement.pk, year))
    shown = unchecked_distribution(agreement, year, own=own, allow_estimated=allow_estimated, issued=issued)
    return replace(
        shown,
        self_test=self_test(agreement, shown.calculation),
        has_later_figures=issued is not None and _has_later_figures(shown),
    )


def issued_fixed_costs(
    agreements: Iterable[Agreement], years: Iterable[int]
) -> dict[tuple[int, int], Charge]:
    """The issued fixed costs with their frozen calculations, by the agreement's key and year."""
    issued = Charge.objects.filter(
        agreement__in=agreements, year__in=years, kind=Charge.Kind.FIXED_COST, state=Charge.State.ISSUED
    )
    return {(charge.agreement_id, charge.year): charge for charge in issued}


def _has_later_figures(shown: Distribution) -> bool:
    try:
        today = calculation_of(shown.agreement, shown.year, allow_estimated=True)
    except NOT_POSSIBLE:
        return False
    return today.amounts != shown.calculation.amounts


def unchecked_distribution(
    agreement: Agreement,
    year: int,
    *,
    own: Collection[str] = (),
    allow_estimated: bool = False,
    issued: Charge | None = None,
) -> Distribution:
    """The same for a known edition, as issued where it is; not held against the source's table."""
    calculation = (
        thawed(issued.calculation)
        if issued
        else calculation_of(agreement, year, allow_estimated=allow_estimated)
    )
    return shown_of(agreement, calculation, own=own, issued=issued)


def shown_of(
    agreement: Agreement,
    calculation: Calculation,
    *,
    own: Collection[str] = (),
    issued: Charge | None = None,
) -> Distribution:
    """A calculation as pages and files show it."""
    rows = tuple(
        Row(
            slug=slug,
            code=party.code,
            name=party.name,
            population=party.population,
            share=party.share,
            amount=party.amount,
            steps=party.steps,
            own=slug in own,
        )
        for slug, party in zip(calculation.inputs.organisations, calculation.allocation.parties, strict=True)
    )
    return Distribution(agreement, calculation, rows, issued=issued)


def estimate_offered(cooperation: Cooperation, year: int) -> str:
    """What an estimated distribution would rest on, in a line; empty where even that is not possible."""
    try:
        estimated = distribution_of(cooperation, year, allow_estimated=True)
    except NOT_POSSIBLE:
        return ""
    return estimated.population.deviation if estimated.population else ""


def open_cost_questions(agreement: Agreement) -> list[OpenQuestion]:
    """The agreement's unanswered questions that touch the amounts, in the agreement's order."""
    return list(agreement.open_questions.filter(about_costs=True, answer="").order_by("number"))


def cost_years(cooperation: Cooperation, today: date, ahead: int = 1) -> range:
    """The years whose cost can be shown: from the first budget on, `ahead` years beyond this one.

    Where nothing says how the cost is uplifted, the years end with the last budget.
    """
    years = Budget.objects.filter(agreement__cooperation=cooperation).values_list("year", flat=True)
    known = sorted(set(years))
    if not known:
        return range(0)
    first_day = date(today.year, 1, 1)
    agreement = edition_or_proposal(cooperation, first_day)
    is_uplifted = agreement is not None and TermKind.UPLIFT_PERCENT in terms_of(agreement, first_day)
    last = max(known[-1], today.year + ahead) if is_uplifted else known[-1]
    return range(known[0], last + 1)
