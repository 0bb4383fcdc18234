"""The January run of a cooperation's year (clause 23): the fixed cost's way from pre-flight to issue."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_POST

from agreements.access import get_cooperation
from agreements.models import Cooperation
from agreements.queries import AgreementNotFound, find_agreement
from cmv_portal.january.page import charge_page
from cmv_portal.roles import Right
from cmv_portal.views.charge import demand_clear, tried
from costs.actions.charges import make_draft, open_fixed_cost
from costs.models import Charge

FIRST_YEAR, LAST_YEAR = 2000, 2100


def january(request, slug, year):
    cooperation = get_cooperation(request.user, slug, Right.RUN_INVOICING)
    charge = fixed_cost(cooperation, year)
    return render(request, "portal/january/january.html", charge_page(charge, request.user))


@require_POST
def january_draft(request, slug, year):
    """Make the year's draft; the charge itself is made the first time."""
    cooperation = get_cooperation(request.user, slug, Right.RUN_INVOICING)
    charge = fixed_cost(cooperation, year)

    def draft():
        demand_clear(charge, request.user)
        opened = open_fixed_cost(agreement=charge.agreement, year=year)
        make_draft(charge=opened, by=request.user, allow_estimated="allow_estimated" in request.POST)
        return "Utkasten är gjorda. Nu behöver en annan ekonom granska och attestera dem."

    return tried(request, charge, draft)


def fixed_cost(cooperation: Cooperation, year: int) -> Charge:
    """The year's fixed cost, saved or not; 404 for a year without an agreement."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    try:
        agreement = find_agreement(cooperation.slug, year)
    except AgreementNotFound as error:
        raise Http404(str(error)) from error
    agreement.cooperation = cooperation
    saved = (
        Charge.objects.filter(agreement=agreement, year=year, kind=Charge.Kind.FIXED_COST)
        .select_related("drafted_by", "attested_by", "issued_by")
        .first()
    )
    charge = saved or Charge(agreement=agreement, year=year, kind=Charge.Kind.FIXED_COST)
    charge.agreement = agreement
    return charge
