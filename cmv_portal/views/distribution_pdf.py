"""A year's distribution as a PDF to print; it spans costs and the documents' renderer."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone

from agreements.access import get_cooperation, require
from agreements.queries import principal_of
from agreements.swedish import count_word, iso, kr, long_date
from cmv_portal.roles import Right
from costs.calculation import frozen
from costs.queries.distribution import NOT_POSSIBLE, YEARS, Distribution, distribution_of
from costs.views.distribution import is_estimated
from followup.documents import DistributionPage, render_distribution


def distribution_pdf(request, slug, year):
    require(year in YEARS)
    cooperation = get_cooperation(request.user, slug, Right.SEE_ALLOCATION)
    try:
        shown = distribution_of(cooperation, year, allow_estimated=is_estimated(request))
    except NOT_POSSIBLE as reason:
        raise Http404(str(reason)) from reason
    pdf = render_distribution(frozen(shown.calculation), _page(shown))
    name = f"fordelning-{cooperation.slug}-{year}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _page(shown: Distribution) -> DistributionPage:
    principal = principal_of(shown.agreement)
    today = timezone.localdate()
    share = "föreslås dela" if shown.is_proposal else "delar"
    return DistributionPage(
        title=f"Så delas kostnaden {shown.year}{' enligt förslaget' if shown.is_proposal else ''}",
        lead=f"{count_word(len(shown.rows)).capitalize()} {shown.parties_word} {share} på "
        f"{kr(shown.total)} {shown.method}. {shown.agreement}.",
        author=principal.name if principal else str(shown.agreement.cooperation),
        foot=f"{shown.agreement.cooperation}. Beräknad i CMV-portalen {long_date(today)}.",
        created=iso(today),
        demonstration="Demonstration. Siffror märkta exempel är påhittade." if settings.DEMO else "",
    )
