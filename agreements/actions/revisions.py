"""A draft is changed: its head, terms, clauses and parties.

Every save carries the edition's change number as the person read it. Two people who write at once get told,
and see both values; nothing is overwritten unseen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from agreements.access import may
from agreements.actions import rows
from agreements.actions.rows import Stale
from agreements.models import Agreement, ClauseChange, Organisation, Party, Term
from agreements.refusals import Refused
from agreements.terms import TermKind
from cmv_portal.roles import Right

LOCKED = "Lydelsen är låst: {} är inte ett utkast."
WRITTEN_MEANWHILE = (
    "En kollega har sparat i revideringen sedan du öppnade sidan. Läs det som står nu, och spara igen."
)


@dataclass(frozen=True)
class PartyRow:
    """An organisation as a party in a draft."""

    organisation: Organisation
    role: str = Party.Role.PARTY
    pays: bool = True


def demand_preparer(agreement: Agreement, by) -> None:
    if not may(by, Right.PREPARE_AGREEMENTS, agreement.cooperation_id):
        raise Refused(f"{by} får inte förbereda avtal för {agreement.cooperation.name}.")


def open_draft(agreement: Agreement, revision: int, by) -> Agreement:
    """The draft, held until the transaction ends. Raises Refused, and Stale when it has been changed."""
    demand_preparer(agreement, by)
    draft = rows.locked(agreement)
    if draft.status != Agreement.Status.DRAFT:
        raise Refused(LOCKED.format(draft))
    if draft.revision != revision:
        raise Stale(WRITTEN_MEANWHILE)
    return draft


def saved(draft: Agreement, by, **values) -> Agreement:
    """The draft with its next change number; whatever was changed in it."""
    return rows.save(draft, by, revision=draft.revision + 1, **values)


@transaction.atomic
def change_head(
    *,
    agreement: Agreement,
    revision: int,
    title: str,
    starts_on: date,
    first_end: date | None,
    purpose: str,
    by,
) -> Agreement:
    """The title, the first day, the end of the first period and what the revision is for."""
    draft = open_draft(agreement, revision, by)
    if starts_on.year != draft.year:
        raise Refused(f"Utgåvan är för {draft.year}. Börja på en ny revidering för ett annat år.")
    before = draft.predecessor
    if before and before.starts_on and starts_on <= before.starts_on:
        raise Refused(f"Dagen är före den då {before} började gälla.")
    return saved(draft, by, title=title, starts_on=starts_on, first_end=first_end, purpose=purpose)


@transaction.atomic
def change_term(
    *, agreement: Agreement, revision: int, kind: str, value: str, clause: str, note: str = "", by
) -> Agreement:
    """Set a term from the edition's first day; without a value the edition has no such term."""
    draft = open_draft(agreement, revision, by)
    term = draft.terms.filter(kind=kind, valid_from=None).first()
    value = value.strip()
    if not value and term:
        rows.take_away(term, by)
    elif value:
        new = term or Term(agreement=draft, kind=TermKind(kind))
        rows.save(new, by, value=value, clause=clause, note=note)
    return saved(draft, by)


@transaction.atomic
def write_clause(
    *,
    agreement: Agreement,
    revision: int,
    change: ClauseChange | None,
    clause: str,
    heading: str,
    before: str,
    after: str,
    reason: str,
    by,
) -> Agreement:
    """A changed clause: a new row without `change`, else that row with other words."""
    draft = open_draft(agreement, revision, by)
    row = change or ClauseChange(agreement=draft, position=rows.next_position(draft.clause_changes))
    if before.strip() == after.strip():
        raise Refused("Den nya lydelsen är densamma som den gamla.")
    rows.save(row, by, clause=clause, heading=heading, before=before, after=after, reason=reason)
    return saved(draft, by)


@transaction.atomic
def remove_clause(*, agreement: Agreement, revision: int, change: ClauseChange, by) -> Agreement:
    """Take away a change of the text, so that the clause stays as it is in force."""
    draft = open_draft(agreement, revision, by)
    rows.take_away(change, by)
    return saved(draft, by)


@transaction.atomic
def change_parties(*, agreement: Agreement, revision: int, parties: Sequence[PartyRow], by) -> Agreement:
    """Who is a party and who pays. A party that is left out is none in the edition."""
    draft = open_draft(agreement, revision, by)
    if len({row.organisation.pk for row in parties}) < 2:
        raise Refused("Ett avtal har minst två parter.")
    existing = {party.organisation_id: party for party in draft.parties.all()}
    if sum(row.role == Party.Role.PRINCIPAL for row in parties) > 1:
        raise Refused("Avtalet kan bara ha en huvudman.")
    kept = {row.organisation.pk for row in parties}
    for pk, party in existing.items():
        if pk not in kept:
            rows.take_away(party, by)
    for row in sorted(parties, key=lambda row: row.role == Party.Role.PRINCIPAL):
        party = existing.get(row.organisation.pk) or Party(agreement=draft, organisation=row.organisation)
        rows.save(party, by, role=row.role, pays=row.pays)
    return saved(draft, by)
