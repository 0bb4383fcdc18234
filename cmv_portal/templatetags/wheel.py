"""The year as a wheel: twelve months clockwise, a ring for each who owes, a numbered mark for each duty."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django import template

from agreements.duty import DutyKind, State
from agreements.swedish import SHORT_MONTHS, count_word, join_names, short_date
from cmv_portal.clock.wheel_page import WheelLine, WheelPage

register = template.Library()

CENTRE, RIM, HUB = 300, 254, 74
OUTER, MIDDLE, INNER = 222, 168, 114
RINGS = (OUTER, MIDDLE, INNER)
MARK = 38  # a mark's width with the air around it
LABELS, BESIDE = 276, 9  # a name is wider than it is high
MIDDLE_RING = {
    DutyKind.STEERING_MEETING,
    DutyKind.WORKING_GROUP_MEETING,
    DutyKind.NETWORK_MEETING,
    DutyKind.REVIEWER,
    DutyKind.REVIEW_REPORT,
}
INNER_RING = {
    DutyKind.MANDATE,
    DutyKind.NOTICE,
    DutyKind.PARTY_NOTICE,
    DutyKind.END,
    DutyKind.REVISION,
    DutyKind.LOCAL_FOLLOWUP,
    DutyKind.ANSWER,
    DutyKind.BREACH,
}
COLOURS = {
    "done": ("#0e4f5c", "#0e4f5c", "#fff"),
    "late": ("#fceeec", "#a1221b", "#a1221b"),
    "soon": ("#f3b04d", "#864500", "#17262b"),
    "": ("#fff", "#73848a", "#17262b"),
}
NUMBER_WORDS = {
    State.DONE: "klart",
    State.LATE: "försenat",
    State.SOON: "snart",
    State.COMING: "kommande",
}


@dataclass(frozen=True)
class Mark:
    """A duty's numbered mark."""

    number: int
    sign: str
    x: str
    y: str
    text_y: str
    colours: tuple[str, str, str]


@dataclass(frozen=True)
class Month:
    """A month's name, and the line where it begins."""

    name: str
    x: str
    y: str
    line: str
    is_now: bool


def point(degrees: float, radius: float) -> tuple[float, float]:
    """A point on the wheel; nought degrees is straight up and the turn is clockwise."""
    angle = math.radians(degrees)
    return CENTRE + radius * math.sin(angle), CENTRE - radius * math.cos(angle)


def written(degrees: float, radius: float) -> str:
    x, y = point(degrees, radius)
    return f"{x:.1f} {y:.1f}"


def degrees_of(day: date) -> float:
    """Where a day's middle is on the wheel of its year."""
    first = date(day.year, 1, 1)
    return ((day - first).days + 0.5) * 360 / (date(day.year + 1, 1, 1) - first).days


def spread(wanted: Sequence[float], apart: float) -> list[float]:
    """Angles in order, pushed apart so that no two marks cover each other, and all within the turn."""
    if not wanted:
        return []
    apart = min(apart, 360 / len(wanted))
    placed: list[float] = []
    for angle in wanted:
        placed.append(max(angle, placed[-1] + apart) if placed else max(angle, apart / 2))
    limit = 360 - apart / 2
    for place in reversed(range(len(placed))):
        placed[place] = min(placed[place], limit)
        limit = placed[place] - apart
    return placed


def ring_of(line: WheelLine) -> int:
    kind = line.duty.kind
    return MIDDLE if kind in MIDDLE_RING else INNER if kind in INNER_RING else OUTER


def day_on_wheel(line: WheelLine) -> date:
    """A set day or a last day where it is; a window without a day in its middle, a whole year at its end."""
    duty = line.duty
    if duty.day or duty.opens is None or duty.closes is None:
        return duty.day or duty.closes
    whole_year = duty.closes - duty.opens > timedelta(300)
    return duty.closes if whole_year else duty.opens + (duty.closes - duty.opens) / 2


def marks_of(lines: Sequence[WheelLine]) -> list[Mark]:
    """A mark for each line, on its ring."""
    marks = []
    for radius in RINGS:
        on_ring = sorted((line for line in lines if ring_of(line) == radius), key=day_on_wheel)
        apart = math.degrees(MARK / radius)
        angles = spread([degrees_of(day_on_wheel(line)) for line in on_ring], apart)
        marks += [_mark(line, angle, radius) for line, angle in zip(on_ring, angles, strict=True)]
    return sorted(marks, key=lambda mark: mark.number)


def _mark(line: WheelLine, angle: float, radius: int) -> Mark:
    x, y = point(angle, radius)
    return Mark(line.number, line.sign, f"{x:.1f}", f"{y:.1f}", f"{y + 6.5:.1f}", COLOURS[line.sign])


def sector(until: float) -> str:
    """The part of the wheel that has passed, as a path."""
    if until >= 359.9:
        return ""
    large = 1 if until > 180 else 0
    return (
        f"M{written(0, HUB)}L{written(0, RIM)}A{RIM} {RIM} 0 {large} 1 {written(until, RIM)}"
        f"L{written(until, HUB)}A{HUB} {HUB} 0 {large} 0 {written(0, HUB)}Z"
    )


def arc(start: float, end: float, radius: int) -> str:
    large = 1 if end - start > 180 else 0
    return f"M{written(start, radius)}A{radius} {radius} 0 {large} 1 {written(end, radius)}"


def months_of(year: int, today: date) -> list[Month]:
    found = []
    for month, name in enumerate(SHORT_MONTHS, start=1):
        first = date(year, month, 1)
        start = degrees_of(first)
        middle = degrees_of(first + timedelta(14))
        x, y = point(middle, LABELS + BESIDE)[0], point(middle, LABELS)[1]
        found.append(
            Month(
                name,
                f"{x:.1f}",
                f"{y + 7:.1f}",
                f"M{written(start, HUB)}L{written(start, RIM)}",
                (today.year, today.month) == (year, month),
            )
        )
    return found


def _review_arcs(page: WheelPage) -> list[tuple[str, str]]:
    """The months of the quality review's work, what has passed of them first."""
    work = next((line.duty for line in page.lines if line.duty.kind is DutyKind.REVIEW_WORK), None)
    if work is None or work.opens is None or work.day is None:
        return []
    start, end = degrees_of(work.opens), degrees_of(work.day)
    now = start if page.today < work.opens else min(end, degrees_of(page.today))
    if page.today > work.day:
        now = end
    return [
        (name, arc(*ends, OUTER))
        for name, ends in (("done", (start, now)), ("", (now, end)))
        if ends[1] - ends[0] > 1
    ]


@register.inclusion_tag("portal/year_wheel/_wheel.html")
def year_wheel(page: WheelPage):
    """The wheel of a page: the same numbers as in its list."""
    this_year = page.today.year == page.year
    passed = degrees_of(page.today) if this_year else 0
    counts = Counter(line.state for line in page.lines)
    told = [
        f"{count_word(counts[state], neuter=True)} {word}"
        for state, word in NUMBER_WORDS.items()
        if counts[state]
    ]
    return {
        "year": page.year,
        "title": f"Årshjul {page.year}: {join_names(told)}" if told else f"Årshjul {page.year}",
        "rings": RINGS,
        "months": months_of(page.year, page.today),
        "marks": marks_of(page.lines),
        "all_passed": page.today.year > page.year,
        "passed": sector(passed) if passed > 1 else "",
        "now": f"M{written(passed, HUB)}L{written(passed, RIM)}" if this_year else "",
        "today": short_date(page.today) if this_year else "",
        "arcs": _review_arcs(page),
    }
