"""Published indicators that the cooperation follows, and their values by party and year."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from agreements.access import require
from agreements.actions import local as actions
from agreements.local_access import get_regional, keeps, own_parties
from agreements.local_forms import IndicatorForm, IndicatorValuesForm
from agreements.local_queries import as_typed, indicator_page
from agreements.models import Indicator
from agreements.refusals import Refused
from agreements.terms import TermKind
from agreements.views.editing import edit_row
from agreements.views.local_agreements import local_trail, require_year


def indicators(request, slug):
    agreement = get_regional(request.user, slug, TermKind.INDICATORS)
    context = {
        "nav": "agreements",
        "trail": local_trail(agreement),
        "agreement": agreement,
        "rows": agreement.indicators.select_related("agreement"),
        "keeps": keeps(request.user, agreement),
    }
    return render(request, "agreements/local/indicators.html", context)


def indicator_new(request, slug):
    agreement = get_regional(request.user, slug, TermKind.INDICATORS)
    require(keeps(request.user, agreement))
    trail = _trail(agreement)
    return edit_row(
        request,
        form_class=IndicatorForm,
        instance=Indicator(agreement=agreement),
        action=partial(actions.add_indicator, agreement=agreement),
        back=trail[-1][1],
        said="Indikatorn är tillagd.",
        template="agreements/edit.html",
        context={"nav": "agreements", "trail": trail, "here": "Ny indikator", "title": "Ny indikator"},
    )


def indicator(request, slug, pk):
    found = _indicator(request, slug, pk)
    context = {
        "nav": "agreements",
        "trail": _trail(found.agreement),
        "indicator": found,
        "page": indicator_page(found),
        "writes": bool(own_parties(request.user, found.agreement)),
        "this_year": timezone.localdate().year,
    }
    return render(request, "agreements/local/indicator.html", context)


def indicator_values(request, slug, pk, year):
    """Type in a year's published values, each party for those who write for it."""
    found = _indicator(request, slug, pk)
    require_year(year)
    parties = own_parties(request.user, found.agreement)
    require(bool(parties))
    form = IndicatorValuesForm(
        request.POST or None,
        parties=parties,
        stored={row.organisation_id: as_typed(row.value) for row in found.values.filter(year=year)},
        initial={"read_on": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid() and _saved(request, found, year, form):
        return redirect(found)
    context = {
        "nav": "agreements",
        "trail": [*_trail(found.agreement), (found.name, found.get_absolute_url())],
        "here": str(year),
        "title": f"{found.name} {year}",
        "about": f"{found.get_unit_display().capitalize()}. {found.get_source_display()} {found.code}",
        "form": form,
        "back": found.get_absolute_url(),
    }
    return render(request, "agreements/edit.html", context)


def _saved(request, found, year, form) -> bool:
    given = {name: form.cleaned_data[name] for name in ("read_from", "read_on")}
    try:
        actions.save_values(indicator=found, year=year, values=form.values, by=request.user, **given)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Värdena för {year} är sparade.")
    return True


def _indicator(request, slug, pk) -> Indicator:
    agreement = get_regional(request.user, slug, TermKind.INDICATORS)
    return get_object_or_404(
        Indicator.objects.select_related("agreement__cooperation"), agreement=agreement, pk=pk
    )


def _trail(agreement) -> list[tuple[str, str]]:
    return [*local_trail(agreement), ("Indikatorer", reverse("indicators", args=[agreement.slug]))]
