"""Reports that give somebody away, made by hand as JSON: what the attack and the audit must catch."""

from copy import deepcopy

NAME, CODE = "Stödsamtal för våldsutsatta", "stodsamtal-valdsutsatta"
FINE = ("18–29 år", "30–44 år", "45 år och äldre")
COARSE = ("18–44 år", "45 år och äldre")


def table(total, *, year=2025, release="VB2025", name=NAME, code=CODE, kon=(), alder=(), ages=FINE):
    start = [str(year), name]
    cells = [{"coord": [*start, "Totalt", "Totalt"], "published": total}]
    codes = {}
    if kon:
        sexes = ["Kvinnor", "Män"]
        codes["kon"] = {"total": "Totalt", "parts": sexes}
        cells += [
            {"coord": [*start, label, "Totalt"], "published": value}
            for label, value in zip(sexes, kon, strict=False)
        ]
    if alder:
        codes["alder"] = {"total": "Totalt", "parts": list(ages)}
        cells += [
            {"coord": [*start, "Totalt", label], "published": value}
            for label, value in zip(ages, alder, strict=True)
        ]
    return {
        "id": code,
        "caption": name,
        "release": release,
        "kind": "count",
        "case_table": True,
        "dims": ["ar", "insats", "kon", "alder"],
        "codes": codes,
        "cells": cells,
    }


def mean(label, published, place=("Totalt", "Totalt"), **rest):
    coord = "|".join(("2025", NAME, *place))
    return {
        "label": label,
        "release": "VB2025",
        "numerator": f"{CODE}-{rest.pop('of', 'samtal')}|{coord}",
        "denominator": f"{CODE}|{coord}",
        "published": published,
        **(rest or {"decimals": 1}),
    }


def occupancy(published, **rounding):
    """Of two flats; the nights are those that the length of stay is made of."""
    return {
        "label": "Nyttjandegrad",
        "release": "VB2025",
        "numerator": f"{CODE}-dygn|2025|{NAME}|Totalt|Totalt",
        "denominator": f"{CODE}-mojliga|2025|{NAME}",
        "published": published,
        **rounding,
        "scale": 100,
        "persons": False,
    }


def nights(possible=730):
    return {
        "id": f"{CODE}-mojliga",
        "caption": "Möjliga lägenhetsdygn",
        "release": "VB2025",
        "kind": "sum",
        "case_table": False,
        "dims": ["ar", "insats"],
        "codes": {},
        "cells": [{"coord": ["2025", NAME], "published": possible}],
    }


def grand_total(total, kon, names):
    found = table(total, name="Alla insatser", code="alla", kon=kon)
    found["codes"] = {"insats": {"total": "Alla insatser", "parts": list(names)}, **found["codes"]}
    return found


def report(*tables, ratios=(), year=2025, edition=1):
    return {
        "cooperation": "cmv",
        "year": year,
        "edition": edition,
        "adopted": f"{year + 1}-03-12",
        "fictitious": True,
        "tables": deepcopy(list(tables)),
        "ratios": list(ratios),
    }


OTHER = {"name": "Trappan", "code": "trappan"}

# What has been published, oldest first; the last report is the one that should be stopped. With it the
# cell that is opened.
UNSAFE = {
    "a single dot": ([report(table(30, kon=(25, None)))], "Män"),
    "the smallest other without five together": (
        [report(table(33, alder=(None, None, 30)))],
        "18–29 år",
    ),
    "a class that has no cell at all": ([report(table(22, kon=(20,)))], "Män"),
    "a mean per group": (
        [
            report(
                table(20, kon=(None, None)),
                ratios=[
                    mean("Medelvärde samtal", 8.5),
                    mean("Medelvärde kvinnor", 10, ("Kvinnor", "Totalt")),
                    mean("Medelvärde män", 5, ("Män", "Totalt")),
                ],
            )
        ],
        "Män",
    ),
    "a grand total over measures": (
        [
            report(
                table(30, kon=(20, 10)),
                table(None, **OTHER, kon=(None, None)),
                grand_total(33, (), (NAME, "Trappan")),
            )
        ],
        "Totalt",
    ),
    "a split of a grand total": (
        [
            report(
                table(30, kon=(20, 10)),
                table(30, **OTHER, kon=(None, None)),
                grand_total(60, (48, 12), (NAME, "Trappan")),
            )
        ],
        "Män",
    ),
    "a later report prints a former dot": (
        [
            report(table(30, year=2024, release="VB2024", kon=(None, None)), year=2024),
            report(table(30, year=2024, release="VB2024", kon=(27, 3))),
        ],
        "Män",
    ),
    "another edition prints a former dot": (
        [
            report(table(30, kon=(None, None))),
            report(table(30, release="VB2025 r", kon=(24, 6)), edition=2),
        ],
        "Män",
    ),
    "another pattern of dots": (
        [
            report(table(40, alder=(None, None, 15))),
            report(table(40, release="VB2025 r", alder=(12, None, None)), edition=2),
        ],
        "30–44 år",
    ),
    "coarse classes after fine ones": (
        [
            report(table(40, alder=(12, None, None))),
            report(table(40, alder=(14, 26), ages=COARSE), edition=2),
        ],
        "30–44 år",
    ),
    "dotted classes that grew by one together": (
        [
            report(table(30, alder=(5, 9, 16))),
            report(table(35, release="VB2025 r", alder=(None, None, 20)), edition=2),
        ],
        "30–44 år",
    ),
    "an exact occupancy and a length of stay": (
        [
            report(
                table(None, kon=(None, None)),
                nights(),
                ratios=[mean("Boendetid", 45, of="dygn", decimals=1), occupancy(12.3, decimals=1)],
            )
        ],
        "Totalt",
    ),
    "an occupancy beside a dotted total": (
        [report(table(None, kon=(None, None)), nights(), ratios=[occupancy(15, step=5)])],
        "Totalt",
    ),
    "a mean beside a dotted total": (
        [report(table(None, kon=(None, None)), ratios=[mean("Medelvärde samtal", 7.3)])],
        "Totalt",
    ),
}

SAFE = {
    "two dots of five or more": [report(table(30, kon=(None, None), alder=(None, None, 12)))],
    "a dotted total": [report(table(None, kon=(None, None)))],
    "a total and its means": [
        report(table(30, kon=(None, None)), ratios=[mean("Medelvärde samtal", 7.3)]),
    ],
    "the same twice": [report(table(30, kon=(None, None))), report(table(30, kon=(None, None)), edition=2)],
    "five late cases": [
        report(table(30, kon=(20, 10))),
        report(table(35, release="VB2025 r", kon=(None, None)), edition=2),
    ],
}
