"""A scenario that becomes a revision: a copy of the edition in force with the scenario's changes in it."""

from django.db import transaction

from agreements.actions import rows
from agreements.models import Agreement, Organisation, Party, Term
from agreements.refusals import Refused
from cmv_portal.revisions.starting import start_revision
from costs.changes import ChangesError, Grant
from costs.models import Budget, BudgetLine, Scenario, StateGrant
from costs.queries.distribution import NOT_POSSIBLE
from costs.queries.scenarios import revision_of
from costs.revision import RevisedBudget, RevisedParty, RevisedTerm

IN_THE_SCENARIO = "enligt scenariot"


@transaction.atomic
def start_from_scenario(*, scenario: Scenario, by) -> tuple[Agreement, tuple[str, ...]]:
    """The draft, and in sentences what of the scenario it could not take over. Raises Refused."""
    try:
        revised = revision_of(scenario)
    except (ChangesError, *NOT_POSSIBLE) as reason:
        raise Refused(str(reason)) from reason
    purpose = scenario.note or f"Bygger på scenariot {scenario.name}."
    draft = start_revision(
        cooperation=scenario.cooperation, starts_on=revised.first_day, purpose=purpose, by=by
    )
    for budget in revised.budgets:
        _write_budget(draft, budget, by)
    for term in revised.terms:
        _write_term(draft, term, by)
    for party in revised.parties:
        _write_party(draft, party, by)
    for grant in revised.grants:
        _write_grant(draft, grant, scenario, by)
    return draft, revised.left_out


def _write_budget(draft: Agreement, revised: RevisedBudget, by) -> None:
    budget = draft.budgets.filter(year=revised.year).first()
    if budget is None:
        budget = Budget(agreement=draft, year=revised.year)
        rows.save(budget, by, status=Budget.Status.PROPOSAL, source=f"Förslag i {draft.title}")
    existing = {line.position: line for line in budget.lines.all()}
    for position, told in enumerate(revised.lines, 1):
        line = existing.pop(position, None) or BudgetLine(budget=budget, position=position)
        rows.save(line, by, label=told.label, amount=told.amount)
    for line in existing.values():
        rows.take_away(line, by)


def _write_term(draft: Agreement, revised: RevisedTerm, by) -> None:
    """The draft begins with the scenario's first day: its terms hold from its own start."""
    for row in draft.terms.filter(kind=revised.kind, valid_from__isnull=False):
        rows.take_away(row, by)
    term = draft.terms.filter(kind=revised.kind).first()
    if revised.value is not None:
        term = term or Term(agreement=draft, kind=revised.kind, clause=IN_THE_SCENARIO)
        rows.save(term, by, value=revised.value)
    elif term is not None:
        rows.take_away(term, by)


def _write_party(draft: Agreement, revised: RevisedParty, by) -> None:
    organisation = Organisation.objects.get(slug=revised.organisation)
    party = draft.parties.filter(organisation=organisation).first()
    if revised.last_day is None:
        party = party or Party(agreement=draft, organisation=organisation)
        rows.save(party, by, valid_from=revised.first_day)
    elif party is not None and revised.last_day < draft.starts_on:
        rows.take_away(party, by)
    elif party is not None:
        rows.save(party, by, valid_until=revised.last_day)


def _write_grant(draft: Agreement, grant: Grant, scenario: Scenario, by) -> None:
    row = StateGrant(agreement=draft, year=grant.year, label=grant.label)
    rows.save(row, by, amount=grant.amount, decision=f"Antaget i scenariot {scenario.name}")
