"""/uppfoljning/<samverkan>/systematisk-uppfoljning/ and a follow-up's page, from focus areas to report."""

from datetime import date

import pytest
from django.urls import reverse
from page_tools import stop_clock
from reading import text_of

from followup.actions import systematic as actions
from followup.models import SystematicFollowup


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    stop_clock(monkeypatch, date(2026, 11, 25))


@pytest.fixture
def draft(cooperation, person):
    """The follow-up of 2025 with one focus area."""
    charlie = person("charlie")
    row = actions.open_followup(cooperation=cooperation, year=2025, by=charlie)
    actions.add_focus_area(followup=row, title="Barnens delaktighet", by=charlie)
    return row


@pytest.fixture
def whole(draft, person):
    charlie = person("charlie")
    actions.write_basis(
        followup=draft,
        decided_by="SocSam och styrgruppen",
        decided_on=date(2025, 2, 20),
        method="Enkät på gruppnivå.",
        by=charlie,
    )
    area = draft.focus_areas.get()
    actions.change_focus_area(area=area, title=area.title, result="Barnen hörs mer.", by=charlie)
    draft.refresh_from_db()
    return draft


def address(name="systematic_followup", year=2025, **more):
    return reverse(name, kwargs={"slug": "cmv", "year": year, **more})


@pytest.fixture
def page(signed_in):
    return lambda username, year=2025: text_of(signed_in(username).get(address(year=year)))


def test_the_list_says_which_is_next(signed_in, draft):
    where = reverse("systematic_followups", args=["cmv"])
    told = text_of(signed_in("sam").get(where))
    assert "Nästa systematiska uppföljning är 2027" in told
    assert "Kan läsas när den är redovisad." in told
    assert "Börja på uppföljningen" not in told
    assert "Börja på uppföljningen 2027" in text_of(signed_in("lo").get(where))
    assert signed_in("vide").get(where).status_code == 404


def test_it_is_begun_by_the_centre(signed_in):
    assert signed_in("kim").post(address("systematic_followup_open", 2027)).status_code == 404
    signed_in("lo").post(address("systematic_followup_open", 2027))
    assert SystematicFollowup.objects.get().year == 2027


def test_a_draft_is_the_centres_and_the_steering_groups(draft, signed_in, page):
    assert "Barnens delaktighet" in page("kim")
    for username in ("sam", "noa", "alex", "mika", "admin", "vide"):
        assert signed_in(username).get(address()).status_code == 404, username


def test_who_decides_is_kept_as_a_question(draft, page):
    told = page("kim")
    assert "Öppen fråga Vem bestämmer vad den systematiska uppföljningen ska inriktas på?" in told
    assert "Styrgruppen föreslår och SocSam bestämmer tillsammans med styrgruppen (12.2)." in told
    assert "Styrgruppen bestämmer själv (bilaga 1)." in told


def test_focus_areas_are_added_changed_moved_and_taken_away(draft, signed_in, page):
    client = signed_in("lo")
    client.post(address("focus_area_new"), {"title": "Väntetider", "result": ""})
    first, second = draft.focus_areas.all()
    client.post(address("focus_area_move", pk=second.pk), {"riktning": "upp"})
    assert [area.title for area in draft.focus_areas.all()] == ["Väntetider", "Barnens delaktighet"]
    data = {"title": "Barns delaktighet", "result": "Bra.", "version": first.history.first().history_id}
    client.post(address("focus_area", pk=first.pk), data)
    client.post(address("focus_area_remove", pk=second.pk))
    told = page("charlie")
    assert "Barnens delaktighet Barns delaktighet" in told
    assert "Väntetider fanns borttagen" in told


def test_a_count_is_warned_of_and_a_personal_number_refused(draft, signed_in):
    client = signed_in("lo")
    told = text_of(client.post(address("focus_area_new"), {"title": "x", "result": "850709-9805"}))
    assert "personnummer" in told
    data = {"title": "Barn", "result": "Två barn svarade."}
    assert "”Två barn”" in text_of(client.post(address("focus_area_new"), data, follow=True))


def test_what_is_missing_is_said(draft, page, signed_in):
    told = page("charlie")
    assert "Uppföljningen 2025: tre saker saknas" in told
    assert "Fokusområdet ”Barnens delaktighet” har inget resultat." in told
    data = {"reported_on": "2025-12-11", "names_nobody": "on"}
    told = text_of(signed_in("charlie").post(address("systematic_followup_report"), data))
    assert "Uppföljningen kan inte redovisas än." in told


def test_a_whole_one_is_reported_and_locked(whole, page, signed_in, person):
    assert "Uppföljningen 2025 kan redovisas" in page("charlie")
    data = {"reported_on": "2025-12-11", "names_nobody": "on"}
    for username in ("lo", "kim", "sam"):
        assert signed_in(username).post(address("systematic_followup_report"), data).status_code == 404
    signed_in("charlie").post(address("systematic_followup_report"), data)
    told = page("mika")
    assert "Redovisad för styrgruppen 11 december 2025." in told
    assert "Fokusområdena är bestämda av SocSam och styrgruppen 20 februari 2025." in told
    assert "Barnen hörs mer." in told
    assert signed_in("lo").get(address("systematic_followup_basis")).status_code == 404
    area = whole.focus_areas.get()
    assert signed_in("lo").get(address("focus_area", pk=area.pk)).status_code == 404
    with pytest.raises(actions.Refused):
        actions.add_focus_area(followup=whole, title="Nytt", by=person("lo"))


@pytest.mark.parametrize(
    ("change", "why"),
    [({"names_nobody": ""}, "intyga det"), ({"reported_on": "2026-12-24"}, "har inte kommit än")],
)
def test_a_report_that_cannot_be_is_refused(change, why, whole, signed_in):
    data = {"reported_on": "2025-12-11", "names_nobody": "on"} | change
    assert why in text_of(signed_in("charlie").post(address("systematic_followup_report"), data))
    assert SystematicFollowup.objects.get().reported_on is None
