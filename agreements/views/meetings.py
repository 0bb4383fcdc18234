"""Every meeting the person may read about; and booking, moving and cancelling one, and who was there."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.access import cooperations, require
from agreements.actions import meetings as actions
from agreements.meeting_access import RUN, get_body, get_meeting
from agreements.meeting_forms import AttendanceForm, MeetingForm
from agreements.meeting_queries import meetings_page, seats_on
from agreements.models import Meeting
from agreements.refusals import Refused
from agreements.swedish import long_date
from agreements.views.editing import edit_row, tell_refused

EDIT = "agreements/meetings/edit.html"


def meetings(request):
    page = meetings_page(request.user, timezone.localdate(), cooperations(request.user, RUN))
    return render(request, "agreements/meetings/meetings.html", {"nav": "meetings", "page": page})


def meeting_new(request, slug):
    body = get_body(request.user, slug, RUN)

    def book(version, **given):
        actions.book_meeting(body=body, **given)

    return edit_row(
        request,
        form_class=MeetingForm,
        instance=Meeting(body=body),
        action=book,
        back=body.get_absolute_url(),
        said="Mötet är bokat.",
        template=EDIT,
        context={
            "nav": "meetings",
            "trail": [("Möten", reverse("meetings")), (body.name, body.get_absolute_url())],
            "here": "Boka möte",
            "title": f"Boka möte, {body.name}",
        },
    )


def meeting_edit(request, pk):
    meeting = get_meeting(request.user, pk, RUN)
    require(meeting.state in (Meeting.State.PLANNED, Meeting.State.CALLED))
    return edit_row(
        request,
        form_class=MeetingForm,
        instance=meeting,
        action=partial(actions.change_meeting, meeting=meeting),
        back=meeting.get_absolute_url(),
        said="Tid och plats är sparade.",
        template=EDIT,
        context={
            "nav": "meetings",
            "trail": trail(meeting),
            "here": "Tid och plats",
            "title": "Tid och plats",
        },
    )


@require_POST
def meeting_cancel(request, pk):
    meeting = get_meeting(request.user, pk, RUN)
    tell_refused(request, actions.cancel_meeting, meeting=meeting)
    return redirect(meeting)


def attendance(request, pk):
    """Who was at the meeting: the seats of that day, with what is usual filled in."""
    meeting = get_meeting(request.user, pk, RUN)
    require(meeting.is_open and meeting.day <= timezone.localdate())
    stored = {row.membership_id: row.status for row in meeting.attendances.all()}
    seats = seats_on(meeting.body, meeting.day)
    form = AttendanceForm(request.POST or None, seats=seats, stored=stored)
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_attendance(meeting=meeting, statuses=form.statuses, by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Närvaron är sparad. Nu kan besluten skrivas in.")
            return redirect(meeting)
    context = {"nav": "meetings", "trail": trail(meeting), "meeting": meeting, "form": form, "seats": seats}
    return render(request, "agreements/meetings/attendance.html", context)


def trail(meeting: Meeting) -> list[tuple[str, str]]:
    """The way to a meeting's page, itself included."""
    return [
        ("Möten", reverse("meetings")),
        (meeting.body.name, meeting.body.get_absolute_url()),
        (long_date(meeting.day), meeting.get_absolute_url()),
    ]
