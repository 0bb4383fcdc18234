"""A cooperation's budgets, the years ahead, and how the years behind ended (clauses 11.2 and 11.3)."""

from dataclasses import dataclass
from datetime import date

from agreements.access import may
from agreements.decision_queries import decisions_behind
from agreements.effect_kinds import EffectKind
from agreements.models import Agreement, Cooperation, Decision
from agreements.queries import HistoryLine, edition_or_proposal, history_of, terms_of
from agreements.swedish import kr, rate
from cmv_portal.roles import Right
from costs.budget import BudgetLine, BudgetTotal, budget_total, fitted
from costs.models import Budget, Charge, StateGrant, YearOutcome
from costs.queries.calculations import calculation_of, overhead_of
from costs.queries.distribution import FORECAST_YEARS, NOT_POSSIBLE, Distribution, cost_years
from costs.queries.overview import YearCost, year_costs
from costs.queries.regulated import regulated_kinds


@dataclass(frozen=True)
class DecidedBudget:
    """A registered budget with its overhead and total, in whole kronor, and the meeting that decided it."""

    budget: Budget
    total: BudgetTotal
    decision: Decision | None = None

    @property
    def is_proposal(self) -> bool:
        return self.budget.status == Budget.Status.PROPOSAL


@dataclass(frozen=True)
class EndedYear:
    """How a year ended; `charged` is the charge of its deficit, `decision` what the surplus is used for."""

    outcome: YearOutcome
    charged: Charge | None
    decision: Decision | None = None

    @property
    def surplus(self) -> int:
        return max(self.outcome.deviation, 0)

    @property
    def deficit(self) -> int:
        return max(-self.outcome.deviation, 0)

    @property
    def carried_to(self) -> int:
        """The year whose opening balance a surplus is."""
        return self.outcome.year + 1


@dataclass(frozen=True)
class BudgetPage:
    """Everything the page of a cooperation's budget shows."""

    ahead: tuple[YearCost, ...]
    decided: tuple[DecidedBudget, ...]
    grants: tuple[StateGrant, ...]
    ended: tuple[EndedYear, ...]
    history: list[HistoryLine]
    edits: bool
    prepares: bool
    invoices: bool
    next_year: int
    last_year: int
    last_year_had_cost: bool
    deficit_clause: str
    year_to_register: int

    @property
    def lacks_outcome(self) -> bool:
        """Whether last year had a cost, and its outcome is not registered."""
        return self.last_year_had_cost and all(year.outcome.year != self.last_year for year in self.ended)

    @property
    def decides(self) -> bool:
        """Whether the reader registers budgets here: never for a proposal, whose budget is its own."""
        return self.edits and not (self.next and self.next.shown.is_proposal)

    @property
    def last_shown(self) -> Distribution | None:
        """The furthest year ahead."""
        return next((cost.shown for cost in reversed(self.ahead) if cost.shown), None)

    @property
    def next(self) -> YearCost | None:
        """The next year's cost, or the latest that is known."""
        shown = [cost for cost in self.ahead if cost.shown]
        return next((cost for cost in shown if cost.year == self.next_year), shown[-1] if shown else None)


def overhead_text(agreement: Agreement, year: int) -> str:
    """The overhead that the portal adds to a year's budget, in words: "9 % av delsumman"; empty for none."""
    overhead = overhead_of(terms_of(agreement, date(year, 1, 1)))
    if overhead.amount is not None:
        return kr(overhead.amount)
    return f"{rate(overhead.percent)} av delsumman" if overhead.percent else ""


def budget_page(cooperation: Cooperation, user, today: date) -> BudgetPage:
    """The page's rows; the number of queries is the same for few years and many."""
    years = cost_years(cooperation, today, ahead=FORECAST_YEARS)
    ahead = [year for year in years if year >= today.year] or list(years[-1:])
    budgets = list(
        Budget.objects.filter(agreement__cooperation=cooperation)
        .select_related("agreement__cooperation")
        .prefetch_related("lines", "agreement__terms")
        .order_by("-year")
    )
    outcomes = list(
        YearOutcome.objects.filter(agreement__cooperation=cooperation)
        .select_related("agreement")
        .order_by("-year")
    )
    charged = {
        charge.year: charge
        for charge in Charge.objects.filter(agreement__cooperation=cooperation, kind=Charge.Kind.DEFICIT)
    }
    grants = tuple(StateGrant.objects.filter(agreement__cooperation=cooperation).order_by("-year", "label"))
    lines = [line for budget in budgets for line in budget.lines.all()]
    decided = decisions_behind(EffectKind.BUDGET, [budget.pk for budget in budgets])
    used = decisions_behind(EffectKind.SURPLUS, [outcome.pk for outcome in outcomes])
    return BudgetPage(
        ahead=tuple(year_costs(cooperation, user, ahead)),
        decided=tuple(DecidedBudget(budget, total_of(budget), decided.get(budget.pk)) for budget in budgets),
        grants=grants,
        ended=tuple(
            EndedYear(outcome, charged.get(outcome.year), used.get(outcome.pk)) for outcome in outcomes
        ),
        history=history_of(*budgets, *lines, *outcomes, *grants),
        edits=may(user, Right.EDIT_COST_BASIS, cooperation.pk),
        prepares=may(user, Right.PREPARE_AGREEMENTS, cooperation.pk),
        invoices=may(user, Right.RUN_INVOICING, cooperation.pk),
        next_year=today.year + 1,
        year_to_register=_first_not_issued(cooperation, today.year + 1),
        last_year=today.year - 1,
        last_year_had_cost=today.year - 1 in years,
        deficit_clause=deficit_clause(cooperation, today),
    )


def deficit_clause(cooperation: Cooperation, today: date) -> str:
    """The clause that shares a deficit between the parties; empty where the agreement has none."""
    agreement = edition_or_proposal(cooperation, date(today.year, 1, 1))
    return regulated_kinds(agreement, today.year).get(Charge.Kind.DEFICIT, "") if agreement else ""


def _first_not_issued(cooperation: Cooperation, year: int) -> int:
    """The first year, from the given one on, whose fixed cost is not issued: its budget is open."""
    issued = set(
        Charge.objects.filter(
            agreement__cooperation=cooperation,
            kind=Charge.Kind.FIXED_COST,
            state=Charge.State.ISSUED,
            year__gte=year,
        ).values_list("year", flat=True)
    )
    while year in issued:
        year += 1
    return year


def year_for_grant(cooperation: Cooperation, today: date) -> int:
    """The year that a new grant most likely lowers: next year, or the last that has a cost."""
    years = cost_years(cooperation, today)
    return today.year + 1 if today.year + 1 in years or not years else years[-1]


def total_of(budget: Budget) -> BudgetTotal:
    """A registered budget's subtotal, overhead by the terms of its year, and total."""
    lines = [BudgetLine(line.label, line.amount, budget.clause) for line in budget.lines.all()]
    return budget_total(lines, overhead_of(terms_of(budget.agreement, date(budget.year, 1, 1))))


def suggested_lines(agreement: Agreement, year: int) -> list[tuple[str, int]]:
    """What a budget's form starts from: the year's registered lines, else lines of the uplifted sum."""
    registered = agreement.budgets.filter(year=year).prefetch_related("lines").first()
    if registered:
        return [(line.label, line.amount) for line in registered.lines.all()]
    try:
        calculation = calculation_of(agreement, year, allow_estimated=True)
    except NOT_POSSIBLE:
        return []
    overhead = overhead_of(terms_of(agreement, date(year, 1, 1)))
    lines = fitted(calculation.budget.lines, overhead, calculation.budget.total)
    return [(line.label, line.amount) for line in lines]


def budgeted_in(agreement: Agreement, year: int) -> int:
    """The year's total with overhead in whole kronor: as issued, else as decided or uplifted.

    Raises what NOT_POSSIBLE names.
    """
    issued = agreement.charges.filter(
        year=year, kind=Charge.Kind.FIXED_COST, state=Charge.State.ISSUED
    ).first()
    if issued:
        return issued.calculation["result"]["budget"]["total"]
    return calculation_of(agreement, year, allow_estimated=True).budget.total
