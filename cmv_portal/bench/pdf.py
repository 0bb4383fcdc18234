"""How fast invoices become PDF: ratios against a plain use of WeasyPrint, and Chromium's bytes.

Figures 1, 2 and 4 of docs/prestanda.md. Each asserts first that both sides print the same pages with the
same text; then medians of rounds in which both sides run next to each other.
"""

import gc
import os
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from agreements.models import Agreement, Organisation
from costs.calculation import frozen
from costs.contents import Issue, invoice_contents, ocr_number
from costs.models import Charge
from costs.queries.calculations import calculation_of
from followup import documents

Json = dict[str, Any]

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SANDBOXED = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
             "--disable-background-networking", "--disable-component-update")  # fmt: skip


@dataclass(frozen=True)
class Ratio:
    """Ours to the floor; None where it could not be measured, and why."""

    value: float | None
    note: str = ""


def sample_contents(year: int = 2025) -> list[Json]:
    """A January run's invoices and internal allocation from the demo's agreement, numbered but not stored."""
    agreement = Agreement.objects.select_related("cooperation").get(slug="cmv-2025")
    calculation = frozen(calculation_of(agreement, year))
    charge = Charge(agreement=agreement, year=year, kind=Charge.Kind.FIXED_COST)
    organisations = {organisation.slug: organisation for organisation in Organisation.objects.all()}
    seller = organisations["ostersund"]
    contents = []
    for serial, row in enumerate(calculation["result"]["parties"], start=1):
        number = f"{year}{serial:04d}"
        issue = Issue(number, date(year, 1, 15), ocr_number(number))
        contents.append(
            invoice_contents(charge, calculation, seller, organisations[row["organisation"]], issue)
        )
    return contents


def invoice_vs_naive(contents: Json, *, rounds: int = 9) -> Ratio:
    """Figure 1: one invoice as PDF/UA-1, warm, to the same HTML rendered naively and untagged."""
    page = documents.html(contents)
    demand_same(documents.render(contents), naive_pdf(page))
    # Several at a time, so that each side pays for clearing away its own garbage.
    ratios = [
        _seconds(lambda: [documents.render(contents) for _ in range(3)])
        / _seconds(lambda: [naive_pdf(page) for _ in range(3)])
        for _ in range(rounds)
    ]
    return Ratio(statistics.median(ratios))


def bytes_vs_chromium(contents: Json) -> Ratio:
    """Figure 2: one invoice's bytes to those of the same HTML printed by Chromium, tagged."""
    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if browser is None:
        return Ratio(None, "Chromium finns inte på maskinen.")
    ours, theirs = documents.render(contents), _chromium_pdf(browser, documents.html(contents))
    # Chromium knows no running heads from `string-set`, so only the words of the pages are held together.
    missing = set(_words(ours)) - set(_words(theirs)) - set(_margin_words(contents))
    if missing:
        raise AssertionError(f"Chromium skrev inte ut {sorted(missing)}.")
    return Ratio(len(ours) / len(theirs), f"{len(ours)} byte mot {len(theirs)}.")


def batch_vs_naive(all_contents: Sequence[Json], size: int, *, rounds: int = 3) -> Ratio:
    """Figure 4: a batch by the pool of two, warm, to the same pages rendered naively one by one."""
    batch = [all_contents[index % len(all_contents)] for index in range(size)]
    pages = [documents.html(contents) for contents in batch]
    warm = documents.render_all(batch[:8], workers=2)
    for ours, page in zip(warm, pages[:8], strict=False):
        demand_same(ours, naive_pdf(page))

    def ours() -> list[bytes]:
        return documents.render_all(batch, workers=2)

    def floor() -> list[bytes]:
        return [naive_pdf(documents.html(contents)) for contents in batch]

    return Ratio(statistics.median([_seconds(ours) / _seconds(floor) for _ in range(rounds)]))


def naive_pdf(page: str) -> bytes:
    """The same page as a first attempt would render it: style in the page, new fonts, untagged."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    from followup.pdf.engine import BASE_URL, OwnFontsOnly

    html = HTML(string=_with_style(page), base_url=BASE_URL, url_fetcher=OwnFontsOnly())
    return html.write_pdf(font_config=FontConfiguration())


def _with_style(page: str) -> str:
    from followup.pdf.engine import STYLESHEET

    style = STYLESHEET.read_text(encoding="utf-8")
    return "<!DOCTYPE html>\n" + page.replace("</head>", f"<style>{style}</style></head>", 1)


def _chromium_pdf(browser: str, page: str) -> bytes:
    from importlib.resources import files

    from followup.pdf.engine import FONTS

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "fonts").mkdir()
        for name, package in FONTS.items():
            (Path(folder) / "fonts" / name).write_bytes((files(package) / "files" / name).read_bytes())
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(_with_style(page).replace("<head>", '<head><meta charset="utf-8"/>', 1), "utf-8")
        subprocess.run(
            [browser, "--headless", *SANDBOXED, f"--user-data-dir={folder}/profile", "--no-pdf-header-footer",
             "--generate-pdf-document-outline", f"--print-to-pdf={target}", source.as_uri()],
            check=True, capture_output=True, timeout=60, env={**os.environ, "HOME": folder},
        )  # fmt: skip
        return target.read_bytes()


# --- The same output


def demand_same(ours: bytes, floor: bytes) -> None:
    if _pages(ours) != _pages(floor) or _words(ours) != _words(floor):
        raise AssertionError("De båda sidorna skrev inte ut samma sidor och samma text.")


def _pages(pdf: bytes) -> str:
    return re.search(r"^Pages: +(\d+)", _poppler(pdf, "pdfinfo", "-"), re.MULTILINE)[1]


def _words(pdf: bytes) -> list[str]:
    return _poppler(pdf, "pdftotext", "-", "-").split()


def _margin_words(contents: Json) -> list[str]:
    from followup.pdf.letter import letter

    page = letter(contents, draft=False)
    return f"{page.running_head} {page.foot} {page.demonstration} Sida 1 2 3 (1) (2) (3)".split()


def _poppler(pdf: bytes, program: str, *arguments: str) -> str:
    return subprocess.run([program, *arguments], input=pdf, capture_output=True, check=True).stdout.decode()


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
