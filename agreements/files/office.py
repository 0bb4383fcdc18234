"""The text of an Office file: what is written in its paragraphs and cells, and in its properties."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat

from agreements.files.kinds import FileRefused

_BROKEN = "Filen är trasig. Spara den på nytt och försök igen."
_XML = re.compile(r".*\.(?:xml|rels|rdf)", re.IGNORECASE)
# Numbers and names of the program's own, where a chance row of digits could look like a personal number.
_PASSED_OVER = re.compile(
    r".*(?:styles|theme[0-9]*|settings|calcchain|metadata|fonttable)\.xml", re.IGNORECASE
)
# Where a text ends; a word in bold is a run of its own in the middle of one.
_ENDS = frozenset(("p", "h", "si", "is", "c", "row", "table-cell", "comment"))
_IN_THE_DOCUMENT = re.compile(
    r"word/(?:document|header[0-9]*|footer[0-9]*|footnotes|endnotes)\.xml|xl/(?:sharedstrings\.xml|worksheets/.*)"
    r"|ppt/slides/[^/]*\.xml|content\.xml",
    re.IGNORECASE,
)


def office_texts(data: bytes) -> Iterator[tuple[str, bool]]:
    """Each text in the file, and whether it stands in the document itself. Raises FileRefused."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        for entry in package.infolist():
            yield entry.filename, False
            if _XML.fullmatch(entry.filename) and not _PASSED_OVER.fullmatch(entry.filename):
                is_text = bool(_IN_THE_DOCUMENT.fullmatch(entry.filename))
                texts, attributes = _written_in(_unpacked(package, entry))
                yield from ((text, is_text) for text in texts)
                yield from ((value, False) for value in attributes)


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        return package.read(entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise FileRefused(_BROKEN) from None


def _written_in(data: bytes) -> tuple[list[str], list[str]]:
    """The texts of a part, each run together, and the values of its attributes."""
    texts: list[str] = []
    runs: list[str] = []
    values: list[str] = []

    def start(_: str, attributes: dict[str, str]) -> None:
        values.extend(value for value in attributes.values() if len(value) >= 10)

    def end(tag: str) -> None:
        local = tag.rpartition(":")[2]
        if local in ("tab", "br", "line-break", "s"):
            runs.append(" ")
        if local in _ENDS and (text := "".join(runs).strip()):
            texts.append(text)
        if local in _ENDS:
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
    return [*texts, *filter(None, ["".join(runs).strip()])], values
