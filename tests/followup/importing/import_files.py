"""Files for the import's tests, built here: the measures of the fixtures, and good and bad spreadsheets."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
import yaml

from followup.importing.reader import read_rows
from followup.importing.rows import FileRefused
from followup.measures import Municipality, read_measure

ROOT = Path(__file__).resolve().parents[3]
YEAR = 2027
MUNICIPALITIES = tuple(
    Municipality(code, label)
    for code, label in (
        ("berg", "Berg"),
        ("bracke", "Bräcke"),
        ("harjedalen", "Härjedalen"),
        ("krokom", "Krokom"),
        ("ragunda", "Ragunda"),
        ("stromsund", "Strömsund"),
        ("are", "Åre"),
        ("ostersund", "Östersund"),
    )
)


def measures(cooperation="cmv"):
    rows = yaml.safe_load((ROOT / "fixtures/08_followup.yaml").read_text(encoding="utf-8"))
    fields = [row["fields"] for row in rows if row["model"] == "followup.measuredefinition"]
    fields = [each for each in fields if each["cooperation"] == [cooperation]]
    return tuple(
        read_measure(each["slug"], each["name"], each["definition"], MUNICIPALITIES) for each in fields
    )


CMV = measures()
SUPPORT, TRAPPAN, _, _, GROUP, FLATS, FLATS_CHILDREN, COURSES, _ = CMV

HEADER = (
    *("insats", "startdatum", "kön", "ålder", "kommun", "samtal"),
    *("beslutsform", "besök i hemkommunen", "väntedagar"),
)
SERIES = ("stodsamtal-valdsutsatta", "2027-03-15", "kvinna", 34, "Berg", 7, "service", "ja", 12)


def csv_bytes(rows, delimiter=";", encoding="utf-8-sig"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_bytes(rows, change=None):
    """A spreadsheet of rows; dates are dates, texts are texts. `change` may do more to (book, sheet)."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Blad1")
    day = book.add_format({"num_format": "d-mmm"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            elif cell != "":
                sheet.write(number, column, cell)
    if change:
        change(book, sheet)
    book.close()
    return out.getvalue()


def repacked(data, parts=(), without=()):
    """The package with parts put in or replaced, or left out."""
    new, out = dict(parts), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in old.namelist():
            if name not in new and name not in without:
                package.writestr(name, old.read(name))
        for name, content in new.items():
            package.writestr(name, content)
    return out.getvalue()


def part(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def rows_of(data, name="siffror.xlsx"):
    """The rows of a file, as (number, cells)."""
    return [(row.number, row.cells) for row in read_rows(io.BytesIO(data), name)]


def refusal_of(data, name="siffror.xlsx"):
    """The line that a file is refused with."""
    with pytest.raises(FileRefused) as caught:
        rows_of(data, name)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return str(caught.value)
