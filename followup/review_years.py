"""When reviews and systematic follow-ups are due, and which years they look at (12.2 and Bilaga 1)."""

from collections.abc import Collection
from datetime import date

# Bilaga 1: every third year, 2026, 2029 and so on; the reviewer is chosen a year before the report.
FIRST_REVIEW, YEARS_BETWEEN_REVIEWS = 2026, 3
# 12.2: every second year; no first year is given.
YEARS_BETWEEN_FOLLOWUPS = 2
STATISTICS_YEARS = 2


def next_review(known: Collection[int]) -> int:
    """The year of the next quality review, after those that are planned."""
    return max(known) + YEARS_BETWEEN_REVIEWS if known else FIRST_REVIEW


def review_scope(year: int) -> tuple[date, date]:
    """The period that a year's review looks at: the three calendar years before it."""
    return date(year - YEARS_BETWEEN_REVIEWS, 1, 1), date(year - 1, 12, 31)


def statistics_years(scope_until: date) -> tuple[int, ...]:
    """The years whose figures a review sums up: the two latest of its period."""
    return tuple(range(scope_until.year - STATISTICS_YEARS + 1, scope_until.year + 1))


def appointed_by(report_due: date) -> date:
    """The last day to choose the reviewer: a year before the report."""
    try:
        return report_due.replace(year=report_due.year - 1)
    except ValueError:  # 29 February
        return date(report_due.year - 1, 2, 28)


def next_followup(known: Collection[int], this_year: int) -> int:
    """The year of the next systematic follow-up; this year where there is none."""
    return max(known) + YEARS_BETWEEN_FOLLOWUPS if known else this_year
