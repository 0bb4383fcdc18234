"""Files as they come: encodings and delimiters, what is not a plain table, and numbers of persons."""

import io
import zipfile
from datetime import date, datetime, time

import openpyxl
import pytest
import xlsxwriter
from import_files import csv_bytes, part, refusal_of, repacked, rows_of, xlsx_bytes
from openpyxl.comments import Comment

from agreements.validators import REFUSED
from followup.importing.reader import read_rows
from followup.importing.rows import FileRefused, letter

TABLE = [("kön", "antal"), ("kvinna", 3), ("åäö–", 4)]
AS_TEXT = [(1, ("kön", "antal")), (2, ("kvinna", "3")), (3, ("åäö–", "4"))]
SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_in_any_usual_encoding_and_delimiter(encoding, delimiter):
    assert rows_of(csv_bytes(TABLE, delimiter, encoding), "a.csv") == AS_TEXT


@pytest.mark.parametrize("encoding", ["cp850", "mac_roman"])
def test_csv_in_another_encoding_is_refused_and_not_misread(encoding):
    data = csv_bytes([("kön", "antal"), ("åäö", 4)], encoding=encoding)
    assert refusal_of(data, "a.csv") == (
        "Filens tecken går inte att läsa. Spara den som CSV UTF-8 eller som .xlsx."
    )


def test_csv_with_control_signs_is_no_text():
    assert "tecken" in refusal_of(b"a;b\n1;\x02\n", "a.csv")


def test_row_numbers_are_those_of_the_file_and_empty_rows_are_passed_over():
    assert rows_of(b"a;b\n;\n \n1;\n", "a.csv") == [(1, ("a", "b")), (4, ("1",))]
    assert rows_of(xlsx_bytes([("a", "b"), (), (), (1,)])) == [(1, ("a", "b")), (4, (1.0,))]


def test_quoted_cells_may_hold_the_delimiter_and_line_ends():
    assert rows_of(b'"a;a","b"\n"1\n1",2\n3,4\n', "a.csv")[1:] == [(2, ("1\n1", "2")), (3, ("3", "4"))]


def test_broken_quotes_are_told_by_row():
    assert refusal_of(b'a;b\n1;"2"x\n', "a.csv").startswith("rad 2: citattecknen")


def test_a_path_is_read_too_and_one_that_is_missing_is_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(csv_bytes(TABLE))
    assert [row.number for row in read_rows(path, path.name)] == [1, 2, 3]
    with pytest.raises(FileRefused, match="finns inte"):
        list(read_rows(tmp_path / "b.csv", "b.csv"))


def test_xlsx_cells_keep_their_kind():
    rows = [("a", 1, 2.5, True, date(2027, 12, 6), datetime(2027, 1, 2, 10, 30))]  # noqa: DTZ001
    assert rows_of(xlsx_bytes(rows)) == [
        (1, ("a", 1.0, 2.5, "SANT", date(2027, 12, 6), time(10, 30))),
    ]


def test_xlsx_columns_are_told_from_a_also_when_the_first_is_empty():
    assert rows_of(xlsx_bytes([("", "", "x")])) == [(1, ("", "", "x"))]


def test_merged_cells_and_text_in_several_typefaces_are_harmless():
    def change(book, sheet):
        sheet.merge_range(3, 0, 3, 1, "sammanfogad")
        sheet.write_rich_string(4, 0, "ett ", book.add_format({"bold": True}), "två")

    assert rows_of(xlsx_bytes(TABLE, change))[3:] == [(4, ("sammanfogad",)), (5, ("ett två",))]


def test_a_file_of_another_program_is_read_the_same():
    book = openpyxl.Workbook()
    for row in TABLE:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    assert rows_of(out.getvalue()) == rows_of(xlsx_bytes(TABLE))


def test_empty_sheets_besides_the_one_with_data_are_let_through():
    assert rows_of(xlsx_bytes(TABLE, lambda book, _: book.add_worksheet("Blad2"))) == rows_of(
        xlsx_bytes(TABLE)
    )


def formula(_, sheet):
    sheet.write_formula(2, 1, "=1+1", None, 2)


def error_value(data):
    xml = part(data, SHEET).replace(b'<c r="B2"><v>3</v>', b'<c r="B2" t="e"><v>#N/A</v>')
    return repacked(data, {SHEET: xml})


def second_sheet(book, _):
    book.add_worksheet("Blad2").write(0, 0, "mer")


def hidden_sheet(book, _):
    book.add_worksheet("Blad2").hide()


def chart(book, sheet):
    shown = book.add_chart({"type": "column"})
    shown.add_series({"values": "=Blad1!$B$2:$B$3"})
    sheet.insert_chart("D2", shown)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (formula, "rad 3, kolumn B: cellen har en formel. Klistra in värdena i stället."),
        (second_sheet, "Filen har data på flera blad. Lämna bara ett blad i filen."),
        (hidden_sheet, "Filen har dolda blad. Ta bort dem och försök igen."),
        (
            lambda _, sheet: sheet.set_row(2, None, None, {"hidden": True}),
            "rad 3: raden är dold. Visa den eller ta bort den.",
        ),
        (
            lambda _, sheet: sheet.write_comment(1, 1, "hej"),
            "Filen har kommentarer. Ta bort dem, eller spara bladet som .csv.",
        ),
        (chart, "Filen har bilder, figurer eller diagram. Ta bort dem, eller spara bladet som .csv."),
        (lambda _, sheet: sheet.write(0, 30, "x"), "rad 1, kolumn AE: bladet har fler än 30 kolumner."),
        (
            lambda _, sheet: sheet.write(100_001, 0, "x"),
            "Bladet har fler än 100\u00a0000 rader utöver rubrikraden.",
        ),
        (
            lambda _, sheet: sheet.write(1_048_575, 16_383, "x"),
            "rad 1048576, kolumn AE: bladet har fler än 30 kolumner.",
        ),
        (lambda book, _: book.add_chartsheet(), None),
    ],
)
def test_a_spreadsheet_with_more_than_plain_values_is_refused(change, line):
    refused = refusal_of(xlsx_bytes(TABLE, change))
    assert refused == line or line is None


def test_an_error_value_is_told_where_it_stands():
    assert refusal_of(error_value(xlsx_bytes(TABLE))) == "rad 2, kolumn B: cellen har ett felvärde."


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("xl/vbaProject.bin", "makron"),
        ("xl/externalLinks/externalLink1.xml", "länkar till andra filer"),
        ("xl/connections.xml", "länkar till andra filer"),
        ("xl/embeddings/oleObject1.bin", "inbäddade filer"),
        ("xl/media/image1.png", "bilder"),
        ("xl/pivotCache/pivotCacheDefinition1.xml", "pivottabeller"),
    ],
)
def test_a_package_with_foreign_parts_is_refused(name, what):
    assert what in refusal_of(repacked(xlsx_bytes(TABLE), {name: "<x/>"}))


@pytest.mark.parametrize("written", [b"<x:f>1</x:f>", b"<f\n>1</f>", b"<f/>"])
def test_a_formula_is_seen_however_it_is_written(written):
    data = xlsx_bytes(TABLE)
    xml = part(data, SHEET).replace(b'<c r="B2">', b'<c r="B2">' + written)
    assert "rad 2, kolumn B: cellen har en formel" in refusal_of(repacked(data, {SHEET: xml}))


def test_a_text_that_looks_like_a_tag_is_no_formula():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        book.add_worksheet().write_string(0, 0, 'a:f <f> "e" hidden')
    assert rows_of(out.getvalue()) == [(1, ('a:f <f> "e" hidden',))]


def test_parts_that_some_programs_always_put_in_are_let_through():
    parts = {
        "xl/drawings/drawing1.xml": "<xdr:wsDr xmlns:xdr='a'/>",
        "xl/persons/person.xml": "<personList/>",
        "xl/printerSettings/printerSettings1.bin": b"\0\1",
    }
    assert rows_of(repacked(xlsx_bytes(TABLE), parts)) == rows_of(xlsx_bytes(TABLE))
    box = {"xl/drawings/drawing1.xml": "<xdr:wsDr xmlns:xdr='a'><xdr:twoCellAnchor/></xdr:wsDr>"}
    assert "bilder" in refusal_of(repacked(xlsx_bytes(TABLE), box))


def test_a_cell_far_away_is_refused_whichever_quotes_it_stands_in():
    data = xlsx_bytes(TABLE)
    for cell in (
        b"<c r='XFD2'><v>1</v></c>",
        b'<c\nr = "xfd2"><v>1</v></c>',
        b'<c t="n" r="AE2"><v>1</v></c>',
    ):
        xml = part(data, SHEET).replace(b'<c r="B2">', cell + b'<c r="B2">')
        assert refusal_of(repacked(data, {SHEET: xml}))


def test_a_format_on_an_empty_cell_far_away_is_harmless():
    def change(book, sheet):
        sheet.write_blank(100_005, 40, None, book.add_format({"bold": True}))

    assert rows_of(xlsx_bytes(TABLE, change)) == rows_of(xlsx_bytes(TABLE))


def test_cells_that_do_not_say_where_they_stand_are_refused():
    data = xlsx_bytes(TABLE)
    xml = part(data, SHEET).replace(b'<c r="B2">', b"<c>" * 1).replace(b'<c r="B3">', b"<c>")
    xml = xml.replace(b'<row r="2" ', b"<row ").replace(b'<row r="3" ', b"<row ")
    assert "trasig" in refusal_of(repacked(data, {SHEET: xml.replace(b'<row r="1" ', b"<row ")}))


@pytest.mark.parametrize("where", [SHEET, "xl/sharedStrings.xml", "docProps/core.xml"])
def test_entities_are_not_unfolded(where):
    data = xlsx_bytes(TABLE)
    bomb = b'?>\n<!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]>'
    assert "trasig" in refusal_of(repacked(data, {where: part(data, where).replace(b"?>", bomb, 1)}))


def test_a_small_file_that_unfolds_to_a_huge_one_is_refused():
    data = xlsx_bytes(TABLE)
    shared = b" " * (21 * 1024 * 1024)
    assert "packas upp" in refusal_of(repacked(data, {"xl/sharedStrings.xml": shared}))
    rows = b"<row>" * (201 * 1024 * 1024 // 5)
    assert "packas upp" in refusal_of(repacked(data, {SHEET: rows}))
    assert "packas upp" in refusal_of(repacked(data, {f"xl/x{n}.txt": b"" for n in range(501)}))


def test_a_row_without_end_is_refused():
    data = xlsx_bytes(TABLE)
    xml = part(data, SHEET).replace(b'<c r="B2">', b" " * (6 * 1024 * 1024) + b'<c r="B2">')
    assert "lång rad" in refusal_of(repacked(data, {SHEET: xml}))


def test_a_size_that_the_package_lies_about_is_found_out():
    data = bytearray(repacked(xlsx_bytes(TABLE), {"xl/sharedStrings.xml": b" " * 100_000}))
    place = data.rfind(b"xl/sharedStrings.xml") - 46 + 24
    data[place : place + 4] = (10).to_bytes(4, "little")
    assert "trasig" in refusal_of(bytes(data))


@pytest.mark.parametrize("cut", [30, 200, 2000, -30])
def test_a_broken_package_is_refused(cut):
    assert "trasig" in refusal_of(xlsx_bytes(TABLE)[:cut])


def test_a_package_of_something_else_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    assert "trasig" in refusal_of(out.getvalue())
    data = xlsx_bytes(TABLE)
    assert refusal_of(repacked(data, without=["xl/worksheets/sheet1.xml"]))
    assert rows_of(repacked(data, {"xl/workbook.xml": b"<workbook/>"})) == []


OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.xlsx", b"%PDF-1.7", "en PDF"),
        ("a.csv", b"%PDF-1.7", "en PDF"),
        ("a.xlsx", b"\x89PNG\r\n", "en bild"),
        ("a.csv", b"\xff\xd8\xff\xe0", "en bild"),
        ("a.xlsx", b"<html><table>", "en webbsida"),
        ("a.csv", b" <!DOCTYPE html>", "en webbsida"),
        ("a.xlsx", b"insats;antal\n", "ingen Excelfil"),
        ("a.csv", xlsx_bytes(TABLE), "ingen textfil"),
        ("a.xls", OLE + b"\0" * 600, "äldre format"),
        ("a.xlsx", OLE + b"\0" * 600, "äldre format"),
        ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "lösenord"),
        ("a.xlsm", xlsx_bytes(TABLE), "makron"),
        ("a.xlsb", b"PK\3\4", "binära"),
        ("a.ods", b"PK\3\4", "LibreOffice"),
        ("a.docx", b"PK\3\4", "det slaget"),
        ("a", b"a;b", "det slaget"),
        ("a.csv", b"", "tom"),
        ("a.csv", b"a;b\n" + b"1;2\n" * (6 * 1024 * 1024), "20 MB"),
    ],
)
def test_a_file_of_the_wrong_kind_is_told_what_it_is(name, data, words):
    assert words in refusal_of(data, name)


def test_a_macro_type_without_a_macro_is_refused():
    data = xlsx_bytes(TABLE)
    types = part(data, "[Content_Types].xml").replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml")
    assert "makron" in refusal_of(repacked(data, {"[Content_Types].xml": types}))


def test_a_locked_package_is_refused():
    data = bytearray(xlsx_bytes(TABLE))
    place = data.find(b"PK\1\2") + 8
    data[place] |= 1
    assert "lösenord" in refusal_of(bytes(data))


def test_csv_has_the_same_limits():
    assert refusal_of(b";".join([b"x"] * 31), "a.csv").startswith("rad 1, kolumn AE:")
    assert "rad 100002:" in refusal_of(b"a;b\n" * 100_002, "a.csv")
    assert len(rows_of(b"a;b\n" * 100_001, "a.csv")) == 100_001


NUMBERS = [
    "19800101-1234",
    "800101-1234",
    "8001611234",
    "198001011234",
    "800101-XXXX",
    "1980 01 01 1234",
    "\u200b800101\u20131234",
]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("place", [(0, 0), (1, 1), (9, 5)])
def test_a_personal_number_in_any_cell_refuses_the_file(number, place):
    rows = [[f"r{row}" for _ in range(6)] for row in range(10)]
    rows[place[0]][place[1]] = number
    assert refusal_of(csv_bytes(rows), "a.csv") == REFUSED
    assert refusal_of(xlsx_bytes(rows)) == REFUSED


@pytest.mark.parametrize("number", [198001011234, 8001011234, 102030004])
def test_a_personal_number_is_seen_in_a_number_cell(number):
    assert refusal_of(xlsx_bytes([("a",), (number,)])) == REFUSED
    assert refusal_of(csv_bytes([("a",), (number,)]), "a.csv") == REFUSED


def test_harmless_numbers_are_let_through():
    rows = [("a", "b", "c"), (999_999, "212000-2502", "063-14 00 00"), (1_000_000, "2027-03-15", "4 744 767")]
    assert len(rows_of(xlsx_bytes(rows))) == 3


NUMBER = "19800101-1234"


def other_sheet(book, _):
    book.add_worksheet("Blad2").write(4, 4, NUMBER)


def other_hidden_sheet(book, _):
    sheet = book.add_worksheet("Blad2")
    sheet.write(4, 4, 198001011234)
    sheet.hide()


@pytest.mark.parametrize(
    "change",
    [
        other_sheet,
        other_hidden_sheet,
        lambda book, _: book.add_worksheet(NUMBER),
        lambda book, _: book.set_properties({"title": NUMBER}),
        lambda book, _: book.set_properties({"author": f"x {NUMBER}"}),
        lambda book, _: book.set_properties({"comments": NUMBER}),
        lambda book, _: book.set_properties({"company": NUMBER}),
        lambda book, _: book.set_custom_property("Ärende", NUMBER),
        lambda book, _: book.set_custom_property("Ärende", 8001011234),
        lambda book, _: book.define_name("ett_namn", f'="{NUMBER}"'),
        lambda _, sheet: sheet.set_header(f"&L{NUMBER}"),
        lambda _, sheet: sheet.set_footer(f'&R&"Arial"{NUMBER}'),
        lambda _, sheet: sheet.data_validation(
            "A1", {"validate": "any", "input_title": "x", "input_message": NUMBER}
        ),
        lambda _, sheet: sheet.write_url(5, 0, f"https://example.org/{NUMBER}", string="länk"),
        lambda book, sheet: sheet.write_rich_string(
            5, 0, "1980", book.add_format({"bold": True}), "0101-1234"
        ),
    ],
)
def test_a_personal_number_anywhere_else_in_a_spreadsheet_refuses_it(change):
    assert refusal_of(xlsx_bytes(TABLE, change)) == REFUSED


def test_a_personal_number_in_the_file_name_refuses_it():
    assert refusal_of(csv_bytes(TABLE), f"{NUMBER}.csv") == REFUSED
    assert refusal_of(xlsx_bytes(TABLE), "anna_198001011234.xlsx") == REFUSED
    assert refusal_of(b"%PDF", f"{NUMBER}.pdf") == REFUSED


def test_a_text_that_no_cell_shows_any_longer_is_seen_too():
    data = xlsx_bytes(TABLE)
    shared = part(data, "xl/sharedStrings.xml").replace(b"</sst>", f"<si><t>{NUMBER}</t></si></sst>".encode())
    assert refusal_of(repacked(data, {"xl/sharedStrings.xml": shared})) == REFUSED
    assert refusal_of(repacked(data, {"customXml/item1.xml": f"<a>{NUMBER}</a>"})) == REFUSED


def test_a_comment_is_refused_in_a_file_of_another_program():
    book = openpyxl.Workbook()
    book.active["A1"] = "a"
    book.active["A1"].comment = Comment("hej", "jag")
    out = io.BytesIO()
    book.save(out)
    assert "kommentarer" in refusal_of(out.getvalue())


def test_letters_of_columns():
    assert [letter(place) for place in (0, 25, 26, 29, 701, 702)] == ["A", "Z", "AA", "AD", "ZZ", "AAA"]
