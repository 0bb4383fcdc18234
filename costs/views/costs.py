"""What every cooperation costs this year and next, and where to read more."""

from django.shortcuts import render
from django.utils import timezone

from agreements.access import cooperations, may_anywhere, require
from cmv_portal.roles import Right
from costs.queries.overview import overview


def costs(request):
    require(may_anywhere(request.user, Right.SEE_ALLOCATION))
    today = timezone.localdate()
    items = [
        overview(cooperation, request.user, today)
        for cooperation in cooperations(request.user, Right.SEE_ALLOCATION)
    ]
    lead = next((item for item in items if item.lead), None)
    context = {"nav": "costs", "items": items, "lead": lead, "year": today.year}
    return render(request, "costs/costs/costs.html", context)
