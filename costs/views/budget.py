"""Budgets, the years ahead and the outcomes of a cooperation, and the forms that register them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agreements.access import get_cooperation, require
from agreements.queries import AgreementNotFound, find_agreement
from agreements.swedish import kr
from cmv_portal.roles import Right
from costs.actions.basis import decide_budget, propose_budget, register_outcome
from costs.forms.basis import BudgetForm, OutcomeForm
from costs.queries.budgets import budget_page, deficit_clause, overhead_text, suggested_lines, total_of
from costs.queries.distribution import YEARS, open_cost_questions
from costs.refusals import REFUSALS, refused


def budget(request, slug):
    cooperation = get_cooperation(request.user, slug, Right.SEE_ALLOCATION)
    page = budget_page(cooperation, request.user, timezone.localdate())
    context = {"nav": "costs", "cooperation": cooperation, "page": page, "trail": trail()}
    return render(request, "costs/budget/budget.html", context)


def budget_edit(request, slug, year):
    require(year in YEARS)
    cooperation = get_cooperation(request.user, slug, Right.EDIT_COST_BASIS)
    agreement = edition_of(cooperation, year)
    form = BudgetForm(request.POST or None, suggested=suggested_lines(agreement, year))
    is_proposal = "forslag" in request.POST
    if form.is_valid():
        given = {
            "agreement": agreement,
            "year": year,
            "lines": form.cleaned_data["lines"],
            "by": request.user,
        }
        said = form.cleaned_data["decision"]
        try:
            made = (
                propose_budget(source=said, **given) if is_proposal else decide_budget(decision=said, **given)
            )
        except REFUSALS as refusal:
            form.add_error(None, refused(refusal))
        else:
            total = total_of(made)
            told = f"{kr(total.total)}{' med OH' if total.overhead else ''}"
            how = "föreslagen och väntar på ett möte" if is_proposal else "registrerad"
            messages.success(request, f"Budgeten för {year} är {how}: {told}.")
            return redirect("budget", slug)
    context = {
        "nav": "costs",
        "cooperation": cooperation,
        "agreement": agreement,
        "year": year,
        "form": form,
        "overhead": overhead_text(agreement, year),
        "questions": [] if agreement.budgets.exists() else open_cost_questions(agreement),
        "trail": trail(cooperation),
    }
    return render(request, "costs/budget/budget_edit.html", context)


def outcome_new(request, slug):
    cooperation = get_cooperation(request.user, slug, Right.EDIT_COST_BASIS)
    last_year = timezone.localdate().year - 1
    form = OutcomeForm(request.POST or None, initial={"year": request.GET.get("ar", last_year)})
    if form.is_valid():
        given = form.cleaned_data
        try:
            outcome = register_outcome(
                agreement=find_agreement(cooperation.slug, given["year"]), by=request.user, **given
            )
        except REFUSALS as refusal:
            form.add_error(None, refused(refusal))
        else:
            messages.success(request, _outcome_told(outcome))
            return redirect("budget", slug)
    context = {
        "nav": "costs",
        "cooperation": cooperation,
        "form": form,
        "deficit_clause": deficit_clause(cooperation, timezone.localdate()),
        "trail": trail(cooperation),
    }
    return render(request, "costs/budget/outcome_new.html", context)


def _outcome_told(outcome) -> str:
    if outcome.deviation > 0:
        return (
            f"Utfallet för {outcome.year} är registrerat. Överskottet på {kr(outcome.deviation)} "
            f"är ingående balans {outcome.year + 1}."
        )
    if outcome.deviation < 0:
        return (
            f"Utfallet för {outcome.year} är registrerat. Underskottet på {kr(-outcome.deviation)} "
            f"delas av parterna efter {outcome.year} års nyckel."
        )
    return f"Utfallet för {outcome.year} är registrerat. Det är lika med budgeten."


def edition_of(cooperation, year):
    """The cooperation's edition for a year; 404 where none holds."""
    try:
        return find_agreement(cooperation.slug, year)
    except AgreementNotFound as reason:
        raise Http404(str(reason)) from reason


def trail(cooperation=None) -> list[tuple[str, str]]:
    """The way here, for the crumbs."""
    way = [("Kostnader", reverse("costs"))]
    if cooperation:
        way.append((f"Budget {cooperation.short_name}", reverse("budget", args=[cooperation.slug])))
    return way
