"""How fast the annual report becomes PDF: figure 3 of docs/prestanda.md.

Ours is for the archive, tagged and with its files inside; the floor is the same pages rendered naively.
"""

import gc
import statistics
import time
from collections.abc import Callable
from datetime import date

from cmv_portal.bench.pdf import Json, Ratio, demand_same
from followup import documents
from followup.models import AnnualReport

WHEN = date(2026, 3, 12)


def sample_report() -> Json | None:
    """The latest adopted report's contents; None when there is none."""
    adopted = AnnualReport.objects.filter(state=AnnualReport.State.ADOPTED).order_by("-year", "-edition")
    found = adopted.first()
    return found.contents if found else None


def report_vs_naive(contents: Json | None, *, rounds: int = 7) -> Ratio:
    """The report from its contents to PDF/A-3a and PDF/UA-1, to the same HTML naive and untagged."""
    if contents is None:
        return Ratio(None, "Ingen rapport är fastställd.")
    page = documents.report_html(contents, created=WHEN)
    ours, floor = documents.render_report(contents, created=WHEN), naive_pdf(page)
    demand_same(ours, floor)
    ratios = [
        _seconds(lambda: documents.render_report(contents, created=WHEN)) / _seconds(lambda: naive_pdf(page))
        for _ in range(rounds)
    ]
    return Ratio(statistics.median(ratios), f"{len(ours)} byte mot {len(floor)}.")


def naive_pdf(page: str) -> bytes:
    """The pages as a first attempt would render them: style in the page, new fonts, untagged, no files."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    from followup.pdf.archive import STYLESHEET, OwnFiles
    from followup.pdf.engine import BASE_URL
    from followup.pdf.engine import STYLESHEET as SHARED

    style = SHARED.read_text(encoding="utf-8") + STYLESHEET.read_text(encoding="utf-8")
    html = "<!DOCTYPE html>\n" + page.replace("</head>", f"<style>{style}</style></head>", 1)
    made = HTML(string=html, base_url=BASE_URL, url_fetcher=OwnFiles())
    return made.write_pdf(font_config=FontConfiguration())


def _seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
