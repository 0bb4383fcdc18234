"""What an agreement puts a date on, and nothing that it does not say."""

from datetime import date

from agreements.due import DueKind, due, next_month_end
from agreements.term import AgreementTerm, term_on
from agreements.terms import TermKind, TermRow, terms_on

CMV = [
    TermRow(TermKind.INVOICING_MONTH, "1", "23"),
    TermRow(TermKind.ANNUAL_REPORT_MONTH, "3", "12.2"),
    TermRow(TermKind.MANDATE_FOLLOWUP, "ja", "22"),
    TermRow(TermKind.NOTICE_MONTHS, "12", "22"),
]


def due_on(rows, term, today):
    return due(terms_on(rows, today), term_on(term, today), today)


def test_cmv_in_november_2026():
    found = due_on(CMV, AgreementTerm(date(2025, 1, 1), None, 12, 12), date(2026, 11, 22))
    assert [(item.day, item.when, item.clause) for item in found] == [
        (date(2026, 12, 31), "31 dec", "22"),
        (date(2027, 1, 31), "jan", "23"),
        (date(2027, 3, 31), "31 mars", "12.2"),
    ]
    assert found[0].what == "Avtalet följs upp när mandatperioden 2023–2026 slutar"
    assert found[1].what == "Huvudmannen fakturerar den fasta kostnaden för 2027"
    assert found[2].what == "Verksamhetsberättelsen för 2026 ska vara lämnad"


def test_no_day_for_notice_without_a_first_end():
    found = due_on(CMV, AgreementTerm(date(2025, 1, 1), None, 12, 12), date(2026, 11, 22))
    assert not [item for item in found if item.kind in (DueKind.NOTICE, DueKind.END)]


def test_the_next_last_day_for_notice_when_this_years_has_passed():
    rows = [TermRow(TermKind.NOTICE_MONTHS, "6", "17")]
    [item] = due_on(rows, AgreementTerm(date(2023, 3, 1), date(2023, 12, 31), 12, 6), date(2026, 11, 22))
    assert (item.kind, item.day, item.clause) == (DueKind.NOTICE, date(2027, 6, 30), "17")


def test_the_end_of_an_agreement_that_is_not_prolonged_by_itself():
    term = AgreementTerm(date(2024, 10, 1), date(2032, 12, 31), 12, None, "en utvärdering har påbörjats")
    [item] = due_on([], term, date(2026, 11, 22))
    assert (item.kind, item.day) == (DueKind.END, date(2032, 12, 31))


def test_the_mandate_period_on_its_last_day_and_the_day_after():
    rows, term = (
        [TermRow(TermKind.MANDATE_FOLLOWUP, "ja", "22")],
        AgreementTerm(date(2025, 1, 1), None, 12, 12),
    )
    assert due_on(rows, term, date(2026, 12, 31))[0].day == date(2026, 12, 31)
    assert due_on(rows, term, date(2027, 1, 1))[0].day == date(2030, 12, 31)


def test_no_followup_where_the_agreement_says_no():
    rows = [TermRow(TermKind.MANDATE_FOLLOWUP, "nej", "22")]
    assert due_on(rows, AgreementTerm(date(2025, 1, 1), None, 12, 12), date(2026, 1, 1)) == []


def test_a_months_end_this_year_or_next():
    assert next_month_end(1, date(2027, 1, 31)) == date(2027, 1, 31)
    assert next_month_end(1, date(2027, 2, 1)) == date(2028, 1, 31)
    assert next_month_end(2, date(2028, 2, 1)) == date(2028, 2, 29)
