"""The follow-up's place: what each agreement asks for. The figures themselves are not in the portal."""

from django.shortcuts import render
from django.utils import timezone

from agreements.access import cooperations
from agreements.editions import editions_of
from followup.agreed import AGREED


def followup(request):
    rows = [
        (row.cooperation, edition.agreement, edition.standing, AGREED[edition.agreement.slug])
        for row in editions_of(cooperations(request.user), timezone.localdate())
        for edition in row.rows
        if not edition.standing.is_replaced and edition.agreement.slug in AGREED
    ]
    return render(request, "followup/followup.html", {"nav": "followup", "rows": rows})
