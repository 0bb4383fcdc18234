"""Keys: the published tables to the krona, every kind of key, and what must hold for any input."""

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from math import floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from costs import allocation as module
from costs.allocation import Basis, Claimant, Rule, Step, allocate, distribute

CMV = [
    Claimant("Ragunda", 5135, code="2303"),
    Claimant("Bräcke", 6091, code="2305"),
    Claimant("Krokom", 15604, code="2309"),
    Claimant("Strömsund", 11139, code="2313"),
    Claimant("Åre", 12376, code="2321"),
    Claimant("Berg", 7114, code="2326"),
    Claimant("Härjedalen", 10136, code="2361"),
    Claimant("Östersund", 64871, code="2380"),
]
CMV_RULE = Rule(
    share_decimals=3,
    clause="Punkt 11.3",
    population_label="1 november 2023",
    source="Avtalets tabell, punkt 11.3",
    parties="kommuner",
)
VASTERNORRLAND = [
    Claimant("Ånge", 9169, code="2260"),
    Claimant("Timrå", 17730, code="2262"),
    Claimant("Härnösand", 24872, code="2280"),
    Claimant("Sundsvall", 99342, code="2281"),
    Claimant("Kramfors", 17943, code="2282"),
    Claimant("Sollefteå", 18673, code="2283"),
    Claimant("Örnsköldsvik", 55605, code="2284"),
]


def amounts(allocation):
    return [party.amount for party in allocation.parties]


def shares(allocation):
    return [party.share for party in allocation.parties]


def steps_of(allocation, name):
    return next(party.steps for party in allocation.parties if party.name == name)


def plain(text):
    """The text with ordinary spaces, so that a test can be read."""
    return text.replace("\u00a0", " ")


def by_percent(*percents):
    return [Claimant(f"Part {i}", percent=Decimal(p)) for i, p in enumerate(percents)]


# --- The published tables


def test_cmv_2025_is_the_agreements_table():
    result = allocate(4_744_767, CMV, CMV_RULE)
    assert amounts(result) == [183907, 218164, 558934, 398987, 443304, 254794, 363070, 2323607]
    assert shares(result) == ["3,876", "4,598", "11,780", "8,409", "9,343", "5,370", "7,652", "48,972"]
    assert (result.total, result.rounding_difference, result.population) == (4_744_767, 0, 132_466)


def test_cmv_2025_is_the_same_without_reconciliation():
    reconciled, by_themselves = (
        allocate(4_744_767, CMV, replace(CMV_RULE, reconcile=reconcile)) for reconcile in (True, False)
    )
    assert amounts(reconciled) == amounts(by_themselves)


def test_exact_shares_do_not_give_the_agreements_amounts():
    result = allocate(4_744_767, CMV, Rule())
    assert amounts(result)[0] == 183_929
    assert amounts(result)[-1] == 2_323_598


def test_review_of_150_000_adds_up():
    rounded_alone = allocate(150_000, CMV, replace(CMV_RULE, reconcile=False))
    assert (sum(amounts(rounded_alone)), rounded_alone.rounding_difference) == (150_001, 1)
    result = allocate(150_000, CMV, CMV_RULE)
    assert (sum(amounts(result)), result.rounding_difference) == (150_000, 0)


def test_vasternorrland_2024_names_its_krona():
    result = allocate(2_545_720, VASTERNORRLAND, Rule(reconcile=False))
    assert amounts(result) == [95925, 185488, 260207, 1039300, 187717, 195354, 581730]
    assert shares(result) == ["3,7681", "7,2863", "10,2213", "40,8254", "7,3738", "7,6738", "22,8513"]
    assert (sum(amounts(result)), result.rounding_difference) == (2_545_721, 1)


# --- The derivation


def test_steps_of_berg_2025():
    total = Step(
        "total", "Avtalets summa 2025, med 9 % OH", "4\u00a0744\u00a0767\u00a0kr", clause="Punkt 11.2"
    )
    result = allocate(4_744_767, CMV, CMV_RULE, total_steps=[total])
    told = [
        tuple(map(plain, (step.kind, step.label, step.calculation, step.result)))
        for step in steps_of(result, "Berg")
    ]
    assert told == [
        ("population", "Bergs folkmängd 1 november 2023", "", "7 114"),
        ("population_sum", "Alla åtta kommuner tillsammans", "", "132 466"),
        ("share_exact", "Andel", "7 114 ÷ 132 466", "5,37043… %"),
        ("share_rounded", "Andelen avrundad till tre decimaler", "", "5,370 %"),
        ("total", "Avtalets summa 2025, med 9 % OH", "", "4 744 767 kr"),
        (
            "amount",
            "Att betala",
            "5,370 % av summan = 254 793,99, avrundat till hela kronor",
            "254 794 kr",
        ),
    ]
    sources = {step.kind: (step.clause, step.note) for step in steps_of(result, "Berg")}
    assert sources["population"] == ("", "Avtalets tabell, punkt 11.3")
    assert sources["share_rounded"] == ("Punkt 11.3", "Avrundningen är en del av avtalets regel")
    assert sources["total"] == ("Punkt 11.2", "")


def test_total_step_is_added_when_the_given_steps_do_not_end_in_the_total():
    grant = Step("grant", "Statsbidrag", "−100\u00a0kr")
    kinds = [step.kind for step in allocate(900, CMV, Rule(), total_steps=[grant]).parties[0].steps]
    assert kinds[kinds.index("grant") + 1] == "total"
    assert kinds.count("total") == 1


def test_step_of_a_krona_given_up():
    result = allocate(150_000, CMV, CMV_RULE)
    given = {
        party.name: step for party in result.parties for step in party.steps if step.kind == "rounding_unit"
    }
    assert list(given) == ["Strömsund"]  # 12 613,50 is the smallest fraction that was rounded up
    assert plain(given["Strömsund"].result) == "−1 kr"
    assert plain(given["Strömsund"].calculation).startswith(
        "Avrundade var för sig blir de 150 001 kr; 1 kr dras"
    )
    assert given["Strömsund"].clause == ""  # the agreement does not say who carries the difference
    last = steps_of(result, "Strömsund")[-1]
    assert plain(last.calculation) == "8,409 % av summan = 12 613,50, avrundat till 12 614 kr, minus 1 kr"
    assert plain(last.result) == "12 613 kr"


def test_steps_of_a_unit_of_share_and_a_krona_received():
    result = allocate(100, [Claimant(name, 1) for name in "ABC"], Rule(share_decimals=1))
    assert shares(result) == ["33,4", "33,3", "33,3"]
    told = [(step.kind, plain(step.result)) for step in steps_of(result, "A")]
    assert told == [
        ("population", "1"),
        ("population_sum", "3"),
        ("share_exact", "33,33333… %"),
        ("rounding_unit", "+0,1 procentenheter"),
        ("share_rounded", "33,4 %"),
        ("total", "100 kr"),
        ("rounding_unit", "+1 kr"),
        ("amount", "34 kr"),
    ]


def test_kronor_just_under_a_half_are_not_shown_as_a_half():
    # 3 × 49,99 % = 1,4997: with two decimals it would read 1,50 beside the amount 1 kr.
    result = allocate(3, [Claimant("A", 4999), Claimant("B", 5001)], Rule(share_decimals=2, reconcile=False))
    assert plain(result.parties[0].steps[-1].calculation).startswith("49,99 % av summan = 1,4997,")


def test_steps_end_with_the_amount_for_every_kind_of_key():
    keys = [
        (CMV, CMV_RULE),
        (CMV, Rule(basis=Basis.EQUAL)),
        (CMV, Rule(base_fee_percent=Decimal(20))),
        (by_percent("33.3", "33.3", "33.3"), Rule(basis=Basis.PERCENT)),
        ([replace(CMV[0], floor=90_000), *CMV[1:7], replace(CMV[7], cap=1_000)], CMV_RULE),
    ]
    for claimants, rule in keys:
        for total in (150_000, -150_000):
            for party in allocate(total, claimants, rule, credit=True).parties:
                assert party.steps[-1].kind == "amount"
                assert plain(party.steps[-1].result) == f"{party.amount:,} kr".replace(",", " ").replace(
                    "-", "−"
                )


# --- Ties and other keys


def test_a_tie_goes_to_the_larger_population_then_the_lower_code_then_the_name():
    larger = [Claimant("Liten", 1), Claimant("Stor", 3)]  # 0,5 and 1,5 of 2
    assert amounts(allocate(2, larger, Rule())) == [0, 2]
    codes = [Claimant("A", 5, code="2309"), Claimant("B", 5, code="0180")]
    assert amounts(allocate(1, codes, Rule())) == [0, 1]
    names = [Claimant("Örnsköldsvik", 5), Claimant("Ånge", 5), Claimant("Älvdalen", 5)]
    assert amounts(allocate(2, names, Rule())) == [0, 1, 1]


def test_a_tie_between_percentages_goes_to_the_larger():
    # 0,5 and 1,5 of 2: by name alone the smaller would come first.
    assert amounts(allocate(2, by_percent("25", "75"), Rule(basis=Basis.PERCENT))) == [0, 2]


def test_tied_kronor_are_taken_from_the_last_in_the_same_order():
    # 2,5 each of 10: rounded alone they give 12, two too many.
    parties = [
        Claimant(name, 5, code=code) for name, code in (("D", "4"), ("B", "2"), ("A", "1"), ("C", "3"))
    ]
    assert amounts(allocate(10, parties, Rule())) == [2, 3, 3, 2]


def test_equal_shares():
    result = allocate(100, CMV, Rule(basis=Basis.EQUAL))
    # 12,5 each: the four largest get the half.
    assert amounts(result) == [12, 12, 13, 13, 13, 12, 12, 13]
    assert result.parties[0].share_exact == Fraction(1, 8)


def test_equal_shares_need_no_population():
    result = allocate(10, [Claimant("A"), Claimant("B")], Rule(basis=Basis.EQUAL))
    assert (amounts(result), result.population) == ([5, 5], None)


def test_base_fee_is_part_of_one_allocation_rounded_once():
    rule = Rule(base_fee_percent=Decimal("12.5"))
    result = allocate(100_003, CMV, rule)
    exact = [Fraction(125, 8000) + Fraction(875, 1000) * Fraction(c.population, 132_466) for c in CMV]
    assert [party.share_exact for party in result.parties] == exact
    assert amounts(result) == oracle(100_003, exact, CMV)


def test_base_fee_of_everything_is_equal_shares():
    rule = Rule(base_fee_percent=Decimal(100))
    assert amounts(allocate(4_744_767, CMV, rule)) == amounts(
        allocate(4_744_767, CMV, Rule(basis=Basis.EQUAL))
    )


def test_named_percentages():
    result = allocate(1_000, by_percent("50", "30.5", "19.5"), Rule(basis=Basis.PERCENT))
    assert amounts(result) == [500, 305, 195]
    assert shares(result) == ["50", "30,5", "19,5"]


def test_percentages_that_their_decimals_keep_from_100():
    thirds = by_percent("33.3", "33.3", "33.3")
    reconciled = allocate(1_000, thirds, Rule(basis=Basis.PERCENT))
    assert (amounts(reconciled), reconciled.parties[0].share_exact) == ([334, 333, 333], Fraction(1, 3))
    alone = allocate(1_000, thirds, Rule(basis=Basis.PERCENT, reconcile=False))
    assert (amounts(alone), alone.rounding_difference) == ([333, 333, 333], -1)
    assert alone.parties[0].share_exact == Fraction(333, 1000)


def test_percentages_may_miss_100_by_half_a_unit_of_each_and_no_more():
    rule = Rule(basis=Basis.PERCENT)
    assert amounts(allocate(99, by_percent("50", "49"), rule)) == [50, 49]
    assert amounts(allocate(999, by_percent("50.0", "49.9"), rule)) == [500, 499]
    for percents in (("50", "48"), ("50.0", "49.8"), ("50.0", "50.2")):
        with pytest.raises(module.PercentagesDoNotAddUp):
            allocate(100, by_percent(*percents), rule)


def test_credit_is_minus_the_allocation_of_the_absolute_value():
    credit = allocate(-150_000, CMV, CMV_RULE, credit=True)
    assert amounts(credit) == [-amount for amount in amounts(allocate(150_000, CMV, CMV_RULE))]
    assert (credit.total, credit.rounding_difference) == (-150_000, 0)
    alone = allocate(-2_545_720, VASTERNORRLAND, Rule(reconcile=False), credit=True)
    assert alone.rounding_difference == -1


def test_nothing_to_share_gives_nothing():
    assert amounts(allocate(0, CMV, CMV_RULE)) == [0] * 8


# --- Floors and caps


def limited(total, *limits, rule=None, weights=(1, 1, 1, 1)):
    claimants = [
        Claimant(f"P{i}", weight, floor=floor, cap=cap)
        for i, ((floor, cap), weight) in enumerate(zip(limits, weights, strict=False))
    ]
    return amounts(allocate(total, claimants, rule or Rule()))


FREE = (None, None)


def test_a_floor_is_paid_and_the_others_share_the_rest():
    assert limited(100, (40, None), FREE, FREE) == [40, 30, 30]


def test_a_cap_is_kept_and_the_others_share_the_rest():
    assert limited(100, (None, 10), FREE, FREE) == [10, 45, 45]


def test_limits_can_set_each_other_off():
    # The cap on the largest lifts the second above its own cap in the next round.
    assert limited(1000, (None, 500), (None, 250), FREE, weights=(80, 15, 5)) == [500, 250, 250]


def test_opposite_violations_freeze_only_the_side_that_outweighs():
    # Plain: 10, 30, 60. Fixing the floor 20 and the cap 55 at once would leave 25 for the second;
    # the shortage outweighs, so the rest is shared anew: 80 as 1:2 gives 26,67 and 53,33.
    assert limited(100, (20, None), FREE, (None, 55), weights=(1, 3, 6)) == [20, 27, 53]


def test_equal_and_opposite_violations_freeze_both():
    assert limited(100, (20, None), FREE, (None, 50), weights=(1, 3, 6)) == [20, 30, 50]


def test_limits_that_do_not_bind_change_nothing():
    loose = [replace(claimant, floor=0, cap=4_744_767) for claimant in CMV]
    for rule in (CMV_RULE, Rule(), replace(CMV_RULE, reconcile=False), Rule(base_fee_percent=Decimal(7))):
        assert amounts(allocate(4_744_767, loose, rule)) == amounts(allocate(4_744_767, CMV, rule))


def test_limits_exactly_at_the_plain_amount_change_nothing():
    exact = allocate(4_744_767, CMV, CMV_RULE)
    tight = [replace(c, floor=p.amount, cap=p.amount) for c, p in zip(CMV, exact.parties, strict=True)]
    assert amounts(allocate(4_744_767, tight, CMV_RULE)) == amounts(exact)


def test_one_limit_exactly_at_the_plain_amount_changes_nobody_elses():
    # Sharing the rest anew on rounded shares would move the others.
    capped = [*CMV[:-1], replace(CMV[-1], cap=2_323_607)]
    assert amounts(allocate(4_744_767, capped, CMV_RULE)) == amounts(allocate(4_744_767, CMV, CMV_RULE))


def test_steps_explain_a_floor_and_what_it_leaves():
    claimants = [replace(CMV[0], floor=200_000), *CMV[1:]]
    result = allocate(4_744_767, claimants, CMV_RULE)
    limit = next(step for step in result.parties[0].steps if step.kind == "limit")
    assert plain(limit.label) == "Golvet för Ragunda"
    assert plain(limit.calculation) == "Utan golv och tak blev det 183 907 kr"
    assert plain(limit.result) == "200 000 kr"
    rest = next(step for step in result.parties[1].steps if step.kind == "limit")
    assert plain(rest.calculation) == "4 744 767 kr minus 200 000 kr"
    assert plain(rest.result) == "4 544 767 kr"
    assert result.parties[1].share == "4,598"  # the share of the key, whatever the limits do


# --- Errors that are named


@pytest.mark.parametrize(
    ("error", "total", "claimants", "rule"),
    [
        ("EmptyKey", 100, [], Rule()),
        ("MissingPopulation", 100, [Claimant("Berg")], Rule()),
        ("BadPopulation", 100, [Claimant("Berg", 0)], Rule()),
        ("BadPopulation", 100, [Claimant("Berg", 10), Claimant("Åre", -5)], Rule()),
        ("DuplicateParty", 100, [Claimant("A", 1, code="1"), Claimant("B", 1, code="1")], Rule()),
        ("DuplicateParty", 100, [Claimant("Berg", 1), Claimant("berg ", 2)], Rule()),
        ("DuplicateParty", 100, [Claimant("Berg", 1, code="1"), Claimant("Berg", 2)], Rule()),
        ("BadShareDecimals", 100, CMV, Rule(share_decimals=-1)),
        ("BadShareDecimals", 100, CMV, Rule(share_decimals=1_000_000)),
        ("NegativeTotal", -1, CMV, Rule()),
        ("NegativeLimit", 100, [Claimant("A", 1, floor=-1)], Rule()),
        ("NegativeLimit", 100, [Claimant("A", 1, cap=-1)], Rule()),
        ("FloorOverCap", 100, [Claimant("A", 1, floor=2, cap=1), Claimant("B", 1)], Rule()),
        ("UnreachableLimits", 100, [Claimant("A", 1, floor=60), Claimant("B", 1, floor=41)], Rule()),
        ("UnreachableLimits", 100, [Claimant("A", 1, cap=60), Claimant("B", 1, cap=39)], Rule()),
        ("MissingPercent", 100, [Claimant("A", 1)], Rule(basis=Basis.PERCENT)),
        ("BadPercent", 100, by_percent("101", "-1"), Rule(basis=Basis.PERCENT)),
        ("BadPercent", 100, by_percent("NaN", "50"), Rule(basis=Basis.PERCENT)),
        ("PercentagesDoNotAddUp", 100, by_percent("50", "48.9"), Rule(basis=Basis.PERCENT)),
        ("PercentagesDoNotAddUp", 100, by_percent(*["0"] * 200), Rule(basis=Basis.PERCENT)),
        ("BadBaseFee", 100, CMV, Rule(base_fee_percent=Decimal("100.1"))),
        ("BadBaseFee", 100, CMV, Rule(base_fee_percent=Decimal(-1))),
    ],
)
def test_what_is_wrong_is_named(error, total, claimants, rule):
    with pytest.raises(getattr(module, error)) as caught:
        allocate(total, claimants, rule)
    assert isinstance(caught.value, module.AllocationError)
    assert str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_rest_that_only_parties_without_a_share_could_take_is_named():
    claimants = [Claimant("A", percent=Decimal(100), cap=50), Claimant("B", percent=Decimal(0))]
    with pytest.raises(module.UnreachableLimits):
        allocate(100, claimants, Rule(basis=Basis.PERCENT))


def test_same_name_with_different_codes_is_two_parties():
    twins = [Claimant("Håbo", 1, code="1"), Claimant("Håbo", 1, code="2")]
    assert amounts(allocate(3, twins, Rule())) == [2, 1]


def test_distribute_refuses_what_it_cannot_share():
    with pytest.raises(module.EmptyKey):
        distribute(1, [0, 0])
    with pytest.raises(module.NegativeTotal):
        distribute(-1, [1])


# --- What must hold for any input


def oracle(total, exact_shares, claimants):
    """Largest remainder written apart, with fractions: floors first, then units to the largest remainders."""
    quotas = [total * share for share in exact_shares]
    whole = [floor(quota) for quota in quotas]
    order = sorted(
        range(len(quotas)),
        key=lambda i: (
            whole[i] - quotas[i],
            -(claimants[i].population or 0),
            claimants[i].code,
            claimants[i].name,
        ),
    )
    for i in order[: total - sum(whole)]:
        whole[i] += 1
    return whole


@st.composite
def keys(draw, most=400):
    size = draw(st.integers(1, most))
    # Few different sizes give many ties; the seed keeps large keys cheap to draw.
    rng = random.Random(draw(st.integers(0, 2**32)))
    largest = draw(st.sampled_from([1, 3, 50, 2_000, 1_000_000]))
    codes = rng.sample(range(1000, 9999), size)
    return [Claimant(f"P{code}", rng.randint(1, largest), code=str(code)) for code in codes]


totals = st.one_of(st.integers(0, 50), st.integers(0, 10**7), st.integers(0, 10**12))
decimals = st.one_of(st.none(), st.integers(0, 6))
PROPERTY = settings(max_examples=120, deadline=None)


@PROPERTY
@given(keys(), totals, decimals)
def test_reconciled_amounts_and_shares_agree_with_the_oracle(claimants, total, places):
    result = allocate(total, claimants, Rule(share_decimals=places))
    whole = sum(claimant.population for claimant in claimants)
    exact = [Fraction(claimant.population, whole) for claimant in claimants]
    if places is not None:
        scale = 100 * 10**places
        exact = [Fraction(units, scale) for units in oracle(scale, exact, claimants)]
    assert amounts(result) == oracle(total, exact, claimants)
    assert (sum(amounts(result)), result.rounding_difference) == (total, 0)


@PROPERTY
@given(keys(), totals, decimals)
def test_amounts_stay_near_the_exact_share_and_in_the_order_of_size(claimants, total, places):
    result = allocate(total, claimants, Rule(share_decimals=places))
    unit = 0 if places is None else Fraction(total, 10 ** (places + 2))
    for party in result.parties:
        assert party.amount >= 0
        assert abs(party.amount - total * party.share_exact) < unit + 1
    by_size = sorted(result.parties, key=lambda party: party.population)
    for smaller, larger in pairwise(by_size):
        assert smaller.population == larger.population or smaller.amount <= larger.amount


@PROPERTY
@given(keys(), totals, decimals, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_the_parties_changes_nothing(claimants, total, places, reconcile, rng):
    rule = Rule(share_decimals=places, reconcile=reconcile)
    shuffled = rng.sample(claimants, len(claimants))
    expected = {party.code: (party.amount, party.share) for party in allocate(total, claimants, rule).parties}
    assert {p.code: (p.amount, p.share) for p in allocate(total, shuffled, rule).parties} == expected


@PROPERTY
@given(keys(), totals, decimals)
def test_without_reconciliation_each_is_rounded_by_itself(claimants, total, places):
    result = allocate(total, claimants, Rule(share_decimals=places, reconcile=False))
    whole = sum(claimant.population for claimant in claimants)
    for party, claimant in zip(result.parties, claimants, strict=True):
        share = Fraction(claimant.population, whole)
        if places is not None:
            share = Fraction(floor(share * 100 * 10**places + Fraction(1, 2)), 100 * 10**places)
        assert party.amount == floor(total * share + Fraction(1, 2))
    assert result.rounding_difference == sum(amounts(result)) - total
    if sum(amounts(result)) == total and places is None:
        assert amounts(result) == amounts(allocate(total, claimants, Rule()))


@PROPERTY
@given(keys(), totals, st.integers(0, 100), decimals)
def test_a_base_fee_adds_up_and_agrees_with_the_oracle(claimants, total, fee, places):
    result = allocate(total, claimants, Rule(base_fee_percent=Decimal(fee), share_decimals=places))
    whole, base = sum(claimant.population for claimant in claimants), Fraction(fee, 100)
    exact = [base / len(claimants) + (1 - base) * Fraction(c.population, whole) for c in claimants]
    assert [party.share_exact for party in result.parties] == exact
    assert sum(amounts(result)) == total
    if places is None:
        assert amounts(result) == oracle(total, exact, claimants)


@st.composite
def limited_keys(draw):
    claimants = draw(keys(most=60))
    rng = random.Random(draw(st.integers(0, 2**32)))
    total = draw(st.integers(0, 10**6))
    fair = total // len(claimants)
    bounded = []
    for claimant in claimants:
        low = rng.randint(0, fair) if rng.random() < 0.6 else None
        high = rng.randint(fair + 1, 3 * fair + 1) if rng.random() < 0.6 else None
        bounded.append(replace(claimant, floor=low, cap=high))
    return total, bounded


@PROPERTY
@given(limited_keys(), decimals)
def test_floors_and_caps_hold_and_the_amounts_add_up(case, places):
    total, claimants = case  # floors ≤ an even share ≤ caps, so the total is always within reach
    result = allocate(total, claimants, Rule(share_decimals=places))
    assert sum(amounts(result)) == total
    for party, claimant in zip(result.parties, claimants, strict=True):
        assert (claimant.floor or 0) <= party.amount
        assert claimant.cap is None or party.amount <= claimant.cap
    free = [p for p, c in zip(result.parties, claimants, strict=True) if c.floor is None and c.cap is None]
    free.sort(key=lambda party: party.population)
    for smaller, larger in pairwise(free):
        assert smaller.population == larger.population or smaller.amount <= larger.amount


@PROPERTY
@given(limited_keys())
def test_floors_and_caps_agree_with_one_price_for_all(case):
    """Apart from rounding the answer is one level: everyone pays level × size, held to floor and cap."""
    total, claimants = case

    beyond = 10**9

    def at(level):
        return [
            min(max(level * c.population, Fraction(c.floor or 0)), beyond if c.cap is None else c.cap)
            for c in claimants
        ]

    low, high = Fraction(0), Fraction(beyond)
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if sum(at(middle)) < total else (low, middle)
    expected = at(high)
    got = amounts(allocate(total, claimants, Rule()))
    # Fixing by rounds on whole kronor may move each party by the roundings of the rounds, no more.
    assert all(abs(amount - level) <= 3 for amount, level in zip(got, expected, strict=True))


@PROPERTY
@given(keys(most=100), totals, decimals, st.booleans())
def test_steps_can_be_written_for_any_key(claimants, total, places, reconcile):
    result = allocate(total, claimants, Rule(share_decimals=places, reconcile=reconcile))
    party = result.parties[-1]
    assert party.steps[-1].kind == "amount"
    units = [step for step in party.steps if step.kind == "rounding_unit"]
    assert reconcile or not units
