"""A picture of differences: a bar to the right for more, to the left for less, and the number on each.

Pure geometry, in tenths of a unit written with a point; `templates/costs/_differences.html` draws it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from agreements.swedish import round_half_up, signed_kr
from costs.comparison import YearPair

WIDTH, STEP, ABOVE = 420, 34, 4
LETTER = Fraction(17, 2)
NARROWEST_NAMES, WIDEST_NAMES, NUMBERS = 90, 150, 112


@dataclass(frozen=True)
class Bar:
    """One party's difference; x and width are attributes of the picture."""

    name: str
    text: str
    own: bool
    y: int
    x: str
    width: str
    is_more: bool


@dataclass(frozen=True)
class Chart:
    id: str
    title: str
    desc: str
    axis: str
    height: int
    bars: tuple[Bar, ...]
    width: int = WIDTH


def differences(pair: YearPair, *, id: str, own: Collection[str] = ()) -> Chart | None:
    """A year's differences, the largest first; None where there is nothing to draw."""
    rows = [(party, party.amounts.difference) for party in pair.parties]
    known = [(party, difference) for party, difference in rows if difference is not None]
    if not any(difference for _, difference in known):
        return None
    known.sort(key=lambda row: -row[1])
    start = min(
        max(round_half_up(max(len(p.name) for p, _ in known) * LETTER) + 8, NARROWEST_NAMES), WIDEST_NAMES
    )
    room = WIDTH - start - NUMBERS
    most, least = max(0, known[0][1]), min(0, known[-1][1])
    scale = Fraction(room, most - least)
    zero = start - least * scale
    bars = tuple(
        Bar(
            name=party.name,
            text=signed_kr(difference),
            own=party.slug in own,
            y=place * STEP + ABOVE,
            x=_tenths(zero + min(difference, 0) * scale),
            width=_tenths(abs(difference) * scale),
            is_more=difference > 0,
        )
        for place, (party, difference) in enumerate(known)
    )
    listed = ", ".join(f"{bar.name} {bar.text}" for bar in bars)
    return Chart(
        id=id,
        title=f"{bars[0].name} får den största ökningen {pair.year}, {bars[0].text}"
        if most
        else f"{bars[-1].name} får den största minskningen {pair.year}, {bars[-1].text}",
        desc=f"Staplar åt höger är mer, åt vänster mindre: {listed}.",
        axis=_tenths(zero),
        height=len(bars) * STEP,
        bars=bars,
    )


def _tenths(value: Fraction | int) -> str:
    whole, tenth = divmod(round_half_up(value * 10), 10)
    return f"{whole}.{tenth}"
