from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from agreements import swedish

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(1, 2), 1),
        (Fraction(-1, 2), -1),
        (Decimal("2.5"), 3),
        (Decimal("2.4999999999999999999999999999999"), 2),
        (Decimal("-391769.73"), -391_770),
        (Fraction(10**30 + 1, 2), (10**30 + 2) // 2),
        (0, 0),
        (7, 7),
    ],
)
def test_a_half_is_rounded_away_from_zero_and_exactly(value, expected):
    assert swedish.round_half_up(value) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0, "0 kr"),
        (999, "999 kr"),
        (1_000, "1 000 kr"),
        (4_744_767, "4 744 767 kr"),
        (-1_234, "\u22121 234 kr"),
    ],
)
def test_kronor_have_no_break_spaces_and_a_real_minus(amount, expected):
    assert swedish.kr(amount) == expected.replace(" ", NBSP)


def test_a_number_is_grouped_like_kronor_without_the_unit():
    assert swedish.number(132_466) == f"132{NBSP}466"


@pytest.mark.parametrize(("amount", "expected"), [(1, "+1 kr"), (-1, "\u22121 kr"), (0, "0 kr")])
def test_a_difference_shows_its_sign(amount, expected):
    assert swedish.signed_kr(amount) == expected.replace(" ", NBSP)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (Fraction(5135 * 100, 132466), 3, "3,876"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("0.0005"), 3, "0,001"),
        (Decimal("-0.0004"), 3, "0,000"),
        (Decimal("-1.25"), 1, "\u22121,3"),
        (100, 3, "100,000"),
        (Decimal("1234.5"), 2, f"1{NBSP}234,50"),
        (Decimal("0.05"), 2, "0,05"),
    ],
)
def test_decimals_are_rounded_half_up_with_a_comma(value, decimals, expected):
    assert swedish.decimal_text(value, decimals) == expected


def test_decimals_below_zero_are_refused():
    with pytest.raises(ValueError, match="decimaler"):
        swedish.decimal_text(Decimal(1), -1)


def test_a_percentage_keeps_its_sign_with_the_number():
    assert swedish.percent(Decimal("3.8765"), 3) == f"3,877{NBSP}%"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("3", "3"),
        ("3.00", "3"),
        ("20", "20"),
        ("100", "100"),
        ("2.50", "2,5"),
        ("0", "0"),
        ("0.125", "0,125"),
    ],
)
def test_an_agreed_rate_has_just_the_decimals_it_needs(value, expected):
    assert swedish.rate(Decimal(value)) == f"{expected}{NBSP}%"


def test_a_rate_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="inte ett tal"):
        swedish.rate(Decimal("NaN"))


def test_kronor_per_inhabitant_for_berg_and_ragunda_2025():
    assert swedish.kr_per_inhabitant(254_794, 7_114) == f"35,82{NBSP}kr"
    assert swedish.kr_per_inhabitant(183_907, 5_135) == f"35,81{NBSP}kr"


def test_kronor_per_inhabitant_needs_inhabitants():
    with pytest.raises(ValueError, match="befolkning"):
        swedish.kr_per_inhabitant(100, 0)


def test_dates_in_full_in_short_and_in_tables():
    assert swedish.long_date(date(2023, 11, 1)) == "1 november 2023"
    assert swedish.short_date(date(2026, 1, 15)) == "15 jan"
    assert swedish.short_date(date(2026, 3, 31)) == "31 mars"
    assert swedish.iso(date(2023, 11, 1)) == "2023-11-01"


def test_every_month_has_its_name():
    days = [date(2026, month, 1) for month in range(1, 13)]
    full = " ".join(swedish.long_date(day).split()[1] for day in days)
    short = " ".join(swedish.short_date(day).split()[1] for day in days)
    assert full == "januari februari mars april maj juni juli augusti september oktober november december"
    assert short == "jan feb mars april maj juni juli aug sep okt nov dec"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Berg", "Bergs"),
        ("Åre", "Åres"),
        ("Härjedalen", "Härjedalens"),
        ("Borås", "Borås"),
        ("Malax", "Malax"),
        ("Schweiz", "Schweiz"),
        ("SocSam", "SocSams"),
        ("CMV", "CMV:s"),
        ("Operation Norrsken", "Operation Norrskens"),
        ("Styrgruppen TMV", "Styrgruppen TMV:s"),
        ("", ""),
    ],
)
def test_genitive(name, expected):
    assert swedish.genitive(name) == expected


def test_counts_are_words_to_twelve():
    assert [swedish.count_word(n) for n in (1, 2, 8, 12)] == ["en", "två", "åtta", "tolv"]
    assert swedish.count_word(1, neuter=True) == "ett"
    assert swedish.count_word(2, neuter=True) == "två"
    assert [swedish.count_word(n) for n in (0, 13, 1000)] == ["0", "13", f"1{NBSP}000"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([], ""),
        (["Berg"], "Berg"),
        (["Berg", "Åre"], "Berg och Åre"),
        (["Berg", "Bräcke", "Åre"], "Berg, Bräcke och Åre"),
    ],
)
def test_names_in_a_sentence(names, expected):
    assert swedish.join_names(names) == expected


def test_the_eight_municipalities_in_swedish_order():
    names = ["Östersund", "Åre", "Strömsund", "Ragunda", "Krokom", "Härjedalen", "Bräcke", "Berg"]
    assert sorted(names, key=swedish.sort_key) == [
        *("Berg", "Bräcke", "Härjedalen", "Krokom", "Ragunda", "Strömsund", "Åre", "Östersund"),
    ]


def test_å_ä_ö_follow_z_and_foreign_letters_stand_with_ours():
    names = ["Öst", "ärla", "Åre", "Zorn", "Ystad", "Über", "Eda", "École", "ecklesiastik", "Ørsta", "Ærø"]
    assert sorted(names, key=swedish.sort_key) == [
        *("ecklesiastik", "École", "Eda", "Über", "Ystad", "Zorn", "Åre", "ärla", "Ærø", "Ørsta", "Öst"),
    ]


def test_ü_is_sorted_as_y():
    assert sorted(["Mz", "Müller", "Mya", "Mux"], key=swedish.sort_key) == ["Mux", "Mya", "Müller", "Mz"]


def test_the_sort_key_takes_letters_composed_or_decomposed():
    assert swedish.sort_key("A\u030are") == swedish.sort_key("Åre") == swedish.sort_key("åre")


def test_no_break_keeps_a_text_on_one_line():
    assert swedish.no_break("Box 73, 840 40") == f"Box{NBSP}73,{NBSP}840{NBSP}40"
