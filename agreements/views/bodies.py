"""A body: its mandate, who sits in it, its meetings and decisions; and the forms that change it."""

from functools import partial

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from agreements.access import get_cooperation
from agreements.actions import bodies as actions
from agreements.meeting_access import RUN, get_body
from agreements.meeting_forms import BodyForm, MembershipForm, ReferenceGroupForm
from agreements.meeting_queries import body_page
from agreements.models import Body, Membership
from agreements.views.editing import edit_row

EDIT = "agreements/meetings/edit.html"


def body(request, slug):
    found = get_body(request.user, slug)
    context = {
        "nav": "meetings",
        "trail": [("Möten", reverse("meetings"))],
        "page": body_page(request.user, found, timezone.localdate()),
        "body": found,
    }
    return render(request, "agreements/body/body.html", context)


def body_edit(request, slug):
    found = get_body(request.user, slug, RUN)
    change = partial(actions.change_body, body=found)
    return _edit(request, found, BodyForm, found, change, "Uppdraget är sparat.", "Uppdrag och tid")


def reference_group_new(request, slug):
    cooperation = get_cooperation(request.user, slug, RUN)

    def create(version, **given):
        actions.create_reference_group(cooperation=cooperation, **given)

    return edit_row(
        request,
        form_class=ReferenceGroupForm,
        instance=Body(),
        action=create,
        back=reverse("meetings"),
        said="Referensgruppen finns nu. Lägg till dem som sitter i den.",
        template=EDIT,
        context={
            "nav": "meetings",
            "trail": [("Möten", reverse("meetings"))],
            "here": "Ny referensgrupp",
            "title": f"Ny referensgrupp, {cooperation.short_name}",
        },
    )


def membership_new(request, slug):
    found = get_body(request.user, slug, RUN)

    def add(version, **given):
        actions.add_membership(body=found, **given)

    seat = Membership(body=found)
    return _edit(request, found, MembershipForm, seat, add, "Platsen är tillagd.", "Ny plats")


def membership(request, slug, pk):
    found = get_body(request.user, slug, RUN)
    seat = get_object_or_404(Membership, body=found, pk=pk)
    change = partial(actions.change_membership, membership=seat)
    return _edit(request, found, MembershipForm, seat, change, "Platsen är sparad.", seat.name)


def _edit(request, found, form_class, instance, action, said, here):
    trail = [("Möten", reverse("meetings")), (found.name, found.get_absolute_url())]
    return edit_row(
        request,
        form_class=form_class,
        instance=instance,
        action=action,
        back=found.get_absolute_url(),
        said=said,
        template=EDIT,
        context={"nav": "meetings", "trail": trail, "here": here, "title": f"{here}, {found.name}"},
    )
