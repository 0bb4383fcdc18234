"""What every party would pay if something in the agreement were otherwise: the question and its answer."""

from urllib.parse import urlencode

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agreements.access import get_cooperation, own_organisations
from cmv_portal.roles import Right
from costs.changes import ChangesError
from costs.forms.what_if import WhatIfForm
from costs.queries.distribution import NOT_POSSIBLE
from costs.queries.scenarios import base_of, first_year
from costs.queries.what_if_page import answer_of, ready_questions


def what_if(request, slug):
    cooperation = get_cooperation(request.user, slug, Right.SEE_ALLOCATION)
    if "" in [value for _, values in request.GET.lists() for value in values]:
        return redirect(f"{request.path}?{without_empty(request.GET)}#svar")
    context = {"nav": "costs", "cooperation": cooperation, "trail": [("Kostnader", reverse("costs"))]}
    try:
        base = base_of(cooperation, first_year(cooperation, timezone.localdate(), request.GET.get("ar", "")))
    except NOT_POSSIBLE as reason:
        return render(request, "costs/what_if/missing.html", context | {"reason": reason})
    own = [organisation.slug for organisation in own_organisations(request.user, cooperation.pk)]
    form = WhatIfForm(request.GET or None, base=base)
    context |= {
        "base": base,
        "form": form,
        "answer": answered(form, own),
        "questions": list(ready_questions(base, own)),
    }
    return render(request, "costs/what_if/what_if.html", context)


def answered(form: WhatIfForm, own: list[str]):
    """The answer to a filled-in form; None, with the reason on the form, where there is none."""
    if not form.is_valid():
        return None
    try:
        return answer_of(form.base, form.changes, own=own)
    except ChangesError as wrong:
        form.add_error(None, str(wrong))
        return None


def without_empty(query) -> str:
    """The address without what was left empty, so that it says the question alone."""
    return urlencode([(key, value) for key, values in query.lists() for value in values if value])
