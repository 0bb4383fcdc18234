"""A charge beside the fixed cost, and the steps that every charge takes from draft to issue."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from agreements.models import Organisation, ReadEvent
from agreements.queries import principal_of
from agreements.terms import TermError
from cmv_portal.january.forms import AttestForm
from cmv_portal.january.issuing import issue_charge
from cmv_portal.january.page import NOT_COMPUTABLE, charge_page, issued_text, page_of, return_form
from costs.access import get_charge
from costs.actions.charges import ActionRefused, attest, discard, make_draft, send_back
from costs.contents import due_terms, invoice_contents
from costs.models import Charge
from costs.read_log import log_charge
from followup import documents

REFUSALS = (ActionRefused, TermError, *NOT_COMPUTABLE)
State = Charge.State


def charge(request, pk):
    found = get_charge(request.user, pk)
    if found.kind == Charge.Kind.FIXED_COST:
        return redirect(page_of(found))
    log_charge(request.user, found)
    return render(request, "portal/january/january.html", charge_page(found, request.user))


@require_POST
def charge_draft(request, pk):
    found = get_charge(request.user, pk)

    def draft():
        demand_clear(found, request.user)
        make_draft(charge=found, by=request.user, allow_estimated="allow_estimated" in request.POST)
        return "Utkastet är gjort. Nu behöver en annan ekonom granska och attestera det."

    return tried(request, found, draft)


@require_POST
def charge_attest(request, pk):
    found = get_charge(request.user, pk)
    form = AttestForm(request.POST, due_days=due_terms(found)[0])

    def attested():
        attest(charge=found, by=request.user, issue_date=form.cleaned_data["issue_date"])
        return "Attesterat. Du eller den som gjorde utkastet kan nu ställa ut."

    return tried_form(request, found, attested, "attest_form", form)


@require_POST
def charge_return(request, pk):
    found = get_charge(request.user, pk)
    form = return_form(found, request.POST)

    def returned():
        send_back(charge=found, by=request.user, because=form.cleaned_data["because"].rstrip(". "))
        return "Utkastet är tillbakaskickat. Ett nytt behöver göras."

    return tried_form(request, found, returned, "return_form", form)


@require_POST
def charge_discard(request, pk):
    """Take away a charge without a draft, and go back to the list."""
    found = get_charge(request.user, pk)
    back = reverse("charges", args=[found.agreement.cooperation.slug])
    try:
        discard(charge=found, by=request.user)
    except ActionRefused as error:
        messages.error(request, str(error))
        return redirect(page_of(found))
    messages.success(request, "Debiteringen är borttagen. Historiken finns kvar.")
    return redirect(back)


@require_POST
def charge_issue(request, pk):
    """Give numbers, freeze, render and store. A second press makes nothing new."""
    found = get_charge(request.user, pk)
    return tried(request, found, lambda: issued_text(issue_charge(charge=found, by=request.user)))


def draft_pdf(request, pk, organisation):
    """A receiver's draft with its watermark: made when asked for, never stored, gone after issue."""
    found = get_charge(request.user, pk)
    if found.state not in (State.DRAFT, State.ATTESTED):
        raise Http404
    payers = {row["organisation"] for row in found.calculation["result"]["parties"]}
    if organisation not in payers:
        raise Http404
    buyer = Organisation.objects.get(slug=organisation)
    contents = invoice_contents(found, found.calculation, principal_of(found.agreement), buyer, None)
    headers = {"Content-Disposition": 'inline; filename="utkast.pdf"', "Cache-Control": "private, no-store"}
    log_charge(request.user, found, ReadEvent.Action.PDF)
    pdf = documents.render(contents, draft=True)
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def demand_clear(found: Charge, user) -> None:
    """Refuse a draft that the pre-flight stops. Raises ActionRefused."""
    page = charge_page(found, user)
    if page["does"] == "stopped":
        raise ActionRefused(f"{page['stops'][0].title}. Det behöver lösas innan utkastet görs.")


def tried(request, found: Charge, step: Callable[[], str]) -> HttpResponse:
    """Take a step, tell how it went, and go back to the charge's page."""
    try:
        messages.success(request, step())
    except REFUSALS as error:
        messages.error(request, str(error))
    return redirect(page_of(found))


def tried_form(request, found: Charge, step: Callable[[], str], name: str, form: Form) -> HttpResponse:
    """Take a step that something was written for; what is refused is shown again as it was written."""
    if form.is_valid():
        try:
            messages.success(request, step())
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            return redirect(page_of(found))
    page = charge_page(found, request.user)
    if name in page:
        return render(request, "portal/january/january.html", {**page, name: form})
    # The charge has moved on, so the page has no such form any more.
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))
    return redirect(page_of(found))
