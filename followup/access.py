"""What a person may reach of the follow-up. Raw figures stay with the centre; every reading is logged."""

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from agreements.access import cooperations, get_cooperation
from agreements.models import ReadEvent
from agreements.read_log import log_read
from cmv_portal.roles import Right
from followup.models import AnnualReport


def get_for_figures(user, slug: str, *, right: Right = Right.SEE_FIGURES, what: str, year: int | None = None):
    """A cooperation whose raw figures the person may reach. Who may not is refused, and that is logged."""
    try:
        return get_cooperation(user, slug, right)
    except Http404:
        known = cooperations(user).filter(slug=slug).first()
        if known is not None:
            log_read(
                user=user,
                action=ReadEvent.Action.REFUSED,
                object_type=what,
                cooperation=known,
                year=year,
            )
        raise


def reports(user) -> QuerySet[AnnualReport]:
    """The annual reports that the person may see something of, the latest first.

    A draft is the centre's own; a reviewed one is the steering group's too; an adopted one is every reader's.
    """
    own = Q(cooperation__in=cooperations(user, Right.WRITE_REPORT))
    group = cooperations(user, Right.SEE_PROTECTED_DRAFT)
    shown = Q(state=AnnualReport.State.REVIEWED, cooperation__in=group)
    adopted = Q(state=AnnualReport.State.ADOPTED, cooperation__in=cooperations(user, Right.SEE_REPORTS))
    return AnnualReport.objects.filter(own | shown | adopted).select_related("cooperation", "publication")


def get_report(user, slug: str, year: int) -> AnnualReport:
    """The latest edition of a year's report that the person may see."""
    found = reports(user).filter(cooperation__slug=slug, year=year).order_by("-edition").first()
    if found is None:
        raise Http404("Ingen rapport att visa.")
    return found


def get_adopted(user, slug: str, year: int, edition: int) -> AnnualReport:
    """An adopted edition, as every reader may fetch it."""
    return get_object_or_404(
        reports(user),
        cooperation__slug=slug,
        year=year,
        edition=edition,
        state=AnnualReport.State.ADOPTED,
    )
