"""Nothing that stands in a file is ever repeated: not in a fault, not in an exception, nor on its frames."""

import io
import itertools
import logging
import traceback

import pytest
from import_files import CMV, HEADER, SERIES, YEAR, csv_bytes, part, repacked, xlsx_bytes

from followup.importing.counts import COLUMNS, add_counts
from followup.importing.reader import read_rows
from followup.importing.rows import MOST_FAULTS, FileRefused
from followup.importing.series import add_series

MARKER = "Hemlig Hemligsson"
# The same in a number cell and in a date.
NUMBER = 48_151_623
TABLES = {
    add_counts: (COLUMNS, ("trappan", "Kön", "Flickor", 1)),
    add_series: (HEADER, SERIES),
}
ENDS = ("csv", "xlsx")


def file_of(rows, end):
    return csv_bytes(rows) if end == "csv" else xlsx_bytes(rows)


def assert_silent(*shown):
    for text in map(str, shown):
        assert MARKER not in text
        assert "Hemlig" not in text
        assert str(NUMBER) not in text


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("add", TABLES)
@pytest.mark.parametrize("secret", [MARKER, NUMBER, f"{MARKER}\n{MARKER}", f'"{MARKER}', f"={MARKER}"])
def test_no_cell_is_repeated_in_what_the_reader_of_a_table_says(add, end, secret, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    header, row = TABLES[add]
    for line, column in itertools.product((0, 1), range(len(row) + 1)):
        rows = [[*header], [*row]]
        rows[line][column : column + 1] = [secret]
        found = add(read_rows(io.BytesIO(file_of(rows, end)), f"a.{end}"), CMV, YEAR)
        assert found.lines
        assert_silent(found, *found.lines, *map(repr, found.faults))
    assert_silent(caplog.text, *capfd.readouterr())


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("add", TABLES)
def test_every_cell_at_once(add, end):
    header, row = TABLES[add]
    data = file_of([header, *[[MARKER] * len(row)] * 500], end)
    found = add(read_rows(io.BytesIO(data), f"{MARKER}.{end}"), CMV, YEAR)
    assert len(found.faults) == MOST_FAULTS
    assert_silent(found, *found.lines)


def bad_files():
    """Files that are not read to their end, each full of the marker."""
    rows = [[MARKER] * 3 for _ in range(20)]
    good = xlsx_bytes(rows)
    sheet, strings = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
    marked = MARKER.encode()
    yield "a.csv", csv_bytes([*rows, ["19800101-1234"]])
    yield "a.csv", csv_bytes(rows) + f'"{MARKER}"x;"{MARKER}'.encode()
    yield "a.csv", csv_bytes(rows, encoding="utf-8") + b"\xff\x81" + marked
    yield "a.csv", csv_bytes(rows, encoding="utf-16") + b"\0"
    yield "a.csv", csv_bytes([*rows, [MARKER * 10_000]])
    yield "a.csv", csv_bytes([*rows, [MARKER] * 31])
    yield "a.xlsx", marked
    yield f"{MARKER}.pdf", marked
    yield "a.xlsx", good[:-40]
    yield "a.xlsx", xlsx_bytes([*rows, ["19800101-1234"]])
    yield "a.xlsx", xlsx_bytes(rows, lambda _, page: page.write_formula(3, 3, f'="{MARKER}"', None, MARKER))
    yield "a.xlsx", xlsx_bytes(rows, lambda book, _: book.add_worksheet("Hemlig").write(0, 0, MARKER))
    yield "a.xlsx", xlsx_bytes(rows, lambda book, _: book.add_worksheet("Hemlig").hide())
    yield "a.xlsx", repacked(good, {strings: part(good, strings)[:-30]})
    yield "a.xlsx", repacked(good, {strings: part(good, strings).replace(b"</t>", b"</x>")})
    yield "a.xlsx", repacked(good, {"docProps/core.xml": f"<a>{MARKER}"})
    yield "a.xlsx", repacked(good, {sheet: part(good, sheet)[:-100]})
    yield "a.xlsx", repacked(good, {sheet: part(good, sheet).replace(b"<v>0</v>", b"<v>" + marked + b"</v>")})
    yield "a.xlsx", repacked(good, {sheet: part(good, sheet).replace(b"<v>0</v>", b"<v>9999</v>")})
    yield "a.xlsx", repacked(good, {sheet: part(good, sheet).replace(b't="s"', b't="d"')})
    yield "a.xlsx", repacked(good, {sheet: part(good, sheet).replace(b't="s"', b't="b"')})
    yield "a.xlsx", repacked(good, {sheet: part(good, sheet).replace(b"</row>", b"</rad>")})
    yield (
        "a.xlsx",
        repacked(good, {"xl/workbook.xml": part(good, "xl/workbook.xml").replace(b"rId1", b"Hemlig")}),
    )


@pytest.mark.parametrize(("name", "data"), [*bad_files()])
def test_an_exception_holds_no_value_and_no_frame_of_ours_does(name, data, capfd):
    try:
        for _ in read_rows(io.BytesIO(data), name):
            pass
    except FileRefused as refused:
        caught = refused
    else:
        caught = FileRefused("")  # it can be read; what is said of its cells is tried above
    assert caught.__cause__ is None
    assert caught.__context__ is None
    assert_silent(repr(caught), caught, caught.args, vars(caught))
    for frame, _ in traceback.walk_tb(caught.__traceback__):
        if "followup" in frame.f_code.co_filename and "tests" not in frame.f_code.co_filename:
            assert_silent(*(value for key, value in frame.f_locals.items() if key != "name"))
    assert_silent(*capfd.readouterr())


@pytest.mark.parametrize("number", [b"NaN", b"INF", b"1e999", b"-1e999", b"1e300"])
@pytest.mark.parametrize("add", TABLES)
def test_numbers_that_are_none_are_faults_like_others(add, number):
    header, row = TABLES[add]
    data = xlsx_bytes([header, row])
    sheet = "xl/worksheets/sheet1.xml"
    for old in set(map(str, row)) - {""}:
        xml = part(data, sheet).replace(f"<v>{old}</v>".encode(), b"<v>" + number + b"</v>")
        if xml != part(data, sheet):
            found = add(read_rows(io.BytesIO(repacked(data, {sheet: xml})), "a.xlsx"), CMV, YEAR)
            assert found.lines
            assert not found.values
