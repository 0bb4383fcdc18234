"""A cooperation's year: its duties numbered in order, in groups by how they stand, and what has no day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from agreements.duty import Duty, DutyKind, State
from agreements.models import Cooperation
from agreements.swedish import count_word, join_names
from agreements.term import NOT_COMPUTABLE
from cmv_portal.clock.proofs import PROOFS
from cmv_portal.clock.queries import clock_of
from cmv_portal.clock.words import long_when

SIGNS = {State.DONE: "done", State.LATE: "late", State.SOON: "soon", State.COMING: ""}
WORDS = {State.DONE: "Klar", State.LATE: "Försenad", State.SOON: "Snart", State.COMING: "Kommande"}
WORST_FIRST = (State.LATE, State.SOON, State.COMING, State.DONE)
# What each party does by itself on the same day is one line for all of them.
TOGETHER = {
    DutyKind.PARTY_NOTICE: ("Sista dag för en part att meddela utträde till årsskiftet", "Varje part"),
    DutyKind.ANSWER: ("Kommunerna svarar om medfinansiering", "Varje kommun"),
}


@dataclass(frozen=True)
class WheelLine:
    """A duty as a line and a mark of the wheel; several parties' duties of the same day are one."""

    number: int
    duties: Sequence[Duty]

    @property
    def duty(self) -> Duty:
        return self.duties[0]

    @property
    def state(self) -> State:
        return next(state for state in WORST_FIRST if any(duty.state is state for duty in self.duties))

    @property
    def sign(self) -> str:
        return SIGNS[self.state]

    @property
    def word(self) -> str:
        return WORDS[self.state]

    @property
    def text(self) -> str:
        return TOGETHER[self.duty.kind][0] if self.is_shared else self.duty.text

    @property
    def owner(self) -> str:
        return TOGETHER[self.duty.kind][1] if self.is_shared else self.duty.owner

    @property
    def is_shared(self) -> bool:
        return len(self.duties) > 1

    @property
    def when(self) -> str:
        return long_when(self.duty)

    @property
    def shown_by(self) -> str:
        """What shows that it is done, or that some have done it."""
        if not self.is_shared:
            return self.duty.shown_by
        done = [duty.party for duty in self.duties if duty.fact]
        return f"{len(done)} av {len(self.duties)}: {join_names(done)}" if done else ""

    @property
    def proof(self) -> str:
        """What will show that it is done, while nothing does."""
        return "" if self.shown_by else PROOFS.get(self.duty.kind, "")

    @property
    def where(self) -> str:
        """The address of what shows it, or of the booked meeting."""
        fact = self.duty.fact
        return "" if self.is_shared else (fact.where if fact else self.duty.where)


@dataclass(frozen=True)
class WheelPage:
    """A year of a cooperation as its page tells it."""

    cooperation: Cooperation
    year: int
    today: date
    lines: list[WheelLine]
    unknown: list[Duty]
    earlier: int | None
    later: int | None

    @property
    def now(self) -> list[WheelLine]:
        return self._standing(State.LATE) + self._standing(State.SOON)

    @property
    def done(self) -> list[WheelLine]:
        return self._standing(State.DONE)

    @property
    def rest(self) -> list[WheelLine]:
        return self._standing(State.COMING)

    @property
    def has_review(self) -> bool:
        """Whether the year has the months of a quality review to draw."""
        return any(line.duty.kind is DutyKind.REVIEW_WORK for line in self.lines)

    @property
    def next(self) -> WheelLine | None:
        """What comes next of what is not done and not late."""
        return next((line for line in self.lines if line.state in (State.SOON, State.COMING)), None)

    @property
    def late_in_words(self) -> str:
        """ "En sak är försenad."; empty where nothing is."""
        number = len(self._standing(State.LATE))
        if not number:
            return ""
        return (
            f"{count_word(number).capitalize()} {'sak är försenad' if number == 1 else 'saker är försenade'}."
        )

    @property
    def questions(self) -> list[tuple[Duty, str]]:
        """What cannot be computed, each with why as a sentence of its own."""
        return [(duty, _sentence(duty.reason)) for duty in self.unknown]

    def _standing(self, state: State) -> list[WheelLine]:
        return [line for line in self.lines if line.state is state]


def wheel_page(cooperation: Cooperation, year: int, today: date) -> WheelPage | None:
    """The page of a year; None where the agreement asks for nothing in it."""
    clock = clock_of(cooperation, [year - 1, year, year + 1], today)
    found = clock.duties(cooperation, year)
    if not found:
        return None
    return WheelPage(
        cooperation=cooperation,
        year=year,
        today=today,
        lines=[WheelLine(number, duties) for number, duties in enumerate(_together(found), start=1)],
        unknown=[duty for duty in found if duty.state is State.UNKNOWN],
        earlier=year - 1 if clock.duties(cooperation, year - 1) else None,
        later=year + 1 if clock.duties(cooperation, year + 1) else None,
    )


def _together(found: Iterable[Duty]) -> list[list[Duty]]:
    """The duties that have a day, in order; those of several parties on the same day as one."""
    groups: dict[object, list[Duty]] = {}
    for place, duty in enumerate(found):
        if duty.state is not State.UNKNOWN:
            key = (duty.kind, duty.day) if duty.kind in TOGETHER else place
            groups.setdefault(key, []).append(duty)
    return list(groups.values())


def _sentence(reason: str) -> str:
    why = reason.removeprefix(f"{NOT_COMPUTABLE}: ")
    return why[:1].upper() + why[1:]
