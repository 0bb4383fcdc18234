"""A scenario's changes are kept and read again exactly; what is not understood is refused in Swedish."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costs.budget import Overhead
from costs.changes import Changes, ChangesError, Grant, Joining, Leaving, Population, Staffing
from costs.changes_json import from_json, to_json

EVERYTHING = Changes(
    year=2027,
    changed_lines=(("Lokaler", 500_000),),
    added_lines=(("Ny", 0),),
    removed_lines=("Jour",),
    staffing=(Staffing("Personal", Decimal("4.75"), Decimal("-0.50"), date(2027, 7, 1)),),
    uplift=Decimal("2.50"),
    overhead=Overhead(percent=Decimal("9.0")),
    grants=(Grant(2028, "Bidrag", 300_000),),
    population=Population((("berg", 7_114),), "tabell", "1 november 2023", "SCB", True),
    leaving=(Leaving("bracke", date(2028, 1, 1)),),
    joining=(Joining("timra", "Timrå", 17_730, date(2029, 1, 1), "2262"),),
)


@pytest.mark.parametrize("changes", [Changes(2027), EVERYTHING])
def test_what_is_written_is_read_again(changes):
    assert from_json(json.loads(json.dumps(to_json(changes)))) == changes


@given(
    uplift=st.none() | st.decimals(-99, 100, places=4),
    lines=st.lists(
        st.tuples(st.text(min_size=1).filter(str.strip), st.integers(0, 10**12)), unique_by=lambda x: x[0]
    ),
)
def test_any_changes_survive(uplift, lines):
    changes = Changes(2030, uplift=uplift, added_lines=tuple(lines))
    assert from_json(json.loads(json.dumps(to_json(changes)))) == changes


def test_only_what_is_empty_is_empty():
    assert Changes(2027).is_empty
    assert not EVERYTHING.is_empty
    assert not Changes(2027, uplift=Decimal(0)).is_empty


def broken(**other):
    return {**to_json(EVERYTHING), **other}


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "Det går inte att läsa scenariot."),
        (broken(version=2), "Scenariot är skrivet i en form som portalen inte läser (version 2)."),
        (broken(version=True), "Scenariot är skrivet i en form som portalen inte läser (version True)."),
        (broken(extra=1), "Det går inte att läsa scenariot: ”extra” är okänt."),
        (broken(year="2027"), "Det går inte att läsa första året: ”2027” är inte ett heltal"),
        (broken(uplift=2.5), "Det går inte att läsa uppräkningen: ”2.5” är inte ett tal."),
        (broken(uplift="NaN"), "Det går inte att läsa uppräkningen: ”NaN” är inte ett tal."),
        (broken(changed_lines=[["Lokaler", True]]), "Det går inte att läsa de ändrade posterna"),
        (broken(changed_lines=[["Lokaler", -1]]), "Det går inte att läsa de ändrade posterna"),
        (broken(changed_lines={"Lokaler": 1}), "Det går inte att läsa de ändrade posterna."),
        (broken(changed_lines=[["A", 1], ["A", 2]]), "Posten ”A” är ändrad två gånger."),
        (
            broken(grants=[{"year": 2027, "label": "B"}]),
            "Det går inte att läsa statsbidraget: ”amount” saknas.",
        ),
        (
            broken(overhead={"percent": "9", "amount": 1}),
            "OH ska vara antingen en procentsats eller ett belopp.",
        ),
        (broken(overhead={"percent": "900", "amount": None}), "OH ska vara 0–100 procent."),
        (
            broken(leaving=[{"organisation": "berg", "from_date": "i morgon"}]),
            "Det går inte att läsa dagen då parten lämnar: ”i morgon” är inte ett datum.",
        ),
        (
            broken(joining=[{**to_json(EVERYTHING)["joining"][0], "population": 0}]),
            "Det går inte att läsa den nya partens folkmängd: ”0” är inte ett heltal",
        ),
        (
            broken(staffing=[{**to_json(EVERYTHING)["staffing"][0], "change": "-5"}]),
            "Fler tjänster tas bort än de som finns på posten ”Personal”.",
        ),
        (
            broken(staffing=[{**to_json(EVERYTHING)["staffing"][0], "posts": "0"}]),
            "Posten ”Personal” behöver ett antal tjänster i dag, större än noll.",
        ),
    ],
)
def test_what_is_not_understood_is_refused(data, message):
    with pytest.raises(ChangesError) as refused:
        from_json(data)
    assert str(refused.value).startswith(message)


@pytest.mark.parametrize("key", sorted(to_json(EVERYTHING)))
def test_nothing_may_be_missing(key):
    data = broken()
    del data[key]
    with pytest.raises(ChangesError):
        from_json(data)
