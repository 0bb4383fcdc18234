"""Whom a party has in the cooperation's bodies, what stands on its invoices, and whom to ask."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from agreements.models import Agreement, BodyRole, Cooperation, Membership, Organisation, Party
from agreements.organisation_queries import Fact, facts

MOST_SEATS = 6  # what the sheet has room for


@dataclass(frozen=True)
class Seat:
    """A person's seat in a body today."""

    membership: Membership

    @property
    def what(self) -> str:
        membership = self.membership
        return f"{membership.body.name}, {membership.get_office_display()}"


@dataclass(frozen=True)
class Contacts:
    """The party's own references, its seats, and the principal that answers for the invoices."""

    references: list[Fact]
    seats: list[Seat]
    principal: Organisation | None

    @property
    def missing(self) -> list[Fact]:
        return [fact for fact in self.references if fact.is_missing]


def contacts_of(agreement: Agreement | None, party: Party | None, organisation: Organisation, today: date):
    """What is known of whom to ask, of the edition that holds."""
    is_invoiced = (
        party is not None
        and party.pays
        and party.role == Party.Role.PARTY
        and party.agreement.status == Agreement.Status.ADOPTED
    )
    parties = agreement.parties.all() if agreement else ()
    principal = next((each.organisation for each in parties if each.role == Party.Role.PRINCIPAL), None)
    return Contacts(
        references=[fact for fact in facts(organisation, gets=is_invoiced, sends=False) if fact.is_reference],
        seats=_seats(agreement.cooperation, organisation, today) if agreement else [],
        principal=principal,
    )


def _seats(cooperation: Cooperation, organisation: Organisation, today: date) -> list[Seat]:
    rows = (
        Membership.objects.filter(organisation=organisation, body__roles__cooperation=cooperation)
        .filter(Q(valid_from=None) | Q(valid_from__lte=today))
        .filter(Q(valid_until=None) | Q(valid_until__gte=today))
        .select_related("body")
        .prefetch_related(Prefetch("body__roles", BodyRole.objects.filter(cooperation=cooperation)))
        .order_by("body__position", "office", "name")
        .distinct()
    )
    return [Seat(row) for row in rows[:MOST_SEATS]]
