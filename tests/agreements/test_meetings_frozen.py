"""Adjusted minutes stay, and no decision changes its number: whoever asks, on either database."""

import meeting_world as world
import pytest
from django.db import DatabaseError, connection, transaction

from agreements.actions import agenda, decisions, meetings
from agreements.models import AgendaItem, Attendance, Decision, Meeting
from agreements.refusals import Refused

pytestmark = pytest.mark.django_db


def refused(work):
    with pytest.raises(DatabaseError), transaction.atomic():
        work()


def sql(text):
    with connection.cursor() as cursor:
        cursor.execute(text)


@pytest.fixture
def decided():
    """A held meeting with a decision, its minutes still a draft."""
    meeting, items = world.held("Ett")
    decisions.take_decision(item=items[0], outcome="approved", text="Ja.", by=world.strategist())
    return meeting


@pytest.fixture
def adjusted(decided):
    return world.adjusted(decided)


def test_a_draft_is_written_on(decided):
    sql("UPDATE agreements_decision SET text = 'Nej.'")
    sql("UPDATE agreements_attendance SET status = 'absent'")
    sql("UPDATE agreements_agendaitem SET title = 'Annat'")
    sql("UPDATE agreements_meeting SET place = 'Annan sal'")
    assert Decision.objects.get().text == "Nej."


@pytest.mark.parametrize(
    "change",
    [
        "place = 'Annan sal'",
        "state = 'held'",
        "adjusted_by = 'Någon annan'",
        "adjusted_on = '2026-05-22'",
        "minutes_contents = NULL",
        "call_contents = '{}'",
        "ends_at = starts_at",
    ],
)
def test_an_adjusted_meeting_is_not_changed(adjusted, change):
    refused(lambda: sql(f"UPDATE agreements_meeting SET {change} WHERE id = {adjusted.pk}"))


def test_an_adjusted_meeting_is_not_deleted_or_replaced(adjusted):
    refused(lambda: sql(f"DELETE FROM agreements_meeting WHERE id = {adjusted.pk}"))
    if connection.vendor == "postgresql":
        refused(lambda: sql("TRUNCATE agreements_meeting CASCADE"))
    else:
        refused(lambda: sql("REPLACE INTO agreements_meeting SELECT * FROM agreements_meeting"))
    assert Meeting.objects.get(pk=adjusted.pk).state == "adjusted"


def test_the_day_of_the_announcement_is_all_that_is_added_and_once(adjusted):
    meetings.announce_minutes(meeting=adjusted, announced_on=adjusted.day, by=world.strategist())
    refused(lambda: sql("UPDATE agreements_meeting SET announced_on = '2026-06-01'"))
    refused(lambda: sql("UPDATE agreements_meeting SET announced_on = NULL"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreements_decision SET text = 'Nej.'",
        "UPDATE agreements_decision SET carried_out_at = NULL, effect = 'x'",
        "UPDATE agreements_attendance SET status = 'absent'",
        "DELETE FROM agreements_attendance",
        "UPDATE agreements_agendaitem SET background = 'Något annat'",
        "DELETE FROM agreements_agendaitem",
    ],
)
def test_what_belongs_to_adjusted_minutes_stays(adjusted, statement):
    refused(lambda: sql(statement))


def test_nothing_is_added_to_adjusted_minutes_or_moved_there(adjusted):
    member = world.seat("Ny")
    item = AgendaItem.objects.get()
    other, [elsewhere] = world.held("Två", day=world.HELD_ON.replace(month=9))
    refused(lambda: Attendance.objects.create(meeting=adjusted, membership=member, status="present"))
    refused(
        lambda: AgendaItem.objects.create(
            meeting=adjusted, position=9, title="Nytt", cooperation=item.cooperation
        )
    )
    refused(
        lambda: Decision.objects.create(
            item=item, body=adjusted.body, year=2026, paragraph=99, outcome="noted", text="Nytt"
        )
    )
    refused(
        lambda: sql(f"UPDATE agreements_agendaitem SET meeting_id = {adjusted.pk} WHERE id = {elsewhere.pk}")
    )
    refused(
        lambda: sql(
            "INSERT INTO agreements_agendaitem_documents (agendaitem_id, fileddocument_id)"
            f" VALUES ({item.pk}, 1)"
        )
    )
    assert other.is_open


@pytest.mark.parametrize("change", ["paragraph = 7", "year = 2025", "body_id = body_id + 1"])
def test_a_number_is_never_changed_not_even_in_a_draft(decided, change):
    refused(lambda: sql(f"UPDATE agreements_decision SET {change}"))


def test_a_decision_is_never_deleted(decided):
    refused(lambda: Decision.objects.all().delete())
    refused(lambda: sql("DELETE FROM agreements_decision"))
    assert Decision.objects.count() == 1


def test_the_actions_say_it_in_words(adjusted):
    decision = Decision.objects.get()
    for work in (
        lambda: decisions.correct_decision(decision=decision, text="Nej.", by=world.strategist()),
        lambda: world.attended(adjusted),
        lambda: agenda.add_item(meeting=adjusted, title="Nytt", by=world.strategist()),
        lambda: world.adjusted(adjusted),
    ):
        with pytest.raises(Refused, match="justerat och ändras inte"):
            work()
