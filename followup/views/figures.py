"""The raw figures of a year: how far they have come, and a page a measure to fill them in. For the centre."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from agreements.access import may
from agreements.models import ReadEvent
from agreements.read_log import log_read
from agreements.refusals import Refused
from cmv_portal.roles import Right
from followup.access import get_for_figures
from followup.actions.figures import save_figures
from followup.figures import Sheet
from followup.forms.figures import FigureForm, rebased
from followup.queries.figure_history import field_label, figure_history
from followup.queries.progress import figure_progress, next_measure
from followup.queries.yearbook import sheets_of, yearbook

FIGURES = "siffror"


def figures(request, slug, year):
    """Which figures are filled in, slot by slot; no value stands here."""
    cooperation = get_for_figures(request.user, slug, what=FIGURES, year=year)
    progress = figure_progress(yearbook(cooperation, year), timezone.localdate())
    context = {
        "nav": "followup",
        "trail": [("Uppföljning", reverse("followup"))],
        "here": f"Siffror {year}, {cooperation.short_name}",
        "cooperation": cooperation,
        "year": year,
        "progress": progress,
        "edits": progress.is_open and may(request.user, Right.EDIT_FIGURES, cooperation.pk),
        "manages": may(request.user, Right.ERASE_FIGURES, cooperation.pk),
    }
    return render(request, "followup/figures/figures.html", context)


@sensitive_post_parameters()
@sensitive_variables()
def figure_entry(request, slug, year, measure):
    """One measure's figures of a year, to read or fill in."""
    cooperation = get_for_figures(request.user, slug, what=FIGURES, year=year)
    book = yearbook(cooperation, year)
    found = book.measure(measure)
    if found is None:
        raise Http404("Måttet räknas inte det året.")
    progress = figure_progress(book, timezone.localdate())
    sheet = sheets_of(book)[measure]
    edits = progress.is_open and may(request.user, Right.EDIT_FIGURES, cooperation.pk)
    if request.method == "POST" and not edits:
        raise Http404("Får inte fylla i.")
    form, conflicts = FigureForm(request.POST or None, sheet=sheet, is_open=edits), ()
    if request.method == "POST" and form.is_valid():
        try:
            conflicts = save_figures(
                book=book,
                code=measure,
                changes=form.changes,
                is_offered=form.cleaned_data["erbjods"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            if not conflicts:
                return _saved(request, progress, form.shown, slug, year)
            form = FigureForm(rebased(request.POST, conflicts), sheet=sheet)
    log_read(
        user=request.user,
        action=ReadEvent.Action.VIEW,
        object_type=FIGURES,
        object_id=found.name,
        cooperation=cooperation,
        year=year,
    )
    context = {
        "nav": "followup",
        "trail": [
            ("Uppföljning", reverse("followup")),
            (f"Siffror {year}", reverse("figures", args=[slug, year])),
        ],
        "here": found.name,
        "cooperation": cooperation,
        "year": year,
        "measure": found,
        "form": form,
        "sheet": form.shown,
        "edits": edits,
        "is_open": progress.is_open,
        "following": next_measure(progress, measure),
        "conflicts": [(field_label(found, each.field), each) for each in conflicts],
        "sees_history": (sees_history := may(request.user, Right.ERASE_FIGURES, cooperation.pk)),
        "changes": figure_history(found, book.definitions[measure], year) if sees_history else [],
    }
    return render(request, "followup/figures/entry.html", context)


def _saved(request, progress, sheet: Sheet, slug, year):
    """Where the button said, but never away from figures that contradict each other."""
    name, code = sheet.measure.name, sheet.measure.code
    if sheet.faults:
        messages.warning(request, f"{name}: sparat, men talen säger emot varandra.")
    elif sheet.is_complete:
        messages.success(request, f"{name}: sparat, och allt stämmer.")
    else:
        messages.success(request, f"{name}: sparat. Du kan fortsätta när du vill.")
    if "nasta" not in request.POST or sheet.faults:
        return redirect("figure_entry", slug, year, code)
    following = next_measure(progress, code)
    if following is None:
        return redirect("figures", slug, year)
    return redirect("figure_entry", slug, year, following.measure.code)
