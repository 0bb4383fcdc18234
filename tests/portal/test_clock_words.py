"""How the day or the window of a duty is written, short and long."""

from datetime import date

import pytest

from agreements.duty import Duty, DutyKind
from cmv_portal.clock.words import long_when, short_when


def duty(day=None, opens=None, closes=None, *, is_set=False):
    return Duty(DutyKind.MANDATE, "", "", "", day=day, opens=opens, closes=closes, is_set=is_set)


JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
SPRING = (date(2026, 4, 1), date(2026, 6, 30))
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("found", "short", "long"),
    [
        (duty(date(2026, 10, 14), closes=date(2026, 10, 14)), "14 okt", "14 oktober 2026"),
        (duty(JANUARY[1], *JANUARY), "jan", "januari"),
        (duty(date(2026, 3, 31), date(2026, 1, 1), date(2026, 3, 31)), "31 mars", "31 mars 2026"),
        (duty(None, *SPRING), "apr–juni", "april–juni"),
        (duty(date(2026, 6, 4), *SPRING, is_set=True), "4 juni", "4 juni 2026"),
        (duty(None, *YEAR), "2026", "under 2026"),
        (duty(date(2026, 11, 1), date(2026, 11, 1), date(2026, 12, 31)), "1 nov", "1 november 2026"),
        (duty(None, date(2023, 3, 1), date(2023, 3, 31)), "mars", "mars"),
        (duty(None, date(2023, 3, 5), date(2023, 3, 31)), "31 mars", "31 mars 2023"),
        (duty(), "", ""),
    ],
)
def test_a_day_a_month_a_window_and_a_year(found, short, long):
    assert short_when(found) == short
    assert long_when(found) == long
