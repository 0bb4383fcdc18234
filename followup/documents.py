"""Every PDF that the portal prints, from frozen data alone: nothing is looked up, nothing is recalculated.

The texts stand in `followup/pdf/letter.py` and `appendix.py`, the look in `templates/followup/pdf/`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.template.loader import render_to_string

from followup.disclosure.model import from_json
from followup.pdf import batch
from followup.pdf.appendix import Appendix
from followup.pdf.letter import letter
from followup.pdf.memo import Memo
from followup.pdf.paper import Paper
from followup.pdf.report import Report
from followup.published_files import csv_bytes, file_name, json_bytes

Json = dict[str, Any]

THIS_DOCUMENT = {"invoice": "denna faktura", "internal_allocation": "detta underlag"}


class DocumentError(ValueError):
    """A document that cannot be printed; the message is one line of Swedish."""


class NumberMissing(DocumentError):
    """An issued document without a number."""


class NumberOnDraft(DocumentError):
    """A draft that has a number."""


@dataclass(frozen=True)
class DistributionPage:
    """What stands around a year's distribution printed by itself.

    `created` is an ISO date, `principal` the slug of the organisation that is named as principal.
    """

    title: str
    lead: str
    author: str
    foot: str
    principal: str = ""
    created: str = ""
    demonstration: str = ""

    @property
    def running_head(self) -> str:
        return self.title


def render(contents: Json, *, draft: bool = False) -> bytes:
    """A document's PDF from its frozen contents (`costs/contents.py`). Raises a DocumentError."""
    return batch.write_pdf(html(contents, draft=draft))


def render_all(
    all_contents: Sequence[Json], *, draft: bool = False, workers: int | None = None
) -> list[bytes]:
    """The PDFs of many documents in their own order, by as many processes as pay. Raises a DocumentError."""
    return batch.write_pdfs([html(contents, draft=draft) for contents in all_contents], workers)


def render_distribution(calculation: Json, page: DistributionPage) -> bytes:
    """A year's distribution with its derivation as a PDF of its own, from a frozen calculation."""
    context = {"page": page, "appendix": Appendix(calculation, principal=page.principal)}
    return batch.write_pdf(render_to_string("followup/pdf/distribution.html", context))


def html(contents: Json, *, draft: bool = False) -> str:
    """A document as the well-formed HTML it is printed from."""
    if draft and contents["number"]:
        raise NumberOnDraft(f"Utkastet har redan nummer {contents['number']}.")
    if not draft and not contents["number"]:
        raise NumberMissing("Handlingen har inget nummer och kan bara skrivas ut som utkast.")
    context = {"page": letter(contents, draft=draft), "appendix": _appendix(contents)}
    return render_to_string("followup/pdf/letter.html", context)


def _appendix(contents: Json) -> Appendix | None:
    if not contents["shows_distribution"]:
        return None
    return Appendix(
        contents["calculation"],
        principal=contents["seller"]["organisation"],
        party=contents["organisation"],
        this_document=THIS_DOCUMENT[contents["kind"]],
    )


# --- Reports and papers


def render_report(contents: Json, *, created: date | datetime) -> bytes:
    """The annual report with its published figures inside as files, from its contents.

    PDF/A-3a and PDF/UA-1; the same contents and the same `created` give the same bytes.
    """
    report = Report(contents, created.isoformat())
    figures = [
        ("csv", "Alla tabeller, för kalkylprogram", csv_bytes(report.shown)),
        ("json", "Alla tabeller, som öppna data", json_bytes(from_json(contents["figures"]))),
    ]
    files = [(file_name(contents, kind), said, data) for kind, said, data in figures]
    return _archived(_html_of(report), created, files)


def report_html(contents: Json, *, created: date | datetime) -> str:
    """The annual report as the well-formed HTML it is printed from."""
    return _html_of(Report(contents, created.isoformat()))


def _html_of(report: Report) -> str:
    return render_to_string("followup/pdf/report.html", {"page": report})


def render_paper(contents: Json) -> bytes:
    """A shorter document of headings, texts, lists and tables as PDF/A-3a and PDF/UA-1.

    `contents` has title, subtitle, head, foot, fictitious, draft, created (an ISO date), author and sections,
    each with heading, paragraphs, list and table (caption, columns, rows, sum_row, note); cells are texts.
    """
    html = render_to_string("followup/pdf/paper.html", {"page": Paper(contents)})
    return _archived(html, datetime.fromisoformat(contents["created"]))


def render_memo(contents: Json) -> bytes:
    """A memo or an extract as PDF/A-3a and PDF/UA-1: a paper with a letterhead and a proposal.

    Beside what a paper has, `contents` has letterhead (sender, recipient, facts) and proposal (heading, lead,
    points), each of which may be None.
    """
    html = render_to_string("followup/pdf/memo.html", {"page": Memo(contents)})
    return _archived(html, datetime.fromisoformat(contents["created"]))


def _archived(html: str, created: date | datetime, files: Sequence[tuple[str, str, bytes]] = ()) -> bytes:
    # WeasyPrint takes a second to import: only where something is printed.
    from followup.pdf import archive

    moment = created if isinstance(created, datetime) else datetime(*created.timetuple()[:3], tzinfo=UTC)
    return archive.write_pdf(html, created=moment, inside=[archive.Inside(*file) for file in files])
