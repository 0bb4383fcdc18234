"""A charge's way from pre-flight to issue, as its page shows it to one person. Reads, never writes."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db.models import Min, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from agreements.models import Cooperation, Organisation, Party
from agreements.queries import history_of, principal_of
from agreements.swedish import NBSP, decimal_text, kr, sort_key
from cmv_portal.january.change import change_from_last_year
from cmv_portal.january.forms import (
    AttestForm,
    DraftForm,
    ReturnForm,
    WearReturnForm,
    suggested_issue_date,
)
from cmv_portal.january.preflight import Check, Facts, preflight, summary
from costs.actions.charges import calculate_charge
from costs.allocation import AllocationError, Step
from costs.budget import BudgetError
from costs.calculation import frozen
from costs.contents import due_terms
from costs.models import Charge, Document
from costs.queries.calculations import CostError, NoPopulation
from costs.queries.documents import ListedDocument, charge_documents, charge_events, listed

Json = dict[str, Any]
State = Charge.State
Kind = Charge.Kind

NOT_COMPUTABLE = (CostError, AllocationError, BudgetError)
# What of a charge's history a reader wants; who did it stands beside.
TOLD = ("läge", "belopp, kr", "beslut", "fakturadatum", "skickad tillbaka därför att")


@dataclass(frozen=True)
class Row:
    """One receiver of the charge: amount in whole kronor, share as printed, and the derivation."""

    slug: str
    name: str
    amount: int
    share: str
    reference: str
    steps: Sequence[Step]
    whose: str
    issued: ListedDocument | None


@dataclass(frozen=True)
class Rows:
    """The invoices in Swedish order, the principal's own share apart, and their sums."""

    invoices: Sequence[Row]
    internal: Sequence[Row]

    @property
    def everyone(self) -> Sequence[Row]:
        return [*self.invoices, *self.internal]

    @property
    def invoiced(self) -> int:
        return sum(row.amount for row in self.invoices)

    @property
    def total(self) -> int:
        return sum(row.amount for row in self.everyone)

    @property
    def invoiced_share(self) -> str:
        return _share_sum(self.invoices)

    @property
    def total_share(self) -> str:
        return _share_sum(self.everyone)

    @property
    def text(self) -> str:
        return documents_text(len(self.invoices), len(self.internal))


def documents_text(invoices: int, internal: int) -> str:
    """ "7 fakturor och 1 internfördelning"; what there is none of is left out."""
    parts = []
    if invoices:
        parts.append(f"{invoices}{NBSP}{'faktura' if invoices == 1 else 'fakturor'}")
    if internal:
        parts.append(f"{internal}{NBSP}{'internfördelning' if internal == 1 else 'internfördelningar'}")
    return " och ".join(parts)


@dataclass(frozen=True)
class Stage:
    """One of the four steps with its state; `href` leads to its place on the page."""

    title: str
    state: str
    word: str
    note: str
    href: str = ""
    is_current: bool = False


def charge_page(charge: Charge, user) -> Json:
    """Everything the page of a charge shows; the charge may be one that is not saved yet."""
    prefetch_related_objects([charge.agreement], "terms")
    seller = principal_of(charge.agreement)
    live, problem, can_estimate = (None, "", False) if charge.state == State.ISSUED else _computed(charge)
    calculation = charge.calculation or live
    payers = _payers(calculation)
    rows = _rows(charge, calculation, payers, seller)
    context = {
        "nav": "costs",
        "charge": charge,
        "title": title_of(charge),
        "is_wear": charge.kind == Kind.ABNORMAL_WEAR,
        "is_january": charge.kind == Kind.FIXED_COST,
        "rows": rows,
        "drafts": "Utkasten" if len(rows.everyone) > 1 else "Utkastet",
        "calculation": calculation,
        "is_estimate": can_estimate,
        "history": _history(charge),
        **_around(charge),
    }
    if charge.state == State.ISSUED:
        return {**context, "does": "done", "steps": _steps(charge, "done", []), **_reconciled(charge, rows)}
    change = None
    if charge.kind == Kind.FIXED_COST and calculation:
        change = change_from_last_year(charge, {row.slug: row.amount for row in rows.everyone})
    is_changed = charge.calculation is not None and live != charge.calculation
    checks = preflight(
        Facts(charge, calculation, problem, can_estimate, is_changed, seller, list(payers.values()), change)
    )
    stops = [check for check in checks if check.state == "late"]
    does = _may_do(charge, user, stops)
    steps = _steps(charge, does, checks)
    return {
        **context,
        "checks": checks,
        "summary": summary(checks),
        "change": change,
        "does": does,
        "stops": stops,
        "steps": steps,
        "step_now": 1 + [step.is_current for step in steps].index(True),
        **_forms(charge, does, can_estimate),
    }


def title_of(charge: Charge) -> str:
    """What the page is called. For abnormal wear the fixed text and nothing more (clause 11.4)."""
    if charge.kind == Kind.FIXED_COST:
        return f"Januarikörningen {charge.year}"
    if charge.kind == Kind.ABNORMAL_WEAR:
        return charge.get_kind_display()
    return f"{charge}, nummer {charge.sequence}" if charge.sequence > 1 else str(charge)


def page_of(charge: Charge) -> str:
    """The address of the page where a charge is handled."""
    if charge.kind == Kind.FIXED_COST:
        return reverse("january", args=[charge.agreement.cooperation.slug, charge.year])
    return charge.get_absolute_url()


def _around(charge: Charge) -> Json:
    """The way back, and for the January run the years beside it."""
    cooperation, year = charge.agreement.cooperation, charge.year
    costs = ("Kostnader", reverse("costs"))
    if charge.kind != Kind.FIXED_COST:
        return {"trail": [costs, ("Debiteringar", reverse("charges", args=[cooperation.slug]))]}
    shared = (f"Fördelning {year}", reverse("distribution", args=[cooperation.slug, year]))
    return {"trail": [costs, shared], "years": _neighbours(cooperation, year)}


def _neighbours(cooperation: Cooperation, year: int) -> list[int]:
    """The years before and after that parties pay for, to the year after next."""
    payers = Party.objects.filter(agreement__cooperation=cooperation, pays=True)
    begins = payers.aggregate(first=Min("agreement__starts_on"))["first"]
    first = begins.year if begins else year
    return [near for near in (year - 1, year + 1) if first <= near <= timezone.localdate().year + 2]


# --- What it comes to


def _computed(charge: Charge) -> tuple[Json | None, str, bool]:
    """Today's calculation, frozen; else why not, and whether the latest known population would do."""
    try:
        return frozen(calculate_charge(charge)), "", False
    except NoPopulation as error:
        estimated = copy.copy(charge)
        estimated.allow_estimated = True
        try:
            calculation = frozen(calculate_charge(estimated))
        except NOT_COMPUTABLE:
            return None, str(error), False
        return calculation, "", True
    except NOT_COMPUTABLE as error:
        return None, str(error), False


def _payers(calculation: Json | None) -> Mapping[str, Organisation]:
    if calculation is None:
        return {}
    slugs = calculation["inputs"]["organisations"]
    return {row.slug: row for row in Organisation.objects.filter(slug__in=slugs)}


def _rows(
    charge: Charge, calculation: Json | None, payers: Mapping[str, Organisation], seller: Organisation | None
) -> Rows:
    issued = _issued(charge)
    invoices, internal = [], []
    for party in calculation["result"]["parties"] if calculation else []:
        payer = payers[party["organisation"]]
        row = Row(
            slug=payer.slug,
            name=payer.name,
            amount=party["amount"],
            share=party["share"],
            reference=payer.buyer_reference,
            steps=tuple(Step(**step) for step in party["steps"]),
            whose=payer.short_name,
            issued=issued.get(payer.pk),
        )
        (internal if seller and payer.pk == seller.pk else invoices).append(row)
    return Rows(sorted(invoices, key=lambda row: sort_key(row.name)), internal)


def _issued(charge: Charge) -> Mapping[int, ListedDocument]:
    if charge.state != State.ISSUED:
        return {}
    rows = listed(charge_documents(charge), timezone.localdate())
    return {row.document.organisation_id: row for row in rows}


def _reconciled(charge: Charge, rows: Rows) -> Json:
    """What the issued documents add up to, to stand beside the total and the sum of the parts."""
    documents = [row.issued.document for row in rows.everyone if row.issued]
    return {
        "issued_total": sum(document.amount for document in documents),
        "events": charge_events(charge),
        "credited": sum(document.credited for document in documents),
    }


def _share_sum(rows: Sequence[Row]) -> str:
    shares = [row.share for row in rows]
    decimals = max((len(share.partition(",")[2]) for share in shares), default=0)
    return decimal_text(sum(Decimal(share.replace(",", ".")) for share in shares), decimals)


# --- Whose turn it is


def _may_do(charge: Charge, user, stops: Sequence[Check]) -> str:
    """What this person can do now: draft, attest, wait (for another officer), issue, or nothing (stopped)."""
    if charge.state == State.REGISTERED:
        return "stopped" if stops else "draft"
    if charge.state == State.ATTESTED:
        return "issue"
    return "wait" if charge.drafted_by_id == user.pk else "attest"


def _forms(charge: Charge, does: str, can_estimate: bool) -> Json:
    forms: Json = {"may_estimate": can_estimate or charge.allow_estimated, "draft_form": DraftForm()}
    if does == "attest":
        due_days, _ = due_terms(charge)
        initial = {"issue_date": suggested_issue_date(charge)}
        forms["attest_form"] = AttestForm(initial=initial, due_days=due_days)
    if charge.state in (State.DRAFT, State.ATTESTED):
        forms["return_form"] = return_form(charge)
    return forms


def return_form(charge: Charge, *given) -> ReturnForm | WearReturnForm:
    """The form for why a draft is sent back; for abnormal wear without any words of one's own."""
    return (WearReturnForm if charge.kind == Kind.ABNORMAL_WEAR else ReturnForm)(*given)


def _steps(charge: Charge, does: str, checks: Sequence[Check]) -> list[Stage]:
    """Pre-flight, draft, attest, issue: what is done and when, and whose turn it is."""
    at = [State.REGISTERED, State.DRAFT, State.ATTESTED, State.ISSUED].index(State(charge.state))
    remarks = sum(check.state != "done" for check in checks)
    turn = "Väntar på en annan ekonom" if does == "wait" else "Väntar på dig"
    stopped = does == "stopped"
    noted = (
        f"{remarks} {'anmärkning' if remarks == 1 else 'anmärkningar'}" if remarks else "Inget att anmärka"
    )
    before = ("late", "stoppar", "Behöver lösas först") if stopped else ("done", "klar", noted)
    steps = [
        Stage("Förkontroll", *before, "#kontroll" if checks else "", is_current=stopped),
        Stage("Utkast", "", "", "Belopp fryses för granskning", "#utkast" if charge.calculation else ""),
        Stage("Attest", "", "", "En andra person granskar"),
        Stage("Utställning", "", "", "Nummer och PDF skapas", "#utkast" if at == 3 else ""),
    ]
    if at == 3:
        steps[0] = replace(steps[0], note="Gjord före utkastet")
    for index, when in enumerate((charge.drafted_at, charge.attested_at, charge.issued_at), start=1):
        if index <= at:
            steps[index] = replace(steps[index], state="done", word="klart", note=_moment(when))
        elif index == at + 1 and not stopped:
            steps[index] = replace(steps[index], state="soon", note=turn, href="", is_current=True)
    return steps


def _moment(at) -> str:
    local = timezone.localtime(at)
    return f"{local:%Y-%m-%d} kl. {local:%H.%M}"


def _history(charge: Charge) -> list:
    """Who changed what of the charge, without the frozen calculation's text."""
    if charge.pk is None:
        return []
    return [line for line in history_of(charge) if line.field in TOLD]


def issued_text(documents: Sequence[Document]) -> str:
    """What an issue made, for the message that follows it."""
    internal = sum(row.kind == Document.Kind.INTERNAL_ALLOCATION for row in documents)
    made = documents_text(len(documents) - internal, internal)
    total = kr(sum(row.amount for row in documents))
    return (
        f"{made} ställdes ut, tillsammans {total}." if len(documents) > 1 else f"{made} ställdes ut, {total}."
    )
