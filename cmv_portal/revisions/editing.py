"""A page that saves a form: a colleague's change meanwhile is shown beside the person's own words."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from agreements.actions.rows import Stale
from agreements.refusals import Refused
from agreements.views.editing import Theirs
from costs.actions.charges import ActionRefused
from costs.queries.distribution import NOT_POSSIBLE

Make = Callable[..., forms.Form]


def edit_page(
    request, *, make: Make, save: Callable[[forms.Form], object], back: str, said: str, template: str, context
):
    """Show the form that `make` builds of what is stored; when it is sent, save it and go back.

    When it is stale the person's words stay, what is stored stands beside them, and a second save holds.
    """
    form, theirs = make(request.POST or None, request.FILES or None), []
    if request.method == "POST" and form.is_valid():
        try:
            save(form)
        except Stale as refusal:
            form, theirs = _rebased(request, make)
            form.add_error(None, str(refusal))
        except (Refused, ActionRefused, *NOT_POSSIBLE) as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, said)
            return redirect(back)
    context = {"nav": "agreements", "form": form, "theirs": theirs, "back": back, **context}
    return render(request, template, context)


def _rebased(request, make: Make) -> tuple[forms.Form, list[Theirs]]:
    """The person's form on what is stored now, and where what is stored is something else."""
    stored = make(None, None)
    theirs = [
        Theirs(str(field.label), _shown(field) or "–")
        for field in stored.visible_fields()
        if _written(field) != request.POST.get(field.html_name, "").strip()
    ]
    data = request.POST.copy()
    data["version"] = str(stored["version"].value())
    return make(data, None), theirs


def _written(field) -> str:
    """A field's stored value as the browser would send it."""
    value = field.field.widget.format_value(field.value())
    if isinstance(value, list):  # a choice
        value = value[0] if value else ""
    return "" if value is None else str(value).strip()


def _shown(field) -> str:
    """The same as a reader would write it: a choice by its label."""
    choices = dict(getattr(field.field, "choices", ()))
    written = _written(field)
    return str(choices.get(written, written))
