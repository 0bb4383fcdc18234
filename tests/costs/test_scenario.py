"""What if: always the same calculation on changed inputs, to the krona, beside the agreement in force."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.models import Agreement
from costs.allocation import allocate
from costs.budget import Overhead
from costs.calculation import calculate, total_of
from costs.changes import Changes, ChangesError, Grant, Joining, Leaving, Population, Staffing
from costs.queries.calculations import calculation_of, inputs_of
from costs.scenario import what_if

pytestmark = pytest.mark.django_db

PERSONNEL = "Personal 4,75 tjänster inkl. PO"
YEARS = range(2027, 2032)
NEW_YEAR_2028 = date(2028, 1, 1)
HALF_A_POST = Staffing(PERSONNEL, Decimal("4.75"), Decimal("0.5"), date(2027, 7, 1))


def base_of(slug, years):
    agreement = Agreement.objects.get(slug=slug)
    return tuple(inputs_of(agreement, year, allow_estimated=True, as_far_as_known=True) for year in years)


@pytest.fixture
def base(cmv):
    """CMV's five years from 2027, on the example population of 1 November 2026."""
    return base_of("cmv-2025", YEARS)


def amounts(scenario, year, side="after"):
    pair = next(pair for pair in scenario.years if pair.year == year)
    return {party.slug: getattr(party.amounts, side) for party in pair.parties}


def totals(scenario):
    return [year.after.total for year in scenario.years]


def plain(text):
    return text.replace("\u00a0", " ")


# --- CMV, worked by hand


def test_no_changes_are_the_agreement_in_force(base, cmv):
    scenario = what_if(base, Changes(2027))
    for year in YEARS:
        in_force = calculation_of(cmv, year, allow_estimated=True).amounts
        assert amounts(scenario, year) == amounts(scenario, year, "before") == in_force
    assert totals(scenario) == [5_033_723, 5_184_735, 5_340_277, 5_500_485, 5_665_500]


def test_two_per_cent_from_2027(base):
    scenario = what_if(base, Changes(2027, uplift=Decimal(2)))
    # 4 744 767 × 1,03 × 1,02, and 2 % more each year, rounded once each time
    exact = [Fraction(4_744_767) * Fraction("1.03") * Fraction("1.02") ** count for count in range(1, 6)]
    assert totals(scenario) == [int(value + Fraction(1, 2)) for value in exact]
    assert totals(scenario)[0] == 4_984_852
    steps = scenario.years[1].party("berg").steps
    assert [(plain(s.label), s.clause) for s in steps if s.kind == "uplift"] == [
        ("Uppräkning 2026, 3 %", "11.2, 11.3"),
        ("Uppräkning 2027–2028, 2 % om året", "Ändrat i scenariot"),
    ]


def test_without_bracke_the_other_seven_pay_the_same_total(base):
    scenario = what_if(base, Changes(2027, leaving=(Leaving("bracke", NEW_YEAR_2028),)))
    assert amounts(scenario, 2027) == amounts(scenario, 2027, "before")
    for year in range(2028, 2032):
        after, before = amounts(scenario, year), amounts(scenario, year, "before")
        assert after.pop("bracke") == 0
        assert before.pop("bracke") > 0
        assert len(after) == 7
        assert sum(after.values()) == scenario.years[year - 2027].before.total
        assert all(after[slug] > before[slug] for slug in after)
    # 2028: 7 040 of the seven's 131 430 inhabitants are 5,356 %, of 5 184 735 kr
    assert base[0].claimants[5].population == 7_040
    berg = scenario.years[1].party("berg")
    others = sum(c.population for c in base[0].claimants if c.name != "Bräcke")
    share = round(Fraction(100 * 7_040, others), 3)
    assert Fraction(berg.after.share.replace(",", ".")) == share
    assert berg.amounts.after == int(share * 5_184_735 / 100 + Fraction(1, 2))
    bracke = scenario.years[1].party("bracke")
    assert (bracke.is_party_before, bracke.is_party_after, bracke.steps) == (True, False, ())


def test_a_party_that_leaves_in_the_middle_of_a_year_pays_that_year(base):
    scenario = what_if(base, Changes(2027, leaving=(Leaving("bracke", date(2027, 7, 1)),)))
    assert amounts(scenario, 2027)["bracke"] == amounts(scenario, 2027, "before")["bracke"]
    assert amounts(scenario, 2028)["bracke"] == 0


def test_half_a_post_more_from_july(base):
    scenario = what_if(base, Changes(2027, staffing=(HALF_A_POST,)))
    # 3 383 906 × 0,5 ÷ 4,75 = 356 201 a year; 184 of 365 days = 179 564; and 9 % overhead
    lines = total_of(base[0].budget, 2027)[0].lines
    assert lines[0].amount == 3_383_906
    subtotal = sum(line.amount for line in lines)
    first, later = (subtotal + more for more in (179_564, 356_201))
    assert totals(scenario)[0] == first + int(Fraction(9 * first, 100) + Fraction(1, 2))
    full = later + int(Fraction(9 * later, 100) + Fraction(1, 2))
    assert totals(scenario)[1] == int(full * Fraction("1.03") + Fraction(1, 2))
    assert [(plain(s.label), plain(s.result)) for s in scenario.years[0].after.steps] == [
        ("Ändring på ett helår, 4,75 till 5,25 tjänster", "356 201 kr"),
        ("Del av 2027: 1 juli 2027–31 december 2027", "179 564 kr"),
        (PERSONNEL, "3 563 470 kr"),
    ]
    assert "2027 års kronor" in scenario.years[1].after.steps[-1].label


def test_a_post_that_starts_in_a_later_year_costs_nothing_before(base):
    later = replace(HALF_A_POST, starts_on=date(2028, 7, 1))
    scenario = what_if(base, Changes(2027, staffing=(later,)))
    assert totals(scenario)[0] == 5_033_723
    assert scenario.years[0].after.steps == ()
    # 2028 is a leap year: 184 of 366 days
    annual = 356_201
    line = 3_383_906 + int(Fraction(annual * 184, 366) + Fraction(1, 2))
    assert f"{line:,}".replace(",", "\u00a0") in scenario.years[1].after.steps[-1].result


def test_fewer_posts_cost_less(base):
    fewer = Staffing(PERSONNEL, Decimal("4.75"), Decimal("-0.5"))
    scenario = what_if(base, Changes(2027, staffing=(fewer,)))
    last = scenario.years[0].after.steps[-1]
    assert plain(last.calculation) == "3 383 906 − 356 201"
    assert scenario.years[0].sums.difference < 0


def test_a_grant_lowers_only_its_year(base):
    scenario = what_if(base, Changes(2027, grants=(Grant(2028, "Statsbidrag", 300_000),)))
    assert totals(scenario) == [5_033_723, 4_884_735, 5_340_277, 5_500_485, 5_665_500]
    assert scenario.sums.difference == -300_000


def test_what_is_left_of_a_grant_lowers_the_next_year(base):
    scenario = what_if(base, Changes(2027, grants=(Grant(2027, "Statsbidrag", 6_000_000),)))
    assert totals(scenario)[:3] == [0, 5_184_735 - (6_000_000 - 5_033_723), 5_340_277]


def test_lines_and_overhead(base):
    changes = Changes(
        2028,
        changed_lines=(("Jourlägenheter", 300_000),),
        added_lines=(("Ny mottagning", 100_000),),
        removed_lines=("Lokalkostnader",),
        overhead=Overhead(amount=250_000),
    )
    scenario = what_if(base, changes)
    kept = {line.label: line.amount for line in total_of(base[1].budget, 2028)[0].lines}
    kept |= {"Jourlägenheter": 300_000, "Ny mottagning": 100_000}
    del kept["Lokalkostnader"]
    assert totals(scenario)[0] == 5_033_723
    assert totals(scenario)[1] == sum(kept.values()) + 250_000
    assert totals(scenario)[2] == int((sum(kept.values()) + 250_000) * Fraction("1.03") + Fraction(1, 2))
    assert {step.label for step in scenario.years[1].after.steps} == {
        "Jourlägenheter",
        "Lokalkostnader tas bort",
        "Ny post: Ny mottagning",
    }


def test_a_line_set_to_what_it_is_has_no_step(base):
    lines = total_of(base[0].budget, 2027)[0].lines
    scenario = what_if(base, Changes(2027, changed_lines=((lines[1].label, lines[1].amount),)))
    assert scenario.years[0].after.steps == ()
    assert scenario.years[0].is_same


def test_other_figures_move_the_shares_and_not_the_total(base):
    scenario = what_if(base, Changes(2028, population=Population((("berg", 14_080),))))
    assert totals(scenario) == [5_033_723, 5_184_735, 5_340_277, 5_500_485, 5_665_500]
    assert scenario.years[0].is_same
    assert amounts(scenario, 2028)["berg"] > 18 * amounts(scenario, 2028, "before")["berg"] // 10
    first = scenario.years[1].party("berg").steps[0]
    assert (plain(first.result), first.note) == ("14 080", "Ändrat i scenariot")


def test_another_table_is_told_with_its_day(base):
    older = Population(
        tuple((slug, 10_000) for slug in base[0].organisations),
        "jamtland-2023-11-01",
        "1 november 2023",
        "Avtalets tabell",
        True,
    )
    side = what_if(base, Changes(2027, population=older)).years[4].after
    basis = side.calculation.inputs.population
    assert (basis.label, basis.is_estimated, basis.is_example) == ("1 november 2023", False, True)
    assert len({party.amount for party in side.calculation.allocation.parties}) <= 2


def test_a_new_party_shares_the_same_total(base):
    timra = Joining("timra", "Timrå", 17_730, NEW_YEAR_2028, "2262")
    scenario = what_if(base, Changes(2027, joining=(timra,)))
    assert "timra" not in amounts(scenario, 2027)
    after, before = amounts(scenario, 2028), amounts(scenario, 2028, "before")
    assert before["timra"] == 0
    assert after["timra"] > 0
    assert sum(after.values()) == 5_184_735
    assert all(after[slug] < before[slug] for slug in after if slug != "timra")


def test_kronor_per_inhabitant_are_exact_and_rounded_once(base):
    pair = what_if(base, Changes(2027, uplift=Decimal(2))).years[0].party("berg").amounts
    assert (pair.before, pair.after, pair.population_after) == (267_744, 265_144, 7_040)
    assert plain(pair.before_per_inhabitant) == "38,03 kr"  # 38,0318…
    assert plain(pair.after_per_inhabitant) == "37,66 kr"  # 37,6625
    assert (pair.difference, plain(pair.percent)) == (-2_600, "−1,0 %")


def test_years_without_their_population_say_so(base):
    years = what_if(base, Changes(2027)).years
    assert years[0].estimated_population == ""
    assert "Den senast kända folkmängden används" in years[1].estimated_population


# --- The sister agreements


def test_vasternorrland_keeps_its_krona_too_many(db):
    base = base_of("vasternorrland-2024", [2024, 2025])
    scenario = what_if(base, Changes(2025, uplift=Decimal(2)))
    first, second = scenario.years
    assert (first.after.total, first.after.amount_sum) == (2_545_720, 2_545_721)
    assert amounts(scenario, 2024)["sundsvall"] == 1_039_300
    assert second.before.calculation is None
    assert second.before.reason == "Avtalet säger inte hur kostnaden räknas upp till 2025."
    # 2 545 720 × 1,02 = 2 596 634,4; Ånge 9 169 of 243 334
    assert second.after.total == 2_596_634
    assert amounts(scenario, 2025)["ange"] == int(Fraction(2_596_634 * 9_169, 243_334) + Fraction(1, 2))
    assert second.party("ange").amounts.difference is None


def test_vasternorrland_in_the_year_of_its_budget(db):
    scenario = what_if(base_of("vasternorrland-2024", [2024]), Changes(2024, overhead=Overhead(amount=0)))
    assert scenario.years[0].after.total == 2_295_720


def test_a_change_of_lines_in_a_year_without_uplift_says_why(db):
    base = base_of("vasternorrland-2024", [2024, 2025])
    side = what_if(base, Changes(2025, added_lines=(("Ny", 1),))).years[1].after
    assert side.reason == "Avtalet säger inte hur kostnaden räknas upp till 2025."


def test_norrsken_has_no_amount_until_one_is_thought_of(db):
    base = base_of("norrsken-2024", [2027, 2028])
    silent = what_if(base, Changes(2027, uplift=Decimal(2))).years[0]
    assert (silent.before.reason, silent.after.reason) == ("Ingen kostnad är registrerad för 2027.",) * 2
    assert silent.parties == ()
    scenario = what_if(base, Changes(2027, added_lines=(("Samordnare", 600_000),), uplift=Decimal(2)))
    assert totals(scenario) == [600_000, 612_000]
    assert len(amounts(scenario, 2027)) == 8
    borrowed = base_of("cmv-2025", [2027])[0]
    shared = allocate(600_000, borrowed.claimants, borrowed.rule)
    assert sorted(amounts(scenario, 2027).values()) == sorted(party.amount for party in shared.parties)


# --- What does not fit


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (Changes(2026), "Ändringarna börjar 2026, men de år som visas är 2027–2031."),
        (Changes(2027, removed_lines=("Bilar",)), "Posten ”Bilar” finns inte i budgeten för 2027."),
        (
            Changes(2027, added_lines=(("Lokalkostnader", 1),)),
            "Posten ”Lokalkostnader” finns redan i budgeten för 2027.",
        ),
        (
            Changes(2027, removed_lines=(PERSONNEL,), staffing=(HALF_A_POST,)),
            f"Posten ”{PERSONNEL}” är borttagen, så dess bemanning kan inte ändras.",
        ),
        (Changes(2027, leaving=(Leaving("timra", NEW_YEAR_2028),)), "timra är inte part i avtalet."),
        (
            Changes(2027, joining=(Joining("berg", "Berg", 1, NEW_YEAR_2028),)),
            "Berg är redan part i avtalet.",
        ),
        (
            Changes(2027, uplift=Decimal(-100)),
            "Uppräkningen ska vara mer än −100 och högst 100 procent.",
        ),
    ],
)
def test_changes_that_do_not_fit_are_refused(base, changes, message):
    with pytest.raises(ChangesError) as refused:
        what_if(base, changes)
    assert str(refused.value) == message


def test_nobody_left_and_nothing_left_are_told_in_the_year(base):
    everyone = tuple(Leaving(slug, NEW_YEAR_2028) for slug in base[0].organisations)
    assert what_if(base, Changes(2027, leaving=everyone)).years[1].after.reason == "Nyckeln har inga parter."
    nothing = tuple(line.label for line in base[0].budget.lines)
    years = what_if(base, Changes(2027, removed_lines=nothing)).years
    assert years[0].after.reason == "Budgeten har inga poster."


# --- Properties

SLUGS = ("ragunda", "bracke", "krokom", "stromsund", "are", "berg", "harjedalen", "ostersund")
LINES = (PERSONNEL, "Lokalkostnader", "Jourlägenheter")


@st.composite
def changes(draw):
    line = draw(st.sampled_from(LINES[1:]))
    leaving = draw(st.lists(st.sampled_from(SLUGS), unique=True, max_size=5))
    kronor = st.integers(0, 5_000_000)
    return Changes(
        year=draw(st.sampled_from(YEARS)),
        changed_lines=draw(st.sampled_from([(), ((line, draw(kronor)),)])),
        added_lines=draw(st.sampled_from([(), (("Ny post", draw(kronor)),)])),
        staffing=draw(
            st.sampled_from([(), (HALF_A_POST,), (Staffing(PERSONNEL, Decimal("4.75"), Decimal("-1.25")),)])
        ),
        uplift=draw(st.none() | st.decimals(-5, 20, places=2)),
        overhead=draw(
            st.none()
            | st.builds(Overhead, percent=st.decimals(0, 30, places=1))
            | st.builds(Overhead, amount=kronor)
        ),
        grants=tuple(
            draw(st.lists(st.builds(Grant, st.sampled_from(YEARS), st.just("Bidrag"), kronor), max_size=3))
        ),
        population=draw(
            st.none() | st.builds(Population, st.just((("are", draw(st.integers(1, 100_000))),)))
        ),
        leaving=tuple(Leaving(slug, date(draw(st.sampled_from(YEARS)), 1, 1)) for slug in leaving),
        joining=draw(st.sampled_from([(), (Joining("timra", "Timrå", 17_730, NEW_YEAR_2028, "2262"),)])),
    )


@pytest.fixture(scope="module")
def bases(django_db_setup, django_db_blocker):
    """CMV's years as agreed, and the same shared exactly and without reconciling."""
    with django_db_blocker.unblock():
        base = base_of("cmv-2025", YEARS)
    loose = tuple(replace(i, rule=replace(i.rule, share_decimals=None, reconcile=False)) for i in base)
    return base, loose


@given(changes=changes())
@settings(max_examples=80, deadline=None)
def test_every_changed_year_is_the_one_calculation(bases, changes):
    for base in bases:
        for pair, inputs in zip(what_if(base, changes).years, base, strict=True):
            assert pair.before.calculation == calculate(inputs)
            made = pair.after.calculation
            assert made == calculate(made.inputs)
            again = allocate(made.total, made.inputs.claimants, made.inputs.rule)
            assert list(made.amounts.values()) == [party.amount for party in again.parties]
            paid = sum(party.amounts.after for party in pair.parties)
            assert paid == pair.after.amount_sum
            if inputs.rule.reconcile:
                assert paid == pair.after.total
            else:
                assert abs(paid - pair.after.total) <= len(pair.parties)
            if inputs.year < changes.year:
                assert made == pair.before.calculation
            for party in pair.parties:
                assert party.amounts.after >= 0
                assert party.amounts.difference == party.amounts.after - party.amounts.before


@given(year=st.sampled_from(YEARS))
@settings(max_examples=5)
def test_nothing_changed_changes_nothing(bases, year):
    for base in bases:
        assert all(pair.is_same and pair.before is pair.after for pair in what_if(base, Changes(year)).years)
