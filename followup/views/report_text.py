"""The texts of one slot of a report that is a draft."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.access import get_cooperation
from cmv_portal.roles import Right
from followup.actions.reports import save_text
from followup.forms.reports import SlotForm
from followup.free_text import warnings
from followup.models import AnnualReport
from followup.queries.yearbook import yearbook
from followup.refusals import Refused


def report_text(request, slug, year, slot):
    """Write a slot's texts; what a colleague has written meanwhile is shown beside one's own."""
    cooperation = get_cooperation(request.user, slug, Right.WRITE_REPORT)
    book = yearbook(cooperation, year)
    found = book.plan.slot(slot)
    report = AnnualReport.objects.filter(cooperation=cooperation, year=year).order_by("-edition").first()
    if found is None or report is None or report.state != AnnualReport.State.DRAFT:
        raise Http404("Ingen text att skriva.")
    stored = {text.goal: text for text in report.texts.filter(slot=slot)}
    form, conflicts = SlotForm(request.POST or None, slot=found, stored=stored), []
    if request.method == "POST" and form.is_valid():
        try:
            conflicts = _save(report, slot, form, request.user)
        except (Refused, ValidationError) as refusal:
            form.add_error(None, getattr(refusal, "messages", None) or str(refusal))
        else:
            if not conflicts:
                messages.success(request, f"{found.title}: sparat.")
                return redirect("report", slug, year)
            form = SlotForm(_rebased(request.POST, conflicts), slot=found, stored=stored)
    context = {
        "nav": "followup",
        "trail": [
            ("Uppföljning", reverse("followup")),
            (f"{book.report_plan.title} {year}", reverse("report", args=[slug, year])),
        ],
        "here": found.title,
        "cooperation": cooperation,
        "year": year,
        "slot": found,
        "form": form,
        "conflicts": conflicts,
        "doubts": [doubt for text in stored.values() for doubt in warnings(text.text)],
    }
    return render(request, "followup/report/text.html", context)


def _save(report, slot, form: SlotForm, by) -> list:
    """Save each text; those that a colleague has changed meanwhile come back unsaved."""
    conflicts = []
    for written in form.written:
        theirs = save_text(
            report=report,
            slot=slot,
            goal=written.goal,
            text=written.text,
            judgement=written.judgement,
            was=written.was,
            by=by,
        )
        if theirs is not None:
            conflicts.append(theirs)
    return conflicts


def _rebased(data, conflicts):
    """The form with the colleague's text as the new starting point, so that a second save holds."""
    told = data.copy()
    for theirs in conflicts:
        told[f"var-{theirs.goal}" if theirs.goal else "var"] = theirs.text
    return told
