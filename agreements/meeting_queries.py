"""What the pages of meetings and bodies show: who sits, when they meet, and what they have decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from agreements.meeting_access import bodies, meetings, runs
from agreements.models import Body, BodyRole, Cooperation, Decision, Meeting, Membership

State, Office = Meeting.State, Membership.Office
AWAITED = (State.PLANNED, State.CALLED)
LATEST = 8
# How long a draft of the minutes may wait before it is late.
PATIENCE = timedelta(days=21)
SEATED = (Office.CHAIR, Office.VICE_CHAIR, Office.MEMBER)
RANK = {office: place for place, office in enumerate(Office)}


def seats_on(body: Body, day: date) -> list[Membership]:
    """Who sits in the body on a day: the chair first, then members, each with who stands in for whom."""
    found = (
        body.memberships.filter(Q(valid_from=None) | Q(valid_from__lte=day))
        .filter(Q(valid_until=None) | Q(valid_until__gte=day))
        .select_related("organisation", "substitutes_for")
    )
    return sorted(
        found, key=lambda seat: (RANK[Office(seat.office)], seat.organisation.municipal_code, seat.name)
    )


def sign_of(meeting: Meeting, today: date) -> tuple[str, str]:
    """The sign and the word of how a meeting stands on a day."""
    if meeting.state == State.ADJUSTED:
        return "done", "justerat"
    if meeting.state == State.CANCELLED:
        return "none", "inställt"
    if meeting.day < today:
        sign = "late" if meeting.day + PATIENCE < today else "soon"
        return sign, "protokollet är inte justerat"
    return ("soon", "kallat") if meeting.state == State.CALLED else ("none", "planerat")


@dataclass(frozen=True)
class ListedMeeting:
    """A meeting in a list, with how it stands."""

    meeting: Meeting
    sign: str
    word: str


def listed(found: Iterable[Meeting], today: date) -> list[ListedMeeting]:
    return [ListedMeeting(meeting, *sign_of(meeting, today)) for meeting in found]


# --- All meetings


@dataclass(frozen=True)
class MeetingsPage:
    """The next meetings, what is left to finish, the latest decisions, and the bodies."""

    coming: list[ListedMeeting]
    unfinished: list[ListedMeeting]
    decisions: list[Decision]
    bodies: list[Body]
    may_add_group: list[Cooperation]

    @property
    def next(self) -> Meeting | None:
        return self.coming[0].meeting if self.coming else None


def meetings_page(user, today: date, groups_in: QuerySet[Cooperation]) -> MeetingsPage:
    """Everything that the person may see of meetings; a few queries, however many there are."""
    mine = meetings(user)
    still_open = mine.exclude(state__in=(State.ADJUSTED, State.CANCELLED))
    midnight = timezone.make_aware(timezone.datetime(today.year, today.month, today.day))
    return MeetingsPage(
        coming=listed(still_open.filter(starts_at__gte=midnight).order_by("starts_at")[:LATEST], today),
        unfinished=listed(still_open.filter(starts_at__lt=midnight).order_by("starts_at"), today),
        decisions=list(latest_decisions(Decision.objects.filter(item__meeting__in=mine))[:LATEST]),
        bodies=list(_with_roles(bodies(user))),
        may_add_group=list(groups_in),
    )


def latest_decisions(found: QuerySet[Decision]) -> QuerySet[Decision]:
    """Decisions with all that a list tells, the latest first."""
    return found.select_related("item__meeting__body", "item__cooperation", "body").order_by(
        "-item__meeting__starts_at", "-paragraph"
    )


def _with_roles(found: QuerySet[Body]) -> QuerySet[Body]:
    roles = BodyRole.objects.select_related("cooperation").order_by("cooperation__position")
    return found.prefetch_related(Prefetch("roles", roles))


# --- One body


@dataclass(frozen=True)
class BodyPage:
    """A body as a person may see and change it."""

    body: Body
    roles: list[BodyRole]
    members: list[Membership]
    substitutes: list[Membership]
    others: list[Membership]
    former: list[Membership]
    coming: list[ListedMeeting]
    past: list[ListedMeeting]
    decisions: list[Decision]
    runs: bool
    is_over: bool

    @property
    def next(self) -> Meeting | None:
        return self.coming[0].meeting if self.coming else None


def body_page(user, body: Body, today: date) -> BodyPage:
    seats = seats_on(body, today)
    rows = listed(body.meetings.select_related("body").order_by("starts_at"), today)
    left = body.memberships.filter(valid_until__lt=today).select_related("organisation", "substitutes_for")
    return BodyPage(
        body=body,
        roles=list(body.roles.select_related("cooperation").order_by("cooperation__position")),
        members=[seat for seat in seats if seat.office in SEATED],
        substitutes=[seat for seat in seats if seat.office == Office.SUBSTITUTE],
        others=[seat for seat in seats if seat.office in (Office.SECRETARY, Office.CO_OPTED)],
        former=list(left.order_by("-valid_until", "name")),
        coming=[row for row in rows if row.meeting.day >= today and row.meeting.is_open],
        past=[row for row in reversed(rows) if row.meeting.day < today or not row.meeting.is_open],
        decisions=list(latest_decisions(Decision.objects.filter(body=body))),
        runs=runs(user, body),
        is_over=body.valid_until is not None and body.valid_until < today,
    )
