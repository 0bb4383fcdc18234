"""The systematic follow-ups: begun every second year, written area by area, and reported."""

from functools import partial

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.access import get_cooperation, may, require
from agreements.views.editing import edit_row, report_row, tell_refused
from cmv_portal.roles import Right
from followup.actions import systematic as actions
from followup.forms.systematic import BasisForm, FocusAreaForm, FollowupReportForm
from followup.models import FocusArea, SystematicFollowup
from followup.plan_access import get_followup
from followup.queries.reviews import asks_for_reviews
from followup.queries.systematic import followup_page, listed_followups, next_followup_year


def systematic_followups(request, slug):
    """Every systematic follow-up of a cooperation, and the next one."""
    cooperation, today = get_cooperation(request.user, slug, Right.SEE_REPORTS), timezone.localdate()
    require(asks_for_reviews(cooperation, today.year))
    context = {
        "nav": "followup",
        "trail": [("Uppföljning", reverse("followup"))],
        "here": f"Systematisk uppföljning, {cooperation.short_name}",
        "cooperation": cooperation,
        "rows": listed_followups(request.user, cooperation),
        "next_year": next_followup_year(cooperation, today.year),
        "writes": may(request.user, Right.WRITE_REPORT, cooperation.pk),
    }
    return render(request, "followup/systematic_followup/systematic_followups.html", context)


@require_POST
def systematic_followup_open(request, slug, year):
    cooperation = get_cooperation(request.user, slug, Right.WRITE_REPORT)
    require(asks_for_reviews(cooperation, timezone.localdate().year))
    return redirect(actions.open_followup(cooperation=cooperation, year=year, by=request.user))


def systematic_followup(request, slug, year):
    return _shown(request, slug, year, FollowupReportForm(initial={"reported_on": timezone.localdate()}))


def _shown(request, slug, year, form, refusal=None):
    followup = get_followup(request.user, slug, year)
    context = {
        "nav": "followup",
        "trail": _trail(followup)[:-1],
        "here": f"Systematisk uppföljning {year}",
        "cooperation": followup.cooperation,
        "followup": followup,
        "page": followup_page(request.user, followup),
        "form": form,
        "refusal": refusal,
    }
    return render(request, "followup/systematic_followup/systematic_followup.html", context)


def systematic_followup_basis(request, slug, year):
    followup = _open_followup(request, slug, year)

    def write(**given):
        actions.write_basis(followup=followup, **given)

    return _edit(request, followup, BasisForm, followup, write, "Underlaget är sparat.", "Underlag")


def focus_area_new(request, slug, year):
    followup = _open_followup(request, slug, year)

    def add(version, **given):
        actions.add_focus_area(followup=followup, **given)

    row = FocusArea(followup=followup)
    return _edit(request, followup, FocusAreaForm, row, add, "Fokusområdet är tillagt.", "Nytt fokusområde")


def focus_area(request, slug, year, pk):
    area = _area(request, slug, year, pk)
    require(area.followup.reported_on is None)

    def change(**given):
        actions.change_focus_area(area=area, **given)

    return _edit(
        request, area.followup, FocusAreaForm, area, change, "Fokusområdet är sparat.", "Ändra fokusområde"
    )


@require_POST
def focus_area_move(request, slug, year, pk):
    area = _area(request, slug, year, pk)
    tell_refused(request, actions.move_focus_area, area=area, direction=request.POST.get("riktning", ""))
    return redirect(area.followup)


@require_POST
def focus_area_remove(request, slug, year, pk):
    area = _area(request, slug, year, pk)
    tell_refused(request, actions.remove_focus_area, area=area)
    return redirect(area.followup)


@require_POST
def systematic_followup_report(request, slug, year):
    """Register that the follow-up was reported; the one who does answers for its texts."""
    followup = get_followup(request.user, slug, year, Right.WRITE_REPORT)
    require(may(request.user, Right.ADOPT_REPORT, followup.cooperation_id))
    return report_row(
        request,
        FollowupReportForm(request.POST),
        action=partial(actions.report_followup, followup=followup),
        said=f"Uppföljningen {year} är redovisad och kan läsas av alla i samverkan.",
        back=followup,
        shown=partial(_shown, request, slug, year),
    )


def _open_followup(request, slug, year) -> SystematicFollowup:
    followup = get_followup(request.user, slug, year, Right.WRITE_REPORT)
    require(followup.reported_on is None)
    return followup


def _area(request, slug, year, pk) -> FocusArea:
    followup = get_followup(request.user, slug, year, Right.WRITE_REPORT)
    return get_object_or_404(
        FocusArea.objects.select_related("followup__cooperation"), followup=followup, pk=pk
    )


def _trail(followup) -> list[tuple[str, str]]:
    return [
        ("Uppföljning", reverse("followup")),
        ("Systematisk uppföljning", reverse("systematic_followups", args=[followup.cooperation.slug])),
        (str(followup.year), followup.get_absolute_url()),
    ]


def _edit(request, followup, form_class, instance, action, said, here):
    context = {"trail": _trail(followup), "here": here, "title": f"{here}, uppföljningen {followup.year}"}
    return edit_row(
        request,
        form_class=form_class,
        instance=instance,
        action=action,
        back=followup.get_absolute_url(),
        said=said,
        template="followup/systematic_followup/edit.html",
        context={"nav": "followup", **context},
    )
