"""Rows of a CSV file: UTF-8, UTF-16 or Windows-1252; semicolons, commas or tabs between the cells."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from agreements import swedish
from followup.importing.rows import MOST_COLUMNS, MOST_ROWS, Cell, FileRefused, Row, letter, trimmed

DELIMITERS = ";,\t"
# What a Swedish text in Windows-1252 holds beyond ASCII. Anything else is another encoding: in Mac Roman and
# in the code pages of DOS, å, ä and ö are other bytes.
_SWEDISH_1252 = frozenset("åäöÅÄÖéÉèüÜ–—’”…§°·\u00a0".encode("cp1252"))
_ASCII = bytes(range(0x80))
# Control signs that no text has.
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_CHUNK = 1 << 16


def csv_rows(data: bytes) -> Iterator[Row]:
    """The rows that have content. Raises FileRefused."""
    encoding = _encoding(data)
    delimiter = _delimiter(data, encoding)
    with io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="") as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        number = 0
        while (cells := _next(reader, number + 1)) is not None:
            number += 1
            if row := trimmed(cells):
                _check_size(number, len(row))
                yield Row(number, row)


def _next(reader: Iterator[list[str]], number: int) -> list[Cell] | None:
    try:
        return [*next(reader)]
    except StopIteration:
        return None
    except csv.Error:
        pass  # its message may quote the row
    raise FileRefused("citattecknen går inte ihop, eller så är en cell orimligt lång.", row=number)


def _check_size(number: int, width: int) -> None:
    if number > MOST_ROWS + 1:
        raise FileRefused(
            f"filen har fler än {swedish.number(MOST_ROWS)} rader utöver rubrikraden.", row=number
        )
    if width > MOST_COLUMNS:
        raise FileRefused(f"raden har fler än {MOST_COLUMNS} kolumner.", number, letter(MOST_COLUMNS))


def _encoding(data: bytes) -> str:
    """The encoding that the whole file can be read in. Raises FileRefused."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        guess = "utf-16"
    elif 0 in data[:64:2] or 0 in data[1:64:2]:
        guess = "utf-16-le" if 0 in data[1:64:2] else "utf-16-be"
    else:
        guess = "utf-8-sig"
    if _is_readable(data, guess):
        return guess
    if (
        guess == "utf-8-sig"
        and not _NOT_TEXT.search(data)
        and _SWEDISH_1252.issuperset(data.translate(None, _ASCII))
    ):
        return "cp1252"
    raise FileRefused("Filens tecken går inte att läsa. Spara den som CSV UTF-8 eller som .xlsx.")


def _is_readable(data: bytes, encoding: str) -> bool:
    """Whether all of it is text in the encoding; the error of a decoder holds the bytes and is dropped."""
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data) + _CHUNK, _CHUNK):
            text = decoder.decode(data[start : start + _CHUNK], final=start >= len(data))
            if _NOT_TEXT.search(text.encode("utf-8", "replace")):
                return False
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(data: bytes, encoding: str) -> str:
    """The sign that parts the cells of the first line: the one that stands there most often."""
    with io.TextIOWrapper(io.BytesIO(data), encoding=encoding) as text:
        unquoted = re.sub(r'"[^"]*"', "", text.readline(_CHUNK))
    return max(DELIMITERS, key=unquoted.count)
