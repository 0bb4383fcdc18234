"""The sources' budgets and tables held against themselves and against the portal's own calculation."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from django.db.models import Sum

from agreements.models import Party, Term
from agreements.queries import find_agreement
from costs.models import AllocationKey, Budget, PopulationTable
from costs.queries.calculations import calculation_of
from costs.queries.self_test import self_test

CMV_2025 = {
    "ragunda": (5135, "3,876", 183907),
    "bracke": (6091, "4,598", 218164),
    "krokom": (15604, "11,780", 558934),
    "stromsund": (11139, "8,409", 398987),
    "are": (12376, "9,343", 443304),
    "berg": (7114, "5,370", 254794),
    "harjedalen": (10136, "7,652", 363070),
    "ostersund": (64871, "48,972", 2323607),
}
VASTERNORRLAND_2024 = {
    "ange": (9169, "3,7681", 95925),
    "timra": (17730, "7,2863", 185488),
    "harnosand": (24872, "10,2213", 260207),
    "sundsvall": (99342, "40,8254", 1039300),
    "kramfors": (17943, "7,3738", 187717),
    "solleftea": (18673, "7,6738", 195354),
    "ornskoldsvik": (55605, "22,8513", 581730),
}
SOURCES = [
    ("cmv-2025", "jamtland-2023-11-01", CMV_2025),
    ("vasternorrland-2024", "vasternorrland-2022", VASTERNORRLAND_2024),
]


pytestmark = pytest.mark.django_db


def budget_of(slug):
    return Budget.objects.get(agreement__slug=slug)


def published(slug):
    rows = budget_of(slug).published_amounts.select_related("organisation")
    return {row.organisation.slug: (row.share, row.amount) for row in rows}


def figures(slug):
    rows = PopulationTable.objects.get(slug=slug).figures.select_related("organisation")
    return {row.organisation.slug: row.population for row in rows}


def half_up(value, decimals=0):
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


# --- The sources against themselves


def test_budget_of_cmv_2025_adds_up():
    budget = budget_of("cmv-2025")
    assert budget.status == Budget.Status.DECIDED
    lines = budget.lines.aggregate(Sum("amount"))["amount__sum"]
    rate = Term.objects.get(agreement=budget.agreement, kind="overhead_percent").value
    overhead = int(half_up(Fraction(lines) * int(rate) / 100))
    assert (lines, overhead, lines + overhead) == (4352997, 391770, 4744767)
    assert budget.published_total == 4744767


def test_budget_of_vasternorrland_2024_adds_up():
    budget = budget_of("vasternorrland-2024")
    assert budget.status == Budget.Status.PROPOSAL
    lines = budget.lines.aggregate(Sum("amount"))["amount__sum"]
    overhead = int(Term.objects.get(agreement=budget.agreement, kind="overhead_amount").value)
    assert (lines, overhead, lines + overhead) == (2295720, 250000, 2545720)
    assert budget.published_total == 2545720


@pytest.mark.parametrize(("agreement", "table", "source"), SOURCES)
def test_tables_are_the_sources(agreement, table, source):
    assert figures(table) == {slug: row[0] for slug, row in source.items()}
    assert published(agreement) == {slug: row[1:] for slug, row in source.items()}
    assert not PopulationTable.objects.get(slug=table).is_example


def test_sums_of_the_tables():
    assert sum(figures("jamtland-2023-11-01").values()) == 132466
    assert sum(figures("vasternorrland-2022").values()) == 243334
    assert sum(amount for _, amount in published("cmv-2025").values()) == 4744767
    assert sum(amount for _, amount in published("vasternorrland-2024").values()) == 2545721


def test_cmv_amounts_follow_from_the_share_rounded_to_three_decimals():
    population = figures("jamtland-2023-11-01")
    for slug, (share, amount) in published("cmv-2025").items():
        rounded = half_up(Fraction(population[slug] * 100, 132466), 3)
        assert str(rounded).replace(".", ",") == share
        assert half_up(Fraction(rounded) * 4744767 / 100) == amount


def test_vasternorrland_amounts_follow_from_the_exact_share():
    population = figures("vasternorrland-2022")
    for slug, (share, amount) in published("vasternorrland-2024").items():
        assert str(half_up(Fraction(population[slug] * 100, 243334), 4)).replace(".", ",") == share
        assert half_up(Fraction(population[slug] * 2545720, 243334)) == amount


# --- The portal against the sources


@pytest.mark.parametrize(
    ("cooperation", "year", "parties", "difference"), [("cmv", 2025, 8, 0), ("vasternorrland", 2024, 7, 1)]
)
def test_the_portal_gives_the_published_table_back(cooperation, year, parties, difference):
    agreement = find_agreement(cooperation, year)
    outcome = self_test(agreement, calculation_of(agreement, year))
    assert outcome.passed
    assert (outcome.same, outcome.of, outcome.rounding_difference) == (parties, parties, difference)


def test_the_key_of_2025_deviates_from_the_rule_and_says_why():
    key = AllocationKey.objects.get()
    assert (key.agreement.slug, key.year) == ("cmv-2025", 2025)
    assert key.population_table.reference_date == date(2023, 11, 1)
    assert key.deviation_reason
    population = calculation_of(key.agreement, 2025).inputs.population
    assert key.deviation_reason in population.deviation


@pytest.mark.parametrize(("year", "total"), [(2026, 4887110), (2027, 5033723)])
def test_later_years_use_the_example_figures_of_the_right_date(year, total):
    calculation = calculation_of(find_agreement("cmv", year), year)
    population = calculation.inputs.population
    assert calculation.total == total
    assert population.reference_date == f"{year - 1}-11-01"
    assert population.is_example
    assert not population.is_estimated
    assert not population.deviation


def test_norrsken_borrows_the_key_of_cmv():
    borrowed = calculation_of(find_agreement("norrsken", 2026), 2026, amount=800000)
    own = calculation_of(find_agreement("cmv", 2026), 2026, amount=800000)
    shares = [(party.name, party.share, party.amount) for party in borrowed.allocation.parties]
    assert shares == [(party.name, party.share, party.amount) for party in own.allocation.parties]


# --- Examples


def test_example_figures_are_marked_near_the_known_ones_and_complete():
    examples = PopulationTable.objects.filter(is_example=True)
    assert [table.reference_date.isoformat() for table in examples.order_by("reference_date")] == [
        "2024-11-01",
        "2025-11-01",
        "2026-11-01",
    ]
    known = figures("jamtland-2023-11-01")
    payers = Party.objects.filter(agreement__slug="cmv-2025", pays=True)
    for table in examples:
        assert "exempelsiffror" in table.name
        assert "inte kända" in table.note
        invented = figures(table.slug)
        assert set(invented) == set(payers.values_list("organisation__slug", flat=True))
        assert all(abs(population - known[slug]) * 20 < known[slug] for slug, population in invented.items())
        assert all(population % 10 == 0 for population in invented.values())
