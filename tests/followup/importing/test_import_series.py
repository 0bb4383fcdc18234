"""A list of series added up: worked cases, faults by place, and an independent count of random lists."""

import io
from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from import_files import (
    CMV,
    COURSES,
    FLATS,
    FLATS_CHILDREN,
    GROUP,
    HEADER,
    MUNICIPALITIES,
    SERIES,
    SUPPORT,
    TRAPPAN,
    YEAR,
    csv_bytes,
    measures,
    xlsx_bytes,
)

from followup.figures import Sheet
from followup.importing.reader import read_rows
from followup.importing.rows import Row
from followup.importing.series import add_series, list_columns, not_in_list
from followup.importing.words import AGE_BECAME_DATE

NORRSKEN = measures("norrsken")


def added(rows, header=HEADER, known=CMV, year=YEAR):
    """What a list adds up to, read from rows in memory."""
    numbered = (Row(number, tuple(cells)) for number, cells in enumerate([header, *rows], 1))
    return add_series(numbered, known, year)


def changed(**cells):
    """A series with some of its cells changed: insats, startdatum, kon, alder, kommun, samtal, …"""
    names = (
        "insats",
        "startdatum",
        "kon",
        "alder",
        "kommun",
        "samtal",
        "beslutsform",
        "hemkommun",
        "vantedagar",
    )
    row = dict(zip(names, SERIES, strict=True)) | cells
    return tuple(row.values())


def test_three_series_by_hand():
    found = added(
        [
            SERIES,
            changed(kon="Man", alder=18, samtal=3, beslutsform="bistånd", hemkommun="delvis", vantedagar=0),
            changed(
                kon="", alder="45 år och äldre", kommun="Uppgift saknas", hemkommun="nej", beslutsform=""
            ),
        ]
    )
    assert found.lines == ()
    assert found.rows == {SUPPORT.code: 3}
    assert found.values[SUPPORT.code] == {
        **{field.key: 0 for field in SUPPORT.fields},
        **{"totalt": 3, "kon.kvinnor": 1, "kon.man": 1, "kon.saknas": 1},
        **{"alder.18-29": 1, "alder.30-44": 1, "alder.45-": 1},
        **{"kommun.berg": 2, "kommun.saknas": 1},
        **{"beslutsform.service": 1, "beslutsform.bistand": 1, "beslutsform.saknas": 1},
        **{"hemkommun.med": 2, "hemkommun.utan": 1},
        **{"summa.samtal": 17, "summa.vantedagar": 24},
    }


@pytest.mark.parametrize(
    ("measure", "age", "code"),
    [
        *(("trappan", age, "0-6") for age in (0, 6, "6", "0–6 år")),
        *(("trappan", age, "7-12") for age in (7, 12, "7-12", "7–12 år")),
        *(("trappan", age, "13-17") for age in (13, 17)),
        *((SUPPORT.code, age, "18-29") for age in (18, 29, 29.0, " 29 ")),
        *((SUPPORT.code, age, "30-44") for age in (30, 44)),
        *((SUPPORT.code, age, "45-") for age in (45, 103, 120, "45-")),
        *((SUPPORT.code, age, "saknas") for age in ("", "uppgift saknas", "Okänd")),
    ],
)
def test_an_age_becomes_its_class_at_the_borders(measure, age, code):
    found = added([changed(insats=measure, alder=age)])
    assert found.lines == ()
    assert {key: n for key, n in found.values[measure].items() if key.startswith("alder.") and n} == {
        f"alder.{code}": 1
    }


@pytest.mark.parametrize(
    ("column", "words", "field"),
    [
        ("kon", ("kvinna", "Kvinnor", "KVINNA", "k"), "kon.kvinnor"),
        ("kon", ("man", "män", "Mån", "m"), "kon.man"),
        ("kon", ("annat", "saknas"), "kon.saknas"),
        ("kommun", ("Åre", "are", "ÅRE"), "kommun.are"),
        ("kommun", ("harjedalen", "Härjedalen"), "kommun.harjedalen"),
        (
            "beslutsform",
            ("service", "utan individuell behovsprövning", "Servicesamtal"),
            "beslutsform.service",
        ),
        ("beslutsform", ("bistånd", "BISTAND", "Efter individuell behovsprövning"), "beslutsform.bistand"),
        ("hemkommun", ("ja", "helt", "delvis", "Helt eller delvis i hemkommunen"), "hemkommun.med"),
        ("hemkommun", ("nej", "Inte i hemkommunen"), "hemkommun.utan"),
    ],
)
def test_words_that_mean_the_same(column, words, field):
    found = added([changed(**{column: word}) for word in words])
    assert found.lines == ()
    assert found.values[SUPPORT.code][field] == len(words)


def test_children_may_be_called_girls_or_women():
    found = added(
        [changed(insats="trappan", kon=word, alder=9) for word in ("flicka", "kvinna", "pojke", "man")]
    )
    assert found.values["trappan"]["kon.flickor"] == found.values["trappan"]["kon.pojkar"] == 2


def test_columns_in_any_order_and_spelling():
    header = [word.upper() for word in reversed(HEADER)]
    assert added([SERIES[::-1]], header) == added([SERIES])
    plain = [word.replace("ö", "o").replace("å", "a").replace("ä", "a") for word in HEADER]
    assert added([SERIES], plain) == added([SERIES])
    by_class = ["Åldersklass" if word == "ålder" else word for word in HEADER]
    assert added([SERIES], by_class) == added([SERIES])


def test_a_start_may_be_a_date_cell_or_iso_text():
    assert added([changed(startdatum=date(2027, 1, 1)), changed(startdatum=" 2027-12-31 ")]).rows == {
        SUPPORT.code: 2
    }


def test_nights_of_the_flats_and_what_the_list_cannot_give():
    header = ("insats", "startdatum", "kön", "ålder", "kommun", "dygn", "väntedagar")
    row = ("jourlagenhet-vuxna", "2027-03-15", "kvinna", 34, "Berg", 45, 3)
    found = added([row, row], header)
    assert found.lines == ()
    sheet = Sheet(FLATS, YEAR, found.values[FLATS.code])
    assert sheet.values["summa.dygn"] == 90
    assert sheet.missing == ("summa.lagenhetsdygn",)
    assert [each.key for each in not_in_list(FLATS)] == ["summa.lagenhetsdygn"]
    assert not_in_list(COURSES) == COURSES.fields
    assert not_in_list(SUPPORT) == ()


def test_measures_share_a_list_and_leave_out_the_columns_of_others():
    header = (*HEADER, "dygn")
    rows = [
        (*SERIES, ""),
        (FLATS.name, "2027-03-15", "man", 20, "Åre", "", "", "uppgift saknas", 0, 7),
        (FLATS_CHILDREN.code, "2027-03-15", "flicka", 4, "Åre", "", "", "", "", ""),
        (GROUP.code, "2027-03-15", "kvinna", 50, "Åre", 10, "", "", 2, ""),
    ]
    found = added(rows, header)
    assert found.lines == ()
    assert found.rows == dict.fromkeys((SUPPORT.code, FLATS.code, FLATS_CHILDREN.code, GROUP.code), 1)
    assert not any(
        Sheet(each, YEAR, found.values[each.code]).faults for each in CMV if each.code in found.values
    )


def test_other_cooperations_measures_work_by_their_own_splits():
    assert list_columns(NORRSKEN) == (
        *("insats", "startdatum", "slag", "samtycke", "polis", "region", "socialtjanst"),
    )
    header = ("Insats", "Startdatum", "Slag av samråd", "samtycke", "polisen", "region", "Socialtjänsten")
    found = added([("samråd", "2027-02-02", "Akut", "Med samtycke", "ja", "nej", "")], header, NORRSKEN)
    assert found.lines == ()
    assert Sheet(NORRSKEN[0], YEAR, found.values["samrad"]).is_complete
    ones = {key for key, count in found.values["samrad"].items() if count}
    assert ones == {
        *("totalt", "slag.akut", "samtycke.samtycke", "polis.med", "region.utan", "socialtjanst.saknas"),
    }


def test_the_columns_of_cmv():
    assert list_columns(CMV) == (
        *("insats", "startdatum", "kön", "kommun", "ålder", "beslutsform", "besök i hemkommunen"),
        *("samtal", "väntedagar", "dygn"),
    )


NOT_A_DAY = "startdatum saknas eller är inte ett datum som 2027-03-15."


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        ({"insats": "hemligt"}, "rad 2, kolumn A: okänd insats."),
        ({"insats": ""}, "rad 2, kolumn A: okänd insats."),
        (
            {"insats": COURSES.code},
            f"rad 2, kolumn A: {COURSES.name} går inte att läsa från en lista. Fyll i antalen i stället.",
        ),
        ({"startdatum": "2026-12-31"}, "rad 2, kolumn B: startdatum ligger inte i 2027."),
        ({"startdatum": date(2028, 1, 1)}, "rad 2, kolumn B: startdatum ligger inte i 2027."),
        ({"startdatum": ""}, f"rad 2, kolumn B: {NOT_A_DAY}"),
        ({"startdatum": "15/3 2027"}, f"rad 2, kolumn B: {NOT_A_DAY}"),
        ({"startdatum": "2027-02-30"}, f"rad 2, kolumn B: {NOT_A_DAY}"),
        ({"startdatum": 46456.0}, f"rad 2, kolumn B: {NOT_A_DAY}"),
        ({"kon": "Anna"}, "rad 2, kolumn C: okänd klass."),
        ({"kon": date(2027, 1, 1)}, "rad 2, kolumn C: cellen är ett datum eller en tid."),
        ({"alder": 17}, "rad 2, kolumn D: åldern hör inte till någon av insatsens åldersklasser."),
        ({"alder": 1985}, "rad 2, kolumn D: åldern ska vara hela år när insatsen började, 0–120."),
        ({"alder": 34.5}, "rad 2, kolumn D: okänd klass."),
        ({"alder": date(2027, 12, 6)}, f"rad 2, kolumn D: {AGE_BECAME_DATE}"),
        ({"alder": "dec-12"}, f"rad 2, kolumn D: {AGE_BECAME_DATE}"),
        ({"alder": "2027-12-06"}, f"rad 2, kolumn D: {AGE_BECAME_DATE}"),
        ({"kommun": "Sundsvall"}, "rad 2, kolumn E: okänd klass."),
        ({"samtal": ""}, "rad 2, kolumn F: värdet saknas. Skriv 0 om det är noll."),
        ({"samtal": "sju"}, "rad 2, kolumn F: cellen är inte ett heltal."),
        ({"samtal": -1}, "rad 2, kolumn F: antalet är negativt."),
        ({"samtal": 10_000}, "rad 2, kolumn F: antalet är större än 9\u00a0999."),
        ({"samtal": date(2027, 1, 7)}, "rad 2, kolumn F: cellen är ett datum eller en tid, inte ett antal."),
    ],
)
def test_a_fault_is_told_by_row_and_column_and_leaves_no_figures(cells, line):
    found = added([changed(**cells), SERIES])
    assert found.lines == (line,)
    assert not found.values
    assert not found.rows


def test_a_class_that_cannot_occur_is_a_fault():
    found = added([(GROUP.code, "2027-03-15", "man", 50, "Åre", 10, "", "", 2)])
    assert found.lines == ("rad 2, kolumn C: klassen kan inte förekomma för insatsen.",)


def test_a_column_of_another_measure_must_be_empty():
    found = added([(GROUP.code, "2027-03-15", "kvinna", 50, "Åre", 10, "service", "", 2)])
    assert found.lines == ("rad 2, kolumn G: kolumnen hör inte till Kvinnogrupp.",)


def test_a_column_that_a_measure_needs_must_be_there():
    found = added([SERIES[:-1], SERIES[:-1]], HEADER[:-1])
    assert found.lines == ("rad 1: kolumnen väntedagar saknas. Den behövs för Stödsamtal för våldsutsatta.",)
    assert added([SERIES[1:]], HEADER[1:]).lines == ("rad 1: kolumnen insats saknas.",)


@pytest.mark.parametrize("extra", ["namn", "anteckning", "personnummer", "journalnummer"])
def test_an_extra_column_refuses_the_file(extra):
    (line,) = added([(*SERIES, "")], (*HEADER, extra)).lines
    assert line.startswith("rad 1, kolumn J: okänd kolumn. Filen får bara ha kolumnerna insats, startdatum,")
    assert extra not in line


def test_text_beside_the_table_is_a_fault():
    assert added([SERIES, (*SERIES, "fritext")]).lines == (
        "rad 3, kolumn J: raden har fler celler än rubrikraden.",
    )


def test_both_age_and_class_of_age_is_one_column_too_many():
    assert added([], (*HEADER, "åldersklass")).lines == ("rad 1, kolumn J: kolumnen står två gånger.",)


def test_at_most_fifty_faults_are_listed():
    found = added([changed(kon="Anna", kommun="Oslo")] * 40)
    assert len(found.lines) == 51
    assert found.lines[-1] == "och 30 till"


def test_a_sum_beyond_what_a_field_holds_is_told_by_measure():
    found = added([changed(samtal=9_999)] * 101)
    assert found.lines == (
        f"{SUPPORT.name}, Samtal i årets serier: Antalet ska vara ett heltal mellan 0 och 999\u00a0999.",
    )


def test_progress_is_told_every_five_thousand_rows():
    told = []
    rows = (Row(number, cells) for number, cells in enumerate([HEADER, *[SERIES] * 12_000], 1))
    add_series(rows, CMV, YEAR, told.append)
    assert told == [5_000, 10_000]


SUPPORT_LIKE = ("stodsamtal-valdsutsatta", "trappan", "stodsamtal-anhoriga")
CLASSES = {"trappan": ((0, 6), (7, 12), (13, 17))}
ADULTS = ((18, 29), (30, 44), (45, 120))
KIND = st.sampled_from(("ja", "helt", "delvis", "nej", ""))


@st.composite
def series(draw):
    measure = draw(st.sampled_from(SUPPORT_LIKE))
    youngest, oldest = (0, 17) if measure == "trappan" else (18, 120)
    day = date(2027, 1, 1) + timedelta(draw(st.integers(0, 364)))
    return (
        measure,
        day,
        draw(st.sampled_from(("kvinna", "man", ""))),
        draw(st.one_of(st.just(""), st.integers(youngest, oldest))),
        draw(st.sampled_from((*(each.label for each in MUNICIPALITIES), "uppgift saknas"))),
        draw(st.integers(0, 60)),
        draw(st.sampled_from(("service", "bistånd", ""))),
        draw(KIND),
        draw(st.integers(0, 400)),
    )


def counted(rows):
    """The same sums, counted another way."""
    found = {}
    for measure in {row[0] for row in rows}:
        mine = [row for row in rows if row[0] == measure]
        ages = Counter()
        for _, _, _, age, *_ in mine:
            spans = CLASSES.get(measure, ADULTS)
            ages["saknas" if age == "" else next(i for i, (a, b) in enumerate(spans) if a <= age <= b)] += 1
        found[measure] = {
            "n": len(mine),
            "sex": Counter(row[2] for row in mine),
            "age": ages,
            "where": Counter(row[4] for row in mine),
            "talks": sum(row[5] for row in mine),
            "form": Counter(row[6] for row in mine),
            "home": Counter({"nej": "utan", "": "saknas"}.get(row[7], "med") for row in mine),
            "days": sum(row[8] for row in mine),
        }
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(series(), min_size=1, max_size=40), st.sampled_from(("memory", "csv", "xlsx")))
def test_a_random_list_adds_up_to_an_independent_count(rows, kind):
    if kind == "memory":
        found = added(rows)
    else:
        data = csv_bytes([HEADER, *rows]) if kind == "csv" else xlsx_bytes([HEADER, *rows])
        found = add_series(read_rows(io.BytesIO(data), f"a.{kind}"), CMV, YEAR)
    assert found.lines == ()
    expected = counted(rows)
    assert found.rows == {measure: each["n"] for measure, each in expected.items()}
    for measure in CMV:
        if measure.code not in expected:
            assert measure.code not in found.values
            continue
        each, values = expected[measure.code], found.values[measure.code]
        sheet = Sheet(measure, YEAR, values)
        assert sheet.is_complete
        women, men = ("flickor", "pojkar") if measure is TRAPPAN else ("kvinnor", "man")
        assert [values[f"kon.{code}"] for code in (women, men, "saknas")] == [
            each["sex"][word] for word in ("kvinna", "man", "")
        ]
        codes = [part.code for part in next(split for split in measure.splits if split.code == "alder").parts]
        assert [values[f"alder.{code}"] for code in codes] == [each["age"][place] for place in range(3)]
        assert values["alder.saknas"] == each["age"]["saknas"]
        assert [values[f"kommun.{place.code}"] for place in MUNICIPALITIES] == [
            each["where"][place.label] for place in MUNICIPALITIES
        ]
        assert values["summa.samtal"] == each["talks"]
        assert values["summa.vantedagar"] == each["days"]
        assert values["beslutsform.service"] == each["form"]["service"]
        assert values["beslutsform.bistand"] == each["form"]["bistånd"]
        assert all(values[f"hemkommun.{code}"] == each["home"][code] for code in ("med", "utan", "saknas"))
