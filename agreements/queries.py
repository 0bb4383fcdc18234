"""What is read of agreements: which edition holds, on which terms, and what comes next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby, pairwise

from django.db.models import QuerySet

from agreements.models import Agreement, Cooperation, Organisation, Party
from agreements.swedish import long_date
from agreements.term import TermAnswer, term_on
from agreements.terms import Terms, terms_on


class AgreementNotFound(LookupError):
    """No agreement answers to the name, or none holds; the message is one line of Swedish."""


def terms_of(agreement: Agreement, on: date) -> Terms:
    """The agreement's terms in force on a date."""
    return terms_on([term.row for term in agreement.terms.all()], on)


def term_of(agreement: Agreement, on: date) -> TermAnswer:
    """The agreement's period and last day for notice, seen from a date."""
    return term_on(agreement.term(list(terms_of(agreement, on).rows.values())), on)


def edition_among(editions: Iterable[Agreement], on: date) -> Agreement | None:
    """The edition in force on a date: the latest adopted one that has begun and not ended."""
    begun = [
        edition
        for edition in editions
        if edition.status == Agreement.Status.ADOPTED and edition.starts_on and edition.starts_on <= on
    ]
    latest = max(begun, key=lambda edition: edition.starts_on, default=None)
    return latest if latest and term_of(latest, on).period else None


def edition_on(cooperation: Cooperation, on: date) -> Agreement | None:
    """The cooperation's edition in force on a date."""
    return edition_among(editions_with_terms(cooperation), on)


def latest_proposal(cooperation: Cooperation) -> Agreement | None:
    return latest_proposal_among(editions_with_terms(cooperation))


def edition_or_proposal(cooperation: Cooperation, on: date) -> Agreement | None:
    """The edition in force on a date, or where none is, the latest proposal."""
    return edition_or_proposal_among(editions_with_terms(cooperation), on)


def edition_or_proposal_among(editions: Iterable[Agreement], on: date) -> Agreement | None:
    """The same among editions that are already at hand."""
    return edition_among(editions, on) or latest_proposal_among(editions)


def latest_proposal_among(editions: Iterable[Agreement]) -> Agreement | None:
    """The latest proposal among editions that are already at hand."""
    proposals = [edition for edition in editions if edition.status == Agreement.Status.PROPOSAL]
    return max(proposals, key=lambda edition: edition.year, default=None)


def editions_with_terms(cooperation: Cooperation) -> QuerySet[Agreement]:
    """A cooperation's editions, ready to be asked which is in force; two queries."""
    return cooperation.agreements.select_related("cooperation").prefetch_related("terms")


def find_agreement(slug: str, year: int) -> Agreement:
    """An edition by its slug, or a cooperation's edition for a year. Raises AgreementNotFound."""
    return find_agreement_on(slug, date(year, 1, 1))


def find_agreement_on(slug: str, on: date) -> Agreement:
    """An edition by its slug, or a cooperation's edition on a day. Raises AgreementNotFound."""
    edition = Agreement.objects.select_related("cooperation").filter(slug=slug).first()
    if edition:
        return edition
    cooperation = Cooperation.objects.filter(slug=slug).first()
    if cooperation is None:
        raise AgreementNotFound(f"Det finns inget avtal och ingen samverkan som heter {slug}.")
    agreement = edition_or_proposal(cooperation, on)
    if agreement is None:
        raise AgreementNotFound(f"{cooperation.name} har inget avtal som gäller den {long_date(on)}.")
    return agreement


def parties_on(agreement: Agreement, on: date) -> list[Party]:
    """The parties on a date, in the agreement's order (municipal code, then name)."""
    return [
        party
        for party in agreement.parties.select_related("organisation")
        if (party.valid_from is None or party.valid_from <= on)
        and (party.valid_until is None or party.valid_until >= on)
    ]


def principal_of(agreement: Agreement) -> Organisation | None:
    """The organisation that runs the service and invoices the others."""
    party = agreement.parties.filter(role=Party.Role.PRINCIPAL).select_related("organisation").first()
    return party.organisation if party else None


@dataclass(frozen=True)
class HistoryLine:
    """One change: who, when, what, and the value before and after."""

    at: object
    by: str
    what: str
    field: str
    old: str
    new: str


def history_of(*rows) -> list[HistoryLine]:
    """What people have changed in these rows or added to them, newest first: one query a model."""
    by_model = defaultdict(dict)
    for row in rows:
        by_model[type(row)][row.pk] = row
    lines = [line for model, found in by_model.items() for line in _history_of_model(model, found)]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _history_of_model(model, rows: dict) -> Iterable[HistoryLine]:
    records = (
        model.history.filter(id__in=rows)
        .select_related("history_user")
        .order_by("id", "history_date", "history_id")
    )
    for pk, found in groupby(records, key=lambda record: record.id):
        changes = list(found)
        if changes[0].history_user:  # not read in from the fixtures
            yield _line(rows[pk], changes[0], "", "–", "tillagd")
        for older, newer in pairwise(changes):
            for change in newer.diff_against(older).changes:
                field = model._meta.get_field(change.field)
                old, new = _shown(field, change.old), _shown(field, change.new)
                yield _line(rows[pk], newer, str(field.verbose_name), old, new)


def _line(row, record, field: str, old: str, new: str) -> HistoryLine:
    by = str(record.history_user or "portalen")
    return HistoryLine(at=record.history_date, by=by, what=str(row), field=field, old=old, new=new)


def _shown(field, value) -> str:
    """A stored value as a reader would write it; an empty one as a dash."""
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)
