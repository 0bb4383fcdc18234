"""Looks through an XLSX package before its cells are read: it may hold plain values and nothing else.

A formula's last value, a macro, a link to another file, a picture or a comment is a way for something to
come along that nobody has looked at. Sizes are checked first, so that a small file cannot unfold to a huge
one. The sheets are passed through as bytes, a row at a time; the small parts are parsed.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO
from xml.parsers import expat

from agreements import swedish
from followup.importing.gate import Gate
from followup.importing.rows import MOST_COLUMNS, MOST_ROWS, FileRefused, letter

MOST_ENTRIES = 500
MOST_UNPACKED = 200 * 1024 * 1024
MOST_IN_A_PART = 20 * 1024 * 1024
# One row: 30 cells of the longest text a spreadsheet allows, 32 767 signs.
MOST_IN_A_ROW = 4 * 1024 * 1024

_BROKEN = "Filen är trasig eller inte en riktig Excelfil. Spara den på nytt som .xlsx."
_CHUNK = 1 << 18
_BANNED = (
    (re.compile(r"vbaproject|macrosheets/|dialogsheets/|activex/|ctrlprops/"), "makron eller kontroller"),
    (re.compile(r"externallinks/|connections\.xml|querytables/|querytable"), "länkar till andra filer"),
    (re.compile(r"embeddings/|oleobject"), "inbäddade filer"),
    (re.compile(r"comments"), "kommentarer"),
    (re.compile(r"media/|vmldrawing|charts/|chartsheets/|diagrams/"), "bilder, figurer eller diagram"),
    (re.compile(r"pivot"), "pivottabeller"),
)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_PARSED = re.compile(r".*\.(?:xml|rels)", re.IGNORECASE)
# Numbers and names of Excel's own, where a chance row of digits could look like a personal number.
_PASSED_OVER = re.compile(r"xl/(?:styles\.xml|theme/.*|calcchain\.xml|metadata\.xml)", re.IGNORECASE)
_WRITTEN_BY_PEOPLE = frozenset(
    (
        *("name", "displayName", "title", "descr", "prompt", "promptTitle", "error", "errorTitle"),
        *("location", "display", "tooltip", "Target", "comment", "author", "userName", "val", "url"),
    )
)

# Each begins with a plain sign, which makes the search several times as fast; what is found is looked at
# again.
_FORMULA = re.compile(rb"<f[\s/>]")
_PREFIXED_FORMULA = re.compile(rb":f[\s/>]")
_PREFIX = re.compile(rb"<[A-Za-z0-9_.-]+")
_CELL_TAGS = (b"<c ", b"<c>", b":c ", b":c>")
_ERROR_VALUE = re.compile(rb'"e"')
_HIDDEN = re.compile(rb'hidden\s*=\s*"(?:1|true)"')
_FAR_COLUMN = re.compile(rb'"[A-Za-z]{2,}[0-9]')
_FAR_ROW = re.compile(rb'"[A-Za-z]{0,3}[0-9]{6,}"')
_REFERENCE = re.compile(rb'\sr\s*=\s*"([A-Za-z]{0,3})([0-9]{1,9})"')
_DATA_STARTS = re.compile(rb"<(?:[A-Za-z0-9_.-]+:)?sheetData\b[^>]*>")
_DATA_ENDS = re.compile(rb"</(?:[A-Za-z0-9_.-]+:)?sheetData\s*>")


def check_package(file: IO[bytes], gate: Gate) -> None:
    """Refuse a package that holds anything but plain sheets, or a personal number outside the cells."""
    fault = None
    try:
        with zipfile.ZipFile(file) as package:
            _check(package, gate)
    except FileRefused as error:
        fault = error.fault
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise FileRefused(_BROKEN) from None
    if fault:
        raise FileRefused(fault.text, fault.row, fault.column)


def _check(package: zipfile.ZipFile, gate: Gate) -> None:
    entries = package.infolist()
    _check_sizes(entries)
    for entry in entries:
        gate.text(entry.filename)
    _check_names([entry.filename.casefold() for entry in entries])
    for entry in entries:
        if _SHEET.fullmatch(entry.filename):
            _check_sheet(package, entry, gate)
        elif _PARSED.fullmatch(entry.filename):
            _check_part(package, entry, gate)


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.casefold() for entry in entries]
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused("Filen är skyddad med lösenord. Ta bort skyddet och försök igen.")
    if len(names) != len(set(names)) or not {"[content_types].xml", "xl/workbook.xml"} <= set(names):
        raise FileRefused(_BROKEN)
    too_large = len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED
    parts = (entry for entry in entries if not _SHEET.fullmatch(entry.filename))
    if too_large or any(entry.file_size > MOST_IN_A_PART for entry in parts):
        raise FileRefused("Filen blir för stor när den packas upp.")


def _check_names(names: list[str]) -> None:
    for pattern, what in _BANNED:
        if any(map(pattern.search, names)):
            raise FileRefused(f"Filen har {what}. Ta bort dem, eller spara bladet som .csv.")


def _check_part(package: zipfile.ZipFile, entry: zipfile.ZipInfo, gate: Gate) -> None:
    data = package.read(entry)
    if b"macroEnabled" in data:
        _check_names(["vbaproject"])
    # Some programs put an empty drawing in every file.
    if "drawings/" in entry.filename and b"Anchor" in data:
        _check_names(["media/"])
    if not _PASSED_OVER.fullmatch(entry.filename):
        for text in _texts(data):
            gate.text(text)


def _texts(data: bytes) -> list[str]:
    """What people have written in a part: its texts, each run together, and certain attributes."""
    texts: list[str] = []
    runs: list[str] = []
    inside = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        inside += tag.endswith("si")
        texts.extend(value for name, value in attributes.items() if name in _WRITTEN_BY_PEOPLE)

    def end(tag: str) -> None:
        nonlocal inside
        inside -= tag.endswith("si")
        if not inside:
            texts.append("".join(runs))
            runs.clear()

    def refuse(*_: object) -> None:
        raise FileRefused(_BROKEN)

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = runs.append
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError:
        raise FileRefused(_BROKEN) from None
    return texts


def _check_sheet(package: zipfile.ZipFile, entry: zipfile.ZipInfo, gate: Gate) -> None:
    margin = b""
    for before, rows, after in _pieces(package, entry):
        margin += before + after
        _check_rows(rows)
    for text in _texts(margin):
        gate.text(text)


def _pieces(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[tuple[bytes, bytes, bytes]]:
    """The sheet as (before the rows, whole rows, after the rows). What is not rows stays well formed XML."""
    with package.open(entry) as file:
        head = b""
        while not (start := _DATA_STARTS.search(head)):
            if not (chunk := file.read(_CHUNK)):
                yield head, b"", b""
                return
            head += chunk
            _limit(head)
        yield head[: start.start()], b"", b""
        if start[0].endswith(b"/>"):
            yield b"", b"", head[start.end() :] + file.read(MOST_IN_A_ROW)
            return
        rest = head[start.end() :]
        while chunk := file.read(_CHUNK):
            rest += chunk
            if (cut := rest.rfind(b"row>")) >= 0:
                yield b"", rest[: cut + 4], b""
                rest = rest[cut + 4 :]
            _limit(rest)
        end = _DATA_ENDS.search(rest)
        place = end.end() if end else len(rest)
        yield b"", rest[:place], rest[place:]


def _limit(rest: bytes) -> None:
    if len(rest) > MOST_IN_A_ROW:
        raise FileRefused("Filen har en orimligt lång rad.")


def _check_rows(data: bytes) -> None:
    """Refuse rows that hold more than values, each fault at its place."""
    if b"<!" in data or b"\0" in data:
        raise FileRefused(_BROKEN)
    if b"='" in data or b"= '" in data:
        data = data.replace(b"'", b'"')
    # A cell that does not say where it stands could stand anywhere.
    if data.count(b' r="') < sum(map(data.count, _CELL_TAGS)):
        raise FileRefused(_BROKEN)
    for place in _formulas(data):
        _refuse_at(data, place, "cellen har en formel. Klistra in värdena i stället.")
    for found in _ERROR_VALUE.finditer(data):
        if re.search(rb"\st\s*=\s*$", data[max(0, found.start() - 20) : found.start()]):
            _refuse_at(data, found.end(), "cellen har ett felvärde.")
    if hidden := _HIDDEN.search(data):
        _refuse_at(data, hidden.end(), "raden är dold. Visa den eller ta bort den.")
    for found in (*_FAR_COLUMN.finditer(data), *_FAR_ROW.finditer(data)):
        _check_place(data, found.start())


def _formulas(data: bytes) -> Iterator[int]:
    """Where formulas stand, with or without a prefix before the name of the tag."""
    for found in _FORMULA.finditer(data):
        yield found.start()
    for found in _PREFIXED_FORMULA.finditer(data):
        if _PREFIX.fullmatch(data, max(0, data.rfind(b"<", 0, found.start())), found.start()):
            yield found.start()


def _check_place(data: bytes, place: int) -> None:
    """Refuse a cell with content beyond the limits; a format on an empty cell is let through."""
    tag = data[data.rfind(b"<", 0, place) : data.find(b">", place) + 3]
    named = _REFERENCE.search(tag)
    if not named or tag.endswith(b"</") or tag[-3:-2] == b"/" or b"row" in tag.split()[0]:
        return
    if _place_of(named[1]) >= MOST_COLUMNS:
        raise FileRefused(f"bladet har fler än {MOST_COLUMNS} kolumner.", int(named[2]), letter(MOST_COLUMNS))
    if int(named[2]) > MOST_ROWS + 1:
        raise FileRefused(f"Bladet har fler än {swedish.number(MOST_ROWS)} rader utöver rubrikraden.")


def _place_of(letters: bytes) -> int:
    place = 0
    for each in letters.upper():
        place = place * 26 + each - ord("A") + 1
    return place - 1


def _refuse_at(data: bytes, place: int, text: str) -> None:
    """Refuse at the last cell or row that is named up to the end of the tag that the place is in."""
    named = [*_REFERENCE.finditer(data, max(0, place - 500), data.find(b">", place) + 1)]
    if not named:
        raise FileRefused(text[:1].upper() + text[1:])
    raise FileRefused(text, int(named[-1][2]), named[-1][1].decode().upper())
