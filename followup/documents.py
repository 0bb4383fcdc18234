"""Every PDF that the portal prints, from frozen data alone: nothing is looked up, nothing is recalculated.

The texts stand in `followup/pdf/letter.py` and `appendix.py`, the look in `templates/followup/pdf/`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string

from followup.pdf import batch
from followup.pdf.appendix import Appendix
from followup.pdf.letter import letter

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
