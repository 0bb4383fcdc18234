"""Two editions beside one another, and a scenario made into a revision that gives the same kronor."""

from datetime import date
from decimal import Decimal

import pytest

from agreements.models import Agreement, Cooperation, Organisation, Party, Term
from agreements.terms import TermKind
from costs.actions.scenarios import save_scenario
from costs.budget import Overhead
from costs.changes import Changes, Grant, Joining, Leaving, Population, Staffing
from costs.models import Budget, BudgetLine, StateGrant
from costs.queries.calculations import calculation_of
from costs.queries.comparison import compare, comparison_rows
from costs.queries.scenarios import base_of, revision_of, scenario_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november_2026")]

YEARS = range(2027, 2032)
PERSONNEL = "Personal 4,75 tjänster inkl. PO"


@pytest.fixture
def draft(cmv):
    """A revision: a copy of the 2025 edition with its own parties, terms and budget."""
    edition = Agreement(
        cooperation=cmv.cooperation,
        slug="cmv-2027",
        title="Samarbetsavtal Centrum mot våld 2027",
        year=2027,
        predecessor=cmv,
        status=Agreement.Status.DRAFT,
        evidence=Agreement.Evidence.EXAMPLE,
        starts_on=date(2027, 1, 1),
        source="Exempel",
    )
    edition.save()
    for party in cmv.parties.all():
        Party(agreement=edition, organisation=party.organisation, role=party.role, pays=party.pays).save()
    for term in cmv.terms.all():
        Term(agreement=edition, kind=term.kind, value=term.value, clause=term.clause).save()
    budget = cmv.budgets.get()
    write_budget(edition, budget.year, budget.lines.all(), Budget.Status.DECIDED)
    return edition


def write_budget(edition, year, lines, status=Budget.Status.PROPOSAL):
    budget = Budget(agreement=edition, year=year, status=status, source="Exempel")
    budget.save()
    for position, line in enumerate(lines, 1):
        BudgetLine(budget=budget, position=position, label=line.label, amount=line.amount).save()


def take_over(edition, revision):
    """What the journey does with a revision's frozen data."""
    for budget in revision.budgets:
        write_budget(edition, budget.year, budget.lines)
    for term in revision.terms:
        if term.value is None:
            edition.terms.filter(kind=term.kind).delete()
        else:
            Term(
                agreement=edition, kind=term.kind, value=term.value, clause="", valid_from=term.valid_from
            ).save()
    for party in revision.parties:
        if party.last_day:
            row = edition.parties.get(organisation__slug=party.organisation)
            row.valid_until = party.last_day
        else:
            organisation = Organisation.objects.get(slug=party.organisation)
            row = Party(agreement=edition, organisation=organisation, valid_from=party.first_day)
        row.save()
    for grant in revision.grants:
        StateGrant(agreement=edition, year=grant.year, label=grant.label, amount=grant.amount).save()


def kept(changes, person):
    base = base_of(Cooperation.objects.get(slug="cmv"), 2027)
    return save_scenario(base=base, changes=changes, name="Scenario", by=person("sam"))


def amounts(side):
    return side.calculation.amounts


def test_a_copy_costs_the_same(cmv, draft):
    comparison = compare(cmv, draft, YEARS)
    assert all(year.is_same for year in comparison.years)
    assert [year.before.total for year in comparison.years][:2] == [5_033_723, 5_184_735]


def test_a_proposed_budget_counts_in_a_draft_and_not_in_an_edition_in_force(cmv, draft):
    lines = [BudgetLine(label="Allt", amount=4_000_000)]
    write_budget(draft, 2028, lines)
    write_budget(cmv, 2028, lines)
    year = compare(cmv, draft, [2028]).years[0]
    assert (year.before.total, year.after.total) == (5_184_735, 4_360_000)
    berg = year.party("berg")
    assert berg.amounts.before == calculation_of(cmv, 2028, allow_estimated=True).amounts["berg"]
    assert berg.amounts.after == calculation_of(draft, 2028, allow_estimated=True).amounts["berg"]


def test_an_issued_year_is_as_issued(cmv, draft, issued, person):
    issued(2027)
    cmv.terms.filter(kind="uplift_percent").update(value="9")
    assert compare(cmv, draft, [2027]).years[0].before.total == 5_033_723


def test_a_side_that_cannot_be_worked_out_says_why(cmv, draft):
    draft.terms.filter(kind="uplift_percent").delete()
    year = compare(cmv, draft, [2027]).years[0]
    assert year.after.reason == "Avtalet säger inte hur kostnaden räknas upp till 2026."
    assert (year.party("berg").amounts.difference, year.sums.difference) == (None, None)
    draft.parties.all().delete()
    assert "vilka som var parter" in compare(cmv, draft, [2027]).years[0].after.reason


def test_the_rows_of_a_table(cmv, draft):
    rows = list(comparison_rows(compare(cmv, draft, [2027, 2028])))
    assert [row.name for row in rows[:9]] == [
        *("Berg", "Bräcke", "Härjedalen", "Krokom", "Ragunda", "Strömsund", "Åre", "Östersund"),
        "Summa",
    ]
    assert len(rows) == 18
    assert [(row.year, row.amounts.after) for row in rows if row.is_sum] == [
        (2027, 5_033_723),
        (2028, 5_184_735),
    ]


CHANGES = [
    Changes(2027, uplift=Decimal("2.5")),
    Changes(2028, leaving=(Leaving("bracke", date(2029, 1, 1)),)),
    Changes(2028, joining=(Joining("timra", "Timrå", 17_730, date(2028, 1, 1), "2262"),)),
    Changes(
        2028,
        changed_lines=(("Lokalkostnader", 600_000),),
        added_lines=(("Utredning", 90_000),),
        removed_lines=("Jourlägenheter",),
        overhead=Overhead(percent=Decimal("8.5")),
        uplift=Decimal(2),
    ),
    Changes(2027, overhead=Overhead(amount=250_000)),
    Changes(2027, staffing=(Staffing(PERSONNEL, Decimal("4.75"), Decimal("0.5")),)),
    Changes(2027, grants=(Grant(2028, "Statsbidrag", 300_000),)),
]


@pytest.mark.parametrize("changes", CHANGES)
def test_a_revision_of_a_scenario_costs_what_the_scenario_did(cmv, draft, person, changes):
    row = kept(changes, person)
    take_over(draft, revision_of(row))
    scenario = scenario_of(row)
    for thought, revised in zip(scenario.years, compare(cmv, draft, YEARS).years, strict=True):
        if changes.joining:  # the tables have no figure for the new party, which the revision needs
            assert not revised.after.calculation or thought.year < 2028
        else:
            assert amounts(revised.after) == amounts(thought.after)
            assert amounts(revised.before) == amounts(thought.before)


def test_what_a_revision_is_made_of(person):
    changes = Changes(2028, uplift=Decimal("2.5"), overhead=Overhead(amount=250_000))
    revision = revision_of(kept(changes, person))
    first_day = date(2028, 1, 1)
    assert [(term.kind, term.value, term.valid_from) for term in revision.terms] == [
        (TermKind.UPLIFT_PERCENT, "2,5", first_day),
        (TermKind.OVERHEAD_PERCENT, None, first_day),
        (TermKind.OVERHEAD_AMOUNT, "250000", first_day),
    ]
    assert [(budget.year, len(budget.lines)) for budget in revision.budgets] == [(2028, 6)]
    assert (revision.first_day, revision.left_out) == (first_day, ())


def test_a_post_from_july_has_a_budget_for_the_part_year_and_one_for_the_whole(person):
    staffing = Staffing(PERSONNEL, Decimal("4.75"), Decimal("0.5"), date(2028, 7, 1))
    revision = revision_of(kept(Changes(2028, staffing=(staffing,)), person))
    assert [budget.year for budget in revision.budgets] == [2028, 2029]
    part, whole = (budget.lines[0].amount for budget in revision.budgets)
    assert part < whole
    assert "Helåret har därför en egen budget" in revision.left_out[0]


def test_what_a_revision_cannot_take_over_is_told(person):
    changes = Changes(2028, uplift=Decimal(-1), population=Population((("berg", 9_000),)))
    revision = revision_of(kept(changes, person))
    assert revision.terms == ()
    assert revision.left_out == (
        "En uppräkning under noll kan inte skrivas som villkor.",
        "Folkmängden är scenariots. Revideringen räknar med den tabell som avtalet anger.",
    )


def test_a_party_that_leaves_has_a_last_day(person):
    changes = Changes(2028, leaving=(Leaving("bracke", date(2029, 1, 1)),))
    party = revision_of(kept(changes, person)).parties[0]
    assert (party.organisation, party.last_day, party.first_day) == ("bracke", date(2028, 12, 31), None)
