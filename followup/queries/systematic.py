"""The systematic follow-ups of a cooperation, and one's page."""

from collections.abc import Iterable
from dataclasses import dataclass

from agreements.access import may
from agreements.decision_queries import decision_behind
from agreements.effect_kinds import EffectKind
from agreements.models import Cooperation, Decision, OpenQuestion
from agreements.queries import HistoryLine, history_of
from agreements.swedish import long_date
from cmv_portal.roles import Right
from followup.models import FocusArea, SystematicFollowup
from followup.plan_access import reads_drafts, systematic_followups
from followup.queries.plans import removed_rows
from followup.queries.questions import focus_questions
from followup.queries.read_again import ReadAgain, read_again
from followup.review_years import next_followup


@dataclass(frozen=True)
class ListedFollowup:
    """A follow-up in the list; `address` is empty where the person may not read it yet."""

    followup: SystematicFollowup
    address: str
    sign: str
    word: str


def listed_followups(user, cooperation: Cooperation) -> list[ListedFollowup]:
    """The latest first."""
    readable = set(systematic_followups(user).values_list("pk", flat=True))
    rows = SystematicFollowup.objects.filter(cooperation=cooperation).select_related("cooperation")
    return [
        ListedFollowup(
            row,
            row.get_absolute_url() if row.pk in readable else "",
            "done" if row.reported_on else "soon",
            f"redovisad {long_date(row.reported_on)}" if row.reported_on else "pågår",
        )
        for row in rows.order_by("-year")
    ]


def next_followup_year(cooperation: Cooperation, this_year: int) -> int:
    return next_followup(list(cooperation.systematic_followups.values_list("year", flat=True)), this_year)


@dataclass(frozen=True)
class FollowupPage:
    """A systematic follow-up as a person may see and change it."""

    followup: SystematicFollowup
    areas: tuple[FocusArea, ...]
    writes: bool
    decides: bool
    gaps: list[str]
    doubts: list[ReadAgain]
    questions: list[OpenQuestion]
    history: list[HistoryLine]
    decision: Decision | None = None

    @property
    def is_reported(self) -> bool:
        return self.followup.reported_on is not None

    @property
    def edits(self) -> bool:
        return self.writes and not self.is_reported

    @property
    def reports(self) -> bool:
        return self.edits and self.decides


def followup_page(user, followup: SystematicFollowup) -> FollowupPage:
    cooperation = followup.cooperation
    areas = tuple(followup.focus_areas.all())
    writes = may(user, Right.WRITE_REPORT, cooperation.pk)
    edits = writes and followup.reported_on is None
    return FollowupPage(
        followup=followup,
        areas=areas,
        writes=writes,
        decides=may(user, Right.ADOPT_REPORT, cooperation.pk),
        gaps=followup_gaps(followup) if edits else [],
        doubts=read_again(_texts(followup, areas)) if edits else [],
        questions=focus_questions(cooperation, followup.year),
        history=_history(followup, areas) if reads_drafts(user, cooperation) else [],
        decision=decision_behind(EffectKind.FOCUS_AREAS, followup.pk),
    )


def _texts(followup: SystematicFollowup, areas: Iterable[FocusArea]) -> Iterable[tuple[str, str]]:
    yield "Så gjordes uppföljningen", "\n".join((followup.decided_by, followup.method))
    for number, area in enumerate(areas, start=1):
        yield f"Fokusområde {number}", "\n".join((area.title, area.result))


def _history(followup: SystematicFollowup, areas: Iterable[FocusArea]) -> list[HistoryLine]:
    lines = [*history_of(followup, *areas), *removed_rows(FocusArea, followup_id=followup.pk)]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def followup_gaps(followup: SystematicFollowup) -> list[str]:
    """What is missing before the follow-up can be reported, as sentences."""
    areas = list(followup.focus_areas.all())
    gaps = {
        "Det står inte vem som bestämde fokusområdena, eller när.": not followup.decided_by
        or followup.decided_on is None,
        "Det står inte hur uppföljningen gjordes.": not followup.method.strip(),
        "Det finns inget fokusområde.": not areas,
    }
    gaps |= {f"Fokusområdet ”{area.title}” har inget resultat.": not area.result.strip() for area in areas}
    return [text for text, is_missing in gaps.items() if is_missing]
