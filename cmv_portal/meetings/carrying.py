"""The actions by which a decision is carried out: each of the app's own, with the meeting as its ground."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from agreements.actions import rounds
from agreements.models import Decision, DecisionStep
from agreements.queries import AgreementNotFound, find_agreement, terms_of
from agreements.refusals import Refused
from agreements.swedish import iso
from agreements.terms import TermKind
from costs.actions import basis, charges
from costs.budget import check_review_cost
from costs.models import Budget, Charge, YearOutcome
from followup.actions import plans, reports, reviews, systematic
from followup.models import ActivityPlan, AnnualReport, QualityReview, SystematicFollowup
from followup.queries.yearbook import yearbook

Given = Mapping[str, Any]

NO_LONGER_SAFE = (
    "Rapporten kan inte fastställas. Något har blivit känt sedan den granskades, så tabellerna är inte "
    "längre godkända i röjandekontrollen. Verksamheten ser vad det gäller."
)


def cited(decision: Decision) -> str:
    """How a decision is referred to in writing: "Styrgrupp CMV § 12/2026, 2026-11-26"."""
    return f"{decision}, {iso(decision.item.meeting.day)}"


def decide_budget(decision: Decision, budget: Budget, given: Given, by) -> None:
    lines = [(line.label, line.amount) for line in budget.lines.all()]
    basis.decide_budget(
        agreement=budget.agreement,
        year=budget.year,
        lines=lines,
        decision=cited(decision),
        by=by,
        authority=decision,
    )


def use_surplus(decision: Decision, outcome: YearOutcome, given: Given, by) -> None:
    basis.decide_surplus_use(outcome=outcome, use=given["use"], by=by, authority=decision)


def appoint_reviewer(decision: Decision, review: QualityReview, given: Given, by) -> None:
    reviews.appoint_reviewer(
        review=review,
        reviewer=given["reviewer"],
        independence=given["independence"],
        appointed_on=decision.item.meeting.day,
        appointment_paragraph=decision.number,
        by=by,
    )


def approve_review_cost(decision: Decision, review: QualityReview, given: Given, by) -> None:
    """Up to the cap alone: above it all parties decide, and no steering group can (11.5)."""
    cooperation, amount = review.cooperation, given["amount"]
    try:
        agreement = find_agreement(cooperation.slug, review.year)
    except AgreementNotFound as reason:
        raise Refused(str(reason)) from reason
    cap = terms_of(agreement, decision.item.meeting.day).get(TermKind.REVIEW_CAP)
    if cap is not None:
        check_review_cost(amount, cap, decision="")
    charge = charges.register_charge(
        agreement=agreement,
        year=review.year,
        kind=Charge.Kind.QUALITY_REVIEW,
        amount=amount,
        decision=cited(decision),
        by=by,
        authority=decision,
    )
    reviews.connect_charge(review=review, charge=charge, by=by)


def set_focus_areas(decision: Decision, followup: SystematicFollowup, given: Given, by) -> None:
    systematic.write_basis(
        followup=followup,
        decided_by=str(decision),
        decided_on=decision.item.meeting.day,
        method=followup.method,
        by=by,
    )
    known = set(followup.focus_areas.values_list("title", flat=True))
    for title in given["titles"]:
        if title not in known:
            systematic.add_focus_area(followup=followup, title=title, by=by)


def decide_plan(decision: Decision, plan: ActivityPlan, given: Given, by) -> None:
    plans.decide_plan(plan=plan, decided_on=decision.item.meeting.day, paragraph=decision.number, by=by)


def adopt_report(decision: Decision, report: AnnualReport, given: Given, by) -> None:
    """What the group read before the meeting, and nothing that was shown anew after it."""
    day = decision.item.meeting.day
    if report.reviewed_at is None or timezone.localdate(report.reviewed_at) > day:
        raise Refused("Rapporten har granskats på nytt efter mötet. Styrgruppen har inte läst den.")
    book = yearbook(report.cooperation, report.year)
    try:
        reports.adopt(report=report, book=book, adopted_on=day, paragraph=decision.number, by=by)
    except reports.Disclosing as refusal:
        # Which cells it is about is the centre's to know (privacy rules, 6).
        raise Refused(NO_LONGER_SAFE) from refusal


def present_report(decision: Decision, report: AnnualReport, given: Given, by) -> None:
    reports.present(report=report, presented_on=decision.item.meeting.day, paragraph=decision.number, by=by)


def answer_step(decision: Decision, step: DecisionStep, given: Given, by) -> None:
    """What a common body answers in a revision's round; a no opens the matter for all again."""
    is_refused = decision.outcome == Decision.Outcome.REFUSED
    rounds.record_step(
        agreement=step.agreement,
        kind=step.kind,
        organisation=None,
        outcome=DecisionStep.Outcome.REFUSED if is_refused else DecisionStep.Outcome.APPROVED,
        decided_on=decision.item.meeting.day,
        paragraph=decision.number,
        decision=decision,
        by=by,
    )
