"""The agreement's own time: notice, mandate, revision, end, breach, and days that stand in the text."""

from collections.abc import Iterable
from datetime import date, timedelta

from agreements.duty import Duty, DutyKind
from agreements.duty_rules.year import PARTIES, Rule, Year, falls_on, unknown, value
from agreements.swedish import long_date
from agreements.term import NOT_COMPUTABLE, ONE_DAY, add_months, term_on
from agreements.terms import TermKind, TermRow

# A mandate lasts from 15 October of an election year to 14 October of the next.
AN_ELECTION, MANDATE_YEARS = 2026, 4
MANDATE_ENDS = (10, 14)


def notice(row: TermRow, year: Year) -> Iterable[Duty]:
    """Every last day for notice in the year, or one duty that says why there is none to compute."""
    term, text = year.basis.term, "Sista dag för att säga upp avtalet"
    on = max(year.first, term.start or year.first)
    while on.year == year.year:
        answer = term_on(term, on)
        if answer.reason.startswith(NOT_COMPUTABLE):
            yield unknown(DutyKind.NOTICE, text, row, PARTIES, answer.reason)
            return
        day = answer.next_last_day_for_notice
        if day is None or day.year != year.year:
            return
        yield on_day(DutyKind.NOTICE, text, row.clause, PARTIES, day)
        on = day + ONE_DAY


def party_notice(row: TermRow, year: Year) -> Iterable[Duty]:
    """Where a party may leave alone at a turn of the year: the last day to tell the others."""
    months = year.term(TermKind.NOTICE_MONTHS)
    if months is None:
        return
    for turn in range(year.year, year.year + months // 12 + 2):
        day = add_months(date(turn, 12, 31), -months)
        if day.year == year.year:
            for party in year.basis.parties:
                text = f"Sista dag för {party} att meddela utträde vid årsskiftet {turn}/{turn + 1}"
                yield on_day(DutyKind.PARTY_NOTICE, text, row.clause, party, day, party=party)


def mandate(row: TermRow, year: Year) -> Iterable[Duty]:
    if (year.year - AN_ELECTION) % MANDATE_YEARS == 0:
        text = "Avtalet följs upp vid mandatperiodens slut"
        yield on_day(DutyKind.MANDATE, text, row.clause, PARTIES, date(year.year, *MANDATE_ENDS))


def revision(row: TermRow, year: Year) -> Iterable[Duty]:
    """Every so many years from the day the agreement came into force, together with an evaluation."""
    start, owner = year.basis.term.start, year.basis.steering_group
    text = "Avtalet revideras och utvärderas"
    if start is None:
        yield unknown(DutyKind.REVISION, text, row, owner, "avtalets första dag är inte känd.")
    elif year.year > start.year and falls_on(year.year, start.year, value(row)):
        day = add_months(start, 12 * (year.year - start.year))
        yield on_day(DutyKind.REVISION, text, row.clause, owner, day)


def end(year: Year) -> Iterable[Duty]:
    """The end of an agreement that is not prolonged by itself, and the condition for more time."""
    term = year.basis.term
    if term.end is None or term.end.year != year.year:
        return
    row = year.row(TermKind.PROLONGATION_CONDITION)
    if row is not None:
        longer = f" med {term.prolongation_months} månader" if term.prolongation_months else ""
        text = f"Avtalstiden går ut. Den förlängs{longer} bara om {row.value.rstrip('.')}"
        yield on_day(DutyKind.END, text, row.clause, PARTIES, term.end)
    elif term.prolongation_months is None:
        yield on_day(DutyKind.END, "Avtalstiden går ut", "", PARTIES, term.end)


def breach(row: TermRow, year: Year) -> Iterable[Duty]:
    for demand in year.happened.demands:
        day = mend_by(demand.on, value(row))
        if day.year == year.year:
            yield Duty(
                DutyKind.BREACH,
                f"Rättelse efter skriftlig anmodan den {long_date(demand.on)}",
                row.clause,
                demand.party,
                day=day,
                opens=demand.on,
                closes=day,
                fact=demand.mended,
                party=demand.party,
                where=demand.where,
            )


def mend_by(demanded_on: date, days: int) -> date:
    """The last day to mend a breach, so many days after the written demand (CMV 19)."""
    return demanded_on + timedelta(days)


def dated(kind: DutyKind, text: str, owner: str) -> Rule:
    """The rule of a day that stands in the text."""

    def rule(row: TermRow, year: Year) -> Iterable[Duty]:
        day = value(row)
        if day.year == year.year:
            yield on_day(kind, text, row.clause, owner, day)

    return rule


def answers(row: TermRow, year: Year) -> Iterable[Duty]:
    """An answer from each that would pay."""
    day = value(row)
    if day.year == year.year:
        for party in year.basis.payers:
            text = f"{party} svarar om medfinansiering"
            yield on_day(DutyKind.ANSWER, text, row.clause, party, day, party=party)


def on_day(kind: DutyKind, text: str, clause: str, owner: str, day: date, *, party: str = "") -> Duty:
    return Duty(kind, text, clause, owner, day=day, closes=day, party=party)
