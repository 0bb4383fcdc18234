"""One edition of an agreement: parties, terms, time, open questions."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.access import get_agreement, may
from agreements.agreement_page import agreement_page
from cmv_portal.roles import Right


def agreement(request, slug):
    found = get_agreement(request.user, slug)
    page = agreement_page(request.user, found, timezone.localdate())
    context = {
        "nav": "agreements",
        "trail": [("Avtal", reverse("agreements"))],
        "page": page,
        "revises": page.is_current and may(request.user, Right.PREPARE_AGREEMENTS, found.cooperation_id),
    }
    return render(request, "agreements/agreement/agreement.html", context)
