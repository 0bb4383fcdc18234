"""What every party would pay if something in the agreement were otherwise: the question and its answer."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.access import get_cooperation, may, own_organisations, require
from agreements.refusals import Refused
from cmv_portal.roles import Right
from costs.access import scenarios
from costs.actions.scenarios import save_scenario
from costs.changes import ChangesError
from costs.forms.scenarios import ScenarioForm
from costs.forms.what_if import WhatIfForm
from costs.queries.distribution import NOT_POSSIBLE
from costs.queries.scenarios import Base, base_of, first_year
from costs.queries.what_if_page import Answer, answer_of, ready_questions
from costs.scenario_spreadsheet import scenario_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def what_if(request, slug):
    cooperation = get_cooperation(request.user, slug, Right.SEE_ALLOCATION)
    if "" in [value for _, values in request.GET.lists() for value in values]:
        return redirect(f"{request.path}?{without_empty(request.GET)}#svar")
    try:
        base = base_asked(request, cooperation)
    except NOT_POSSIBLE as reason:
        context = {"nav": "costs", "cooperation": cooperation, "trail": [("Kostnader", reverse("costs"))]}
        return render(request, "costs/what_if/missing.html", context | {"reason": reason})
    return _page(request, base, ScenarioForm())


@require_POST
def scenario_save(request, slug):
    """Keep the question of the address under a name."""
    cooperation = get_cooperation(request.user, slug, Right.SAVE_SCENARIOS)
    base, naming = _base_or_404(request, cooperation), ScenarioForm(request.POST)
    form = WhatIfForm(request.GET or None, base=base)
    if answered(form, []) and naming.is_valid():
        try:
            kept = save_scenario(base=base, changes=form.changes, by=request.user, **naming.cleaned_data)
        except (Refused, ValidationError) as refusal:
            naming.add_error(None, refusal if isinstance(refusal, ValidationError) else str(refusal))
        else:
            messages.success(request, f"Scenariot {kept} är sparat. Bara du ser det tills du delar det.")
            return redirect(kept)
    return _page(request, base, naming)


def what_if_file(request, slug):
    """The answer to the question of the address as a workbook."""
    cooperation = get_cooperation(request.user, slug, Right.SEE_ALLOCATION)
    form = WhatIfForm(request.GET or None, base=_base_or_404(request, cooperation))
    answer = answered(form, [])
    require(answer is not None)
    return workbook(f"Tänk om, {cooperation.name}", f"tank-om-{slug}", answer)


def _page(request, base: Base, naming: ScenarioForm):
    cooperation = base.cooperation
    own = own_slugs(request.user, cooperation)
    form = WhatIfForm(request.GET or None, base=base)
    context = {
        "nav": "costs",
        "cooperation": cooperation,
        "trail": [("Kostnader", reverse("costs"))],
        "base": base,
        "form": form,
        "answer": answered(form, own),
        "questions": list(ready_questions(base, own)),
        "kept": scenarios(request.user).filter(cooperation=cooperation),
        "naming": naming,
        "saves": may(request.user, Right.SAVE_SCENARIOS, cooperation.pk),
        "question": without_empty(request.GET),
    }
    return render(request, "costs/what_if/what_if.html", context)


def base_asked(request, cooperation) -> Base:
    """The years that the address asks about. Raises what NOT_POSSIBLE names."""
    return base_of(cooperation, first_year(cooperation, timezone.localdate(), request.GET.get("ar", "")))


def _base_or_404(request, cooperation) -> Base:
    try:
        return base_asked(request, cooperation)
    except NOT_POSSIBLE as reason:
        raise Http404(str(reason)) from reason


def answered(form: WhatIfForm, own: list[str]) -> Answer | None:
    """The answer to a filled-in form; None, with the reason on the form, where there is none."""
    if not form.is_valid():
        return None
    try:
        return answer_of(form.base, form.changes, own=own)
    except ChangesError as wrong:
        form.add_error(None, str(wrong))
        return None


def own_slugs(user, cooperation) -> list[str]:
    return [organisation.slug for organisation in own_organisations(user, cooperation.pk)]


def workbook(title: str, name: str, answer: Answer) -> HttpResponse:
    """A scenario's workbook to download."""
    content = scenario_xlsx(title, answer.told, answer.scenario.years)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.xlsx"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=XLSX, headers=headers)


def without_empty(query) -> str:
    """The address without what was left empty, so that it says the question alone."""
    return urlencode([(key, value) for key, values in query.lists() for value in values if value])
