"""The quality reviews of a cooperation, and one review's page: its way, its texts and what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from agreements.access import may
from agreements.decision_queries import decision_behind
from agreements.effect_kinds import EffectKind
from agreements.models import Cooperation, Decision, OpenQuestion
from agreements.queries import HistoryLine, history_of
from agreements.swedish import long_date
from agreements.terms import TermKind
from cmv_portal.roles import Right
from followup.models import ImprovementMeasure, QualityReview, SystematicFollowup
from followup.plan_access import reads_drafts, reviews
from followup.queries.plans import removed_rows
from followup.queries.printed import printed
from followup.queries.questions import review_questions
from followup.queries.read_again import ReadAgain, read_again
from followup.queries.review_paper import (
    IMPROVEMENTS,
    appointment,
    cost,
    is_appointed_late,
    no_statistics,
    period,
    review_paper,
)
from followup.queries.yearbook import edition_of_year
from followup.review_years import appointed_by, next_review, statistics_years

Json = dict[str, Any]


def asks_for_reviews(cooperation: Cooperation, year: int) -> bool:
    """Whether the year's agreement regulates quality reviews (11.5); systematic follow-ups go with them."""
    edition = edition_of_year(cooperation, year)
    kinds = {term.kind for term in edition.terms.all()} if edition else set()
    return TermKind.REVIEW_CAP in kinds or cooperation.quality_reviews.exists()


@dataclass(frozen=True)
class ListedReview:
    """A review in the list, with its period and how it stands in a word with its sign."""

    review: QualityReview
    period: str
    sign: str
    word: str


def listed_reviews(cooperation: Cooperation, today: date) -> list[ListedReview]:
    """The latest first."""
    rows = QualityReview.objects.filter(cooperation=cooperation).order_by("-year")
    return [ListedReview(row, period(row), *standing(row, today)) for row in rows]


def standing(review: QualityReview, today: date) -> tuple[str, str]:
    """The sign and the word of how a review stands on a day."""
    if review.reported_on:
        return "done", f"redovisad {long_date(review.reported_on)}"
    if today > review.report_due:
        return "late", f"skulle redovisas senast {long_date(review.report_due)}"
    if review.appointed_on:
        return "soon", "pågår"
    if today > appointed_by(review.report_due):
        return "late", "granskare skulle vara utsedd"
    return "none", "planerad"


def next_review_year(cooperation: Cooperation) -> int:
    return next_review(list(cooperation.quality_reviews.values_list("year", flat=True)))


@dataclass(frozen=True)
class Part:
    """One of the review's parts for who writes: where it is written, and how it stands."""

    title: str
    said: str
    address: str
    sign: str
    word: str


@dataclass(frozen=True)
class ReviewPage:
    """A review as a person may see and change it."""

    review: QualityReview
    sections: list[Json]
    improvements: tuple[ImprovementMeasure, ...]
    reads: bool
    writes: bool
    decides: bool
    invoices: bool
    standing: tuple[str, str]
    period: str
    is_late: bool
    appointment: str
    cost: str
    gaps: list[str]
    doubts: list[ReadAgain]
    questions: list[OpenQuestion]
    to_compile: list[SystematicFollowup]
    history: list[HistoryLine]
    next_year: int
    appointed_by: Decision | None = None
    cost_approved_by: Decision | None = None

    @property
    def is_reported(self) -> bool:
        return self.review.reported_on is not None

    @property
    def edits(self) -> bool:
        return self.writes and not self.is_reported

    @property
    def appoints(self) -> bool:
        return self.decides and not self.is_reported

    @property
    def reports(self) -> bool:
        """Whether the person may register the report: the centre's manager, who answers for the texts."""
        return self.edits and self.decides


def review_page(user, review: QualityReview, today: date) -> ReviewPage:
    """Everything that the page shows; who may not read the texts gets the facts alone."""
    cooperation = review.cooperation
    writes = may(user, Right.WRITE_REPORT, cooperation.pk)
    reads = reviews(user).filter(pk=review.pk).exists()
    improvements = tuple(review.improvements.all()) if reads else ()
    contents = review.contents or review_paper(review, created=today.isoformat(), draft=True)
    sections = [section for section in contents["sections"] if section.get("code") != IMPROVEMENTS]
    is_draft = review.reported_on is None
    return ReviewPage(
        review=review,
        sections=sections[1:] if reads else [],
        improvements=improvements,
        reads=reads,
        writes=writes,
        decides=may(user, Right.ADOPT_REPORT, cooperation.pk),
        invoices=may(user, Right.RUN_INVOICING, cooperation.pk),
        standing=standing(review, today),
        period=period(review),
        is_late=is_appointed_late(review)
        or (review.appointed_on is None and today > appointed_by(review.report_due)),
        appointment=appointment(review),
        cost=cost(review),
        gaps=review_gaps(review) if writes and is_draft else [],
        doubts=read_again(_texts(review if is_draft else None, improvements)) if writes else [],
        questions=review_questions(cooperation, review.year),
        to_compile=_to_compile(review) if writes and is_draft else [],
        history=review_history(review, improvements) if reads_drafts(user, cooperation) else [],
        next_year=next_review_year(cooperation),
        appointed_by=decision_behind(EffectKind.REVIEWER, review.pk),
        cost_approved_by=decision_behind(EffectKind.REVIEW_COST, review.pk),
    )


def _to_compile(review: QualityReview) -> list[SystematicFollowup]:
    """The systematic follow-ups that were reported in or about the review's period."""
    return list(
        SystematicFollowup.objects.filter(
            cooperation=review.cooperation,
            year__gte=review.scope_from.year,
            year__lte=review.year,
            reported_on__isnull=False,
        ).order_by("year")
    )


def _texts(
    review: QualityReview | None, improvements: Iterable[ImprovementMeasure]
) -> Iterable[tuple[str, str]]:
    """What can still be changed: all of a draft, the measures alone of a reported review."""
    if review is not None:
        yield "Granskaren", "\n".join((review.reviewer, review.independence))
        yield "Intervjuerna", review.interviews
        yield "Den systematiska uppföljningen", review.compiled_followup
        yield "Kvalitetsutlåtandet", review.statement
    for number, row in enumerate(improvements, start=1):
        yield f"Åtgärd {number}", "\n".join((row.text, row.owner, row.note))


def review_history(review: QualityReview, improvements: Iterable[ImprovementMeasure]) -> list[HistoryLine]:
    """What people have changed in the review and its measures, newest first."""
    lines = [*history_of(review, *improvements), *removed_rows(ImprovementMeasure, review_id=review.pk)]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def review_gaps(review: QualityReview) -> list[str]:
    """What is missing before the review can be reported, as sentences."""
    gaps = {
        "Granskaren är inte utsedd.": not review.reviewer or review.appointed_on is None,
        "Intervjuerna är inte sammanfattade.": not review.interviews.strip(),
        "Den systematiska uppföljningen är inte sammanställd.": not review.compiled_followup.strip(),
        "Kvalitetsutlåtandet är inte skrivet.": not review.statement.strip(),
        "Det finns ingen åtgärd för förbättring.": not review.improvements.exists(),
        no_statistics(review): printed(review.cooperation, statistics_years(review.scope_until)) is None,
    }
    return [text for text, is_missing in gaps.items() if is_missing]
