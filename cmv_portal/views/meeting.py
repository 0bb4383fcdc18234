"""A meeting: its page, its call, its minutes adjusted and announced, and both as files."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from agreements.access import require
from agreements.actions import meetings as actions
from agreements.meeting_access import RUN, get_meeting
from agreements.models import Meeting
from agreements.refusals import Incomplete, Refused
from agreements.swedish import iso
from agreements.views.meetings import trail
from cmv_portal.meetings.forms import AdjustForm, AnnounceForm, CallForm
from cmv_portal.meetings.page import meeting_page
from cmv_portal.meetings.papers import current_call, current_minutes, kept_call, kept_minutes
from cmv_portal.packs.files import PDF, WORD
from cmv_portal.packs.paper import Paper
from cmv_portal.packs.word import word_file
from followup import documents

State = Meeting.State
MAKE = {
    "pdf": (PDF, lambda paper: documents.render_memo(paper.contents())),
    "docx": (WORD, word_file),
}


def meeting(request, pk):
    found = get_meeting(request.user, pk)
    context = {
        "nav": "meetings",
        "trail": trail(found)[:-1],
        "meeting": found,
        "page": meeting_page(request.user, found, timezone.localdate()),
    }
    return render(request, "portal/meeting/meeting.html", context)


def meeting_call(request, pk):
    """Fix the agenda and note the day it is sent."""
    found = get_meeting(request.user, pk, RUN)
    require(found.state == State.PLANNED)
    form = CallForm(request.POST or None, initial={"called_on": timezone.localdate()})

    def call(by, names_nobody, **given):
        actions.call_meeting(meeting=found, paper=kept_call, by=by, **given)

    return _step(request, found, form, call, "Kallelsen är låst. Hämta den och skicka den.", "meeting_call")


def meeting_adjust(request, pk):
    """The minutes are adjusted: from then on they stand as they are."""
    found = get_meeting(request.user, pk, RUN)
    require(found.state == State.HELD)
    form = AdjustForm(request.POST or None, initial={"adjusted_on": timezone.localdate()})

    def adjust(by, names_nobody, **given):
        actions.adjust_minutes(meeting=found, paper=kept_minutes, by=by, **given)

    return _step(request, found, form, adjust, "Protokollet är justerat.", "meeting_adjust")


def meeting_announce(request, pk):
    found = get_meeting(request.user, pk, RUN)
    require(found.state == State.ADJUSTED and found.announced_on is None)
    form = AnnounceForm(request.POST or None, initial={"announced_on": timezone.localdate()})

    def announce(by, **given):
        actions.announce_minutes(meeting=found, by=by, **given)

    return _step(request, found, form, announce, "Dagen för anslaget är registrerad.", "meeting_announce")


def _step(request, found, form, action, said, template):
    """One step of the meeting's way: its form, and back to the meeting when it is done."""
    gaps = ()
    if request.method == "POST" and form.is_valid():
        try:
            action(by=request.user, **form.cleaned_data)
        except Incomplete as refusal:
            form.add_error(None, str(refusal))
            gaps = refusal.gaps
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(found)
    context = {"nav": "meetings", "trail": trail(found), "meeting": found, "form": form, "gaps": gaps}
    return render(request, f"portal/meeting/{template.removeprefix('meeting_')}.html", context)


def meeting_call_file(request, pk, suffix):
    found = get_meeting(request.user, pk)
    return _file(found, current_call(found), "kallelse", suffix)


def meeting_minutes_file(request, pk, suffix):
    found = get_meeting(request.user, pk)
    require(found.state in (State.HELD, State.ADJUSTED))
    return _file(found, current_minutes(found), "protokoll", suffix)


def _file(found: Meeting, paper: Paper, stem: str, suffix: str) -> HttpResponse:
    require(suffix in MAKE)
    content_type, make = MAKE[suffix]
    name = f"{stem}-{found.body.slug}-{iso(found.day)}.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(make(paper), content_type=content_type, headers=headers)
