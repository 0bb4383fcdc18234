"""What every page needs: whose page it is, and which parts of the portal the person can open."""

from django.conf import settings

from agreements.access import grants, may_anywhere
from cmv_portal.roles import Right


def portal(request):
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"demo": settings.DEMO}
    roles = grants(user)
    return {
        "demo": settings.DEMO,
        "who": roles[0] if roles else None,
        "sees_costs": may_anywhere(user, Right.SEE_ALLOCATION),
        "sees_invoices": may_anywhere(user, Right.SEE_INVOICES),
        "administers": may_anywhere(user, Right.ADMINISTER),
    }
