"""Published figures as CSV, spreadsheet and JSON: exactly the cells that are printed, nothing else.

The JSON is the form of the open data, the same bytes between runs. No sheet has a formula or anything hidden.
"""

import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from agreements.swedish import NBSP
from costs.exports import csv_text
from followup.disclosure.model import PublishedReport, to_json
from followup.presentation import MeasureTable, Presentation, Row, Shown

HEADINGS = ("Mått", "Enhet", "Uppdelning", "Klass")
REVISED_HEADING = "Reviderat år"
A4 = 9
LANGUAGE = "sv-SE"
LONGEST_SHEET_NAME = 31
_NOT_IN_FILE_NAME = re.compile("[^a-z0-9]+")
_PLAIN_LETTERS = str.maketrans("åäöéü", "aaoeu")
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


def json_bytes(report: PublishedReport) -> bytes:
    """The open data: UTF-8, the keys in their order, a line a value, so that editions can be compared."""
    return (json.dumps(to_json(report), ensure_ascii=False, indent=1) + "\n").encode()


def csv_bytes(shown: Presentation) -> bytes:
    """Every table as one list, as Swedish spreadsheets read it: UTF-8 with mark, `;`, decimal comma."""
    return csv_text([_headings(shown), *(_plain_row(*line) for line in _lines(shown.tables))]).encode()


def file_name(contents: dict, kind: str) -> str:
    """What a file of the report is called: "verksamhetsberattelse-cmv-2025-utgava-2.csv"."""
    edition = f"utgava-{contents['edition']}" if contents["edition"] > 1 else ""
    draft = "utkast" if contents["state"] != "adopted" else ""
    title = _NOT_IN_FILE_NAME.sub("-", contents["title"].casefold().translate(_PLAIN_LETTERS)).strip("-")
    parts = (title, contents["cooperation"]["slug"], str(contents["year"]), edition, draft)
    return f"{'-'.join(filter(None, parts))}.{kind}"


def _headings(shown: Presentation) -> list[str]:
    return [*HEADINGS, *map(str, shown.years), REVISED_HEADING]


def _lines(tables: Sequence[MeasureTable]) -> Iterator[tuple[MeasureTable, str, Row]]:
    for table in tables:
        for block, row in table.lines:
            yield table, block, row


def _plain_row(table: MeasureTable, block: str, row: Row) -> list[str]:
    """A line of the list; numbers without spaces between the thousands."""
    return [*_named(table, block, row), *map(plain, row.cells), _revised_years(table, row)]


def _named(table: MeasureTable, block: str, row: Row) -> list[str]:
    return [table.name, table.unit, block, row.label]


def plain(cell: Shown) -> str:
    """A cell as a file holds it: "1234", "7,3", or its sign."""
    return cell.text.replace(NBSP, "")


def _revised_years(table: MeasureTable, row: Row) -> str:
    years = zip(table.columns, row.cells, strict=True)
    return ", ".join(str(column.year) for column, cell in years if cell.is_revised)


# --- Spreadsheet


def xlsx_bytes(shown: Presentation, *, created: datetime) -> bytes:
    """A sheet for each part of the report, each one table, after one that says how to read them."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        book.set_properties({"title": ", ".join((shown.title, shown.cooperation)), "created": created})
        _about_sheet(book, shown)
        taken: set[str] = set()
        for number, theme in enumerate(shown.themes, start=1):
            if theme.tables:
                sheet = book.add_worksheet(_sheet_name(theme.title, taken))
                _table_sheet(book, sheet, shown, theme.tables, f"Tabell{number}")
    return _in_swedish(out.getvalue())


def _about_sheet(book: Workbook, shown: Presentation) -> None:
    sheet = book.add_worksheet("Läs mig")
    title = book.add_format({"bold": True, "font_size": 14})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, f"{shown.title}, {shown.cooperation}", title)
    lines = [*(f"{mark}." for mark in shown.marks)]
    lines += [f"Utgåva {shown.edition}."] if shown.edition > 1 else []
    lines += [f"{note.sign}  {note.text}" for note in shown.notes]
    lines += ["Insatserna kan inte summeras till antal personer: en person kan ha fått flera insatser."]
    for at, line in enumerate(lines, start=2):
        sheet.write_string(at, 0, line, wrapped)
    sheet.set_column(0, 0, 90)
    sheet.set_paper(A4)


def _table_sheet(
    book: Workbook, sheet: Worksheet, shown: Presentation, tables: Sequence[MeasureTable], name: str
) -> None:
    lines, headings = list(_lines(tables)), _headings(shown)
    right = book.add_format({"align": "right"})
    whole = book.add_format({"num_format": "#,##0", "align": "right"})
    for at, (table, block, row) in enumerate(lines, start=1):
        for column, text in enumerate(_named(table, block, row)):
            sheet.write_string(at, column, text)
        for column, cell in enumerate(row.cells, start=len(HEADINGS)):
            _write_cell(book, sheet, at, column, cell, whole, right)
        sheet.write_string(at, len(headings) - 1, _revised_years(table, row))
    # The cells are written above; the table only needs its name and its headings.
    columns = [{"header": heading} for heading in headings]
    sheet.add_table(0, 0, max(1, len(lines)), len(headings) - 1, {"name": name, "columns": columns})
    for column, width in enumerate((34, 24, 26, 44)):
        sheet.set_column(column, column, width)
    sheet.set_column(len(HEADINGS), len(headings) - 1, 12)
    sheet.freeze_panes(1, len(HEADINGS))
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write_cell(
    book: Workbook, sheet: Worksheet, at: int, column: int, cell: Shown, whole: object, right: object
) -> None:
    if cell.value is None:
        sheet.write_string(at, column, cell.text, right)
    elif isinstance(cell.value, Decimal) and "," in cell.text:
        zeros = "0" * len(cell.text.partition(",")[2])
        decimal = book.add_format({"num_format": f"0.{zeros}", "align": "right"})
        sheet.write_number(at, column, cell.value, decimal)
    else:
        sheet.write_number(at, column, cell.value, whole)


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that a spreadsheet accepts, and that no other sheet has."""
    base = " ".join(_NOT_IN_SHEET_NAME.sub(" ", title).split()) or "Del"
    name, count = base[:LONGEST_SHEET_NAME].strip(), 1
    while name.casefold() in taken or name == "Läs mig":
        count += 1
        name = f"{base[: LONGEST_SHEET_NAME - 4].strip()} {count}"
    taken.add(name.casefold())
    return name


def _in_swedish(book: bytes) -> bytes:
    """The workbook with its language named, which the writer has no setting for."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "docProps/core.xml":
                end = b"</cp:coreProperties>"
                data = data.replace(end, f"<dc:language>{LANGUAGE}</dc:language>".encode() + end)
            new.writestr(entry, data)
    return out.getvalue()
