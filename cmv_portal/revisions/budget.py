"""The budget of a draft: its lines are changed with the draft's own change number."""

from collections.abc import Sequence

from django.db import transaction

from agreements.actions import rows
from agreements.actions.revisions import open_draft, saved
from agreements.models import Agreement
from agreements.refusals import Refused
from costs.models import Budget, BudgetLine

Lines = Sequence[tuple[str, int]]


@transaction.atomic
def change_budget(*, agreement: Agreement, revision: int, lines: Lines, by) -> Agreement:
    """Set the first year's lines, in whole kronor without overhead. Raises Refused and Stale."""
    draft = open_draft(agreement, revision, by)
    if not sum(amount for _, amount in lines):
        raise Refused("Budgeten är noll kronor.")
    budget = draft.budgets.filter(year=draft.year).first() or Budget(agreement=draft, year=draft.year)
    rows.save(budget, by, status=Budget.Status.PROPOSAL, source=budget.source or f"Förslag i {draft.title}")
    existing = {line.position: line for line in budget.lines.all()}
    for position, (label, amount) in enumerate(lines, 1):
        line = existing.pop(position, None) or BudgetLine(budget=budget, position=position)
        rows.save(line, by, label=label, amount=amount)
    for line in existing.values():
        rows.take_away(line, by)
    return saved(draft, by)


def lines_of(agreement: Agreement) -> list[tuple[str, int]]:
    """The draft's lines as they are stored."""
    budget = agreement.budgets.filter(year=agreement.year).prefetch_related("lines").first()
    return [(line.label, line.amount) for line in budget.lines.all()] if budget else []
