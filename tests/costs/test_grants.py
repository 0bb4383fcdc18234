"""State grants: who registers them, what they lower, and what they never change."""

from datetime import date

import pytest

from agreements.models import Agreement
from cmv_portal.january.issuing import issue_charge
from costs.actions.charges import ActionRefused, attest, make_draft, open_fixed_cost
from costs.actions.grants import change_grant, register_grant, remove_grant
from costs.models import StateGrant
from costs.queries.calculations import calculation_of
from costs.queries.distribution import NOT_POSSIBLE
from costs.queries.self_test import self_test

# 2 545 720 kr less 500 000 kr by the exact share of 243 334 inhabitants, each amount rounded by itself.
AFTER_HALF_A_MILLION = {
    "ange": 77_084,
    "timra": 149_057,
    "harnosand": 209_100,
    "sundsvall": 835_173,
    "kramfors": 150_848,
    "solleftea": 156_985,
    "ornskoldsvik": 467_474,
}


@pytest.fixture(autouse=True)
def _today(november_2026):
    pass


@pytest.fixture
def proposal(db):
    return Agreement.objects.get(slug="vasternorrland-2024")


@pytest.fixture
def grant(proposal, person):
    def register(agreement=proposal, year=2024, label="Länsstyrelsen", amount=500_000, by="jo", **more):
        values = {"decision": "Länsstyrelsen 2024-02-01, dnr 1", **more}
        return register_grant(
            agreement=agreement, year=year, label=label, amount=amount, by=person(by), **values
        )

    return register


def test_a_grant_lowers_every_municipality_by_the_key(grant, proposal):
    grant()
    calculation = calculation_of(proposal, 2024)
    assert calculation.total == 2_045_720
    assert calculation.amounts == AFTER_HALF_A_MILLION
    assert calculation.allocation.rounding_difference == sum(AFTER_HALF_A_MILLION.values()) - 2_045_720


def test_two_grants_are_added(grant, proposal):
    grant()
    grant(label="Socialstyrelsen", amount=45_720)
    assert calculation_of(proposal, 2024).total == 2_000_000


def test_the_sources_table_still_holds_before_the_grant(grant, proposal):
    grant()
    outcome = self_test(proposal, calculation_of(proposal, 2024))
    assert outcome.passed
    assert (outcome.same, outcome.of) == (7, 7)
    assert (outcome.computed_total, outcome.rounding_difference) == (2_545_720, 1)


def test_a_grant_above_the_cost_leaves_nothing_to_share_and_carries_the_rest(grant, proposal):
    grant(amount=3_000_000)
    calculation = calculation_of(proposal, 2024)
    assert calculation.total == 0
    assert calculation.carried == 454_280
    assert set(calculation.amounts.values()) == {0}


def test_a_grant_is_changed_and_keeps_its_history(grant, proposal, person):
    row = grant()
    change_grant(grant=row, label="Länsstyrelsen", amount=400_000, decision="Nytt beslut", by=person("jo"))
    assert calculation_of(proposal, 2024).total == 2_145_720
    assert [old.amount for old in row.history.all()] == [400_000, 500_000]


def test_a_grant_that_should_not_be_there_is_removed(grant, proposal, person):
    row = grant()
    remove_grant(grant=row, by=person("jo"))
    assert calculation_of(proposal, 2024).total == 2_545_720
    assert StateGrant.history.filter(label="Länsstyrelsen", history_type="-").exists()


@pytest.mark.parametrize("by", ["sam", "alex", "kim", "admin"])
def test_only_those_who_keep_the_costs_register(by, grant, proposal, person):
    with pytest.raises(ActionRefused, match="får inte ändra underlaget"):
        grant(by=by)
    row = grant()
    with pytest.raises(ActionRefused, match="får inte ändra underlaget"):
        remove_grant(grant=row, by=person(by))
    with pytest.raises(ActionRefused, match="får inte ändra underlaget"):
        change_grant(grant=row, label="x", amount=1, decision="x", by=person(by))
    assert StateGrant.objects.get().amount == 500_000


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"amount": 0}, "större än noll"),
        ({"amount": -1}, "större än noll"),
        ({"label": " "}, "Skriv vad bidraget heter"),
        ({"decision": " "}, "Skriv var och när bidraget beslutades"),
    ],
)
def test_a_grant_needs_a_name_an_amount_and_a_decision(given, said, grant):
    with pytest.raises(ActionRefused, match=said):
        grant(**given)
    assert not StateGrant.objects.exists()


def test_a_grant_is_registered_once_a_year(grant):
    grant()
    with pytest.raises(ActionRefused, match="finns redan för 2024"):
        grant(amount=1)


def test_a_year_without_a_cost_has_nothing_to_lower(grant, person):
    with pytest.raises(NOT_POSSIBLE, match="inte hur kostnaden räknas upp till 2025"):
        grant(year=2025)
    with pytest.raises(NOT_POSSIBLE, match="Ingen kostnad är registrerad"):
        grant(agreement=Agreement.objects.get(slug="norrsken-2023"), year=2027, by="alex")


def test_an_issued_year_and_what_it_rests_on_keep_their_grants(grant, cmv, person, quick_pdf):
    early = grant(agreement=cmv, year=2026, amount=100_000, by="alex")
    before = grant(agreement=cmv, year=2025, amount=100_000, by="alex")
    charge = open_fixed_cost(agreement=cmv, year=2026)
    make_draft(charge=charge, by=person("alex"))
    attest(charge=charge, by=person("robin"), issue_date=date(2026, 1, 15))
    issue_charge(charge=charge, by=person("alex"))
    for year in (2025, 2026):
        with pytest.raises(ActionRefused, match="Fakturorna för 2026 är utställda"):
            grant(agreement=cmv, year=year, label="Nytt", by="alex")
    for row in (early, before):
        with pytest.raises(ActionRefused, match="Fakturorna för 2026 är utställda"):
            remove_grant(grant=row, by=person("alex"))
        with pytest.raises(ActionRefused, match="Fakturorna för 2026 är utställda"):
            change_grant(grant=row, label="x", amount=1, decision="x", by=person("alex"))
    grant(agreement=cmv, year=2027, by="alex")


def test_a_grant_after_the_draft_stops_the_issue(grant, cmv, person):
    charge = open_fixed_cost(agreement=cmv, year=2027)
    make_draft(charge=charge, by=person("alex"))
    grant(agreement=cmv, year=2027, amount=33_723, by="alex")
    with pytest.raises(ActionRefused, match="Underlaget har ändrats"):
        attest(charge=charge, by=person("robin"), issue_date=date(2027, 1, 15))
