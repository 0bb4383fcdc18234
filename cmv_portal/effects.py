"""What a decision sets going: by kind, which rows it can concern and the action that carries it out.

An effect is carried out once, in the decision's own transaction, by the same action as the portal's pages
use. The body's decision is the authority, not the right of who writes it down (ADR 14).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Model, QuerySet

from agreements.actions.decisions import mark_carried_out
from agreements.effect_kinds import EffectKind
from agreements.models import Agreement, BodyRole, Cooperation, Decision, DecisionStep
from agreements.refusals import Refused
from cmv_portal.meetings import addresses, carrying
from costs.models import Budget, YearOutcome
from followup.models import ActivityPlan, AnnualReport, QualityReview, SystematicFollowup

Given = Mapping[str, Any]
Outcome = Decision.Outcome
Body = BodyRole.Kind
STEERING, POLITICAL = frozenset({Body.STEERING_GROUP}), frozenset({Body.POLITICAL_GROUP})
YES = frozenset({Outcome.APPROVED, Outcome.OTHERWISE})


@dataclass(frozen=True)
class Effect:
    """A kind of effect: what it is called, the rows it can concern, and what it does.

    `fields` names what more the form asks for; `done` says it of a row afterwards.
    """

    kind: EffectKind
    label: str
    model: type[Model]
    bodies: frozenset[str]
    rows: Callable[[Cooperation], QuerySet]
    carry_out: Callable[[Decision, Any, Given, Any], None]
    named: Callable[[Any], str]
    done: str
    address: Callable[[Any, Any], str]
    outcomes: frozenset[str] = YES
    fields: tuple[str, ...] = ()
    related: str = "cooperation"

    def told(self, row: Model) -> str:
        """What came of it, in a sentence."""
        return self.done.format(self.named(row))


def _budgets(cooperation: Cooperation) -> QuerySet[Budget]:
    return Budget.objects.filter(
        agreement__cooperation=cooperation,
        agreement__status=Agreement.Status.ADOPTED,
        status=Budget.Status.PROPOSAL,
    ).select_related("agreement__cooperation")


def _surpluses(cooperation: Cooperation) -> QuerySet[YearOutcome]:
    surplus = YearOutcome.objects.filter(budgeted__gt=F("actual"), surplus_use="")
    return surplus.filter(agreement__cooperation=cooperation).select_related("agreement__cooperation")


def _unreported(model: type[Model], **still) -> Callable[[Cooperation], QuerySet]:
    def rows(cooperation: Cooperation) -> QuerySet:
        found = model._default_manager.filter(cooperation=cooperation, **still)
        return found.select_related("cooperation").order_by("year")

    return rows


def _reports(cooperation: Cooperation) -> QuerySet[AnnualReport]:
    reviewed = AnnualReport.objects.filter(cooperation=cooperation, state=AnnualReport.State.REVIEWED)
    return reviewed.select_related("cooperation").order_by("year")


def _to_present(cooperation: Cooperation) -> QuerySet[AnnualReport]:
    adopted = AnnualReport.objects.filter(cooperation=cooperation, state=AnnualReport.State.ADOPTED)
    return adopted.filter(presentation=None).select_related("cooperation").order_by("year")


def _steps(kind: DecisionStep.Kind) -> Callable[[Cooperation], QuerySet[DecisionStep]]:
    def rows(cooperation: Cooperation) -> QuerySet[DecisionStep]:
        submitted = {"agreement__cooperation": cooperation, "agreement__status": Agreement.Status.PROPOSAL}
        waiting = DecisionStep.objects.filter(kind=kind, outcome="", round=F("agreement__round"), **submitted)
        return waiting.select_related("agreement__cooperation")

    return rows


EFFECTS = {
    effect.kind: effect
    for effect in (
        Effect(
            EffectKind.BUDGET,
            "En föreslagen budget beslutas",
            Budget,
            STEERING | POLITICAL,
            _budgets,
            carrying.decide_budget,
            lambda row: f"Budget {row.year}",
            "{} är beslutad.",
            addresses.costs_page,
            related="agreement__cooperation",
        ),
        Effect(
            EffectKind.SURPLUS,
            "Ett överskott får användas",
            YearOutcome,
            STEERING,
            _surpluses,
            carrying.use_surplus,
            lambda row: f"Överskottet {row.year}",
            "{} har fått sin användning.",
            addresses.costs_page,
            related="agreement__cooperation",
            fields=("use",),
        ),
        Effect(
            EffectKind.REVIEWER,
            "En granskare utses",
            QualityReview,
            STEERING,
            _unreported(QualityReview, reported_on=None, appointed_on=None),
            carrying.appoint_reviewer,
            lambda row: f"Kvalitetsgranskningen {row.year}",
            "{} har fått en granskare.",
            addresses.followup_page,
            fields=("reviewer", "independence"),
        ),
        Effect(
            EffectKind.REVIEW_COST,
            "En gransknings kostnad godkänns",
            QualityReview,
            STEERING,
            _unreported(QualityReview, reported_on=None, charge=None),
            carrying.approve_review_cost,
            lambda row: f"Kvalitetsgranskningen {row.year}",
            "{} har fått sin kostnad godkänd, och den är registrerad för debitering.",
            addresses.followup_page,
            fields=("amount",),
        ),
        Effect(
            EffectKind.FOCUS_AREAS,
            "Fokusområden bestäms",
            SystematicFollowup,
            STEERING | POLITICAL,
            _unreported(SystematicFollowup, reported_on=None, decided_on=None),
            carrying.set_focus_areas,
            lambda row: f"Systematisk uppföljning {row.year}",
            "{} har fått sina fokusområden.",
            addresses.systematic_page,
            fields=("titles",),
        ),
        Effect(
            EffectKind.PLAN,
            "En verksamhetsplan beslutas",
            ActivityPlan,
            STEERING,
            _unreported(ActivityPlan, decided_on=None),
            carrying.decide_plan,
            lambda row: f"Verksamhetsplan {row.year}",
            "{} är beslutad.",
            addresses.followup_page,
        ),
        Effect(
            EffectKind.REPORT,
            "En verksamhetsberättelse fastställs",
            AnnualReport,
            STEERING,
            _reports,
            carrying.adopt_report,
            lambda row: f"Verksamhetsberättelsen {row.year}",
            "{} är fastställd.",
            addresses.report_page,
        ),
        Effect(
            EffectKind.REPORT_PRESENTED,
            "En fastställd verksamhetsberättelse tas emot",
            AnnualReport,
            POLITICAL,
            _to_present,
            carrying.present_report,
            lambda row: f"Verksamhetsberättelsen {row.year}",
            "{} är presenterad.",
            addresses.report_page,
            outcomes=YES | {Outcome.NOTED},
        ),
        Effect(
            EffectKind.PROPOSED,
            "Styrgruppen föreslår ett reviderat avtal",
            DecisionStep,
            STEERING,
            _steps(DecisionStep.Kind.PROPOSAL),
            carrying.answer_step,
            lambda row: row.agreement.title,
            "Svaret om {} är registrerat.",
            addresses.agreement_page,
            related="agreement__cooperation",
            outcomes=YES | {Outcome.REFUSED},
        ),
        Effect(
            EffectKind.RECOMMENDED,
            "Parterna rekommenderas ett reviderat avtal",
            DecisionStep,
            POLITICAL,
            _steps(DecisionStep.Kind.RECOMMENDATION),
            carrying.answer_step,
            lambda row: row.agreement.title,
            "Svaret om {} är registrerat.",
            addresses.agreement_page,
            related="agreement__cooperation",
            outcomes=YES | {Outcome.REFUSED},
        ),
    )
}


def offered(body_pk: int, cooperation: Cooperation) -> list[Effect]:
    """The effects that a decision of a body can have now: those the body decides, with a row to concern."""
    kinds = set(cooperation.body_roles.filter(body=body_pk).values_list("kind", flat=True))
    return [
        effect for effect in EFFECTS.values() if effect.bodies & kinds and effect.rows(cooperation).exists()
    ]


@transaction.atomic
def carry_out(*, decision: Decision, kind: EffectKind, target: int, given: Given, by) -> Decision:
    """Do what was decided, once. Raises what the action raises; then the whole transaction is undone."""
    effect, cooperation = EFFECTS[kind], decision.item.cooperation
    kinds = set(cooperation.body_roles.filter(body=decision.body_id).values_list("kind", flat=True))
    if not effect.bodies & kinds:
        raise Refused(f"{decision.body} kan inte besluta det i {cooperation.short_name}.")
    if decision.outcome not in effect.outcomes:
        raise Refused("Utgången säger att inget sker. Välj en annan utgång, eller ”Inget mer i portalen”.")
    row = effect.rows(cooperation).filter(pk=target).first()
    if row is None:
        raise Refused("Det som beslutet gäller är redan avgjort eller finns inte längre.")
    effect.carry_out(decision, row, given, by)
    return mark_carried_out(decision=decision, effect=kind, target=row.pk, by=by)


@dataclass(frozen=True)
class Carried:
    """What came of a decision, and where it can be seen; no address where the person may not."""

    text: str
    address: str


def carried_of(user, decisions: Iterable[Decision]) -> dict[int, Carried]:
    """What came of some decisions, by their keys, for a person."""
    return {
        pk: Carried(effect.told(row), effect.address(user, row))
        for pk, (effect, row) in _concerned(decisions).items()
    }


def told_of(decisions: Iterable[Decision]) -> dict[int, str]:
    """What came of some decisions in a sentence each, for the minutes."""
    return {pk: effect.told(row) for pk, (effect, row) in _concerned(decisions).items()}


def _concerned(decisions: Iterable[Decision]) -> dict[int, tuple[Effect, Any]]:
    """The effect and the row of each decision that was carried out: one query a kind of effect."""
    by_kind: dict[EffectKind, list[Decision]] = {}
    for decision in decisions:
        if decision.carried_out_at is not None:
            by_kind.setdefault(EffectKind(decision.effect), []).append(decision)
    found = {}
    for kind, mine in by_kind.items():
        effect = EFFECTS[kind]
        rows = effect.model._default_manager.select_related(effect.related).in_bulk(
            [decision.target for decision in mine]
        )
        for decision in mine:
            if row := rows.get(decision.target):
                found[decision.pk] = (effect, row)
    return found
