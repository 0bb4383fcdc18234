"""One edition of an agreement: parties, terms, time, open questions."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.access import get_agreement
from agreements.agreement_page import agreement_page


def agreement(request, slug):
    found = get_agreement(request.user, slug)
    context = {
        "nav": "agreements",
        "trail": [("Avtal", reverse("agreements"))],
        "page": agreement_page(request.user, found, timezone.localdate()),
    }
    return render(request, "agreements/agreement/agreement.html", context)
