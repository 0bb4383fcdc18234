"""The matters of a meeting: added, ordered, with background and files, until the call has fixed them."""

from collections.abc import Collection

from django.db import transaction

from agreements.actions import rows
from agreements.actions.meetings import open_meeting
from agreements.models import AgendaItem, FiledDocument, Meeting
from agreements.refusals import Refused

CALLED = "Ärendet står i kallelsen och ändras inte. Bara handlingar kan läggas till."


@transaction.atomic
def add_item(*, meeting: Meeting, by, **values) -> AgendaItem:
    """A matter, last on the agenda; one that comes after the call is marked so."""
    meeting = open_meeting(meeting)
    item = AgendaItem(meeting=meeting, position=rows.next_position(meeting.items))
    item.is_late = meeting.state != Meeting.State.PLANNED
    return rows.save(item, by, **values)


@transaction.atomic
def change_item(*, item: AgendaItem, by, version: int | None = None, **values) -> AgendaItem:
    _writable(item)
    return rows.save(rows.locked(item, version), by, **values)


@transaction.atomic
def move_item(*, item: AgendaItem, direction: str, by) -> None:
    _writable(item)
    rows.move(item, item.meeting.items.filter(is_late=item.is_late), direction, by)


@transaction.atomic
def remove_item(*, item: AgendaItem, by) -> None:
    _writable(item)
    if item.decisions.exists():
        raise Refused("Ärendet är beslutat och kan inte tas bort.")
    rows.take_away(item, by)


@transaction.atomic
def choose_documents(*, item: AgendaItem, documents: Collection[FiledDocument], by) -> None:
    """Which of the cooperation's documents the matter rests on."""
    open_meeting(item.meeting)
    if any(document.cooperation_id != item.cooperation_id for document in documents):
        raise Refused("Handlingen hör inte till ärendets samverkan.")
    item.documents.set(documents)
    item._history_user = by
    item.save()


def _writable(item: AgendaItem) -> None:
    """Refuse a matter whose text the call has fixed."""
    meeting = open_meeting(item.meeting)
    if meeting.state != Meeting.State.PLANNED and not item.is_late:
        raise Refused(CALLED)
