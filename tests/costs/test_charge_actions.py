"""From registration to attest: who may, when, and what each charge beside the fixed cost demands."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from agreements.models import Organisation
from costs.actions.charges import (
    ActionRefused,
    attest,
    calculate_charge,
    discard,
    make_draft,
    open_fixed_cost,
    register_charge,
    send_back,
)
from costs.budget import NeedsDecision
from costs.models import Charge, PopulationFigure, YearOutcome

pytestmark = pytest.mark.django_db
JANUARY = date(2027, 1, 15)


@pytest.fixture
def charge(cmv):
    return open_fixed_cost(agreement=cmv, year=2027)


@pytest.fixture
def draft(charge, person):
    return make_draft(charge=charge, by=person("alex"))


@pytest.fixture
def register(cmv, person):
    def made(kind, amount, by="alex", **more):
        return register_charge(agreement=cmv, year=2027, kind=kind, by=person(by), amount=amount, **more)

    return made


def amounts(charge):
    return calculate_charge(charge).amounts


# --- Draft, attest, send back


def test_a_year_has_one_fixed_cost(charge, cmv):
    assert open_fixed_cost(agreement=cmv, year=2027) == charge


def test_a_draft_freezes_the_calculation(draft):
    assert draft.state == Charge.State.DRAFT
    assert draft.calculation["result"]["total"] == 5_033_723


@pytest.mark.parametrize("username", ["noa", "kim", "sam", "charlie", "admin", "mika"])
def test_only_the_principals_officers_make_drafts(charge, person, username):
    with pytest.raises(ActionRefused, match="inte ekonom hos huvudmannen"):
        make_draft(charge=charge, by=person(username))


def test_the_drafter_does_not_attest(draft, person):
    with pytest.raises(ActionRefused, match="annan ekonom"):
        attest(charge=draft, by=person("alex"), issue_date=JANUARY)
    assert Charge.objects.get(pk=draft.pk).state == Charge.State.DRAFT


def test_a_second_officer_attests(draft, person):
    attested = attest(charge=draft, by=person("robin"), issue_date=JANUARY)
    assert (attested.state, attested.attested_by.username) == (Charge.State.ATTESTED, "robin")


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2028, 1, 1)])
def test_the_invoice_date_is_a_day_of_the_year(draft, person, day):
    with pytest.raises(ActionRefused, match="under 2027"):
        attest(charge=draft, by=person("robin"), issue_date=day)


def test_a_deficit_is_invoiced_when_the_accounts_are_closed_the_next_year(cmv, person, register):
    outcome(cmv, 5_133_723)
    deficit = register("deficit", 100_000)
    make_draft(charge=deficit, by=person("alex"))
    with pytest.raises(ActionRefused, match="2027 eller 2028"):
        attest(charge=deficit, by=person("robin"), issue_date=date(2029, 1, 1))
    attested = attest(charge=deficit, by=person("robin"), issue_date=date(2028, 2, 15))
    assert attested.issue_date.year == 2028


def test_what_is_attested_is_what_was_drafted(draft, person):
    figure = PopulationFigure.objects.get(
        table__reference_date=date(2026, 11, 1), organisation__slug="bracke"
    )
    figure.population += 1
    figure.save()
    with pytest.raises(ActionRefused, match="nytt utkast"):
        attest(charge=draft, by=person("robin"), issue_date=JANUARY)


def test_a_draft_sent_back_says_why_and_starts_over(draft, person):
    with pytest.raises(ActionRefused, match="varför"):
        send_back(charge=draft, by=person("robin"), because=" ")
    returned = send_back(charge=draft, by=person("robin"), because="Bergs referens saknas")
    assert (returned.state, returned.calculation) == (Charge.State.REGISTERED, None)
    with pytest.raises(ActionRefused, match="inget utkast"):
        attest(charge=returned, by=person("robin"), issue_date=JANUARY)
    assert make_draft(charge=returned, by=person("robin")).returned_because == ""


def test_a_new_draft_takes_the_attest_away(draft, person):
    attest(charge=draft, by=person("robin"), issue_date=JANUARY)
    again = make_draft(charge=draft, by=person("robin"))
    assert (again.state, again.attested_by) == (Charge.State.DRAFT, None)


def test_every_step_is_in_the_history(draft, person):
    attest(charge=draft, by=person("robin"), issue_date=JANUARY)
    states = list(draft.history.order_by("history_id").values_list("state", flat=True))
    assert states == ["registered", "draft", "attested"]


# --- Quality review (11.5)


def test_a_review_at_the_cap_needs_no_decision_and_adds_up(register):
    shared = amounts(register("quality_review", 150_000))
    assert sum(shared.values()) == 150_000
    assert len(shared) == 8


def test_a_review_above_the_cap_needs_a_decision(register):
    with pytest.raises(NeedsDecision, match="150"):
        register("quality_review", 150_001)
    assert register("quality_review", 150_001, decision="SocSam § 12/2027").decision


def test_two_reviews_of_a_year_are_two_charges(register):
    assert [register("quality_review", 1000).sequence for _ in range(2)] == [1, 2]


def test_a_charge_registered_by_mistake_is_taken_away_before_the_draft(register, person, charge):
    review = register("quality_review", 1000)
    with pytest.raises(ActionRefused, match="inte ekonom"):
        discard(charge=review, by=person("noa"))
    discard(charge=review, by=person("robin"))
    assert not Charge.objects.filter(pk=review.pk).exists()
    assert Charge.history.filter(id=review.pk, history_type="-").exists()
    drafted = make_draft(charge=register("quality_review", 1000), by=person("alex"))
    for kept in (drafted, charge):
        with pytest.raises(ActionRefused, match="saknar utkast"):
            discard(charge=kept, by=person("alex"))


# --- Abnormal wear (11.4)


def test_wear_is_paid_by_the_home_municipality_alone(register):
    berg = Organisation.objects.get(slug="berg")
    assert amounts(register("abnormal_wear", 8_500, organisation=berg)) == {"berg": 8_500}


def test_wear_needs_a_home_municipality(register):
    with pytest.raises(ValidationError, match="kommun"):
        register("abnormal_wear", 8_500)


def test_wear_is_registered_only_by_who_is_named_for_it(register, person):
    person("alex").assignments.get(cooperation__slug="cmv").history.all()
    assignment = person("alex").assignments.get(cooperation__slug="cmv")
    assignment.named_for_wear = False
    assignment.save()
    with pytest.raises(ActionRefused, match="namngiven"):
        register("abnormal_wear", 8_500, organisation=Organisation.objects.get(slug="berg"))


def test_wear_is_sent_back_for_one_of_the_fixed_reasons(register, person):
    berg = Organisation.objects.get(slug="berg")
    wear = make_draft(charge=register("abnormal_wear", 8_500, organisation=berg), by=person("alex"))
    with pytest.raises(ActionRefused, match="ingen fri text"):
        send_back(charge=wear, by=person("robin"), because="Bodde bara i mars")
    assert send_back(charge=wear, by=person("robin"), because="Rättelse av belopp").state == "registered"


# --- Deficit and surplus (11.3)


def outcome(agreement, actual):
    return YearOutcome.objects.create(
        agreement=agreement, year=2027, budgeted=5_033_723, actual=actual, closed_on=date(2028, 2, 1)
    )


def test_a_deficit_needs_closed_accounts(register):
    with pytest.raises(ActionRefused, match="bokslut"):
        register("deficit", 100_000)


def test_a_deficit_is_shared_by_the_years_key_and_charged_once(register, cmv):
    outcome(cmv, 5_133_723)
    assert sum(amounts(register("deficit", 100_000)).values()) == 100_000
    with pytest.raises(ActionRefused, match="redan"):
        register("deficit", 100_000)


@pytest.mark.parametrize("amount", [99_999, 100_001])
def test_a_deficit_is_what_the_accounts_say(register, cmv, amount):
    outcome(cmv, 5_133_723)
    with pytest.raises(ActionRefused, match="underskott på 100"):
        register("deficit", amount)


def test_a_surplus_is_never_charged_or_credited(register, cmv):
    assert outcome(cmv, 4_900_000).deviation == 133_723
    for amount in (133_723, 1):
        with pytest.raises(ActionRefused, match="underskott på 0"):
            register("deficit", amount)


# --- Changed staffing (11.7)


def test_changed_staffing_needs_a_decision_and_a_day_of_the_year(register):
    with pytest.raises(ActionRefused, match="alla åtta"):
        register("staffing", 200_000, starts_on=date(2027, 7, 1))
    with pytest.raises(ActionRefused, match="2027"):
        register("staffing", 200_000, decision="Alla åtta", starts_on=date(2028, 7, 1))
    charge = register("staffing", 200_000, decision="Alla åtta", starts_on=date(2027, 7, 1))
    assert sum(amounts(charge).values()) == 200_000


# --- Rights


@pytest.mark.parametrize("username", ["noa", "kim", "charlie"])
def test_others_register_nothing(register, username):
    with pytest.raises(ActionRefused, match="inte ekonom"):
        register("quality_review", 1000, by=username)


def test_a_charge_is_above_zero(register):
    with pytest.raises(ValidationError, match="större än noll"):
        register("quality_review", 0)
