"""The activity plan's way: begun, written, decided by the steering group, followed up (9.1, Bilaga 1)."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from agreements.actions import rows
from agreements.models import Cooperation
from agreements.refusals import Refused
from followup.models import ActivityPlan, PlanGoal
from followup.queries.plans import why_no_followup

DECIDED = "Planen är beslutad. Målen ändras inte, bara uppföljningen."


@transaction.atomic
def open_plan(*, cooperation: Cooperation, year: int, by) -> ActivityPlan:
    """The year's plan, made the first time it is asked for."""
    plan = ActivityPlan.objects.filter(cooperation=cooperation, year=year).first()
    if plan is None:
        plan = rows.save(ActivityPlan(cooperation=cooperation, year=year, is_fictitious=settings.DEMO), by)
    return plan


@transaction.atomic
def write_introduction(*, plan: ActivityPlan, introduction: str, by, version: int | None = None) -> None:
    plan = rows.locked(plan, version)
    _require_open(plan)
    rows.save(plan, by, introduction=introduction)


@transaction.atomic
def add_goal(*, plan: ActivityPlan, title: str, action: str, by) -> PlanGoal:
    """A new goal, last in the plan."""
    plan = rows.locked(plan)
    _require_open(plan)
    goal = PlanGoal(plan=plan, position=rows.next_position(plan.goals), title=title, action=action)
    return rows.save(goal, by)


@transaction.atomic
def change_goal(*, goal: PlanGoal, title: str, action: str, by, version: int | None = None) -> None:
    _require_open(rows.locked(goal.plan))
    rows.save(rows.locked(goal, version), by, title=title, action=action)


@transaction.atomic
def move_goal(*, goal: PlanGoal, direction: str, by) -> None:
    _require_open(rows.locked(goal.plan))
    rows.move(goal, goal.plan.goals.all(), direction, by)


@transaction.atomic
def remove_goal(*, goal: PlanGoal, by) -> None:
    _require_open(rows.locked(goal.plan))
    rows.take_away(goal, by)


@transaction.atomic
def decide_plan(*, plan: ActivityPlan, decided_on: date, paragraph: str, by) -> ActivityPlan:
    """Register the steering group's decision; from then on the goals stand as they are."""
    plan = rows.locked(plan)
    _require_open(plan)
    if not plan.goals.exists():
        raise Refused("Planen har inga mål att besluta om.")
    if decided_on > timezone.localdate():
        raise Refused("Dagen för beslutet har inte kommit än.")
    return rows.save(plan, by, decided_on=decided_on, paragraph=paragraph)


@transaction.atomic
def follow_up_goal(*, goal: PlanGoal, followup: str, judgement: str, by, version: int | None = None) -> None:
    """How it went with a decided goal. The text goes into the year's annual report."""
    plan = rows.locked(goal.plan)
    if reason := why_no_followup(plan, timezone.localdate()):
        raise Refused(reason)
    rows.save(rows.locked(goal, version), by, followup=followup, judgement=judgement)


def _require_open(plan: ActivityPlan) -> None:
    if plan.decided_on is not None:
        raise Refused(DECIDED)
