"""The texts of one slot of a report that is a draft."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.access import get_cooperation
from agreements.refusals import Refused
from cmv_portal.roles import Right
from followup.actions.reports import save_text
from followup.forms.reports import SlotForm
from followup.free_text import warnings
from followup.models import AnnualReport
from followup.queries.yearbook import yearbook
from followup.report_plan import SlotKind


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
                return _saved(request, report, found)
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
        "goals": len(found.goals) if found.kind is SlotKind.GOALS else 0,
        "done": sum(bool(text.goal and text.text.strip() and text.judgement) for text in stored.values()),
        "form": form,
        "conflicts": conflicts,
        "doubts": _doubts(stored.values()),
    }
    return render(request, "followup/report/text.html", context)


def _saved(request, report, slot):
    """Back to the report, or on with the same texts; what has to be read again is said at once."""
    if _doubts(report.texts.filter(slot=slot.code)):
        messages.warning(request, f"{slot.title}: sparat. Läs igen det som kan säga något om enskilda.")
    else:
        messages.success(request, f"{slot.title}: sparat.")
    if "kvar" in request.POST:
        return redirect("report_text", report.cooperation.slug, report.year, slot.code)
    return redirect(report)


def _doubts(texts) -> list[str]:
    """What in the texts may say something of individuals, with the goal it stands under."""
    return [
        f"Mål {text.goal}. {doubt}" if text.goal else doubt for text in texts for doubt in warnings(text.text)
    ]


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
