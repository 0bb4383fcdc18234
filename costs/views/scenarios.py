"""A kept scenario on today's base, and what its maker may do with it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from agreements.access import may
from agreements.queries import history_of
from agreements.refusals import Refused
from cmv_portal.roles import Right
from costs.access import get_own_scenario, get_scenario
from costs.actions.scenarios import discard_scenario, rename_scenario, share_scenario
from costs.changes import ChangesError
from costs.forms.scenarios import ScenarioForm
from costs.forms.what_if_changes import question_of
from costs.models import Scenario
from costs.queries.distribution import NOT_POSSIBLE
from costs.queries.scenarios import Opened, opened, tables_to_choose
from costs.queries.what_if_page import answer_of
from costs.views.what_if import own_slugs, workbook

UNREADABLE = (ChangesError, *NOT_POSSIBLE)


def scenario(request, slug, pk):
    row = get_scenario(request.user, slug, pk)
    return _page(request, row, ScenarioForm(initial={"name": row.name, "note": row.note}))


def scenario_file(request, slug, pk):
    row = get_scenario(request.user, slug, pk)
    try:
        found = opened(row)
        answer = answer_of(found.base, found.changes)
    except UNREADABLE as reason:
        raise Http404(str(reason)) from reason
    return workbook(f"{row}, {row.cooperation.name}", f"scenario-{row.pk}", answer)


@require_POST
def scenario_rename(request, slug, pk):
    row, naming = get_own_scenario(request.user, slug, pk), ScenarioForm(request.POST)
    if naming.is_valid():
        try:
            row = rename_scenario(scenario=row, by=request.user, **naming.cleaned_data)
        except (Refused, ValidationError) as refusal:
            naming.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
        else:
            messages.success(request, f"Scenariot heter nu {row}.")
            return redirect(row)
    return _page(request, row, naming)


@require_POST
def scenario_share(request, slug, pk):
    row = get_own_scenario(request.user, slug, pk)
    shared = request.POST.get("delat") == "ja"
    share_scenario(scenario=row, shared=shared, by=request.user)
    who = f"alla som får se kostnaderna i {row.cooperation.name}" if shared else "bara du"
    messages.success(request, f"Nu kan {who} öppna scenariot {row}.")
    return redirect(row)


@require_POST
def scenario_discard(request, slug, pk):
    row = get_own_scenario(request.user, slug, pk)
    discard_scenario(scenario=row, by=request.user)
    messages.success(request, f"Scenariot {row} är borttaget.")
    return redirect("what_if", slug)


def _page(request, row: Scenario, naming: ScenarioForm):
    cooperation = row.cooperation
    context = {
        "nav": "costs",
        "cooperation": cooperation,
        "row": row,
        "naming": naming,
        "mine": row.made_by_id == request.user.pk,
        "prepares": may(request.user, Right.PREPARE_AGREEMENTS, cooperation.pk),
        "trail": [("Kostnader", reverse("costs")), ("Tänk om", reverse("what_if", args=[cooperation.slug]))],
    }
    try:
        found = opened(row)
        context |= {
            "base": found.base,
            "moved": found.moved,
            "answer": answer_of(found.base, found.changes, own=own_slugs(request.user, cooperation)),
            "question": _question(found),
            "history": history_of(row),
        }
    except UNREADABLE as reason:
        context["reason"] = str(reason)
    return render(request, "costs/what_if/scenario.html", context)


def _question(found: Opened) -> str:
    base, changes = found.base, found.changes
    return question_of(changes, base.lines(changes.year), tables_to_choose(base))
