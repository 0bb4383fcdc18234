"""The parties, and what is missing of each."""

from django.shortcuts import render
from django.urls import reverse

from agreements.organisation_queries import lacking_reference, organisations_of


def organisations(request):
    rows = organisations_of(request.user)
    context = {
        "nav": "agreements",
        "trail": [("Avtal", reverse("agreements"))],
        "rows": rows,
        "lacking": lacking_reference(rows),
    }
    return render(request, "agreements/organisations/organisations.html", context)
