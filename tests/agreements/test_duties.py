"""A year's duties as they follow from each agreement's text; the terms are read from the fixtures."""

from datetime import date, time

import pytest
import yaml
from django.conf import settings

from agreements.duties import duties
from agreements.duty import Basis, Booked, Demand, DutyKind, Fact, Happened, Review, State
from agreements.duty_rules.period import mend_by
from agreements.duty_rules.year import windows_of
from agreements.term import AgreementTerm
from agreements.terms import TermKind, TermRow

TODAY = date(2026, 11, 25)
K = DutyKind


def rows_of(file: str, slug: str) -> list[TermRow]:
    """The terms of an edition as the fixture has them."""
    text = (settings.FIXTURE_DIRS[0] / file).read_text(encoding="utf-8")
    fields = [row["fields"] for row in yaml.safe_load(text) if row["model"] == "agreements.term"]
    return [
        TermRow(TermKind(row["kind"]), str(row["value"]), str(row["clause"]))
        for row in fields
        if row["agreement"] == [slug]
    ]


CMV = Basis(
    rows=rows_of("02_cmv.yaml", "cmv-2025"),
    term=AgreementTerm(date(2025, 1, 1), None, 12, 12),
    parties=("Bergs kommun", "Östersunds kommun"),
    service="CMV",
    principal="Östersunds kommun",
    steering_group="Styrgrupp CMV",
    convener="Östersunds kommun",
)
NORRSKEN = Basis(
    rows=rows_of("03_norrsken.yaml", "norrsken-2023"),
    term=AgreementTerm(date(2023, 3, 1), date(2023, 12, 31), 12, 6),
    parties=("Bergs kommun", "Region Jämtland Härjedalen"),
    service="Norrsken",
    principal="Östersunds kommun",
    steering_group="Styrgrupp Operation Norrsken",
)
REVISED = Basis(
    rows=rows_of("03_norrsken.yaml", "norrsken-2024"),
    term=AgreementTerm(None, None, 12, 6),
    is_proposal=True,
)
DALARNA = Basis(
    rows=rows_of("05_dalarna.yaml", "dalarna-2024"),
    term=AgreementTerm(date(2024, 10, 1), date(2032, 12, 31), 12, None, "en utvärdering har påbörjats"),
    steering_group="Länschefsnätverket",
)
VASTERNORRLAND = Basis(
    rows=rows_of("04_vasternorrland.yaml", "vasternorrland-2024"),
    term=AgreementTerm(None, None, None, None),
    parties=("Kommunförbundet Västernorrland", "Ånge kommun"),
    payers=("Timrå kommun", "Ånge kommun"),
    is_proposal=True,
)


def of_kind(found, *kinds):
    return [duty for duty in found if duty.kind in kinds]


def one(found, kind):
    [duty] = of_kind(found, kind)
    return duty


def window(duty):
    return duty.opens, duty.closes


def plain(duty):
    return duty.day, duty.text, duty.clause, duty.owner


def days(year, *pairs):
    return [date(year, month, day) for month, day in pairs]


QUARTERS_2026 = [
    (date(2026, 1, 1), date(2026, 3, 31)),
    (date(2026, 4, 1), date(2026, 6, 30)),
    (date(2026, 7, 1), date(2026, 9, 30)),
    (date(2026, 10, 1), date(2026, 12, 31)),
]


# --- Centrum mot våld


def test_cmv_2026_every_day_that_follows_from_the_text():
    found = duties(CMV, 2026, TODAY)
    assert [plain(duty) for duty in found if duty.day] == [
        (date(2026, 1, 31), "Januarifakturorna för 2026 ställs ut", "23", "Östersunds kommun, huvudman"),
        (date(2026, 3, 31), "Verksamhetsberättelsen för 2025 lämnas", "12.2, bilaga 1", "CMV"),
        (date(2026, 6, 30), "Kvalitetsgranskningen är genomförd", "bilaga 1", "Granskaren"),
        (date(2026, 10, 14), "Avtalet följs upp vid mandatperiodens slut", "22", "Parterna"),
        (
            date(2026, 11, 1),
            "Folkmängden läses av för fördelningen 2027",
            "11.3",
            "Östersunds kommun, huvudman",
        ),
    ]
    for kind, clause, owner in (
        (K.STEERING_MEETING, "9.1", "Östersunds kommun"),
        (K.NETWORK_MEETING, "10.2.2, 10.3", "CMV"),
    ):
        four = of_kind(found, kind)
        assert [window(duty) for duty in four] == QUARTERS_2026
        assert {(duty.day, duty.clause, duty.owner) for duty in four} == {(None, clause, owner)}
        assert [duty.number for duty in four] == [1, 2, 3, 4]
    report = one(found, K.REVIEW_REPORT)
    assert (report.day, *window(report)) == (None, *QUARTERS_2026[3])
    plan = one(found, K.ACTIVITY_PLAN)
    assert plan.text == "Verksamhetsplan 2027 beslutas"
    assert (plan.day, *window(plan)) == (None, date(2026, 1, 1), date(2026, 12, 31))
    assert len(found) == 17


def test_cmv_2026_what_cannot_be_computed_says_why():
    found = duties(CMV, 2026, TODAY)
    notice, systematic = one(found, K.NOTICE), one(found, K.SYSTEMATIC_FOLLOWUP)
    for duty in (notice, systematic):
        assert duty.state is State.UNKNOWN
        assert duty.day is duty.opens is duty.closes is None
        assert duty.reason.startswith("kan inte beräknas: ")
    assert "ingen första slutdag" in notice.reason
    assert "vartannat år" in systematic.reason
    assert "inget första år" in systematic.reason


def test_cmv_2027_has_no_review_no_mandate_and_no_reviewer_to_choose():
    found = duties(CMV, 2027, TODAY)
    assert [duty.day for duty in found if duty.day] == days(2027, (1, 31), (3, 31), (11, 1))
    assert of_kind(found, K.REVIEWER, K.REVIEW_WORK, K.REVIEW_REPORT, K.MANDATE) == []
    assert len(found) == 3 + 4 + 4 + 1 + 2


def test_reviews_2026_2029_2032_and_the_reviewer_a_year_ahead():
    years = range(2025, 2033)
    assert [year for year in years if of_kind(duties(CMV, year, TODAY), K.REVIEW_REPORT)] == [
        2026,
        2029,
        2032,
    ]
    chosen = {year: of_kind(duties(CMV, year, TODAY), K.REVIEWER) for year in years}
    assert [year for year in years if chosen[year]] == [2025, 2028, 2031]
    [duty] = chosen[2028]
    assert duty.text == "Granskare utses för kvalitetsgranskningen 2029"
    assert (duty.day, *window(duty)) == (None, date(2028, 10, 1), date(2028, 12, 31))


def test_the_reviewer_is_chosen_a_year_before_the_recorded_day_of_the_report():
    happened = Happened(reviews={2029: Review(due=date(2029, 12, 10))})
    duty = one(duties(CMV, 2028, date(2028, 12, 10), happened), K.REVIEWER)
    assert (duty.day, duty.state) == (date(2028, 12, 10), State.SOON)
    assert one(duties(CMV, 2028, date(2028, 12, 11), happened), K.REVIEWER).state is State.LATE
    chosen = Happened(
        reviews={2029: Review(due=date(2029, 12, 10), appointed=Fact(date(2028, 9, 1), "Utsedd"))}
    )
    assert one(duties(CMV, 2028, date(2030, 1, 1), chosen), K.REVIEWER).state is State.DONE


def test_a_reviewer_a_year_before_a_leap_day():
    happened = Happened(reviews={2032: Review(due=date(2032, 2, 29))})
    assert one(duties(CMV, 2031, TODAY, happened), K.REVIEWER).day == date(2031, 2, 28)


def test_the_review_is_reported_at_the_years_last_meeting_when_it_is_booked():
    booked = {K.STEERING_MEETING: [Booked(date(2026, 10, 5)), Booked(date(2026, 12, 10))]}
    happened = Happened(booked=booked, reviews={2026: Review(due=date(2026, 12, 31))})
    duty = one(duties(CMV, 2026, TODAY, happened), K.REVIEW_REPORT)
    assert (duty.day, duty.state) == (date(2026, 12, 10), State.SOON)
    assert one(duties(CMV, 2026, date(2026, 12, 11), happened), K.REVIEW_REPORT).state is State.LATE


def test_the_end_of_the_mandate_is_14_october_of_election_years():
    found = {year: of_kind(duties(CMV, year, TODAY), K.MANDATE) for year in range(2025, 2035)}
    assert [duty.day for year in found for duty in found[year]] == [
        date(2026, 10, 14),
        date(2030, 10, 14),
        date(2034, 10, 14),
    ]


def test_the_systematic_followup_comes_when_a_first_year_is_recorded():
    happened = Happened(systematic_from=2027)
    for year, comes in ((2026, False), (2027, True), (2028, False), (2029, True)):
        found = of_kind(duties(CMV, year, TODAY, happened), K.SYSTEMATIC_FOLLOWUP)
        assert bool(found) is comes
        assert all(duty.reason == "" for duty in found)
    as_term = Basis(
        rows=[*CMV.rows, TermRow(TermKind.SYSTEMATIC_FOLLOWUP_FIRST, "2026", "12.2")], term=CMV.term
    )
    assert (
        one(duties(as_term, 2028, TODAY), K.SYSTEMATIC_FOLLOWUP).text
        == "Systematisk uppföljning 2028 redovisas"
    )


def test_nothing_before_the_agreement_begins():
    assert duties(CMV, 2024, TODAY) == ()


# --- Operation Norrsken


def test_norrsken_2026():
    found = duties(NORRSKEN, 2026, date(2026, 3, 1), proposed=REVISED)
    notice = one(found, K.NOTICE)
    assert plain(notice) == (date(2026, 6, 30), "Sista dag för att säga upp avtalet", "17", "Parterna")
    assert [plain(duty) for duty in of_kind(found, K.PARTY_NOTICE)] == [
        (
            date(2026, 6, 30),
            f"Sista dag för {party} att meddela utträde vid årsskiftet 2026/2027",
            "17",
            party,
        )
        for party in ("Bergs kommun", "Region Jämtland Härjedalen")
    ]
    assert [window(duty) for duty in of_kind(found, K.STEERING_MEETING)] == QUARTERS_2026
    account = one(found, K.YEARLY_ACCOUNT)
    assert (account.day, account.clause, account.owner) == (None, "9, 14.2", "Samordnaren")
    assert account.text == "Årlig redovisning till Ledningsgruppen Tillsammans Mot Våld"


def test_the_working_group_of_a_proposal_waits_for_it_to_be_in_force():
    duty = one(duties(NORRSKEN, 2026, TODAY, proposed=REVISED), K.WORKING_GROUP_MEETING)
    assert (duty.text, duty.state) == ("Arbetsgruppens möten", State.UNKNOWN)
    assert "förslag" in duty.reason
    in_force = Basis(rows=REVISED.rows, term=NORRSKEN.term)
    four = of_kind(duties(in_force, 2027, TODAY), K.WORKING_GROUP_MEETING)
    assert [(duty.text, duty.closes) for duty in four] == [
        ("Arbetsgruppen, möte 1", date(2027, 3, 31)),
        ("Arbetsgruppen, möte 2", date(2027, 6, 30)),
        ("Arbetsgruppen, möte 3", date(2027, 9, 30)),
        ("Arbetsgruppen, möte 4", date(2027, 12, 31)),
    ]


def test_norrskens_first_year_begins_in_march():
    found = duties(NORRSKEN, 2023, TODAY)
    first = of_kind(found, K.STEERING_MEETING)[0]
    assert window(first) == (date(2023, 3, 1), date(2023, 3, 31))
    assert one(found, K.FOLLOWUP_PLAN).day == date(2023, 6, 30)
    assert of_kind(duties(NORRSKEN, 2024, TODAY), K.FOLLOWUP_PLAN) == []


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026, 2027, 2028])
def test_notice_through_the_first_period_and_its_prolongations(year):
    assert one(duties(NORRSKEN, year, TODAY), K.NOTICE).day == date(year, 6, 30)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 4, 30), State.COMING),
        (date(2026, 5, 1), State.SOON),
        (date(2026, 6, 29), State.SOON),
        (date(2026, 6, 30), State.SOON),
        (date(2026, 7, 1), State.DONE),
    ],
)
def test_notice_before_on_and_after_its_last_day(today, state):
    assert one(duties(NORRSKEN, 2026, today), K.NOTICE).state is state


@pytest.mark.parametrize(
    ("end", "months", "notice", "expected"),
    [
        # Three prolongations of a year from a leap day: the 28th, the 28th, the 28th, and again the 29th.
        (date(2024, 2, 29), 12, 6, {2023: [(8, 29)], 2024: [(8, 28)], 2026: [(8, 28)], 2027: [(8, 29)]}),
        # 31 December less ten months has no 31st day: the end of February, in a leap year the 29th.
        (date(2024, 12, 31), 12, 10, {2024: [(2, 29)], 2025: [(2, 28)], 2028: [(2, 29)]}),
        (date(2024, 12, 31), 12, 6, {2024: [(6, 30)], 2025: [(6, 30)], 2026: [(6, 30)], 2027: [(6, 30)]}),
        # Half-year periods have two last days a year.
        (date(2024, 6, 30), 6, 3, {2024: [(3, 30), (9, 30)], 2025: [(3, 30), (9, 30)]}),
    ],
)  # fmt: skip
def test_notice_with_leap_days_and_clamped_months(end, months, notice, expected):
    basis = Basis(
        rows=[TermRow(TermKind.NOTICE_MONTHS, str(notice), "22")],
        term=AgreementTerm(date(2022, 1, 1), end, months, notice),
    )
    for year, pairs in expected.items():
        assert [duty.day for duty in duties(basis, year, TODAY)] == days(year, *pairs)


def test_an_agreement_that_begins_on_a_leap_day_is_revised_on_one():
    basis = Basis(
        rows=[TermRow(TermKind.REVISION_YEARS, "3", "7"), TermRow(TermKind.PROLONGATION_MONTHS, "12", "7")],
        term=AgreementTerm(date(2024, 2, 29), date(2026, 12, 31), 12, None),
    )
    assert one(duties(basis, 2027, TODAY), K.REVISION).day == date(2027, 2, 28)
    assert one(duties(basis, 2036, TODAY), K.REVISION).day == date(2036, 2, 29)


# --- Dalarna


def test_dalarna_every_year_until_the_eighth():
    for year in range(2025, 2032):
        [duty] = duties(DALARNA, year, TODAY)
        assert (duty.kind, *window(duty)) == (K.LOCAL_FOLLOWUP, date(year, 1, 1), date(year, 12, 31))
    [first] = duties(DALARNA, 2024, TODAY)
    assert window(first) == (date(2024, 10, 1), date(2024, 12, 31))


def test_dalarna_2032_revision_with_evaluation_and_the_conditional_end():
    found = duties(DALARNA, 2032, TODAY)
    revision, end = one(found, K.REVISION), one(found, K.END)
    assert plain(revision) == (
        date(2032, 10, 1),
        "Avtalet revideras och utvärderas",
        "del 7, Utvärdering och revidering",
        "Länschefsnätverket",
    )
    assert (end.day, end.clause) == (date(2032, 12, 31), "del 7, Giltighetstid")
    assert end.text.startswith("Avtalstiden går ut. Den förlängs med 12 månader bara om en utvärdering")
    assert of_kind(found, K.NOTICE) == []
    assert duties(DALARNA, 2033, TODAY) == ()
    assert duties(DALARNA, 2040, TODAY) == ()


# --- Västernorrland


def test_vasternorrland_is_a_proposal_with_two_days_of_its_own():
    answers = of_kind(duties(VASTERNORRLAND, 2023, date(2023, 12, 31)), K.ANSWER)
    assert [(duty.day, duty.owner, duty.state) for duty in answers] == [
        (date(2023, 12, 31), "Timrå kommun", State.SOON),
        (date(2023, 12, 31), "Ånge kommun", State.SOON),
    ]
    assert one(duties(VASTERNORRLAND, 2024, TODAY), K.PROJECT_END).day == date(2024, 9, 30)
    waiting = duties(VASTERNORRLAND, 2026, TODAY)
    assert {duty.text for duty in waiting} == {
        "Verksamhetsplan varje år",
        "Årlig redovisning till medfinansiärerna",
    }
    assert {duty.state for duty in waiting} == {State.UNKNOWN}


def test_an_answer_counts_for_the_party_that_gave_it():
    happened = Happened(by_party={K.ANSWER: {"Ånge kommun": Fact(date(2023, 12, 1), "Svarade ja")}})
    found = of_kind(duties(VASTERNORRLAND, 2023, date(2024, 1, 1), happened), K.ANSWER)
    assert {duty.party: (duty.state, duty.shown_by) for duty in found} == {
        "Ånge kommun": (State.DONE, "Svarade ja"),
        "Timrå kommun": (State.LATE, ""),
    }


# --- Meetings with a day


def steering(*booked, today=TODAY):
    happened = Happened(booked={K.STEERING_MEETING: booked})
    return of_kind(duties(CMV, 2026, today, happened), K.STEERING_MEETING)


def test_a_booked_meeting_takes_the_window_it_falls_in():
    held = Fact(date(2026, 3, 12), "Hölls 12 mars 2026")
    june = Booked(date(2026, 6, 4), starts=time(9), ends=time(12), where="/moten/2/")
    found = steering(Booked(date(2026, 3, 12), held), june, today=date(2026, 5, 1))
    assert [duty.day for duty in found] == [date(2026, 3, 12), date(2026, 6, 4), None, None]
    assert [duty.state for duty in found] == [State.DONE, State.SOON, State.COMING, State.COMING]
    assert [window(duty) for duty in found] == QUARTERS_2026
    assert (found[1].starts, found[1].ends, found[1].where) == (time(9), time(12), "/moten/2/")
    assert found[0].shown_by == "Hölls 12 mars 2026"


def test_a_single_meeting_in_june_is_the_second():
    assert [duty.day for duty in steering(Booked(date(2026, 6, 4)))] == [None, date(2026, 6, 4), None, None]


def test_meetings_outside_their_windows_keep_their_order_and_none_is_lost():
    two = steering(Booked(date(2026, 12, 10)), Booked(date(2026, 11, 3)))
    assert [duty.day for duty in two] == [None, None, date(2026, 11, 3), date(2026, 12, 10)]
    early = steering(Booked(date(2026, 1, 10)), Booked(date(2026, 2, 3)))
    assert [duty.day for duty in early] == [date(2026, 1, 10), date(2026, 2, 3), None, None]
    five = steering(*(Booked(date(2026, month, 1)) for month in (2, 4, 6, 9, 12)))
    assert [(duty.number, duty.day.month) for duty in five] == [(1, 2), (2, 4), (3, 6), (4, 9), (5, 12)]


def test_a_booked_day_that_passed_without_minutes_is_late():
    first = Booked(date(2026, 3, 12))
    assert steering(first, today=date(2026, 3, 12))[0].state is State.SOON
    assert steering(first, today=date(2026, 3, 13))[0].state is State.LATE


@pytest.mark.parametrize(
    ("number", "starts"),
    [
        (1, [(1, 1)]),
        (2, [(1, 1), (7, 1)]),
        (3, [(1, 1), (5, 1), (9, 1)]),
        (5, [(1, 1), (3, 1), (5, 1), (8, 1), (10, 1)]),
        (12, [(month, 1) for month in range(1, 13)]),
    ],
)
def test_windows_divide_the_year(number, starts):
    found = windows_of(2028, number)
    assert [start for start, _ in found] == days(2028, *starts)
    assert found[-1][1] == date(2028, 12, 31)


def test_windows_of_every_week_leave_no_day_out():
    found = windows_of(2028, 53)
    assert sum((last - first).days + 1 for first, last in found) == 366


# --- States


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2027, 1, 30), State.SOON),
        (date(2027, 1, 29), State.COMING),
        (date(2027, 3, 31), State.SOON),
        (date(2027, 4, 1), State.LATE),
    ],
)
def test_the_annual_report_before_on_and_after_its_last_day(today, state):
    assert one(duties(CMV, 2027, today), K.ANNUAL_REPORT).state is state
    adopted = Happened(done={K.ANNUAL_REPORT: Fact(date(2027, 3, 12), "Fastställd")})
    assert one(duties(CMV, 2027, today, adopted), K.ANNUAL_REPORT).state is State.DONE


def test_the_population_is_late_only_when_the_invoicing_begins():
    on = {
        day: one(duties(CMV, 2026, day), K.POPULATION).state for day in (date(2026, 11, 2), date(2027, 1, 1))
    }
    assert list(on.values()) == [State.SOON, State.LATE]


# --- Breach


@pytest.mark.parametrize(
    ("demanded", "last"),
    [
        (date(2026, 3, 1), date(2026, 3, 15)),
        (date(2028, 2, 16), date(2028, 3, 1)),
        (date(2027, 2, 16), date(2027, 3, 2)),
        (date(2026, 12, 20), date(2027, 1, 3)),
    ],
)
def test_fourteen_days_to_mend_a_breach(demanded, last):
    assert mend_by(demanded, 14) == last
    happened = Happened(demands=[Demand("Bergs kommun", demanded)])
    duty = one(duties(CMV, last.year, demanded, happened), K.BREACH)
    assert (duty.day, duty.clause, duty.owner, duty.state) == (last, "19", "Bergs kommun", State.SOON)


def test_a_breach_is_mended_or_late():
    mended = Demand("Bergs kommun", date(2026, 3, 1), Fact(date(2026, 3, 20), "Rättat"))
    happened = Happened(demands=[mended, Demand("Åre kommun", date(2026, 3, 1))])
    found = of_kind(duties(CMV, 2026, date(2026, 3, 16), happened), K.BREACH)
    assert {duty.party: duty.state for duty in found} == {
        "Bergs kommun": State.DONE,
        "Åre kommun": State.LATE,
    }


# --- Terms that change


def test_a_term_that_changes_in_the_year_changes_what_comes_after():
    rows = [
        TermRow(TermKind.MEETINGS_PER_YEAR, "4", "9.1"),
        TermRow(TermKind.MEETINGS_PER_YEAR, "2", "9.1 ändrad", date(2027, 7, 1)),
    ]
    found = duties(Basis(rows=rows, term=CMV.term), 2027, TODAY)
    assert [(duty.clause, duty.closes) for duty in found] == [
        ("9.1", date(2027, 3, 31)),
        ("9.1", date(2027, 6, 30)),
        ("9.1 ändrad", date(2027, 12, 31)),
    ]


def test_an_edition_that_is_replaced_in_the_year_keeps_what_came_before():
    replaced = Basis(rows=CMV.rows, term=CMV.term, until=date(2027, 6, 30))
    assert max(duty.last for duty in duties(replaced, 2027, TODAY) if duty.last) == date(2027, 6, 30)


def test_what_the_agreement_says_no_to_is_no_duty():
    rows = [TermRow(TermKind.MANDATE_FOLLOWUP, "nej", "22"), TermRow(TermKind.ACTIVITY_PLAN, "nej", "12")]
    assert duties(Basis(rows=rows, term=CMV.term), 2026, TODAY) == ()


def test_a_fixed_end_without_prolongation_is_told():
    basis = Basis(rows=[], term=AgreementTerm(date(2025, 1, 1), date(2027, 5, 31), None, None))
    [duty] = duties(basis, 2027, TODAY)
    assert (duty.kind, duty.day, duty.text) == (K.END, date(2027, 5, 31), "Avtalstiden går ut")


def test_a_review_without_a_first_year_cannot_be_computed():
    basis = Basis(rows=[TermRow(TermKind.QUALITY_REVIEW_YEARS, "3", "12.2")], term=CMV.term)
    [duty] = duties(basis, 2026, TODAY)
    assert duty.reason == "kan inte beräknas: avtalet anger inget första år."
