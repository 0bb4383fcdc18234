"""When a municipal decision can no longer be appealed: three weeks after its minutes are announced.

Kommunallagen (2017:725) 13 kap. 5 § says three weeks, and lagen (1930:173) that a last day which is a
Saturday, a Sunday or a holiday moves to the next ordinary day.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from agreements.swedish import long_date

THREE_WEEKS = timedelta(weeks=3)
_DAY = timedelta(days=1)
_SATURDAY = 5
# Month and day of the holidays that have one, with Christmas Eve and New Year's Eve.
_FIXED = {(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)}
_FROM_EASTER = (-2, 1, 39)  # Good Friday, Easter Monday, Ascension Day


@dataclass(frozen=True)
class Appeal:
    """Until when a decision may be appealed, seen from a day."""

    last_day: date
    is_over: bool

    @property
    def text(self) -> str:
        if self.is_over:
            return f"överklagandetiden gick ut den {long_date(self.last_day)}"
        return f"överklagandetiden går ut den {long_date(self.last_day)}"


def appeal(announced_on: date, on: date) -> Appeal:
    """The appeal time of a decision whose minutes were announced on a day."""
    last = last_day_of_appeal(announced_on)
    return Appeal(last, is_over=on > last)


def last_day_of_appeal(announced_on: date) -> date:
    """Three weeks on; when that is no ordinary day, the next one that is."""
    day = announced_on + THREE_WEEKS
    while is_free(day):
        day += _DAY
    return day


def is_free(day: date) -> bool:
    """Whether the day is a Saturday, a Sunday, a holiday, or an eve that the law counts as one."""
    if day.weekday() >= _SATURDAY or (day.month, day.day) in _FIXED:
        return True
    is_midsummer_eve = day.weekday() == _SATURDAY - 1 and day.month == 6 and 19 <= day.day <= 25
    return is_midsummer_eve or (day - _easter(day.year)).days in _FROM_EASTER


def _easter(year: int) -> date:
    """Easter Sunday by the Gregorian rule (Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)
