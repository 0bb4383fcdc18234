"""A signed file: put in, checked, shown for what it is, and vouched for where a person may."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from agreements.access import get_agreement, may, require
from agreements.actions.signing import remark, why_not_accepted
from agreements.files.kinds import PDF
from agreements.journey_page import find_signatory, standing_of, whose
from agreements.journey_rows import matter_of
from agreements.models import Organisation, Signature
from agreements.refusals import Refused
from agreements.signing.result import SignedPdf
from cmv_portal.revisions.entering import accept_signature, add_signature
from cmv_portal.revisions.forms import AcceptForm, SignatureForm
from cmv_portal.roles import Right
from cmv_portal.views.journey import journey_trail


def signature_new(request, slug, who):
    agreement = get_agreement(request.user, slug)
    signatory = find_signatory(matter_of(agreement), who)
    require(signatory is not None)
    own = Organisation.objects.filter(slug=who).first() if signatory.is_party else None
    require(may(request.user, Right.RECORD_APPROVALS, agreement.cooperation_id, own and own.pk))
    is_sent = request.method == "POST"
    form = SignatureForm(request.POST, request.FILES) if is_sent else SignatureForm()
    if is_sent and form.is_valid():
        try:
            made = add_signature(
                agreement=agreement, who=signatory, upload=form.cleaned_data["file"], by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("signature", slug, made.pk)
    context = {"nav": "agreements", "agreement": agreement, "signatory": signatory, "form": form}
    context["trail"] = journey_trail(agreement)
    return render(request, "portal/journey/signature_new.html", context)


def signature(request, slug, pk, form=None):
    agreement = get_agreement(request.user, slug)
    row = _row(agreement, pk)
    matter = matter_of(agreement, row.round)
    signatory = whose(matter, row)
    may_vouch = may(request.user, Right.PREPARE_AGREEMENTS, agreement.cooperation_id)
    context = {
        "nav": "agreements",
        "trail": journey_trail(agreement),
        "agreement": agreement,
        "row": row,
        "name": row.organisation.name if row.organisation else row.office,
        "checked": SignedPdf.from_json(row.result),
        "standing": standing_of(row),
        "remark": remark(matter, signatory, row) if signatory else "",
        "form": form or (AcceptForm() if may_vouch and not why_not_accepted(agreement, row) else None),
    }
    return render(request, "portal/journey/signature.html", context)


@require_POST
def signature_accept(request, slug, pk):
    agreement = get_agreement(request.user, slug, Right.PREPARE_AGREEMENTS)
    row = _row(agreement, pk)
    form = AcceptForm(request.POST)
    if form.is_valid():
        try:
            accept_signature(signature=row, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, "Underskriften är godtagen och räknas.")
            return redirect("signature", slug, pk)
    return signature(request, slug, pk, form)


def signature_file(request, slug, pk):
    """The signed file as it came, as a file to save."""
    row = _row(get_agreement(request.user, slug), pk)
    if row.file is None:
        raise Http404
    response = HttpResponse(bytes(row.file.content), content_type=PDF.media_type)
    response["Content-Disposition"] = f'attachment; filename="underskrift-{row.pk}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _row(agreement, pk: int) -> Signature:
    rows = Signature.objects.select_related("organisation", "file", "added_by")
    return get_object_or_404(rows, agreement=agreement, pk=pk)
