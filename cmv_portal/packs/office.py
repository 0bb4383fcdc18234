"""Who prepares a matter, for whom, and who decides: read from the cooperation's bodies and steps."""

from datetime import date

from django.utils import timezone

from agreements.models import (
    Agreement,
    Body,
    BodyRole,
    Cooperation,
    Decision,
    DecisionStep,
    Meeting,
    Organisation,
    Party,
)
from agreements.queries import parties_on, principal_of
from cmv_portal.packs.matter import Office, PartyLine, Recommendation

AWAITED = (Meeting.State.PLANNED, Meeting.State.CALLED)


def political_group(cooperation: Cooperation) -> Body | None:
    """The body that recommends; None where the sources name none."""
    role = cooperation.body_roles.filter(kind=BodyRole.Kind.POLITICAL_GROUP).select_related("body").first()
    return role.body if role else None


def office_of(agreement: Agreement, today: date, step: DecisionStep | None = None) -> Office:
    """The association that convenes the political group writes to it; else the principal to the parties.

    `step` is the recommendation that is awaited, where there is one.
    """
    cooperation = agreement.cooperation
    body = political_group(cooperation)
    sender = _convener(body) or principal_of(agreement)
    return Office(
        sender=sender.name if sender else cooperation.name,
        sender_short=sender.short_name if sender else cooperation.name,
        sender_address=", ".join(sender.address_lines) if sender else "",
        recipient=body.name if body else cooperation.political_group,
        steering_group=cooperation.steering_group,
        meets_on=_next_meeting(body, step, today),
        diary_number=step.diary_number if step else "",
    )


def _convener(body: Body | None) -> Organisation | None:
    if body is None or not body.convened_by:
        return None
    associations = Organisation.objects.filter(kind=Organisation.Kind.ASSOCIATION)
    named = (row for row in associations if body.convened_by in (row.short_name, row.name))
    return next(named, None)


def _next_meeting(body: Body | None, step: DecisionStep | None, today: date) -> date | None:
    if step and (step.decided_on or step.planned_on):
        return step.decided_on or step.planned_on
    if body is None:
        return None
    awaited = body.meetings.filter(state__in=AWAITED, starts_at__date__gte=today)
    meeting = awaited.order_by("starts_at").first()
    return timezone.localtime(meeting.starts_at).date() if meeting else None


def party_lines(agreement: Agreement, on: date) -> tuple[PartyLine, ...]:
    """The parties on a date, each with the body that decides in this round."""
    steps = agreement.steps.filter(round=agreement.round, kind=DecisionStep.Kind.APPROVAL)
    by_party = {step.organisation_id: step for step in steps}
    return tuple(
        _party_line(party, by_party.get(party.organisation_id)) for party in parties_on(agreement, on)
    )


def _party_line(party: Party, step: DecisionStep | None) -> PartyLine:
    waits = step is not None and step.outcome == DecisionStep.Outcome.WAITING
    return PartyLine(
        slug=party.organisation.slug,
        name=party.organisation.name,
        short_name=party.organisation.short_name,
        is_principal=party.role == Party.Role.PRINCIPAL,
        is_municipality=party.organisation.kind == Organisation.Kind.MUNICIPALITY,
        body=step.body_name if step else "",
        meets_on=step.planned_on if step and waits else None,
    )


def recommendation_of(step: DecisionStep | None, group: str) -> Recommendation | None:
    """What the political group has decided in the round; None until it has said yes."""
    if step is None or step.outcome != DecisionStep.Outcome.APPROVED or step.decided_on is None:
        return None
    decision: Decision | None = step.decision
    return Recommendation(
        body=step.body_name or group or "Den politiska ledningsgruppen",
        decided_on=step.decided_on,
        paragraph=step.paragraph or (f"{decision.paragraph}/{decision.year}" if decision else ""),
        diary_number=step.diary_number,
        text=decision.text if decision else "",
    )
