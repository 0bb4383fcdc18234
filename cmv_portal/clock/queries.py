"""The duties of cooperations, year by year, with their states on a day."""

from collections.abc import Collection, Sequence
from datetime import date

from agreements.duties import duties
from agreements.duty import Duty
from agreements.editions import Editions, editions_of
from agreements.models import Cooperation
from cmv_portal.clock.basis import year_basis
from cmv_portal.clock.happened import Facts


class Clock:
    """The duties of some cooperations in some years, seen from a day; a few queries for all of it."""

    def __init__(self, rows: Sequence[Editions], years: Collection[int], today: date) -> None:
        self._today = today
        self._rows = {row.cooperation.pk: row for row in rows}
        self._facts = Facts([row.cooperation for row in rows], years)

    def duties(self, cooperation: Cooperation, year: int) -> list[Duty]:
        """A year's duties in order."""
        basis = year_basis(self._rows[cooperation.pk], year, self._facts.bodies(cooperation))
        happened = self._facts.of(cooperation, year)
        return [
            duty
            for binding in basis.binding
            for duty in duties(
                binding,
                year,
                self._today,
                happened,
                proposed=basis.proposed if binding is basis.binding[-1] else None,
            )
        ]


def clock_of(cooperation: Cooperation, years: Collection[int], today: date) -> Clock:
    """The clock of one cooperation."""
    return Clock(editions_of(Cooperation.objects.filter(pk=cooperation.pk), today), years, today)
