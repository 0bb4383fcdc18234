"""Whether all that has been issued still says what it said: amounts, numbers, files and history.

Nothing is repaired. Every fault is one line that names the document, the row or the file.
"""

import hashlib
from collections.abc import Callable, Iterator
from functools import partial

from django.apps import apps
from django.db.models import Model, Sum

from agreements.models import StoredFile
from agreements.swedish import kr
from costs.calculation import recalculated
from costs.contents import party_row
from costs.files import path_of
from costs.models import Charge, Document, NumberSeries
from costs.seal import payment_seal, seal_of
from followup.actions.reports import figures_digest
from followup.models import AnnualReport, Publication
from followup.queries.stored_report import ReportDamaged, report_bytes

APPS = ("agreements", "costs", "followup")


def faults() -> list[str]:
    """Every fault found, in one line of Swedish each; an empty list when all is well."""
    return [
        *_series_faults(),
        *_charges_faults(),
        *_report_faults(),
        *_stored_file_faults(),
        *_history_faults(),
    ]


def count() -> dict[str, int]:
    """How much there is to check."""
    return {
        "documents": Document.objects.count(),
        "series": NumberSeries.objects.count(),
        "reports": AnnualReport.objects.filter(state=AnnualReport.State.ADOPTED).count(),
        "files": StoredFile.objects.count(),
    }


# --- Series and documents


def _series_faults() -> Iterator[str]:
    for series in NumberSeries.objects.select_related("issuer").order_by("year", "kind"):
        rows = series.documents.select_related(
            "series__issuer", "organisation", "credits", "charge", "issued_by"
        )
        documents = list(rows.order_by("serial"))
        serials = [document.serial for document in documents]
        if serials != list(range(1, series.last_number + 1)):
            yield f"Nummerserien {series} ska ha 1–{series.last_number} men har {serials}."
        before = ""
        for document in documents:
            yield from _safely(str(document), partial(_document_faults, document, before))
            before = document.seal


def _document_faults(document: Document, before: str) -> Iterator[str]:
    name = str(document)
    if document.seal != seal_of(document, before):
        yield f"{name}: raden har ändrats sedan utställningen (sigillet stämmer inte)."
    yield from (f"{name}: {fault}" for fault in _file_faults(document))
    yield from (f"{name}: {fault}" for fault in _amount_faults(document))
    credited = document.credit_invoices.aggregate(kr=Sum("amount"))["kr"] or 0
    if document.amount + credited < 0 and document.kind != Document.Kind.CREDIT_INVOICE:
        yield f"{name}: krediterad med {kr(-credited)}, mer än {kr(document.amount)}."
    for payment in document.payments.select_related("document", "registered_by"):
        if payment.seal != payment_seal(payment):
            yield f"{name}: betalningen {payment.paid_on} har ändrats sedan den registrerades."
    paid = document.payments.aggregate(kr=Sum("amount"))["kr"] or 0
    if not 0 <= paid <= max(document.amount, 0):
        yield f"{name}: betald med {kr(paid)} av {kr(document.amount)}."


def _file_faults(document: Document) -> Iterator[str]:
    path = path_of(document)
    if not path.is_file():
        yield f"filen {document.file_name} saknas."
        return
    data = path.read_bytes()
    if len(data) != document.file_size or hashlib.sha256(data).hexdigest() != document.sha256:
        yield f"filen {document.file_name} är inte den som ställdes ut (kontrollsumman stämmer inte)."


def _amount_faults(document: Document) -> Iterator[str]:
    frozen = document.frozen
    shown = {
        "beloppet": (document.amount, frozen["amount"]),
        "radens belopp": (document.amount, frozen["line"]["amount"]),
        "numret": (document.number, frozen["number"]),
        "fakturadatumet": (document.issue_date.isoformat(), frozen["issue_date"]),
        "OCR-numret": (document.ocr, frozen["ocr"]),
        "mottagaren": (document.organisation.slug, frozen["organisation"]),
    }
    for what, (row, copy) in shown.items():
        if row != copy:
            yield f"{what} är {row} i raden men {copy} i det frusna innehållet."
    calculation = frozen["calculation"]
    if calculation is None:
        return
    if recalculated(calculation) != calculation:
        yield "den frusna uträkningen går inte att räkna om till samma resultat."
    computed = party_row(calculation, document.organisation.slug)["amount"]
    if computed != document.amount:
        yield f"beloppet är {kr(document.amount)} men uträkningen ger {kr(computed)}."


def _safely(name: str, check: Callable[[], Iterator[str]]) -> list[str]:
    """A check's faults; contents too damaged to be read are a fault as well, and the rest goes on."""
    try:
        return list(check())
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, OSError) as error:
        return [f"{name}: innehållet går inte att läsa ({type(error).__name__})."]


# --- Charges


def _charges_faults() -> Iterator[str]:
    years: set[tuple[int, int]] = set()
    for charge in _issued_charges():
        name = f"{charge}, {charge.agreement}"
        yield from _safely(name, partial(_charge_faults, charge))
        year = (charge.agreement.cooperation_id, charge.year)
        if charge.kind == Charge.Kind.FIXED_COST:
            if year in years:
                yield f"{name}: årets fasta kostnad är utställd två gånger."
            years.add(year)


def _issued_charges():
    return (
        Charge.objects.filter(state=Charge.State.ISSUED)
        .select_related("agreement")
        .prefetch_related("documents__organisation")
        .order_by("pk")
    )


def _charge_faults(charge: Charge) -> Iterator[str]:
    result = charge.calculation["result"]
    documents = [row for row in charge.documents.all() if row.kind != Document.Kind.CREDIT_INVOICE]
    total = sum(document.amount for document in documents)
    expected = result["total"] + result["rounding_difference"]
    name = f"{charge}, {charge.agreement}"
    if total != expected:
        yield f"{name}: handlingarna är tillsammans {kr(total)} men fördelningen {kr(expected)}."
    receivers = sorted(document.organisation.slug for document in documents)
    if receivers != sorted(row["organisation"] for row in result["parties"]):
        yield f"{name}: mottagarna är inte de som fördelningen har."
    if any(document.frozen["calculation"] != charge.calculation for document in documents):
        yield f"{name}: en handling har en annan uträkning än debiteringen."


# --- Adopted reports, and what has been shown of figures


def _report_faults() -> Iterator[str]:
    for publication in Publication.objects.select_related("report__cooperation").order_by("pk"):
        if figures_digest(publication.figures) != publication.sha256:
            yield f"{publication}: de visade siffrorna har ändrats (kontrollsumman stämmer inte)."
    adopted = AnnualReport.objects.filter(state=AnnualReport.State.ADOPTED)
    for report in adopted.select_related("cooperation", "publication").order_by("pk"):
        yield from _safely(str(report), partial(_adopted_faults, report))


def _adopted_faults(report: AnnualReport) -> Iterator[str]:
    printed = {**report.contents["figures"], "adopted": None}
    if printed != {**report.publication.figures, "adopted": None}:
        yield f"{report}: de tryckta siffrorna är inte de som styrgruppen såg."
    try:
        report_bytes(report)
    except ReportDamaged as error:
        yield str(error)


# --- Files of agreements, meetings and signatures


def _stored_file_faults() -> Iterator[str]:
    """One file in memory at a time."""
    for pk in StoredFile.objects.values_list("pk", flat=True).order_by("pk"):
        file = StoredFile.objects.get(pk=pk)
        content = bytes(file.content)
        if len(content) != file.size or hashlib.sha256(content).hexdigest() != file.sha256:
            yield f"lagrad fil {file.sha256}: innehållet har ändrats (kontrollsumman stämmer inte)."


# --- History


def _history_faults() -> Iterator[str]:
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            if hasattr(model, "history"):
                yield from _model_history_faults(model)


def _model_history_faults(model: type[Model]) -> Iterator[str]:
    """A row that was changed past its history, or has none."""
    fields = [field.attname for field in model.history.model.tracked_fields]
    key = model._meta.pk.attname
    latest = {}
    for record in model.history.order_by("history_date", "history_id"):
        latest[getattr(record, key)] = record
    for row in model._base_manager.all():
        record = latest.get(row.pk)
        name = f"{model._meta.verbose_name} {row.pk}"
        if record is None or record.history_type == "-":
            yield f"{name}: historik saknas."
            continue
        changed = [field for field in fields if getattr(row, field) != getattr(record, field)]
        if changed:
            yield f"{name}: {', '.join(changed)} har ändrats vid sidan av historiken."
