"""The start page: what waits for the person, and the figure they come for."""

from django.shortcuts import render
from django.utils import timezone

from cmv_portal.start.queries import start_page


def start(request):
    today = timezone.localdate()
    context = {"nav": "start", "today": today, "page": start_page(request.user, today)}
    return render(request, "portal/start.html", context)
