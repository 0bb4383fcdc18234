"""Reads a tagged PDF as a screen reader does: by its structure tree, each element with its text.

poppler's own reader of the tree takes a quarter of a minute for a report; this one a second.
"""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO

import pytest


@cache
def tables(pdf: bytes) -> dict[str, list[list[str]]]:
    """Every table by its caption: its rows of cells. The parts of one split over pages come together."""
    reader = _Reader(pdf)
    found: dict[str, list[list[str]]] = {}
    for table in reader.all(reader.root, "/Table"):
        caption = " ".join(reader.text(each) for each in reader.all(table, "/Caption"))
        rows = [
            [reader.text(cell) for cell in reader.kids(row) if cell.S in ("/TH", "/TD")]
            for row in reader.all(table, "/TR")
        ]
        found.setdefault(caption, []).extend(rows)
    return found


@cache
def aloud(pdf: bytes) -> str:
    """All that is read aloud, in order."""
    reader = _Reader(pdf)
    return reader.text(reader.root)


class _Reader:
    def __init__(self, pdf: bytes) -> None:
        self.pikepdf = pytest.importorskip("pikepdf")
        self.pdf = self.pikepdf.open(BytesIO(pdf))
        self.texts = {page.objgen: self._marked(page) for page in self.pdf.pages}
        self.root = self.pdf.Root.StructTreeRoot

    def kids(self, element) -> Iterator:
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, self.pikepdf.Array) else [kids]:
            if isinstance(kid, self.pikepdf.Dictionary) and "/S" in kid:
                yield kid

    def all(self, element, tag: str) -> Iterator:
        """The elements with a tag below this one, not below each other."""
        for kid in self.kids(element):
            if str(kid.S) == tag:
                yield kid
            else:
                yield from self.all(kid, tag)

    def text(self, element) -> str:
        return " ".join("".join(self._pieces(element)).replace("\u00a0", " ").split())

    def _pieces(self, element) -> Iterator[str]:
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, self.pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                yield self.texts[element.Pg.objgen].get(kid, "")
            elif isinstance(kid, self.pikepdf.Dictionary) and "/S" in kid:
                yield from self._pieces(kid)
                # Lines of one element, and elements, stand apart.
                yield " "

    def _marked(self, page) -> dict[int, str]:
        """The text of each marked piece of a page's content."""
        fonts = {name: _to_unicode(font) for name, font in page.Resources.Font.items()}
        found: dict[int, str] = {}
        open_marks: list[int | None] = []
        font = {}
        for operands, operator in self.pikepdf.parse_content_stream(page):
            name = str(operator)
            if name in ("BDC", "BMC"):
                properties = operands[1] if len(operands) > 1 else {}
                is_marked = isinstance(properties, self.pikepdf.Dictionary) and "/MCID" in properties
                open_marks.append(int(properties.MCID) if is_marked else None)
            elif name == "EMC":
                open_marks.pop()
            elif name == "Tf":
                font = fonts[str(operands[0])]
            elif name in ("Tj", "TJ"):
                marks = [mark for mark in open_marks if mark is not None]
                if marks:
                    found[marks[-1]] = found.get(marks[-1], "") + self._decoded(operands[0], font)
        return found

    def _decoded(self, shown, font: dict[int, str]) -> str:
        strings = shown if isinstance(shown, self.pikepdf.Array) else [shown]
        data = b"".join(bytes(each) for each in strings if isinstance(each, self.pikepdf.String))
        return "".join(font.get(int.from_bytes(data[at : at + 2]), "") for at in range(0, len(data), 2))


def _to_unicode(font) -> dict[int, str]:
    text = font.ToUnicode.read_bytes().decode("latin-1")
    pairs = re.findall(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>", text)
    return {int(glyph, 16): bytes.fromhex(letters).decode("utf-16-be") for glyph, letters in pairs}
