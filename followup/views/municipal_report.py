"""A municipality's page for its council on what the cooperation cost and gave (KL 9 kap. 38 §)."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.access import get_cooperation, require
from cmv_portal.roles import Right
from followup import documents
from followup.queries.municipal_report import MunicipalReport, NoMunicipalReport
from followup.queries.municipal_report import municipal_report as report_of


def municipal_report(request, slug, year, organisation):
    page = _page(request, slug, year, organisation)
    context = {
        "nav": "followup",
        "trail": [("Uppföljning", reverse("followup"))],
        "here": f"Rapport till fullmäktige {year}, {page.organisation.short_name}",
        "page": page,
        "sections": page.contents["sections"],
    }
    return render(request, "followup/municipal_report/municipal_report.html", context)


def municipal_report_pdf(request, slug, year, organisation):
    page = _page(request, slug, year, organisation)
    response = HttpResponse(documents.render_paper(page.contents), content_type="application/pdf")
    name = f"avtalssamverkan-{slug}-{year}-{organisation}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _page(request, slug, year, organisation) -> MunicipalReport:
    today = timezone.localdate()
    require(year <= today.year)
    cooperation = get_cooperation(request.user, slug, Right.SEE_REPORTS)
    try:
        return report_of(cooperation, year, organisation, today)
    except NoMunicipalReport as reason:
        raise Http404(str(reason)) from reason
