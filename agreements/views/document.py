"""One document: its file, which is only ever fetched and never shown, and its next version."""

import hashlib
import logging

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from agreements.access import require
from agreements.actions.documents import replace_document
from agreements.document_forms import VersionForm
from agreements.document_queries import get_document
from agreements.models import StoredFile
from agreements.refusals import Refused
from cmv_portal.roles import Right

log = logging.getLogger(__name__)


def document_file(request, pk):
    found = get_document(request.user, pk)
    return file_response(found.file, found.file_name)


def file_response(file: StoredFile, name: str) -> HttpResponse:
    """A stored file, byte for byte, to be saved by whoever fetches it; nothing in it runs in the portal."""
    data = bytes(file.content)
    if hashlib.sha256(data).hexdigest() != file.sha256:
        log.error("Den lagrade filen %s är inte den som lades in.", file.sha256)
        return HttpResponse("Filen är skadad. Kontakta den som sköter portalen.", status=500)
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(data, content_type=file.media_type, headers=headers)


def document_replace(request, pk):
    found = get_document(request.user, pk, Right.KEEP_DOCUMENTS)
    require(found.agreement is not None and not hasattr(found, "replaced_by"))
    form = VersionForm(
        request.POST or None, request.FILES or None, initial={"diary_number": found.diary_number}
    )
    back = reverse("agreement_documents", args=[found.agreement.slug])
    if request.method == "POST" and form.is_valid():
        try:
            newest = replace_document(document=found, **form.written, by=request.user)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"Version {newest.version} av {newest.title} är tillagd.")
            return redirect(back)
    context = {
        "nav": "agreements",
        "trail": [
            ("Avtal", reverse("agreements")),
            (found.agreement.title, found.agreement.get_absolute_url()),
            ("Handlingar", back),
        ],
        "document": found,
        "form": form,
        "back": back,
    }
    return render(request, "agreements/documents/replace.html", context)
