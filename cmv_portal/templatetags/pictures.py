"""The two pictures of an allocation: a strip of shares and a chart of bars.

The geometry is worked out here in tenths of a unit and written with a point. A row is any object or
dictionary with `name`, `value` (a whole number, not negative), `label` (the text shown) and `own`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django import template

from agreements.swedish import count_word, join_names, round_half_up, sort_key

register = template.Library()

STRIP_WIDTH = 400
STRIP_GAP = 2
CHART_WIDTH = 420
BAR_STEP = 42
LETTER = Fraction(17, 2)  # the width of a letter at the chart's font size, on the safe side
SHORTEST_NAMES, LONGEST_NAMES = 98, 190


@dataclass(frozen=True)
class Row:
    name: str
    value: int
    label: str
    own: bool


@dataclass(frozen=True)
class Rect:
    """A drawn row; x, y and width are attributes of the picture."""

    row: Row
    x: str
    width: str
    y: int = 0


def as_rows(rows: Sequence) -> list[Row]:
    """The rows as one type. Raises ValueError for a negative value, which has no length."""
    read = [row.get if isinstance(row, dict) else lambda name, row=row: getattr(row, name) for row in rows]
    made = [Row(get("name"), get("value"), get("label"), bool(get("own"))) for get in read]
    if below := [row.name for row in made if row.value < 0]:
        raise ValueError(f"Negativa värden kan inte ritas: {', '.join(below)}.")
    return made


def largest_first(rows: Sequence[Row]) -> list[Row]:
    """Rows by size; equal ones in Swedish order."""
    return sorted(rows, key=lambda row: (-row.value, sort_key(row.name)))


def strip_rects(rows: Sequence[Row]) -> list[Rect]:
    """The strip's parts from left to right: own first, then by size, with a gap that fits."""
    ordered = sorted(largest_first(rows), key=lambda row: not row.own)
    drawn = [row for row in ordered if row.value]
    total = sum(row.value for row in drawn)
    gap = STRIP_GAP if len(drawn) <= 40 else Fraction(0)
    free = STRIP_WIDTH - gap * (len(drawn) - 1)
    rects, before = [], 0
    for place, row in enumerate(drawn):
        x = Fraction(before, total) * free + gap * place
        rects.append(Rect(row, _tenths(x), _tenths(Fraction(row.value, total) * free)))
        before += row.value
    return rects


def bar_rects(rows: Sequence[Row], start: int, longest: int, *, by_size: bool = True) -> list[Rect]:
    """The chart's bars from the top, largest first or as given; the largest takes all the room."""
    ordered = largest_first(rows) if by_size else rows
    top = max((row.value for row in ordered), default=0) or 1
    return [
        Rect(row, str(start), _tenths(Fraction(row.value, top) * longest), place * BAR_STEP + 6)
        for place, row in enumerate(ordered)
    ]


def _tenths(value: Fraction | int) -> str:
    whole, tenth = divmod(round_half_up(value * 10), 10)
    return f"{whole}.{tenth}"


def strip_title(rows: Sequence[Row], what: str) -> str:
    """What the strip tells: the own share, or the largest where nobody is own."""
    if own := [row for row in rows if row.own]:
        return (
            f"{join_names([row.name for row in own])} bär {join_names([row.label for row in own])} av {what}"
        )
    largest = largest_first(rows)[0]
    return f"{largest.name} bär mest av {what}, {largest.label}"


def bars_title(rows: Sequence[Row]) -> str:
    """What the chart tells: "Östersund betalar 49 procent, Berg 5 procent och Ragunda minst"."""
    ordered = largest_first(rows)
    total = sum(row.value for row in ordered) or 1
    first, last = ordered[0], ordered[-1]

    def share(row: Row) -> str:
        return f"{round_half_up(Fraction(100 * row.value, total))} procent"

    told = [f"{first.name} betalar {share(first)}"]
    told += [f"{row.name} {share(row)}" for row in ordered[1:-1] if row.own]
    if last is not first:
        told.append(f"{last.name} minst, {share(last)}" if last.own else f"{last.name} minst")
    return join_names(told)


def _listed(rows: Sequence[Row]) -> str:
    return ", ".join(f"{row.name} {row.label}" for row in rows)


@register.inclusion_tag("_strip.html")
def share_strip(rows, what="kostnaden", id="andelar"):
    """A strip of shares with the own part first; `what` is what is shared, `id` unique on the page."""
    made = as_rows(rows)
    rects = strip_rects(made)
    shown = [rect.row for rect in rects]
    others = len(shown) - 1
    return {
        "id": id,
        "rects": rects,
        "title": strip_title(made, what) if shown else "",
        "desc": f"En remsa där varje part har en del efter sin andel: {_listed(shown)}.",
        "first": shown[0] if shown else None,
        "others": f"{count_word(others)} {'annan' if others == 1 else 'andra'}" if others else "",
    }


@register.inclusion_tag("_bars.html")
def bars(rows, id="staplar", title=""):
    """Lying bars, largest first, with the figure on every bar; `id` is unique on the page."""
    made = as_rows(rows)
    return _chart(made, id, title or (bars_title(made) if made else ""))


@register.inclusion_tag("_bars.html")
def year_bars(rows, id="ar", title=""):
    """Lying bars in the order of the years, with the figure on every bar; `id` is unique on the page."""
    return _chart(as_rows(rows), id, title, by_size=False)


def _chart(made: list[Row], id: str, title: str, *, by_size: bool = True) -> dict:
    names = max((len(row.name) for row in made), default=0)
    figures = max((len(row.label) for row in made), default=0)
    start = min(max(round_half_up(names * LETTER + 8), SHORTEST_NAMES), LONGEST_NAMES)
    longest = CHART_WIDTH - start - max(round_half_up(figures * LETTER + 8), 110)
    rects = bar_rects(made, start, longest, by_size=by_size)
    order = "störst först" if by_size else "år för år"
    return {
        "id": id,
        "rects": rects,
        "title": title,
        "desc": f"Liggande staplar, {order}: {_listed([rect.row for rect in rects])}.",
        "start": start,
        "width": CHART_WIDTH,
        "height": len(rects) * BAR_STEP - 4,
        "squeeze": [rect.row.name for rect in rects if len(rect.row.name) * LETTER + 8 > LONGEST_NAMES],
    }
