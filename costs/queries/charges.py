"""The charges beside the fixed cost: what is registered, and what a new one comes to (11.3-11.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.urls import reverse

from agreements.access import may
from agreements.models import Agreement, Cooperation
from agreements.queries import AgreementNotFound, find_agreement
from agreements.swedish import kr
from cmv_portal.roles import Right
from costs.access import charges
from costs.actions.charges import ActionRefused
from costs.budget import part_year
from costs.models import Charge
from costs.queries.regulated import regulated_kinds

Kind = Charge.Kind


@dataclass(frozen=True)
class ListedCharge:
    """A charge in the list; `amount` is None for a fixed cost that is not computed yet, in whole kronor."""

    charge: Charge
    amount: int | None
    address: str
    sign: str


_SIGNS = {
    Charge.State.REGISTERED: "none",
    Charge.State.DRAFT: "soon",
    Charge.State.ATTESTED: "soon",
    Charge.State.ISSUED: "done",
}


def charges_by_year(cooperation: Cooperation, user) -> list[tuple[int, list[ListedCharge]]]:
    """The charges that the person invoices for, the latest year first."""
    rows = charges(user).filter(agreement__cooperation=cooperation).order_by("-year", "kind", "sequence")
    return [(year, [_listed(row) for row in found]) for year, found in groupby(rows, lambda row: row.year)]


def _listed(charge: Charge) -> ListedCharge:
    amount = charge.amount
    address = charge.get_absolute_url()
    if charge.kind == Kind.FIXED_COST:
        amount = charge.calculation["result"]["total"] if charge.calculation else None
        address = reverse("january", args=[charge.agreement.cooperation.slug, charge.year])
    return ListedCharge(charge, amount, address, _SIGNS[charge.state])


def kinds_for(cooperation: Cooperation, user, year: int) -> Mapping[Kind, str]:
    """The kinds that the year's agreement regulates, with its clauses; wear only for those named for it."""
    try:
        kinds = regulated_kinds(find_agreement(cooperation.slug, year), year)
    except AgreementNotFound:
        return {}
    sees_wear = may(user, Right.SEE_WEAR, cooperation.pk)
    return {kind: clause for kind, clause in kinds.items() if sees_wear or kind != Kind.ABNORMAL_WEAR}


def deficit_of(agreement: Agreement, year: int) -> int | None:
    """The deficit of a closed year in whole kronor; None where there is none."""
    outcome = agreement.outcomes.filter(year=year).first()
    return -outcome.deviation if outcome and outcome.deviation < 0 else None


def amount_to_charge(
    agreement: Agreement, kind: str, year: int, amount: int | None, starts_on: date | None
) -> tuple[int, str]:
    """What to charge in whole kronor, and how it was worked out where it was.

    A changed staffing is charged by days from its first (11.7); a deficit is what the accounts say (11.3).
    Raises ActionRefused, BudgetError.
    """
    if kind == Kind.STAFFING:
        if starts_on is None:
            raise ActionRefused("Ange vilken dag den ändrade bemanningen börjar.")
        part, step = part_year(amount, year, starts_on)
        return part, f"Helår {kr(amount)}. {step.label}: {step.calculation}"
    if kind == Kind.DEFICIT and amount is None:
        amount = deficit_of(agreement, year)
        if amount is None:
            raise ActionRefused(f"Det finns inget bokslut för {year} som visar ett underskott.")
    return amount, ""
