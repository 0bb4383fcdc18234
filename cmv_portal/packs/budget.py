"""From a year of the agreement in force to its matter: a proposed budget, or the uplifted cost."""

from dataclasses import replace
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils import timezone

from agreements.effect_kinds import EffectKind
from agreements.models import Agreement, BodyRole, Decision
from agreements.queries import terms_of
from agreements.swedish import MONTHS
from agreements.terms import TermKind
from cmv_portal.packs.consequences import Consequences
from cmv_portal.packs.matter import Matter, Recommendation
from cmv_portal.packs.office import office_of, party_lines
from cmv_portal.packs.revision import questions_of, side_of, term_lines
from costs.budget import BudgetLine
from costs.calculation import BudgetBasis, Calculation, Inputs, calculate
from costs.comparison import Side, YearPair, beside
from costs.models import Budget
from costs.queries.calculations import inputs_of, overhead_of
from costs.queries.distribution import FORECAST_YEARS, NOT_POSSIBLE


def budget_of(agreement: Agreement, year: int) -> Budget | None:
    """The year's own budget, proposed or decided; None where the cost is uplifted from an earlier one."""
    return agreement.budgets.filter(year=year).prefetch_related("lines").first()


def recommendation_of_budget(budget: Budget | None) -> Recommendation | None:
    """What the political group has decided of the budget; None until it has said yes."""
    if budget is None:
        return None
    said = (Decision.Outcome.APPROVED, Decision.Outcome.OTHERWISE)
    decision = (
        Decision.objects.filter(effect=EffectKind.BUDGET, target=budget.pk, outcome__in=said)
        .filter(body__roles__kind=BodyRole.Kind.POLITICAL_GROUP)
        .select_related("body", "item__meeting")
        .order_by("-year", "-paragraph")
        .first()
    )
    if decision is None:
        return None
    return Recommendation(
        body=decision.body.name,
        decided_on=timezone.localtime(decision.item.meeting.starts_at).date(),
        paragraph=f"{decision.paragraph}/{decision.year}",
        text=decision.text,
    )


def budget_matter(agreement: Agreement, year: int, today: date) -> Matter:
    """All that the pack of a year's budget tells."""
    first_day = date(year, 1, 1)
    prefetch_related_objects([agreement], "terms")
    budget = budget_of(agreement, year)
    is_proposed = budget is not None and budget.status == Budget.Status.PROPOSAL
    consequences, reason = _consequences(agreement, year, budget if is_proposed else None)
    month = terms_of(agreement, first_day).get(TermKind.INVOICING_MONTH)
    return Matter(
        cooperation=agreement.cooperation.name,
        agreement=agreement.title,
        starts_on=agreement.starts_on,
        wording="",
        today=today,
        office=office_of(agreement, today),
        parties=party_lines(agreement, first_day),
        terms=term_lines(agreement, agreement, first_day),
        questions=questions_of(agreement, set()),
        consequences=consequences,
        no_consequences=reason,
        budget_year=year,
        budget_source=budget.source if budget else "",
        is_proposed=is_proposed,
        invoicing_month=MONTHS[month - 1] if month else "",
        recommendation=recommendation_of_budget(budget),
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
