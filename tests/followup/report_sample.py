"""The contents of an invented annual report, as the portal gathers them: what tests and readers look at.

Nothing here is anybody's figures. The measures are the fixtures' own; 2024 has a revised measure, some
cells are hidden or cannot occur, one split is not printed every year and one measure began in 2024.
"""

import copy
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from followup.disclosure.model import (
    TOTAL_LABEL,
    Cell,
    Codes,
    PublishedRatio,
    PublishedReport,
    PublishedTable,
    to_json,
)
from followup.measures import Measure, Municipality, read_measure
from followup.presentation import measure_labels
from tests.followup import report_texts as texts

PAPER = texts.PAPER
ROOT = Path(__file__).resolve().parents[2]
MUNICIPALITIES = tuple(
    Municipality(code, name)
    for code, name in (
        ("ragunda", "Ragunda"),
        ("bracke", "Bräcke"),
        ("krokom", "Krokom"),
        ("stromsund", "Strömsund"),
        ("are", "Åre"),
        ("berg", "Berg"),
        ("harjedalen", "Härjedalen"),
        ("ostersund", "Östersund"),
    )
)
HIDDEN, CANNOT = None, "."
ADULTS = ("18–29 år", "30–44 år", "45 år och äldre")
CHILDREN = ("0–6 år", "7–12 år", "13–17 år")
SEXES, GIRLS = ("Kvinnor", "Män"), ("Flickor", "Pojkar")
GROUPS = ("Östersund", "Övriga kommuner")
FORMS = (
    "Utan individuell behovsprövning (servicesamtal)",
    "Efter individuell behovsprövning (biståndsbeslutade)",
)
VISITS = ("Helt eller delvis i hemkommunen", "Inte i hemkommunen")
COUNTIES = tuple(each.label for each in MUNICIPALITIES)

# measure → year → (total, {split: (labels, values)}, means). A value is a number, HIDDEN or CANNOT.
FIGURES: dict[str, dict[int, tuple]] = {
    "stodsamtal-valdsutsatta": {
        2023: (
            58,
            {
                "kon": (SEXES, (51, 7)),
                "kommun": (GROUPS, (33, 25)),
                "alder": (ADULTS, (14, 27, 17)),
                "beslutsform": (FORMS, (41, 17)),
                "hemkommun": (VISITS, (HIDDEN, HIDDEN)),
            },
            ("7.1", "12"),
        ),
        2024: (
            63,
            {
                "kon": (SEXES, (56, 7)),
                "kommun": (GROUPS, (36, 27)),
                "alder": (ADULTS, (15, 30, 18)),
                "beslutsform": (FORMS, (44, 19)),
                "hemkommun": (VISITS, (6, 57)),
            },
            ("6.8", "15"),
        ),
        2025: (
            71,
            {
                "kon": (SEXES, (62, 9)),
                "kommun": (GROUPS, (40, 31)),
                "alder": (ADULTS, (17, 33, 21)),
                "beslutsform": (FORMS, (52, 19)),
                "hemkommun": (VISITS, (9, 62)),
            },
            ("7.3", "11"),
        ),
    },
    "trappan": {
        2023: (
            28,
            {
                "kon": (GIRLS, (15, 13)),
                "kommun": (GROUPS, (17, 11)),
                "alder": (CHILDREN, (HIDDEN, HIDDEN, 6)),
                "beslutsform": (FORMS, (12, 16)),
                "hemkommun": (VISITS, (9, 19)),
            },
            ("6.2", "21"),
        ),
        2024: (
            31,
            {
                "kon": (GIRLS, (17, 14)),
                "kommun": (GROUPS, (19, 12)),
                "alder": (CHILDREN, (5, 18, 8)),
                "beslutsform": (FORMS, (14, 17)),
                "hemkommun": (VISITS, (11, 20)),
            },
            ("6.5", "18"),
        ),
        2025: (
            34,
            {
                "kon": (GIRLS, (18, 16)),
                "kommun": (GROUPS, (20, 14)),
                "alder": (CHILDREN, (6, 20, 8)),
                "beslutsform": (FORMS, (21, 13)),
                "hemkommun": (VISITS, (12, 22)),
            },
            ("6.4", "16"),
        ),
    },
    "stodsamtal-valdsutovare": {
        2023: (
            19,
            {
                "kon": (SEXES, (HIDDEN, HIDDEN)),
                "kommun": (GROUPS, (12, 7)),
                "beslutsform": (FORMS, (13, 6)),
                "hemkommun": (VISITS, (HIDDEN, HIDDEN)),
            },
            ("9.4", "19"),
        ),
        2024: (
            22,
            {
                "kon": (SEXES, (HIDDEN, HIDDEN)),
                "kommun": (GROUPS, (13, 9)),
                "alder": (ADULTS, (HIDDEN, HIDDEN, 6)),
                "beslutsform": (FORMS, (16, 6)),
                "hemkommun": (VISITS, (HIDDEN, HIDDEN)),
            },
            ("9.0", "23"),
        ),
        2025: (
            26,
            {
                "kon": (SEXES, (HIDDEN, HIDDEN)),
                "kommun": (GROUPS, (15, 11)),
                "alder": (ADULTS, (7, 12, 7)),
                "beslutsform": (FORMS, (20, 6)),
                "hemkommun": (VISITS, (5, 21)),
            },
            ("9.6", "17"),
        ),
    },
    "stodsamtal-anhoriga": {
        2023: (
            9,
            {
                "kon": (SEXES, (HIDDEN, HIDDEN)),
                "kommun": (GROUPS, (HIDDEN, HIDDEN)),
                "beslutsform": (FORMS, (HIDDEN, HIDDEN)),
                "hemkommun": (VISITS, (HIDDEN, HIDDEN)),
            },
            ("3.1", "20"),
        ),
        2024: (
            HIDDEN,
            {
                "kon": (SEXES, (HIDDEN, HIDDEN)),
                "kommun": (GROUPS, (HIDDEN, HIDDEN)),
                "beslutsform": (FORMS, (HIDDEN, HIDDEN)),
                "hemkommun": (VISITS, (HIDDEN, HIDDEN)),
            },
            (HIDDEN, HIDDEN),
        ),
        2025: (
            14,
            {
                "kon": (SEXES, (9, 5)),
                "kommun": (GROUPS, (8, 6)),
                "beslutsform": (FORMS, (HIDDEN, HIDDEN)),
                "hemkommun": (VISITS, (HIDDEN, HIDDEN)),
            },
            ("3.4", "14"),
        ),
    },
    "kvinnogrupp": {
        2023: (
            17,
            {
                "kon": (SEXES, (17, CANNOT)),
                "kommun": (GROUPS, (10, 7)),
                "alder": (ADULTS, (5, 7, 5)),
            },
            ("8.1", "34"),
        ),
        2024: (
            16,
            {
                "kon": (SEXES, (16, CANNOT)),
                "kommun": (GROUPS, (9, 7)),
                "alder": (ADULTS, (HIDDEN, HIDDEN, 5)),
            },
            ("8.3", "31"),
        ),
        2025: (
            19,
            {
                "kon": (SEXES, (19, CANNOT)),
                "kommun": (GROUPS, (11, 8)),
                "alder": (ADULTS, (5, 8, 6)),
            },
            ("8.6", "28"),
        ),
    },
    "jourlagenhet-vuxna": {
        2023: (
            9,
            {
                "kon": (SEXES, (HIDDEN, HIDDEN)),
                "kommun": (GROUPS, (HIDDEN, HIDDEN)),
                "alder": (ADULTS, (HIDDEN, HIDDEN, HIDDEN)),
            },
            ("38", "6", "45"),
        ),
        2024: (
            12,
            {
                "kon": (SEXES, (HIDDEN, HIDDEN)),
                "kommun": (GROUPS, (7, 5)),
                "alder": (ADULTS, (HIDDEN, 6, HIDDEN)),
            },
            ("34", "5", "55"),
        ),
        2025: (
            11,
            {
                "kon": (SEXES, (HIDDEN, HIDDEN)),
                "kommun": (GROUPS, (6, 5)),
                "alder": (ADULTS, (HIDDEN, HIDDEN, 5)),
            },
            ("36", "5", "55"),
        ),
    },
    "jourlagenhet-barn": {
        2023: (
            10,
            {
                "kon": (GIRLS, (5, 5)),
                "kommun": (GROUPS, (HIDDEN, HIDDEN)),
                "alder": (CHILDREN, (HIDDEN, HIDDEN, HIDDEN)),
            },
            (),
        ),
        2024: (
            14,
            {
                "kon": (GIRLS, (8, 6)),
                "kommun": (GROUPS, (8, 6)),
                "alder": (CHILDREN, (6, HIDDEN, HIDDEN)),
            },
            (),
        ),
        2025: (
            13,
            {
                "kon": (GIRLS, (6, 7)),
                "kommun": (GROUPS, (7, 6)),
                "alder": (CHILDREN, (HIDDEN, HIDDEN, HIDDEN)),
            },
            (),
        ),
    },
    "utbildning-fardigt-koncept": {
        2023: (812, {"kommun": (COUNTIES, (31, 42, 96, 70, 88, 44, 61, 380))}, (18,)),
        2024: (905, {"kommun": (COUNTIES, (28, 51, 114, 83, 92, 49, 73, 415))}, (21,)),
        2025: (1034, {"kommun": (COUNTIES, (36, 47, 131, 90, 107, 55, 79, 489))}, (24,)),
    },
    "utbildning-specialbestalld": {
        2024: (146, {"kommun": (COUNTIES, (0, 12, 22, 0, 19, 14, 0, 79))}, (6,)),
        2025: (203, {"kommun": (COUNTIES, (15, 0, 38, 21, 24, 0, 17, 88))}, (9,)),
    },
    "samrad": {
        2024: (
            27,
            {
                "slag": (
                    ("Planerande", "Konsultativt", "Akut", "Uppföljande"),
                    (HIDDEN, HIDDEN, HIDDEN, HIDDEN),
                ),
                "samtycke": (("Med samtycke", "Avidentifierat"), (16, 11)),
                "polis": (("Polisen deltog", "Polisen deltog inte"), (19, 8)),
                "region": (("Regionen deltog", "Regionen deltog inte"), (HIDDEN, HIDDEN)),
                "socialtjanst": (("Socialtjänsten deltog", "Socialtjänsten deltog inte"), (HIDDEN, HIDDEN)),
            },
            (),
        ),
        2025: (
            36,
            {
                "slag": (("Planerande", "Konsultativt", "Akut", "Uppföljande"), (8, 14, 5, 9)),
                "samtycke": (("Med samtycke", "Avidentifierat"), (21, 15)),
                "polis": (("Polisen deltog", "Polisen deltog inte"), (24, 12)),
                "region": (("Regionen deltog", "Regionen deltog inte"), (11, 25)),
                "socialtjanst": (("Socialtjänsten deltog", "Socialtjänsten deltog inte"), (HIDDEN, HIDDEN)),
            },
            (),
        ),
    },
}
# What an earlier report printed again in a second edition.
REVISED = {("stodsamtal-valdsutsatta", 2024): "VB2024-2"}


def cmv(**changed: Any) -> dict[str, Any]:
    """The centre's report for 2025, adopted; `changed` replaces what it names."""
    return {**copy.deepcopy(_cmv()), **changed}


def norrsken(**changed: Any) -> dict[str, Any]:
    """Another cooperation's report: one measure, other parts, no economy, no age and no municipality."""
    return {**copy.deepcopy(_norrsken()), **changed}


def measures(cooperation: str) -> list[Measure]:
    rows = yaml.safe_load((ROOT / "fixtures" / "08_followup.yaml").read_text(encoding="utf-8"))
    return [
        read_measure(
            row["fields"]["slug"], row["fields"]["name"], row["fields"]["definition"], MUNICIPALITIES
        )
        for row in rows
        if row["model"] == "followup.measuredefinition" and row["fields"]["cooperation"] == [cooperation]
    ]


@cache
def _cmv() -> dict[str, Any]:
    found = measures("cmv")
    return {
        **texts.CMV,
        "measures": [measure_labels(measure) for measure in found],
        "figures": to_json(report("cmv", found, 2025)),
    }


@cache
def _norrsken() -> dict[str, Any]:
    found = measures("norrsken")
    return {
        **texts.NORRSKEN,
        "measures": [measure_labels(measure) for measure in found],
        "figures": to_json(report("norrsken", found, 2025)),
    }


# --- Figures as they are published


def report(cooperation: str, found: list[Measure], year: int) -> PublishedReport:
    """A report's figures: this year's and the two years' before, each with its own release."""
    tables: list[PublishedTable] = []
    ratios: list[PublishedRatio] = []
    for measure in found:
        for each in (year - 2, year - 1, year):
            if each in FIGURES[measure.code]:
                tables += _tables(measure, each)
                ratios += _ratios(measure, each)
    return PublishedReport(cooperation, year, 1, f"{year + 1}-03-12", True, tuple(tables), tuple(ratios))


def _tables(measure: Measure, year: int) -> list[PublishedTable]:
    total, splits, sums = FIGURES[measure.code][year]
    dims = ("ar", "insats", *(split.code for split in measure.splits))
    first = [str(year), measure.name]
    cells = [_cell([*first, *(TOTAL_LABEL for _ in measure.splits)], total)]
    for code, (labels, values) in splits.items():
        for label, value in zip(labels, values, strict=True):
            coord = [label if dim == code else TOTAL_LABEL for dim in dims[2:]]
            cells.append(_cell([*first, *coord], value))
    codes = {code: Codes(TOTAL_LABEL, labels) for code, (labels, _) in splits.items()}
    release = _release(measure, year)
    caption = f"{measure.name}, {measure.unit}"
    found = [
        PublishedTable(measure.code, caption, release, "count", measure.is_cases, dims, codes, tuple(cells))
    ]
    for quantity, value in zip(measure.quantities, sums, strict=False):
        if not quantity.mean_label:
            held = Cell(tuple(first), value)
            name = f"{measure.code}-{quantity.code}"
            found.append(
                PublishedTable(name, quantity.label, release, "sum", False, ("ar", "insats"), {}, (held,))
            )
    return found


def _cell(coord: list[str], value: int | str | None) -> Cell:
    return Cell(tuple(coord), 0, structural=True) if value == CANNOT else Cell(tuple(coord), value)


def _ratios(measure: Measure, year: int) -> list[PublishedRatio]:
    means = FIGURES[measure.code][year][2]
    release = _release(measure, year)
    coord = "|".join([str(year), measure.name])
    whole = "|".join([coord, *(TOTAL_LABEL for _ in measure.splits)])
    found = [
        PublishedRatio(
            quantity.mean_label,
            release,
            f"{measure.code}-{quantity.code}|{whole}",
            f"{measure.code}|{whole}",
            None if value is None else Decimal(value),
            decimals=quantity.decimals,
        )
        for quantity, value in zip(measure.quantities, means, strict=False)
        if quantity.mean_label
    ]
    if measure.occupancy:
        code = f"{measure.code}-{measure.occupancy.code}"
        found.append(
            PublishedRatio(
                measure.occupancy.label,
                release,
                f"{code}|{coord}",
                f"{code}-mojliga|{coord}",
                Decimal(means[-1]),
                step=5,
                scale=100,
                persons=False,
            )
        )
    return found


def _release(measure: Measure, year: int) -> str:
    return REVISED.get((measure.code, year), f"VB{year}")
