"""Fictitious members and a year of steering-group meetings, made by the same actions as the pages use."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from agreements.actions import agenda, bodies, decisions, meetings
from agreements.effect_kinds import EffectKind
from agreements.models import Attendance, Body, Cooperation, Decision, Meeting, Membership, Organisation
from cmv_portal.meetings.deciding import decide
from cmv_portal.meetings.papers import kept_call, kept_minutes
from cmv_portal.models import User
from followup.actions.systematic import open_followup

Office, Status, Outcome = Membership.Office, Attendance.Status, Decision.Outcome
THURSDAY = 3
STEERING, POLITICAL = "styrgrupp-cmv", "socsam"

# Body, name, title, whom they stand for, office, account, and for whom a substitute stands in.
SEATS = (
    (STEERING, "Kim Exempel", "IFO-chef", "berg", Office.MEMBER, "kim", ""),
    (STEERING, "Ellis Exempel", "IFO-chef", "bracke", Office.MEMBER, "", ""),
    (STEERING, "Mio Exempel", "IFO-chef", "harjedalen", Office.MEMBER, "", ""),
    (STEERING, "Kit Exempel", "IFO-chef", "krokom", Office.MEMBER, "", ""),
    (STEERING, "Love Exempel", "IFO-chef", "ragunda", Office.MEMBER, "", ""),
    (STEERING, "Eli Exempel", "IFO-chef", "stromsund", Office.MEMBER, "", ""),
    (STEERING, "Tintin Exempel", "IFO-chef", "are", Office.MEMBER, "", ""),
    (STEERING, "Noel Exempel", "IFO-chef", "ostersund", Office.CHAIR, "", ""),
    (STEERING, "Jo Exempel", "Enhetschef", "berg", Office.SUBSTITUTE, "", "Kim Exempel"),
    (STEERING, "Sasha Exempel", "Enhetschef", "ostersund", Office.SUBSTITUTE, "", ""),
    (STEERING, "Sam Exempel", "Förbundsstrateg", "kfjh", Office.SECRETARY, "sam", ""),
    (STEERING, "Charlie Exempel", "Verksamhetsledare", "ostersund", Office.CO_OPTED, "charlie", ""),
    (POLITICAL, "Mika Exempel", "Ledamot", "are", Office.MEMBER, "mika", ""),
    (POLITICAL, "Sam Exempel", "Förbundsstrateg", "kfjh", Office.SECRETARY, "sam", ""),
)


@dataclass(frozen=True)
class DemoMatter:
    """A matter with what was decided; without an outcome it is not decided yet."""

    title: str
    background: str
    proposal: str = ""
    outcome: str = ""
    text: str = ""
    titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class DemoMeeting:
    """A meeting so many days from today, and how far it has come."""

    days: int
    matters: tuple[DemoMatter, ...]
    called: bool = True
    held: bool = False
    adjusted: bool = False
    absent: dict[str, str] = field(default_factory=dict)


YEAR = (
    DemoMeeting(
        -190,
        (
            DemoMatter(
                "Läget i verksamheten",
                "Verksamhetsledaren berättar om vårens arbete.",
                outcome=Outcome.NOTED,
                text="Styrgruppen tackar för informationen.",
            ),
            DemoMatter(
                "Gemensam rutin för jourlägenheterna",
                "Kommunernas samordnare har lämnat synpunkter på utkastet.",
                "Styrgruppen antar rutinen.",
                Outcome.APPROVED,
                "Styrgruppen antar rutinen. Den används från den 1 juli.",
            ),
        ),
        held=True,
        adjusted=True,
        absent={"Kim Exempel": "Jo Exempel"},
    ),
    DemoMeeting(
        -90,
        (
            DemoMatter(
                "Fokusområden för nästa systematiska uppföljning",
                "Uppföljningen görs vartannat år. SocSam har fått lämna synpunkter.",
                "Styrgruppen bestämmer fokusområdena.",
                Outcome.APPROVED,
                "Styrgruppen bestämmer två fokusområden för uppföljningen.",
                titles=("Barnens väg till stöd", "Samarbetet när någon flyttar mellan kommuner"),
            ),
            DemoMatter(
                "Prioriteringar inom budgeten",
                "Verksamheten föreslår att fortbildningen prioriteras under hösten.",
                "Styrgruppen ställer sig bakom förslaget.",
                Outcome.OTHERWISE,
                "Styrgruppen prioriterar fortbildningen, men först när nätverket har fått säga sitt.",
            ),
        ),
        held=True,
        adjusted=True,
    ),
    DemoMeeting(
        -12,
        (
            DemoMatter(
                "Höstens nätverksträffar",
                "Samordnarna har träffats två gånger.",
                outcome=Outcome.NOTED,
                text="Styrgruppen tackar för informationen.",
            ),
            DemoMatter(
                "Mötesdagar nästa år",
                "Fyra möten, ett i varje kvartal.",
                "Styrgruppen bestämmer mötesdagarna.",
            ),
        ),
        held=True,
        absent={"Noel Exempel": "Sasha Exempel"},
    ),
    DemoMeeting(
        15,
        (
            DemoMatter(
                "Verksamhetsplan för nästa år",
                "Planen är gjord i samråd med styrgruppen.",
                "Styrgruppen beslutar verksamhetsplanen.",
            ),
            DemoMatter("Kvalitetsgranskningen", "Granskaren redovisar sitt arbete för styrgruppen."),
        ),
        called=False,
    ),
)


@transaction.atomic
def make_meetings(by: User) -> None:
    """Seats and meetings, where the steering group has none yet."""
    steering = Body.objects.get(slug=STEERING)
    if steering.memberships.exists() or steering.meetings.exists():
        return
    seats = _seat_everybody(by)
    cooperation = Cooperation.objects.get(slug="cmv")
    today = timezone.localdate()
    for plan in YEAR:
        _make_meeting(steering, cooperation, plan, seats, today, by)


def _seat_everybody(by: User) -> list[Membership]:
    """Everybody's seat, a substitute's after the member's."""
    made: list[Membership] = []
    for slug, name, title, organisation, office, account, stands_in_for in SEATS:
        made.append(
            bodies.add_membership(
                body=Body.objects.get(slug=slug),
                name=name,
                title=title,
                organisation=Organisation.objects.get(slug=organisation),
                office=office,
                user=User.objects.filter(username=account).first() if account else None,
                substitutes_for=next((seat for seat in made if seat.name == stands_in_for), None),
                by=by,
            )
        )
    return [seat for seat in made if seat.body.slug == STEERING]


def _make_meeting(
    body: Body, cooperation: Cooperation, plan: DemoMeeting, seats: list[Membership], today: date, by: User
) -> None:
    day = _thursday(today + timedelta(days=plan.days))
    meeting = meetings.book_meeting(
        body=body,
        starts_at=_at(day, 13),
        ends_at=_at(day, 15),
        place="Studentplan 5 och på distans",
        is_example=True,
        by=by,
    )
    items = [
        agenda.add_item(
            meeting=meeting,
            cooperation=cooperation,
            title=matter.title,
            background=matter.background,
            proposal=matter.proposal,
            by=by,
        )
        for matter in plan.matters
    ]
    if plan.called:
        called_on = day - timedelta(days=14)
        meeting = meetings.call_meeting(meeting=meeting, called_on=called_on, paper=kept_call, by=by)
    if plan.held:
        meetings.record_attendance(meeting=meeting, statuses=_statuses(seats, plan.absent), by=by)
        for item, matter in zip(items, plan.matters, strict=True):
            if matter.outcome:
                _decide(item, matter, day.year + 1, by)
    if plan.adjusted:
        _adjust(meeting, day, by)


def _statuses(seats: list[Membership], absent: dict[str, str]) -> dict[Membership, str]:
    """Everybody is there but the absent, whose substitutes serve; other substitutes stayed at home."""

    def status(seat: Membership) -> str:
        if seat.name in absent:
            return Status.ABSENT
        if seat.name in absent.values():
            return Status.SERVING
        return Status.ABSENT if seat.office == Office.SUBSTITUTE else Status.PRESENT

    return {seat: status(seat) for seat in seats}


def _decide(item, matter: DemoMatter, year: int, by: User) -> None:
    """What was decided; focus areas are set for the follow-up of the year after."""
    if not matter.titles:
        decide(item=item, outcome=matter.outcome, text=matter.text, by=by)
        return
    followup = open_followup(cooperation=item.cooperation, year=year, by=by)
    decide(
        item=item,
        outcome=matter.outcome,
        text=matter.text,
        kind=EffectKind.FOCUS_AREAS,
        target=followup.pk,
        given={"titles": matter.titles},
        by=by,
    )


def _adjust(meeting: Meeting, day: date, by: User) -> None:
    meeting = meetings.adjust_minutes(
        meeting=meeting,
        adjusted_on=day + timedelta(days=8),
        adjusted_by="Noel Exempel och Ellis Exempel",
        paper=kept_minutes,
        by=by,
    )
    meetings.announce_minutes(meeting=meeting, announced_on=day + timedelta(days=11), by=by)
    for decision in Decision.objects.filter(item__meeting=meeting):
        for organisation in decisions.anchoring_parties(decision.item.cooperation, day)[:5]:
            decisions.anchor_decision(
                decision=decision,
                organisation=organisation,
                anchored_on=day + timedelta(days=20),
                note="Förvaltningens ledningsgrupp",
                by=by,
            )


def _thursday(day: date) -> date:
    """The Thursday of the day's week. No meeting is so near today that this moves it past it."""
    return day + timedelta(days=THURSDAY - day.weekday())


def _at(day: date, hour: int) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))
