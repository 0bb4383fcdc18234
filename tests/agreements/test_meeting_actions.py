"""A meeting's way from booked to announced, who may stand in for whom, and how decisions are numbered."""

from datetime import date, timedelta

import meeting_world as world
import pytest
from page_tools import stop_clock

from agreements.actions import agenda, bodies, decisions, meetings
from agreements.models import Anchoring, Body, Decision, FiledDocument, Meeting, Organisation, StoredFile
from agreements.refusals import Incomplete, Refused

pytestmark = pytest.mark.django_db
State, Status, Office = Meeting.State, world.Status, world.Office
WEEK = timedelta(days=7)


def decide(item, text="Planen beslutas.", outcome="approved"):
    return decisions.take_decision(item=item, outcome=outcome, text=text, by=world.strategist())


def announce(meeting, on):
    return meetings.announce_minutes(meeting=meeting, announced_on=on, by=world.strategist())


# --- Bodies


def test_a_reference_group_has_a_mandate_a_lifetime_and_its_cooperation(cmv):
    group = bodies.create_reference_group(
        cooperation=cmv.cooperation,
        name="Referensgrupp för barn",
        mandate="Följa arbetet med barn.",
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
        by=world.strategist(),
    )
    assert group.slug == "referensgrupp-for-barn"
    assert [(role.cooperation.slug, role.kind) for role in group.roles.all()] == [("cmv", "reference_group")]
    assert group.history.latest().history_user == world.strategist()


@pytest.mark.parametrize(
    ("name", "mandate", "until", "why"),
    [
        ("Ny grupp", " ", None, "uppdrag"),
        ("Styrgrupp CMV", "Något", None, "redan ett organ"),
        ("Ny grupp", "Något", date(2025, 12, 31), "före den första"),
    ],
)
def test_a_reference_group_without_its_ground_is_refused(cmv, name, mandate, until, why):
    before = Body.objects.count()
    with pytest.raises(Refused, match=why):
        bodies.create_reference_group(
            cooperation=cmv.cooperation, name=name, mandate=mandate,
            valid_from=date(2026, 1, 1), valid_until=until, by=world.strategist(),
        )  # fmt: skip
    assert Body.objects.count() == before


def test_two_groups_of_the_same_slug_get_addresses_of_their_own(cmv):
    names = ("Grupp A", "Grupp Å")
    made = [
        bodies.create_reference_group(
            cooperation=cmv.cooperation, name=name, mandate="Något", valid_from=None, valid_until=None,
            by=world.strategist(),
        )
        for name in names
    ]  # fmt: skip
    assert [group.slug for group in made] == ["grupp-a", "grupp-a-2"]


def test_only_a_substitute_stands_in_and_for_a_member_of_the_same_body():
    kim = world.seat()
    world.seat("Jo", office=Office.SUBSTITUTE, substitutes_for=kim)
    with pytest.raises(Refused, match="Bara en ersättare"):
        world.seat("Bo", substitutes_for=kim)
    jo = kim.substitutes.get()
    with pytest.raises(Refused, match="inte en annan ersättare"):
        world.seat("Vi", office=Office.SUBSTITUTE, substitutes_for=jo)
    elsewhere = world.seat("Mika", body=Body.objects.get(slug="socsam"))
    with pytest.raises(Refused, match="samma organ"):
        world.seat("Vi", office=Office.SUBSTITUTE, substitutes_for=elsewhere)


# --- Booking and calling


def test_a_body_has_one_meeting_at_a_time():
    world.booked()
    with pytest.raises(Refused, match="redan ett möte"):
        world.booked()
    world.booked(hour=15)


def test_the_call_keeps_the_agendas_text_and_its_day():
    meeting = world.booked()
    world.item_of(meeting, "Budget", background="Som i fjol.")
    meeting = world.called(meeting)
    assert (meeting.state, meeting.called_on) == (State.CALLED, meeting.day)
    assert meeting.call_contents["sections"][0]["heading"] == "1. Budget"
    assert not meeting.call_contents["draft"]


@pytest.mark.parametrize(
    ("days", "why"), [(1, "före mötet"), (400_000, "inte kommit")], ids=["after the meeting", "tomorrow"]
)
def test_a_call_on_a_wrong_day_is_refused(days, why):
    meeting = world.booked()
    world.item_of(meeting)
    with pytest.raises(Refused, match=why):
        meetings.call_meeting(
            meeting=meeting, called_on=meeting.day + timedelta(days=days), paper=lambda row: {},
            by=world.strategist(),
        )  # fmt: skip
    meeting.refresh_from_db()
    assert (meeting.state, meeting.call_contents) == (State.PLANNED, None)


def test_an_empty_agenda_is_not_called():
    with pytest.raises(Refused, match="tom"):
        world.called(world.booked())


def test_what_was_called_is_fixed_and_what_comes_later_is_marked():
    meeting = world.booked()
    first = world.item_of(meeting, "Budget")
    world.called(meeting)
    for work in (
        lambda: agenda.change_item(item=first, title="Något annat", by=world.strategist()),
        lambda: agenda.remove_item(item=first, by=world.strategist()),
        lambda: agenda.move_item(item=first, direction="ner", by=world.strategist()),
    ):
        first.meeting.refresh_from_db()
        with pytest.raises(Refused, match="kallelsen"):
            work()
    late = world.item_of(meeting, "Övrigt")
    assert (first.is_late, late.is_late) == (False, True)
    agenda.change_item(item=late, title="Övriga frågor", by=world.strategist())


def test_another_time_has_to_be_called_anew():
    meeting = world.booked()
    world.item_of(meeting)
    meeting = world.called(meeting)
    moved = meetings.change_meeting(
        meeting=meeting,
        starts_at=meeting.starts_at + WEEK,
        ends_at=None,
        place="Sal 2",
        by=world.strategist(),
    )
    assert (moved.state, moved.called_on, moved.place) == (State.PLANNED, None, "Sal 2")


def test_a_cancelled_meeting_takes_nothing_more():
    meeting = meetings.cancel_meeting(meeting=world.booked(), by=world.strategist())
    with pytest.raises(Refused, match="inställt"):
        world.item_of(meeting)
    with pytest.raises(Refused, match="inställt"):
        world.attended(meeting)


def test_a_held_meeting_is_neither_moved_nor_cancelled():
    meeting, _ = world.held()
    with pytest.raises(Refused, match="genomfört"):
        meetings.cancel_meeting(meeting=meeting, by=world.strategist())
    with pytest.raises(Refused, match="genomfört"):
        meetings.change_meeting(
            meeting=meeting, starts_at=meeting.starts_at, ends_at=None, place="", by=world.strategist()
        )


def test_documents_are_the_cooperations_own(cmv):
    stored = StoredFile.objects.create(sha256="0" * 64, media_type="application/pdf", size=1, content=b"x")
    rows = [
        FiledDocument.objects.create(
            cooperation=row, kind="background", title="Underlag", file=stored, file_name="u.pdf"
        )
        for row in (
            cmv.cooperation,
            Organisation.objects.get(slug="falun").parties.first().agreement.cooperation,
        )
    ]
    item = world.item_of(world.booked())
    agenda.choose_documents(item=item, documents=rows[:1], by=world.strategist())
    assert list(item.documents.all()) == rows[:1]
    with pytest.raises(Refused, match="samverkan"):
        agenda.choose_documents(item=item, documents=rows, by=world.strategist())


# --- Attendance


def test_a_substitute_steps_in_for_their_own_member():
    kim, love = world.seat("Kim"), world.seat("Love", "bracke")
    jo = world.seat("Jo", office=Office.SUBSTITUTE, substitutes_for=kim)
    meeting = world.booked()
    with pytest.raises(Refused, match="Jo tjänstgör bara när Kim är frånvarande"):
        world.attended(meeting, {kim: Status.PRESENT, love: Status.ABSENT, jo: Status.SERVING})
    meeting = world.attended(meeting, {kim: Status.ABSENT, love: Status.PRESENT, jo: Status.SERVING})
    assert meeting.state == State.HELD
    assert dict(meeting.attendances.values_list("membership__name", "status")) == {
        "Kim": "absent", "Love": "present", "Jo": "serving",
    }  # fmt: skip


def test_no_more_substitutes_serve_than_members_are_absent():
    kim, love = world.seat("Kim"), world.seat("Love", "bracke")
    own = world.seat("Jo", office=Office.SUBSTITUTE, substitutes_for=kim)
    general = world.seat("Sasha", "ostersund", office=Office.SUBSTITUTE)
    meeting = world.booked()
    # Jo takes Kim's place, whatever order they are given in, so that Sasha has nobody to serve for.
    for order in ((general, own), (own, general)):
        with pytest.raises(Refused, match="Fler ersättare"):
            world.attended(
                meeting,
                {kim: Status.ABSENT, love: Status.PRESENT} | dict.fromkeys(order, Status.SERVING),
            )
    world.attended(
        meeting, {kim: Status.ABSENT, love: Status.ABSENT} | dict.fromkeys((general, own), "serving")
    )


def test_a_member_does_not_serve_and_a_secretarys_absence_is_nobodys_place():
    kim = world.seat("Kim")
    secretary = world.seat("Sam", "kfjh", office=Office.SECRETARY)
    general = world.seat("Sasha", "ostersund", office=Office.SUBSTITUTE)
    meeting = world.booked()
    with pytest.raises(Refused, match="tjänstgör inte som ersättare"):
        world.attended(meeting, {kim: Status.SERVING})
    with pytest.raises(Refused, match="Fler ersättare"):
        world.attended(meeting, {kim: Status.PRESENT, secretary: Status.ABSENT, general: Status.SERVING})


def test_nobody_was_at_a_meeting_that_has_not_been(monkeypatch):
    meeting = world.booked(date(2027, 3, 4))
    stop_clock(monkeypatch, date(2027, 3, 3))
    with pytest.raises(Refused, match="inte varit"):
        world.attended(meeting)
    stop_clock(monkeypatch, date(2027, 3, 4))
    with pytest.raises(Refused, match="minst en"):
        world.attended(meeting, {world.seat(): Status.ABSENT})


# --- Decisions


def test_paragraphs_go_on_over_the_year_and_begin_anew_with_the_next(monkeypatch):
    stop_clock(monkeypatch, date(2027, 6, 1))
    numbers = []
    for day in (date(2026, 3, 5), date(2026, 6, 4), date(2027, 3, 4)):
        _, items = world.held("Ett", "Två", day=day)
        numbers += [decide(item).number.replace("\u00a0", " ") for item in items]
    assert numbers == ["§ 1/2026", "§ 2/2026", "§ 3/2026", "§ 4/2026", "§ 1/2027", "§ 2/2027"]


def test_each_body_has_its_own_paragraphs():
    decide(world.held()[1][0])
    _, items = world.held("Yttrande", body=Body.objects.get(slug="socsam"))
    assert decide(items[0]).paragraph == 1


def test_a_meeting_late_in_the_evening_of_new_years_eve_is_of_its_own_year():
    meeting = world.booked(date(2025, 12, 31), hour=23)
    world.item_of(meeting)
    item = world.attended(meeting).items.get()
    assert decide(item).year == 2025


def test_a_matter_is_decided_once_and_when_the_meeting_is_held():
    meeting = world.booked()
    item = world.item_of(meeting)
    with pytest.raises(Refused, match="närvaron"):
        decide(item)
    world.attended(meeting)
    decide(item)
    with pytest.raises(Refused, match="redan beslutat"):
        decide(item)
    assert Decision.objects.count() == 1


# --- The minutes


def test_minutes_wait_for_every_matter_and_for_who_adjusts():
    meeting, items = world.held("Ett", "Två")
    decide(items[0])
    with pytest.raises(Incomplete) as refused:
        world.adjusted(meeting)
    assert refused.value.gaps == ("Ärendet ”Två” har inget beslut.",)
    decide(items[1])
    with pytest.raises(Refused, match="efter mötet"):
        world.adjusted(meeting, meeting.day - WEEK)
    done = world.adjusted(meeting, meeting.day + WEEK)
    assert (done.state, done.adjusted_by) == (State.ADJUSTED, "Noel Exempel")
    assert done.minutes_contents["draft"] is False


def test_the_announcement_is_set_once_and_after_the_adjusting():
    meeting, items = world.held()
    decide(items[0])
    with pytest.raises(Refused, match="justerat"):
        announce(meeting, meeting.day)
    meeting = world.adjusted(meeting, meeting.day + WEEK)
    with pytest.raises(Refused, match="efter justeringen"):
        announce(meeting, meeting.day)
    done = announce(meeting, meeting.day + WEEK)
    assert done.announced_on == meeting.day + WEEK
    with pytest.raises(Refused, match="redan registrerad"):
        announce(meeting, meeting.day + WEEK)


# --- Anchoring (9.1)


def anchor(decision, slug, on=None):
    return decisions.anchor_decision(
        decision=decision,
        organisation=Organisation.objects.get(slug=slug),
        anchored_on=on or decision.item.meeting.day,
        by=world.strategist(),
    )


def test_a_steering_groups_decision_is_anchored_at_each_party_once():
    meeting, items = world.held()
    decision = decide(items[0])
    anchor(decision, "berg")
    anchor(decision, "berg", meeting.day + WEEK)
    assert Anchoring.objects.get().anchored_on == meeting.day + WEEK
    with pytest.raises(Refused, match="inte part"):
        anchor(decision, "falun")
    with pytest.raises(Refused, match="efter mötet"):
        anchor(decision, "are", meeting.day - WEEK)


def test_other_bodies_decisions_are_not_anchored():
    _, items = world.held("Yttrande", body=Body.objects.get(slug="socsam"))
    with pytest.raises(Refused, match="förankras inte"):
        anchor(decide(items[0]), "berg")
