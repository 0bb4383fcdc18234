"""What people do with charges and documents before and after issue. Each action is one transaction.

Issuing itself (number, freeze, render, store) is put together in cmv_portal/january/issuing.py.
"""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone

from agreements.access import may
from agreements.authority import decides_in
from agreements.models import Agreement, Decision, Organisation
from agreements.personal_numbers import holds_personal_number
from agreements.queries import principal_of, terms_of
from agreements.swedish import kr, long_date
from agreements.terms import TermKind
from agreements.validators import REFUSED
from cmv_portal.roles import Right
from costs.allocation import Step
from costs.apportionment import Basis, Claimant, Rule
from costs.budget import check_review_cost
from costs.calculation import Calculation, Inputs, calculate, frozen, thawed
from costs.contents import draft_digest
from costs.models import Charge, Document, NumberSeries, Payment, YearOutcome
from costs.queries.calculations import calculation_of
from costs.queries.regulated import regulated_kinds
from costs.seal import payment_seal

State = Charge.State
Kind = Charge.Kind


# All that may be said of why something of abnormal wear is mended: nothing of a person (11.4).
WEAR_REASONS = ("Rättelse av belopp", "Fel mottagare", "Fakturan skulle inte ha ställts ut")


class ActionRefused(ValueError):
    """The action may not be carried out; the message is one line of Swedish that says why."""


def may_run(user, agreement: Agreement) -> bool:
    return may(user, Right.RUN_INVOICING, agreement.cooperation_id)


def demand_officer(user, agreement: Agreement, kind: str) -> None:
    """Refuse who is not the principal's officer, and for abnormal wear who is not named for it."""
    if not may_run(user, agreement):
        raise ActionRefused(f"{user} är inte ekonom hos huvudmannen för {agreement.cooperation.name}.")
    if kind == Kind.ABNORMAL_WEAR and not may(user, Right.SEE_WEAR, agreement.cooperation_id):
        raise ActionRefused("Bara den som är namngiven för det får hantera särskilda kostnader.")


def demand_no_person(text: str, kind: str) -> str:
    """A free text without a personal number, its ends trimmed; for abnormal wear there is none at all."""
    if kind == Kind.ABNORMAL_WEAR and text and text not in WEAR_REASONS:
        raise ActionRefused("Vid särskild kostnad enligt 11.4 finns ingen fri text.")
    if holds_personal_number(text, any_check_digit=True):
        raise ActionRefused(REFUSED)
    return text.strip()


def _locked(charge: Charge) -> Charge:
    """The charge's row, held until the transaction ends, so that two people take turns."""
    return (
        Charge.objects.select_for_update(of=("self",))
        .select_related("agreement__cooperation")
        .get(pk=charge.pk)
    )


# --- Registering what to charge


@transaction.atomic
def open_fixed_cost(*, agreement: Agreement, year: int) -> Charge:
    """The year's fixed cost (11.3, 23), made the first time it is asked for."""
    if agreement.status != Agreement.Status.ADOPTED:
        raise ActionRefused(f"{agreement} är ett förslag och kan inte faktureras.")
    charge, _ = Charge.objects.get_or_create(agreement=agreement, year=year, kind=Kind.FIXED_COST, sequence=1)
    return charge


@transaction.atomic
def register_charge(
    *,
    agreement: Agreement,
    year: int,
    kind: str,
    by,
    amount: int,
    decision: str = "",
    starts_on: date | None = None,
    organisation: Organisation | None = None,
    reference: str = "",
    authority: Decision | None = None,
) -> Charge:
    """A charge beside the fixed cost (11.3-11.5, 11.7), in whole kronor. Refuses what lacks its ground.

    A body's decision may be the authority for a quality review; officers still draft and attest it (ADR 14).
    """
    if kind != Kind.QUALITY_REVIEW or not decides_in(authority, agreement.cooperation):
        demand_officer(by, agreement, kind)
    if kind not in regulated_kinds(agreement, year):
        raise ActionRefused(f"{Kind(kind).label} regleras inte av {agreement} för {year}.")
    if kind == Kind.QUALITY_REVIEW:
        cap = terms_of(agreement, date(year, 1, 1)).get(TermKind.REVIEW_CAP)
        check_review_cost(amount, cap, decision)
    if kind == Kind.STAFFING:
        _demand_staffing_decision(year, starts_on, decision)
    if kind == Kind.DEFICIT:
        _demand_deficit(agreement, year, amount)
    latest = Charge.objects.filter(agreement=agreement, year=year, kind=kind).aggregate(n=Max("sequence"))
    charge = Charge(
        agreement=agreement,
        year=year,
        kind=kind,
        sequence=(latest["n"] or 0) + 1,
        amount=amount,
        decision=decision,
        starts_on=starts_on,
        organisation=organisation,
        reference=reference,
    )
    charge.full_clean()
    charge.save()
    return charge


def _demand_staffing_decision(year: int, starts_on: date | None, decision: str) -> None:
    if not decision:
        raise ActionRefused(
            "Ändrad bemanning kräver beslut i alla åtta kommuner (punkt 11.7). Ange beslutet."
        )
    if starts_on is None or starts_on.year != year:
        raise ActionRefused(f"Ange vilken dag {year} den ändrade bemanningen börjar.")


def _demand_deficit(agreement: Agreement, year: int, amount: int) -> None:
    outcome = YearOutcome.objects.filter(agreement=agreement, year=year).first()
    if outcome is None:
        raise ActionRefused(f"Underskottet {year} kan debiteras först när årets bokslut är registrerat.")
    if amount != -outcome.deviation:
        raise ActionRefused(
            f"Bokslutet {year} visar ett underskott på {kr(max(0, -outcome.deviation))}, inte {kr(amount)}."
        )
    if Charge.objects.filter(agreement=agreement, year=year, kind=Kind.DEFICIT).exists():
        raise ActionRefused(f"Underskottet {year} är redan registrerat.")


# --- Draft, attest, send back


def calculate_charge(charge: Charge) -> Calculation:
    """What the charge comes to for each party, from today's rows. Raises CostError, AllocationError."""
    if charge.kind == Kind.FIXED_COST:
        return calculation_of(charge.agreement, charge.year, allow_estimated=charge.allow_estimated)
    if charge.kind == Kind.ABNORMAL_WEAR:
        return calculate(_single(charge))
    step = Step("total", f"{charge.get_kind_display()} {charge.year}", kr(charge.amount))
    issued = _issued_fixed_cost(charge)
    if issued:
        inputs = thawed(issued.calculation).inputs
        return calculate(replace(inputs, budget=None, amount=charge.amount, amount_steps=(step,)))
    return calculation_of(
        charge.agreement,
        charge.year,
        amount=charge.amount,
        amount_steps=(step,),
        allow_estimated=charge.allow_estimated,
    )


def _issued_fixed_cost(charge: Charge) -> Charge | None:
    """The year's fixed cost when it is issued: its key is then the year's key (11.3, 11.5, 11.7)."""
    return Charge.objects.filter(
        agreement=charge.agreement, year=charge.year, kind=Kind.FIXED_COST, state=State.ISSUED
    ).first()


def _single(charge: Charge) -> Inputs:
    return Inputs(
        cooperation=charge.agreement.cooperation.name,
        agreement=charge.agreement.title,
        year=charge.year,
        rule=Rule(basis=Basis.EQUAL, clause="11.4"),
        claimants=(Claimant(charge.organisation.short_name, code=charge.organisation.municipal_code),),
        organisations=(charge.organisation.slug,),
        population=None,
        amount=charge.amount,
    )


@transaction.atomic
def make_draft(*, charge: Charge, by, allow_estimated: bool = False) -> Charge:
    """Compute and freeze what the second person is to read. A new draft replaces an earlier one."""
    charge = _locked(charge)
    demand_officer(by, charge.agreement, charge.kind)
    if charge.state == State.ISSUED:
        raise ActionRefused("Fakturorna är redan utställda.")
    charge.allow_estimated = allow_estimated
    charge.calculation = frozen(calculate_charge(charge))
    charge.draft_digest = draft_digest(charge, charge.calculation)
    charge.state = State.DRAFT
    charge.drafted_by, charge.drafted_at = by, timezone.now()
    charge.attested_by = charge.attested_at = charge.issue_date = None
    charge.returned_because = ""
    charge.save()
    return charge


@transaction.atomic
def attest(*, charge: Charge, by, issue_date: date) -> Charge:
    """A second person vouches for the draft and sets the invoice date. Raises ActionRefused."""
    charge = _locked(charge)
    demand_officer(by, charge.agreement, charge.kind)
    if charge.state != State.DRAFT:
        raise ActionRefused("Det finns inget utkast att attestera.")
    if by.pk == charge.drafted_by_id:
        raise ActionRefused("Den som gjorde utkastet kan inte attestera det. En annan ekonom behövs.")
    demand_unchanged(charge)
    demand_issue_date(charge, issue_date)
    charge.state = State.ATTESTED
    charge.attested_by, charge.attested_at, charge.issue_date = by, timezone.now(), issue_date
    charge.save()
    return charge


@transaction.atomic
def send_back(*, charge: Charge, by, because: str) -> Charge:
    """Return a draft or an attested charge to be made again, with a reason."""
    charge = _locked(charge)
    demand_officer(by, charge.agreement, charge.kind)
    if charge.state not in (State.DRAFT, State.ATTESTED):
        raise ActionRefused("Det finns inget utkast att skicka tillbaka.")
    if not because.strip():
        raise ActionRefused("Skriv varför utkastet skickas tillbaka.")
    charge.state = State.REGISTERED
    charge.calculation = charge.drafted_by = charge.drafted_at = None
    charge.attested_by = charge.attested_at = charge.issue_date = None
    charge.returned_because = demand_no_person(because, charge.kind)
    charge.save()
    return charge


@transaction.atomic
def discard(*, charge: Charge, by) -> None:
    """Take away a charge that was registered by mistake, before any draft; its history stays."""
    charge = _locked(charge)
    demand_officer(by, charge.agreement, charge.kind)
    if charge.kind == Kind.FIXED_COST or charge.state != State.REGISTERED:
        raise ActionRefused(
            "Bara en debitering som saknar utkast kan tas bort. Skicka tillbaka utkastet först."
        )
    charge.delete()


def demand_unchanged(charge: Charge) -> None:
    """Refuse when today's rows no longer give what the draft shows, to the letter of every page."""
    if frozen(calculate_charge(charge)) != charge.calculation:
        raise ActionRefused("Underlaget har ändrats sedan utkastet gjordes. Gör ett nytt utkast.")
    if draft_digest(charge, charge.calculation) != charge.draft_digest:
        raise ActionRefused("Fakturauppgifter har ändrats sedan utkastet gjordes. Gör ett nytt utkast.")


def demand_issue_date(charge: Charge, issue_date: date) -> None:
    """The invoice date is a day of the invoiced year, and not before the last one of its series."""
    years = issue_years(charge)
    if issue_date.year not in years:
        named = " eller ".join(str(year) for year in years)
        raise ActionRefused(f"Fakturadatumet ska vara en dag under {named}.")
    latest = latest_issue_date(principal_of(charge.agreement), issue_date.year, series_kind(charge))
    if latest and issue_date < latest:
        raise ActionRefused(
            f"Den senaste fakturan i serien är från {long_date(latest)}. Ett tidigare datum går inte."
        )


def issue_years(charge: Charge) -> list[int]:
    """The years in which a charge may be invoiced: its own, and for what is known late also the next.

    The fixed cost is invoiced in the running year (clause 23). A deficit is known when the accounts are
    closed, a review or wear perhaps in December.
    """
    return [charge.year] if charge.kind == Kind.FIXED_COST else [charge.year, charge.year + 1]


def latest_issue_date(issuer: Organisation, year: int, kind: str) -> date | None:
    return Document.objects.filter(series__issuer=issuer, series__year=year, series__kind=kind).aggregate(
        day=Max("issue_date")
    )["day"]


def series_kind(charge: Charge) -> str:
    """Abnormal wear has a series of its own, since it concerns a person."""
    return (
        NumberSeries.Kind.ABNORMAL_WEAR if charge.kind == Kind.ABNORMAL_WEAR else NumberSeries.Kind.ORDINARY
    )


# --- After issue


def outstanding(document: Document) -> int:
    """What is left to pay of an invoice, in whole kronor: amount less credits and payments."""
    paid = document.payments.aggregate(kr=Sum("amount"))["kr"] or 0
    return creditable(document) - paid


def creditable(document: Document) -> int:
    """What is left to credit of an invoice, in whole kronor: amount less earlier credits."""
    return document.amount + (document.credit_invoices.aggregate(kr=Sum("amount"))["kr"] or 0)


@transaction.atomic
def register_payment(*, document: Document, by, paid_on: date, amount: int, note: str = "") -> Payment:
    """Money received, whole or in part; a mistake is mended with the opposite sign. Raises ActionRefused."""
    document = (
        Document.objects.select_for_update(of=("self",))
        .select_related("charge__agreement__cooperation")
        .get(pk=document.pk)
    )
    demand_officer(by, document.charge.agreement, document.charge.kind)
    note = demand_no_person(note, document.charge.kind)
    if document.kind != Document.Kind.INVOICE:
        raise ActionRefused("Bara en faktura kan betalas.")
    if paid_on < document.issue_date:
        raise ActionRefused("Betalningsdagen kan inte ligga före fakturadatumet.")
    if amount == 0:
        raise ActionRefused("En betalning kan inte vara 0 kr.")
    paid = document.payments.aggregate(kr=Sum("amount"))["kr"] or 0
    if not 0 <= paid + amount <= document.amount:
        raise ActionRefused(f"Betalt skulle bli {kr(paid + amount)} av {kr(document.amount)}.")
    payment = Payment(document=document, paid_on=paid_on, amount=amount, note=note, registered_by=by)
    payment.seal = payment_seal(payment)
    payment.save(force_insert=True)
    return payment
