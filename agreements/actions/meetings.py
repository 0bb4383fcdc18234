"""A meeting's way: booked, called, held, its minutes adjusted and announced; or cancelled (clause 9)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from agreements.actions import rows
from agreements.models import Attendance, Body, Meeting, Membership
from agreements.refusals import Incomplete, Refused

Json = dict[str, Any]
# Writes a meeting's call or minutes as they are to be kept.
WritesPaper = Callable[[Meeting], Json]

State = Meeting.State
Status = Attendance.Status
Office = Membership.Office
CLOSED = {
    State.ADJUSTED: "Protokollet är justerat och ändras inte.",
    State.CANCELLED: "Mötet är inställt.",
}


@transaction.atomic
def book_meeting(
    *,
    body: Body,
    starts_at: datetime,
    ends_at: datetime | None = None,
    place: str = "",
    is_example: bool = False,
    by,
) -> Meeting:
    meeting = Meeting(body=body, is_example=is_example)
    _demand_time(meeting, starts_at, ends_at)
    return rows.save(meeting, by, starts_at=starts_at, ends_at=ends_at, place=place)


@transaction.atomic
def change_meeting(
    *,
    meeting: Meeting,
    starts_at: datetime,
    ends_at: datetime | None,
    place: str,
    by,
    version: int | None = None,
) -> Meeting:
    """Another time or place. A meeting that was called has to be called again."""
    meeting = open_meeting(meeting, version)
    if meeting.state == State.HELD:
        raise Refused("Mötet är genomfört. Tid och plats ändras inte.")
    _demand_time(meeting, starts_at, ends_at)
    return rows.save(
        meeting, by, starts_at=starts_at, ends_at=ends_at, place=place, state=State.PLANNED, called_on=None
    )


def _demand_time(meeting: Meeting, starts_at: datetime, ends_at: datetime | None) -> None:
    if ends_at and ends_at <= starts_at:
        raise Refused("Mötet ska sluta efter att det har börjat.")
    same = Meeting.objects.filter(body=meeting.body, starts_at=starts_at).exclude(pk=meeting.pk)
    if same.exists():
        raise Refused("Organet har redan ett möte den tiden.")


@transaction.atomic
def call_meeting(*, meeting: Meeting, called_on: date, paper: WritesPaper, by) -> Meeting:
    """Fix the agenda's text, and note the day it was sent."""
    meeting = open_meeting(meeting)
    if meeting.state != State.PLANNED:
        raise Refused("Kallelsen är redan skickad.")
    if not meeting.items.exists():
        raise Refused("Dagordningen är tom. Lägg till minst ett ärende först.")
    if called_on > timezone.localdate():
        raise Refused("Dagen då kallelsen skickas har inte kommit än.")
    if called_on > meeting.day:
        raise Refused("Kallelsen skickas före mötet.")
    meeting.state, meeting.called_on = State.CALLED, called_on
    return rows.save(meeting, by, call_contents=paper(meeting))


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by) -> Meeting:
    meeting = open_meeting(meeting)
    if meeting.state == State.HELD:
        raise Refused("Mötet är genomfört och kan inte ställas in.")
    return rows.save(meeting, by, state=State.CANCELLED)


# --- Who was there


@transaction.atomic
def record_attendance(*, meeting: Meeting, statuses: Mapping[Membership, str], by) -> Meeting:
    """Who was at the meeting; from then on it is held. A substitute serves for somebody who did not come."""
    meeting = open_meeting(meeting)
    if meeting.day > timezone.localdate():
        raise Refused("Mötet har inte varit än.")
    if not any(status in (Status.PRESENT, Status.SERVING) for status in statuses.values()):
        raise Refused("Ange minst en som var med.")
    _demand_substitutes(statuses)
    stored = {row.membership_id: row for row in meeting.attendances.all()}
    for membership, status in statuses.items():
        row = stored.get(membership.pk) or Attendance(meeting=meeting, membership=membership)
        rows.save(row, by, status=status)
    return rows.save(meeting, by, state=State.HELD)


def _demand_substitutes(statuses: Mapping[Membership, str]) -> None:
    """Each serving substitute stands in for a member of their own, or for any, who is absent."""
    absent = {
        seat.pk for seat, status in statuses.items() if status == Status.ABSENT and seat.office in SEATED
    }
    serving = [seat for seat, status in statuses.items() if status == Status.SERVING]
    for seat in serving:
        if seat.office != Office.SUBSTITUTE:
            raise Refused(f"{seat.name} är {seat.get_office_display()} och tjänstgör inte som ersättare.")
    for seat in sorted(serving, key=lambda seat: seat.substitutes_for_id is None):
        if seat.substitutes_for_id is not None and seat.substitutes_for_id not in absent:
            raise Refused(f"{seat.name} tjänstgör bara när {_name(seat)} är frånvarande.")
        if not absent:
            raise Refused("Fler ersättare tjänstgör än det är frånvarande ledamöter.")
        absent.remove(seat.substitutes_for_id or min(absent))


SEATED = (Office.CHAIR, Office.VICE_CHAIR, Office.MEMBER)


def _name(seat: Membership) -> str:
    return seat.substitutes_for.name if seat.substitutes_for else ""


# --- The minutes


@transaction.atomic
def adjust_minutes(
    *, meeting: Meeting, adjusted_on: date, adjusted_by: str, paper: WritesPaper, by
) -> Meeting:
    """The minutes are adjusted: they are kept as they read, and nothing of the meeting changes any more."""
    meeting = open_meeting(meeting)
    if meeting.state != State.HELD:
        raise Refused("Registrera närvaron först.")
    if gaps := minutes_gaps(meeting):
        raise Incomplete("Protokollet kan inte justeras än.", gaps)
    if not adjusted_by.strip():
        raise Refused("Skriv vem som har justerat.")
    if not meeting.day <= adjusted_on <= timezone.localdate():
        raise Refused("Protokollet justeras efter mötet och senast i dag.")
    meeting.state, meeting.adjusted_on, meeting.adjusted_by = State.ADJUSTED, adjusted_on, adjusted_by
    return rows.save(meeting, by, minutes_contents=paper(meeting))


def minutes_gaps(meeting: Meeting) -> list[str]:
    """What is missing before the minutes can be adjusted, as sentences."""
    undecided = meeting.items.filter(decisions=None)
    return [f"Ärendet ”{item.title}” har inget beslut." for item in undecided]


@transaction.atomic
def announce_minutes(*, meeting: Meeting, announced_on: date, by) -> Meeting:
    """The day the adjusted minutes were announced (anslag); set once."""
    meeting = rows.locked(meeting)
    if meeting.state != State.ADJUSTED or meeting.adjusted_on is None:
        raise Refused("Bara ett justerat protokoll kan anslås.")
    if meeting.announced_on is not None:
        raise Refused("Dagen för anslaget är redan registrerad.")
    if not meeting.adjusted_on <= announced_on <= timezone.localdate():
        raise Refused("Protokollet anslås efter justeringen och senast i dag.")
    return rows.save(meeting, by, announced_on=announced_on)


def open_meeting(meeting: Meeting, version: int | None = None) -> Meeting:
    """The stored meeting, held; refused when nothing of it may be written any more."""
    meeting = rows.locked(meeting, version)
    if not meeting.is_open:
        raise Refused(CLOSED[State(meeting.state)])
    return meeting
