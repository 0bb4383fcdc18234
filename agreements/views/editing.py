"""A page that writes one row: its form, what a colleague wrote meanwhile, and the way back."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render

from agreements.actions.rows import Stale, version_of
from agreements.refusals import Incomplete, Refused


@dataclass(frozen=True)
class Theirs:
    """What a colleague has written in a field."""

    label: str
    text: str


def edit_row(
    request,
    *,
    form_class,
    instance,
    action: Callable[..., object],
    back: str,
    said: str,
    template: str,
    context,
):
    """Show the form; when it is sent, call the action with the fields and `version`, and go back.

    A colleague's change is shown with the person's own text kept, and a second save holds.
    """
    form, theirs = form_class(request.POST or None, instance=instance), []
    if request.method == "POST" and form.is_valid():
        try:
            action(**form.written, version=form.cleaned_data["version"], by=request.user)
        except Stale as refusal:
            form, theirs = _rebased(request, form_class, instance)
            form.add_error(None, str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, said)
            return redirect(back)
    context = {"form": form, "theirs": theirs, "back": back, **context}
    return render(request, template, context)


def _rebased(request, form_class, instance):
    """The form with the stored row as its new starting point, and what differs there."""
    stored = type(instance)._default_manager.get(pk=instance.pk)
    now = form_class(instance=stored)
    theirs = [
        Theirs(str(part.label), _shown(stored, part.name))
        for part in now
        if part.name != "version" and part.field.has_changed(part.value(), _sent(request, part))
    ]
    data = request.POST.copy()
    data["version"] = str(version_of(stored))
    return form_class(data, instance=stored), theirs


def _sent(request, part):
    """What the person sent of a field, as its control reads it."""
    return part.field.widget.value_from_datadict(request.POST, request.FILES, part.html_name)


def _shown(row, name: str) -> str:
    """A stored value as a reader would write it."""
    value = getattr(row, f"get_{name}_display", lambda: getattr(row, name, ""))()
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return str(value or "–")


def tell_refused(request, action: Callable[..., object], **given) -> None:
    """Do what a button on a page asks for, and say there why when it is refused."""
    try:
        action(**given, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))


def report_row(
    request, form, *, action: Callable[..., object], said: str, back, shown: Callable[..., object]
):
    """Register that something was reported, or show its page again with what stopped it."""
    missing = None
    if form.is_valid():
        try:
            action(by=request.user, **form.cleaned_data)
        except Incomplete as reason:
            missing = reason
        except Refused as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, said)
            return redirect(back)
    return shown(form, missing)
