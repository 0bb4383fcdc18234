"""A revision from its start to its first January: by the actions, step by step, and where it may not go."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from journey_lab import EIGHT, TODAY, answer, common, put_signature, signed_file, started, trust
from page_tools import stop_clock
from signing_lab import PERSONAL_NUMBER, add_to

from agreements.actions import revisions, rounds
from agreements.actions.rows import Stale
from agreements.entry import Kind, missing
from agreements.journey_rows import matter_of
from agreements.models import (
    Agreement,
    ClauseChange,
    Cooperation,
    DecisionStep,
    OpenQuestion,
    Organisation,
    Signature,
    StoredFile,
    Term,
)
from agreements.queries import edition_on
from agreements.refusals import Incomplete, Refused
from cmv_portal.models import User
from cmv_portal.revisions import entering
from cmv_portal.revisions.budget import change_budget, lines_of
from cmv_portal.revisions.starting import start_revision
from cmv_portal.views.january import fixed_cost
from costs.models import Budget
from costs.queries.calculations import calculation_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_clock(monkeypatch, TODAY)


@pytest.fixture(autouse=True)
def trusted(settings, tmp_path):
    trust(settings, tmp_path)


@pytest.fixture
def sam(person):
    return person("sam")


@pytest.fixture
def draft(sam):
    return started(sam, purpose="Ny budget")


def fresh(agreement):
    return Agreement.objects.get(pk=agreement.pk)


def submitted(draft, by):
    return rounds.submit(agreement=draft, revision=fresh(draft).revision, by=by)


@pytest.fixture
def proposal(draft, sam):
    made = submitted(draft, sam)
    common(made, sam)
    return made


def approve_all(agreement, by, but=()):
    for slug in EIGHT:
        if slug not in but:
            answer(agreement, "approval", slug, by)


def who(agreement, slug):
    return next(each for each in matter_of(agreement).signatories if each.key == slug)


@pytest.fixture
def nearly(proposal, sam, monkeypatch):
    """Eight approvals and seven signatures; Östersund's is left."""
    approve_all(proposal, sam)
    for slug in EIGHT[:-1]:
        put_signature(proposal, who(proposal, slug), sam)
    return fresh(proposal)


# --- The start


def test_a_revision_starts_as_a_copy_of_the_edition_in_force(draft, cmv):
    assert (draft.slug, draft.title) == ("cmv-2027", "Samarbetsavtal Centrum mot våld 2027")
    assert (draft.status, draft.evidence, draft.predecessor) == ("draft", "portal", cmv)
    same = ("kind", "value", "clause", "note")
    assert set(draft.terms.values_list(*same)) == set(cmv.terms.values_list(*same))
    party = ("organisation__slug", "role", "pays")
    assert set(draft.parties.values_list(*party)) == set(cmv.parties.values_list(*party))
    assert draft.open_questions.count() == 16
    assert not OpenQuestion.objects.filter(agreement=draft).exclude(answer="").exists()


def test_an_answered_question_is_not_carried_on(cmv, sam):
    question = cmv.open_questions.get(number=1)
    question.answer = "Den 1 november året före."
    question.save()
    assert sorted(started(sam).open_questions.values_list("number", flat=True)) == list(range(2, 17))


def test_the_budget_is_uplifted_or_as_it_is(draft, sam, cmv):
    assert lines_of(draft)[0][1] == 3_383_906  # 3 189 656 uplifted twice by 3 %
    rounds.drop(agreement=draft, by=sam)
    as_is = started(sam, uplift=False)
    assert as_is.slug == "cmv-2027-2"
    assert lines_of(as_is) == [(line.label, line.amount) for line in cmv.budgets.get().lines.all()]
    assert as_is.budgets.get().status == Budget.Status.PROPOSAL


def test_terms_dated_before_the_first_day_are_taken_as_they_stand(cmv, sam):
    Term.objects.create(
        agreement=cmv, kind="uplift_percent", value="4", clause="11.2", valid_from=date(2026, 7, 1)
    )
    Term.objects.create(
        agreement=cmv, kind="uplift_percent", value="5", clause="11.2", valid_from=date(2028, 1, 1)
    )
    made = started(sam)
    uplift = (
        made.terms.filter(kind="uplift_percent").order_by("valid_from").values_list("value", "valid_from")
    )
    assert set(uplift) == {("4", None), ("5", date(2028, 1, 1))}


@pytest.mark.parametrize("day", [date(2024, 1, 1), TODAY])
def test_a_revision_begins_a_coming_day(sam, day):
    with pytest.raises(Refused):
        start_revision(cooperation=Cooperation.objects.get(slug="cmv"), starts_on=day, by=sam)


def test_one_revision_at_a_time(draft, sam):
    with pytest.raises(Refused, match="pågår redan"):
        start_revision(cooperation=draft.cooperation, starts_on=date(2028, 1, 1), by=sam)


@pytest.mark.parametrize("name", ["kim", "alex", "charlie", "mika", "admin", "noa"])
def test_only_the_strategist_revises(person, draft, name):
    by = person(name)
    tries = [
        lambda: started(by),
        lambda: revisions.change_term(
            agreement=draft, revision=1, kind="notice_months", value="6", clause="22", by=by
        ),
        lambda: change_budget(agreement=draft, revision=1, lines=[("Allt", 1)], by=by),
        lambda: rounds.submit(agreement=draft, revision=1, by=by),
        lambda: rounds.drop(agreement=draft, by=by),
        lambda: rounds.withdraw(agreement=draft, by=by),
    ]
    for tried in tries:
        with pytest.raises(Refused, match="får inte förbereda"):
            tried()


# --- Writing


def test_two_who_write_at_once_are_told_and_nothing_is_overwritten(draft, sam):
    def save(value):
        revisions.change_term(
            agreement=draft, revision=1, kind="uplift_percent", value=value, clause="11.2", by=sam
        )

    save("3,5")
    with pytest.raises(Stale, match="En kollega har sparat"):
        save("4")
    with pytest.raises(Stale):
        change_budget(agreement=draft, revision=1, lines=[("Allt", 1)], by=sam)
    assert draft.terms.get(kind="uplift_percent").value == "3,5"
    assert fresh(draft).revision == 2


def test_a_term_is_changed_added_and_taken_away(draft, sam):
    def save(kind, value, revision):
        revisions.change_term(agreement=draft, revision=revision, kind=kind, value=value, clause="22", by=sam)

    save("notice_months", "6", 1)
    save("due_days", "20", 2)
    save("breach_days", "", 3)
    values = dict(draft.terms.values_list("kind", "value"))
    assert (values["notice_months"], values["due_days"]) == ("6", "20")
    assert "breach_days" not in values
    with pytest.raises(ValidationError):
        save("notice_months", "tolv", 4)
    assert fresh(draft).revision == 4


def test_clauses_are_written_changed_and_taken_away(draft, sam):
    words = {"clause": "11.2", "heading": "Kostnad", "before": "Gammalt", "after": "Nytt", "reason": "Hyran"}
    revisions.write_clause(agreement=draft, revision=1, change=None, **words, by=sam)
    row = draft.clause_changes.get()
    with pytest.raises(Refused, match="densamma"):
        revisions.write_clause(
            agreement=draft, revision=2, change=row, **{**words, "after": "Gammalt"}, by=sam
        )
    revisions.write_clause(agreement=draft, revision=2, change=row, **{**words, "after": "Nyast"}, by=sam)
    assert draft.clause_changes.get().after == "Nyast"
    revisions.remove_clause(agreement=draft, revision=3, change=row, by=sam)
    assert not draft.clause_changes.exists()


def test_a_party_may_leave_and_the_others_pay(draft, sam):
    seven = [
        revisions.PartyRow(party.organisation, party.role, party.pays)
        for party in draft.parties.select_related("organisation")
        if party.organisation.slug != "are"
    ]
    revisions.change_parties(agreement=draft, revision=1, parties=seven, by=sam)
    calculation = calculation_of(draft, 2027, allow_estimated=True)
    assert "are" not in calculation.amounts
    assert sum(calculation.amounts.values()) == calculation.total
    with pytest.raises(Refused, match="minst två"):
        revisions.change_parties(agreement=draft, revision=2, parties=seven[:1], by=sam)


def test_the_first_day_stays_in_the_editions_year(draft, sam):
    head = {"title": "Avtal", "first_end": None, "purpose": "", "by": sam}
    revisions.change_head(agreement=draft, revision=1, starts_on=date(2027, 7, 1), **head)
    with pytest.raises(Refused, match="Utgåvan är för 2027"):
        revisions.change_head(agreement=draft, revision=2, starts_on=date(2028, 1, 1), **head)


def test_a_submitted_wording_is_locked(proposal, sam):
    with pytest.raises(Refused, match="Lydelsen är låst"):
        revisions.change_term(
            agreement=proposal,
            revision=fresh(proposal).revision,
            kind="due_days",
            value="20",
            clause="23",
            by=sam,
        )


def test_what_has_no_rule_cannot_be_submitted(draft, sam):
    for revision, kind in enumerate(("approved_by", "signed_by"), 1):
        revisions.change_term(agreement=draft, revision=revision, kind=kind, value="", clause="24", by=sam)
    with pytest.raises(Incomplete) as refused:
        rounds.submit(agreement=draft, revision=3, by=sam)
    assert len(refused.value.gaps) == 2


# --- The round


def test_a_round_has_a_step_for_each_body(draft, sam):
    made = submitted(draft, sam)
    steps = made.steps.values_list("kind", "organisation__slug", "round")
    assert set(steps) == {("proposal", None, 1), ("recommendation", None, 1)} | {
        ("approval", slug, 1) for slug in EIGHT
    }
    assert (made.status, made.submitted_on) == ("proposal", TODAY)


def test_the_steps_come_in_turn(draft, sam):
    made = submitted(draft, sam)
    with pytest.raises(Refused, match="Styrgrupp CMV har inte svarat än"):
        answer(made, "recommendation", None, sam)
    with pytest.raises(Refused, match="Styrgrupp CMV har inte svarat än"):
        answer(made, "approval", "berg", sam)
    answer(made, "proposal", None, sam)
    with pytest.raises(Refused, match="SocSam"):
        answer(made, "approval", "berg", sam)
    with pytest.raises(Refused, match="kan inte vara före"):
        answer(made, "recommendation", None, sam, decided_on=date(2026, 11, 1))
    with pytest.raises(Refused, match="har inte varit än"):
        answer(made, "recommendation", None, sam, decided_on=date(2026, 11, 23))


def test_a_steering_member_writes_the_own_municipalitys_answer_and_no_others(proposal, person):
    kim = person("kim")
    assert (
        answer(proposal, "approval", "berg", kim, paragraph="84", diary_number="KS 2026/1").outcome
        == "approved"
    )
    for kind, slug in (("approval", "bracke"), ("recommendation", None)):
        with pytest.raises(Refused, match="får inte registrera"):
            answer(proposal, kind, slug, kim)
    with pytest.raises(Refused, match="får inte registrera"):
        answer(proposal, "approval", "berg", person("mika"))


def test_a_planned_meeting_and_its_contact_are_kept(proposal, sam):
    step = answer(
        proposal, "approval", "are", sam, outcome="", decided_on=None, planned_on=date(2026, 12, 9),
        body_name="Kommunfullmäktige", contact="Kansliet",
    )  # fmt: skip
    assert matter_of(proposal).step(Kind.APPROVAL, "are").planned_on == date(2026, 12, 9)
    assert step.outcome == ""


def test_minutes_are_not_announced_before_the_decision(proposal, sam):
    with pytest.raises(Refused, match="anslagits före"):
        answer(proposal, "approval", "are", sam, announced_on=date(2026, 11, 20))


def test_an_answer_is_not_turned(proposal, sam):
    answer(proposal, "approval", "are", sam)
    with pytest.raises(Refused, match="redan registrerat"):
        answer(proposal, "approval", "are", sam, outcome="refused")
    later = answer(proposal, "approval", "are", sam, announced_on=TODAY, diary_number="KS 7")
    assert later.diary_number == "KS 7"


def test_a_refusal_opens_the_matter_for_all_and_the_round_stays(proposal, sam):
    for slug in EIGHT[:4]:
        answer(proposal, "approval", slug, sam)
    put_signature(proposal, who(proposal, "berg"), sam)
    answer(proposal, "approval", "ragunda", sam, outcome="refused")
    opened = fresh(proposal)
    assert (opened.status, opened.round, opened.submitted_on) == ("draft", 1, None)
    assert missing(matter_of(opened)) == ("Ragunda har sagt nej. Omgången är slut.",)
    with pytest.raises(Refused, match="öppnat igen"):
        answer(opened, "approval", "are", sam)
    revisions.change_term(
        agreement=opened, revision=opened.revision, kind="uplift_percent", value="2", clause="11.2", by=sam
    )
    again = submitted(opened, sam)
    assert again.round == 2
    assert again.steps.filter(round=1, outcome="refused").count() == 1
    assert matter_of(again).approved == ()
    assert matter_of(again).signatures == ()
    assert len(matter_of(again, 1).approved) == 4


def test_a_file_of_an_earlier_wording_is_refused(proposal, sam):
    answer(proposal, "approval", "berg", sam)
    data = signed_file("Berg")
    put_signature(proposal, who(proposal, "berg"), sam, data)
    rounds.withdraw(agreement=proposal, by=sam)
    again = submitted(proposal, sam)
    common(again, sam)
    answer(again, "approval", "berg", sam)
    with pytest.raises(Refused, match="tidigare omgång"):
        put_signature(again, who(again, "berg"), sam, data)


def test_a_dropped_revision_leaves_its_year_free(draft, sam):
    rounds.drop(agreement=draft, by=sam)
    assert started(sam).year == 2027
    with pytest.raises(Refused):
        rounds.drop(agreement=Agreement.objects.get(slug="cmv-2025"), by=sam)


# --- Signatures


def test_a_good_signature_counts_and_its_file_is_kept(proposal, sam):
    answer(proposal, "approval", "berg", sam)
    data = signed_file("Berg")
    signature = put_signature(proposal, who(proposal, "berg"), sam, data)
    assert signature.counts
    assert (signature.verdict, signature.signed_on) == ("valid", TODAY)
    assert bytes(signature.file.content) == data
    assert matter_of(proposal).signature("berg")
    with pytest.raises(Refused, match="redan inlagd"):
        put_signature(proposal, who(proposal, "berg"), sam)


def test_a_party_signs_after_its_own_approval(proposal, sam):
    with pytest.raises(Refused, match="Berg har inte godkänt"):
        put_signature(proposal, who(proposal, "berg"), sam)
    assert not StoredFile.objects.exists()
    answer(proposal, "approval", "berg", sam)
    early = signed_file("Berg", at=datetime(2026, 11, 20, 12, tzinfo=UTC))
    assert not put_signature(proposal, who(proposal, "berg"), sam, early).counts


def test_a_changed_file_never_counts(proposal, sam):
    answer(proposal, "approval", "berg", sam)
    changed = put_signature(proposal, who(proposal, "berg"), sam, add_to(signed_file("Berg")))
    assert (changed.counts, changed.verdict) == (False, "added_to")
    with pytest.raises(Refused, match="ingen kan godta"):
        entering.accept_signature(signature=changed, reason="Det är bra ändå", by=sam)


def test_an_unknown_signer_counts_when_somebody_vouches_in_writing(proposal, sam, person):
    answer(proposal, "approval", "berg", sam)
    unknown = put_signature(proposal, who(proposal, "berg"), sam, signed_file("Berg", known=False))
    assert (unknown.counts, unknown.verdict) == (False, "unknown_signer")
    with pytest.raises(Refused, match="Skriv varför"):
        entering.accept_signature(signature=unknown, reason=" ", by=sam)
    with pytest.raises(Refused, match="får inte förbereda"):
        entering.accept_signature(signature=unknown, reason="Jag känner Anna", by=person("kim"))
    accepted = entering.accept_signature(signature=unknown, reason="Bekräftat per telefon", by=sam)
    assert (accepted.counts, accepted.accepted_because) == (True, "Bekräftat per telefon")


def test_one_signature_is_not_counted_for_two_parties(proposal, sam):
    for slug in ("berg", "are"):
        answer(proposal, "approval", slug, sam)
    data = signed_file("Berg")
    put_signature(proposal, who(proposal, "berg"), sam, data)
    with pytest.raises(Refused, match="räknas redan för en annan part"):
        put_signature(proposal, who(proposal, "are"), sam, data)


def test_a_file_with_a_personal_number_leaves_its_result_alone(proposal, sam):
    answer(proposal, "approval", "berg", sam)
    signature = put_signature(
        proposal, who(proposal, "berg"), sam, signed_file("Berg", number=f"PNOSE-{PERSONAL_NUMBER}")
    )
    assert signature.counts
    assert signature.file is None
    assert len(signature.sha256) == 64
    assert not StoredFile.objects.exists()
    assert PERSONAL_NUMBER not in str(signature.result)


def test_a_steering_member_adds_the_own_signature_alone(proposal, person, sam):
    approve_all(proposal, sam)
    assert put_signature(proposal, who(proposal, "berg"), person("kim")).counts
    with pytest.raises(Refused, match="får inte registrera"):
        put_signature(proposal, who(proposal, "are"), person("kim"))


# --- In force


def test_the_last_signature_puts_the_edition_in_force_by_itself(nearly, sam, cmv):
    assert nearly.status == "proposal"
    assert missing(matter_of(nearly)) == ("En underskrift saknas: Östersund.",)
    put_signature(nearly, who(nearly, "ostersund"), sam)
    adopted = fresh(nearly)
    assert (adopted.status, adopted.adopted_on) == ("adopted", TODAY)
    assert adopted.budgets.get().status == Budget.Status.DECIDED
    assert fresh(cmv).status == "adopted"
    assert edition_on(cmv.cooperation, date(2026, 12, 31)) == cmv
    assert edition_on(cmv.cooperation, date(2027, 1, 1)) == adopted
    assert fixed_cost(cmv.cooperation, 2027).agreement == adopted
    assert fixed_cost(cmv.cooperation, 2026).agreement == cmv


def test_the_january_of_the_next_year_counts_with_the_new_budget_and_term(draft, sam, cmv):
    change_budget(agreement=draft, revision=1, lines=[("Personal", 4_000_000), ("Lokaler", 500_000)], by=sam)
    revisions.change_term(
        agreement=draft, revision=2, kind="overhead_percent", value="10", clause="11.2", by=sam
    )
    made = submitted(draft, sam)
    common(made, sam)
    approve_all(made, sam)
    for slug in EIGHT:
        put_signature(made, who(made, slug), sam)
    charged = fixed_cost(cmv.cooperation, 2027).agreement
    calculation = calculation_of(charged, 2027)
    assert calculation.total == 4_950_000
    assert sum(calculation.amounts.values()) == 4_950_000
    assert charged.stated_cost == "4\N{NO-BREAK SPACE}950\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}kr"


def test_the_rule_is_met_once(nearly, sam):
    put_signature(nearly, who(nearly, "ostersund"), sam)
    assert not entering.enter_into_force(agreement=nearly, by=sam)
    adoptions = [row.status for row in fresh(nearly).history.all()].count("adopted")
    assert adoptions == 1


def test_a_fault_midway_leaves_nothing_of_the_last_step(nearly, sam, monkeypatch):
    def fail(**given):
        raise RuntimeError("strömmen gick")

    monkeypatch.setattr(entering.rounds, "adopt", fail)
    with pytest.raises(RuntimeError):
        put_signature(nearly, who(nearly, "ostersund"), sam)
    left = fresh(nearly)
    assert left.status == "proposal"
    assert left.budgets.get().status == Budget.Status.PROPOSAL
    assert left.signatures.filter(counts=True).count() == 7
    monkeypatch.undo()
    assert Signature.objects.filter(agreement=left).count() == 7


def test_what_is_in_force_is_frozen_whoever_asks(nearly, sam):
    put_signature(nearly, who(nearly, "ostersund"), sam)
    adopted = fresh(nearly)
    term, party = adopted.terms.first(), adopted.parties.first()
    step, signature = adopted.steps.filter(kind="approval").first(), adopted.signatures.first()

    def sql(text):
        with connection.cursor() as cursor:
            cursor.execute(text)

    tries = [
        lambda: sql(f"UPDATE agreements_term SET value = '9' WHERE id = {term.pk}"),
        lambda: sql(f"DELETE FROM agreements_term WHERE id = {term.pk}"),
        lambda: Term.objects.create(agreement=adopted, kind="due_days", value="20", clause="23"),
        lambda: sql(f"UPDATE agreements_party SET pays = NOT pays WHERE id = {party.pk}"),
        lambda: sql(f"DELETE FROM agreements_party WHERE id = {party.pk}"),
        lambda: sql(f"UPDATE agreements_decisionstep SET outcome = 'refused' WHERE id = {step.pk}"),
        lambda: sql(f"DELETE FROM agreements_decisionstep WHERE id = {step.pk}"),
        lambda: sql(f"UPDATE agreements_signature SET counts = NOT counts WHERE id = {signature.pk}"),
        lambda: sql(f"DELETE FROM agreements_signature WHERE id = {signature.pk}"),
        lambda: ClauseChange.objects.create(agreement=adopted, position=1, clause="1", after="Nytt"),
        lambda: sql(f"UPDATE agreements_agreement SET starts_on = '2028-01-01' WHERE id = {adopted.pk}"),
        lambda: sql(f"UPDATE agreements_agreement SET status = 'draft' WHERE id = {adopted.pk}"),
        lambda: sql(f"DELETE FROM agreements_agreement WHERE id = {adopted.pk}"),
    ]
    for tried in tries:
        with pytest.raises(DatabaseError), transaction.atomic():
            tried()
    # What was not known then may be filled in, once; a dated term and a last day may be added.
    answer(adopted, "approval", "berg", sam, announced_on=TODAY)
    with pytest.raises(DatabaseError), transaction.atomic():
        sql(f"UPDATE agreements_decisionstep SET announced_on = NULL WHERE id = {_step(adopted, 'berg')}")
    Term.objects.create(
        agreement=adopted, kind="due_days", value="20", clause="23", valid_from=date(2028, 1, 1)
    )
    party.valid_until = date(2029, 12, 31)
    party.save()


def _step(agreement, slug):
    return agreement.steps.get(organisation__slug=slug).pk


def test_an_edition_of_the_sources_is_completed_without_coming_into_force_again(sam):
    west = Agreement.objects.get(slug="vasternorrland-2024")
    for party in west.parties.filter(pays=True):
        answer(west, "approval", party.organisation.slug, sam, decided_on=date(2023, 12, 20))
    assert fresh(west).status == "proposal"
    assert DecisionStep.objects.filter(agreement=west, outcome="approved").count() == 7
    answer(west, "approval", "ange", sam, outcome="refused", decided_on=date(2023, 12, 21))
    assert fresh(west).status == "proposal"


def test_two_strategists_take_turns(draft, sam):
    other = User.objects.create(username="elin")
    other.assignments.create(
        role="strategist", cooperation=draft.cooperation, organisation=Organisation.objects.get(slug="kfjh")
    )
    head = {"starts_on": date(2027, 1, 1), "first_end": None, "purpose": ""}
    revisions.change_head(agreement=draft, revision=1, title="Elins titel", **head, by=other)
    with pytest.raises(Stale):
        revisions.change_head(agreement=draft, revision=1, title="Sams titel", **head, by=sam)
    assert fresh(draft).title == "Elins titel"
