"""What a decision sets going: once, in its own transaction, or not at all; and only what the body decides."""

from datetime import date

import meeting_world as world
import pack_sample
import pytest
from django.utils import timezone

from agreements.decision_queries import decision_behind
from agreements.effect_kinds import EffectKind
from agreements.models import Body, Decision, DecisionStep
from agreements.refusals import Refused
from cmv_portal.effects import offered
from cmv_portal.meetings.deciding import REFUSALS, decide
from costs.actions.basis import propose_budget
from costs.actions.charges import ActionRefused, register_charge
from costs.models import Budget, Charge, YearOutcome
from followup.models import ActivityPlan, AnnualReport, QualityReview, SystematicFollowup

pytestmark = pytest.mark.django_db
LINES = [("Personal", 3_500_000), ("Lokaler", 500_000)]
SOCSAM = "socsam"


@pytest.fixture
def cooperation(cmv):
    return cmv.cooperation


@pytest.fixture
def plan(cooperation):
    plan = ActivityPlan.objects.create(cooperation=cooperation, year=2027)
    plan.goals.create(position=1, title="Mål", action="Så")
    return plan


@pytest.fixture
def review(cooperation):
    return QualityReview.objects.create(
        cooperation=cooperation, year=2027, scope_from=date(2024, 1, 1), scope_until=date(2026, 12, 31),
        report_due=date(2027, 12, 1),
    )  # fmt: skip


@pytest.fixture
def proposed(cmv, person):
    return propose_budget(
        agreement=cmv, year=2027, lines=LINES, source="Huvudmannens förslag", by=person("alex")
    )


def item(body=None, day=world.HELD_ON):
    return world.held(body=body and Body.objects.get(slug=body), day=day)[1][0]


def taken(kind, target, *, matter=None, outcome="approved", **given):
    return decide(
        item=matter or item(), outcome=outcome, text="Så beslutas.", kind=kind, target=target.pk, given=given,
        by=world.strategist(),
    )  # fmt: skip


def paragraph(decision):
    return decision.number.replace("\u00a0", " ")


# --- Each effect


def test_a_proposed_budget_is_decided_by_who_may_not_edit_the_costs(proposed):
    assert not Budget.objects.filter(year=2027, status="decided").exists()
    decision = taken(EffectKind.BUDGET, proposed)
    proposed.refresh_from_db()
    assert (proposed.status, proposed.source.replace("\u00a0", " ")) == (
        "decided", "Styrgrupp CMV § 1/2026, 2026-05-21",
    )  # fmt: skip
    assert [(line.label, line.amount) for line in proposed.lines.all()] == LINES
    assert decision_behind(EffectKind.BUDGET, proposed.pk) == decision
    assert (decision.effect, decision.target) == ("budget_decided", proposed.pk)


def test_a_plan_is_decided_with_the_meetings_day_and_paragraph(plan):
    decision = taken(EffectKind.PLAN, plan)
    plan.refresh_from_db()
    assert (plan.decided_on, plan.paragraph) == (world.HELD_ON, decision.number)


def test_a_reviewer_is_appointed(review):
    taken(EffectKind.REVIEWER, review, reviewer="Byrån AB", independence="Inga andra uppdrag.")
    review.refresh_from_db()
    assert (review.reviewer, review.appointed_on) == ("Byrån AB", world.HELD_ON)
    assert review.appointment_paragraph.replace("\u00a0", " ") == "§ 1/2026"


def test_a_reviews_cost_is_registered_up_to_the_cap_and_not_attested(review):
    taken(EffectKind.REVIEW_COST, review, amount=150_000)
    charge = Charge.objects.get(kind="quality_review")
    review.refresh_from_db()
    assert (review.charge, charge.amount, charge.state) == (charge, 150_000, Charge.State.REGISTERED)
    assert charge.decision.replace("\u00a0", " ") == "Styrgrupp CMV § 1/2026, 2026-05-21"


def test_above_the_cap_the_steering_group_decides_nothing(review):
    matter = item()
    with pytest.raises(REFUSALS, match="över styrgruppens gräns"):
        taken(EffectKind.REVIEW_COST, review, matter=matter, amount=150_001)
    assert not Decision.objects.exists()
    assert not Charge.objects.exists()


def test_a_surplus_gets_its_use(cmv):
    outcome = YearOutcome.objects.create(
        agreement=cmv, year=2025, budgeted=4_744_767, actual=4_700_000, closed_on=date(2026, 2, 1)
    )
    taken(EffectKind.SURPLUS, outcome, use="fortbildning")
    outcome.refresh_from_db()
    assert outcome.surplus_use == "fortbildning"


def test_focus_areas_are_set_beside_those_there_are(cooperation):
    followup = SystematicFollowup.objects.create(cooperation=cooperation, year=2027, method="Enkät")
    followup.focus_areas.create(position=1, title="Väntan")
    taken(EffectKind.FOCUS_AREAS, followup, titles=["Väntan", "Barn"])
    followup.refresh_from_db()
    assert (followup.decided_on, followup.method) == (world.HELD_ON, "Enkät")
    assert followup.decided_by.startswith("Styrgrupp CMV")
    assert list(followup.focus_areas.values_list("title", flat=True)) == ["Väntan", "Barn"]


@pytest.mark.parametrize(("outcome", "answer"), [("approved", "approved"), ("refused", "refused")])
def test_socsams_answer_is_the_step_of_the_round(outcome, answer, monkeypatch):
    from page_tools import stop_clock

    stop_clock(monkeypatch, date(2026, 12, 20))
    revision = pack_sample.revision()
    DecisionStep.objects.create(
        agreement=revision,
        kind="proposal",
        outcome="approved",
        decided_on=date(2026, 10, 2),
        body_name="Styrgrupp",
    )
    step = revision.steps.get(kind="recommendation")
    decision = taken(EffectKind.RECOMMENDED, step, matter=item(SOCSAM, date(2026, 12, 4)), outcome=outcome)
    step.refresh_from_db()
    revision.refresh_from_db()
    assert (step.outcome, step.decided_on, step.decision) == (answer, date(2026, 12, 4), decision)
    assert step.body_name == "Sociala samrådsgruppen (SocSam)"
    assert revision.status == ("draft" if outcome == "refused" else "proposal")


# --- Once, and all or nothing


def test_an_effect_is_carried_out_once(plan):
    taken(EffectKind.PLAN, plan)
    again = item(day=date(2026, 9, 3))
    with pytest.raises(Refused, match="redan avgjort"):
        taken(EffectKind.PLAN, plan, matter=again)
    assert Decision.objects.count() == 1


def test_the_database_holds_it_to_once(plan):
    from django.db import IntegrityError, transaction

    first = taken(EffectKind.PLAN, plan)
    second = decide(item=item(day=date(2026, 9, 3)), outcome="noted", text="Ja.", by=world.strategist())
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=second.pk).update(
            effect=first.effect, target=first.target, carried_out_at=timezone.now()
        )


def test_a_refusal_leaves_no_decision_and_uses_up_no_paragraph(cooperation):
    empty = ActivityPlan.objects.create(cooperation=cooperation, year=2028)
    matter = item()
    with pytest.raises(Refused, match="inga mål"):
        taken(EffectKind.PLAN, empty, matter=matter)
    assert not Decision.objects.exists()
    assert decide(item=matter, outcome="returned", text="Åter.", by=world.strategist()).paragraph == 1


def test_half_an_effect_is_undone_with_the_decision(review, monkeypatch):
    """The charge is registered before it is connected to the review: neither is left when that fails."""
    from cmv_portal.meetings import carrying

    def refuse(**given):
        raise Refused("Nej.")

    monkeypatch.setattr(carrying.reviews, "connect_charge", refuse)
    with pytest.raises(Refused, match="Nej"):
        taken(EffectKind.REVIEW_COST, review, amount=10_000)
    assert not Charge.objects.exists()
    assert not Decision.objects.exists()


@pytest.mark.parametrize("outcome", ["refused", "returned", "noted"])
def test_a_no_sets_nothing_going(plan, outcome):
    with pytest.raises(Refused, match="inget sker"):
        taken(EffectKind.PLAN, plan, outcome=outcome)
    plan.refresh_from_db()
    assert plan.decided_on is None


# --- Who decides what


def test_a_body_sets_going_only_what_it_decides(plan):
    with pytest.raises(Refused, match="kan inte besluta"):
        taken(EffectKind.PLAN, plan, matter=item(SOCSAM))
    network = item("samordnarnatverk-cmv", date(2026, 4, 2))
    with pytest.raises(Refused, match="kan inte besluta"):
        taken(EffectKind.PLAN, plan, matter=network)


def test_only_what_waits_in_the_matters_own_cooperation_is_offered(plan, cooperation, proposed):
    steering, norrsken = world.steering(), Body.objects.get(slug="styrgrupp-norrsken")
    assert [effect.kind for effect in offered(steering.pk, cooperation)] == [
        EffectKind.BUDGET,
        EffectKind.PLAN,
    ]
    assert offered(norrsken.pk, cooperation) == []
    elsewhere = world.held(body=norrsken, cooperation="norrsken")[1][0]
    with pytest.raises(Refused, match="finns inte längre"):
        taken(EffectKind.PLAN, plan, matter=elsewhere)


def test_a_used_decision_is_no_authority(cmv, plan, person):
    used = taken(EffectKind.PLAN, plan)
    with pytest.raises(ActionRefused):
        register_charge(
            agreement=cmv, year=2027, kind="quality_review", by=person("sam"), amount=1, authority=used
        )


def test_a_decision_is_no_authority_for_anything_but_a_review(cmv, person):
    decision = decide(item=item(), outcome="approved", text="Ja.", by=world.strategist())
    with pytest.raises(ActionRefused):
        register_charge(
            agreement=cmv, year=2027, kind="staffing", by=person("sam"), amount=1, decision="x",
            starts_on=date(2027, 1, 1), authority=decision,
        )  # fmt: skip


def test_a_report_reviewed_anew_after_the_meeting_is_not_adopted_unread(cooperation, person):
    report = AnnualReport.objects.create(
        cooperation=cooperation, year=2025, state="reviewed", opened_by=person("charlie"),
        reviewed_by=person("charlie"), reviewed_at=timezone.now(), names_nobody=True,
    )  # fmt: skip
    with pytest.raises(Refused, match="har inte läst den"):
        taken(EffectKind.REPORT, report)
