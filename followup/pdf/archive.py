"""From ready HTML to a tagged PDF for the archive: PDF/A-3a and PDF/UA-1 at once, with files inside.

WeasyPrint writes one variant at a time. It renders the archive's, and the other's mark is added to the
metadata, with the description of it that PDF/A asks for. Use through `followup/documents.py`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from pydyf import PDF, Array
from weasyprint import CSS, Attachment
from weasyprint.document import Document
from weasyprint.urls import URLFetcherResponse

from followup.pdf import engine

FOLDER = engine.STYLESHEET.parent
STYLESHEET = FOLDER / "report.css"
PICTURES = ("cover.svg",)

# PDF/UA's own mark, and what PDF/A wants to know of a mark it has not heard of.
UA_METADATA = b"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA standard</pdfaProperty:description>
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


@dataclass(frozen=True)
class Inside:
    """A file that goes into the PDF."""

    name: str
    description: str
    data: bytes


class OwnFiles(engine.OwnFontsOnly):
    """The typefaces, and the pictures that lie beside the style sheet."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        name = url.removeprefix(engine.BASE_URL)
        if name in PICTURES:
            return URLFetcherResponse(url, (FOLDER / name).read_bytes(), {"Content-Type": "image/svg+xml"})
        return super().fetch(url, headers)


class ArchiveHTML(engine.WellFormed):
    def __init__(self, html: str) -> None:
        super().__init__(html)
        self.url_fetcher = OwnFiles()


def write_pdf(html: str, *, created: datetime, inside: Sequence[Inside] = ()) -> bytes:
    """One document as PDF/A-3a and PDF/UA-1: the same bytes for the same HTML, files and time."""
    stylesheets, fonts = _style()
    options = {"stylesheets": stylesheets, "pdf_variant": "pdf/a-3a"}
    with engine.collector_off():
        document = ArchiveHTML(engine.printable(html)).render(font_config=fonts, **options)
        document.metadata.generate_rdf_metadata = _with_ua(document.metadata.generate_rdf_metadata)
        options["attachments"] = [_attachment(each, created) for each in inside]
        return document.write_pdf(finisher=_name_files_once, **options)


def _attachment(file: Inside, created: datetime) -> Attachment:
    """A file for one render; it cannot be used twice."""
    return Attachment(
        string=file.data,
        name=file.name,
        description=file.description,
        created=created,
        modified=created,
        relationship="Data",
    )


def _with_ua(generate: Callable[..., bytes]) -> Callable[..., bytes]:
    def generate_both(variant: str, version: int, conformance: str) -> bytes:
        return generate(variant, version, conformance).replace(b"</rdf:RDF>", UA_METADATA + b"</rdf:RDF>")

    return generate_both


def _name_files_once(document: Document, pdf: PDF) -> None:
    """WeasyPrint 70.0 lists every attached file twice in the catalogue."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = Array(dict.fromkeys(pdf.catalog["AF"]))


@cache
def _style() -> tuple[list[CSS], object]:
    stylesheet, fonts = engine._style()
    own = CSS(
        string=STYLESHEET.read_text(encoding="utf-8"),
        base_url=engine.BASE_URL,
        url_fetcher=OwnFiles(),
        font_config=fonts,
    )
    return [stylesheet, own], fonts
