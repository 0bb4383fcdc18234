"""What a meeting decides: numbered within the body's year, without gaps, and never renumbered (9.1)."""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from agreements.actions import rows
from agreements.actions.meetings import open_meeting
from agreements.models import (
    AgendaItem,
    Anchoring,
    Body,
    Cooperation,
    Decision,
    Meeting,
    Organisation,
)
from agreements.queries import edition_or_proposal, parties_on
from agreements.refusals import Refused


@transaction.atomic
def take_decision(*, item: AgendaItem, outcome: str, text: str, by) -> Decision:
    """Record what the meeting decided in a matter, under the body's next paragraph of the year."""
    meeting = open_meeting(item.meeting)
    if meeting.state != Meeting.State.HELD:
        raise Refused("Registrera närvaron först. Beslut skrivs in när mötet är genomfört.")
    if item.decisions.exists():
        raise Refused("Ärendet är redan beslutat.")
    decision = Decision(item=item, body=meeting.body, year=meeting.day.year)
    return rows.save(
        decision, by, paragraph=_next_paragraph(meeting.body, meeting.day.year), outcome=outcome, text=text
    )


def _next_paragraph(body: Body, year: int) -> int:
    """The paragraph after the last one; the body's row is held, so that two who write take turns."""
    rows.locked(body)
    last = Decision.objects.filter(body=body, year=year).aggregate(last=Max("paragraph"))["last"]
    return (last or 0) + 1


@transaction.atomic
def correct_decision(*, decision: Decision, text: str, by, version: int | None = None) -> Decision:
    """Other words for what was decided, until the minutes are adjusted. Number and effect stay."""
    open_meeting(decision.item.meeting)
    return rows.save(rows.locked(decision, version), by, text=text)


@transaction.atomic
def mark_carried_out(*, decision: Decision, effect: str, target: int, by) -> Decision:
    """Note what the decision has set going, once: within the transaction that did it."""
    if decision.carried_out_at is not None:
        raise Refused("Beslutet är redan verkställt.")
    return rows.save(decision, by, effect=effect, target=target, carried_out_at=timezone.now())


# --- Anchoring


@transaction.atomic
def anchor_decision(
    *, decision: Decision, organisation: Organisation, anchored_on: date, note: str = "", by
) -> Anchoring:
    """That a party's own officers stand behind what the steering group decided (9.1)."""
    meeting = decision.item.meeting
    if not anchors(decision):
        raise Refused("Besluten i det här organet förankras inte hos parterna.")
    parties = anchoring_parties(decision.item.cooperation, meeting.day)
    if all(party.pk != organisation.pk for party in parties):
        raise Refused(f"{organisation.name} är inte part i {decision.item.cooperation.name}.")
    if not meeting.day <= anchored_on <= timezone.localdate():
        raise Refused("Beslutet förankras efter mötet och senast i dag.")
    row = decision.anchorings.filter(organisation=organisation).first()
    row = row or Anchoring(decision=decision, organisation=organisation)
    return rows.save(row, by, anchored_on=anchored_on, note=note)


def anchors(decision: Decision) -> bool:
    """Whether the agreement asks for the body's decisions to be anchored at each party."""
    return decision.body.roles.filter(cooperation=decision.item.cooperation_id, anchors=True).exists()


def anchoring_parties(cooperation: Cooperation, day: date) -> list[Organisation]:
    """The parties on the day of a meeting, in the agreement's order."""
    agreement = edition_or_proposal(cooperation, day)
    return [party.organisation for party in parties_on(agreement, day)] if agreement else []
