"""An edition's way to force: the board, and the form in which a body's answer is written down."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from agreements.access import get_agreement, may, require
from agreements.actions import rows
from agreements.board import short_body
from agreements.entry import Kind
from agreements.journey_page import STEP_ADDRESS, journey_page
from agreements.journey_rows import matter_of
from agreements.models import Agreement, DecisionStep, Organisation
from cmv_portal.revisions.editing import edit_page
from cmv_portal.revisions.entering import record_step
from cmv_portal.revisions.forms import StepForm
from cmv_portal.roles import Right


def journey(request, slug):
    agreement = get_agreement(request.user, slug)
    context = {
        "nav": "agreements",
        "trail": trail(agreement),
        "page": journey_page(request.user, agreement, timezone.localdate()),
    }
    return render(request, "portal/journey/journey.html", context)


def journey_step(request, slug, who):
    agreement = get_agreement(request.user, slug)
    kind, organisation = _turn(agreement, who)
    require(_may_record(request.user, agreement, organisation))

    def make(data, files):
        step = _stored(agreement, kind, organisation)
        initial = {**StepForm.initial_of(step), "version": rows.version_of(step)}
        return StepForm(data, files, initial=initial)

    def save(form):
        given = dict(form.cleaned_data)
        record_step(agreement=agreement, kind=kind, organisation=organisation, by=request.user, **given)

    name = organisation.name if organisation else _body(agreement, kind)
    return edit_page(
        request,
        make=make,
        save=save,
        back=reverse("journey", args=[slug]),
        said=f"Sparat: {name}.",
        template="portal/journey/step.html",
        context={"agreement": agreement, "name": name, "trail": journey_trail(agreement)},
    )


def _turn(agreement: Agreement, who: str) -> tuple[str, Organisation | None]:
    """Which step an address means; 404 for who is none in the edition."""
    matter = matter_of(agreement)
    if who in {party.key for party in matter.parties}:
        return Kind.APPROVAL, get_object_or_404(Organisation, slug=who)
    for kind, _ in matter.common:
        if STEP_ADDRESS[kind] == who:
            return kind, None
    raise Http404


def _may_record(user, agreement: Agreement, organisation: Organisation | None) -> bool:
    pk = organisation.pk if organisation else None
    return may(user, Right.RECORD_APPROVALS, agreement.cooperation_id, pk)


def _stored(agreement: Agreement, kind: str, organisation: Organisation | None) -> DecisionStep:
    found = agreement.steps.filter(kind=kind, organisation=organisation, round=agreement.round).first()
    return found or DecisionStep(agreement=agreement, kind=kind, organisation=organisation)


def _body(agreement: Agreement, kind: str) -> str:
    return next(short_body(body) for each, body in matter_of(agreement).common if each == kind)


def trail(agreement: Agreement) -> list[tuple[str, str]]:
    return [("Avtal", reverse("agreements")), (agreement.title, agreement.get_absolute_url())]


def journey_trail(agreement: Agreement) -> list[tuple[str, str]]:
    return [*trail(agreement), ("Beslutsresan", reverse("journey", args=[agreement.slug]))]
