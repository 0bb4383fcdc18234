"""An edition of an agreement as the basis of a year's duties."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agreements.duty import Basis
from agreements.editions import Editions
from agreements.models import Agreement, Body, BodyRole, Party
from agreements.queries import edition_among, latest_proposal_among, terms_of
from agreements.swedish import sort_key
from agreements.term import ONE_DAY

Bodies = Mapping[str, Body]  # a cooperation's bodies by what they are in it


@dataclass(frozen=True)
class YearBasis:
    """What a year rests on: the editions in force during it, and a coming one that binds nobody yet."""

    binding: tuple[Basis, ...]
    proposed: Basis | None


def year_basis(row: Editions, year: int, bodies: Bodies) -> YearBasis:
    """A cooperation's editions with their terms, parties and organisations are read already."""
    editions = [edition.agreement for edition in row.rows]
    proposal = latest_proposal_among(editions)
    in_force = _in_force_during(editions, year)
    if not in_force:
        return YearBasis((basis_of(proposal, year, bodies),) if proposal else (), None)
    binding = tuple(
        basis_of(edition, year, bodies, until=later.starts_on - ONE_DAY if later else None)
        for edition, later in zip(in_force, [*in_force[1:], None], strict=True)
    )
    coming = proposal if proposal and in_force[-1].year < proposal.year <= year else None
    return YearBasis(binding, basis_of(coming, year, bodies) if coming else None)


def _in_force_during(editions: Iterable[Agreement], year: int) -> list[Agreement]:
    """The editions in force on the year's first and last day, the earlier first."""
    first = edition_among(editions, date(year, 1, 1))
    last = edition_among(editions, date(year, 12, 31))
    return [edition for edition in dict.fromkeys((first, last)) if edition]


def basis_of(agreement: Agreement, year: int, bodies: Bodies, until: date | None = None) -> Basis:
    """An edition as its duties follow from it, with its time seen from the year's first day."""
    parties = sorted(agreement.parties.all(), key=lambda party: sort_key(party.organisation.name))
    principal = [party.organisation.name for party in parties if party.role == Party.Role.PRINCIPAL]
    seen_from = max(date(year, 1, 1), agreement.starts_on or date.min)
    steering = bodies.get(BodyRole.Kind.STEERING_GROUP)
    return Basis(
        rows=[term.row for term in agreement.terms.all()],
        term=agreement.term(list(terms_of(agreement, seen_from).rows.values())),
        parties=[party.organisation.name for party in parties],
        payers=[party.organisation.name for party in parties if party.pays],
        service=agreement.cooperation.short_name,
        principal=principal[0] if principal else "",
        steering_group=steering.name if steering else agreement.cooperation.steering_group or "Styrgruppen",
        convener=steering.convened_by if steering else "",
        until=until,
        is_proposal=agreement.status == Agreement.Status.PROPOSAL,
        source=agreement.get_absolute_url(),
    )
