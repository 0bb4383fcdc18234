"""A revision starts as a copy of the edition in force: parties, terms, open questions and the budget."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from agreements.actions import rows
from agreements.actions.revisions import demand_preparer
from agreements.models import Agreement, Cooperation, OpenQuestion, Party, Term
from agreements.queries import edition_or_proposal, parties_on, terms_of
from agreements.refusals import Refused
from agreements.swedish import long_date
from costs.models import AllocationKey, Budget, BudgetLine, KeyShare, StateGrant
from costs.queries.budgets import suggested_lines

# A revision that is being written or decided.
IN_THE_MAKING = {
    "status__in": (Agreement.Status.DRAFT, Agreement.Status.PROPOSAL),
    "evidence": Agreement.Evidence.PORTAL,
}
Lines = list[tuple[str, int]]


def revision_in_the_making(cooperation: Cooperation) -> Agreement | None:
    """The revision that is being written or decided; a cooperation has one at a time."""
    return cooperation.agreements.filter(**IN_THE_MAKING).order_by("-pk").first()


@transaction.atomic
def start_revision(
    *, cooperation: Cooperation, starts_on: date, uplift: bool = True, purpose: str = "", by
) -> Agreement:
    """A draft for a first day, with the budget of the latest decided year, uplifted or as it is.

    Raises Refused.
    """
    cooperation = Cooperation.objects.select_for_update().get(pk=cooperation.pk)
    before = edition_or_proposal(cooperation, starts_on)
    if before is None:
        raise Refused(f"{cooperation.name} har inget avtal att revidera.")
    demand_preparer(before, by)
    _demand_room(cooperation, before, starts_on)
    draft = _copy_of(before, starts_on, purpose, by)
    _copy_parties(before, draft, by)
    _copy_terms(before, draft, by)
    _copy_questions(before, draft, by)
    _copy_costs(before, draft, uplift, by)
    return draft


def _demand_room(cooperation: Cooperation, before: Agreement, starts_on: date) -> None:
    ongoing = revision_in_the_making(cooperation)
    if ongoing:
        raise Refused(f"En revidering pågår redan: {ongoing}. Lägg ner den innan en ny börjar.")
    if starts_on <= timezone.localdate():
        raise Refused("Den nya utgåvan börjar gälla en kommande dag.")
    if before.starts_on and starts_on <= before.starts_on:
        raise Refused(f"Dagen är före den {long_date(before.starts_on)}, då {before} började gälla.")
    same = cooperation.agreements.filter(year=starts_on.year).exclude(status=Agreement.Status.DROPPED)
    if same.exists():
        raise Refused(f"Det finns redan en utgåva för {starts_on.year}.")


def _copy_of(before: Agreement, starts_on: date, purpose: str, by) -> Agreement:
    year = starts_on.year
    draft = Agreement(cooperation=before.cooperation, year=year, predecessor=before, starts_on=starts_on)
    return rows.save(
        draft,
        by,
        slug=_free_slug(before.cooperation, year),
        title=_title(before, year),
        status=Agreement.Status.DRAFT,
        evidence=Agreement.Evidence.PORTAL,
        source=f"Revidering i portalen av {before.title}",
        purpose=purpose,
    )


def _title(before: Agreement, year: int) -> str:
    old, new = str(before.year), str(year)
    return before.title.replace(old, new) if old in before.title else f"{before.title} {new}"


def _free_slug(cooperation: Cooperation, year: int) -> str:
    """The cooperation and the year; with a number where a dropped revision has that name."""
    taken = set(Agreement.objects.filter(slug__startswith=cooperation.slug).values_list("slug", flat=True))
    names = (f"{cooperation.slug}-{year}{f'-{n}' if n > 1 else ''}" for n in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _copy_parties(before: Agreement, draft: Agreement, by) -> None:
    for party in parties_on(before, draft.starts_on):
        copy = Party(agreement=draft, organisation=party.organisation, valid_until=party.valid_until)
        rows.save(copy, by, role=party.role, pays=party.pays, note=party.note)


def _copy_terms(before: Agreement, draft: Agreement, by) -> None:
    """The terms as they stand on the first day, and those that are dated later."""
    standing = terms_of(before, draft.starts_on)
    for term in before.terms.all():
        is_later = term.valid_from and term.valid_from > draft.starts_on
        if is_later or standing.row(term.row.kind) == term.row:
            copy = Term(agreement=draft, kind=term.kind, valid_from=term.valid_from if is_later else None)
            rows.save(copy, by, value=term.value, clause=term.clause, note=term.note)


def _copy_questions(before: Agreement, draft: Agreement, by) -> None:
    told = ("number", "clause", "title", "description", "reading_used", "other_reading", "answered_by")
    for question in before.open_questions.filter(answer=""):
        facts = {field: getattr(question, field) for field in (*told, "about_costs")}
        rows.save(OpenQuestion(agreement=draft), by, **facts)


# --- What is shared


def _copy_costs(before: Agreement, draft: Agreement, uplift: bool, by) -> None:
    lines = suggested_lines(before, draft.year) if uplift else _latest_lines(before)
    if lines:
        clause = _latest(before).clause
        budget = Budget(agreement=draft, year=draft.year, clause=clause)
        rows.save(budget, by, status=Budget.Status.PROPOSAL, source=f"Förslag i {draft.title}")
        for position, (label, amount) in enumerate(lines, 1):
            rows.save(BudgetLine(budget=budget, position=position), by, label=label, amount=amount)
    _copy_keys(before, draft, by)
    for grant in before.grants.filter(year__gte=draft.year):
        facts = {"label": grant.label, "amount": grant.amount, "decision": grant.decision}
        rows.save(StateGrant(agreement=draft, year=grant.year, is_example=grant.is_example), by, **facts)


def _latest(before: Agreement) -> Budget | None:
    """The latest budget; a decided one where there is one."""
    budgets = before.budgets.prefetch_related("lines").order_by("-year")
    return budgets.filter(status=Budget.Status.DECIDED).first() or budgets.first()


def _latest_lines(before: Agreement) -> Lines:
    budget = _latest(before)
    return [(line.label, line.amount) for line in budget.lines.all()] if budget else []


def _copy_keys(before: Agreement, draft: Agreement, by) -> None:
    """The keys that have been chosen for the years of the new edition."""
    for key in before.keys.filter(year__gte=draft.year).prefetch_related("shares"):
        copy = AllocationKey(agreement=draft, year=key.year, population_table=key.population_table)
        facts = ("method", "base_fee_percent", "deviation_reason")
        rows.save(copy, by, **{field: getattr(key, field) for field in facts})
        for share in key.shares.all():
            copied = KeyShare(key=copy, organisation=share.organisation)
            rows.save(copied, by, percent=share.percent, floor=share.floor, cap=share.cap)
