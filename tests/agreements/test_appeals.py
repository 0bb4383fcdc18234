"""Three weeks after the minutes are announced, and never on a day that the law counts as free."""

from datetime import date, timedelta

import pytest

from agreements.appeals import appeal, is_free, last_day_of_appeal


@pytest.mark.parametrize(
    ("announced", "last"),
    [
        (date(2026, 11, 3), date(2026, 11, 24)),  # an ordinary Tuesday
        (date(2026, 12, 4), date(2026, 12, 28)),  # Christmas Day, Boxing Day, then a Sunday
        (date(2026, 12, 10), date(2027, 1, 4)),  # New Year's Eve, a Friday off, a weekend
        (date(2026, 12, 16), date(2027, 1, 7)),  # Epiphany
        (date(2027, 3, 5), date(2027, 3, 30)),  # Good Friday to Easter Monday
        (date(2027, 4, 15), date(2027, 5, 7)),  # Ascension Day
        (date(2027, 6, 4), date(2027, 6, 28)),  # Midsummer's Eve
        (date(2028, 2, 8), date(2028, 2, 29)),  # a leap day
        (date(2027, 5, 16), date(2027, 6, 7)),  # the national day on a Sunday
    ],
)
def test_the_last_day(announced, last):
    assert last_day_of_appeal(announced) == last


def test_the_day_itself_may_still_be_used():
    last = date(2026, 11, 24)
    assert appeal(date(2026, 11, 3), last).text == "överklagandetiden går ut den 24 november 2026"
    after = appeal(date(2026, 11, 3), last + timedelta(days=1))
    assert after.is_over
    assert after.text == "överklagandetiden gick ut den 24 november 2026"


def test_a_year_has_as_many_free_days_as_the_law_says():
    """2027: its free weekdays, the others fall on weekends."""
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    free = [day for day in days if is_free(day) and day.weekday() < 5]
    assert free == [
        *(date(2027, 1, 1), date(2027, 1, 6), date(2027, 3, 26), date(2027, 3, 29), date(2027, 5, 6)),
        *(date(2027, 6, 25), date(2027, 12, 24), date(2027, 12, 31)),
    ]
