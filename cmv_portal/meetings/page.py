"""A meeting's page: its way, the agenda, who was there, the decisions and their anchoring."""

from dataclasses import dataclass
from datetime import date

from agreements.access import own_organisations
from agreements.actions.decisions import anchoring_parties
from agreements.actions.meetings import minutes_gaps
from agreements.meeting_access import matters, may_anchor
from agreements.meeting_queries import seats_on, sign_of
from agreements.models import AgendaItem, Anchoring, Attendance, Decision, Meeting, Organisation
from agreements.swedish import long_date
from cmv_portal.effects import Carried, carried_of
from followup.queries.read_again import ReadAgain, read_again

State, Status = Meeting.State, Attendance.Status


@dataclass(frozen=True)
class PartyAnchoring:
    """A party's anchoring of a decision: `row` is None where it is not noted yet."""

    organisation: Organisation
    row: Anchoring | None
    is_own: bool
    may_note: bool


@dataclass(frozen=True)
class Matter:
    """A matter with its decision, as the person may see and change it."""

    number: int
    item: AgendaItem
    decision: Decision | None
    carried: Carried | None
    anchoring: tuple[PartyAnchoring, ...]
    writes: bool
    edits: bool
    is_first: bool
    is_last: bool

    @property
    def anchored(self) -> int:
        return sum(party.row is not None for party in self.anchoring)


@dataclass(frozen=True)
class Step:
    """A stop on the meeting's way: state is a class of the stepper."""

    title: str
    note: str
    state: str = ""
    is_current: bool = False


@dataclass(frozen=True)
class MeetingPage:
    meeting: Meeting
    sign: str
    word: str
    matters: tuple[Matter, ...]
    attendances: tuple[Attendance, ...]
    seats: int
    runs: bool
    gaps: list[str]
    doubts: list[ReadAgain]
    has_been: bool

    @property
    def is_called(self) -> bool:
        return self.meeting.called_on is not None

    @property
    def calls(self) -> bool:
        return self.runs and self.meeting.state == State.PLANNED and not self.has_been

    @property
    def moves(self) -> bool:
        return self.runs and self.meeting.state in (State.PLANNED, State.CALLED)

    @property
    def attends(self) -> bool:
        """Whether the person may fill in who was there."""
        return self.runs and self.meeting.is_open and self.has_been

    @property
    def adjusts(self) -> bool:
        return self.runs and self.meeting.state == State.HELD

    @property
    def announces(self) -> bool:
        return self.runs and self.meeting.state == State.ADJUSTED and self.meeting.announced_on is None

    @property
    def has_minutes(self) -> bool:
        return self.meeting.state in (State.HELD, State.ADJUSTED)

    @property
    def writes_items(self) -> bool:
        return self.runs and self.meeting.is_open

    @property
    def decided(self) -> int:
        return sum(matter.decision is not None for matter in self.matters)

    @property
    def steps(self) -> list[Step]:
        """The meeting's way from booked to adjusted."""
        meeting, state = self.meeting, self.meeting.state
        place = [State.PLANNED, State.CALLED, State.HELD, State.ADJUSTED].index(State(state)) + 1
        titles = ("Bokat", "Kallelse", "Genomfört", "Protokoll")
        notes = (
            long_date(meeting.day),
            f"Skickad {long_date(meeting.called_on)}" if meeting.called_on else "",
            f"{len(self.present)} var med" if self.attendances else "",
            f"Justerat {long_date(meeting.adjusted_on)}" if meeting.adjusted_on else "",
        )
        return [
            Step(
                title, note, "done" if number < place else "soon" if number == place else "", number == place
            )
            for number, (title, note) in enumerate(zip(titles, notes, strict=True))
        ]

    @property
    def present(self) -> list[Attendance]:
        return [row for row in self.attendances if row.status != Status.ABSENT]

    @property
    def absent(self) -> list[Attendance]:
        return [row for row in self.attendances if row.status == Status.ABSENT]


def meeting_page(user, meeting: Meeting, today: date) -> MeetingPage:
    """The whole page; the number of queries does not grow with matters or members."""
    allowed = {row.pk for row in matters(user, meeting.body)}
    rows = _matters(user, meeting, allowed)
    is_writing = bool(allowed) and meeting.is_open
    seats = {seat.pk: place for place, seat in enumerate(seats_on(meeting.body, meeting.day))}
    found = meeting.attendances.select_related("membership__organisation", "membership__substitutes_for")
    return MeetingPage(
        meeting=meeting,
        sign=sign_of(meeting, today)[0],
        word=sign_of(meeting, today)[1],
        matters=rows,
        attendances=tuple(sorted(found, key=lambda row: seats.get(row.membership_id, len(seats)))),
        seats=len(seats),
        runs=bool(allowed),
        gaps=minutes_gaps(meeting) if is_writing and meeting.state == State.HELD else [],
        doubts=read_again(_texts(rows)) if is_writing else [],
        has_been=meeting.day <= today,
    )


def _texts(rows: tuple[Matter, ...]):
    for row in rows:
        yield f"Ärende {row.number}", "\n".join((row.item.title, row.item.background, row.item.proposal))
        if row.decision:
            yield f"Beslutet i ärende {row.number}", row.decision.text


def _matters(user, meeting: Meeting, allowed: set[int]) -> tuple[Matter, ...]:
    items = list(
        meeting.items.select_related("cooperation").prefetch_related(
            "documents", "decisions__body", "decisions__anchorings"
        )
    )
    decided = {item.pk: next(iter(item.decisions.all()), None) for item in items}
    carried = carried_of(user, [decision for decision in decided.values() if decision])
    parties = _anchoring_parties(meeting, items)
    made = []
    for number, item in enumerate(items, 1):
        decision = decided[item.pk]
        if decision is not None:
            decision.item = item
            item.meeting = meeting
        alike = [other.pk for other in items if other.is_late == item.is_late]
        edits = meeting.is_open and (meeting.state == State.PLANNED or item.is_late) and decision is None
        made.append(
            Matter(
                number=number,
                item=item,
                decision=decision,
                carried=carried.get(decision.pk) if decision else None,
                anchoring=_anchoring(user, decision, parties.get(item.cooperation_id, [])),
                writes=item.cooperation_id in allowed and meeting.is_open,
                edits=item.cooperation_id in allowed and edits,
                is_first=item.pk == alike[0],
                is_last=item.pk == alike[-1],
            )
        )
    return tuple(made)


def _anchoring_parties(meeting: Meeting, items: list[AgendaItem]) -> dict[int, list[Organisation]]:
    """The parties that anchor the body's decisions, by cooperation; only where the agreement asks for it."""
    asked = set(meeting.body.roles.filter(anchors=True).values_list("cooperation", flat=True))
    found = {}
    for item in items:
        if item.cooperation_id in asked and item.cooperation_id not in found and meeting.adjusted_on:
            found[item.cooperation_id] = anchoring_parties(item.cooperation, meeting.day)
    return found


def _anchoring(user, decision: Decision | None, parties: list[Organisation]) -> tuple[PartyAnchoring, ...]:
    if decision is None:
        return ()
    rows = {row.organisation_id: row for row in decision.anchorings.all()}
    own = {row.pk for row in own_organisations(user, decision.item.cooperation_id)}
    return tuple(
        PartyAnchoring(party, rows.get(party.pk), party.pk in own, may_anchor(user, decision, party.pk))
        for party in parties
    )
