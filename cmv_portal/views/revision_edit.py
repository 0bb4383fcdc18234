"""The pages on which a draft is written: its head, terms, clauses, parties and budget."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from agreements.actions import revisions
from agreements.models import Agreement, Organisation
from agreements.terms import SPECS, TermKind
from agreements.views.editing import tell_refused
from cmv_portal.revisions.budget import change_budget, lines_of
from cmv_portal.revisions.changes import shown_term
from cmv_portal.revisions.editing import edit_page
from cmv_portal.revisions.forms import ClauseForm, HeadForm, LinesForm, PartiesForm, TermForm
from cmv_portal.roles import Right
from cmv_portal.views.revision import get_revision, revision_trail
from costs.queries.budgets import overhead_text


def revision_head(request, slug):
    agreement = _draft(request, slug)

    def make(data, files):
        row = _stored(agreement)
        facts = ("title", "starts_on", "first_end", "purpose")
        initial = {field: getattr(row, field) for field in facts}
        return HeadForm(data, initial={**initial, "version": row.revision})

    return _page(request, agreement, make, revisions.change_head, "Uppgifter om avtalet")


def revision_terms(request, slug):
    agreement = _draft(request, slug)
    rows = {row.kind: row for row in agreement.terms.filter(valid_from=None)}
    context = {
        "nav": "agreements",
        "agreement": agreement,
        "terms": [
            (kind, SPECS[kind].label, rows[kind].clause, shown_term(rows[kind].row))
            for kind in TermKind
            if kind in rows
        ],
        "others": [(kind, SPECS[kind].label) for kind in TermKind if kind not in rows],
        "trail": revision_trail(agreement),
    }
    return render(request, "portal/revision/terms.html", context)


def revision_term(request, slug, kind):
    agreement = _draft(request, slug)
    if kind not in set(TermKind):
        raise Http404

    def make(data, files):
        row = agreement.terms.filter(kind=kind, valid_from=None).first()
        initial = {field: getattr(row, field) for field in ("value", "clause", "note")} if row else {}
        initial["version"] = _stored(agreement).revision
        return TermForm(data, initial=initial, kind=TermKind(kind))

    return _page(request, agreement, make, revisions.change_term, SPECS[TermKind(kind)].label, kind=kind)


def revision_clause(request, slug, pk=None):
    agreement = _draft(request, slug)
    change = get_object_or_404(agreement.clause_changes, pk=pk) if pk else None

    def make(data, files):
        if change:
            change.refresh_from_db()
        initial = {**ClauseForm.initial_of(change), "version": _stored(agreement).revision}
        return ClauseForm(data, initial=initial)

    title = f"Punkt {change.clause}" if change else "En punkt ändras"
    return _page(request, agreement, make, revisions.write_clause, title, change=change)


@require_POST
def revision_clause_remove(request, slug, pk):
    agreement = _draft(request, slug)
    change = get_object_or_404(agreement.clause_changes, pk=pk)
    version = request.POST.get("version", "")
    revision = int(version) if version.isdecimal() else -1
    tell_refused(request, revisions.remove_clause, agreement=agreement, change=change, revision=revision)
    return redirect("revision", slug)


def revision_parties(request, slug):
    agreement = _draft(request, slug)

    def make(data, files):
        parties = list(agreement.parties.select_related("organisation"))
        others = Organisation.objects.exclude(pk__in=[party.organisation_id for party in parties])
        initial = {"version": _stored(agreement).revision}
        return PartiesForm(data, initial=initial, parties=parties, others=list(others.order_by("name")))

    def save(form):
        parties = [revisions.PartyRow(*row) for row in form.chosen()]
        version = form.cleaned_data["version"]
        revisions.change_parties(agreement=agreement, revision=version, parties=parties, by=request.user)

    return _page(request, agreement, make, None, "Parter", save=save)


def revision_budget(request, slug):
    agreement = _draft(request, slug)

    def make(data, files):
        initial = {"version": _stored(agreement).revision}
        return LinesForm(data, initial=initial, suggested=lines_of(agreement))

    def save(form):
        given = form.cleaned_data
        change_budget(agreement=agreement, revision=given["version"], lines=given["lines"], by=request.user)

    context = {"overhead": overhead_text(agreement, agreement.year)}
    template = "portal/revision/budget.html"
    return _page(request, agreement, make, None, "Budget", save=save, template=template, context=context)


def _page(request, agreement, make, action, title, *, save=None, template=None, context=None, **given):
    """One form about the draft; what it holds goes to the action with the change number it was read at."""

    def by_action(form):
        facts = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        version = form.cleaned_data["version"]
        action(agreement=agreement, revision=version, by=request.user, **given, **facts)

    return edit_page(
        request,
        make=make,
        save=save or by_action,
        back=reverse("revision", args=[agreement.slug]),
        said="Sparat i utkastet.",
        template=template or "portal/revision/edit.html",
        context={
            "agreement": agreement,
            "title": title,
            "trail": revision_trail(agreement),
            **(context or {}),
        },
    )


def _draft(request, slug: str) -> Agreement:
    """A revision that is being written, for one who may; 404 for one that is locked."""
    agreement = get_revision(request.user, slug, Right.PREPARE_AGREEMENTS)
    if agreement.status != Agreement.Status.DRAFT:
        raise Http404
    return agreement


def _stored(agreement: Agreement) -> Agreement:
    """The draft as it is stored now."""
    return Agreement.objects.get(pk=agreement.pk)
