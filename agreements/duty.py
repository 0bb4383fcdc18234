"""What a duty of an agreement is, what shows that it is done, and how it stands on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum

from agreements.term import AgreementTerm
from agreements.terms import TermRow

SOON = timedelta(days=60)


class DutyKind(StrEnum):
    """What is to be done; the order is that of a year's list where days are the same."""

    INVOICING = "invoicing"
    ANNUAL_REPORT = "annual_report"
    STEERING_MEETING = "steering_meeting"
    WORKING_GROUP_MEETING = "working_group_meeting"
    NETWORK_MEETING = "network_meeting"
    REVIEWER = "reviewer"
    REVIEW_WORK = "review_work"
    REVIEW_REPORT = "review_report"
    SYSTEMATIC_FOLLOWUP = "systematic_followup"
    POPULATION = "population"
    ACTIVITY_PLAN = "activity_plan"
    YEARLY_ACCOUNT = "yearly_account"
    GOAL_FOLLOWUP = "goal_followup"
    FOLLOWUP_PLAN = "followup_plan"
    LOCAL_FOLLOWUP = "local_followup"
    REVISION = "revision"
    MANDATE = "mandate"
    NOTICE = "notice"
    PARTY_NOTICE = "party_notice"
    END = "end"
    ANSWER = "answer"
    PROJECT_END = "project_end"
    BREACH = "breach"


class State(StrEnum):
    """How a duty stands. None of them is typed in: they follow from the day and what has happened."""

    COMING = "kommande"
    SOON = "snart"
    LATE = "försenad"
    DONE = "klar"
    UNKNOWN = "kan inte beräknas"


# Days that come and go: nobody fails them, they have passed.
PASSES = {DutyKind.NOTICE, DutyKind.PARTY_NOTICE, DutyKind.END, DutyKind.PROJECT_END}


@dataclass(frozen=True)
class Fact:
    """That something was done: the day, the words for it, and the address where it can be seen."""

    on: date
    said: str
    where: str = ""


@dataclass(frozen=True)
class Booked:
    """A meeting that has a day; `held` says that it took place."""

    day: date
    held: Fact | None = None
    starts: time | None = None
    ends: time | None = None
    where: str = ""


@dataclass(frozen=True)
class Review:
    """What is recorded of a quality review: the day of its report, and what has been done."""

    due: date | None = None
    appointed: Fact | None = None
    worked: Fact | None = None
    reported: Fact | None = None


@dataclass(frozen=True)
class Demand:
    """A written demand on a party to mend a breach, and the day it was mended."""

    party: str
    on: date
    mended: Fact | None = None
    where: str = ""


@dataclass(frozen=True)
class Happened:
    """What is recorded of a year in one cooperation: all that a duty's state rests on."""

    done: Mapping[DutyKind, Fact] = field(default_factory=dict)
    by_party: Mapping[DutyKind, Mapping[str, Fact]] = field(default_factory=dict)
    booked: Mapping[DutyKind, Sequence[Booked]] = field(default_factory=dict)
    reviews: Mapping[int, Review] = field(default_factory=dict)
    systematic_from: int | None = None
    demands: Sequence[Demand] = ()


NOTHING = Happened()


@dataclass(frozen=True)
class Basis:
    """An agreement as its duties follow from it: dated terms, its time, and what its bodies are called.

    `until` is the last day before another edition takes over. A proposal binds nobody: of it only days
    that stand in the text are duties, and the rest waits until it is in force. `source` is the address
    where the text is found.
    """

    rows: Sequence[TermRow]
    term: AgreementTerm
    parties: Sequence[str] = ()
    payers: Sequence[str] = ()
    service: str = ""
    principal: str = ""
    steering_group: str = "Styrgruppen"
    convener: str = ""
    political_group: str = ""
    until: date | None = None
    is_proposal: bool = False
    source: str = ""


@dataclass(frozen=True)
class Duty:
    """Something the agreement asks for: a day, or the window it falls in, and who answers for it.

    `is_set` says that a day was chosen within the window: then it is late after that day, else after the
    window's last. `reason` says why it has no day at all.
    """

    kind: DutyKind
    text: str
    clause: str
    owner: str
    day: date | None = None
    opens: date | None = None
    closes: date | None = None
    state: State = State.COMING
    reason: str = ""
    fact: Fact | None = None
    party: str = ""
    number: int = 0
    starts: time | None = None
    ends: time | None = None
    where: str = ""
    is_set: bool = False
    source: str = ""

    @property
    def last(self) -> date | None:
        """The day after which it is late."""
        return self.day if self.is_set else self.closes or self.day

    @property
    def shown_by(self) -> str:
        """What shows that it is done; empty while nothing does."""
        return self.fact.said if self.fact else ""

    @property
    def when(self) -> date:
        """Where it stands in the year's order; what has no day stands last."""
        return self.day or self.closes or date.max


def state_of(duty: Duty, today: date) -> State:
    """How a duty stands on a day: done, late, soon (within sixty days) or still to come."""
    if duty.reason:
        return State.UNKNOWN
    passed = duty.last is not None and duty.last < today
    if duty.fact is not None or (passed and duty.kind in PASSES):
        return State.DONE
    if passed:
        return State.LATE
    return State.SOON if duty.last is not None and duty.last - today <= SOON else State.COMING
