"""A revision: started, shown beside the edition in force, submitted, taken back and given up."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.access import get_agreement
from agreements.actions import rounds
from agreements.models import Agreement
from agreements.refusals import Refused
from agreements.views.editing import tell_refused
from cmv_portal.revisions.changes import revision_page
from cmv_portal.revisions.forms import StartForm
from cmv_portal.revisions.starting import start_revision
from cmv_portal.roles import Right
from cmv_portal.views.journey import trail


def revision(request, slug):
    agreement = get_revision(request.user, slug)
    context = {"nav": "agreements", "page": revision_page(request.user, agreement), "trail": trail(agreement)}
    return render(request, "portal/revision/revision.html", context)


def revision_new(request, slug):
    before = get_agreement(request.user, slug, Right.PREPARE_AGREEMENTS)
    next_year = timezone.localdate().year + 1
    form = StartForm(request.POST or None, initial={"starts_on": f"{next_year}-01-01"})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            draft = start_revision(
                cooperation=before.cooperation,
                starts_on=given["starts_on"],
                uplift=given["uplift"] == "yes",
                purpose=given["purpose"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, "Utkastet är en kopia av avtalet. Ändra det som ska ändras.")
            return redirect("revision", draft.slug)
    context = {"nav": "agreements", "before": before, "form": form, "trail": trail(before)}
    return render(request, "portal/revision/new.html", context)


@require_POST
def revision_submit(request, slug):
    agreement = get_revision(request.user, slug, Right.PREPARE_AGREEMENTS)
    read_at = request.POST.get("version", "")
    version = int(read_at) if read_at.isdecimal() else -1
    tell_refused(request, rounds.submit, agreement=agreement, revision=version)
    agreement.refresh_from_db()
    submitted = agreement.status == Agreement.Status.PROPOSAL
    return redirect("journey" if submitted else "revision", slug)


@require_POST
def revision_withdraw(request, slug):
    agreement = get_revision(request.user, slug, Right.PREPARE_AGREEMENTS)
    tell_refused(request, rounds.withdraw, agreement=agreement)
    return redirect("revision", slug)


@require_POST
def revision_drop(request, slug):
    agreement = get_revision(request.user, slug, Right.PREPARE_AGREEMENTS)
    tell_refused(request, rounds.drop, agreement=agreement)
    return redirect("revision", slug)


def get_revision(user, slug: str, right: Right = Right.SEE_AGREEMENTS) -> Agreement:
    """An edition that was made in the portal; 404 for those of the sources."""
    agreement = get_agreement(user, slug, right)
    if agreement.evidence != Agreement.Evidence.PORTAL:
        raise Http404
    return agreement


def revision_trail(agreement: Agreement) -> list[tuple[str, str]]:
    return [*trail(agreement), ("Revideringen", reverse("revision", args=[agreement.slug]))]
