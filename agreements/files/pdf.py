"""The text of a PDF, and every other place in it where a personal identity number can stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from asn1crypto import cms
from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from agreements.files.kinds import FileRefused
from agreements.personal_numbers import holds_personal_number
from agreements.signing.certificates import holds_number
from agreements.signing.check import FAULTS

MOST_PAGES = 500
MOST_OBJECTS = 200_000
UNREADABLE = "Filen går inte att läsa. Skapa PDF-filen på nytt och försök igen."
LOCKED = "Filen är låst med lösenord. Ta bort låset och försök igen."
PDF_FAULTS = (PyPdfError, *FAULTS)
_END = b"%%EOF"
# Ten signs or more that begin as a date does; the detector has the last word.
_MAYBE = re.compile(rb"[0-9]{2}[-/. ]?[0-9]{2}[-/. ]?[0-9]{2}[0-9A-Za-z*+/._ -]{4,12}")


@dataclass(frozen=True)
class PdfContent:
    """What a PDF says on its pages, and whether a personal identity number stands anywhere in it."""

    text: str
    holds_number: bool


def read_pdf(pdf: bytes, *, is_inside: bool = False) -> PdfContent:
    """The PDF's text; `is_inside` for one that came attached to another. Raises FileRefused."""
    try:
        reader = _opened(pdf)
        pages = [_page_text(page) for page in reader.pages]
        found = any(map(holds_personal_number, pages)) or _holds_number(reader, is_inside=is_inside)
        return PdfContent("\n".join(pages), found or _first_edition_holds_number(pdf))
    except PDF_FAULTS:
        raise FileRefused(UNREADABLE) from None


def _opened(pdf: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(pdf), strict=False)
    if reader.is_encrypted:
        raise FileRefused(LOCKED)
    if len(reader.pages) > MOST_PAGES:
        raise FileRefused(f"Filen har fler än {MOST_PAGES} sidor. Dela den och försök igen.")
    return reader


def _page_text(page: PageObject) -> str:
    """The page's text. Raises where it cannot be unpacked: the reader itself passes over such a page."""
    contents = page.get_contents()
    return page.extract_text() if contents is not None and contents.get_data() else ""


def _first_edition_holds_number(pdf: bytes) -> bool:
    """What was taken away in a later edition of the file is still in it: the first one is read too."""
    first = pdf.find(_END) + len(_END)
    if not pdf[first:].strip() or _END not in pdf[first:]:
        return False
    try:
        reader = _opened(pdf[:first])
        return any(holds_personal_number(_page_text(page)) for page in reader.pages)
    except PDF_FAULTS:
        return False  # a file that is arranged for the web has an end of its own first


def _holds_number(reader: PdfReader, *, is_inside: bool) -> bool:
    return (
        any(map(holds_personal_number, _appearances(reader)))
        or any(_object_holds_number(part) for part in _objects(reader))
        or any(_attached_holds_number(data, is_inside) for data in _attached(reader))
    )


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Everything in the file by its number, used on a page or not."""
    numbers = {(number, generation) for generation, rows in reader.xref.items() for number in rows}
    numbers |= {(number, 0) for number in reader.xref_objStm}
    if len(numbers) > MOST_OBJECTS:
        raise FileRefused(UNREADABLE)
    yield reader.trailer
    for number, generation in sorted(numbers):
        yield reader.get_object(IndirectObject(number, generation, reader))


def _object_holds_number(part: Any) -> bool:
    if isinstance(part, DictionaryObject) and "/ByteRange" in part and "/Contents" in part:
        return _signature_holds_number(part)
    if isinstance(part, StreamObject) and part.get("/Type") == "/Metadata":
        return holds_personal_number(part.get_data().decode("utf-8", "replace")) or _strings_hold_number(part)
    if isinstance(part, StreamObject) and part.get("/Subtype") == "/Form":
        part.get_data()  # raises where it cannot be unpacked
    return _strings_hold_number(part)


def _strings_hold_number(part: Any) -> bool:
    """Whether a text that stands directly in an object holds one: titles, form fields, notes, names."""
    waiting = [part]
    while waiting:
        each = waiting.pop()
        if isinstance(each, DictionaryObject):
            waiting += [each.raw_get(key) for key in each if key != "/ID"]
        elif isinstance(each, ArrayObject):
            waiting += list(each)
        elif isinstance(each, bytes):
            if holds_personal_number(each.decode("latin-1")):
                return True
        elif isinstance(each, str) and holds_personal_number(each):
            return True
    return False


def _signature_holds_number(part: DictionaryObject) -> bool:
    contents = part["/Contents"]
    raw = contents if isinstance(contents, bytes) else getattr(contents, "original_bytes", b"")
    if holds_number(cms.ContentInfo.load(raw)["content"]):
        return True
    return any(_strings_hold_number(part.raw_get(key)) for key in part if key != "/Contents")


def _appearances(reader: PdfReader) -> Iterator[str]:
    """What annotations show on the page, such as a visible signature: no text of the page's own."""
    for page in reader.pages:
        for note in page.get("/Annots") or ():
            for drawing in _drawings(note.get_object()):
                yield _drawn_text(page, drawing)


def _drawings(note: Any) -> Iterator[StreamObject]:
    normal = note.get("/AP", DictionaryObject()).get_object().get("/N")
    drawn = normal.get_object() if normal is not None else None
    if isinstance(drawn, StreamObject):
        yield drawn
    elif isinstance(drawn, DictionaryObject):
        yield from (each for key in drawn if isinstance(each := drawn[key], StreamObject))


def _drawn_text(page: PageObject, drawing: StreamObject) -> str:
    inner = [drawing]
    xobjects = drawing.get("/Resources", DictionaryObject()).get_object().get("/XObject", DictionaryObject())
    inner += [each for key in xobjects if (each := xobjects[key]).get("/Subtype") == "/Form"]
    return "\n".join(page.extract_xform_text(each) for each in inner)  # type: ignore[arg-type]


def _attached(reader: PdfReader) -> Iterator[bytes]:
    for files in reader.attachments.values():
        yield from files if isinstance(files, list) else (files,)


def _attached_holds_number(data: bytes, is_inside: bool) -> bool:
    """Services of signing attach a log of who signed; it is read as it is written."""
    if data.startswith(b"%PDF-"):
        return is_inside or read_pdf(data, is_inside=True).holds_number
    return any(holds_personal_number(data.decode(code, "replace")) for code in ("utf-8", "utf-16", "latin-1"))


def bytes_hold_number(data: bytes) -> bool:
    """Whether one stands in plain text in bytes that are mostly something else, such as a picture's notes."""
    return any(holds_personal_number(found.decode("latin-1")) for found in _MAYBE.findall(data))
