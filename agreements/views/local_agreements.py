"""The local agreements under a regional one: the list, one of them, and its yearly look back."""

from functools import partial

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from agreements.access import require
from agreements.actions import local as actions
from agreements.local_access import get_local, get_regional, writes_for
from agreements.local_forms import LocalAgreementForm, LocalFollowUpForm
from agreements.local_queries import local_agreement_page, local_page
from agreements.models import Agreement, LocalAgreement, LocalFollowUp
from agreements.terms import TermKind
from agreements.views.editing import edit_row


def local_agreements(request, slug):
    """Who has a local agreement, and how far it has come."""
    agreement = get_regional(request.user, slug, TermKind.LOCAL_FOLLOWUP)
    context = {
        "nav": "agreements",
        "trail": local_trail(agreement)[:2],
        "agreement": agreement,
        "page": local_page(request.user, agreement),
    }
    return render(request, "agreements/local/local_agreements.html", context)


def local_agreement(request, slug, organisation):
    local = get_local(request.user, slug, organisation)
    context = {
        "nav": "agreements",
        "trail": local_trail(local.agreement),
        "local": local,
        "page": local_agreement_page(request.user, local, timezone.localdate()),
    }
    return render(request, "agreements/local/local_agreement.html", context)


def local_agreement_edit(request, slug, organisation):
    local = _written(request, slug, organisation)
    change = partial(actions.change_local_agreement, local=local)
    return _edit(request, local, local, LocalAgreementForm, change, "Läget är sparat.", "Läge och innehåll")


def local_followup(request, slug, organisation, year):
    """Write a year's follow-up; it is begun by being written."""
    local = _written(request, slug, organisation)
    require_year(year)
    row = local.followups.filter(year=year).first() or LocalFollowUp(local_agreement=local, year=year)
    write = partial(actions.write_followup, followup=row)
    said = f"Uppföljningen {year} är sparad."
    return _edit(request, local, row, LocalFollowUpForm, write, said, f"Uppföljning {year}")


def require_year(year: int) -> None:
    """404 for a year that no one writes of: before 2000, or after next year."""
    if not 2000 <= year <= timezone.localdate().year + 1:
        raise Http404("Inget sådant år.")


def local_trail(agreement: Agreement) -> list[tuple[str, str]]:
    return [
        ("Avtal", reverse("agreements")),
        (agreement.title, agreement.get_absolute_url()),
        ("Lokala överenskommelser", reverse("local_agreements", args=[agreement.slug])),
    ]


def _written(request, slug, organisation) -> LocalAgreement:
    """A local agreement that the person writes of; else 404."""
    local = get_local(request.user, slug, organisation)
    require(writes_for(request.user, local.agreement, local.organisation_id))
    return local


def _edit(request, local, row, form_class, action, said, here):
    trail = [*local_trail(local.agreement), (local.organisation.short_name, local.get_absolute_url())]
    title = f"{here}, {local.organisation.short_name}"
    return edit_row(
        request,
        form_class=form_class,
        instance=row,
        action=action,
        back=local.get_absolute_url(),
        said=said,
        template="agreements/edit.html",
        context={"nav": "agreements", "trail": trail, "here": here, "title": title},
    )
