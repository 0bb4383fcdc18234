"""Totals, forecasts, grants and part-years against the agreement's figures and worked cases."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.swedish import round_half_up
from costs import budget as module
from costs.budget import (
    BudgetLine,
    Overhead,
    Rate,
    after_grants,
    budget_total,
    check_review_cost,
    fitted,
    forecast,
    outcome,
    part_year,
)

CMV_LINES = [
    BudgetLine("Personal 4,75 inkl. PO", 3_189_656),
    BudgetLine("Lokalkostnader", 511_922),
    BudgetLine("Omkostnader", 211_310),
    BudgetLine("Handledning, fortbildning, resor, arbetsmiljö", 166_260),
    BudgetLine("Jourlägenheter", 220_804),
    BudgetLine("Fortbildningsinsatser för kommunerna", 53_045),
]
CMV = budget_total(CMV_LINES, Overhead(percent=Decimal(9), clause="Punkt 11.1"))
THREE = Rate(Decimal(3), "Punkt 11.2")
RATES = dict.fromkeys(range(2026, 2035), THREE)


def plain(text):
    return text.replace("\u00a0", " ")


def test_cmv_2025_adds_up_to_the_agreements_total():
    assert (CMV.subtotal, CMV.overhead, CMV.total) == (4_352_997, 391_770, 4_744_767)
    told = [(step.kind, plain(step.label), plain(step.result), plain(step.calculation)) for step in CMV.steps]
    assert told == [
        (
            "subtotal",
            "Delsumma",
            "4 352 997 kr",
            "3 189 656 + 511 922 + 211 310 + 166 260 + 220 804 + 53 045",
        ),
        (
            "overhead",
            "OH, 9 % av delsumman",
            "391 770 kr",
            "9 % av 4 352 997 = 391 769,73, avrundat till hela kronor",
        ),
        ("total", "Summa", "4 744 767 kr", "4 352 997 + 391 770"),
    ]
    assert CMV.steps[1].clause == "Punkt 11.1"


def test_vasternorrland_2024_has_a_fixed_overhead():
    lines = [
        BudgetLine("Samordnare", 1_560_720),
        BudgetLine("Kommunikatör", 240_000),
        BudgetLine("Ledning", 195_000),
        BudgetLine("Verksamhetskostnader", 300_000),
    ]
    total = budget_total(lines, Overhead(amount=250_000))
    assert (total.total, total.overhead, total.overhead_label) == (2_545_720, 250_000, "OH, fast belopp")


def test_a_budget_without_overhead_is_its_lines():
    total = budget_total([BudgetLine("Allt", 7)])
    assert (total.total, total.overhead, [step.kind for step in total.steps]) == (7, 0, ["subtotal", "total"])


@pytest.mark.parametrize(
    ("year", "total"),
    [(2025, 4_744_767), (2026, 4_887_110), (2027, 5_033_723), (2028, 5_184_735), (2029, 5_340_277)],
)
def test_forecast_is_compounded_from_the_base_and_rounded_once(year, total):
    result = forecast(CMV, 2025, year, RATES)
    assert result.total == total
    assert sum(line.amount for line in result.lines) == result.subtotal
    assert result.subtotal + result.overhead == total


def test_forecast_keeps_its_total_where_lines_rounded_one_by_one_drift():
    factor = Decimal("1.03")
    lines_2027 = sum(round_half_up(line.amount * factor**2) for line in CMV_LINES)
    assert lines_2027 + round_half_up(lines_2027 * Decimal("0.09")) == 5_033_722
    amounts = [line.amount for line in CMV_LINES] + [CMV.overhead]
    alone = [round_half_up(amount * factor**4) for amount in amounts]
    assert sum(alone) == 5_340_278
    result = forecast(CMV, 2025, 2029, RATES)
    shown = [line.amount for line in result.lines] + [result.overhead]
    assert sum(shown) == 5_340_277
    assert sorted(mine - other for mine, other in zip(shown, alone, strict=True)) == [-1, 0, 0, 0, 0, 0, 0]


def test_forecast_steps_show_base_factor_and_one_rounding():
    steps = forecast(CMV, 2025, 2028, RATES).steps
    told = [(s.kind, plain(s.label), plain(s.calculation), plain(s.result), s.clause) for s in steps[-3:]]
    assert told == [
        ("total", "Summa 2025", "4 352 997 + 391 770", "4 744 767 kr", ""),
        ("uplift", "Uppräkning 2026–2028, 3 % om året", "1,03³", "× 1,092727", "Punkt 11.2"),
        (
            "total",
            "Summa 2028",
            "4 744 767 × 1,092727 = 5 184 735,01, avrundat en gång till hela kronor",
            "5 184 735 kr",
            "",
        ),
    ]


def test_a_changed_rate_holds_from_its_year():
    rates = RATES | {2027: Rate(Decimal("2.5"), "Beslut 2026"), 2028: Rate(Decimal("2.5"), "Beslut 2026")}
    result = forecast(CMV, 2025, 2028, rates)
    assert result.total == 5_134_520  # 4 744 767 × 1,03 × 1,025² = 5 134 519,9…
    uplifts = [plain(step.label) for step in result.steps if step.kind == "uplift"]
    assert uplifts == ["Uppräkning 2026, 3 %", "Uppräkning 2027–2028, 2,5 % om året"]


def test_forecast_of_the_base_year_is_the_base():
    assert forecast(CMV, 2025, 2025, {}) is CMV


@given(
    st.lists(st.integers(0, 10**7), min_size=1, max_size=12),
    st.integers(0, 10**6),
    st.decimals(-20, 20, places=2),
    st.integers(1, 15),
)
def test_forecast_lines_and_overhead_always_add_up(amounts, overhead, percent, years):
    base = budget_total([BudgetLine(str(a), a) for a in amounts], Overhead(amount=overhead))
    rates = {year: Rate(percent) for year in range(1, years + 1)}
    result = forecast(base, 0, years, rates)
    assert sum(line.amount for line in result.lines) + result.overhead == result.total
    assert all(line.amount >= 0 for line in result.lines)


def test_uplifted_lines_are_fitted_to_the_krona_that_new_overhead_would_take():
    nine = Overhead(percent=Decimal(9))
    base = budget_total([BudgetLine("Personal", 3_189_656), BudgetLine("Övrigt", 1_163_341)], nine)
    uplifted = forecast(base, 2025, 2028, {year: Rate(Decimal(3)) for year in (2026, 2027, 2028)})
    assert (uplifted.total, budget_total(uplifted.lines, nine).total) == (5_184_735, 5_184_734)
    lines = fitted(uplifted.lines, nine, uplifted.total)
    assert budget_total(lines, nine).total == uplifted.total
    assert [line.amount - old.amount for line, old in zip(lines, uplifted.lines, strict=True)] == [1, 0]


def test_lines_that_cannot_come_to_the_total_are_left_alone():
    lines = (BudgetLine("Allt", 5),)
    assert fitted(lines, Overhead(percent=Decimal(50)), 7) == lines  # 4 gives 6 and 5 gives 8
    assert fitted(lines, Overhead(), 5) == lines


def test_grants_lower_what_is_shared():
    result = after_grants(2_545_720, [("Länsstyrelsen", 500_000), ("Socialstyrelsen", 45_720)])
    assert (result.to_distribute, result.carried) == (2_000_000, 0)
    assert [step.kind for step in result.steps] == ["grant", "grant", "total"]
    assert plain(result.steps[-1].calculation) == "2 545 720 minus 545 720"


def test_grants_above_the_cost_are_carried():
    result = after_grants(100, [("Länsstyrelsen", 130)])
    assert (result.to_distribute, result.carried) == (0, 30)
    assert plain(result.steps[-1].note) == "30 kr av bidragen förs över till nästa år"


def test_no_grant_changes_nothing():
    assert after_grants(100, []).to_distribute == 100


@pytest.mark.parametrize(
    ("annual", "year", "starts", "ends", "amount"),
    [
        (365_000, 2026, date(2026, 7, 1), None, 184_000),
        (366_000, 2028, date(2028, 7, 1), None, 184_000),
        (366_000, 2028, date(2028, 2, 1), date(2028, 2, 29), 29_000),
        (365_000, 2026, date(2025, 3, 1), None, 365_000),
        (365_000, 2026, date(2025, 3, 1), date(2026, 1, 1), 1_000),
        (365_000, 2026, date(2026, 12, 31), date(2027, 6, 30), 1_000),
        (365, 2026, date(2026, 1, 1), date(2026, 12, 30), 364),
        (730, 2026, date(2026, 1, 1), date(2026, 1, 1), 2),
        (100, 2026, date(2026, 1, 1), date(2026, 2, 14), 12),  # 45 days: 12,33
        (-365_000, 2026, date(2026, 7, 1), None, -184_000),
        (183, 2028, date(2028, 12, 31), None, 1),  # exactly a half: up
        (-183, 2028, date(2028, 12, 31), None, -1),
    ],
)
def test_part_year_counts_days(annual, year, starts, ends, amount):
    assert part_year(annual, year, starts, ends)[0] == amount


def test_part_year_step():
    _, step = part_year(400_000, 2026, date(2026, 7, 1))
    assert plain(step.label) == "Del av 2026: 1 juli 2026–31 december 2026"
    assert plain(step.calculation) == "400 000 × 184 ÷ 365 dagar = 201 643,84, avrundat till hela kronor"
    assert plain(step.result) == "201 644 kr"


def test_a_review_at_the_cap_needs_no_decision_and_above_it_does():
    check_review_cost(150_000, 150_000, "")
    check_review_cost(150_001, 150_000, "SocSam 2026-03-01 § 4")
    for decision in ("", "  "):
        with pytest.raises(module.NeedsDecision) as caught:
            check_review_cost(150_001, 150_000, decision)
    assert "150 001 kr" in plain(str(caught.value))


def test_outcome_is_surplus_deficit_or_neither():
    assert (outcome(100, 90).surplus, outcome(100, 90).deficit, outcome(100, 90).deviation) == (10, 0, 10)
    assert (outcome(100, 130).surplus, outcome(100, 130).deficit, outcome(100, 130).deviation) == (0, 30, -30)
    assert (outcome(100, 100).surplus, outcome(100, 100).deficit) == (0, 0)


@pytest.mark.parametrize(
    ("error", "call"),
    [
        ("EmptyBudget", lambda: budget_total([])),
        ("NegativeAmount", lambda: budget_total([BudgetLine("Lokaler", -1)])),
        ("NegativeAmount", lambda: budget_total(CMV_LINES, Overhead(amount=-1))),
        ("BadOverhead", lambda: budget_total(CMV_LINES, Overhead(Decimal(9), 1))),
        ("BadOverhead", lambda: budget_total(CMV_LINES, Overhead(Decimal(-1)))),
        ("MissingRate", lambda: forecast(CMV, 2025, 2027, {2026: THREE})),
        ("BadRate", lambda: forecast(CMV, 2025, 2026, {2026: Rate(Decimal(-100))})),
        ("BadRate", lambda: forecast(CMV, 2025, 2026, {2026: Rate(Decimal("NaN"))})),
        ("YearBeforeBase", lambda: forecast(CMV, 2025, 2024, RATES)),
        ("NegativeAmount", lambda: after_grants(-1, [])),
        ("NegativeAmount", lambda: after_grants(1, [("Bidrag", -1)])),
        ("PeriodOutsideYear", lambda: part_year(1, 2026, date(2027, 1, 1))),
        ("PeriodOutsideYear", lambda: part_year(1, 2026, date(2025, 1, 1), date(2025, 12, 31))),
        ("PeriodOutsideYear", lambda: part_year(1, 2026, date(2026, 5, 2), date(2026, 5, 1))),
        ("NegativeAmount", lambda: check_review_cost(-1, 150_000, "")),
    ],
)
def test_what_is_wrong_is_named(error, call):
    with pytest.raises(getattr(module, error)) as caught:
        call()
    assert isinstance(caught.value, module.BudgetError)
    assert "\n" not in str(caught.value)
