"""The population tables of a cooperation, and the form that registers one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agreements.access import get_cooperation
from agreements.queries import edition_or_proposal
from agreements.swedish import sort_key
from cmv_portal.roles import Right
from costs.actions.basis import register_population_table
from costs.forms.basis import PopulationForm
from costs.queries.populations import payers_of, population_page, rule_text
from costs.refusals import REFUSALS, refused


def populations(request, slug):
    cooperation = get_cooperation(request.user, slug, Right.SEE_ALLOCATION)
    page = population_page(cooperation, request.user, timezone.localdate())
    context = {
        "nav": "costs",
        "cooperation": cooperation,
        "page": page,
        "trail": [("Kostnader", reverse("costs"))],
    }
    return render(request, "costs/populations/populations.html", context)


def population_new(request, slug):
    cooperation = get_cooperation(request.user, slug, Right.EDIT_COST_BASIS)
    today = timezone.localdate()
    agreement = edition_or_proposal(cooperation, today)
    payers = payers_of(agreement, today.year) if agreement else []
    if not payers:
        raise Http404("Samverkan har inga parter som bär en kostnad.")
    payers.sort(key=lambda party: sort_key(party.organisation.short_name))
    form = PopulationForm(request.POST or None, agreement=agreement, payers=payers)
    if form.is_valid():
        given = form.cleaned_data
        try:
            table = register_population_table(
                agreement=agreement,
                reference_date=given["reference_date"],
                source=given["source"],
                figures=form.figures,
                by=request.user,
                key_year=given["key_year"],
                deviation_reason=given["reason"],
            )
        except REFUSALS as refusal:
            form.add_error(None, refused(refusal))
        else:
            messages.success(request, f"Folkmängden är registrerad: {table}.")
            return redirect("populations", slug)
    context = {
        "nav": "costs",
        "cooperation": cooperation,
        "form": form,
        "rule": rule_text(agreement, today.year + 1),
        "trail": [
            ("Kostnader", reverse("costs")),
            (f"Folkmängd {cooperation.short_name}", reverse("populations", args=[slug])),
        ],
    }
    return render(request, "costs/populations/population_new.html", context)
