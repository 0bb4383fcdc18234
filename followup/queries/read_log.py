"""The read log of a cooperation, month by month: who has read what, and what to look closer at.

The log is itself about people. It holds what was opened and never what it said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from agreements.models import Cooperation, ReadEvent
from agreements.swedish import MONTHS

READ_LOG = "läsloggen"
NIGHT_BEGINS, NIGHT_ENDS = 22, 6
SATURDAY = 5


@dataclass(frozen=True, order=True)
class Month:
    """A month of the log, in local time."""

    year: int
    month: int

    @property
    def code(self) -> str:
        """As addresses write it: "2026-11"."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def name(self) -> str:
        return f"{MONTHS[self.month - 1]} {self.year}"

    @property
    def next(self) -> "Month":
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def begins(self) -> datetime:
        return datetime(self.year, self.month, 1, tzinfo=timezone.get_default_timezone())


@dataclass(frozen=True)
class Reading:
    """One row of the log with what makes it stand out."""

    event: ReadEvent

    @cached_property
    def at(self) -> datetime:
        return timezone.localtime(self.event.at)

    @property
    def is_odd(self) -> bool:
        return is_odd_hour(self.at)

    @property
    def is_refused(self) -> bool:
        return self.event.action == ReadEvent.Action.REFUSED

    @property
    def stands_out(self) -> bool:
        return self.is_odd or self.is_refused


@dataclass(frozen=True)
class Reader:
    """How much a person has read in the month."""

    person: object
    readings: tuple[Reading, ...]

    @property
    def odd(self) -> int:
        return sum(each.is_odd for each in self.readings)

    @property
    def refused(self) -> int:
        return sum(each.is_refused for each in self.readings)


def is_odd_hour(at: datetime) -> bool:
    """Whether a local time is at night, 22-06, or at a weekend."""
    return at.weekday() >= SATURDAY or at.hour >= NIGHT_BEGINS or at.hour < NIGHT_ENDS


def read_month(text: str, today: date) -> Month:
    """The month that an address asks for; this one when it asks for none that can be understood."""
    year, _, month = text.partition("-")
    if year.isdecimal() and month.isdecimal() and 2000 <= int(year) <= 2100 and 1 <= int(month) <= 12:
        return Month(int(year), int(month))
    return Month(today.year, today.month)


def months(cooperation: Cooperation, today: date) -> list[Month]:
    """The months in which something has been read, and this one; the latest first."""
    found = ReadEvent.objects.filter(cooperation=cooperation).datetimes("at", "month")
    return sorted({Month(at.year, at.month) for at in found} | {Month(today.year, today.month)}, reverse=True)


def readings(cooperation: Cooperation, month: Month) -> list[Reading]:
    """A month's rows, the latest first; one query."""
    rows = ReadEvent.objects.filter(
        cooperation=cooperation, at__gte=month.begins, at__lt=month.next.begins
    ).select_related("user")
    return [Reading(row) for row in rows]


def readers(found: Sequence[Reading]) -> list[Reader]:
    """The month's people: those with something that stands out first, then by how much they have read."""
    by_person: dict[int, list[Reading]] = {}
    for each in found:
        by_person.setdefault(each.event.user_id, []).append(each)
    made = [Reader(rows[0].event.user, tuple(rows)) for rows in by_person.values()]
    return sorted(made, key=lambda each: (-(each.odd + each.refused), -len(each.readings), str(each.person)))
