"""The measures that a quality review asks for: written before it is reported, followed afterwards."""

from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from agreements.views.editing import tell_refused
from cmv_portal.roles import Right
from followup.actions import reviews as actions
from followup.forms.reviews import ImprovementForm, ImprovementStatusForm
from followup.models import ImprovementMeasure
from followup.plan_access import get_review
from followup.views.quality_review import edit_part, open_review


def improvement_new(request, slug, year):
    review = open_review(request, slug, year)

    def add(version, **given):
        actions.add_improvement(review=review, **given)

    row = ImprovementMeasure(review=review)
    return edit_part(request, review, ImprovementForm, row, add, "Åtgärden är tillagd.", "Ny åtgärd")


def improvement(request, slug, year, pk):
    """A measure: all of it before the review is reported, its status and note afterwards."""
    row = _improvement(request, slug, year, pk)
    form_class = ImprovementStatusForm if row.review.reported_on else ImprovementForm

    def change(**given):
        actions.change_improvement(improvement=row, **given)

    return edit_part(
        request, row.review, form_class, row, change, "Åtgärden är sparad.", "Åtgärd", about=row.text
    )


@require_POST
def improvement_move(request, slug, year, pk):
    row = _improvement(request, slug, year, pk)
    tell_refused(
        request, actions.move_improvement, improvement=row, direction=request.POST.get("riktning", "")
    )
    return redirect(row.review)


@require_POST
def improvement_remove(request, slug, year, pk):
    row = _improvement(request, slug, year, pk)
    tell_refused(request, actions.remove_improvement, improvement=row)
    return redirect(row.review)


def _improvement(request, slug, year, pk) -> ImprovementMeasure:
    review = get_review(request.user, slug, year, Right.WRITE_REPORT)
    return get_object_or_404(
        ImprovementMeasure.objects.select_related("review__cooperation"), review=review, pk=pk
    )
