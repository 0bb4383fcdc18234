"""A party's own page in a cooperation, to show at a meeting and to print on one sheet."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from agreements.access import get_cooperation
from agreements.models import Organisation
from cmv_portal.municipality.page import municipality_page


def municipality(request, slug, organisation):
    cooperation = get_cooperation(request.user, slug)
    parties = Organisation.objects.filter(parties__agreement__cooperation=cooperation).distinct()
    found = get_object_or_404(parties, slug=organisation)
    context = {
        "nav": "agreements",
        "trail": [(cooperation.name, cooperation.get_absolute_url())],
        "page": municipality_page(request.user, cooperation, found, timezone.localdate()),
        "today": timezone.localdate(),
    }
    return render(request, "portal/municipality/municipality.html", context)
