"""State grants, which lower what the parties share in a year. Each action is one transaction.

What an issued year rests on stays as it is, and what a grant leaves over is carried to the next year.
"""

from django.db import transaction

from agreements.access import may
from agreements.models import Agreement
from cmv_portal.roles import Right
from costs.actions.charges import ActionRefused
from costs.models import Charge, StateGrant
from costs.queries.budgets import budgeted_in


def _opened(agreement: Agreement, year: int, user) -> Agreement:
    """The agreement's row, held until the transaction ends; refused to others, and for issued years."""
    rows = Agreement.objects.select_for_update(of=("self",)).select_related("cooperation")
    agreement = rows.get(pk=agreement.pk)
    if not may(user, Right.EDIT_COST_BASIS, agreement.cooperation_id):
        raise ActionRefused(f"{user} får inte ändra underlaget för {agreement.cooperation.name}.")
    issued = agreement.charges.filter(
        kind=Charge.Kind.FIXED_COST, state=Charge.State.ISSUED, year__in=(year, year + 1)
    ).order_by("year")
    if charge := issued.first():
        raise ActionRefused(
            f"Fakturorna för {charge.year} är utställda, så statsbidragen för {year} kan inte ändras."
        )
    return agreement


def _filled_in(grant: StateGrant, label: str, amount: int, decision: str) -> StateGrant:
    """The grant with its values, saved. Raises ActionRefused for what is missing."""
    grant.label, grant.amount, grant.decision = label.strip(), amount, decision.strip()
    if not grant.label:
        raise ActionRefused("Skriv vad bidraget heter.")
    if amount <= 0:
        raise ActionRefused("Bidraget måste vara större än noll.")
    if not grant.decision:
        raise ActionRefused("Skriv var och när bidraget beslutades.")
    same = grant.agreement.grants.filter(year=grant.year, label=grant.label).exclude(pk=grant.pk)
    if same.exists():
        raise ActionRefused(f"{grant.label} finns redan för {grant.year}. Ändra det i stället.")
    grant.full_clean()
    grant.save()
    return grant


@transaction.atomic
def register_grant(
    *, agreement: Agreement, year: int, label: str, amount: int, decision: str, by
) -> StateGrant:
    """A year's grant in whole kronor, for a year that has a cost; a proposal may have one too.

    Raises ActionRefused, CostError.
    """
    agreement = _opened(agreement, year, by)
    budgeted_in(agreement, year)
    return _filled_in(StateGrant(agreement=agreement, year=year), label, amount, decision)


@transaction.atomic
def change_grant(*, grant: StateGrant, label: str, amount: int, decision: str, by) -> StateGrant:
    """Mend a grant; its year stays. Raises ActionRefused."""
    grant.agreement = _opened(grant.agreement, grant.year, by)
    return _filled_in(grant, label, amount, decision)


@transaction.atomic
def remove_grant(*, grant: StateGrant, by) -> None:
    """Take away a grant that should not be there; its history stays. Raises ActionRefused."""
    _opened(grant.agreement, grant.year, by)
    grant.delete()
