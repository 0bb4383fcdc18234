"""A person's calendar by its secret address, for a calendar program that cannot sign in."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cmv_portal.clock.concerns import own_duties
from cmv_portal.clock.feeds import digest, owner_of
from cmv_portal.clock.ical import calendar_bytes
from cmv_portal.rate_limit import too_often

AN_HOUR = 3600
MOST_READINGS, MOST_MISSES = 60, 30  # an hour: of one calendar, and of wrong addresses from one place


@login_not_required
@require_safe
def calendar_feed(request, secret):
    owner = owner_of(secret)
    key = f"calendar:{digest(secret)}" if owner else f"calendar-miss:{get_adapter().get_client_ip(request)}"
    if too_often(key, most=MOST_READINGS if owner else MOST_MISSES, seconds=AN_HOUR):
        return HttpResponse(status=429, headers={"Retry-After": str(AN_HOUR)})
    if owner is None:
        raise Http404
    today = timezone.localdate()
    duties = own_duties(owner, (today.year - 1, today.year, today.year + 1), today)

    def address_of(own):
        return request.build_absolute_uri(reverse("year_wheel", args=[own.cooperation.slug, own.year]))

    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    content = calendar_bytes(duties, timezone.now(), address_of)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)
