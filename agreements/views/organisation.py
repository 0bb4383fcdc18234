"""One organisation: what is known, what is missing, and the form to fill it in."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.access import get_organisation, may_edit_payment, may_edit_references, require
from agreements.forms import PrincipalReferencesForm, ReferencesForm
from agreements.organisation_queries import organisation_of
from agreements.queries import history_of


def _trail():
    return [("Avtal", reverse("agreements")), ("Organisationer", reverse("organisations"))]


def organisation(request, slug):
    found = get_organisation(request.user, slug)
    context = {
        "nav": "agreements",
        "trail": _trail(),
        "row": organisation_of(request.user, found),
        "may_edit": may_edit_references(request.user, found),
        "changes": history_of(found),
    }
    return render(request, "agreements/organisation/organisation.html", context)


def organisation_edit(request, slug):
    found = get_organisation(request.user, slug)
    require(may_edit_references(request.user, found))
    form_class = PrincipalReferencesForm if may_edit_payment(request.user, found) else ReferencesForm
    form = form_class(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Sparat. Uppgifterna står på nästa faktura.")
        return redirect(found)
    context = {
        "nav": "agreements",
        "trail": [*_trail(), (found.name, found.get_absolute_url())],
        "organisation": found,
        "form": form,
    }
    return render(request, "agreements/organisation/edit.html", context)
