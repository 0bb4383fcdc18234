"""The table of counts: the template and back, and every fault by row and column."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from import_files import CMV, GROUP, SUPPORT, TRAPPAN, YEAR, csv_bytes, measures, xlsx_bytes

from followup.figures import Sheet
from followup.importing.counts import COLUMNS, add_counts, template_rows
from followup.importing.reader import read_rows
from followup.importing.template import template_csv, template_xlsx
from followup.importing.words import AGE_BECAME_DATE
from followup.measures import Kind, Measure, Part, Split

NORRSKEN = measures("norrsken")


def added(rows, year=YEAR, known=CMV, progress=None):
    """What a table of these rows, below the header, adds up to; the same from both kinds of file."""
    from_csv, from_xlsx = (
        add_counts(read_rows(io.BytesIO(data), name), known, year, progress)
        for data, name in (
            (csv_bytes([COLUMNS, *rows]), "a.csv"),
            (xlsx_bytes([COLUMNS, *rows]), "a.xlsx"),
        )
    )
    if not any(isinstance(cell, date) for row in rows for cell in row):
        assert from_csv == from_xlsx
    return from_xlsx


def lines(*rows, **options):
    found = added(rows, **options)
    assert not found.values
    return found.lines


TOTAL = ("stodsamtal-valdsutsatta", "Totalt", "", 3)
WOMEN = ("Stödsamtal för våldsutsatta", "Kön", "Kvinnor", 2)


def test_figures_by_measure_and_field():
    found = added(
        [TOTAL, WOMEN, ("trappan", "kon", "Uppgift saknas", 0), ("trappan", "summor", "samtal", 70)]
    )
    assert found.values == {
        "stodsamtal-valdsutsatta": {"totalt": 3, "kon.kvinnor": 2},
        "trappan": {"kon.saknas": 0, "summa.samtal": 70},
    }
    assert found.rows == {"stodsamtal-valdsutsatta": 2, "trappan": 2}
    assert found.lines == ()


@pytest.mark.parametrize("known", [CMV, NORRSKEN])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_holds_every_field_and_is_read_back(known, kind):
    if kind == "csv":
        rows = [*csv.reader(io.StringIO(template_csv(known).decode("utf-8-sig"), newline=""), delimiter=";")]
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(template_xlsx(known))).active
        rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert tuple(rows[0]) == COLUMNS
    assert {row[3] for row in rows[1:]} == {""}
    filled = [rows[0], *([*row[:3], 0] for row in rows[1:])]
    data, name = (csv_bytes(filled), "a.csv") if kind == "csv" else (xlsx_bytes(filled), "a.xlsx")
    found = add_counts(read_rows(io.BytesIO(data), name), known, YEAR)
    assert found.lines == ()
    assert found.values == {each.code: {field.key: 0 for field in each.fields} for each in known}
    assert all(Sheet(each, YEAR, found.values[each.code]).is_complete for each in known)


@pytest.mark.parametrize("make", [template_csv, template_xlsx])
def test_the_template_as_it_was_downloaded_gives_no_figures(make):
    name = "mall.csv" if make is template_csv else "mall.xlsx"
    found = add_counts(read_rows(io.BytesIO(make(CMV)), name), CMV, YEAR)
    assert found.lines == ()
    assert not any(found.values.values())


def test_the_spreadsheet_locks_its_labels_as_text_and_opens_the_counts():
    sheet = openpyxl.load_workbook(io.BytesIO(template_xlsx(CMV))).active
    assert sheet.freeze_panes == "A2"
    assert sheet.protection.sheet
    for row in sheet.iter_rows(min_row=2):
        assert [cell.number_format for cell in row] == ["@", "@", "@", "0"]
        assert [cell.protection.locked for cell in row] == [True, True, True, False]
    labels = [row[2].value for row in sheet.iter_rows(min_row=2)]
    assert "7–12 år" in labels
    assert "Belagda lägenhetsdygn" in labels
    assert len(sheet.data_validations.dataValidation) == 1


def test_a_class_that_cannot_occur_is_not_in_the_template():
    labels = [row for row in template_rows([GROUP]) if row[1] == "Kön"]
    assert [label for _, _, label in labels] == ["Kvinnor", "Uppgift saknas"]


def test_labels_that_a_spreadsheet_would_count_are_kept_as_text_and_read_back():
    odd = Measure(
        "m", "=1+1", "-serier", Kind.CASES, (Split("s", "@s", (Part("a", "+a"), Part("b", "b")), ()),)
    )
    text = template_csv([odd]).decode("utf-8-sig")
    assert text.splitlines()[1].startswith("'=1+1;Totalt;'-serier;")
    found = add_counts(read_rows(io.BytesIO(template_csv([odd])), "a.csv"), [odd], YEAR)
    assert found.lines == ()


def test_labels_that_two_measures_share_are_given_as_codes():
    one, two = (Measure(code, "Samtal", "serier", Kind.CASES) for code in ("ett", "tva"))
    assert [row[0] for row in template_rows([one, two])] == ["ett", "tva"]
    assert lines(("Samtal", "Totalt", "", 1), known=[one, two]) == ("rad 2, kolumn A: okänd insats.",)


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (("hemligt", "Totalt", "", 1), "rad 3, kolumn A: okänd insats."),
        ((7, "Totalt", "", 1), "rad 3, kolumn A: okänd insats."),
        (("", "Totalt", "", 1), "rad 3, kolumn A: okänd insats."),
        (("trappan", "hemligt", "", 1), "rad 3, kolumn B: okänd uppdelning."),
        (("trappan", "Kön", "hemligt", 1), "rad 3, kolumn C: okänd klass."),
        (("trappan", "Kön", "", 1), "rad 3, kolumn C: okänd klass."),
        (("trappan", "Ålder", 7, 1), "rad 3, kolumn C: okänd klass."),
        (("kvinnogrupp", "Kön", "Män", 1), "rad 3, kolumn C: klassen kan inte förekomma för insatsen."),
        (("trappan", "Kön", "Flickor", "två"), "rad 3, kolumn D: cellen är inte ett heltal."),
        (("trappan", "Kön", "Flickor", 2.5), "rad 3, kolumn D: cellen är inte ett heltal."),
        (("trappan", "Kön", "Flickor", "2,0"), "rad 3, kolumn D: cellen är inte ett heltal."),
        (("trappan", "Kön", "Flickor", -1), "rad 3, kolumn D: antalet är negativt."),
        (("trappan", "Kön", "Flickor", "−1"), "rad 3, kolumn D: antalet är negativt."),
        (("trappan", "Kön", "Flickor", 1_000_000), "rad 3, kolumn D: antalet är större än 999\u00a0999."),
        (
            ("trappan", "Kön", "Flickor", date(2027, 1, 2)),
            "rad 3, kolumn D: cellen är ett datum eller en tid, inte ett antal.",
        ),
        (
            ("trappan", "Ålder", date(2027, 12, 7), 1),
            f"rad 3, kolumn C: {AGE_BECAME_DATE}",
        ),
        (
            ("trappan", "Ålder", "07-dec", 1),
            f"rad 3, kolumn C: {AGE_BECAME_DATE}",
        ),
        (("trappan", "Kön", date(2027, 12, 7), 1), "rad 3, kolumn C: cellen är ett datum eller en tid."),
        (TOTAL, "rad 3, kolumn C: samma antal står redan på rad 2."),
        (
            ("stodsamtal-valdsutsatta", "totalt", "totalt", ""),
            "rad 3, kolumn C: samma antal står redan på rad 2.",
        ),
        ((*WOMEN, "mer"), "rad 3, kolumn E: raden har fler celler än rubrikraden."),
    ],
)
def test_a_fault_is_told_by_row_and_column(row, line):
    assert lines(TOTAL, row) == (line,)


@pytest.mark.parametrize("count", ["1 234", "1\u00a0234", 1234, "1234"])
def test_whole_numbers_as_they_are_written(count):
    assert added([("trappan", "Totalt", "", count)]).values == {"trappan": {"totalt": 1234}}


def test_labels_are_read_without_regard_to_case_accents_dashes_and_spaces():
    rows = [
        ("STODSAMTAL FOR VALDSUTSATTA", "kon", " kvinnor ", 2),
        ("Stödsamtal för våldsutsatta", "ÅLDER", "18 - 29 år", 2),
        ("stodsamtal-valdsutsatta", "kommun", "harjedalen", 2),
        ("stodsamtal-valdsutsatta", "Beslutsform", "servicesamtal", 2),
    ]
    assert set(added(rows).values["stodsamtal-valdsutsatta"]) == {
        *("kon.kvinnor", "alder.18-29", "kommun.harjedalen", "beslutsform.service"),
    }


def test_columns_in_any_order():
    data = csv_bytes([("Antal", "klass", "UPPDELNING", "insats"), (4, "", "Totalt", "trappan")])
    found = add_counts(read_rows(io.BytesIO(data), "a.csv"), CMV, YEAR)
    assert found.values == {"trappan": {"totalt": 4}}


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (("insats", "uppdelning", "klass"), ("rad 1: kolumnen antal saknas.",)),
        (
            (*COLUMNS, "anteckning"),
            (
                "rad 1, kolumn E: okänd kolumn. "
                "Filen får bara ha kolumnerna insats, uppdelning, klass, antal.",
            ),
        ),
        ((*COLUMNS, "Insats"), ("rad 1, kolumn E: kolumnen står två gånger.",)),
        (("insats", "", "klass", "antal"), ("rad 1, kolumn B: kolumnen saknar rubrik.",)),
    ],
)
def test_a_wrong_header_refuses_the_file(header, found):
    data = csv_bytes([header, TOTAL])
    assert add_counts(read_rows(io.BytesIO(data), "a.csv"), CMV, YEAR).lines == found


def test_an_empty_file_and_one_without_a_header():
    for data, line in (
        (b"\n", "Filen är tom."),
        (csv_bytes([(), TOTAL]), "rad 1: rubrikraden saknas."),
        (xlsx_bytes([]), "Filen är tom."),
    ):
        name = "a.xlsx" if data.startswith(b"PK") else "a.csv"
        assert add_counts(read_rows(io.BytesIO(data), name), CMV, YEAR).lines == (line,)


def test_a_split_that_does_not_add_up_is_told_by_the_name_of_the_measure():
    rows = [("trappan", "Totalt", "", 3), ("trappan", "Kön", "Flickor", 2), ("trappan", "Kön", "Pojkar", 0)]
    assert lines(*rows, ("trappan", "Kön", "Uppgift saknas", 0)) == (
        "Insatser för barn (Trappan): Kön blir tillsammans 2, men totalt är 3.",
    )
    assert added(rows).lines == ()


def test_nights_beyond_the_year_are_told():
    row = ("jourlagenhet-vuxna", "Summor", "Belagda lägenhetsdygn", 731)
    assert "Lägenhetsdygnen är fler" in lines(row, year=2027)[0]
    assert added([row], year=2028).lines == ()


def test_at_most_fifty_faults_are_listed():
    rows = [("okänd", "x", "y", 1)] * 73
    found = lines(*rows)
    assert len(found) == 51
    assert found[-1] == "och 23 till"


def test_a_personal_number_comes_before_every_other_fault():
    data = csv_bytes([(*COLUMNS, "anteckning"), *[TOTAL] * 100, ("trappan", "19800101-1234", "", 1)])
    found = add_counts(read_rows(io.BytesIO(data), "a.csv"), CMV, YEAR)
    assert len(found.lines) == 1
    assert "personnummer" in found.lines[0]


def test_progress_is_told_every_five_thousand_rows():
    told = []
    rows = [(TRAPPAN.code, "Totalt", "", "")] * 10_001
    data = csv_bytes([COLUMNS, *rows])
    add_counts(read_rows(io.BytesIO(data), "a.csv"), CMV, YEAR, told.append)
    assert told == [5_000, 10_000]


def test_figures_are_not_shown_by_a_result():
    assert "2" not in repr(added([WOMEN])).replace("more=0", "")
    assert SUPPORT.code not in repr(added([WOMEN]))
