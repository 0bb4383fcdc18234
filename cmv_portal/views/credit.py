"""Credit an issued document, whole or in part: a new document that cites it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from agreements.access import require
from agreements.swedish import kr
from cmv_portal.january.issuing import issue_credit
from costs.actions.charges import ActionRefused, may_run
from costs.forms.documents import CreditForm, WearCreditForm
from costs.models import Charge, Document
from costs.queries.documents import get_standing
from costs.read_log import log_document


def credit_new(request, pk):
    found = get_standing(request.user, pk)
    original, left = found.document, found.standing.creditable
    require(
        original.kind != Document.Kind.CREDIT_INVOICE and may_run(request.user, original.charge.agreement)
    )
    day = max(timezone.localdate(), original.issue_date)
    form_of = WearCreditForm if original.charge.kind == Charge.Kind.ABNORMAL_WEAR else CreditForm
    form = form_of(request.POST or None, initial={"amount": left, "issue_date": day, "left": left})
    if request.method == "POST" and form.is_valid():
        try:
            credit = issue_credit(document=original, by=request.user, **form.cleaned_data)
        except ActionRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _told(credit))
            return redirect(original)
    log_document(request.user, original)
    context = {
        "nav": "documents",
        "trail": [("Fakturor", reverse("documents")), (str(original), original.get_absolute_url())],
        "document": original,
        "standing": found.standing,
        "form": form,
    }
    return render(request, "portal/credit.html", context)


def _told(credit: Document) -> str:
    return format_html(
        '<a href="{}">Kreditfaktura {}</a> på {} är utställd.',
        credit.get_absolute_url(),
        credit.number,
        kr(-credit.amount),
    )
