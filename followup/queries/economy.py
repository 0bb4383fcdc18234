"""A year's economy as the report tells it: budget, outcome, and what follows from the difference (11.3)."""

from typing import Any

from agreements.models import Cooperation
from agreements.swedish import kr
from costs.allocation import AllocationError
from costs.budget import BudgetError
from costs.calculation import Calculation
from costs.models import YearOutcome
from costs.queries.calculations import CostError, calculation_of

Json = dict[str, Any]


def economy_of(cooperation: Cooperation, year: int) -> Json | None:
    """Lines, overhead, budget, outcome and deviation (budget minus outcome) in whole kronor; None without
    a registered outcome. The lines are the decided budget's or the forecast's; empty where none is known."""
    outcome = (
        YearOutcome.objects.filter(agreement__cooperation=cooperation, year=year)
        .select_related("agreement")
        .first()
    )
    if outcome is None:
        return None
    return {
        **_budget(outcome),
        "budgeted": outcome.budgeted,
        "actual": outcome.actual,
        "deviation": outcome.deviation,
        "word": _word(outcome.deviation),
        "consequence": _consequence(outcome),
    }


def _budget(outcome: YearOutcome) -> Json:
    """The budget's lines when they add up to what the outcome was measured against."""
    calculation: Calculation | None
    try:
        calculation = calculation_of(outcome.agreement, outcome.year, allow_estimated=True)
    except (CostError, BudgetError, AllocationError):
        calculation = None
    budget = calculation.budget if calculation else None
    if calculation is None or budget is None or budget.total != outcome.budgeted:
        return {"lines": [], "overhead": None, "shares": []}
    parties = calculation.allocation.parties
    return {
        "lines": [{"label": line.label, "amount": line.amount} for line in budget.lines],
        "overhead": budget.overhead,
        "shares": [{"name": row.name, "share": row.share, "amount": row.amount} for row in parties],
    }


def _word(deviation: int) -> str:
    if deviation == 0:
        return "i balans"
    return "överskott" if deviation > 0 else "underskott"


def _consequence(outcome: YearOutcome) -> str:
    if outcome.deviation > 0:
        use = f" Det används till: {outcome.surplus_use}." if outcome.surplus_use else ""
        amount = kr(outcome.deviation)
        return f"Överskottet, {amount}, stannar i verksamheten till nästa år (punkt 11.3).{use}"
    if outcome.deviation < 0:
        amount = kr(-outcome.deviation)
        return f"Underskottet, {amount}, delas av parterna efter årets fördelningsnyckel (punkt 11.3)."
    return "Utfallet blev lika stort som budgeten."
