"""The periods and last days for notice that follow from the four cooperations' own texts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from agreements.term import AgreementTerm, ImpossibleTerm, Period, add_months, term_on

NORRSKEN = AgreementTerm(
    start=date(2023, 3, 1), end=date(2023, 12, 31), prolongation_months=12, notice_months=6
)
CMV_2025 = AgreementTerm(start=date(2025, 1, 1), end=None, prolongation_months=12, notice_months=12)
DALARNA = AgreementTerm(
    start=date(2024, 10, 1),
    end=date(2032, 12, 31),
    prolongation_months=12,
    notice_months=None,
    prolongation_condition="ingen ny överenskommelse är klar och en revidering har påbörjats.",
)


@pytest.mark.parametrize(
    ("on", "starts", "ends", "last_day"),
    [
        (date(2023, 3, 1), date(2023, 3, 1), date(2023, 12, 31), date(2023, 6, 30)),
        (date(2023, 12, 31), date(2023, 3, 1), date(2023, 12, 31), date(2023, 6, 30)),
        (date(2024, 1, 1), date(2024, 1, 1), date(2024, 12, 31), date(2024, 6, 30)),
        (date(2024, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2024, 6, 30)),
        (date(2025, 6, 30), date(2025, 1, 1), date(2025, 12, 31), date(2025, 6, 30)),
        (date(2026, 11, 22), date(2026, 1, 1), date(2026, 12, 31), date(2026, 6, 30)),
        (date(2123, 5, 5), date(2123, 1, 1), date(2123, 12, 31), date(2123, 6, 30)),
    ],
)
def test_norrsken_counts_notice_from_the_period_in_force(on, starts, ends, last_day):
    answer = term_on(NORRSKEN, on)
    assert answer.period == Period(starts, ends)
    assert answer.next_prolongation == date(ends.year + 1, 1, 1)
    assert answer.last_day_for_notice == last_day


@pytest.mark.parametrize(
    ("on", "passed", "next_last_day"),
    [
        (date(2025, 6, 29), False, date(2025, 6, 30)),
        (date(2025, 6, 30), False, date(2025, 6, 30)),
        (date(2025, 7, 1), True, date(2026, 6, 30)),
    ],
)
def test_notice_before_on_and_after_the_last_day(on, passed, next_last_day):
    answer = term_on(NORRSKEN, on)
    assert answer.last_day_for_notice == date(2025, 6, 30)
    assert answer.notice_passed is passed
    assert answer.next_last_day_for_notice == next_last_day


def test_before_the_last_day_the_reason_says_what_happens_without_notice():
    assert term_on(NORRSKEN, date(2023, 5, 2)).reason == (
        "Avtalet gäller till och med den 31 december 2023. Sista dag för uppsägning är den 30 juni 2023. "
        "Om det inte sägs upp förlängs det med tolv månader den 1 januari 2024."
    )


def test_after_the_last_day_the_reason_says_that_it_is_prolonged_and_names_the_next():
    assert term_on(NORRSKEN, date(2025, 7, 1)).reason == (
        "Avtalet har förlängts två gånger, om ingen har sagt upp det, och gäller till och med den "
        "31 december 2025. Sista dag för uppsägning var den 30 juni 2025. Om det inte sades upp i tid "
        "förlängs det med tolv månader den 1 januari 2026. Nästa sista dag är den 30 juni 2026."
    )


def test_one_prolongation_is_one_gång():
    assert "förlängts en gång, om" in term_on(NORRSKEN, date(2024, 2, 1)).reason


def test_twelve_months_before_the_turn_of_a_year():
    cmv_with_an_end = replace(CMV_2025, end=date(2026, 12, 31))
    answer = term_on(cmv_with_an_end, date(2025, 12, 31))
    assert answer.last_day_for_notice == date(2025, 12, 31)
    assert not answer.notice_passed
    assert term_on(cmv_with_an_end, date(2026, 1, 1)).next_last_day_for_notice == date(2026, 12, 31)


def test_cmv_2025_names_no_first_end():
    answer = term_on(CMV_2025, date(2026, 1, 15))
    assert answer.period == Period(date(2025, 1, 1), None)
    assert answer.next_prolongation is None
    assert answer.last_day_for_notice is None
    assert answer.next_last_day_for_notice is None
    assert answer.reason.startswith("kan inte beräknas: avtalet anger ingen första slutdag")


def test_an_unknown_start_is_not_guessed():
    answer = term_on(replace(NORRSKEN, start=None), date(2023, 5, 1))
    assert answer.period is None
    assert answer.reason == "kan inte beräknas: avtalets första dag är inte känd."


def test_the_day_before_it_begins():
    answer = term_on(NORRSKEN, date(2023, 2, 28))
    assert (answer.period, answer.last_day_for_notice) == (None, None)
    assert answer.reason == "kan inte beräknas: avtalet börjar gälla först den 1 mars 2023."


@pytest.mark.parametrize("on", [date(2024, 10, 1), date(2032, 12, 31)])
def test_dalarna_runs_to_its_first_end_without_notice(on):
    answer = term_on(DALARNA, on)
    assert answer.period == Period(date(2024, 10, 1), date(2032, 12, 31))
    assert answer.next_prolongation is None
    assert answer.last_day_for_notice is None
    assert answer.reason == (
        "kan inte beräknas: avtalet anger ingen uppsägningstid. Avtalet gäller till och med den "
        "31 december 2032. Sedan förlängs det med tolv månader bara om ingen ny överenskommelse är klar "
        "och en revidering har påbörjats."
    )


@pytest.mark.parametrize("on", [date(2033, 1, 1), date(2040, 6, 1)])
def test_dalarna_after_its_first_end_depends_on_the_condition(on):
    answer = term_on(DALARNA, on)
    assert (answer.period, answer.next_prolongation, answer.last_day_for_notice) == (None, None, None)
    assert answer.reason == (
        "kan inte beräknas: avtalets tid gick ut den 31 december 2032, och det förlängs bara om "
        "ingen ny överenskommelse är klar och en revidering har påbörjats."
    )


def test_without_prolongation_the_agreement_ends():
    fixed = replace(NORRSKEN, prolongation_months=None)
    last = term_on(fixed, date(2023, 12, 31))
    assert last.period == Period(date(2023, 3, 1), date(2023, 12, 31))
    assert last.next_prolongation is None
    assert last.notice_passed
    assert last.next_last_day_for_notice is None
    assert "Det anger ingen förlängning." in last.reason
    after = term_on(fixed, date(2024, 1, 1))
    assert after.period is None
    assert after.reason == (
        "kan inte beräknas: avtalets tid gick ut den 31 december 2023, och det anger ingen förlängning."
    )


def test_prolonged_without_a_notice_period():
    answer = term_on(replace(NORRSKEN, notice_months=None), date(2024, 5, 1))
    assert answer.period == Period(date(2024, 1, 1), date(2024, 12, 31))
    assert answer.next_prolongation == date(2025, 1, 1)
    assert answer.reason.startswith("kan inte beräknas: avtalet anger ingen uppsägningstid.")
    assert "förlängs det med tolv månader den 1 januari 2025" in answer.reason


@pytest.mark.parametrize(
    ("first_end", "expected"),
    [
        (date(2024, 2, 29), [date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]),
        (date(2023, 2, 28), [date(2024, 2, 29), date(2025, 2, 28), date(2026, 2, 28), date(2027, 2, 28)]),
    ],
)
def test_a_period_that_ends_with_february_always_does(first_end, expected):
    term = AgreementTerm(date(2020, 1, 1), first_end, 12, 12)
    ends = []
    on = first_end + timedelta(days=1)
    for _ in expected:
        period = term_on(term, on).period
        ends.append(period.end)
        on = period.end + timedelta(days=1)
    assert ends == expected


def test_twelve_months_before_a_leap_day_is_the_last_of_february():
    term = AgreementTerm(date(2020, 3, 1), date(2024, 2, 29), 12, 12)
    assert term_on(term, date(2023, 2, 1)).last_day_for_notice == date(2023, 2, 28)


@pytest.mark.parametrize("months", [1, 3, 12, 24])
@pytest.mark.parametrize("first_end", [date(2023, 1, 30), date(2024, 2, 29), date(2023, 12, 31)])
def test_every_day_belongs_to_one_period_and_periods_follow_one_another(first_end, months):
    term = AgreementTerm(date(2022, 1, 1), first_end, months, 1)
    on = date(2022, 1, 1)
    previous = term_on(term, on).period
    while on < date(2029, 1, 1):
        answer = term_on(term, on)
        assert answer.period.start <= on <= answer.period.end
        assert answer.next_prolongation == answer.period.end + timedelta(days=1)
        if answer.period != previous:
            assert answer.period.start == previous.end + timedelta(days=1) == on
            previous = answer.period
        on += timedelta(days=1)


def test_a_notice_longer_than_the_period_looks_past_several_periods():
    term = AgreementTerm(date(2024, 1, 1), date(2024, 1, 31), prolongation_months=1, notice_months=3)
    answer = term_on(term, date(2024, 5, 15))
    assert answer.period == Period(date(2024, 5, 1), date(2024, 5, 31))
    assert answer.last_day_for_notice == date(2024, 2, 29)
    assert answer.notice_passed
    assert answer.next_last_day_for_notice == date(2024, 5, 31)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 12, 31), -6, date(2026, 6, 30)),
        (date(2026, 12, 31), -12, date(2025, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 11, 15), 2, date(2026, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_are_clamped_to_the_month(day, months, expected):
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"end": date(2023, 2, 28)}, "slutdag ligger före dess första dag"),
        ({"end": date(9999, 12, 31)}, "efter år 9000"),
        ({"prolongation_months": 0}, "Förlängningen ska vara 1–1200 månader, inte 0"),
        ({"prolongation_months": 1201}, "Förlängningen"),
        ({"notice_months": -1}, "Uppsägningstiden ska vara 1–1200 månader, inte -1"),
    ],
)
def test_a_term_that_no_agreement_can_have_is_refused(change, message):
    with pytest.raises(ImpossibleTerm, match=message):
        replace(NORRSKEN, **change)


def test_a_date_too_far_ahead_is_refused_by_name():
    with pytest.raises(ImpossibleTerm, match="år 9000"):
        term_on(NORRSKEN, date(9999, 12, 31))
    assert term_on(NORRSKEN, date(9000, 12, 31)).period.end == date(9000, 12, 31)
