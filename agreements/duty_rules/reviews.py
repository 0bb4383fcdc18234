"""The quality review every third year: reviewer, work and report (CMV 12.2, Bilaga 1)."""

from collections.abc import Iterable
from datetime import date

from agreements.duty import Duty, DutyKind, Review
from agreements.duty_rules.year import Year, falls_on, month_of, unknown, value, windows_of
from agreements.term import add_months
from agreements.terms import TermKind, TermRow


def review(row: TermRow, year: Year) -> Iterable[Duty]:
    first, every = year.term(TermKind.QUALITY_REVIEW_FIRST), value(row)
    if first is None:
        text, why = "Kvalitetsgranskningen redovisas", "avtalet anger inget första år."
        yield unknown(DutyKind.REVIEW_REPORT, text, row, year.basis.service, why)
        return
    yield from _reviewer(year, first, every)
    if falls_on(year.year, first, every):
        yield from _work(year)
        yield _report(row, year)


def _reviewer(year: Year, first: int, every: int) -> Iterable[Duty]:
    """Chosen a year before the report: on a day where the report has one, else within a window."""
    row = year.row(TermKind.REVIEWER_MONTHS_AHEAD)
    if row is None:
        return
    ahead = value(row)
    for reported in range(year.year, year.year + ahead // 12 + 2):
        opens, closes = (add_months(day, -ahead) for day in last_window(year, reported))
        day = report_day(year, reported)
        chosen = add_months(day, -ahead) if day else None
        if falls_on(reported, first, every) and (chosen or closes).year == year.year:
            yield Duty(
                DutyKind.REVIEWER,
                f"Granskare utses för kvalitetsgranskningen {reported}",
                row.clause,
                year.basis.steering_group,
                day=chosen,
                opens=opens,
                closes=closes,
                is_set=chosen is not None,
                fact=_recorded(year, reported).appointed,
            )


def _work(year: Year) -> Iterable[Duty]:
    row = year.row(TermKind.QUALITY_REVIEW_WORK_MONTH)
    if row is None:
        return
    _, closes = month_of(year.year, value(row))
    yield Duty(
        DutyKind.REVIEW_WORK,
        "Kvalitetsgranskningen är genomförd",
        row.clause,
        "Granskaren",
        day=closes,
        opens=year.first,
        closes=closes,
        fact=_recorded(year, year.year).worked,
    )


def _report(row: TermRow, year: Year) -> Duty:
    opens, closes = last_window(year, year.year)
    day = report_day(year, year.year)
    return Duty(
        DutyKind.REVIEW_REPORT,
        "Kvalitetsgranskningen redovisas vid årets sista möte",
        row.clause,
        year.basis.service,
        day=day,
        opens=opens,
        closes=closes,
        is_set=day is not None,
        fact=_recorded(year, year.year).reported,
    )


def report_day(year: Year, reported: int) -> date | None:
    """The day of a review's report: that of the year's last meeting, else the day recorded for it."""
    opens, _ = last_window(year, reported)
    booked = [meeting.day for meeting in year.happened.booked.get(DutyKind.STEERING_MEETING, ())]
    last = max((day for day in booked if day.year == reported and day >= opens), default=None)
    return last or _recorded(year, reported).due


def last_window(year: Year, reported: int) -> tuple[date, date]:
    """When a year's last meeting falls, by how often the steering group meets."""
    return windows_of(reported, year.term(TermKind.MEETINGS_PER_YEAR) or 1)[-1]


def _recorded(year: Year, reported: int) -> Review:
    return year.happened.reviews.get(reported, Review())
