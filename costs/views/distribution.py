"""How a year's cost is shared: the page, and its files."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.access import get_cooperation, may, own_organisations, require
from cmv_portal.roles import Right
from costs.exports import allocation_csv, allocation_json, derivation_text
from costs.queries.distribution import (
    FORECAST_YEARS,
    NOT_POSSIBLE,
    YEARS,
    cost_years,
    distribution_of,
    estimate_offered,
    open_cost_questions,
)
from costs.spreadsheet import distribution_xlsx

ESTIMATED = "antagen"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# suffix: content type, whether the browser shows it, how it is written
FILES = {
    "xlsx": (XLSX, False, distribution_xlsx),
    "csv": ("text/csv; charset=utf-8", False, lambda shown: allocation_csv(shown.calculation.allocation)),
    "json": ("application/json", False, lambda shown: allocation_json(shown.calculation.allocation)),
    "txt": ("text/plain; charset=utf-8", True, derivation_text),
}


def distribution(request, slug, year):
    require(year in YEARS)
    cooperation = get_cooperation(request.user, slug, Right.SEE_ALLOCATION)
    own = [organisation.slug for organisation in own_organisations(request.user, cooperation.pk)]
    years = cost_years(cooperation, timezone.localdate(), ahead=FORECAST_YEARS)
    context = {
        "nav": "costs",
        "trail": [("Kostnader", reverse("costs"))],
        "here": f"{cooperation.short_name}, fördelning {year}",
        "cooperation": cooperation,
        "year": year,
        "before": year - 1 if year - 1 in years else None,
        "after": year + 1 if year + 1 in years else None,
    }
    try:
        shown = distribution_of(cooperation, year, own=own, allow_estimated=is_estimated(request))
    except NOT_POSSIBLE as reason:
        context |= {
            "reason": reason,
            "estimate": estimate_offered(cooperation, year),
            "edits": may(request.user, Right.EDIT_COST_BASIS, cooperation.pk),
        }
        return render(request, "costs/distribution/missing.html", context)
    context |= {
        "shown": shown,
        "questions": open_cost_questions(shown.agreement),
        "query": "?" + urlencode({ESTIMATED: 1}) if is_estimated(request) else "",
    }
    return render(request, "costs/distribution/distribution.html", context)


def distribution_file(request, slug, year, suffix):
    require(year in YEARS and suffix in FILES)
    cooperation = get_cooperation(request.user, slug, Right.SEE_ALLOCATION)
    content_type, inline, write = FILES[suffix]
    try:
        shown = distribution_of(cooperation, year, allow_estimated=is_estimated(request))
    except NOT_POSSIBLE as reason:
        raise Http404(str(reason)) from reason
    how = "inline" if inline else "attachment"
    name = f"fordelning-{cooperation.slug}-{year}.{suffix}"
    headers = {"Content-Disposition": f'{how}; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(write(shown), content_type=content_type, headers=headers)


def is_estimated(request) -> bool:
    """Whether the reader has asked for the latest known population where the year's own is missing."""
    return ESTIMATED in request.GET
