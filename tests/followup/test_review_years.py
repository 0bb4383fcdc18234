"""When reviews and systematic follow-ups are due (12.2 and Bilaga 1)."""

from datetime import date

import pytest

from followup.review_years import appointed_by, next_followup, next_review, review_scope, statistics_years


def test_reviews_come_every_third_year_from_2026():
    assert next_review([]) == 2026
    assert next_review([2026]) == 2029
    assert next_review([2029, 2026]) == 2032


def test_the_first_review_looks_at_2023_to_2025_and_sums_up_the_two_latest():
    assert review_scope(2026) == (date(2023, 1, 1), date(2025, 12, 31))
    assert statistics_years(date(2025, 12, 31)) == (2024, 2025)


@pytest.mark.parametrize(
    ("due", "latest"),
    [
        (date(2026, 12, 10), date(2025, 12, 10)),
        (date(2028, 2, 29), date(2027, 2, 28)),
    ],
)
def test_the_reviewer_is_chosen_a_year_before(due, latest):
    assert appointed_by(due) == latest


def test_follow_ups_come_every_second_year():
    assert next_followup([], 2026) == 2026
    assert next_followup([2025], 2026) == 2027
