"""Which bodies and meetings a person may reach: those of the cooperations they read about, or run."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from agreements.access import cooperations, may
from agreements.models import Body, Cooperation, Decision, Meeting
from cmv_portal.roles import Right

READ, RUN = Right.SEE_AGREEMENTS, Right.RUN_MEETINGS


def bodies(user, right: Right = READ) -> QuerySet[Body]:
    """The bodies that serve a cooperation in which the person has the right."""
    return Body.objects.filter(roles__cooperation__in=cooperations(user, right)).distinct()


def get_body(user, slug: str, right: Right = READ) -> Body:
    return get_object_or_404(bodies(user, right), slug=slug)


def meetings(user, right: Right = READ) -> QuerySet[Meeting]:
    return Meeting.objects.filter(body__in=bodies(user, right)).select_related("body")


def get_meeting(user, pk: int, right: Right = READ) -> Meeting:
    return get_object_or_404(meetings(user, right), pk=pk)


def get_decision(user, pk: int, paragraph: int, right: Right = READ) -> Decision:
    """A meeting's decision by its paragraph."""
    decisions = Decision.objects.select_related("item__meeting__body", "item__cooperation", "body")
    return get_object_or_404(
        decisions, item__meeting__in=meetings(user, right), item__meeting=pk, paragraph=paragraph
    )


def runs(user, body: Body) -> bool:
    """Whether the person calls the body's meetings and writes its minutes."""
    return bodies(user, RUN).filter(pk=body.pk).exists()


def matters(user, body: Body) -> QuerySet[Cooperation]:
    """The cooperations whose matters the person may bring to the body and record decisions of."""
    return cooperations(user, RUN).filter(body_roles__body=body).distinct()


def may_anchor(user, decision: Decision, organisation_id: int) -> bool:
    """Whether the person may note that an organisation stands behind a decision: its own, or who runs it."""
    cooperation = decision.item.cooperation_id
    return may(user, RUN, cooperation) or may(user, Right.RECORD_APPROVALS, cooperation, organisation_id)
