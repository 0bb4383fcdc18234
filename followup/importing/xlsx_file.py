"""Rows of the one sheet of an XLSX file that has data, once the package has been looked through."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, load_workbook

from agreements import swedish
from followup.importing.gate import Gate
from followup.importing.package import check_package
from followup.importing.rows import MOST_COLUMNS, MOST_ROWS, Cell, FileRefused, Row, letter, trimmed

# Read as they are; the others become one of these.
_PLAIN = frozenset((str, float, int, date, time))
_UNREADABLE = "Filen går inte att läsa. Spara den på nytt som .xlsx."


def xlsx_rows(file: IO[bytes], gate: Gate) -> Iterator[Row]:
    """The rows that have content; the file is closed once it has been taken in. Raises FileRefused."""
    check_package(file, gate)
    file.seek(0)
    book = _opened(file)
    file.close()  # the reader has a copy of its own
    sheet = _only_sheet(book, gate)
    if sheet is not None:
        yield from _rows(sheet)


def _opened(file: IO[bytes]) -> CalamineWorkbook:
    try:
        return load_workbook(file)
    except BaseException as error:
        _check_reader_fault(error)
    raise FileRefused(_UNREADABLE)


def _sheet(book: CalamineWorkbook, place: int) -> CalamineSheet:
    try:
        return book.get_sheet_by_index(place)
    except BaseException as error:
        _check_reader_fault(error)
    raise FileRefused(_UNREADABLE)


def _check_reader_fault(error: BaseException) -> None:
    """Pass on what is not about the file. The reader's own panic is no Exception, and may quote a cell."""
    if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
        raise error


def _only_sheet(book: CalamineWorkbook, gate: Gate) -> CalamineSheet | None:
    """The one sheet with data. A personal number on any other sheet is the graver fault, and told first."""
    sheets = book.sheets_metadata
    hidden = [place for place, each in enumerate(sheets) if each.visible is not SheetVisibleEnum.Visible]
    odd = any(each.typ is not SheetTypeEnum.WorkSheet for each in sheets)
    if len(sheets) == 1 and not hidden and not odd:
        return _sheet(book, 0)
    filled = [place for place in range(len(sheets)) if _sheet(book, place).end]
    if hidden or odd or len(filled) > 1:
        for place in filled:
            for row in _rows(_sheet(book, place)):
                gate.row(row.cells)
        raise FileRefused(_sheet_fault(bool(hidden), odd))
    return _sheet(book, filled[0]) if filled else None


def _sheet_fault(is_hidden: bool, is_odd: bool) -> str:
    if is_hidden:
        return "Filen har dolda blad. Ta bort dem och försök igen."
    if is_odd:
        return "Filen har blad som inte är vanliga kalkylblad. Ta bort dem och försök igen."
    return "Filen har data på flera blad. Lämna bara ett blad i filen."


def _rows(sheet: CalamineSheet) -> Iterator[Row]:
    if not sheet.start or not sheet.end:
        return
    if sheet.end[0] > MOST_ROWS:
        raise FileRefused(f"Bladet har fler än {swedish.number(MOST_ROWS)} rader utöver rubrikraden.")
    if sheet.end[1] >= MOST_COLUMNS:
        raise FileRefused(f"Bladet har fler än {MOST_COLUMNS} kolumner, till {letter(MOST_COLUMNS - 1)}.")
    # The reader leaves out the empty columns first, though not the empty rows.
    indent: list[Cell] = [""] * sheet.start[1]
    for number, cells in enumerate(sheet.iter_rows(), 1):
        plain = cells if _PLAIN.issuperset(map(type, cells)) else map(_plain, cells)
        if row := trimmed([*indent, *plain]):
            yield Row(number, row)


def _plain(cell: Cell | bool | datetime | timedelta) -> Cell:
    """A cell as the readers know it: a day without a clock is a date, a length of time is a time."""
    if isinstance(cell, bool):
        return "SANT" if cell else "FALSKT"
    if isinstance(cell, timedelta):
        return time()
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell.time()
    return cell
