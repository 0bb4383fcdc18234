"""A year's activity plan as the annual report tells it: its goals and how they went (Bilaga 1)."""

from typing import Any

from agreements.models import Cooperation
from followup.models import ActivityPlan

Json = dict[str, Any]


def plan_goals_of(cooperation: Cooperation, year: int) -> list[Json]:
    """The goals of the year's decided plan with their follow-up; empty without one."""
    plan = _decided(cooperation, year)
    return [
        {
            "title": goal.title,
            "action": goal.action,
            "followup": goal.followup,
            "judgement": goal.get_judgement_display() if goal.judgement else "",
        }
        for goal in (plan.goals.all() if plan else ())
    ]


def plan_gaps(cooperation: Cooperation, year: int) -> list[str]:
    """What is missing of the plan's follow-up, as sentences."""
    plan = _decided(cooperation, year)
    if plan is None:
        return [f"Det finns ingen beslutad verksamhetsplan för {year}."]
    left = [goal.title for goal in plan.goals.all() if not goal.followup.strip() or not goal.judgement]
    return [f"Målet ”{title}” är inte uppföljt." for title in left]


def _decided(cooperation: Cooperation, year: int) -> ActivityPlan | None:
    return (
        ActivityPlan.objects.filter(cooperation=cooperation, year=year, decided_on__isnull=False)
        .prefetch_related("goals")
        .first()
    )
