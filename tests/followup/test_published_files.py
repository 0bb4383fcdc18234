"""The files of published figures: CSV, spreadsheet and JSON hold the same cells, and nothing more."""

import csv
import io
import json
import zipfile
from datetime import datetime

import openpyxl
import pytest

from followup.disclosure.model import from_json, to_json
from followup.presentation import present
from followup.published_files import csv_bytes, file_name, json_bytes, xlsx_bytes
from tests.followup import report_sample

WHEN = datetime(2026, 3, 12)  # noqa: DTZ001 - spreadsheets hold no time zone


@pytest.fixture(scope="module", params=["cmv", "norrsken"])
def contents(request):
    return getattr(report_sample, request.param)()


@pytest.fixture(scope="module")
def shown(contents):
    return present(contents)


@pytest.fixture(scope="module")
def book(shown):
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(shown, created=WHEN)))


def expected(shown, tables):
    """Name, unit, heading, label and cells of every row, numbers without spaces."""
    for table in tables:
        for block, row in table.lines:
            cells = [cell.text.replace("\u00a0", "") for cell in row.cells]
            yield [table.name, table.unit, block, row.label, *cells]


def test_csv_has_exactly_the_printed_cells(shown):
    data = csv_bytes(shown)
    assert data.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";")
    assert head == ["Mått", "Enhet", "Uppdelning", "Klass", *map(str, shown.years), "Reviderat år"]
    assert [row[:-1] for row in rows] == list(expected(shown, shown.tables))


def test_csv_names_the_revised_years():
    rows = csv_bytes(present(report_sample.cmv())).decode("utf-8-sig").splitlines()
    assert {row.rpartition(";")[2] for row in rows if row.startswith("Stödsamtal för våldsutsatta")} == {
        "2024"
    }
    assert {row.rpartition(";")[2] for row in rows if row.startswith("Kvinnogrupp")} == {""}


def test_the_spreadsheet_has_exactly_the_printed_cells(shown, book):
    for theme, sheet in zip(shown.themes, book.worksheets[1:], strict=True):
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        assert rows[0][:4] == ["Mått", "Enhet", "Uppdelning", "Klass"]
        found = [[as_printed(value) for value in row[:-1]] for row in rows[1:]]
        wanted = [[as_number(text) for text in row] for row in expected(shown, theme.tables)]
        assert found == wanted


def as_printed(value):
    return "" if value is None else f"{float(value):g}" if isinstance(value, int | float) else value


def as_number(text):
    """A printed number as its value, for a spreadsheet keeps numbers as numbers."""
    plain = text.replace(",", ".")
    return f"{float(plain):g}" if plain.replace(".", "", 1).isdigit() else text


def test_numbers_are_numbers_and_signs_are_texts():
    book = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(present(report_sample.cmv()), created=WHEN)))
    kinds = {type(row[6].value) for row in book["Utbildningar"].iter_rows(min_row=2)}
    assert kinds == {int}
    signs = {row[5].value for row in book["Jourlägenhet"].iter_rows(min_row=2)}
    assert ".." in signs


def test_the_spreadsheet_hides_nothing_and_computes_nothing(book):
    for sheet in book.worksheets:
        assert sheet.sheet_state == "visible"
        assert not any(column.hidden for column in sheet.column_dimensions.values())
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(cell.data_type == "f" or cell.comment for row in sheet.iter_rows() for cell in row)
    assert not book.defined_names
    assert [len(sheet.tables) for sheet in book.worksheets[1:]] == [1] * (len(book.worksheets) - 1)


def test_the_spreadsheet_says_what_it_is_and_in_what_language(shown, book):
    assert book.properties.language == "sv-SE"
    assert shown.title in book.properties.title
    told = " ".join(str(row[0].value) for row in book.worksheets[0].iter_rows() if row[0].value)
    for said in (*shown.marks, "sekretesskäl"):
        assert said in told


def test_the_same_figures_give_the_same_bytes(shown, contents):
    assert xlsx_bytes(shown, created=WHEN) == xlsx_bytes(shown, created=WHEN)
    assert json_bytes(from_json(contents["figures"])) == json_bytes(from_json(contents["figures"]))


def test_json_is_the_frozen_form(contents):
    data = json_bytes(from_json(contents["figures"]))
    assert json.loads(data) == contents["figures"] == to_json(from_json(contents["figures"]))
    assert list(json.loads(data)) == [
        "cooperation",
        "year",
        "edition",
        "adopted",
        "fictitious",
        "tables",
        "ratios",
    ]
    assert "Östersund" in data.decode() or contents["cooperation"]["slug"] != "cmv"


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_label_is_never_run_as_a_formula(start):
    contents = report_sample.cmv()
    contents["measures"][0]["name"] = f"{start}cmd|' /C calc'!A0"
    shown = present(contents)
    assert f"\r\n'{start}cmd" in csv_bytes(shown).decode()
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(shown, created=WHEN)))["Individuellt stöd"]
    assert sheet["A2"].data_type == "s"


def test_sheets_have_names_of_their_own_that_spreadsheets_accept():
    contents = report_sample.cmv()
    for slot in contents["slots"]:
        slot["title"] = "Stöd [och] skydd: en mycket lång rubrik / utan slut"
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(present(contents), created=WHEN))) as opened:
        assert not opened.testzip()
    names = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(present(contents), created=WHEN))).sheetnames
    assert len({name.casefold() for name in names}) == 5
    assert all(len(name) <= 31 for name in names)


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({}, "verksamhetsberattelse-cmv-2025.csv"),
        ({"edition": 2}, "verksamhetsberattelse-cmv-2025-utgava-2.csv"),
        ({"state": "draft"}, "verksamhetsberattelse-cmv-2025-utkast.csv"),
        ({"title": "Årlig redovisning"}, "arlig-redovisning-cmv-2025.csv"),
    ],
)
def test_a_file_is_named_by_what_it_is(changed, name):
    assert file_name(report_sample.cmv(**changed), "csv") == name
