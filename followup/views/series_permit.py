"""The principal's leave to read in lists of de-identified series, registered by the centre's manager."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from cmv_portal.roles import Right
from followup.access import get_for_figures
from followup.actions.permits import set_series_import
from followup.forms.outside import PermitForm
from followup.models import SeriesImportPermit

PERMIT = "tillstånd att läsa in serier"


def series_permit(request, slug):
    """Whether lists may be read in, by which decision, and what was decided before."""
    cooperation = get_for_figures(request.user, slug, right=Right.ERASE_FIGURES, what=PERMIT)
    permit = SeriesImportPermit.objects.filter(cooperation=cooperation).first()
    form = PermitForm(request.POST or None, initial={"is_on": permit.is_on if permit else False})
    if request.method == "POST" and form.is_valid():
        set_series_import(cooperation=cooperation, by=request.user, **form.cleaned_data)
        now = "får nu" if form.cleaned_data["is_on"] else "får inte"
        messages.success(request, f"Registrerat. Listor med serier {now} läsas in.")
        return redirect("series_permit", slug)
    context = {
        "nav": "followup",
        "trail": [("Uppföljning", reverse("followup"))],
        "cooperation": cooperation,
        "permit": permit,
        "form": form,
        "decisions": permit.history.select_related("switched_by") if permit else [],
    }
    return render(request, "followup/series_permit/series_permit.html", context)
