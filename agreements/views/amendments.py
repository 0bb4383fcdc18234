"""Simple amendments of an agreement: decided by the body it names, told to the other, and attached."""

from functools import partial

from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from agreements.access import require
from agreements.actions import deviations as actions
from agreements.local_access import get_regional, keeps
from agreements.local_forms import AmendmentForm
from agreements.models import SimpleAmendment
from agreements.terms import TermKind
from agreements.views.editing import edit_row


def amendments(request, slug):
    agreement = get_regional(request.user, slug, TermKind.AMENDMENTS_BY)
    said = {row.kind: row for row in agreement.terms.all()}
    context = {
        "nav": "agreements",
        "trail": _trail(agreement)[:-1],
        "agreement": agreement,
        "rows": agreement.simple_amendments.select_related("document"),
        "by": said[TermKind.AMENDMENTS_BY],
        "told": said.get(TermKind.AMENDMENTS_TOLD),
        "keeps": keeps(request.user, agreement),
    }
    return render(request, "agreements/local/amendments.html", context)


def amendment_new(request, slug):
    agreement = get_regional(request.user, slug, TermKind.AMENDMENTS_BY)
    add = partial(actions.add_amendment, agreement=agreement)
    return _edit(request, SimpleAmendment(agreement=agreement), add, "Ny enklare ändring")


def amendment(request, slug, pk):
    agreement = get_regional(request.user, slug, TermKind.AMENDMENTS_BY)
    row = get_object_or_404(agreement.simple_amendments.select_related("agreement"), pk=pk)
    return _edit(request, row, partial(actions.change_amendment, amendment=row), "Enklare ändring")


def _trail(agreement) -> list[tuple[str, str]]:
    return [
        ("Avtal", reverse("agreements")),
        (agreement.title, agreement.get_absolute_url()),
        ("Enklare ändringar", reverse("amendments", args=[agreement.slug])),
    ]


def _edit(request, row, action, title):
    require(keeps(request.user, row.agreement))
    trail = _trail(row.agreement)
    return edit_row(
        request,
        form_class=AmendmentForm,
        instance=row,
        action=action,
        back=trail[-1][1],
        said="Ändringen är sparad.",
        template="agreements/edit.html",
        context={"nav": "agreements", "trail": trail, "here": title, "title": title},
    )
