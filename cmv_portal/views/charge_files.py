"""What a charge issued, to take away: all PDFs in one ZIP, and a list as spreadsheet and CSV."""

import io
import zipfile

import xlsxwriter
from django.http import Http404, HttpResponse
from django.utils import timezone

from agreements.models import ReadEvent
from agreements.swedish import iso
from costs.access import get_charge
from costs.exports import csv_text
from costs.models import Charge, Document
from costs.queries.documents import (
    LINE_TITLES,
    FileDamaged,
    Line,
    charge_documents,
    lines,
    original_bytes,
    record_downloads,
)
from costs.read_log import log_charge
from costs.views.documents import damaged

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORDS = {Document.Kind.INVOICE: "faktura", Document.Kind.INTERNAL_ALLOCATION: "internfordelning"}
WIDTHS = (13, 18, 24, 20, 14, 14, 14, 16, 18, 18)
AMOUNT_COLUMN = 4


def charge_zip(request, pk):
    """The invoices and the internal allocation, the very bytes that were stored."""
    charge = _issued(request.user, pk)
    documents = list(charge_documents(charge))
    try:
        data = zipped(documents)
    except FileDamaged as error:
        return damaged(request, error)
    record_downloads(request.user, documents)
    return _file(data, "application/zip", f"{file_stem(charge)}.zip")


def charge_xlsx(request, pk):
    charge = _issued(request.user, pk)
    return _file(spreadsheet(lines(charge, timezone.localdate())), XLSX, f"{file_stem(charge)}.xlsx")


def charge_csv(request, pk):
    charge = _issued(request.user, pk)
    rows = [list(LINE_TITLES), *(_cells(line) for line in lines(charge, timezone.localdate()))]
    return _file(csv_text(rows).encode(), "text/csv; charset=utf-8", f"{file_stem(charge)}.csv")


def file_stem(charge: Charge) -> str:
    """A neutral file name: for a charge that concerns a person it says nothing at all."""
    if charge.kind == Charge.Kind.FIXED_COST:
        return f"fakturor-{charge.agreement.cooperation.slug}-{charge.year}"
    return f"debitering-{charge.pk}"


def zipped(documents: list[Document]) -> bytes:
    """Stored, not compressed: PDFs are already. The same documents give the same ZIP. Raises FileDamaged."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for document in documents:
            name = f"{document.number}-{WORDS[Document.Kind(document.kind)]}.pdf"
            when = timezone.localtime(document.issued_at).timetuple()[:6]
            archive.writestr(zipfile.ZipInfo(name, when), original_bytes(document))
    return out.getvalue()


def spreadsheet(rows: list[Line]) -> bytes:
    """The list as a spreadsheet with a sum; texts are written as texts, never as formulas."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    bold = book.add_format({"bold": True, "bottom": 1})
    money = book.add_format({"num_format": "#,##0"})
    total = book.add_format({"num_format": "#,##0", "bold": True, "top": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    sheet = book.add_worksheet("Fakturor")
    for column, (title, width) in enumerate(zip(LINE_TITLES, WIDTHS, strict=True)):
        sheet.write_string(0, column, title, bold)
        sheet.set_column(column, column, width)
    for place, row in enumerate(rows, start=1):
        for column, value in enumerate(vars(row).values()):
            if isinstance(value, int):
                sheet.write_number(place, column, value, money)
            elif isinstance(value, str):
                sheet.write_string(place, column, value)
            elif value is not None:
                sheet.write_datetime(place, column, value, day)
    if len(rows) > 1:
        sheet.write_string(len(rows) + 1, 0, "Summa", bold)
        formula = f"=SUM(E2:E{len(rows) + 1})"
        sheet.write_formula(len(rows) + 1, AMOUNT_COLUMN, formula, total, sum(row.amount for row in rows))
    sheet.freeze_panes(1, 1)
    book.close()
    return out.getvalue()


def _cells(line: Line) -> list:
    return [
        value if isinstance(value, int | str) else iso(value) if value else ""
        for value in vars(line).values()
    ]


def _issued(user, pk: int) -> Charge:
    """A charge whose files the person may take; of wear that is logged."""
    charge = get_charge(user, pk)
    if charge.state != Charge.State.ISSUED:
        raise Http404
    log_charge(user, charge, ReadEvent.Action.EXPORT)
    return charge


def _file(data: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=content_type, headers=headers)
