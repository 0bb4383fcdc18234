"""The pages of meetings: the whole way in the browser's forms, empty states, and the number of queries."""

from datetime import date

import meeting_world as world
import pytest
from django.urls import reverse
from page_tools import queries_of

from agreements.actions.decisions import anchor_decision, take_decision
from agreements.models import Body, Decision, Meeting, Organisation
from followup.models import ActivityPlan

pytestmark = pytest.mark.django_db


def page(client, name, *arguments):
    return client.get(reverse(name, args=arguments)).content.decode().replace("\u00a0", " ")


@pytest.fixture
def sam(signed_in):
    return signed_in("sam")


@pytest.fixture
def kim(signed_in):
    return signed_in("kim")


# --- Empty states


def test_no_meeting_is_booked(kim):
    text = page(kim, "meetings")
    for told in ("Inget möte är bokat", "Inga kommande möten är bokade.", "Inga beslut är inskrivna."):
        assert told in text
    assert "Ny referensgrupp" not in text
    assert "Inga ledamöter är registrerade." in page(kim, "body", "styrgrupp-cmv")


def test_a_meeting_without_matters_asks_for_one(sam):
    meeting = world.booked(date(2100, 3, 4))
    text = page(sam, "meeting", meeting.pk)
    assert "Inga ärenden är upplagda." in text
    assert "Kalla till mötet" not in text


# --- The whole way


def test_the_whole_way_by_the_pages_own_forms(sam, kim, cmv):
    plan = ActivityPlan.objects.create(cooperation=cmv.cooperation, year=2027)
    plan.goals.create(position=1, title="Mål", action="Så")
    seat = world.seat()

    def post(name, *arguments, **data):
        address = reverse(name, args=arguments)
        answer = sam.post(f"{address}{data.pop('query', '')}", data)
        assert answer.status_code == 302, answer.content.decode()

    post("meeting_new", "styrgrupp-cmv", day="2026-05-21", starts="13.00", ends="15:00", place="Sal 1")
    meeting = Meeting.objects.get()
    assert (meeting.hours, meeting.place) == ("13.00–15.00", "Sal 1")
    post("agenda_item_new", meeting.pk, title="Planen", background="", proposal="Planen beslutas.")
    item = meeting.items.get()
    post("meeting_call", meeting.pk, called_on="2026-05-07", names_nobody="on")
    post("attendance", meeting.pk, **{f"seat_{seat.pk}": "present"})
    chosen = "?verkan=plan_decided"
    form = sam.get(reverse("decision_new", args=[meeting.pk, item.pk]) + chosen).content.decode()
    assert "Steg 2 av 2" in form
    post(
        "decision_new", meeting.pk, item.pk, query=chosen, outcome="approved", text="Planen beslutas.",
        target=plan.pk,
    )  # fmt: skip
    plan.refresh_from_db()
    assert plan.decided_on == date(2026, 5, 21)
    post("decision", meeting.pk, 1, text="Planen för 2027 beslutas.", version="")
    post("meeting_adjust", meeting.pk, adjusted_on="2026-05-28", adjusted_by="Kim Exempel", names_nobody="on")
    post("meeting_announce", meeting.pk, announced_on="2026-05-29")
    text = page(kim, "meeting", meeting.pk)
    for told in (
        "Planen för 2027 beslutas.",
        "Verksamhetsplan 2027 är beslutad.",
        "Förankrat hos 0 av 8 parter",
    ):
        assert told in text
    assert "Skriv in beslutet" not in text
    # The plan points back.
    back = page(kim, "activity_plan", "cmv", 2027)
    assert f'href="{Decision.objects.get().get_absolute_url()}">Styrgrupp CMV § 1/2026</a>' in back


def test_what_the_action_refuses_is_shown_and_nothing_is_saved(sam, cmv):
    plan = ActivityPlan.objects.create(cooperation=cmv.cooperation, year=2027)
    meeting, [item] = world.held()
    address = reverse("decision_new", args=[meeting.pk, item.pk]) + "?verkan=plan_decided"
    answer = sam.post(address, {"outcome": "approved", "text": "Ja.", "target": plan.pk})
    assert "Planen har inga mål att besluta om." in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_party_notes_its_own_anchoring_and_no_others(kim):
    meeting, [item] = world.held()
    decision = take_decision(item=item, outcome="approved", text="Ja.", by=world.strategist())
    world.adjusted(meeting)
    text = page(kim, "meeting", meeting.pk)
    assert "forankring/berg/" in text
    assert "forankring/are/" not in text
    sent = {"anchored_on": "2026-06-01", "note": "Ledningsgruppen"}
    assert kim.post(reverse("anchoring", args=[meeting.pk, 1, "berg"]), sent).status_code == 302
    assert decision.anchorings.get().organisation.slug == "berg"


def test_a_personal_number_is_refused(sam):
    meeting = world.booked(date(2100, 3, 4))
    sent = {"title": "Ärendet 811228-9874", "background": "", "proposal": ""}
    answer = sam.post(reverse("agenda_item_new", args=[meeting.pk]), sent)
    assert answer.status_code == 200
    assert not meeting.items.exists()


def test_who_does_not_see_where_it_leads_gets_no_link(signed_in, cmv):
    plan = ActivityPlan.objects.create(cooperation=cmv.cooperation, year=2027)
    plan.goals.create(position=1, title="Mål", action="Så")
    from agreements.effect_kinds import EffectKind
    from cmv_portal.meetings.deciding import decide

    meeting, [item] = world.held()
    decide(
        item=item, outcome="approved", text="Ja.", kind=EffectKind.PLAN, target=plan.pk, by=world.strategist()
    )
    assert plan.get_absolute_url() in page(signed_in("mika"), "meeting", meeting.pk)
    assert plan.get_absolute_url() not in page(signed_in("admin"), "meeting", meeting.pk)


# --- Queries


def decided_meeting(month, titles):
    meeting, items = world.held(*titles, day=date(2026, month, 5))
    for item in items:
        decision = take_decision(item=item, outcome="noted", text="Ja.", by=world.strategist())
        anchor_decision(
            decision=decision, organisation=Organisation.objects.get(slug="berg"), anchored_on=meeting.day,
            by=world.strategist(),
        )  # fmt: skip
    return world.adjusted(meeting)


@pytest.mark.parametrize("username", ["kim", "sam"])
def test_the_queries_do_not_grow(username, signed_in):
    client = signed_in(username)
    small = decided_meeting(2, ["Ett"])
    body = reverse("body", args=["styrgrupp-cmv"])
    before = [
        queries_of(client, address) for address in (reverse("meetings"), body, small.get_absolute_url())
    ]
    large = decided_meeting(3, ["Ett", "Två", "Tre", "Fyra"])
    for month in (4, 5, 6):
        decided_meeting(month, ["Ett", "Två"])
    after = [queries_of(client, address) for address in (reverse("meetings"), body, large.get_absolute_url())]
    assert after == before
    assert Body.objects.get(slug="styrgrupp-cmv").meetings.count() == 5
