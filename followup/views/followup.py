"""The follow-up's place: each cooperation's reports, and what its agreement asks for."""

from django.shortcuts import render
from django.utils import timezone

from followup.queries.overview import overview


def followup(request):
    rows = overview(request.user, timezone.localdate())
    return render(request, "followup/followup.html", {"nav": "followup", "rows": rows})
