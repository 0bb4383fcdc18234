"""The rows of an uploaded file, CSV or XLSX, with everything that is not plain figures turned away.

Checked here: the size, the kind of file by its content, and that no personal identity number stands
anywhere in it. A file is read once, from the start, and nothing of it is kept.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from followup.importing.csv_file import csv_rows
from followup.importing.gate import Gate
from followup.importing.rows import FileRefused, Row
from followup.importing.xlsx_file import xlsx_rows

MOST_BYTES = 20 * 1024 * 1024

_TEXT_ENDS = (".csv", ".txt", ".tsv")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = b"PK"
_SAVE_AS_XLSX = "Spara filen som .xlsx eller .csv."
_OTHER_ENDS = {
    ".xls": f"Filen har Excels äldre format. {_SAVE_AS_XLSX}",
    ".xlsm": f"Filen kan innehålla makron. {_SAVE_AS_XLSX}",
    ".xlsb": f"Filen har Excels binära format. {_SAVE_AS_XLSX}",
    ".ods": f"Filen har LibreOffices format. {_SAVE_AS_XLSX}",
}
_OTHER_KINDS = (
    (b"%PDF", "en PDF"),
    (b"\x89PNG", "en bild"),
    (b"\xff\xd8\xff", "en bild"),
    (b"GIF8", "en bild"),
    (b"BM", "en bild"),
    (b"RIFF", "en bild"),
    (b"II*\x00", "en bild"),
    (b"MM\x00*", "en bild"),
    (b"{\\rtf", "ett textdokument"),
)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|\?xml|svg)\b", re.IGNORECASE)


def read_rows(source: str | Path | IO[bytes], name: str) -> Iterator[Row]:
    """The rows of a file that is named `name`. Raises FileRefused, which holds no value, while it is read."""
    fault = None
    try:
        yield from _rows(source, name)
    except FileRefused as error:
        fault = error.fault
    # Raised anew, so that no frame that has seen a row hangs on the exception.
    if fault:
        raise FileRefused(fault.text, fault.row, fault.column)


def _rows(source: str | Path | IO[bytes], name: str) -> Iterator[Row]:
    gate = Gate()
    gate.text(name)
    data = _bytes(source)
    end = _end(name, data)
    rows = csv_rows(data) if end in _TEXT_ENDS else xlsx_rows(io.BytesIO(data), gate)
    del data
    for row in rows:
        gate.row(row.cells)
        yield row


def _bytes(source: str | Path | IO[bytes]) -> bytes:
    if isinstance(source, str | Path):
        try:
            with Path(source).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError:
            data = None
        if data is None:
            raise FileRefused("Filen finns inte eller går inte att öppna.")
    else:
        source.seek(0)
        data = source.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise FileRefused("Filen är större än 20 MB.")
    return data


def _end(name: str, data: bytes) -> str:
    """The end of the file's name, once the content has been seen to agree with it. Raises FileRefused."""
    end = Path(name).suffix.casefold()
    if not data:
        raise FileRefused("Filen är tom.")
    if data.startswith(_OLE):
        raise FileRefused(_ole_fault(data))
    if end in _OTHER_ENDS:
        raise FileRefused(_OTHER_ENDS[end])
    for start, kind in _OTHER_KINDS:
        if data.startswith(start):
            raise FileRefused(f"Filen är {kind}. {_SAVE_AS_XLSX}")
    if _MARKUP.match(data):
        raise FileRefused(f"Filen är en webbsida. {_SAVE_AS_XLSX}")
    is_zip = data.startswith(_ZIP)
    if end == ".xlsx" and not is_zip:
        raise FileRefused("Filen heter .xlsx men är ingen Excelfil.")
    if end in _TEXT_ENDS and is_zip:
        raise FileRefused(f"Filen heter {end} men är ingen textfil. {_SAVE_AS_XLSX}")
    if end != ".xlsx" and end not in _TEXT_ENDS:
        raise FileRefused(f"Filer av det slaget läses inte. {_SAVE_AS_XLSX}")
    return end


def _ole_fault(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "Filen är skyddad med lösenord. Ta bort skyddet och försök igen."
    return _OTHER_ENDS[".xls"]
