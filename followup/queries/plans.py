"""A year's activity plan: its page, and its goals as the annual report tells them (Bilaga 1)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from agreements.access import may
from agreements.decision_queries import decision_behind
from agreements.effect_kinds import EffectKind
from agreements.models import Cooperation, Decision
from agreements.queries import HistoryLine, history_of
from agreements.swedish import count_word
from cmv_portal.roles import Right
from followup.models import ActivityPlan, AnnualReport, PlanGoal, ReportText
from followup.plan_access import plans, reads_drafts
from followup.queries.read_again import ReadAgain, read_again

Json = dict[str, Any]

FULFILLED = ReportText.Judgement.FULFILLED


# --- For the annual report


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
    left = [goal.title for goal in plan.goals.all() if not is_followed_up(goal)]
    return [f"Målet ”{title}” är inte uppföljt." for title in left]


def is_followed_up(goal: PlanGoal) -> bool:
    return bool(goal.followup.strip() and goal.judgement)


def _decided(cooperation: Cooperation, year: int) -> ActivityPlan | None:
    return (
        ActivityPlan.objects.filter(cooperation=cooperation, year=year, decided_on__isnull=False)
        .prefetch_related("goals")
        .first()
    )


# --- For the page


@dataclass(frozen=True)
class PlanPage:
    """A year's plan as a person may see and change it; `plan` is None where it is not begun."""

    cooperation: Cooperation
    year: int
    plan: ActivityPlan | None
    goals: tuple[PlanGoal, ...]
    years: tuple[int, ...]
    to_begin: int | None
    writes: bool
    decides: bool
    shows_followup: bool
    why_no_followup: str
    doubts: list[ReadAgain]
    history: list[HistoryLine]
    decision: Decision | None = None

    @property
    def is_decided(self) -> bool:
        return self.plan is not None and self.plan.decided_on is not None

    @property
    def edits(self) -> bool:
        return self.writes and self.plan is not None and not self.is_decided

    @property
    def follows_up(self) -> bool:
        return self.writes and self.is_decided and not self.why_no_followup

    @property
    def left(self) -> int:
        """How many goals are not followed up."""
        return sum(not is_followed_up(goal) for goal in self.goals)

    @property
    def fulfilled(self) -> int:
        return Counter(goal.judgement for goal in self.goals)[FULFILLED]

    @property
    def heading(self) -> str:
        """What the page says first: how many goals there are, or how many of them are met."""
        every = count_word(len(self.goals))
        if not self.shows_followup or self.left or not self.goals:
            return f"{count_word(len(self.goals), neuter=True).capitalize()} mål för {self.year}"
        if self.fulfilled == len(self.goals) > 1:
            which = "Båda målen" if self.fulfilled == 2 else f"Alla {every} mål"
            return f"{which} för {self.year} är uppfyllda"
        met = count_word(self.fulfilled, neuter=True).capitalize() if self.fulfilled else "Inget"
        word = "uppfyllda" if self.fulfilled > 1 else "uppfyllt"
        return f"{met} av {every} mål för {self.year} är {word}"


def plan_page(user, cooperation: Cooperation, year: int, today: date) -> PlanPage:
    """The year's plan for a person; the number of queries does not grow with the goals."""
    seen = plans(user).filter(cooperation=cooperation)
    plan = seen.filter(year=year).prefetch_related("goals").first()
    goals = tuple(plan.goals.all()) if plan else ()
    writes = may(user, Right.WRITE_REPORT, cooperation.pk)
    is_draft_reader = reads_drafts(user, cooperation)
    years = tuple(seen.exclude(year=year).order_by("-year").values_list("year", flat=True))
    to_begin = (each for each in (today.year, today.year + 1) if each not in (year, *years))
    return PlanPage(
        cooperation=cooperation,
        year=year,
        plan=plan,
        goals=goals,
        years=years,
        to_begin=next(to_begin, None) if writes else None,
        writes=writes,
        decides=may(user, Right.ADOPT_REPORT, cooperation.pk) and plan is not None and not plan.decided_on,
        shows_followup=is_draft_reader or _is_adopted(cooperation, year),
        why_no_followup=why_no_followup(plan, today) if plan else "",
        doubts=read_again(_texts(plan, goals)) if plan and writes else [],
        history=[*plan_history(plan, goals)] if plan and is_draft_reader else [],
        decision=decision_behind(EffectKind.PLAN, plan.pk if plan else None),
    )


def _is_adopted(cooperation: Cooperation, year: int) -> bool:
    """Whether the follow-up stands in an adopted report that nobody is revising: then all may read it."""
    latest = AnnualReport.objects.filter(cooperation=cooperation, year=year).order_by("-edition").first()
    return latest is not None and latest.is_adopted


def _texts(plan: ActivityPlan, goals: Iterable[PlanGoal]) -> Iterable[tuple[str, str]]:
    yield "Inledningen", plan.introduction
    for number, goal in enumerate(goals, start=1):
        yield f"Mål {number}", "\n".join((goal.title, goal.action))
        yield f"Mål {number}, så gick det", goal.followup


def plan_history(plan: ActivityPlan, goals: Iterable[PlanGoal]) -> list[HistoryLine]:
    """What people have changed in the plan, also the goals that are taken away; newest first."""
    lines = [*history_of(plan, *goals), *removed_rows(PlanGoal, plan_id=plan.pk)]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def removed_rows(model, **owner) -> list[HistoryLine]:
    """The rows of an owner that somebody has taken away, by their latest name."""
    records = model.history.filter(history_type="-", **owner).select_related("history_user")
    return [
        HistoryLine(
            at=record.history_date,
            by=str(record.history_user or "portalen"),
            what=str(record.instance),
            field="",
            old="fanns",
            new="borttagen",
        )
        for record in records
    ]


def why_no_followup(plan: ActivityPlan, today: date) -> str:
    """Why the goals cannot be followed up now; empty when they can."""
    if plan.decided_on is None:
        return "Målen följs upp när styrgruppen har beslutat planen."
    if plan.year > today.year:
        return f"Målen följs upp när {plan.year} har börjat."
    latest = AnnualReport.objects.filter(cooperation=plan.cooperation_id, year=plan.year)
    report = latest.order_by("-edition").first()
    if report is not None and report.state != AnnualReport.State.DRAFT:
        return f"Rapporten för {plan.year} är {report.get_state_display()}, så uppföljningen är låst."
    return ""
