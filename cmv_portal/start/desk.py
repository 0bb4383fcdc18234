"""What the start page looks up once for a person: the basis of tasks, amounts and lists alike."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from agreements import access
from agreements.due import Due, DueKind, due
from agreements.editions import Editions, editions_of
from agreements.organisation_queries import ListedOrganisation, organisations_of
from agreements.queries import term_of, terms_of
from costs.access import WEAR, documents
from costs.models import Charge
from costs.queries.documents import ListedDocument, listed


@dataclass(frozen=True)
class Desk:
    """A person on a day. Abnormal wear (11.4) concerns a person and is left out of every list here."""

    user: object
    today: date

    @cached_property
    def cooperations(self) -> list[Editions]:
        return editions_of(access.cooperations(self.user), self.today)

    @cached_property
    def organisations(self) -> list[ListedOrganisation]:
        return organisations_of(self.user)

    @cached_property
    def documents(self) -> list[ListedDocument]:
        """Issued documents that the person may see, the latest first."""
        return listed(documents(self.user).exclude(charge__kind=WEAR), self.today)

    @cached_property
    def _issued(self) -> dict[int, set[int]]:
        """The years whose fixed cost is issued, by cooperation."""
        found: dict[int, set[int]] = {}
        for cooperation, year in Charge.objects.filter(
            kind=Charge.Kind.FIXED_COST, state=Charge.State.ISSUED
        ).values_list("agreement__cooperation", "year"):
            found.setdefault(cooperation, set()).add(year)
        return found

    def due(self, row: Editions) -> list[Due]:
        """What the cooperation's agreement in force puts a date on."""
        if row.current is None:
            return []
        found = due(terms_of(row.current, self.today), term_of(row.current, self.today), self.today)
        return still_due(found, self._issued.get(row.cooperation.pk, ()))

    def invoicing_day(self, row: Editions) -> date | None:
        """The last day of the cooperation's next month of invoicing."""
        return next((item.day for item in self.due(row) if item.kind is DueKind.INVOICING), None)


def still_due(found: list[Due], issued_years: Collection[int]) -> list[Due]:
    """What is left to do: the invoicing of a year whose fixed cost is issued is done."""
    return [item for item in found if item.kind is not DueKind.INVOICING or item.day.year not in issued_years]
