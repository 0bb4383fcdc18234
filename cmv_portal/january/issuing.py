"""Issue: give numbers, freeze, render and store, all in one transaction.

A file is written before its row is committed. A run that dies leaves rows of everything or of nothing;
files without a row are swept when the same series is used the next time, under the series' own lock.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from agreements.models import Cooperation, Organisation
from agreements.queries import edition_on, principal_of
from agreements.swedish import kr, long_date
from costs.actions.charges import (
    ActionRefused,
    creditable,
    demand_issue_date,
    demand_no_person,
    demand_officer,
    demand_unchanged,
    latest_issue_date,
    series_kind,
)
from costs.contents import Issue, credit_contents, invoice_contents, ocr_number
from costs.files import folder_of, sweep, write_file
from costs.models import Charge, Document, NumberSeries
from costs.seal import seal_before, seal_of
from followup import documents

# The letter that tells a series from the ordinary one, and the digit that does so in its OCR numbers.
SERIES_MARK = {
    NumberSeries.Kind.ORDINARY: ("", ""),
    NumberSeries.Kind.ABNORMAL_WEAR: ("S", "9"),
    NumberSeries.Kind.INTERNAL: ("I", "8"),
}


@dataclass(frozen=True)
class Page:
    """A document about to be stored: its series, who gets it, and all it says."""

    series: NumberSeries
    receiver: Organisation
    contents: dict[str, Any]


def issue_charge(*, charge: Charge, by) -> list[Document]:
    """Issue an attested charge. When it is issued already, the documents that exist; nothing new."""
    with transaction.atomic():
        charge = (
            Charge.objects.select_for_update(of=("self",))
            .select_related("agreement__cooperation", "organisation")
            .get(pk=charge.pk)
        )
        if charge.state == Charge.State.ISSUED:
            return issued_documents(charge)
        _demand_issuable(charge, by)
        _issue_all(charge, _planned(charge), by)
        charge.state = Charge.State.ISSUED
        charge.issued_by, charge.issued_at = by, timezone.now()
        charge.save()
        return issued_documents(charge)


def issued_documents(charge: Charge) -> list[Document]:
    """A charge's invoices and internal allocation, in the order of their numbers."""
    return list(
        charge.documents.exclude(kind=Document.Kind.CREDIT_INVOICE)
        .select_related("organisation", "series")
        .order_by("-series__kind", "serial")  # the invoices first, then the internal allocation
    )


def issue_credit(
    *, document: Document, by, amount: int, reason: str, issue_date: date, left: int | None = None
) -> Document:
    """A credit invoice for the whole of an invoice or a part, never above what is left of it.

    `left` is what was left when the person decided; with another figure by now it is refused, so that a
    form sent twice credits once.
    """
    with transaction.atomic():
        original = (
            Document.objects.select_for_update(of=("self",))
            .select_related("charge__agreement__cooperation", "organisation", "series__issuer")
            .get(pk=document.pk)
        )
        _demand_creditable(original, by, amount, reason, issue_date)
        if left is not None and left != creditable(original):
            raise ActionRefused("Fakturan har krediterats sedan sidan öppnades. Läs vad som är kvar.")
        series = _locked_series(original.series.issuer, issue_date.year, original.series.kind)
        _demand_not_before_the_last(series, issue_date)
        sweep(series)
        issue = Issue(number_of(series, series.last_number + 1), issue_date, "")
        contents = credit_contents(original, amount, reason.strip(), issue)
        [made] = _store([Page(series, original.organisation, contents)], original.charge, by, original)
        return made


def _demand_issuable(charge: Charge, by) -> None:
    if charge.state != Charge.State.ATTESTED:
        raise ActionRefused("Utkastet är inte attesterat av en andra person.")
    demand_officer(by, charge.agreement, charge.kind)
    if charge.attested_by_id == charge.drafted_by_id:
        raise ActionRefused("Utkast och attest är av samma person.")
    demand_unchanged(charge)
    demand_issue_date(charge, charge.issue_date)
    if charge.kind == Charge.Kind.FIXED_COST:
        _demand_only_edition(charge)


def _demand_only_edition(charge: Charge) -> None:
    """A year's fixed cost is invoiced once, by the edition that holds on its first day."""
    # Editions of one cooperation take turns here.
    cooperation = Cooperation.objects.select_for_update().get(pk=charge.agreement.cooperation_id)
    in_force = edition_on(cooperation, date(charge.year, 1, 1))
    if in_force != charge.agreement:
        raise ActionRefused(f"{charge.agreement} gäller inte den 1 januari {charge.year}.")
    others = Charge.objects.filter(
        agreement__cooperation=cooperation, year=charge.year, kind=charge.kind, state=Charge.State.ISSUED
    )
    if others.exclude(pk=charge.pk).exists():
        raise ActionRefused(f"Fakturor för {charge.year} finns redan enligt en annan utgåva.")


def _demand_creditable(original: Document, by, amount: int, reason: str, issue_date: date) -> None:
    demand_officer(by, original.charge.agreement, original.charge.kind)
    demand_no_person(reason, original.charge.kind)
    if original.kind == Document.Kind.CREDIT_INVOICE:
        raise ActionRefused("En kreditfaktura kan inte krediteras.")
    if not reason.strip():
        raise ActionRefused("Skriv varför fakturan krediteras.")
    if issue_date < original.issue_date:
        raise ActionRefused("Kreditfakturan kan inte dateras före fakturan.")
    if issue_date > max(timezone.localdate(), original.issue_date):
        raise ActionRefused("Kreditfakturan kan inte dateras framåt.")
    left = creditable(original)
    if not 0 < amount <= left:
        raise ActionRefused(f"Högst {kr(left)} är kvar att kreditera av {original.number}.")


# --- Numbers


def number_of(series: NumberSeries, serial: int) -> str:
    """A number as printed: 20270001; S20270001 for abnormal wear, I20270001 for internal allocations."""
    return f"{SERIES_MARK[series.kind][0]}{series.year}{serial:04d}"


def ocr_of(series: NumberSeries, serial: int) -> str:
    """The OCR number with length and check digit, unique over the issuer's series."""
    return ocr_number(f"{SERIES_MARK[series.kind][1]}{series.year}{serial:04d}")


def _locked_series(issuer: Organisation, year: int, kind: str) -> NumberSeries:
    NumberSeries.objects.get_or_create(issuer=issuer, year=year, kind=kind)
    return (
        NumberSeries.objects.select_for_update(of=("self",))
        .select_related("issuer")
        .get(issuer=issuer, year=year, kind=kind)
    )


# --- Issue


def _planned(charge: Charge) -> dict[str, list[Organisation]]:
    """Who gets a document in which series, in the agreement's order."""
    seller = principal_of(charge.agreement)
    slugs = [row["organisation"] for row in charge.calculation["result"]["parties"]]
    found = {row.slug: row for row in Organisation.objects.filter(slug__in=slugs)}
    ordinary = series_kind(charge)
    planned: dict[str, list[Organisation]] = {}
    for slug in slugs:
        is_internal = found[slug].pk == seller.pk and ordinary == NumberSeries.Kind.ORDINARY
        kind = NumberSeries.Kind.INTERNAL if is_internal else ordinary
        planned.setdefault(kind, []).append(found[slug])
    return dict(sorted(planned.items()))  # one order of locking for every run


def _issue_all(charge: Charge, planned: dict[str, list[Organisation]], by) -> None:
    seller = principal_of(charge.agreement)
    pages: list[Page] = []
    for kind, receivers in planned.items():
        series = _locked_series(seller, charge.issue_date.year, kind)
        _demand_not_before_the_last(series, charge.issue_date)
        sweep(series)
        for serial, receiver in enumerate(receivers, series.last_number + 1):
            issue = Issue(number_of(series, serial), charge.issue_date, ocr_of(series, serial))
            contents = invoice_contents(charge, charge.calculation, seller, receiver, issue)
            pages.append(Page(series, receiver, contents))
    _store(pages, charge, by)


def _demand_not_before_the_last(series: NumberSeries, day: date) -> None:
    """Asked again under the series' lock: another charge may have been issued since the attest."""
    latest = latest_issue_date(series.issuer, series.year, series.kind)
    if latest and day < latest:
        raise ActionRefused(f"Datumet ligger före seriens senaste, {long_date(latest)}.")


def _store(pages: list[Page], charge: Charge, by, credits: Document | None = None) -> list[Document]:
    """Render, write the files, save the rows and move the series on; all numbers are given already."""
    files = documents.render_all([page.contents for page in pages])
    now = timezone.now()
    made = []
    for page, pdf in zip(pages, files, strict=True):
        document = _document(page, pdf, charge, credits)
        document.issued_by, document.issued_at = by, now
        document.seal = seal_of(document, seal_before(document))
        write_file(document.file_name, pdf)
        document.save(force_insert=True)
        page.series.last_number = document.serial
        page.series.save(update_fields=["last_number"])
        made.append(document)
    return made


def _document(page: Page, pdf: bytes, charge: Charge, credits: Document | None) -> Document:
    contents = page.contents
    return Document(
        series=page.series,
        serial=page.series.last_number + 1,
        number=contents["number"],
        kind=contents["kind"],
        charge=charge,
        organisation=page.receiver,
        credits=credits,
        amount=contents["amount"],
        issue_date=date.fromisoformat(contents["issue_date"]),
        due_date=date.fromisoformat(contents["due_date"]) if contents["due_date"] else None,
        ocr=contents["ocr"],
        frozen=contents,
        file_name=f"{folder_of(page.series)}/{contents['number']}.pdf",
        file_size=len(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
    )
