"""An agreement's period in force on a date, and the last day to give notice before it is prolonged.

Every period is counted from the first end, so that a leap day never drifts through the prolongations.
"""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from agreements.swedish import count_word, long_date

ONE_DAY = timedelta(days=1)
LAST_YEAR = 9000  # later dates leave no room for the next periods
MOST_MONTHS = 1200
NOT_COMPUTABLE = "kan inte beräknas"


class ImpossibleTerm(ValueError):
    """Dates or months that no agreement can have; the message is one line of Swedish."""


@dataclass(frozen=True)
class AgreementTerm:
    """What an agreement says of its time; None where it says nothing. The condition follows "bara om"."""

    start: date | None
    end: date | None
    prolongation_months: int | None
    notice_months: int | None
    prolongation_condition: str = ""

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ImpossibleTerm("Avtalets första slutdag ligger före dess första dag.")
        if self.end and self.end.year > LAST_YEAR:
            raise ImpossibleTerm(f"Avtalets första slutdag ligger efter år {LAST_YEAR}.")
        for label, months in (
            ("Förlängningen", self.prolongation_months),
            ("Uppsägningstiden", self.notice_months),
        ):
            if months is not None and not 1 <= months <= MOST_MONTHS:
                raise ImpossibleTerm(f"{label} ska vara 1–{MOST_MONTHS} månader, inte {months}.")


@dataclass(frozen=True)
class Period:
    """From one day to another, both included; without an end where the agreement names none."""

    start: date
    end: date | None


@dataclass(frozen=True)
class TermAnswer:
    """What holds on a date. The reason begins "kan inte beräknas" where there is no last day for notice.

    `next_last_day_for_notice` is the first last day that has not passed, in this period or a later one.
    """

    period: Period | None
    next_prolongation: date | None
    last_day_for_notice: date | None
    reason: str
    notice_passed: bool = False
    next_last_day_for_notice: date | None = None


def term_on(term: AgreementTerm, on: date) -> TermAnswer:
    """The period in force on a date and its last day for notice. ImpossibleTerm after the year 9000."""
    if on.year > LAST_YEAR:
        raise ImpossibleTerm(f"Avtalstiden räknas inte längre fram än till år {LAST_YEAR}.")
    if term.start is None:
        return _unknown(None, "avtalets första dag är inte känd.")
    if on < term.start:
        return _unknown(None, f"avtalet börjar gälla först den {long_date(term.start)}.")
    if term.end is None:
        return _unknown(
            Period(term.start, None),
            "avtalet anger ingen första slutdag, så det går inte att säga när det förlängs"
            " eller när det senast ska sägas upp.",
        )
    months = _automatic_months(term)
    if months is None and on > term.end:
        return _unknown(None, _after_the_end(term, term.end))
    return _in_force(term, term.start, _Ends(term.end, months), on)


def add_months(day: date, months: int) -> date:
    """The same day so many months later (earlier if negative), or the month's last day if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class _Ends:
    """The last days of an agreement's periods: number 0 is the first, 1 the first prolongation."""

    first: date
    months: int | None

    def __getitem__(self, number: int) -> date:
        return add_months(self.first + ONE_DAY, number * (self.months or 0)) - ONE_DAY

    def number_on(self, on: date) -> int:
        if self.months is None:
            return 0
        gone = (on.year - self.first.year) * 12 + on.month - self.first.month
        number = max(0, gone // self.months)
        while self[number] < on:
            number += 1
        return number


def _unknown(period: Period | None, why: str) -> TermAnswer:
    return TermAnswer(period, None, None, f"{NOT_COMPUTABLE}: {why}")


def _automatic_months(term: AgreementTerm) -> int | None:
    return None if term.prolongation_condition else term.prolongation_months


def _after_the_end(term: AgreementTerm, end: date) -> str:
    until = f"avtalets tid gick ut den {long_date(end)}"
    if term.prolongation_condition:
        return f"{until}, och det förlängs bara om {_condition(term)}."
    return f"{until}, och det anger ingen förlängning."


def _in_force(term: AgreementTerm, start: date, ends: _Ends, on: date) -> TermAnswer:
    number = ends.number_on(on)
    end = ends[number]
    answer = TermAnswer(
        period=Period(ends[number - 1] + ONE_DAY if number else start, end),
        next_prolongation=end + ONE_DAY if ends.months else None,
        last_day_for_notice=None,
        reason="",
    )
    if term.notice_months is None:
        why = f"avtalet anger ingen uppsägningstid. {_holds(number, end)} {_what_follows(term, end)}"
        return replace(answer, reason=f"{NOT_COMPUTABLE}: {why}")
    last_day = add_months(end, -term.notice_months)
    next_last_day = _first_not_passed(ends, number, term.notice_months, on)
    return replace(
        answer,
        last_day_for_notice=last_day,
        reason=f"{_holds(number, end)} {_notice(term, end, last_day, next_last_day)}",
        notice_passed=on > last_day,
        next_last_day_for_notice=next_last_day,
    )


def _first_not_passed(ends: _Ends, number: int, notice_months: int, on: date) -> date | None:
    last_day = add_months(ends[number], -notice_months)
    while ends.months and last_day < on:
        number += 1
        last_day = add_months(ends[number], -notice_months)
    return last_day if last_day >= on else None


def _holds(number: int, end: date) -> str:
    until = f"gäller till och med den {long_date(end)}"
    if number == 0:
        return f"Avtalet {until}."
    times = f"{count_word(number)} {'gång' if number == 1 else 'gånger'}"
    return f"Avtalet har förlängts {times}, om ingen har sagt upp det, och {until}."


def _notice(term: AgreementTerm, end: date, last_day: date, next_last_day: date | None) -> str:
    if next_last_day == last_day:
        return f"Sista dag för uppsägning är den {long_date(last_day)}. {_what_follows(term, end)}"
    passed = (
        f"Sista dag för uppsägning var den {long_date(last_day)}. {_what_follows(term, end, passed=True)}"
    )
    return f"{passed} Nästa sista dag är den {long_date(next_last_day)}." if next_last_day else passed


def _what_follows(term: AgreementTerm, end: date, *, passed: bool = False) -> str:
    if term.prolongation_condition:
        return f"Sedan förlängs det{_by_months(term)} bara om {_condition(term)}."
    if term.prolongation_months is None:
        return "Det anger ingen förlängning."
    unless = "Om det inte sades upp i tid" if passed else "Om det inte sägs upp"
    return f"{unless} förlängs det{_by_months(term)} den {long_date(end + ONE_DAY)}."


def _by_months(term: AgreementTerm) -> str:
    if term.prolongation_months is None:
        return ""
    unit = "månad" if term.prolongation_months == 1 else "månader"
    return f" med {count_word(term.prolongation_months)} {unit}"


def _condition(term: AgreementTerm) -> str:
    return term.prolongation_condition.strip().rstrip(".")
