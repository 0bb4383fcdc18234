"""The quality review's way: planned, reviewer chosen, written, reported and frozen (11.5, Bilaga 1)."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from agreements.actions import rows
from agreements.models import Cooperation
from agreements.refusals import Incomplete, Refused
from costs.models import Charge
from followup.models import ImprovementMeasure, QualityReview
from followup.queries.review_paper import review_paper
from followup.queries.reviews import review_gaps

REPORTED = "Granskningen är redovisad. Bara åtgärdernas läge ändras."
# The texts of a review by their name in addresses.
PARTS = {"intervjuer": "interviews", "uppfoljning": "compiled_followup", "utlatande": "statement"}


@transaction.atomic
def plan_review(
    *, cooperation: Cooperation, year: int, scope_from: date, scope_until: date, report_due: date, by
) -> QualityReview:
    """A new review, one a year."""
    review = QualityReview(
        cooperation=cooperation,
        year=year,
        scope_from=scope_from,
        scope_until=scope_until,
        report_due=report_due,
        is_fictitious=settings.DEMO,
    )
    return rows.save(review, by)


@transaction.atomic
def change_review_plan(
    *,
    review: QualityReview,
    scope_from: date,
    scope_until: date,
    report_due: date,
    by,
    version: int | None = None,
) -> None:
    review = _open(review, version)
    rows.save(review, by, scope_from=scope_from, scope_until=scope_until, report_due=report_due)


@transaction.atomic
def appoint_reviewer(
    *,
    review: QualityReview,
    reviewer: str,
    independence: str,
    appointed_on: date,
    appointment_paragraph: str = "",
    by,
    version: int | None = None,
) -> None:
    """The steering group's choice. A late one is registered too: the page says that it is late."""
    review = _open(review, version)
    if appointed_on > timezone.localdate():
        raise Refused("Dagen för beslutet har inte kommit än.")
    rows.save(
        review,
        by,
        reviewer=reviewer,
        independence=independence,
        appointed_on=appointed_on,
        appointment_paragraph=appointment_paragraph,
    )


@transaction.atomic
def connect_charge(*, review: QualityReview, charge: Charge | None, by, version: int | None = None) -> None:
    """Which charge the review is paid with; None when it is none of those registered."""
    review = _open(review, version)
    if charge is not None and not is_charge_of(charge, review):
        raise Refused("Debiteringen gäller inte en kvalitetsgranskning i den här samverkan.")
    rows.save(review, by, charge=charge)


def is_charge_of(charge: Charge, review: QualityReview) -> bool:
    same = charge.agreement.cooperation_id == review.cooperation_id
    return same and charge.kind == Charge.Kind.QUALITY_REVIEW


@transaction.atomic
def write_part(*, review: QualityReview, part: str, text: str, by, version: int | None = None) -> None:
    """One of the review's texts, by its name in PARTS."""
    review = _open(review, version)
    rows.save(review, by, **{PARTS[part]: text})


@transaction.atomic
def add_improvement(
    *, review: QualityReview, text: str, owner: str, due_on: date, by, status: str = "planned", note: str = ""
) -> ImprovementMeasure:
    review = _open(review)
    row = ImprovementMeasure(
        review=review,
        position=rows.next_position(review.improvements),
        text=text,
        owner=owner,
        due_on=due_on,
        status=status,
        note=note,
    )
    return rows.save(row, by)


@transaction.atomic
def change_improvement(*, improvement: ImprovementMeasure, by, version: int | None = None, **values) -> None:
    """Any of its fields before the review is reported; afterwards its status and note alone."""
    if not {*values} <= {"status", "note"}:
        _open(improvement.review)
    rows.save(rows.locked(improvement, version), by, **values)


@transaction.atomic
def move_improvement(*, improvement: ImprovementMeasure, direction: str, by) -> None:
    _open(improvement.review)
    rows.move(improvement, improvement.review.improvements.all(), direction, by)


@transaction.atomic
def remove_improvement(*, improvement: ImprovementMeasure, by) -> None:
    _open(improvement.review)
    rows.take_away(improvement, by)


@transaction.atomic
def report_review(
    *, review: QualityReview, reported_on: date, names_nobody: bool, by, version: int | None = None
) -> QualityReview:
    """Register that the review was reported, and freeze what it said."""
    review = _open(review, version)
    if not names_nobody:
        raise Refused("Intyga att texterna inte innehåller uppgifter om enskilda.")
    if gaps := review_gaps(review):
        raise Incomplete("Granskningen kan inte redovisas än.", gaps)
    if reported_on > timezone.localdate():
        raise Refused("Dagen för redovisningen har inte kommit än.")
    if reported_on <= review.scope_until:
        raise Refused("Redovisningen kan inte vara före granskningsperiodens slut.")
    contents = review_paper(review, created=reported_on.isoformat(), draft=False)
    return rows.save(review, by, reported_on=reported_on, names_nobody=True, contents=contents)


def _open(review: QualityReview, version: int | None = None) -> QualityReview:
    """The stored review, held; refused when it is reported."""
    review = rows.locked(review, version)
    if review.reported_on is not None:
        raise Refused(REPORTED)
    return review
