"""A cooperation's year as a wheel and a list, derived from the agreement's terms."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.access import get_cooperation, may, require
from cmv_portal.clock.wheel_page import wheel_page
from cmv_portal.roles import Right

YEARS = range(2000, 2101)


def year_wheel(request, slug, year):
    found = get_cooperation(request.user, slug)
    require(year in YEARS)
    page = wheel_page(found, year, timezone.localdate())
    require(page is not None)
    context = {
        "nav": "agreements",
        "trail": [("Avtal", reverse("agreements")), (found.name, found.get_absolute_url())],
        "here": f"Årshjul {year}",
        "page": page,
        "reads": may(request.user, Right.SEE_REPORTS, found.pk),
    }
    return render(request, "portal/year_wheel/year_wheel.html", context)
