"""The matters of a meeting: written one at a time, put in order, with the documents they rest on."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from agreements.access import require
from agreements.actions import agenda as actions
from agreements.meeting_access import RUN, get_meeting, matters
from agreements.meeting_forms import ItemDocumentsForm, item_form
from agreements.models import AgendaItem
from agreements.refusals import Refused
from agreements.views.editing import edit_row, tell_refused
from agreements.views.meetings import EDIT, trail


def agenda_item_new(request, pk):
    meeting = get_meeting(request.user, pk, RUN)
    require(meeting.is_open)

    def add(version, **given):
        actions.add_item(meeting=meeting, **given)

    return _edit(request, meeting, AgendaItem(meeting=meeting), add, "Ärendet är tillagt.", "Nytt ärende")


def agenda_item(request, pk, item):
    found = _item(request, pk, item)
    require(found.meeting.is_open)
    change = partial(actions.change_item, item=found)
    return _edit(request, found.meeting, found, change, "Ärendet är sparat.", "Ändra ärende")


def agenda_item_documents(request, pk, item):
    found = _item(request, pk, item)
    require(found.meeting.is_open)
    form = ItemDocumentsForm(request.POST or None, item=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_documents(item=found, documents=form.cleaned_data["documents"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Handlingarna är valda.")
            return redirect(found.meeting)
    context = {"nav": "meetings", "trail": trail(found.meeting), "item": found, "form": form}
    return render(request, "agreements/meetings/documents.html", context)


@require_POST
def agenda_item_move(request, pk, item):
    found = _item(request, pk, item)
    tell_refused(request, actions.move_item, item=found, direction=request.POST.get("riktning", ""))
    return redirect(found.meeting)


@require_POST
def agenda_item_remove(request, pk, item):
    found = _item(request, pk, item)
    tell_refused(request, actions.remove_item, item=found)
    return redirect(found.meeting)


def _item(request, pk, item) -> AgendaItem:
    """A matter of a cooperation whose matters the person may bring."""
    meeting = get_meeting(request.user, pk, RUN)
    items = AgendaItem.objects.select_related("meeting__body", "cooperation")
    return get_object_or_404(
        items, meeting=meeting, pk=item, cooperation__in=matters(request.user, meeting.body)
    )


def _edit(request, meeting, instance, action, said, here):
    return edit_row(
        request,
        form_class=item_form(list(matters(request.user, meeting.body))),
        instance=instance,
        action=action,
        back=meeting.get_absolute_url(),
        said=said,
        template=EDIT,
        context={"nav": "meetings", "trail": trail(meeting), "here": here, "title": here},
    )
