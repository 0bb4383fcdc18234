"""What is searched, kind by kind, as the person may read it. No figure and no text of a report is here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse

from agreements.access import agreements, cooperations
from agreements.document_queries import documents
from agreements.meeting_access import bodies, meetings
from agreements.models import AgendaItem, ClauseChange, Decision, OpenQuestion, Organisation, Term
from agreements.notice_access import notices
from agreements.swedish import long_date
from costs.access import scenarios
from followup.access import reports


@dataclass(frozen=True)
class Record:
    """Something that can be found: `note` tells where it belongs, and is searched too."""

    title: str
    url: str
    note: str = ""
    text: str = ""


def of_agreements(user) -> Iterator[Record]:
    for row in agreements(user).select_related("cooperation"):
        text = f"{row.source} {row.note} {row.purpose}"
        yield Record(row.title, row.get_absolute_url(), row.cooperation.name, text)


def of_terms(user) -> Iterator[Record]:
    rows = Term.objects.filter(agreement__in=agreements(user)).select_related("agreement")
    for row in rows:
        text = f"{row.get_kind_display()}: {row.shown}. {row.decision} {row.note}"
        title, url = row.get_kind_display(), f"{row.agreement.get_absolute_url()}#villkor"
        yield Record(title, url, f"{row.agreement.title}, punkt {row.clause}", text)


def of_clause_changes(user) -> Iterator[Record]:
    rows = ClauseChange.objects.filter(agreement__in=agreements(user)).select_related("agreement")
    for row in rows:
        text = f"{row.after} {row.before} {row.reason}"
        yield Record(str(row), reverse("revision", args=[row.agreement.slug]), row.agreement.title, text)


def of_questions(user) -> Iterator[Record]:
    rows = OpenQuestion.objects.filter(agreement__in=agreements(user)).select_related("agreement")
    for row in rows:
        text = f"{row.description} {row.reading_used} {row.other_reading} {row.answered_by} {row.answer}"
        url = f"{row.agreement.get_absolute_url()}#fragor"
        yield Record(row.title, url, f"{row.agreement.title}, punkt {row.clause}", text)


def of_documents(user) -> Iterator[Record]:
    """The version in use of each, with the text of its file."""
    rows = documents(user).filter(replaced_by=None).select_related("cooperation", "agreement")
    for row in rows.defer(None).iterator():
        belongs = row.agreement.title if row.agreement else row.cooperation.name
        note = f"{row.get_kind_display().capitalize()}, {belongs}"
        yield Record(row.title, row.get_absolute_url(), note, f"{row.diary_number} {row.text}")


def of_bodies(user) -> Iterator[Record]:
    for row in bodies(user):
        yield Record(row.name, row.get_absolute_url(), row.convened_by, row.mandate)


def of_meetings(user) -> Iterator[Record]:
    for row in meetings(user):
        when = long_date(row.day)
        yield Record(f"{row.body.name}, {when}", row.get_absolute_url(), row.get_state_display(), row.place)


def of_items(user) -> Iterator[Record]:
    rows = AgendaItem.objects.filter(meeting__in=meetings(user), cooperation__in=cooperations(user))
    for row in rows.select_related("meeting__body"):
        note = f"{row.meeting.body.name}, {long_date(row.meeting.day)}"
        url = f"{row.meeting.get_absolute_url()}#arenden"
        yield Record(row.title, url, note, f"{row.background} {row.proposal}")


def of_decisions(user) -> Iterator[Record]:
    rows = Decision.objects.filter(item__meeting__in=meetings(user), item__cooperation__in=cooperations(user))
    for row in rows.select_related("item__meeting__body"):
        note = f"{row.item.meeting.body.name}, {long_date(row.item.meeting.day)}"
        yield Record(f"{row.number} {row.item.title}", row.get_absolute_url(), note, row.text)


def of_notices(user) -> Iterator[Record]:
    for row in notices(user):
        note = f"{row.agreement.title}, {long_date(row.sent_on)}"
        yield Record(str(row), row.get_absolute_url(), note, f"{row.summary} {row.answer}")


def of_reports(user) -> Iterator[Record]:
    """The titles alone: what a report says stands in the report, as it was shown."""
    for row in reports(user):
        yield Record(str(row), row.get_absolute_url(), row.get_state_display().capitalize())


def of_scenarios(user) -> Iterator[Record]:
    for row in scenarios(user):
        yield Record(row.name, row.get_absolute_url(), row.agreement.title, row.note)


def of_organisations(user) -> Iterator[Record]:
    rows = Organisation.objects.filter(parties__agreement__in=agreements(user)).distinct()
    for row in rows:
        yield Record(row.name, row.get_absolute_url(), row.get_kind_display())


SOURCES: tuple[tuple[str, Callable[..., Iterator[Record]]], ...] = (
    ("Avtal", of_agreements),
    ("Avtalsvillkor", of_terms),
    ("Ändringar i avtalens text", of_clause_changes),
    ("Öppna frågor", of_questions),
    ("Handlingar", of_documents),
    ("Beslut", of_decisions),
    ("Ärenden", of_items),
    ("Möten", of_meetings),
    ("Organ", of_bodies),
    ("Meddelanden mellan parterna", of_notices),
    ("Verksamhetsberättelser", of_reports),
    ("Scenarier", of_scenarios),
    ("Organisationer", of_organisations),
)
