"""A paper as a Word file to go on writing in: real headings, marked table heads, Swedish, no macros."""

import io
import re
from datetime import UTC, datetime
from decimal import Decimal

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from cmv_portal.packs.paper import Column, Letterhead, Paper, Proposal, Section, Table

LANGUAGE = "sv-SE"
TYPEFACE = "Calibri"
INK, MUTED, PETROL, RUST = (RGBColor.from_string(code) for code in ("17262B", "55646A", "0E4F5C", "9C4A1A"))
SHEET = 165  # millimetres between the margins
MANY = 6  # columns, above which a table's texts are set smaller
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BORDERS = (
    "<w:tblBorders {ns}><w:top {none}/><w:left {none}/>"
    '<w:bottom w:val="single" w:sz="6" w:space="0" w:color="17262B"/><w:right {none}/>'
    '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="C8D3D6"/><w:insideV {none}/></w:tblBorders>'
).format(ns=nsdecls("w"), none='w:val="nil"')

_MARGINS = (
    f'<w:tblCellMar {nsdecls("w")}><w:left w:w="30" w:type="dxa"/>'
    '<w:right w:w="30" w:type="dxa"/></w:tblCellMar>'
)
_SHADE = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="E9F1F2"/>'

# What stands after the shading in a paragraph's properties, by the format's schema.
_AFTER_SHADE = ("w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


def word_file(paper: Paper) -> bytes:
    """The paper as a .docx."""
    document = Document()
    _set_up(document, paper)
    if paper.letterhead:
        _letterhead(document, paper.letterhead)
    document.add_paragraph(_clean(paper.title), style="Title")
    if paper.subtitle:
        document.add_paragraph(_clean(paper.subtitle))
    if paper.proposal:
        _proposal(document, paper.proposal)
    for section in (*paper.sections, *paper.closing):
        _section(document, section)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _clean(text: str) -> str:
    """The text without the control characters that XML has no room for."""
    return _NOT_IN_XML.sub("", text)


# --- The sheet


def _set_up(document: WordDocument, paper: Paper) -> None:
    sheet = document.sections[0]
    sheet.page_width, sheet.page_height = Mm(210), Mm(297)
    sheet.left_margin, sheet.right_margin = Mm(25), Mm(20)
    sheet.top_margin, sheet.bottom_margin = Mm(25), Mm(22)
    _styles(document)
    _properties(document, paper)
    marks = [
        word
        for word, holds in {"Utkast": paper.draft, "Fiktiva uppgifter": paper.fictitious}.items()
        if holds
    ]
    head = sheet.header.paragraphs[0]
    _right_tab(head)
    _run(head, paper.head, MUTED)
    if marks:
        _run(head, f"\t{', '.join(marks)}", RUST)
    foot = sheet.footer.paragraphs[0]
    _right_tab(foot)
    _run(foot, f"{paper.foot}\tSida ", MUTED)
    _field(foot, "PAGE")
    _run(foot, " (", MUTED)
    _field(foot, "NUMPAGES")
    _run(foot, ")", MUTED)


def _styles(document: WordDocument) -> None:
    """One typeface in all styles, ink and petrol, and Swedish as the language of everything."""
    looks = {
        "Normal": (10.5, INK, 0, 5),
        "Title": (20, PETROL, 6, 10),
        "Heading 1": (14, PETROL, 16, 4),
        "Caption": (10.5, INK, 8, 3),
        "List Bullet": (10.5, INK, 0, 3),
        "List Number": (10.5, INK, 0, 3),
        "Header": (8.5, MUTED, 0, 0),
        "Footer": (8.5, MUTED, 0, 0),
    }
    for name, (size, colour, before, after) in looks.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = TYPEFACE, Pt(size), colour
        _every_script(style.element.get_or_add_rPr())
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    document.styles["Title"].font.bold = document.styles["Caption"].font.bold = True
    document.styles["Caption"].paragraph_format.keep_with_next = True
    for border in document.styles["Title"].element.iter(qn("w:pBdr")):
        border.getparent().remove(border)
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    for script in ("w:val", "w:eastAsia"):
        language.set(qn(script), LANGUAGE)


def _every_script(properties) -> None:
    """Name the typeface for every script: the template's theme would win otherwise."""
    fonts = properties.rFonts
    for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{script}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), TYPEFACE)


def _properties(document: WordDocument, paper: Paper) -> None:
    about = document.core_properties
    about.title, about.author, about.language = _clean(paper.title), _clean(paper.author), LANGUAGE
    about.last_modified_by, about.comments, about.keywords = about.author, "", ""
    about.created = about.modified = datetime.fromisoformat(paper.created).replace(tzinfo=UTC)


def _right_tab(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(SHEET), WD_TAB_ALIGNMENT.RIGHT)


def _run(
    paragraph: Paragraph,
    text: str,
    colour: RGBColor | None = None,
    *,
    bold: bool = False,
    size: int | Decimal = 0,
) -> None:
    run = paragraph.add_run(_clean(text))
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour


def _field(paragraph: Paragraph, code: str) -> None:
    """A field that the program fills in: the page's number, or how many there are."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


# --- What stands on it


def _letterhead(document: WordDocument, letterhead: Letterhead) -> None:
    sender = document.add_paragraph()
    _run(sender, letterhead.sender, bold=True)
    for label, text in letterhead.facts:
        line = document.add_paragraph()
        line.paragraph_format.tab_stops.add_tab_stop(Mm(32))
        line.paragraph_format.space_after = Pt(0)
        _run(line, f"{label}\t", MUTED)
        _run(line, text)
    for place, text in enumerate(letterhead.recipient):
        line = document.add_paragraph(_clean(text))
        line.paragraph_format.space_before = Pt(0 if place else 10)
        line.paragraph_format.space_after = Pt(0)


def _proposal(document: WordDocument, proposal: Proposal) -> None:
    written = [
        document.add_heading(_clean(proposal.heading), level=1),
        document.add_paragraph(_clean(proposal.lead)),
        *(document.add_paragraph(_clean(point), style="List Number") for point in proposal.points),
    ]
    for paragraph in written:
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(parse_xml(_SHADE), *_AFTER_SHADE)


def _section(document: WordDocument, section: Section) -> None:
    if section.heading:
        document.add_heading(_clean(section.heading), level=1)
    for text in section.paragraphs:
        document.add_paragraph(_clean(text))
    for text in section.items:
        document.add_paragraph(_clean(text), style="List Bullet")
    if section.table:
        _table(document, section.table)


def _table(document: WordDocument, table: Table) -> None:
    document.add_paragraph(_clean(table.caption), style="Caption")
    rows = [*table.rows, *([table.sum_row] if table.sum_row else [])]
    made = document.add_table(rows=len(rows) + 1, cols=len(table.columns))
    _dress(made, table)
    _fill(made, 0, tuple(column.label for column in table.columns), table.columns, bold=True)
    for place, row in enumerate(rows, 1):
        _fill(made, place, row, table.columns, bold=row is table.sum_row)
    if table.note:
        note = document.add_paragraph()
        note.paragraph_format.space_before = Pt(3)
        _run(note, table.note, MUTED, size=9)


def _dress(made: WordTable, table: Table) -> None:
    """Hairlines between the rows, widths, a head that is repeated on every page, and a name for it all."""
    made.autofit = False
    properties = made._tbl.tblPr
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(parse_xml(_BORDERS))
    layout.addnext(parse_xml(_MARGINS))
    name = OxmlElement("w:tblCaption")
    name.set(qn("w:val"), _clean(table.caption))
    properties.append(name)
    head = made.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))
    for row in made.rows:
        whole = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().insert(0, whole)
    for place, width in enumerate(_widths(table)):
        made.columns[place].width = Mm(width)
        for cell in made.columns[place].cells:
            cell.width = Mm(width)


def _widths(table: Table) -> list[int]:
    """Millimetres: as given, or else numbers narrow and the rest shared by the texts."""
    if all(column.width for column in table.columns):
        return [column.width for column in table.columns]
    numbers = sum(26 for column in table.columns if column.numeric)
    texts = sum(not column.numeric for column in table.columns)
    return [26 if column.numeric else (SHEET - numbers) // texts for column in table.columns]


def _fill(
    made: WordTable, place: int, texts: tuple[str, ...], columns: tuple[Column, ...], *, bold: bool
) -> None:
    size = Decimal("8" if len(columns) > MANY else "9.5")
    for cell, text, column in zip(made.rows[place].cells, texts, columns, strict=True):
        _write(cell, text, numeric=column.numeric, bold=bold, size=size)


def _write(cell: _Cell, text: str, *, numeric: bool, bold: bool, size: int | Decimal) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.space_before = Pt(2)
    if numeric:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(paragraph, text, bold=bold, size=size)
