"""Issued documents: the list, one document with its file, and payments."""

import logging

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agreements.access import may_anywhere, require
from agreements.models import ReadEvent
from agreements.swedish import kr
from cmv_portal.roles import Right
from costs.actions.charges import ActionRefused, may_run, register_payment
from costs.forms.documents import PaymentForm, WearPaymentForm
from costs.models import Charge, Document, Download
from costs.queries.document_page import document_page, documents_page
from costs.queries.documents import FileDamaged, get_file, get_standing, original_bytes
from costs.read_log import log_document, log_listed

log = logging.getLogger(__name__)


def documents(request):
    """Every issued document that the person may see, year by year."""
    require(may_anywhere(request.user, Right.SEE_INVOICES))
    page = documents_page(request.user)
    log_listed(request.user, (row.document.charge for _, rows in page["years"] for row in rows))
    return render(request, "costs/documents/documents.html", page)


def document(request, pk):
    page = document_page(request.user, pk)
    log_document(request.user, page["document"])
    return render(request, "costs/documents/document.html", page)


def document_pdf(request, pk):
    """The issued file, byte for byte; refused when it is no longer what was issued."""
    found = get_file(request.user, pk)
    try:
        data = original_bytes(found)
    except FileDamaged as error:
        return damaged(request, error)
    log_document(request.user, found, ReadEvent.Action.PDF)
    Download.objects.get_or_create(document=found, user=request.user, day=timezone.localdate())
    headers = {
        "Content-Disposition": f'attachment; filename="{found.number}.pdf"',
        "Cache-Control": "private, no-store",
        "ETag": f'"{found.sha256}"',
    }
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def damaged(request, error: FileDamaged) -> HttpResponse:
    """The page that stands in for a file that is not what was issued; the fault is logged."""
    log.error("%s", error)
    return render(request, "costs/documents/damaged.html", {"error": error}, status=500)


def payment_new(request, pk):
    """Register a payment on an invoice; the same page shows what was wrong."""
    found = get_standing(request.user, pk)
    invoice = found.document
    require(invoice.kind == Document.Kind.INVOICE and may_run(request.user, invoice.charge.agreement))
    day = max(timezone.localdate(), invoice.issue_date)
    initial = {"paid_on": day, "amount": max(0, found.standing.left) or None}
    form_of = WearPaymentForm if invoice.charge.kind == Charge.Kind.ABNORMAL_WEAR else PaymentForm
    form = form_of(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            payment = register_payment(document=invoice, by=request.user, **form.cleaned_data)
        except ActionRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{kr(payment.amount)} är registrerat på faktura {invoice.number}.")
            return redirect(invoice)
    log_document(request.user, invoice)
    context = {
        "nav": "documents",
        "trail": [("Fakturor", reverse("documents")), (str(invoice), invoice.get_absolute_url())],
        "document": invoice,
        "standing": found.standing,
        "form": form,
    }
    return render(request, "costs/documents/payment.html", context)
