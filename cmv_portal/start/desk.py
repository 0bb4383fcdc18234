"""What the start page looks up once for a person: the basis of tasks, amounts and lists alike."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from agreements import access
from agreements.duty import State
from agreements.editions import Editions, editions_of
from agreements.organisation_queries import ListedOrganisation, organisations_of
from cmv_portal.clock.ahead import Ahead, years_ahead
from cmv_portal.clock.queries import Clock
from costs.access import WEAR, documents
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
    def ahead(self) -> dict[int, Ahead]:
        """What comes next, by cooperation."""
        clock = Clock(self.cooperations, years_ahead(self.today), self.today)
        return {row.cooperation.pk: Ahead(clock, row.cooperation, self.today) for row in self.cooperations}

    def invoicing_day(self, row: Editions) -> date | None:
        """The last day of the cooperation's next month of invoicing; None when it is invoiced."""
        invoicing = self.ahead[row.cooperation.pk].invoicing
        return invoicing.last if invoicing and invoicing.state is not State.DONE else None
