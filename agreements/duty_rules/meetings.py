"""So many meetings a year: a window each, and the day of the one that is booked in it (CMV 9.1, 10.3)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from agreements.duty import Booked, Duty, DutyKind
from agreements.duty_rules.year import Rule, Year, value, windows_of
from agreements.terms import TermRow

Window = tuple[date, date]


def meetings(kind: DutyKind, text: str, owner: Callable[[Year], str]) -> Rule:
    """The rule of a body's meetings; `text` comes before the meeting's number."""

    def rule(row: TermRow, year: Year) -> Iterable[Duty]:
        slots = matched(windows_of(year.year, value(row)), year.happened.booked.get(kind, ()))
        for number, ((opens, closes), meeting) in enumerate(slots, start=1):
            duty = Duty(
                kind,
                f"{text} {number}",
                row.clause,
                owner(year),
                opens=opens,
                closes=closes,
                number=number,
            )
            yield _on_its_day(duty, meeting) if meeting else duty

    return rule


def _on_its_day(duty: Duty, meeting: Booked) -> Duty:
    return replace(
        duty,
        day=meeting.day,
        is_set=True,
        fact=meeting.held,
        starts=meeting.starts,
        ends=meeting.ends,
        where=meeting.where,
    )


def matched(windows: Sequence[Window], booked: Sequence[Booked]) -> list[tuple[Window, Booked | None]]:
    """Each window with its meeting, in order; with enough meetings, each meeting with its window."""
    waiting = sorted(booked, key=lambda meeting: meeting.day)
    if len(waiting) >= len(windows):
        return [(_around(windows, meeting.day), meeting) for meeting in waiting]
    found: list[tuple[Window, Booked | None]] = []
    for place, window in enumerate(windows):
        must = len(waiting) == len(windows) - place
        taken = waiting.pop(0) if waiting and (must or waiting[0].day <= window[1]) else None
        found.append((window, taken))
    return found


def _around(windows: Sequence[Window], day: date) -> Window:
    return next((window for window in windows if day <= window[1]), windows[-1])
