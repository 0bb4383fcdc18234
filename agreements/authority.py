"""A body's decision as what lets an action be done, whoever writes the decision down (ADR 14)."""

from agreements.models import BodyRole, Cooperation, Decision

DECIDING = (BodyRole.Kind.STEERING_GROUP, BodyRole.Kind.POLITICAL_GROUP)


def decides_in(decision: Decision | None, cooperation: Cooperation) -> bool:
    """Whether the decision was taken here by a body that decides in the cooperation, and is not used yet."""
    return (
        decision is not None
        and decision.pk is not None
        and decision.carried_out_at is None
        and decision.item.cooperation_id == cooperation.pk
        and BodyRole.objects.filter(
            body=decision.body_id, cooperation=cooperation, kind__in=DECIDING
        ).exists()
    )
