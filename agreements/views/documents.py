"""An edition's documents and appendices, and the form to add one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.access import get_agreement, may, require
from agreements.actions.documents import add_document
from agreements.document_forms import DocumentForm
from agreements.document_queries import documents_page
from agreements.refusals import Refused
from cmv_portal.roles import Right


def agreement_documents(request, slug):
    found = get_agreement(request.user, slug)
    may_add = may(request.user, Right.KEEP_DOCUMENTS, found.cooperation_id)
    require(may_add or request.method != "POST")
    form = DocumentForm(request.POST or None, request.FILES or None, initial=_suggested(request))
    if request.method == "POST" and form.is_valid():
        try:
            given = {**form.written, "cooperation": found.cooperation, "agreement": found}
            document = add_document(**given, by=request.user)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, f"{document.title} är tillagd.")
            return redirect("agreement_documents", slug)
    context = {
        "nav": "agreements",
        "trail": [("Avtal", reverse("agreements")), (found.title, found.get_absolute_url())],
        "page": documents_page(found),
        "form": form if may_add else None,
    }
    return render(request, "agreements/documents/documents.html", context)


def _suggested(request) -> dict[str, str]:
    """What a link about a missing document fills in beforehand."""
    return {name: request.GET[name] for name in ("title", "kind", "clause") if name in request.GET}
