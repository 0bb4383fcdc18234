"""Erasing what should never have been written: one person asks, another carries it out. No value is shown."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from agreements.access import require
from agreements.refusals import Refused
from cmv_portal.roles import Right
from followup.access import get_for_figures
from followup.actions.erasures import ask_for_erasure, carry_out, may_carry_out, withdraw
from followup.forms.erasures import ErasureForm
from followup.models import Erasure
from followup.queries.erasables import places, things

ERASURES = "rensningar"


def erasures(request, slug):
    """What waits for a second person, and what has been done."""
    cooperation = _cooperation(request, slug)
    rows = list(cooperation.erasures.select_related("requested_by", "confirmed_by"))
    waiting = [(row, may_carry_out(request.user, row)) for row in rows if not row.confirmed_by_id]
    context = {
        "nav": "followup",
        "trail": [("Uppföljning", reverse("followup"))],
        "cooperation": cooperation,
        "waiting": waiting,
        "yours": sum(may for _, may in waiting),
        "done": [row for row in rows if row.confirmed_by_id],
    }
    return render(request, "followup/erasures/erasures.html", context)


def erasure_new(request, slug):
    """Ask for something to be erased: first what it is in, then the field."""
    cooperation = _cooperation(request, slug)
    found = things(cooperation)
    chosen = next((each for each in found if each.key == request.GET.get("i")), None)
    form = None
    if chosen is not None:
        form = ErasureForm(request.POST or None, places=places(cooperation, chosen))
        if request.method == "POST" and form.is_valid():
            try:
                ask_for_erasure(
                    cooperation=cooperation,
                    place=form.place_chosen,
                    reason=form.cleaned_data["reason"],
                    only_history=form.only_history,
                    by=request.user,
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            except ValidationError as wrong:
                form.add_error(None, wrong)
            else:
                messages.success(request, "Begärt. Nu behöver en annan person utföra rensningen.")
                return redirect("erasures", slug)
    context = {
        "nav": "followup",
        "trail": _trail(cooperation),
        "cooperation": cooperation,
        "things": found,
        "chosen": chosen,
        "form": form,
    }
    return render(request, "followup/erasures/erasure_new.html", context)


def erasure(request, slug, pk):
    """One request, for the second person to look at and carry out."""
    cooperation = _cooperation(request, slug)
    found = _waiting(cooperation, pk)
    require(may_carry_out(request.user, found))
    refused = ""
    if request.method == "POST":
        try:
            carry_out(erasure=found, by=request.user)
        except Refused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, "Rensat, med historiken. Att det är gjort står i listan.")
            return redirect("erasures", slug)
    context = {
        "nav": "followup",
        "trail": _trail(cooperation),
        "cooperation": cooperation,
        "erasure": found,
        "refused": refused,
    }
    return render(request, "followup/erasures/erasure.html", context)


@require_POST
def erasure_withdraw(request, slug, pk):
    """The one who asked takes it back, or the one who could carry it out says no."""
    found = _waiting(_cooperation(request, slug), pk)
    require(found.requested_by_id == request.user.pk or may_carry_out(request.user, found))
    try:
        withdraw(erasure=found)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Begäran är borttagen. Inget är rensat.")
    return redirect("erasures", slug)


def _cooperation(request, slug):
    return get_for_figures(request.user, slug, right=Right.WRITE_REPORT, what=ERASURES)


def _waiting(cooperation, pk) -> Erasure:
    found = get_object_or_404(cooperation.erasures.select_related("requested_by"), pk=pk)
    if found.confirmed_by_id:
        raise Http404("Redan utförd.")
    return found


def _trail(cooperation) -> list[tuple[str, str]]:
    return [
        ("Uppföljning", reverse("followup")),
        ("Rensningar", reverse("erasures", args=[cooperation.slug])),
    ]
