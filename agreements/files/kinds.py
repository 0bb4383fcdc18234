"""The kinds of files the portal takes, told by what is in them: PDF, Office, and two kinds of pictures."""

import re
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO

MOST_BYTES = 20 * 1024 * 1024
MOST_PARTS = 3_000
MOST_UNPACKED = 200 * 1024 * 1024

ACCEPTED = "PDF, Word, Excel, PowerPoint, OpenDocument (odt, ods), PNG eller JPEG"


class FileRefused(Exception):
    """The file is not taken; the message is Swedish and repeats nothing of what is in it."""


@dataclass(frozen=True)
class Kind:
    """`name` is how the kind is told of on a page; `suffix` the end its name gets when it is fetched."""

    name: str
    media_type: str
    suffix: str


_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
PDF = Kind("PDF", "application/pdf", ".pdf")
PNG = Kind("PNG-bild", "image/png", ".png")
JPEG = Kind("JPEG-bild", "image/jpeg", ".jpg")
DOCX = Kind("Word", f"{_OOXML}.wordprocessingml.document", ".docx")
XLSX = Kind("Excel", f"{_OOXML}.spreadsheetml.sheet", ".xlsx")
PPTX = Kind("PowerPoint", f"{_OOXML}.presentationml.presentation", ".pptx")
ODT = Kind("OpenDocument, text", f"{_ODF}.text", ".odt")
ODS = Kind("OpenDocument, kalkyl", f"{_ODF}.spreadsheet", ".ods")
KINDS = (PDF, DOCX, XLSX, PPTX, ODT, ODS, PNG, JPEG)

_MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}
_OPEN_KINDS = {kind.media_type.encode(): kind for kind in (ODT, ODS)}
_BEGINNINGS = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_BROKEN = "Filen är trasig. Spara den på nytt och försök igen."
_BANNED = (
    (re.compile(r"vbaproject|vbadata|macrosheets/|dialogsheets/|activex/|^basic/|^scripts/"), "makron"),
    (re.compile(r"embeddings/|oleobject|^object [0-9]+/"), "inbäddade filer"),
    (re.compile(r"externallinks/"), "länkar till andra filer"),
)
# A link that a person follows is fine; what the program itself fetches from elsewhere is not.
_RELATION = re.compile(rb"<Relationship\b[^>]*>")
_FETCHED = re.compile(rb"""TargetMode\s*=\s*["']External["']""")
_LINK = re.compile(rb"""Type\s*=\s*["'][^"']*/hyperlink["']""")


def kind_of(data: bytes) -> Kind:
    """What the file is. Raises FileRefused when it is none of the kinds the portal takes."""
    if not data:
        raise FileRefused("Filen är tom.")
    if len(data) > MOST_BYTES:
        raise FileRefused("Filen är större än 20 MB.")
    if data.startswith(_OLE):
        raise FileRefused(_ole_fault(data))
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    if data.startswith(b"PK"):
        return _packed_kind(data)
    raise FileRefused(f"Filer av det slaget tas inte emot. Ladda upp {ACCEPTED}.")


def _ole_fault(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "Filen är skyddad med lösenord. Ta bort skyddet och försök igen."
    return "Filen har Offices äldre format. Spara den som .docx, .xlsx eller .pptx."


def _packed_kind(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _check_sizes(package.infolist())
            kind = _kind_by_parts(package)
            _check_parts(package)
            return kind
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise FileRefused(_BROKEN) from None


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.casefold() for entry in entries]
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused("Filen är skyddad med lösenord. Ta bort skyddet och försök igen.")
    if len(names) != len(set(names)):
        raise FileRefused(_BROKEN)
    if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise FileRefused("Filen blir för stor när den packas upp.")


def _kind_by_parts(package: zipfile.ZipFile) -> Kind:
    names = set(package.namelist())
    if "[Content_Types].xml" in names:
        found = [kind for part, kind in _MAIN_PARTS.items() if part in names]
        if len(found) == 1:
            _check_content_types(package.read("[Content_Types].xml"))
            return found[0]
    if "mimetype" in names and (kind := _OPEN_KINDS.get(package.read("mimetype")[:200].strip())):
        return kind
    raise FileRefused(f"Filer av det slaget tas inte emot. Ladda upp {ACCEPTED}.")


def _check_content_types(data: bytes) -> None:
    if b"macroenabled" in data.lower():
        raise FileRefused("Filen har makron. Spara den utan makron och försök igen.")


def _check_parts(package: zipfile.ZipFile) -> None:
    for entry in package.infolist():
        name = entry.filename.casefold()
        for pattern, what in _BANNED:
            if pattern.search(name) and not name.endswith("/"):
                raise FileRefused(f"Filen har {what}. Ta bort dem, eller spara filen som PDF.")
        if name.endswith(".rels") and any(map(_is_fetched, _RELATION.findall(package.read(entry)))):
            raise FileRefused("Filen hämtar innehåll från en annan plats. Spara den som PDF i stället.")


def _is_fetched(relation: bytes) -> bool:
    return bool(_FETCHED.search(relation)) and not _LINK.search(relation)
