"""/uppfoljning/<samverkan>/verksamhetsplan/<år>/: written, decided, followed up, and read by whom."""

from datetime import date

import pytest
from django.urls import reverse
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.models import Cooperation
from followup.actions import plans as actions
from followup.models import ActivityPlan, AnnualReport, PlanGoal
from followup.queries.plans import plan_gaps, plan_goals_of


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    stop_clock(monkeypatch, date(2026, 11, 25))


@pytest.fixture
def centre(db):
    return Cooperation.objects.get(slug="cmv")


@pytest.fixture
def draft(centre, person):
    """Next year's plan with two goals."""
    charlie = person("charlie")
    plan = actions.open_plan(cooperation=centre, year=2027, by=charlie)
    actions.add_goal(plan=plan, title="Kortare väntan", action="Vi provar nya tider.", by=charlie)
    actions.add_goal(plan=plan, title="Bättre samverkan", action="Vi möter skolan.", by=charlie)
    return plan


@pytest.fixture
def decided(centre, person):
    """The plan of 2025, decided, with two goals and no follow-up."""
    charlie = person("charlie")
    plan = actions.open_plan(cooperation=centre, year=2025, by=charlie)
    actions.add_goal(plan=plan, title="Kortare väntan", action="Vi provar nya tider.", by=charlie)
    actions.add_goal(plan=plan, title="Bättre samverkan", action="Vi möter skolan.", by=charlie)
    return actions.decide_plan(plan=plan, decided_on=date(2024, 12, 5), paragraph="§ 31", by=charlie)


def address(name="activity_plan", year=2027, **more):
    return reverse(name, kwargs={"slug": "cmv", "year": year, **more})


@pytest.fixture
def page(signed_in):
    return lambda username, year=2027: text_of(signed_in(username).get(address(year=year)))


# --- Who reads what


def test_a_year_without_a_plan_can_be_begun_by_who_writes(signed_in, page):
    assert "Börja på verksamhetsplan 2027" in page("lo")
    for username in ("kim", "sam", "noa", "alex", "mika", "admin", "vide"):
        assert signed_in(username).get(address()).status_code == 404, username
    signed_in("lo").post(address("activity_plan_open"))
    assert "Verksamhetsplan 2027 väntar på beslut" in page("lo")
    assert ActivityPlan.objects.get().history.get().history_user.username == "lo"


def test_a_draft_is_the_centres_and_the_steering_groups(draft, signed_in, page):
    assert "Kortare väntan" in page("kim")
    assert "Lägg till ett mål" not in page("kim")
    for username in ("sam", "noa", "alex", "mika", "admin", "vide"):
        assert signed_in(username).get(address()).status_code == 404, username


def test_a_decided_plan_is_everybodys(decided, page):
    told = page("mika", 2025)
    assert "Två mål för 2025" in told
    assert "beslutad av Styrgrupp CMV 5 december 2024, § 31" in told
    assert "Hur det gick står här när verksamhetsberättelsen för 2025 är fastställd" in told


def test_how_it_went_waits_for_the_adopted_report(decided, person, page):
    goal = decided.goals.first()
    actions.follow_up_goal(goal=goal, followup="Det gick bra.", judgement="fulfilled", by=person("charlie"))
    assert "Det gick bra." in page("kim", 2025)
    assert "Det gick bra." not in page("sam", 2025)
    assert "uppfyllt" not in page("sam", 2025)


def test_other_years_are_linked(decided, draft, page):
    assert "Verksamhetsplan 2025" in page("charlie", 2027)
    assert "Verksamhetsplan 2027" not in page("sam", 2025)


# --- Writing


def test_goals_are_added_changed_moved_and_taken_away(draft, signed_in, page):
    client = signed_in("lo")
    client.post(address("plan_goal_new"), {"title": "Nytt mål", "action": "Vi gör det."})
    first, second, third = draft.goals.all()
    client.post(
        address("plan_goal", pk=first.pk),
        {"title": "Kort väntan", "action": "Vi gör om.", "version": first.history.first().history_id},
    )
    client.post(address("plan_goal_move", pk=third.pk), {"riktning": "upp"})
    client.post(address("plan_goal_remove", pk=second.pk))
    assert [goal.title for goal in draft.goals.all()] == ["Kort väntan", "Nytt mål"]
    told = page("charlie")
    assert "Kortare väntan Kort väntan" in told  # the history: before, after
    assert "Bättre samverkan fanns borttagen" in told


def test_the_first_goal_stays_first(draft, person):
    first, second = draft.goals.all()
    actions.move_goal(goal=first, direction="upp", by=person("lo"))
    actions.move_goal(goal=second, direction="ner", by=person("lo"))
    assert list(draft.goals.all()) == [first, second]
    actions.move_goal(goal=first, direction="ner", by=person("lo"))
    assert list(draft.goals.all()) == [second, first]


def test_a_personal_number_is_refused_and_a_count_is_warned_of(draft, signed_in):
    client = signed_in("lo")
    refused = client.post(address("plan_goal_new"), {"title": "För 19850709-9805", "action": "x"})
    assert "Texten verkar innehålla ett personnummer" in text_of(refused)
    saved = client.post(
        address("plan_goal_new"), {"title": "Väntan", "action": "Två kvinnor fick vänta."}, follow=True
    )
    told = text_of(saved)
    assert "Målet är tillagt." in told
    assert "Läs igen innan det går vidare Mål 3. Texten verkar tala om hur många" in told
    assert "”Två kvinnor”" in told
    assert "”Två kvinnor”" not in text_of(signed_in("kim").get(address()))


def test_two_at_once_lose_nothing(draft, signed_in):
    lo, charlie = signed_in("lo"), signed_in("charlie")
    goal = draft.goals.first()
    version = goal.history.first().history_id
    mine = {"title": goal.title, "action": "Lo skriver.", "version": version}
    lo.post(address("plan_goal", pk=goal.pk), mine)
    answer = charlie.post(address("plan_goal", pk=goal.pk), {**mine, "action": "Charlie skriver."})
    told = text_of(answer)
    assert "En kollega har ändrat det här" in told
    assert "Lo skriver." in told
    assert "Charlie skriver." in told
    again = answer.context["form"]["version"].value()
    charlie.post(address("plan_goal", pk=goal.pk), {**mine, "action": "Båda skriver.", "version": again})
    assert PlanGoal.objects.get(pk=goal.pk).action == "Båda skriver."


@pytest.mark.parametrize("username", ["kim", "sam", "noa", "alex", "mika", "admin", "vide"])
def test_only_the_centre_writes(username, draft, signed_in):
    client, goal = signed_in(username), draft.goals.first()
    for name in ("activity_plan_text", "plan_goal_new"):
        assert client.post(address(name), {"title": "x", "action": "x"}).status_code == 404
    for name in ("plan_goal", "plan_goal_move", "plan_goal_remove"):
        assert client.post(address(name, pk=goal.pk), {}).status_code == 404
    assert draft.goals.count() == 2


# --- The decision


@pytest.mark.parametrize("username", ["charlie", "kim"])
def test_the_steering_groups_decision_is_registered(username, draft, signed_in):
    data = {"decided_on": "2026-11-20", "paragraph": "§ 40", "names_nobody": "on"}
    told = text_of(signed_in(username).post(address("activity_plan_decide"), data, follow=True))
    assert "Verksamhetsplan 2027 är beslutad och kan läsas av alla i samverkan." in told
    assert "Två mål för 2027" in told


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"decided_on": "2026-12-24"}, "Dagen för beslutet har inte kommit än."),
        ({"names_nobody": ""}, "Läs igenom texterna och intyga det."),
        ({"decided_on": "24/12"}, "Skriv datumet som år-månad-dag"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(change, why, draft, signed_in):
    data = {"decided_on": "2026-11-20", "paragraph": "", "names_nobody": "on"} | change
    assert why in text_of(signed_in("charlie").post(address("activity_plan_decide"), data))
    assert ActivityPlan.objects.get(pk=draft.pk).decided_on is None


def test_a_plan_without_goals_is_not_decided(centre, person, signed_in):
    actions.open_plan(cooperation=centre, year=2027, by=person("lo"))
    data = {"decided_on": "2026-11-20", "names_nobody": "on"}
    told = text_of(signed_in("charlie").post(address("activity_plan_decide"), data))
    assert ActivityPlan.objects.get().decided_on is None
    assert "när planen har minst ett mål" in told


@pytest.mark.parametrize("username", ["lo", "sam", "alex"])
def test_not_everyone_registers_a_decision(username, draft, signed_in):
    data = {"decided_on": "2026-11-20", "names_nobody": "on"}
    assert signed_in(username).post(address("activity_plan_decide"), data).status_code == 404


def test_a_decided_plans_goals_do_not_change(decided, signed_in, page):
    client, goal = signed_in("lo"), decided.goals.first()
    assert "Lägg till ett mål" not in page("lo", 2025)
    assert client.get(address("plan_goal", 2025, pk=goal.pk)).status_code == 404
    assert client.get(address("plan_goal_new", 2025)).status_code == 404
    told = text_of(client.post(address("plan_goal_remove", 2025, pk=goal.pk), follow=True))
    assert "Planen är beslutad. Målen ändras inte" in told
    assert decided.goals.count() == 2


# --- The follow-up


def test_goals_are_followed_up_into_the_annual_report(decided, centre, signed_in):
    client = signed_in("lo")
    assert plan_gaps(centre, 2025) == [
        "Målet ”Kortare väntan” är inte uppföljt.",
        "Målet ”Bättre samverkan” är inte uppföljt.",
    ]
    for goal, judgement in zip(decided.goals.all(), ("fulfilled", "partly"), strict=True):
        data = {
            "followup": "Så gick det.",
            "judgement": judgement,
            "version": goal.history.first().history_id,
        }
        told = text_of(client.post(address("plan_goal_followup", 2025, pk=goal.pk), data, follow=True))
    assert "Ett av två mål för 2025 är uppfyllt" in told
    assert plan_gaps(centre, 2025) == []
    assert plan_goals_of(centre, 2025)[1] == {
        "title": "Bättre samverkan",
        "action": "Vi möter skolan.",
        "followup": "Så gick det.",
        "judgement": "delvis uppfyllt",
    }


def test_a_year_without_a_decided_plan_is_a_gap(centre, draft):
    assert plan_gaps(centre, 2027) == ["Det finns ingen beslutad verksamhetsplan för 2027."]
    assert plan_goals_of(centre, 2027) == []


def test_a_judgement_needs_its_words(decided, signed_in):
    data = {"followup": " ", "judgement": "fulfilled"}
    goal = decided.goals.first()
    told = text_of(signed_in("lo").post(address("plan_goal_followup", 2025, pk=goal.pk), data))
    assert "Skriv hur det gick" in told


def test_a_coming_year_is_not_followed_up(draft, person, signed_in, page):
    actions.decide_plan(plan=draft, decided_on=date(2026, 11, 20), paragraph="", by=person("kim"))
    assert "Målen följs upp när 2027 har börjat." in page("lo")
    goal = draft.goals.first()
    assert signed_in("lo").get(address("plan_goal_followup", pk=goal.pk)).status_code == 404


def test_a_reviewed_report_locks_the_follow_up(decided, centre, person, signed_in, page):
    AnnualReport.objects.create(cooperation=centre, year=2025, state="reviewed", opened_by=person("charlie"))
    assert "Rapporten för 2025 är granskad, så uppföljningen är låst." in page("lo", 2025)
    goal = decided.goals.first()
    assert signed_in("lo").get(address("plan_goal_followup", 2025, pk=goal.pk)).status_code == 404


def test_more_goals_are_no_more_queries(decided, person, signed_in):
    client = signed_in("kim")
    few = queries_of(client, address(year=2025))
    for number in range(3, 9):
        goal = PlanGoal(plan=decided, position=number, title=f"Mål {number}", action="x")
        goal._history_user = person("lo")
        goal.save()
    assert queries_of(client, address(year=2025)) == few
