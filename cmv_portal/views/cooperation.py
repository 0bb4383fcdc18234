"""A cooperation's page: this year's cost and the reader's part of it, what is due, where to go on."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.access import agreements, get_cooperation, may
from cmv_portal.revisions.starting import IN_THE_MAKING
from cmv_portal.roles import Right
from cmv_portal.start.cooperation import cooperation_page


def cooperation(request, slug):
    found = get_cooperation(request.user, slug)
    today = timezone.localdate()
    context = {
        "nav": "agreements",
        "trail": [("Avtal", reverse("agreements"))],
        "page": cooperation_page(request.user, found, today),
        "today": today,
        "revision": agreements(request.user).filter(cooperation=found, **IN_THE_MAKING).first(),
        "runs_invoicing": may(request.user, Right.RUN_INVOICING, found.pk),
    }
    return render(request, "portal/cooperation.html", context)
