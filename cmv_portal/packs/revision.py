"""From a revision's rows to its matter: terms, clauses, kronor, questions, as they stand today."""

from datetime import date
from itertools import takewhile

from django.db.models import prefetch_related_objects

from agreements.models import Agreement, Cooperation, DecisionStep, FiledDocument
from agreements.queries import parties_on, terms_of
from agreements.swedish import long_date
from agreements.terms import SPECS, TermKind, TermRow, Terms, show
from cmv_portal.packs.consequences import Consequences
from cmv_portal.packs.matter import ClauseText, Matter, Question, TermLine
from cmv_portal.packs.office import office_of, party_lines, recommendation_of
from costs.comparison import Side, beside
from costs.queries.calculations import calculation_of
from costs.queries.comparison import compare
from costs.queries.distribution import FORECAST_YEARS, NOT_POSSIBLE

PAPERS = (FiledDocument.Kind.AGREEMENT, FiledDocument.Kind.APPENDIX, FiledDocument.Kind.BACKGROUND)


def revision_matter(agreement: Agreement, today: date) -> Matter:
    """All that the pack of a revision tells; the same number of queries for few parties and many."""
    before, start = agreement.predecessor, agreement.starts_on or date(agreement.year, 1, 1)
    prefetch_related_objects([edition for edition in (agreement, before) if edition], "terms")
    step = _recommendation_step(agreement)
    office = office_of(agreement, today, step)
    clauses = _clauses(agreement)
    joining, leaving = _coming_and_going(agreement, start)
    consequences, reason = _consequences(agreement, start.year)
    return Matter(
        cooperation=agreement.cooperation.name,
        agreement=agreement.title,
        starts_on=agreement.starts_on,
        wording=f"omgång {agreement.round}, ändring {agreement.revision}",
        today=today,
        office=office,
        parties=party_lines(agreement, start),
        terms=term_lines(before, agreement, start),
        clauses=clauses,
        questions=questions_of(agreement, {clause.clause for clause in clauses}),
        documents=_documents(agreement),
        purpose=agreement.purpose,
        predecessor=before.title if before else "",
        predecessor_since=before.starts_on if before else None,
        replaces_proposal=bool(before) and before.status == Agreement.Status.PROPOSAL,
        joining=joining,
        leaving=leaving,
        consequences=consequences,
        no_consequences=reason,
        recommendation=recommendation_of(step, office.recipient),
        draft=agreement.status != Agreement.Status.ADOPTED and agreement.submitted_on is None,
        fictitious=agreement.evidence == Agreement.Evidence.EXAMPLE,
    )


def _recommendation_step(agreement: Agreement) -> DecisionStep | None:
    steps = agreement.steps.filter(round=agreement.round, kind=DecisionStep.Kind.RECOMMENDATION)
    return steps.select_related("decision").first()


def _coming_and_going(agreement: Agreement, start: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of who is a party only in the revision, and only in the edition before."""
    if agreement.predecessor is None:
        return (), ()
    now, then = (
        {party.organisation_id: party.organisation.name for party in parties_on(edition, start)}
        for edition in (agreement, agreement.predecessor)
    )
    joining = tuple(name for pk, name in now.items() if pk not in then)
    return joining, tuple(name for pk, name in then.items() if pk not in now)


# --- Terms, clauses, questions


def term_lines(before: Agreement | None, after: Agreement, on: date) -> tuple[TermLine, ...]:
    """Every term of either edition: those in force on the day in the order of TermKind, then later ones."""
    now = terms_of(after, on)
    then = terms_of(before, on) if before else Terms(on, {})
    lines = [_term_line(then.row(kind), now.row(kind)) for kind in TermKind if kind in now or kind in then]
    coming, planned = _later_rows(after, on), _later_rows(before, on) if before else {}
    return (*lines, *(_term_line(planned.get(key), coming.get(key)) for key in {**planned, **coming}))


def _later_rows(agreement: Agreement, on: date) -> dict[tuple[TermKind, date], TermRow]:
    """The terms that begin after the day, by kind and first day."""
    rows = [row for term in agreement.terms.all() if (row := term.row).valid_from and row.valid_from > on]
    return {(row.kind, row.valid_from): row for row in sorted(rows, key=lambda row: row.valid_from)}


def _term_line(before: TermRow | None, after: TermRow | None) -> TermLine:
    row = after or before
    later = f" från {long_date(row.valid_from)}" if row.valid_from else ""
    return TermLine(
        label=f"{SPECS[row.kind].label}{later}",
        before=_shown(before),
        after=_shown(after),
        clause_before=before.clause if before else "",
        clause_after=after.clause if after else "",
    )


def _shown(row: TermRow | None) -> str:
    """A term's value in words; a borrowed key by the name of the cooperation that lends it."""
    if row is None:
        return ""
    if row.kind == TermKind.BORROWED_KEY:
        lender = Cooperation.objects.filter(slug=row.value).first()
        return lender.name if lender else row.value
    return show(row.kind, row.value)


def _clauses(agreement: Agreement) -> tuple[ClauseText, ...]:
    return tuple(
        ClauseText(row.clause, row.heading, row.before, row.after, row.reason)
        for row in agreement.clause_changes.all()
    )


def questions_of(agreement: Agreement, clauses: set[str]) -> tuple[Question, ...]:
    """The unanswered questions that touch the amounts or a changed clause.

    They are the edition's own; a revision in which none are written inherits those of the one it replaces.
    """
    edition = agreement
    if agreement.predecessor and not agreement.open_questions.exists():
        edition = agreement.predecessor
    rows = edition.open_questions.filter(answer="").order_by("number")
    bearing = [row for row in rows if row.about_costs or clauses & set(row.clause.split(", "))]
    return tuple(Question(row.clause, row.title, row.reading_used, row.answered_by) for row in bearing)


def _documents(agreement: Agreement) -> tuple[str, ...]:
    rows = FiledDocument.objects.filter(agreement=agreement, kind__in=PAPERS, replaced_by=None).order_by(
        "title"
    )
    return tuple(f"{row.title}, dnr {row.diary_number}" if row.diary_number else row.title for row in rows)


# --- Kronor


def _consequences(agreement: Agreement, first: int) -> tuple[Consequences | None, str]:
    """Five years with the revision beside the edition before, or why there are none."""
    asked, before = range(first, first + FORECAST_YEARS), agreement.predecessor
    years = (
        compare(before, agreement, asked).years
        if before
        else tuple(beside(year, Side(None), side_of(agreement, year)) for year in asked)
    )
    known = tuple(takewhile(lambda year: year.after.calculation is not None, years))
    if not known:
        return None, years[0].after.reason
    now = "Förra förslaget" if before and before.status == Agreement.Status.PROPOSAL else "Avtalet nu"
    return Consequences(known, now, "Förslaget", f"samma år enligt {now.lower()}"), ""


def side_of(agreement: Agreement, year: int) -> Side:
    """A year of an edition, with the latest known population where the year's own is missing."""
    try:
        return Side(calculation_of(agreement, year, allow_estimated=True))
    except NOT_POSSIBLE as reason:
        return Side(None, str(reason))
