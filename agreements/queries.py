"""What is read of agreements: which edition holds, on which terms, and what comes next."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from agreements.models import Agreement, Cooperation, Organisation, Party
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


def edition_on(cooperation: Cooperation, on: date) -> Agreement | None:
    """The edition in force on a date: the latest adopted one that has begun and not ended."""
    begun = (
        cooperation.agreements.filter(status=Agreement.Status.ADOPTED, starts_on__lte=on)
        .select_related("cooperation")
        .prefetch_related("terms")
        .order_by("-starts_on")
    )
    latest = begun.first()
    return latest if latest and term_of(latest, on).period else None


def latest_proposal(cooperation: Cooperation) -> Agreement | None:
    return (
        cooperation.agreements.filter(status=Agreement.Status.PROPOSAL)
        .select_related("cooperation")
        .order_by("-year")
        .first()
    )


def edition_or_proposal(cooperation: Cooperation, on: date) -> Agreement | None:
    """The edition in force on a date, or where none is, the latest proposal."""
    return edition_on(cooperation, on) or latest_proposal(cooperation)


def find_agreement(slug: str, year: int) -> Agreement:
    """An edition by its slug, or a cooperation's edition for a year. Raises AgreementNotFound."""
    edition = Agreement.objects.select_related("cooperation").filter(slug=slug).first()
    if edition:
        return edition
    cooperation = Cooperation.objects.filter(slug=slug).first()
    if cooperation is None:
        raise AgreementNotFound(f"Det finns inget avtal och ingen samverkan som heter {slug}.")
    agreement = edition_or_proposal(cooperation, date(year, 1, 1))
    if agreement is None:
        raise AgreementNotFound(f"{cooperation.name} har inget avtal som gäller den 1 januari {year}.")
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
    """What has changed in these rows since they were made, newest first."""
    lines = []
    for row in rows:
        records = list(row.history.select_related("history_user").order_by("history_date", "history_id"))
        for older, newer in pairwise(records):
            for change in newer.diff_against(older).changes:
                field = row._meta.get_field(change.field)
                lines.append(
                    HistoryLine(
                        at=newer.history_date,
                        by=str(newer.history_user or "portalen"),
                        what=str(row),
                        field=str(field.verbose_name),
                        old=_shown(field, change.old),
                        new=_shown(field, change.new),
                    )
                )
    return sorted(lines, key=lambda line: line.at, reverse=True)


def _shown(field, value) -> str:
    """A stored value as a reader would write it; an empty one as a dash."""
    if value in (None, ""):
        return "–"
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)
