"""The agreed numbers as dated rows: reading, showing, and what is in force on a date."""

from datetime import date
from decimal import Decimal

import pytest

from agreements.terms import (
    SPECS,
    PopulationRule,
    TermError,
    TermKind,
    TermRow,
    parse,
    show,
    terms_on,
)

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("kind", "value", "expected", "shown"),
    [
        ("uplift_percent", "3", Decimal(3), f"3{NBSP}% per år"),
        ("uplift_percent", "2,5", Decimal("2.5"), f"2,5{NBSP}% per år"),
        ("uplift_percent", "2.50", Decimal("2.5"), f"2,5{NBSP}% per år"),
        ("overhead_percent", "9", Decimal(9), f"9{NBSP}%"),
        ("overhead_percent", "100", Decimal(100), f"100{NBSP}%"),
        ("overhead_amount", "250000", 250_000, f"250{NBSP}000{NBSP}kr"),
        ("review_cap", "150 000", 150_000, f"150{NBSP}000{NBSP}kr"),
        ("review_cap", f"150{NBSP}000", 150_000, f"150{NBSP}000{NBSP}kr"),
        ("share_decimals", "3", 3, "tre decimaler av en procent"),
        ("share_decimals", "1", 1, "en decimal av en procent"),
        ("share_decimals", "0", 0, "hela procent"),
        ("share_decimals", "exakt", None, "exakt andel"),
        ("printed_decimals", "4", 4, "fyra decimaler"),
        ("printed_decimals", "0", 0, "inga decimaler"),
        ("reconcile", "ja", True, "ja"),
        ("reconcile", "nej", False, "nej"),
        ("wear_charged", "ja", True, "ja"),
        ("deficit_charged", "ja", True, "ja"),
        ("staffing_charged", "nej", False, "nej"),
        ("population_date", "2022", PopulationRule(named_year=2022), "år 2022"),
        (
            "population_date",
            "-1/11-01",
            PopulationRule(year_offset=-1, month=11, day=1),
            "1 november året före",
        ),
        (
            "population_date",
            "-2/12-31",
            PopulationRule(year_offset=-2, month=12, day=31),
            "31 december två år före",
        ),
        (
            "population_date",
            "0/01-01",
            PopulationRule(year_offset=0, month=1, day=1),
            "1 januari samma år",
        ),
        ("notice_months", "12", 12, "12 månader"),
        ("notice_months", " 1 ", 1, "1 månad"),
        ("prolongation_months", "12", 12, "12 månader"),
        (
            "prolongation_condition",
            "en revidering har påbörjats",
            "en revidering har påbörjats",
            "en revidering har påbörjats",
        ),
        ("due_days", "30", 30, "30 dagar"),
        ("meetings_per_year", "4", 4, "4 gånger per år"),
        ("working_group_meetings_per_year", "1", 1, "1 gång per år"),
        ("invoicing_month", "1", 1, "januari"),
        ("quality_review_years", "3", 3, "vart tredje år"),
        ("revision_years", "8", 8, "vart åttonde år"),
        ("quality_review_first", "2026", 2026, "2026"),
        ("quality_review_work_month", "6", 6, "juni"),
        ("breach_days", "14", 14, "14 dagar"),
        ("answers_by", "2023-12-31", date(2023, 12, 31), "31 december 2023"),
        ("party_may_leave", "ja", True, "ja"),
        ("yearly_account", "TMV", "TMV", "TMV"),
        ("region_post_percent", "20", Decimal(20), "20\u00a0% av en tjänst"),
        ("own_staff", "Polisen", "Polisen", "Polisen"),
    ],
)
def test_a_value_is_read_in_its_own_type_and_shown_in_swedish(kind, value, expected, shown):
    parsed = parse(TermKind(kind), value)
    assert parsed == expected
    assert type(parsed) is type(expected)
    assert show(TermKind(kind), value) == shown


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("uplift_percent", "tre"),
        ("uplift_percent", ""),
        ("uplift_percent", "3\n4"),
        ("uplift_percent", "-3"),
        ("uplift_percent", "NaN"),
        ("uplift_percent", "1e1"),
        ("uplift_percent", "1_0"),
        ("uplift_percent", "٣"),
        ("uplift_percent", "3 %"),
        ("overhead_percent", "100.1"),
        ("overhead_amount", "250000,50"),
        ("overhead_amount", "25 0000"),
        ("review_cap", "-150000"),
        ("review_cap", "9" * 5000),
        ("share_decimals", "-1"),
        ("share_decimals", "exact"),
        ("share_decimals", "10"),
        ("printed_decimals", "exakt"),
        ("reconcile", "true"),
        ("reconcile", ""),
        ("population_date", "1 november"),
        ("population_date", "-1/11-31"),
        ("population_date", "-1/02-29"),
        ("population_date", "+1/11-01"),
        ("population_date", "22"),
        ("notice_months", "0"),
        ("notice_months", "1201"),
        ("prolongation_months", "0"),
        ("prolongation_months", "12 månader"),
        ("prolongation_condition", "  "),
        ("due_days", "0"),
        ("quality_review_years", "11"),
        ("quality_review_first", "26"),
        ("answers_by", "2023-02-29"),
        ("answers_by", "31 december 2023"),
        ("answers_by", "20231231"),
        ("breach_days", "0"),
        ("meetings_per_year", "367"),
        ("working_group_meetings_per_year", "fyra"),
        ("invoicing_month", "13"),
        ("invoicing_month", "0"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_in_one_swedish_line(kind, value):
    with pytest.raises(TermError) as error:
        parse(TermKind(kind), value)
    message = str(error.value)
    assert message.startswith(f"{SPECS[TermKind(kind)].label}: ”{' '.join(value.split())}” ")
    assert message.endswith(".")
    assert "\n" not in message


def test_the_message_says_what_was_expected():
    with pytest.raises(TermError) as error:
        parse(TermKind.NOTICE_MONTHS, "0")
    assert str(error.value) == "Uppsägningstid: ”0” ska vara ett heltal från 1 till 1200."


def test_every_kind_has_a_label_of_its_own_and_a_unit():
    assert set(SPECS) == set(TermKind)
    labels = [spec.label for spec in SPECS.values()]
    assert len(set(labels)) == len(labels)
    assert all(spec.unit for spec in SPECS.values())


def test_the_population_rule_of_cmv_asks_for_the_year_before():
    rule = PopulationRule(year_offset=-1, month=11, day=1)
    assert rule.date_for(2025) == date(2024, 11, 1)
    assert rule.allows(date(2024, 11, 1), 2025)
    assert not rule.allows(date(2023, 11, 1), 2025)


def test_a_population_rule_counts_its_own_years_back():
    assert PopulationRule(year_offset=-2, month=12, day=31).date_for(2026) == date(2024, 12, 31)
    assert PopulationRule(year_offset=0, month=1, day=1).date_for(2026) == date(2026, 1, 1)


def test_a_named_year_has_no_day_of_its_own():
    rule = PopulationRule(named_year=2022)
    assert rule.date_for(2024) is None
    assert rule.allows(date(2022, 12, 31), 2024)
    assert not rule.allows(date(2023, 12, 31), 2024)


UPLIFT = TermKind.UPLIFT_PERCENT
CMV_ROWS = [
    TermRow(UPLIFT, "2,5", "ändring 1", date(2027, 1, 1)),
    TermRow(UPLIFT, "3", "11.2"),
    TermRow(TermKind.SHARE_DECIMALS, "exakt", "11.3"),
    TermRow(UPLIFT, "4", "ändring 2", date(2030, 1, 1)),
    TermRow(TermKind.REVIEW_CAP, "150000", "11.5", date(2025, 1, 1)),
]


@pytest.mark.parametrize(
    ("on", "uplift", "clause"),
    [
        (date(2025, 1, 1), Decimal(3), "11.2"),
        (date(2026, 12, 31), Decimal(3), "11.2"),
        (date(2027, 1, 1), Decimal("2.5"), "ändring 1"),
        (date(2029, 12, 31), Decimal("2.5"), "ändring 1"),
        (date(2030, 1, 1), Decimal(4), "ändring 2"),
    ],
)
def test_the_latest_row_that_has_begun_is_in_force(on, uplift, clause):
    for rows in (CMV_ROWS, list(reversed(CMV_ROWS))):
        terms = terms_on(rows, on)
        assert terms.get(UPLIFT) == uplift
        assert terms.row(UPLIFT).clause == clause


def test_a_term_that_has_not_begun_is_absent():
    before = terms_on(CMV_ROWS, date(2024, 12, 31))
    assert TermKind.REVIEW_CAP not in before
    assert before.row(TermKind.REVIEW_CAP) is None
    assert before.get(TermKind.REVIEW_CAP) is None
    assert terms_on(CMV_ROWS, date(2025, 1, 1)).get(TermKind.REVIEW_CAP) == 150_000


def test_an_exact_share_is_not_an_absent_term():
    terms = terms_on(CMV_ROWS, date(2025, 1, 1))
    assert TermKind.SHARE_DECIMALS in terms
    assert terms.require(TermKind.SHARE_DECIMALS) is None
    with pytest.raises(TermError, match="Betalningstid: avtalet har inget sådant villkor den 1 januari 2025"):
        terms.require(TermKind.DUE_DAYS)


@pytest.mark.parametrize(
    ("valid_from", "since"), [(None, "avtalets början"), (date(2027, 1, 1), "den 1 januari 2027")]
)
def test_two_rows_from_the_same_day_are_an_error(valid_from, since):
    rows = [TermRow(UPLIFT, "3", "11.2", valid_from), TermRow(UPLIFT, "3", "11.3", valid_from)]
    with pytest.raises(TermError, match=f"Uppräkning: två villkor gäller från {since}"):
        terms_on(rows, date(2025, 1, 1))


def test_a_row_that_cannot_be_read_is_named_when_asked_for():
    terms = terms_on([TermRow(UPLIFT, "tre", "11.2")], date(2025, 1, 1))
    with pytest.raises(TermError, match="Uppräkning: ”tre”"):
        terms.get(UPLIFT)
