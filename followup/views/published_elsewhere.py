"""The register of figures told outside the portal (R13): listed, added to, and taken from when wrong."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.access import may
from agreements.models import ReadEvent
from agreements.read_log import log_read
from cmv_portal.roles import Right
from followup.access import get_for_figures
from followup.forms.outside import OutsideForm
from followup.models import PublishedElsewhere
from followup.queries.outside import classes_of, told_elsewhere
from followup.queries.yearbook import yearbook

OUTSIDE = "uppgifter publicerade utanför"
YEARS_BACK = 15


def published_elsewhere(request, slug):
    """Everything that has been told, the latest year first."""
    cooperation = get_for_figures(request.user, slug, what=OUTSIDE)
    log_read(user=request.user, action=ReadEvent.Action.VIEW, object_type=OUTSIDE, cooperation=cooperation)
    context = {
        "nav": "followup",
        "trail": [("Uppföljning", reverse("followup"))],
        "cooperation": cooperation,
        "rows": told_elsewhere(cooperation),
        "edits": may(request.user, Right.WRITE_REPORT, cooperation.pk),
    }
    return render(request, "followup/published_elsewhere/published_elsewhere.html", context)


def published_elsewhere_new(request, slug):
    """Register a figure: first the measure and the year, then which of its figures and what was said."""
    cooperation = get_for_figures(request.user, slug, right=Right.WRITE_REPORT, what=OUTSIDE)
    this_year = timezone.localdate().year
    years = range(this_year, this_year - YEARS_BACK, -1)
    year = int(asked) if (asked := request.GET.get("ar", "")).isdecimal() else this_year - 1
    measure = yearbook(cooperation, year).measure(request.GET.get("matt", "")) if year in years else None
    form = None
    if measure is not None:
        form = OutsideForm(request.POST or None, classes=classes_of(measure))
        if request.method == "POST" and form.is_valid():
            given = form.cleaned_data
            PublishedElsewhere.objects.create(
                cooperation=cooperation,
                measure=measure.code,
                year=year,
                split=form.class_chosen.split,
                label=form.class_chosen.label,
                value=given["value"],
                where=given["where"],
                published_on=given["published_on"],
                registered_by=request.user,
            )
            messages.success(request, "Registrerat. Uppgiften räknas med i nästa röjandekontroll.")
            return redirect("published_elsewhere", slug)
    context = {
        "nav": "followup",
        "trail": [
            ("Uppföljning", reverse("followup")),
            ("Publicerat utanför", reverse("published_elsewhere", args=[slug])),
        ],
        "cooperation": cooperation,
        "measures": dict(cooperation.measures.order_by("position").values_list("slug", "name")).items(),
        "years": years,
        "year": year,
        "asked": request.GET.get("matt", ""),
        "measure": measure,
        "form": form,
    }
    return render(request, "followup/published_elsewhere/published_elsewhere_new.html", context)


@require_POST
def published_elsewhere_remove(request, slug, pk):
    """Take away a figure that was registered by mistake. Its history stays."""
    cooperation = get_for_figures(request.user, slug, right=Right.WRITE_REPORT, what=OUTSIDE)
    get_object_or_404(PublishedElsewhere, cooperation=cooperation, pk=pk).delete()
    messages.success(request, "Uppgiften är borttagen. Historiken finns kvar.")
    return redirect("published_elsewhere", slug)
