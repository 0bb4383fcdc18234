"""What follows from a notice: exact days, the day itself and the day after, month ends and leap days."""

from datetime import date

import pytest

from agreements.notice_kinds import Given, NoticeKind, clause_of, offered, waits
from agreements.notices import departure, follows, is_mended_in_time, last_day, may_leave_from
from agreements.term import AgreementTerm
from agreements.terms import TermKind, TermRow, terms_on

CMV = terms_on(
    [
        TermRow(TermKind.INFORMATION_TO, "verksamhetsledaren", "15"),
        TermRow(TermKind.RENEGOTIATION, "ja", "16"),
        TermRow(TermKind.BREACH_DAYS, "14", "19"),
        TermRow(TermKind.FORCE_MAJEURE, "ja", "21"),
        TermRow(TermKind.NOTICE_MONTHS, "12", "22"),
        TermRow(TermKind.PROLONGATION_MONTHS, "12", "22"),
        TermRow(TermKind.NOTICE_AFTER, "gemensamma diskussioner i SocSam", "22"),
        TermRow(TermKind.WINDING_UP, "ja", "22"),
    ],
    date(2026, 1, 1),
)
NORRSKEN = terms_on(
    [
        TermRow(TermKind.RENEGOTIATION, "ja", "17"),
        TermRow(TermKind.NOTICE_MONTHS, "6", "17"),
        TermRow(TermKind.PARTY_MAY_LEAVE, "ja", "17"),
    ],
    date(2026, 1, 1),
)
NOTHING = terms_on([], date(2026, 1, 1))
NO_END = AgreementTerm(date(2025, 1, 1), None, 12, 12)
YEARLY = AgreementTerm(date(2023, 3, 1), date(2023, 12, 31), 12, 6)


def given(kind, sent=date(2026, 3, 2), **more):
    return Given(kind, "Berg", sent, **more)


def demand(sent=date(2026, 3, 2), **more):
    return given(NoticeKind.BREACH, sent, against="Åre", **more)


def texts(notice, today=date(2026, 3, 3), terms=CMV, term=NO_END):
    return [(line.text, line.sign, line.word) for line in follows(notice, terms, term, today)]


def signs(notice, today=date(2026, 3, 3)):
    return [line.sign for line in follows(notice, CMV, NO_END, today)]


# --- Which kinds an agreement has


def test_an_agreement_has_the_kinds_whose_clause_it_has():
    assert offered(CMV) == tuple(NoticeKind)
    assert offered(NORRSKEN) == (NoticeKind.RENEGOTIATION, NoticeKind.WITHDRAWAL)
    assert offered(NOTHING) == ()


def test_a_term_that_says_no_is_no_kind():
    no = terms_on([TermRow(TermKind.FORCE_MAJEURE, "nej", "21")], date(2026, 1, 1))
    assert offered(no) == ()


def test_every_kind_cites_its_clause():
    assert [clause_of(kind, CMV) for kind in NoticeKind] == ["15", "16", "19", "19", "21", "22", "22"]
    assert clause_of(NoticeKind.BREACH, NOTHING) == ""


# --- A breach and its fourteen days (19)


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        (date(2026, 3, 2), date(2026, 3, 16)),
        (date(2026, 1, 31), date(2026, 2, 14)),
        (date(2026, 2, 14), date(2026, 2, 28)),
        (date(2026, 2, 15), date(2026, 3, 1)),
        (date(2028, 2, 15), date(2028, 2, 29)),
        (date(2026, 12, 18), date(2027, 1, 1)),
    ],
)
def test_fourteen_days_are_fourteen_days(sent, last):
    assert last_day(demand(sent), CMV) == last


def test_the_days_are_counted_from_the_day_it_came():
    assert last_day(demand(received=date(2026, 3, 4)), CMV) == date(2026, 3, 18)


def test_the_days_are_the_terms():
    longer = terms_on([TermRow(TermKind.BREACH_DAYS, "30", "19")], date(2026, 1, 1))
    assert last_day(demand(), longer) == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("mended", "in_time", "opens"),
    [
        (date(2026, 3, 15), True, None),
        (date(2026, 3, 16), True, None),
        (date(2026, 3, 17), False, date(2026, 3, 17)),
        (None, False, date(2026, 3, 17)),
    ],
)
def test_the_others_may_leave_when_it_is_not_mended_in_time(mended, in_time, opens):
    notice = demand(mended=mended)
    assert is_mended_in_time(notice, CMV) is in_time
    assert may_leave_from(notice, CMV) == opens


@pytest.mark.parametrize(
    ("today", "mend", "leave"),
    [
        (date(2026, 3, 15), ("soon", "återstår"), "none"),
        (date(2026, 3, 16), ("soon", "återstår"), "none"),
        (date(2026, 3, 17), ("late", "inte rättat"), "late"),
    ],
)
def test_a_breach_on_the_last_day_and_the_day_after(today, mend, leave):
    _, mended, right = texts(demand(), today)
    assert mended[1:] == mend
    assert right[1] == leave
    assert mended[0] == (
        "Åre rättar avtalsbrottet inom 14 dagar, senast 16\N{NO-BREAK SPACE}mars\N{NO-BREAK SPACE}2026."
    )


def test_what_is_mended_too_late_leaves_the_right_to_leave():
    lines = texts(demand(mended=date(2026, 3, 17)), date(2026, 3, 20))
    assert [line[1] for line in lines] == ["done", "late", "late", "late"]
    assert lines[2][0] == "Rättelsen kom efter tiden."
    assert lines[3][0] == "En annan part får begära utträde genast."


def test_what_is_mended_in_time_is_over():
    lines = texts(demand(mended=date(2026, 3, 16)), date(2026, 5, 1))
    assert lines[-1] == ("Ingen part får lämna avtalet av det här skälet.", "done", "rättat i tid")


@pytest.mark.parametrize(
    ("breach", "asked", "word"),
    [
        (demand(), date(2026, 3, 17), "finns"),
        (demand(), date(2026, 3, 16), "saknas"),
        (demand(mended=date(2026, 3, 16)), date(2026, 3, 17), "saknas"),
        (None, date(2026, 3, 17), "saknas"),
    ],
)
def test_leaving_at_once_needs_a_breach_that_was_not_mended(breach, asked, word):
    leaving = given(NoticeKind.LEAVING, asked, against="Åre", because_of=breach)
    assert texts(leaving)[1][2] == word


# --- Leaving at a turn of the year (Norrsken 17)


@pytest.mark.parametrize(
    ("told", "leaves", "said_by"),
    [
        (date(2026, 6, 29), date(2026, 12, 31), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2026, 12, 31), date(2026, 6, 30)),
        (date(2026, 7, 1), date(2027, 12, 31), date(2027, 6, 30)),
        (date(2026, 12, 31), date(2027, 12, 31), date(2027, 6, 30)),
        (date(2028, 2, 29), date(2028, 12, 31), date(2028, 6, 30)),
    ],
)
def test_six_months_before_the_turn_of_the_year(told, leaves, said_by):
    found = departure(given(NoticeKind.WITHDRAWAL, told), NORRSKEN, YEARLY)
    assert (found.day, found.said_by) == (leaves, said_by)


def test_it_is_the_day_the_others_were_told_that_counts():
    late = given(NoticeKind.WITHDRAWAL, date(2026, 6, 30), received=date(2026, 7, 1))
    assert departure(late, NORRSKEN, YEARLY).day == date(2027, 12, 31)


def test_more_than_a_years_notice_moves_to_a_later_turn():
    long = terms_on(
        [
            TermRow(TermKind.NOTICE_MONTHS, "18", "17"),
            TermRow(TermKind.PARTY_MAY_LEAVE, "ja", "17"),
        ],
        date(2026, 1, 1),
    )
    assert departure(given(NoticeKind.WITHDRAWAL, date(2026, 6, 30)), long, YEARLY).day == date(2027, 12, 31)
    assert departure(given(NoticeKind.WITHDRAWAL, date(2026, 7, 1)), long, YEARLY).day == date(2028, 12, 31)


# --- Notice before the end of the term (CMV 22)


def test_without_a_first_end_the_day_cannot_be_computed():
    found = departure(given(NoticeKind.WITHDRAWAL), CMV, NO_END)
    assert found.day is None
    assert found.reason.startswith("kan inte beräknas: avtalet anger ingen första slutdag")
    lines = texts(given(NoticeKind.WITHDRAWAL))
    assert lines[1] == ("Ska föregås av gemensamma diskussioner i SocSam.", "late", "inte registrerat")
    assert lines[2][0].startswith("Dagen då Berg lämnar kan inte beräknas: avtalet anger ingen första")
    assert "Avvecklingskostnaderna förhandlas särskilt." in [line[0] for line in lines]


def test_the_discussion_comes_first():
    after = given(NoticeKind.WITHDRAWAL, discussed=date(2026, 3, 3))
    assert texts(after)[1][1] == "late"
    before = given(NoticeKind.WITHDRAWAL, discussed=date(2026, 3, 2))
    assert texts(before)[1][1] == "done"


@pytest.mark.parametrize(
    ("told", "leaves"),
    [
        (date(2026, 12, 31), date(2027, 12, 31)),
        (date(2027, 1, 1), date(2028, 12, 31)),
        (date(2028, 1, 1), date(2029, 12, 31)),
    ],
)
def test_with_an_end_it_is_the_end_of_the_period(told, leaves):
    term = AgreementTerm(date(2025, 1, 1), date(2027, 12, 31), 12, 12)
    assert departure(given(NoticeKind.WITHDRAWAL, told), CMV, term).day == leaves


def test_a_term_that_is_not_prolonged_has_no_later_end():
    term = AgreementTerm(date(2025, 1, 1), date(2027, 12, 31), None, 12)
    found = departure(given(NoticeKind.WITHDRAWAL, date(2027, 1, 1)), CMV, term)
    assert found.day is None
    assert found.reason.startswith("kan inte beräknas: sista dag för uppsägning har passerat")


def test_a_registered_leaving_changes_the_years_that_have_not_begun():
    for last, year in ((date(2026, 12, 31), 2027), (date(2026, 11, 30), 2027)):
        lines = texts(given(NoticeKind.WITHDRAWAL, leaves=last))
        assert (f"Berg är inte med i fördelningen från och med {year}.", "done", "registrerat") in lines


def test_without_a_notice_period_it_cannot_be_computed():
    assert departure(given(NoticeKind.WITHDRAWAL), NOTHING, NO_END).reason.startswith("kan inte beräknas")


# --- The other kinds


def test_information_is_passed_on_to_all():
    waiting, passed = given(NoticeKind.INFORMATION), given(NoticeKind.INFORMATION, passed_on=date(2026, 3, 3))
    assert texts(waiting)[1] == (
        "Verksamhetsledaren för informationen vidare till de övriga parternas kontaktpersoner.",
        "none",
        "återstår",
    )
    assert signs(passed) == ["done", "done"]
    assert (waits(waiting), waits(passed)) == (True, False)


@pytest.mark.parametrize(
    ("today", "sign"),
    [(date(2026, 3, 31), "soon"), (date(2026, 4, 1), "late"), (date(2026, 1, 1), "none")],
)
def test_an_answer_is_late_the_day_after(today, sign):
    assert signs(given(NoticeKind.RENEGOTIATION, due=date(2026, 3, 31)), today)[1] == sign


def test_force_majeure_lasts_until_the_obstacle_is_gone():
    assert texts(given(NoticeKind.FORCE_MAJEURE))[1][1:] == ("soon", "gäller nu")
    over = given(NoticeKind.FORCE_MAJEURE, closed=date(2026, 4, 1))
    assert texts(over)[1][1] == "done"
    assert not waits(over)


def test_winding_up_costs_are_noted_and_not_charged():
    lines = texts(given(NoticeKind.WINDING_UP, amount=120_000))
    said = "Beloppet antecknas här. Portalen debiterar det inte."
    assert lines[-1] == (said, "none", "120\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr")


def test_what_is_closed_waits_for_nobody():
    for kind in NoticeKind:
        assert waits(given(kind))
        assert not waits(given(kind, closed=date(2026, 4, 1)))
