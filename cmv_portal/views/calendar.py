"""Calendar and reminders: a secret address is made and revoked, reminders are turned on and off."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from cmv_portal.clock.concerns import own_duties
from cmv_portal.clock.feeds import make_feed, revoke_feeds
from cmv_portal.models import CalendarFeed


def calendar(request, *, address=""):
    """The page; `address` is the new one, shown this once."""
    today = timezone.localdate()
    context = {
        "feed": CalendarFeed.objects.filter(user=request.user, revoked_at=None).first(),
        "address": address,
        "has_duties": bool(own_duties(request.user, (today.year, today.year + 1), today)),
    }
    return render(request, "portal/calendar/calendar.html", context)


@require_POST
def calendar_new(request):
    """The address is shown in the answer itself: it is kept nowhere, so no other page can show it."""
    secret = make_feed(by=request.user)
    return calendar(request, address=request.build_absolute_uri(reverse("calendar_feed", args=[secret])))


@require_POST
def calendar_revoke(request):
    revoke_feeds(by=request.user)
    messages.success(request, "Adressen är återkallad. Kalendern uppdateras inte längre.")
    return redirect("calendar")


@require_POST
def calendar_reminders(request):
    user = request.user
    user.wants_reminders = request.POST.get("on") == "ja"
    user.save(update_fields=["wants_reminders"])
    messages.success(request, "Påminnelser är på." if user.wants_reminders else "Påminnelser är avstängda.")
    return redirect("calendar")
