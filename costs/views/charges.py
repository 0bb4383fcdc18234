"""The charges of a cooperation, and the form that registers one beside the fixed cost."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agreements.access import get_cooperation
from agreements.queries import find_agreement
from agreements.swedish import kr
from cmv_portal.roles import Right
from costs.actions.charges import register_charge
from costs.forms.basis import ChargeForm
from costs.models import Charge
from costs.queries.charges import amount_to_charge, charges_by_year, deficit_of, kinds_for
from costs.queries.distribution import NOT_POSSIBLE
from costs.queries.populations import payers_of
from costs.read_log import log_listed
from costs.refusals import REFUSALS, refused


def charges(request, slug):
    cooperation = get_cooperation(request.user, slug, Right.RUN_INVOICING)
    this_year = timezone.localdate().year
    years = charges_by_year(cooperation, request.user)
    log_listed(request.user, (row.charge for _, rows in years for row in rows))
    context = {
        "nav": "costs",
        "cooperation": cooperation,
        "years": years,
        "has_kinds": bool(kinds_for(cooperation, request.user, this_year)),
        "next_year": this_year + 1,
        "trail": [("Kostnader", reverse("costs"))],
    }
    return render(request, "costs/charges/charges.html", context)


def charge_new(request, slug):
    cooperation = get_cooperation(request.user, slug, Right.RUN_INVOICING)
    kinds = kinds_for(cooperation, request.user, timezone.localdate().year)
    form = ChargeForm(
        request.POST or None,
        initial=_initial(request, cooperation),
        kinds=kinds,
        payers=_payers(cooperation),
        handles_wear=Charge.Kind.ABNORMAL_WEAR in kinds,
    )
    if form.is_valid():
        try:
            charge, how = _register(cooperation, form.cleaned_data, request.user)
        except REFUSALS as refusal:
            form.add_error(None, refused(refusal))
        else:
            messages.success(request, f"Registrerat: {charge}, {kr(charge.amount)}. {how}".strip())
            return redirect(charge)
    context = {
        "nav": "costs",
        "cooperation": cooperation,
        "form": form,
        "clauses": kinds,
        "trail": [
            ("Kostnader", reverse("costs")),
            (f"Debiteringar {cooperation.short_name}", reverse("charges", args=[slug])),
        ],
    }
    return render(request, "costs/charges/charge_new.html", context)


def _register(cooperation, given, user) -> tuple[Charge, str]:
    agreement = find_agreement(cooperation.slug, given["year"])
    amount, how = amount_to_charge(
        agreement, given["kind"], given["year"], given["amount"], given["starts_on"]
    )
    charge = register_charge(
        agreement=agreement,
        year=given["year"],
        kind=given["kind"],
        by=user,
        amount=amount,
        decision=". ".join(text for text in (given["decision"], how) if text) if given["decision"] else "",
        starts_on=given["starts_on"],
        organisation=given.get("organisation"),
        reference=given.get("reference") or "",
    )
    return charge, how


def _payers(cooperation) -> list:
    """The organisations that may be charged alone (11.4), as the agreement stands today."""
    today = timezone.localdate()
    try:
        agreement = find_agreement(cooperation.slug, today.year)
    except NOT_POSSIBLE:
        return []
    return [party.organisation for party in payers_of(agreement, today.year)]


def _initial(request, cooperation) -> dict:
    """What a link may fill in: the kind, the year, and a deficit's amount."""
    kind, written = request.GET.get("slag", ""), request.GET.get("ar", "")
    year = int(written) if written.isascii() and written.isdigit() else timezone.localdate().year
    initial = {"kind": kind, "year": year}
    if kind == Charge.Kind.DEFICIT:
        outcomes = cooperation.agreements.filter(outcomes__year=year)
        if agreement := outcomes.first():
            initial["amount"] = deficit_of(agreement, year)
    return initial
