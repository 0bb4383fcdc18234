"""From a year of the agreement in force to its matter: a proposed budget, or the uplifted cost."""

from dataclasses import replace
from datetime import date

from agreements.models import Agreement
from agreements.queries import terms_of
from agreements.swedish import MONTHS
from agreements.terms import TermKind
from cmv_portal.packs.consequences import Consequences
from cmv_portal.packs.matter import Matter
from cmv_portal.packs.office import office_of, party_lines
from cmv_portal.packs.revision import questions_of, side_of, term_lines
from costs.budget import BudgetLine
from costs.calculation import BudgetBasis, Calculation, Inputs, calculate
from costs.comparison import Side, YearPair, beside
from costs.models import Budget
from costs.queries.calculations import inputs_of, overhead_of
from costs.queries.distribution import FORECAST_YEARS, NOT_POSSIBLE


def proposed_budget(agreement: Agreement, year: int) -> Budget | None:
    """The year's budget where it is only proposed."""
    proposals = agreement.budgets.filter(year=year, status=Budget.Status.PROPOSAL)
    return proposals.prefetch_related("lines").first()


def budget_matter(agreement: Agreement, year: int, today: date) -> Matter:
    """All that the pack of a year's budget tells."""
    first_day = date(year, 1, 1)
    budget = proposed_budget(agreement, year)
    consequences, reason = _consequences(agreement, year, budget)
    month = terms_of(agreement, first_day).get(TermKind.INVOICING_MONTH)
    return Matter(
        cooperation=agreement.cooperation.name,
        agreement=agreement.title,
        starts_on=agreement.starts_on,
        wording="",
        today=today,
        office=office_of(agreement, today),
        parties=party_lines(agreement, first_day),
        terms=term_lines(terms_of(agreement, first_day), agreement, first_day),
        questions=questions_of(agreement, set()),
        consequences=consequences,
        no_consequences=reason,
        budget_year=year,
        budget_source=budget.source if budget else "",
        is_proposed=budget is not None,
        invoicing_month=MONTHS[month - 1] if month else "",
        fictitious=agreement.evidence == Agreement.Evidence.EXAMPLE,
    )


def _consequences(agreement: Agreement, first: int, budget: Budget | None) -> tuple[Consequences | None, str]:
    years: list[YearPair] = []
    for year in range(first, first + FORECAST_YEARS):
        after = _proposed_side(agreement, year, budget) if budget else side_of(agreement, year)
        if after.calculation is None:
            if not years:
                return None, after.reason
            break
        years.append(beside(year, side_of(agreement, year if budget else year - 1), after))
    if budget:
        return Consequences(tuple(years), "Utan förslaget", "Förslaget"), ""
    return Consequences(tuple(years), str(first - 1), str(first), "året före"), ""


def _proposed_side(agreement: Agreement, year: int, budget: Budget) -> Side:
    try:
        return Side(proposed_calculation(agreement, year, budget))
    except NOT_POSSIBLE as reason:
        return Side(None, str(reason))


def proposed_calculation(agreement: Agreement, year: int, budget: Budget) -> Calculation:
    """A year as it becomes with a proposed budget, uplifted from the proposal's own year.

    Raises what NOT_POSSIBLE names.
    """
    inputs = inputs_of(agreement, year, allow_estimated=True)
    return calculate(replace(inputs, budget=_basis(agreement, budget, inputs)))


def _basis(agreement: Agreement, budget: Budget, inputs: Inputs) -> BudgetBasis:
    registered = inputs.budget
    rates = registered.rates if registered else ()
    return BudgetBasis(
        year=budget.year,
        source=budget.source,
        status=budget.get_status_display(),
        clause=budget.clause,
        lines=tuple(BudgetLine(line.label, line.amount, budget.clause) for line in budget.lines.all()),
        overhead=overhead_of(terms_of(agreement, date(budget.year, 1, 1))),
        rates=tuple(rate for rate in rates if rate[0] > budget.year),
        grants=registered.grants if registered else (),
    )
