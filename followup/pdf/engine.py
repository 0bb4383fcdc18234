"""From ready HTML to tagged PDF (PDF/UA-1).

Imports WeasyPrint, which takes over a second: use it through `followup/pdf/batch.py`, which imports this
module where something is rendered and never before.
"""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STYLESHEET = Path(__file__).resolve().parents[2] / "templates" / "followup" / "pdf" / "document.css"

# Nothing answers at .invalid; the fetcher serves the three typefaces and refuses all else.
BASE_URL = "https://portal.invalid/"
FONTS = {
    "SourceSansPro-Regular.ttf": "font_source_sans_pro",
    "SourceSansPro-Semibold.ttf": "font_source_sans_pro",
    "SourceSerifPro-Semibold.ttf": "font_source_serif_pro",
}

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class OwnFontsOnly(URLFetcher):
    """Gives the documents their typefaces; whatever else is asked for stops the render."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        name = url.removeprefix(f"{BASE_URL}fonts/")
        if name not in FONTS:
            raise FatalURLFetchingError(f"En handling får inte hämta {url}.")
        return URLFetcherResponse(url, (files(FONTS[name]) / "files" / name).read_bytes())


class WellFormed(HTML):
    """HTML of our own templates, which spares WeasyPrint what it does for anybody's.

    It is read by the standard library's XML parser, where an unclosed tag is an error and never repaired,
    and our stylesheet says all there is to say about its elements. A test holds the result to be the same,
    byte for byte, as WeasyPrint's own way gives.
    """

    def __init__(self, html: str) -> None:
        # Our own templates, escaped: no document type, and so no entities of anyone else's.
        self.etree_element = ElementTree.fromstring(html)  # noqa: S314
        self.wrapper_element = ElementWrapper.from_html_root(self.etree_element, content_language=None)
        self.base_url = BASE_URL
        self.url_fetcher = OwnFontsOnly()
        self.media_type = "print"

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return []


def write_pdf(html: str) -> bytes:
    """One document as PDF/UA-1: the same bytes for the same HTML on the same machine.

    Raises ElementTree.ParseError for HTML that is not well formed, FatalURLFetchingError for HTML that
    refers to anything outside itself.
    """
    stylesheet, fonts = _style()
    with collector_off():
        return WellFormed(printable(html)).write_pdf(
            stylesheets=[stylesheet],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
        )


def printable(html: str) -> str:
    """The HTML without the control characters that XML has no room for."""
    return _NOT_IN_XML.sub("", html)


@contextmanager
def collector_off() -> Iterator[None]:
    """A render makes half a million objects that live to its end: collecting meanwhile finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@cache
def _style() -> tuple[CSS, FontConfiguration]:
    """The stylesheet, parsed once, and the font configuration its typefaces were loaded into."""
    fonts = FontConfiguration()
    text = STYLESHEET.read_text(encoding="utf-8")
    return CSS(string=text, base_url=BASE_URL, url_fetcher=OwnFontsOnly(), font_config=fonts), fonts
