"""What is recorded shows what is done: each fact by the row it rests on, in few queries."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.duty import DutyKind, State
from agreements.editions import editions_of
from agreements.models import (
    AgendaItem,
    Agreement,
    Body,
    Cooperation,
    Decision,
    DecisionStep,
    LocalAgreement,
    Meeting,
    Organisation,
    PartyNotice,
)
from cmv_portal.clock.queries import Clock, clock_of
from followup.models import AnnualReport, QualityReview

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def addresses(monkeypatch):
    for model in (Meeting, PartyNotice, Decision):
        monkeypatch.setattr(model, "get_absolute_url", lambda row: f"/{row._meta.model_name}/{row.pk}/")


def duties(slug, year, today=TODAY):
    cooperation = Cooperation.objects.get(slug=slug)
    return clock_of(cooperation, [year], today).duties(cooperation, year)


def of_kind(found, kind):
    return [duty for duty in found if duty.kind is kind]


def notice(person, kind, sender, sent_on, slug="cmv-2025", **fields):
    return PartyNotice.objects.create(
        agreement=Agreement.objects.get(slug=slug), kind=kind, sender=Organisation.objects.get(slug=sender),
        sent_on=sent_on, summary="Prov.", registered_by=person("sam"), **fields,
    )  # fmt: skip


def meeting(slug, *when, state=Meeting.State.PLANNED, **fields):
    at = timezone.make_aware(timezone.datetime(*when))
    return Meeting.objects.create(body=Body.objects.get(slug=slug), starts_at=at, state=state, **fields)


def test_a_demand_counts_fourteen_days_from_when_it_came(person):
    berg = Organisation.objects.get(slug="berg")
    demand = notice(person, "breach", "are", date(2026, 11, 1), against=berg, received_on=date(2026, 11, 3))
    [duty] = of_kind(duties("cmv", 2026), DutyKind.BREACH)
    assert (duty.day, duty.owner, duty.state) == (date(2026, 11, 17), "Bergs kommun", State.LATE)
    demand.mended_on = date(2026, 11, 10)
    demand.save()
    [duty] = of_kind(duties("cmv", 2026), DutyKind.BREACH)
    assert (duty.state, duty.shown_by) == (State.DONE, "Rättat 10 november 2026")
    assert of_kind(duties("norrsken", 2026), DutyKind.BREACH) == []


def test_a_party_that_has_said_that_it_leaves_has_done_so_and_no_other(person):
    notice(person, "withdrawal", "berg", date(2027, 5, 2), slug="norrsken-2023")
    found = of_kind(duties("norrsken", 2027, date(2027, 6, 1)), DutyKind.PARTY_NOTICE)
    told = {duty.party: duty.shown_by for duty in found if duty.state is State.DONE}
    assert told == {"Bergs kommun": "Meddelat 2 maj 2027"}
    assert of_kind(duties("norrsken", 2026), DutyKind.PARTY_NOTICE)[0].shown_by == ""


def test_what_was_taken_back_is_no_duty(person):
    berg = Organisation.objects.get(slug="berg")
    closed = {"closed_on": date(2026, 11, 20)}
    notice(person, "breach", "are", date(2026, 11, 1), against=berg, **closed)
    notice(person, "withdrawal", "berg", date(2026, 6, 30), slug="norrsken-2023", **closed)
    assert of_kind(duties("cmv", 2026), DutyKind.BREACH) == []
    left = [duty for duty in of_kind(duties("norrsken", 2026), DutyKind.PARTY_NOTICE) if duty.fact]
    assert left == []


def test_local_agreements_are_followed_up_when_every_one_of_them_is():
    first, *others = LocalAgreement.objects.filter(agreement__slug="dalarna-2024")
    for local in others:
        local.followups.create(year=2026, done_on=date(2026, 11, 2), names_nobody=True)
    draft = first.followups.create(year=2026)
    [duty] = of_kind(duties("dalarna", 2026), DutyKind.LOCAL_FOLLOWUP)
    assert duty.state is not State.DONE
    draft.done_on, draft.names_nobody = date(2026, 11, 9), True
    draft.save()
    [duty] = of_kind(duties("dalarna", 2026), DutyKind.LOCAL_FOLLOWUP)
    assert duty.state is State.DONE
    assert duty.shown_by == "Alla 15 uppföljda 9 november 2026"
    assert of_kind(duties("dalarna", 2027), DutyKind.LOCAL_FOLLOWUP)[0].state is not State.DONE


def test_what_a_municipality_answered_is_its_own_bodys_decision():
    DecisionStep.objects.update_or_create(
        agreement=Agreement.objects.get(slug="vasternorrland-2024"), round=1, kind="approval",
        organisation=Organisation.objects.get(slug="ange"),
        defaults={"outcome": "approved", "decided_on": date(2023, 12, 4)},
    )  # fmt: skip
    found = of_kind(duties("vasternorrland", 2023), DutyKind.ANSWER)
    states = {duty.party: (duty.state, duty.shown_by) for duty in found}
    assert states["Ånge kommun"] == (State.DONE, "Svarade ja 4 december 2023")
    assert states["Sundsvalls kommun"] == (State.LATE, "")


def test_the_mandate_period_is_followed_up_when_a_meeting_has_decided_about_it(cmv):
    [duty] = of_kind(duties("cmv", 2026), DutyKind.MANDATE)
    assert duty.state is State.LATE
    held = meeting("socsam", 2026, 10, 9, 13, 0, state=Meeting.State.HELD)
    item = AgendaItem.objects.create(
        meeting=held, position=1, cooperation=cmv.cooperation, title="Avtalet vid mandatperiodens slut"
    )
    Decision.objects.create(
        item=item, body=held.body, year=2026, paragraph=7, outcome="noted", text="Till protokollet."
    )
    [duty] = of_kind(duties("cmv", 2026), DutyKind.MANDATE)
    assert duty.state is State.DONE
    assert "§ 7/2026, 9 oktober 2026" in duty.shown_by.replace("\u00a0", " ")


def test_adjusted_minutes_are_told():
    meeting("styrgrupp-cmv", 2026, 3, 12, 9, 0, state="adjusted", adjusted_on=date(2026, 3, 20))
    [first, *_] = of_kind(duties("cmv", 2026), DutyKind.STEERING_MEETING)
    assert first.shown_by == "Hölls 12 mars 2026, protokollet justerat 20 mars 2026"


def test_the_report_of_a_year_is_given_the_year_after(person):
    """In Norrsken it is the yearly account that the report shows."""
    draft = AnnualReport(year=2025, state="draft", opened_by=person("vide"))
    draft.cooperation = Cooperation.objects.get(slug="norrsken")
    draft.save()
    [account] = of_kind(duties("norrsken", 2026), DutyKind.YEARLY_ACCOUNT)
    assert account.state is State.SOON
    assert account.shown_by == ""


def test_a_reviewer_is_chosen_for_the_review_of_the_year_after(cmv):
    QualityReview.objects.create(
        cooperation=cmv.cooperation, year=2029, scope_from=date(2026, 1, 1), scope_until=date(2028, 12, 31),
        report_due=date(2029, 12, 6), appointed_on=date(2028, 9, 14),
    )  # fmt: skip
    [duty] = of_kind(duties("cmv", 2028, date(2028, 10, 1)), DutyKind.REVIEWER)
    assert (duty.day, duty.state, duty.shown_by) == (
        date(2028, 12, 6), State.DONE, "Utsedd 14 september 2028",
    )  # fmt: skip


def test_the_facts_take_as_many_queries_for_all_cooperations_as_for_one(person):
    def count(slugs, years):
        rows = editions_of(Cooperation.objects.filter(slug__in=slugs), TODAY)
        with CaptureQueriesContext(connection) as made:
            clock = Clock(rows, years, TODAY)
            for row in rows:
                for year in years:
                    clock.duties(row.cooperation, year)
        return len(made)

    for number in range(1, 13):
        meeting("styrgrupp-cmv", 2026, number, 5, 9, 0)
        notice(person, "withdrawal", "berg", date(2026, 5, number), slug="norrsken-2023")
    one = count(["cmv"], [2026])
    assert count(["cmv", "norrsken", "vasternorrland", "dalarna"], [2025, 2026, 2027]) == one <= 12
