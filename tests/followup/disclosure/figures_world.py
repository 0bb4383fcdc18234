"""CMV's measures from the fixture, and sheets for them: what the tests of the disclosure control share."""

import random
from functools import cache
from pathlib import Path

import yaml

from followup.disclosure.protect import RawYear
from followup.figures import Sheet, days_of
from followup.measures import TOTAL, Measure, Municipality, read_measure

FIXTURE = Path(__file__).resolve().parents[3] / "fixtures" / "08_followup.yaml"
MUNICIPALITIES = tuple(
    Municipality(code, label)
    for code, label in (
        ("ostersund", "Östersund"),
        ("are", "Åre"),
        ("berg", "Berg"),
        ("bracke", "Bräcke"),
        ("harjedalen", "Härjedalen"),
        ("krokom", "Krokom"),
        ("ragunda", "Ragunda"),
        ("stromsund", "Strömsund"),
    )
)
VICTIMS, GROUP, ADULTS_IN_FLATS = "stodsamtal-valdsutsatta", "kvinnogrupp", "jourlagenhet-vuxna"
COURSE, CONSULTATION = "utbildning-fardigt-koncept", "samrad"


@cache
def measure(code: str) -> Measure:
    return next(each for each in all_measures() if each.code == code)


@cache
def all_measures() -> tuple[Measure, ...]:
    rows = yaml.safe_load(FIXTURE.read_text(encoding="utf-8"))
    rows = [row["fields"] for row in rows if row["model"] == "followup.measuredefinition"]
    return tuple(read_measure(row["slug"], row["name"], row["definition"], MUNICIPALITIES) for row in rows)


def case_measures() -> tuple[Measure, ...]:
    return tuple(each for each in all_measures() if each.is_cases and each.code != CONSULTATION)


def cmv_measures() -> tuple[Measure, ...]:
    return tuple(each for each in all_measures() if each.code != CONSULTATION)


def shared_out(rng: random.Random, total: int, keys: list[str], weights: list[float]) -> dict[str, int]:
    chosen = rng.choices(keys, weights, k=total)
    return {key: chosen.count(key) for key in keys}


def random_sheet(each: Measure, year: int, rng: random.Random, total: int) -> Sheet:
    values = {TOTAL: total}
    for split in each.splits:
        weights = [rng.choice((0.05, 0.5, 1, 2, 6)) for _ in split.fields[:-1]]
        values |= shared_out(rng, total, list(split.fields), [*weights, rng.choice((0, 0, 0.05, 0.4))])
    for quantity in each.quantities:
        values[quantity.field] = sum(rng.randint(0, 20) for _ in range(total))
    if each.occupancy:
        most = each.occupancy.flats * days_of(year)
        values[each.occupancy.field] = min(most, total * rng.randint(5, 60))
    sheet = Sheet(each, year, values)
    assert sheet.is_complete
    return sheet


def sheet(code: str, year: int = 2025, *, total: int, **counts) -> Sheet:
    """A sheet with these counts by split; what is not said is in the first class, sums are 0.

    `kommun` may be (Östersund, others): the others come from three municipalities, evenly.
    """
    each = measure(code)
    values = {TOTAL: total}
    for split in each.splits:
        parts = list(counts.get(split.code, (total,)))
        unknown = counts.get(f"{split.code}_saknas", 0)
        if split.is_municipal and len(parts) == 2:
            here, others = parts
            parts = [here, *((others + rest) // 3 for rest in (2, 1, 0))]
        values |= dict.fromkeys(split.fields, 0)
        values |= dict(zip(split.fields[:-1], parts, strict=False))
        values[split.fields[-1]] = unknown
    for quantity in each.quantities:
        values[quantity.field] = counts.get(quantity.code, 0)
    if each.occupancy:
        values[each.occupancy.field] = counts.get(each.occupancy.code, 0)
    found = Sheet(each, year, values)
    assert found.is_complete, found.faults
    return found


def raw(*sheets: Sheet, year: int = 2025, release: str = "", edition: int = 1) -> RawYear:
    return RawYear("cmv", year, release or f"VB{year}", edition, f"{year + 1}-03-12", True, sheets)


def random_year(year: int, rng: random.Random, measures=None, release: str = "") -> RawYear:
    totals = [0, 2, 4, 5, 6, 7, 9, 12, 14, 20, 31, 45]
    sheets = [random_sheet(each, year, rng, rng.choice(totals)) for each in (measures or case_measures())]
    return raw(*sheets, year=year, release=release)
