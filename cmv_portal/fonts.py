"""Makes the typefaces of the pages at set-up (`python -m cmv_portal.fonts`): no font file is committed.

Latin subsets of Source Sans Pro and Source Serif Pro, renamed as the SIL Open Font License asks of a
modified version, with the licence beside them. The same input gives the same bytes.
"""

import os
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Final, NamedTuple

FONT_DIR: Final = Path(__file__).resolve().parent / "static" / "fonts"

LATIN_1: Final = (*range(0x20, 0x7F), *range(0xA0, 0x100))
# Sami and neighbouring letters in names, then the signs of the pages. A sign the typefaces lack (●) falls
# back to the system's.
MORE: Final = "ČčĐđŊŋŠšŦŧŽžŁłĆćŃńŚśŐőŰű–—‘’‚“”„•…‰‹›€←↑→↓−≈≤≥✓\u202f"


class Face(NamedTuple):
    """One file for the browser: where it comes from and what it is called here."""

    package: str
    source: str
    target: str


FACES: Final = (
    Face("font_source_sans_pro", "SourceSansPro-Regular.ttf", "cmv-sans-400.woff2"),
    Face("font_source_sans_pro", "SourceSansPro-Semibold.ttf", "cmv-sans-600.woff2"),
    Face("font_source_serif_pro", "SourceSerifPro-Semibold.ttf", "cmv-serif-600.woff2"),
)
LICENCES: Final = (
    Face("font_source_sans_pro", "LICENSE.txt", "cmv-sans-OFL.txt"),
    Face("font_source_serif_pro", "LICENSE.txt", "cmv-serif-OFL.txt"),
)
NEW_NAMES: Final = (
    ("Source Sans Pro", "CMV Sans"),
    ("Source Serif Pro", "CMV Serif"),
    ("SourceSansPro", "CMVSans"),
    ("SourceSerifPro", "CMVSerif"),
)
# Family, style, full and PostScript name carry the new name; copyright and licence stay as they were.
FAMILY_IDS: Final = (1, 2, 3, 4, 6, 16, 17)
LICENCE_IDS: Final = (0, 13, 14)


def subset(source: bytes) -> bytes:
    """The Latin subset of a TrueType font as WOFF2, under the portal's own family name."""
    # Imported here, so that a set-up with nothing to do stays fast.
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(source), recalcTimestamp=False)
    options = Options(hinting=False, name_IDs=[*FAMILY_IDS, *LICENCE_IDS], notdef_outline=True)
    # Kerning and marks, no alternates: the default figures are tabular and lining already.
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=LATIN_1, text=MORE)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in FAMILY_IDS:
            record.string = _renamed(record.toUnicode())
    font.flavor = "woff2"
    target = BytesIO()
    font.save(target)
    return target.getvalue()


def build(folder: Path = FONT_DIR) -> list[Path]:
    """Writes the typefaces and their licences that are absent, or older than this module; returns them."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for face in (*FACES, *LICENCES):
        target = folder / face.target
        if target.exists() and target.stat().st_mtime >= Path(__file__).stat().st_mtime:
            continue
        content = (files(face.package) / "files" / face.source).read_bytes()
        _write(target, content if face in LICENCES else subset(content))
        written.append(target)
    return written


def _renamed(name: str) -> str:
    for old, new in NEW_NAMES:
        name = name.replace(old, new)
    return name


def _write(target: Path, content: bytes) -> None:
    """All or nothing: an interrupted set-up leaves no half file behind."""
    unfinished = target.with_name(target.name + ".new")
    unfinished.write_bytes(content)
    os.replace(unfinished, target)


if __name__ == "__main__":
    for path in build():
        print(path.name)
