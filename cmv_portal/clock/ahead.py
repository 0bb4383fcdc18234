"""What comes next in a cooperation, for the start page and the cooperation's own page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from agreements.duty import Duty, DutyKind, State
from agreements.models import Cooperation
from cmv_portal.clock.queries import Clock
from cmv_portal.clock.words import short_when

A_YEAR = timedelta(days=365)  # what comes later would be read as this year's


@dataclass(frozen=True)
class Coming:
    """A duty that lies ahead, how its day is written, and the cooperation's short name."""

    duty: Duty
    when: str
    name: str


def years_ahead(today: date) -> tuple[int, int]:
    """The years that a clock must know to tell what comes next."""
    return today.year, today.year + 1


class Ahead:
    """A cooperation's duties of this year and the next, as they stand today."""

    def __init__(self, clock: Clock, cooperation: Cooperation, today: date) -> None:
        self._name, self._today = cooperation.short_name, today
        this_year, next_year = years_ahead(today)
        self._this_year = clock.duties(cooperation, this_year)
        self._duties = [*self._this_year, *clock.duties(cooperation, next_year)]

    @property
    def coming(self) -> list[Coming]:
        """What is left within a year, the nearest first. A party's notice is left to the agreement's."""
        return [
            Coming(duty, short_when(duty), self._name)
            for duty in self._left()
            if duty.kind is not DutyKind.PARTY_NOTICE and duty.last <= self._today + A_YEAR
        ]

    @property
    def late(self) -> int:
        """How many of this year's duties are late."""
        return sum(duty.state is State.LATE for duty in self._duties)

    @property
    def has_year(self) -> bool:
        """Whether this year has anything to draw a wheel of."""
        return bool(self._this_year)

    @property
    def invoicing(self) -> Duty | None:
        """The coming month of invoicing, invoiced already or not."""
        return next(
            (duty for duty in self._duties if duty.kind is DutyKind.INVOICING and duty.last >= self._today),
            None,
        )

    def _left(self) -> Iterable[Duty]:
        left = (duty for duty in self._duties if duty.state in (State.SOON, State.COMING))
        return sorted((duty for duty in left if duty.last), key=lambda duty: duty.when)
