"""What a revision changes beside the edition before it: terms, clauses, parties, budget and kronor."""

from dataclasses import dataclass

from agreements.access import may
from agreements.journey_rows import first_day, matter_of
from agreements.models import Agreement, ClauseChange, Cooperation, Party
from agreements.queries import HistoryLine, history_of, parties_on, terms_of
from agreements.swedish import count_word, kr, long_date, signed_kr
from agreements.terms import SPECS, TermKind, TermRow, show
from cmv_portal.revisions.budget import lines_of
from cmv_portal.roles import Right
from costs.calculation import Calculation
from costs.queries.calculations import calculation_of
from costs.queries.distribution import NOT_POSSIBLE

Status = Agreement.Status
NONE = "–"


@dataclass(frozen=True)
class Changed:
    """Something that is otherwise: what, as it is in force, as it becomes."""

    what: str
    before: str
    after: str
    note: str = ""


@dataclass(frozen=True)
class Share:
    """A party's amount in whole kronor; None where it is no party on that side."""

    name: str
    before: int | None
    after: int | None

    @property
    def difference(self) -> str:
        return signed_kr((self.after or 0) - (self.before or 0))


@dataclass(frozen=True)
class Shares:
    """A year's distribution on both sides, or why it cannot be worked out."""

    year: int
    rows: tuple[Share, ...] = ()
    total: Share | None = None
    remarks: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class RevisionPage:
    agreement: Agreement
    before: Agreement | None
    terms: tuple[Changed, ...]
    clauses: list[ClauseChange]
    parties: tuple[Changed, ...]
    budget: tuple[Changed, ...]
    shares: Shares | None
    prepares: bool
    refused_by: tuple[str, ...]
    history: list[HistoryLine]

    @property
    def is_draft(self) -> bool:
        return self.agreement.status == Status.DRAFT

    @property
    def writes(self) -> bool:
        return self.prepares and self.is_draft

    @property
    def heading(self) -> str:
        said = {
            Status.DRAFT: "är ett utkast",
            Status.PROPOSAL: "är lämnat för beslut",
            Status.ADOPTED: "är antaget",
            Status.DROPPED: "är nedlagt",
        }
        return f"{self.agreement.title} {said[self.agreement.status]}"

    @property
    def in_short(self) -> str:
        """How much is changed, in a sentence."""
        counts = (
            (len(self.terms), "villkor", "villkor"),
            (len(self.clauses), "punkt i texten", "punkter i texten"),
            (len(self.parties), "part", "parter"),
            (len(self.budget), "budgetpost", "budgetposter"),
        )
        told = [
            f"{count_word(count, neuter=one == 'villkor')} {one if count == 1 else many}"
            for count, one, many in counts
            if count
        ]
        starts = f"Börjar gälla {long_date(self.agreement.starts_on)}. " if self.agreement.starts_on else ""
        return f"{starts}{'Ändrar ' + ', '.join(told) + '.' if told else 'Inget är ändrat än.'}"


def revision_page(user, agreement: Agreement) -> RevisionPage:
    """The revision beside the edition that it replaces."""
    before = agreement.predecessor
    sees_costs = may(user, Right.SEE_ALLOCATION, agreement.cooperation_id)
    clauses = list(agreement.clause_changes.all())
    return RevisionPage(
        agreement=agreement,
        before=before,
        terms=_terms(before, agreement),
        clauses=clauses,
        parties=_parties(before, agreement),
        budget=_budget(before, agreement) if sees_costs else (),
        shares=shares(before, agreement, agreement.year) if sees_costs and before else None,
        prepares=may(user, Right.PREPARE_AGREEMENTS, agreement.cooperation_id),
        refused_by=matter_of(agreement).refusals,
        history=history_of(agreement, *agreement.terms.all(), *agreement.parties.all(), *clauses),
    )


# --- Terms and parties


def _terms(before: Agreement | None, agreement: Agreement) -> tuple[Changed, ...]:
    """The terms that are otherwise on the first day, in the order of TermKind."""
    if before is None:
        return ()
    day = first_day(agreement)
    old, new = terms_of(before, day), terms_of(agreement, day)
    return tuple(
        _changed(kind, old.row(kind), new.row(kind))
        for kind in TermKind
        if _value(old.row(kind)) != _value(new.row(kind))
    )


def _value(row: TermRow | None) -> tuple[str, str] | None:
    return (row.value, row.clause) if row else None


def _changed(kind: TermKind, old: TermRow | None, new: TermRow | None) -> Changed:
    clause = (new or old).clause
    return Changed(SPECS[kind].label, shown_term(old), shown_term(new), clause)


def shown_term(row: TermRow | None) -> str:
    """A term as a reader would write it; a borrowed key by the lender's name."""
    if row is None:
        return NONE
    if row.kind is TermKind.BORROWED_KEY:
        lender = Cooperation.objects.filter(slug=row.value).first()
        return lender.name if lender else row.value
    return show(row.kind, row.value)


def _parties(before: Agreement | None, agreement: Agreement) -> tuple[Changed, ...]:
    if before is None:
        return ()
    day = first_day(agreement)
    old, new = _by_name(parties_on(before, day)), _by_name(parties_on(agreement, day))
    return tuple(
        Changed(name, old.get(name, "inte part"), new.get(name, "inte part"))
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    )


def _by_name(parties: list[Party]) -> dict[str, str]:
    return {
        party.organisation.name: f"{party.get_role_display()}, "
        f"{'delar kostnaden' if party.pays else 'delar inte kostnaden'}"
        for party in parties
    }


# --- Kronor


def _budget(before: Agreement | None, agreement: Agreement) -> tuple[Changed, ...]:
    """The lines that differ from what the edition before would have had that year."""
    old = _uplifted(before, agreement.year) if before else {}
    new = dict(lines_of(agreement))
    labels = [*old, *(label for label in new if label not in old)]
    return tuple(
        Changed(label, _kr(old.get(label)), _kr(new.get(label)))
        for label in labels
        if old.get(label) != new.get(label)
    )


def _uplifted(agreement: Agreement, year: int) -> dict[str, int]:
    try:
        calculation = calculation_of(agreement, year, allow_estimated=True)
    except NOT_POSSIBLE:
        return {}
    return {line.label: line.amount for line in calculation.budget.lines}


def _kr(amount: int | None) -> str:
    return NONE if amount is None else kr(amount)


def shares(before: Agreement, after: Agreement, year: int) -> Shares:
    """What each party would pay in a year by the edition in force, and by the revision."""
    try:
        old = calculation_of(before, year, allow_estimated=True)
        new = calculation_of(after, year, allow_estimated=True)
    except NOT_POSSIBLE as why:
        return Shares(year, why=str(why))
    names = _names(old) | _names(new)
    return Shares(
        year,
        rows=tuple(Share(name, old.amounts.get(slug), new.amounts.get(slug)) for slug, name in names.items()),
        total=Share("Alla", old.total, new.total),
        remarks=_remarks(new),
    )


def _names(calculation: Calculation) -> dict[str, str]:
    slugs = calculation.inputs.organisations
    return {slug: party.name for slug, party in zip(slugs, calculation.allocation.parties, strict=True)}


def _remarks(calculation: Calculation) -> tuple[str, ...]:
    basis = calculation.inputs.population
    told = [basis.deviation] if basis and basis.deviation else []
    if basis and basis.is_example:
        told.append("Folkmängden är exempelsiffror.")
    return tuple(told)
