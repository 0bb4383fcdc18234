"""Budgets, outcomes and population tables: what is taken in, and what is refused."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from agreements.models import Agreement, Organisation
from agreements.queries import history_of
from costs.actions.basis import decide_budget, register_outcome, register_population_table
from costs.actions.charges import ActionRefused, register_charge
from costs.budget import BudgetError
from costs.models import AllocationKey, Budget, Charge, PopulationTable, YearOutcome
from costs.queries.calculations import calculation_of

LINES = [("Personal", 3_400_000), ("Lokaler", 600_000)]


@pytest.fixture(autouse=True)
def _today(november_2026):
    pass


@pytest.fixture
def decide(cmv, person):
    def run(year=2027, lines=LINES, decision="SocSam 2026-10-08 § 12", by="alex", agreement=cmv):
        return decide_budget(agreement=agreement, year=year, lines=lines, decision=decision, by=person(by))

    return run


@pytest.fixture
def fix_as_issued(cmv):
    """A year's fixed cost stands as issued."""

    def run(year):
        calculation = {"result": {"budget": {"total": 4_887_110}, "parties": []}}
        return Charge.objects.create(
            agreement=cmv, year=year, kind="fixed_cost", state="issued", calculation=calculation
        )

    return run


# --- Budget


def test_a_decided_budget_replaces_the_uplifted_one_and_is_the_new_base(cmv, decide):
    decide()
    assert calculation_of(cmv, 2026).total == 4_887_110
    # 4 000 000 and 9 % overhead; the year after 3 % more, rounded once.
    assert calculation_of(cmv, 2027).total == 4_360_000
    assert not calculation_of(cmv, 2027).is_forecast
    assert calculation_of(cmv, 2028, allow_estimated=True).total == 4_490_800


def test_deciding_again_changes_the_lines_and_keeps_their_history(cmv, decide):
    decide()
    budget = decide(lines=[("Personal", 3_500_000)], decision="SocSam 2026-11-05 § 3")
    assert [(line.label, line.amount) for line in budget.lines.all()] == [("Personal", 3_500_000)]
    changes = {
        (line.field, line.old, line.new) for line in history_of(budget, budget.lines.get()) if line.field
    }
    assert ("belopp, kr", "3400000", "3500000") in changes
    assert ("källa eller beslut", "SocSam 2026-10-08 § 12", "SocSam 2026-11-05 § 3") in changes


@pytest.mark.parametrize("by", ["noa", "kim", "sam", "charlie", "admin"])
def test_only_the_principals_officers_decide(by, decide):
    with pytest.raises(ActionRefused, match="får inte ändra underlaget"):
        decide(by=by)


def test_a_budget_needs_a_decision_lines_and_money(decide):
    with pytest.raises(ActionRefused, match="var och när"):
        decide(decision="  ")
    with pytest.raises(BudgetError, match="inga poster"):
        decide(lines=[])
    with pytest.raises(ActionRefused, match="noll kronor"):
        decide(lines=[("Personal", 0)])
    with pytest.raises(BudgetError, match="negativt"):
        decide(lines=[("Personal", -1)])
    assert not Budget.objects.filter(year=2027).exists()


def test_the_agreements_own_budget_is_not_decided_over(decide):
    with pytest.raises(ActionRefused, match="står i avtalet"):
        decide(year=2025)


def test_an_issued_year_keeps_its_budget(decide, fix_as_issued):
    fix_as_issued(2027)
    with pytest.raises(ActionRefused, match="Fakturorna för 2027 är utställda"):
        decide(year=2027)


def test_a_year_that_an_issued_one_is_uplifted_from_keeps_its_budget(decide, fix_as_issued):
    fix_as_issued(2027)
    with pytest.raises(ActionRefused, match="Fakturorna för 2027 är utställda"):
        decide(year=2026)
    decide(year=2028)


def test_a_proposals_budget_is_not_decided(person, decide):
    proposal = Agreement.objects.get(slug="norrsken-2024")
    with pytest.raises(ActionRefused, match="är ett förslag"):
        decide(agreement=proposal)


def test_a_refused_line_leaves_no_budget(decide):
    with pytest.raises(ValidationError):
        decide(lines=[("Personal", 100), ("För 19850709-9805", 100)])
    assert not Budget.objects.filter(year=2027).exists()


# --- Outcome


@pytest.fixture
def close(cmv, person):
    def run(actual, year=2025, closed_on=date(2026, 2, 15), by="alex", **more):
        return register_outcome(
            agreement=cmv, year=year, actual=actual, closed_on=closed_on, by=person(by), **more
        )

    return run


def test_a_surplus_is_the_budget_less_what_was_spent(close):
    outcome = close(4_700_000, surplus_use="fortbildning")
    assert (outcome.budgeted, outcome.deviation) == (4_744_767, 44_767)


def test_a_surplus_credits_nobody(cmv, close):
    before = calculation_of(cmv, 2026).amounts
    close(4_000_000)
    assert calculation_of(cmv, 2026).amounts == before
    assert not Charge.objects.exists()


def test_a_deficit_can_be_charged_with_just_its_amount(cmv, close, person):
    assert close(4_800_000).deviation == -55_233
    with pytest.raises(ActionRefused, match="inte 50\u00a0000\u00a0kr"):
        register_charge(agreement=cmv, year=2025, kind="deficit", by=person("alex"), amount=50_000)
    register_charge(agreement=cmv, year=2025, kind="deficit", by=person("alex"), amount=55_233)


def test_an_issued_years_outcome_is_held_against_what_was_issued(cmv, close, fix_as_issued):
    fix_as_issued(2025)
    assert close(4_887_110).deviation == 0


def test_a_year_ends_once_after_its_end_and_not_in_the_future(close):
    with pytest.raises(ActionRefused, match="2026 är inte slut"):
        close(1, year=2026)
    with pytest.raises(ActionRefused, match="efter årets slut"):
        close(1, closed_on=date(2025, 12, 31))
    with pytest.raises(ActionRefused, match="senast i dag"):
        close(1, closed_on=date(2026, 11, 23))
    close(4_700_000)
    with pytest.raises(ActionRefused, match="redan registrerat"):
        close(4_700_000)


def test_without_a_surplus_there_is_nothing_to_use(close):
    with pytest.raises(ActionRefused, match="inget överskott"):
        close(4_800_000, surplus_use="fortbildning")
    assert not YearOutcome.objects.exists()


def test_only_the_principals_officers_close_a_year(close):
    with pytest.raises(ActionRefused, match="får inte ändra underlaget"):
        close(1, by="charlie")


# --- Population


@pytest.fixture
def figures(cmv):
    return {party.organisation: 1000 + place for place, party in enumerate(cmv.parties.all())}


@pytest.fixture
def register(cmv, person, figures):
    def run(day=date(2026, 11, 1), source="SCB, statistikdatabasen", by="alex", **more):
        return register_population_table(
            agreement=cmv,
            reference_date=day,
            source=source,
            figures=more.pop("figures", figures),
            by=person(by),
            **more,
        )

    return run


def test_real_figures_of_the_rules_date_take_the_examples_place(cmv, register):
    assert calculation_of(cmv, 2027).inputs.population.is_example
    register()
    basis = calculation_of(cmv, 2027).inputs.population
    assert (basis.is_example, basis.deviation, basis.reference_date) == (False, "", "2026-11-01")
    assert calculation_of(cmv, 2027).allocation.population == sum(range(1000, 1008))
    assert not AllocationKey.objects.filter(year=2027).exists()


def test_the_same_day_is_registered_once_unless_a_year_is_named(cmv, register, figures):
    register()
    with pytest.raises(ActionRefused, match="redan registrerad"):
        register()
    corrected = register(figures={**figures, next(iter(figures)): 9999}, key_year=2027)
    assert calculation_of(cmv, 2027).inputs.population.table == corrected.name
    assert 9999 in [party.population for party in calculation_of(cmv, 2027).allocation.parties]


def test_another_date_than_the_rules_needs_a_reason_and_shows_it(cmv, register):
    with pytest.raises(ActionRefused, match="Skriv varför"):
        register(day=date(2025, 12, 31), key_year=2027)
    assert not PopulationTable.objects.filter(reference_date=date(2025, 12, 31)).exists()
    register(day=date(2025, 12, 31), key_year=2027, deviation_reason="SocSam 2026-10-08 § 13.")
    deviation = calculation_of(cmv, 2027).inputs.population.deviation
    assert "Tabellen är från 31 december 2025. SocSam 2026-10-08 § 13." in deviation


def test_an_issued_year_keeps_its_key(register, fix_as_issued):
    fix_as_issued(2027)
    with pytest.raises(ActionRefused, match="ligger fast"):
        register(key_year=2027)


def test_every_payer_needs_a_figure_above_zero(register, figures):
    berg = Organisation.objects.get(slug="berg")
    for wrong in ({**figures, berg: 0}, {key: value for key, value in figures.items() if key != berg}):
        with pytest.raises(ActionRefused, match="Folkmängden saknas för Berg"):
            register(figures=wrong)
    with pytest.raises(ActionRefused, match="större än noll"):
        register(figures={**figures, berg: -5})
    assert not PopulationTable.objects.filter(slug__startswith="cmv-").exists()


def test_a_day_to_come_has_no_population(register):
    with pytest.raises(ActionRefused, match="inte har varit"):
        register(day=date(2026, 11, 23))


def test_only_the_principals_officers_register(register):
    with pytest.raises(ActionRefused, match="får inte ändra underlaget"):
        register(by="noa")
