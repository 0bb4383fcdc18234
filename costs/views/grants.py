"""State grants of a cooperation: the forms that register, mend and remove one."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.access import get_cooperation
from agreements.queries import find_agreement
from agreements.swedish import kr
from cmv_portal.roles import Right
from costs.actions.grants import change_grant, register_grant, remove_grant
from costs.forms.grants import GrantForm, NewGrantForm
from costs.models import StateGrant
from costs.queries.budgets import year_for_grant
from costs.queries.calculations import calculation_of
from costs.refusals import REFUSALS, refused
from costs.views.budget import trail


def grant_new(request, slug):
    cooperation = get_cooperation(request.user, slug, Right.EDIT_COST_BASIS)
    initial = {"year": year_for_grant(cooperation, timezone.localdate())}
    form = NewGrantForm(request.POST or None, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            grant = register_grant(
                agreement=find_agreement(cooperation.slug, given["year"]), by=request.user, **given
            )
        except REFUSALS as refusal:
            form.add_error(None, refused(refusal))
        else:
            messages.success(request, f"Bidraget är registrerat. {_effect(grant)}")
            return redirect("budget", slug)
    context = {"nav": "costs", "cooperation": cooperation, "form": form, "trail": trail(cooperation)}
    return render(request, "costs/grants/grant_new.html", context)


def grant(request, slug, pk):
    found = _grant(request.user, slug, pk)
    initial = {"label": found.label, "amount": found.amount, "decision": found.decision}
    form = GrantForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            change_grant(grant=found, by=request.user, **form.cleaned_data)
        except REFUSALS as refusal:
            form.add_error(None, refused(refusal))
        else:
            messages.success(request, f"Bidraget är ändrat. {_effect(found)}")
            return redirect("budget", slug)
    cooperation = found.agreement.cooperation
    context = {
        "nav": "costs",
        "cooperation": cooperation,
        "grant": _grant(request.user, slug, pk),
        "form": form,
        "trail": trail(cooperation),
    }
    return render(request, "costs/grants/grant.html", context)


@require_POST
def grant_remove(request, slug, pk):
    found = _grant(request.user, slug, pk)
    try:
        remove_grant(grant=found, by=request.user)
    except REFUSALS as refusal:
        for reason in refused(refusal):
            messages.error(request, reason)
    else:
        messages.success(request, f"{found} är borttaget. {_effect(found)}")
    return redirect("budget", slug)


def _grant(user, slug: str, pk: int) -> StateGrant:
    cooperation = get_cooperation(user, slug, Right.EDIT_COST_BASIS)
    grants = StateGrant.objects.select_related("agreement__cooperation")
    return get_object_or_404(grants, pk=pk, agreement__cooperation=cooperation)


def _effect(grant: StateGrant) -> str:
    """What the parties share of the year after the change."""
    total = calculation_of(grant.agreement, grant.year, allow_estimated=True).total
    return f"{grant.year} delar parterna på {kr(total)}."
