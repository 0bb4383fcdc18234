"""A steering group with seats, and meetings at each stage, for the tests of meetings."""

from datetime import date, datetime, time

from django.utils import timezone

from agreements.actions import agenda, bodies, meetings
from agreements.models import Attendance, Body, Cooperation, Membership, Organisation
from cmv_portal.meetings.papers import kept_call, kept_minutes
from cmv_portal.models import User

Status, Office = Attendance.Status, Membership.Office
HELD_ON = date(2026, 5, 21)


def steering() -> Body:
    return Body.objects.get(slug="styrgrupp-cmv")


def strategist() -> User:
    return User.objects.get(username="sam")


def seat(name="Kim Exempel", organisation="berg", *, body=None, **values) -> Membership:
    return bodies.add_membership(
        body=body or steering(),
        name=name,
        organisation=Organisation.objects.get(slug=organisation),
        by=strategist(),
        **{"office": Office.MEMBER, **values},
    )


def booked(day=HELD_ON, *, body=None, hour=13):
    return meetings.book_meeting(
        body=body or steering(),
        starts_at=timezone.make_aware(datetime.combine(day, time(hour))),
        place="Studentplan 5",
        by=strategist(),
    )


def item_of(meeting, title="Verksamhetsplan", *, cooperation="cmv", **values):
    return agenda.add_item(
        meeting=meeting,
        cooperation=Cooperation.objects.get(slug=cooperation),
        title=title,
        by=strategist(),
        **values,
    )


def called(meeting):
    return meetings.call_meeting(meeting=meeting, called_on=meeting.day, paper=kept_call, by=strategist())


def attended(meeting, statuses=None):
    """The meeting held, with one member there when nothing else is said."""
    statuses = statuses or {seat(body=meeting.body): Status.PRESENT}
    return meetings.record_attendance(meeting=meeting, statuses=statuses, by=strategist())


def held(*titles, day=HELD_ON, body=None, cooperation="cmv"):
    """A held meeting and its matters."""
    meeting = booked(day, body=body)
    items = [item_of(meeting, title, cooperation=cooperation) for title in titles or ("Verksamhetsplan",)]
    return attended(meeting), items


def adjusted(meeting, on=None):
    return meetings.adjust_minutes(
        meeting=meeting,
        adjusted_on=on or meeting.day,
        adjusted_by="Noel Exempel",
        paper=kept_minutes,
        by=strategist(),
    )
