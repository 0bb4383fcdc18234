"""The quality reviews: planned, given to a reviewer, written step by step, reported and printed."""

from datetime import date
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.access import get_cooperation, may, require
from agreements.models import ReadEvent
from agreements.read_log import log_read
from agreements.refusals import Refused
from agreements.views.editing import edit_row, report_row
from cmv_portal.roles import Right
from followup import documents
from followup.actions import reviews as actions
from followup.forms.reviews import (
    NewReviewForm,
    ReviewChargeForm,
    ReviewerForm,
    ReviewPlanForm,
    ReviewReportForm,
    part_form,
)
from followup.models import QualityReview
from followup.plan_access import get_review, get_review_facts
from followup.queries.review_paper import review_paper
from followup.queries.reviews import asks_for_reviews, listed_reviews, next_review_year, review_page
from followup.review_years import review_scope


def quality_reviews(request, slug):
    """Every review of a cooperation, and the next one."""
    cooperation, today = get_cooperation(request.user, slug, Right.SEE_REPORTS), timezone.localdate()
    require(asks_for_reviews(cooperation, today.year))
    context = {
        "nav": "followup",
        "trail": [("Uppföljning", reverse("followup"))],
        "here": f"Kvalitetsgranskningar, {cooperation.short_name}",
        "cooperation": cooperation,
        "rows": (rows := listed_reviews(cooperation, today)),
        "under_way": next((row.review for row in reversed(rows) if row.review.reported_on is None), None),
        "next_year": next_review_year(cooperation),
        "writes": may(request.user, Right.WRITE_REPORT, cooperation.pk),
        "invoices": may(request.user, Right.RUN_INVOICING, cooperation.pk),
    }
    return render(request, "followup/quality_review/quality_reviews.html", context)


def quality_review_new(request, slug):
    cooperation = get_cooperation(request.user, slug, Right.WRITE_REPORT)
    require(asks_for_reviews(cooperation, timezone.localdate().year))
    year = next_review_year(cooperation)
    scope_from, scope_until = review_scope(year)
    planned = QualityReview(
        cooperation=cooperation,
        year=year,
        scope_from=scope_from,
        scope_until=scope_until,
        report_due=date(year, 12, 31),
    )

    def plan(version, **given):
        if cooperation.quality_reviews.filter(year=given["year"]).exists():
            raise Refused(f"Granskningen {given['year']} är redan planerad.")
        actions.plan_review(cooperation=cooperation, **given)

    return edit_part(
        request, planned, NewReviewForm, planned, plan, "Granskningen är planerad.", "Planera en granskning"
    )


def quality_review(request, slug, year):
    """A review: the facts for every reader, the texts for who may read them."""
    return _shown(request, slug, year, ReviewReportForm(initial={"reported_on": timezone.localdate()}))


def _shown(request, slug, year, form, refusal=None):
    review = get_review_facts(request.user, slug, year)
    page = review_page(request.user, review, timezone.localdate())
    if page.reads and not page.is_reported and not page.writes:
        _log(request, review, ReadEvent.Action.VIEW)
    context = {
        "nav": "followup",
        "trail": _trail(review)[:-1],
        "here": f"Kvalitetsgranskning {year}",
        "cooperation": review.cooperation,
        "review": review,
        "page": page,
        "form": form,
        "refusal": refusal,
    }
    return render(request, "followup/quality_review/quality_review.html", context)


def quality_review_plan(request, slug, year):
    review = open_review(request, slug, year)

    def change(**given):
        actions.change_review_plan(review=review, **given)

    return edit_part(request, review, ReviewPlanForm, review, change, "Planen är sparad.", "Plan")


def quality_review_reviewer(request, slug, year):
    review = open_review(request, slug, year, Right.ADOPT_REPORT)

    def appoint(**given):
        actions.appoint_reviewer(review=review, **given)

    return edit_part(
        request, review, ReviewerForm, review, appoint, "Granskaren är registrerad.", "Granskare"
    )


def quality_review_charge(request, slug, year):
    review = open_review(request, slug, year)

    def connect(**given):
        actions.connect_charge(review=review, **given)

    return edit_part(request, review, ReviewChargeForm, review, connect, "Kostnaden är kopplad.", "Kostnad")


def quality_review_text(request, slug, year, part):
    review, field = open_review(request, slug, year), actions.PARTS.get(part)
    if field is None:
        raise Http404("Ingen sådan del.")

    def write(version, by, **given):
        actions.write_part(review=review, part=part, text=given[field], version=version, by=by)

    form_class = part_form(field)
    here = form_class.base_fields[field].label
    return edit_part(request, review, form_class, review, write, "Texten är sparad.", here)


@require_POST
def quality_review_report(request, slug, year):
    """Register that the review was reported; the one who does answers for its texts."""
    review = get_review(request.user, slug, year, Right.WRITE_REPORT)
    require(may(request.user, Right.ADOPT_REPORT, review.cooperation_id))
    return report_row(
        request,
        ReviewReportForm(request.POST),
        action=partial(actions.report_review, review=review),
        said=f"Granskningen {year} är redovisad och kan läsas av alla i samverkan.",
        back=review,
        shown=partial(_shown, request, slug, year),
    )


def quality_review_pdf(request, slug, year):
    """The review as it was reported; before that a draft, for who may read it."""
    review = get_review(request.user, slug, year)
    if review.contents is None:
        _log(request, review, ReadEvent.Action.PDF)
        contents = review_paper(review, created=timezone.localdate().isoformat(), draft=True)
    else:
        contents = review.contents
    draft = "-utkast" if review.contents is None else ""
    response = HttpResponse(documents.render_paper(contents), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="kvalitetsgranskning-{slug}-{year}{draft}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def open_review(request, slug, year, right=Right.WRITE_REPORT) -> QualityReview:
    """A review that the person may change and that is not reported; else 404."""
    review = get_review(request.user, slug, year, right)
    require(review.reported_on is None)
    return review


def _log(request, review, action) -> None:
    log_read(
        user=request.user,
        action=action,
        object_type="utkast till kvalitetsgranskning",
        object_id=review.pk,
        cooperation=review.cooperation,
        year=review.year,
    )


def _trail(review) -> list[tuple[str, str]]:
    return [
        ("Uppföljning", reverse("followup")),
        ("Kvalitetsgranskningar", reverse("quality_reviews", args=[review.cooperation.slug])),
        (f"Kvalitetsgranskning {review.year}", review.get_absolute_url()),
    ]


def edit_part(request, review, form_class, instance, action, said, here, about=""):
    """The page that writes one of the review's parts, and leads back to the review."""
    trail = _trail(review)
    context = {
        "trail": trail if review.pk else trail[:-1],
        "here": here,
        "title": f"{here}, granskningen {review.year}" if review.pk else here,
        "about": about,
        "review": review,
        "invoices": may(request.user, Right.RUN_INVOICING, review.cooperation_id),
    }
    back = review.get_absolute_url() if review.pk else trail[1][1]
    return edit_row(
        request,
        form_class=form_class,
        instance=instance,
        action=action,
        back=back,
        said=said,
        template="followup/quality_review/edit.html",
        context={"nav": "followup", **context},
    )
