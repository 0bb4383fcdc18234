"""What a person may reach of activity plans, quality reviews and systematic follow-ups.

A draft is the centre's and the steering group's; what is decided or reported is every reader's.
"""

from django.db.models import Model, Q, QuerySet
from django.shortcuts import get_object_or_404

from agreements.access import cooperations, get_cooperation, may
from agreements.models import Cooperation
from cmv_portal.roles import Right
from followup.models import ActivityPlan, QualityReview, SystematicFollowup


def plans(user) -> QuerySet[ActivityPlan]:
    """The plans that the person may read."""
    return _readable(ActivityPlan, user, is_done=Q(decided_on__isnull=False))


def reviews(user) -> QuerySet[QualityReview]:
    """The reviews whose texts the person may read."""
    return _readable(QualityReview, user, is_done=Q(reported_on__isnull=False))


def systematic_followups(user) -> QuerySet[SystematicFollowup]:
    """The systematic follow-ups that the person may read."""
    return _readable(SystematicFollowup, user, is_done=Q(reported_on__isnull=False))


def _readable(model: type[Model], user, *, is_done: Q) -> QuerySet:
    drafts = Q(cooperation__in=cooperations(user, Right.WRITE_REPORT)) | Q(
        cooperation__in=cooperations(user, Right.SEE_PROTECTED_DRAFT)
    )
    done = is_done & Q(cooperation__in=cooperations(user, Right.SEE_REPORTS))
    return model.objects.filter(drafts | done).select_related("cooperation")


def get_plan(user, slug: str, year: int, right: Right | None = None) -> ActivityPlan:
    """A plan that the person may read, and with `right` also do that with; else 404."""
    return _get(plans(user), user, slug, year, right)


def get_review(user, slug: str, year: int, right: Right | None = None) -> QualityReview:
    """A review whose texts the person may read, and with `right` also do that with; else 404."""
    return _get(reviews(user), user, slug, year, right)


def get_review_facts(user, slug: str, year: int) -> QualityReview:
    """A review by its plan, reviewer and cost, which every reader may know from the start."""
    cooperation = get_cooperation(user, slug, Right.SEE_REPORTS)
    return get_object_or_404(
        QualityReview.objects.select_related("cooperation", "charge"), cooperation=cooperation, year=year
    )


def get_followup(user, slug: str, year: int, right: Right | None = None) -> SystematicFollowup:
    """A systematic follow-up that the person may read, and with `right` also do that with; else 404."""
    return _get(systematic_followups(user), user, slug, year, right)


def _get(rows: QuerySet, user, slug: str, year: int, right: Right | None):
    allowed = rows.filter(cooperation__in=cooperations(user, right)) if right else rows
    return get_object_or_404(allowed, cooperation__slug=slug, year=year)


def reads_drafts(user, cooperation: Cooperation) -> bool:
    return may(user, Right.WRITE_REPORT, cooperation.pk) or may(
        user, Right.SEE_PROTECTED_DRAFT, cooperation.pk
    )
