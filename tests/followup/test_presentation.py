"""How published figures become tables: signs, years, order, and what is never guessed."""

from decimal import Decimal

import pytest

from followup.disclosure.model import (
    TOTAL_LABEL,
    Cell,
    Codes,
    PublishedRatio,
    PublishedReport,
    PublishedTable,
    from_json,
)
from followup.presentation import (
    ABSENT,
    HIDDEN,
    STRUCTURAL,
    Row,
    Shown,
    is_later_edition,
    measure_table,
    merged,
    movement,
    notes_of,
    present,
    shown_cell,
    shown_ratio,
    years_of,
)
from tests.followup import report_sample

LABELS = {
    "code": "samtal",
    "name": "Samtal",
    "unit": "serier",
    "explanation": "",
    "kind": "cases",
    "splits": [{"code": "alder", "label": "Ålder"}, {"code": "kon", "label": "Kön"}],
    "quantities": [{"code": "vantan", "label": "Väntedagar", "mean_label": "Kötid", "mean_unit": "dagar"}],
}


def table(year, total, release=None, **splits):
    """A published table; a split is {label: value}, None a dot."""
    dims = ("ar", "insats", "alder", "kon")
    cells = [Cell((str(year), "Samtal", TOTAL_LABEL, TOTAL_LABEL), total)]
    for code, values in splits.items():
        for label, value in values.items():
            coord = [label if dim == code else TOTAL_LABEL for dim in dims[2:]]
            cells.append(Cell((str(year), "Samtal", *coord), value))
    codes = {code: Codes(TOTAL_LABEL, tuple(values)) for code, values in splits.items()}
    release = release or f"VB{year}"
    return PublishedTable("samtal", "Samtal", release, "count", True, dims, codes, tuple(cells))


def not_offered(year):
    """A year when the measure was not offered: printed `.` by a setting."""
    cell = Cell((str(year), "Samtal", TOTAL_LABEL, TOTAL_LABEL), 0, structural=True)
    dims = ("ar", "insats", "alder", "kon")
    return PublishedTable("samtal", "Samtal", f"VB{year}", "count", True, dims, {}, (cell,))


def made(*tables, ratios=()):
    report = PublishedReport("cmv", 2025, 1, None, True, tables, ratios)
    return measure_table(report, LABELS, years_of(report))


def texts(row):
    return [cell.text for cell in row.cells]


def rows(shown):
    return {(block, row.label): texts(row) for block, row in shown.lines}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (Cell((), 71), "71"),
        (Cell((), 12345), "12\u00a0345"),
        (Cell((), 0), "0"),
        (Cell((), None), ".."),
        (Cell((), 0, structural=True), "."),
    ],
)
def test_a_cell_is_a_number_or_a_sign(cell, text):
    assert shown_cell(cell).text == text


@pytest.mark.parametrize(
    ("published", "decimals", "text"),
    [("7.3", 1, "7,3"), ("9", 1, "9,0"), ("11", 0, "11"), ("55", None, "55"), (None, 1, "..")],
)
def test_a_ratio_keeps_its_decimals(published, decimals, text):
    value = None if published is None else Decimal(published)
    ratio = PublishedRatio("Kötid", "VB2025", "a|2025|Samtal", "b|2025|Samtal", value, decimals=decimals)
    assert shown_ratio(ratio).text == text


def test_total_first_then_splits_in_print_order_then_means():
    ratio = PublishedRatio("Kötid", "VB2025", "x|2025|Samtal", "samtal|2025|Samtal", Decimal(12), decimals=0)
    shown = made(
        table(2025, 20, alder={"0–6 år": 8, "7–12 år": 12}, kon={"Flickor": 9, "Pojkar": 11}), ratios=(ratio,)
    )
    assert list(rows(shown)) == [
        ("", "Totalt"),
        ("Kön", "Flickor"),
        ("Kön", "Pojkar"),
        ("Ålder", "0–6 år"),
        ("Ålder", "7–12 år"),
        ("Medelvärden för hela året", "Kötid, dagar"),
    ]


def test_only_the_years_of_the_report_are_columns():
    report = PublishedReport("cmv", 2025, 1, None, True, (table(2025, 9), table(2024, 8), table(2021, 7)))
    assert years_of(report) == (2024, 2025)


def test_a_split_that_one_year_lacks_has_a_dash_there_and_never_a_guess():
    shown = made(table(2024, 22), table(2025, 26, kon={"Kvinnor": 9, "Män": 17}))
    assert rows(shown)[("Kön", "Kvinnor")] == [ABSENT, "9"]
    assert [note.sign for note in shown.notes] == [ABSENT]


def test_a_year_without_the_measure_has_a_dash_and_a_year_it_was_not_offered_a_point():
    others = PublishedTable(
        "annat", "", "VB2023", "count", True, ("ar", "insats"), {}, (Cell(("2023", "A"), 9),)
    )
    shown = made(others, not_offered(2024), table(2025, 26, kon={"Kvinnor": 9, "Män": 17}))
    assert texts(shown.total) == [ABSENT, STRUCTURAL, "26"]
    assert rows(shown)[("Kön", "Män")] == [ABSENT, STRUCTURAL, "17"]


def test_classes_of_two_levels_stand_side_by_side_each_with_its_own_years():
    fine = {"18–29 år": 5, "30–44 år": 6, "45 år och äldre": None}
    shown = made(table(2024, 20, alder=fine), table(2025, 22, alder={"18–44 år": 12, "45 år och äldre": 10}))
    assert rows(shown)[("Ålder", "18–44 år")] == [ABSENT, "12"]
    assert rows(shown)[("Ålder", "18–29 år")] == ["5", ABSENT]
    assert rows(shown)[("Ålder", "45 år och äldre")] == [HIDDEN, "10"]
    assert [row.label for row in shown.splits[0].rows][-1] == "45 år och äldre"


def test_a_split_that_is_never_printed_is_told_of():
    shown = made(table(2025, 22, kon={"Kvinnor": 9, "Män": 13}))
    assert shown.remark == "Uppdelning på ålder redovisas inte."
    assert not shown.means


def test_a_later_edition_is_marked_in_its_own_year_only():
    shown = made(table(2024, 22, release="VB2024-2"), table(2025, 26))
    assert [column.label for column in shown.columns] == ["2024 r", "2025"]
    assert [cell.is_revised for cell in shown.total.cells] == [True, False]
    assert [note.sign for note in shown.notes] == ["r"]


@pytest.mark.parametrize(
    ("release", "later"), [("VB2025", False), ("VB2025-1", False), ("VB2025-2", True), ("", False)]
)
def test_a_release_says_its_edition(release, later):
    assert is_later_edition(release) is later


def test_a_mean_of_a_year_without_one_is_a_point_when_not_offered():
    ratio = PublishedRatio("Kötid", "VB2025", "x|2025|Samtal", "samtal|2025|Samtal", Decimal(12), decimals=0)
    shown = made(not_offered(2024), table(2025, 20), ratios=(ratio,))
    assert texts(shown.means.rows[0]) == [STRUCTURAL, "12"]


def test_signs_are_said_in_words():
    assert Shown(HIDDEN).said == "uppgiften redovisas inte av sekretesskäl"
    assert Shown("71", 71).said == ""
    assert [note.sign for note in notes_of([Row("", (Shown("."), Shown("..")))])] == ["..", "."]


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        ([["a", "b"], ["a", "b"]], ["a", "b"]),
        ([["b", "c"], ["a", "b"]], ["a", "b", "c"]),
        ([["a"], ["a", "b"]], ["a", "b"]),
        ([[], ["a"]], ["a"]),
    ],
)
def test_labels_of_years_are_merged_in_their_order(lists, expected):
    assert merged(lists) == expected


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((58, 63, 71), "ökade varje år"),
        ((20, 18, 16), "minskade varje år"),
        ((9, 9, 9), "var lika alla år"),
        ((12, 15, 11), "minskade det senaste året"),
        ((12, 15, 15), ""),
        ((9, None, 14), ""),
        ((4, 9, 14), ""),
        ((9,), ""),
    ],
)
def test_nothing_is_said_of_a_change_without_printed_figures_of_at_least_five(values, said):
    row = Row("", tuple(Shown("..") if value is None else Shown(str(value), value) for value in values))
    assert movement(row) == said


def test_every_printed_cell_is_shown_once_and_nothing_else():
    """Against the frozen figures themselves, cell by cell."""
    contents = report_sample.cmv()
    shown = present(contents)
    for published in from_json(contents["figures"]).tables:
        if published.kind != "count":
            continue
        found = shown.table(published.id)
        place = shown.years.index(published.year)
        printed = [shown_cell(cell).text for cell in published.cells]
        blocks = [found.total, *(row for block in found.splits for row in block.rows)]
        ours = [row.cells[place].text for row in blocks if row.cells[place].text != ABSENT]
        assert sorted(ours) == sorted(printed)


def test_a_report_is_presented_by_its_parts():
    shown = present(report_sample.cmv())
    assert shown.years == (2023, 2024, 2025)
    assert [theme.number for theme in shown.themes] == [3, 4, 5, 6]
    assert [figure.row.current.text for figure in shown.key_figures] == ["71", "34", "26", "14", "19", "11"]
    assert shown.marks == ("Fiktiva uppgifter",)
    assert shown.table("utbildning-fardigt-koncept").total.label == "Deltagare totalt"
    assert texts(shown.table("utbildning-specialbestalld").beside[0]) == ["–", "6", "9"]


def test_another_cooperation_has_its_own_measures():
    shown = present(report_sample.norrsken())
    assert [table.name for table in shown.tables] == ["Samråd"]
    assert shown.tables[0].splits[0].label == "Slag av samråd"
    assert shown.marks == ("Utkast", "Fiktiva uppgifter")
