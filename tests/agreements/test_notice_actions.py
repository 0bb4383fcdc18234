"""Notices given, answered and registered: by whom, in what order, and what a leaving does to the costs."""

from datetime import date

import pytest
from page_tools import stop_clock

from agreements.actions.notices import change_notice, give_notice, register_leaving, take_back
from agreements.actions.rows import Stale
from agreements.models import Agreement, Organisation, Party, PartyNotice
from agreements.notice_kinds import NoticeKind
from agreements.queries import parties_on
from agreements.refusals import Refused
from costs.models import Budget, BudgetLine
from costs.queries.calculations import calculation_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    stop_clock(monkeypatch, date(2026, 11, 25))


@pytest.fixture
def norrsken():
    return Agreement.objects.get(slug="norrsken-2023")


@pytest.fixture
def give(cmv, person):
    """Register a notice as the strategist does."""

    def made(kind, sender="berg", sent=date(2026, 11, 2), *, agreement=None, against=None, **more):
        return give_notice(
            agreement=agreement or cmv,
            kind=kind,
            sender=Organisation.objects.get(slug=sender),
            sent_on=sent,
            summary="Se skrivelsen.",
            by=person("sam"),
            against=against and Organisation.objects.get(slug=against),
            **more,
        )

    return made


@pytest.fixture
def breach(give):
    return give(NoticeKind.BREACH, against="are")


def party(agreement, slug="berg"):
    return Party.objects.get(agreement=agreement, organisation__slug=slug)


# --- Giving


def test_a_notice_is_in_the_history_in_the_persons_name(give):
    notice = give(NoticeKind.INFORMATION)
    assert notice.history.get().history_user.username == "sam"
    assert notice.registered_by.username == "sam"


@pytest.mark.parametrize("kind", [NoticeKind.BREACH, NoticeKind.FORCE_MAJEURE, NoticeKind.INFORMATION])
def test_a_kind_that_the_agreement_lacks_is_refused(kind, give, norrsken):
    with pytest.raises(Refused, match="ingen sådan bestämmelse"):
        give(kind, agreement=norrsken, against="are")


def test_a_proposal_has_no_notices(give):
    proposal = Agreement.objects.get(slug="norrsken-2024")
    with pytest.raises(Refused):
        give(NoticeKind.WITHDRAWAL, agreement=proposal)


def test_only_parties_give_and_get_notices(give):
    with pytest.raises(Refused, match="Bara avtalets parter"):
        give(NoticeKind.INFORMATION, sender="falun")
    with pytest.raises(Refused, match="Bara avtalets parter"):
        give(NoticeKind.BREACH, against="falun")
    assert not PartyNotice.objects.exists()


def test_a_day_that_has_not_come_is_refused(give):
    with pytest.raises(Refused, match="inte har kommit"):
        give(NoticeKind.INFORMATION, sent=date(2026, 11, 26))


def test_nothing_happens_before_it_was_sent(breach, person):
    with pytest.raises(Refused, match="före den dag då"):
        change_notice(notice=breach, mended_on=date(2026, 11, 1), by=person("sam"))


def test_somebody_elses_change_is_not_overwritten(breach, person):
    change_notice(notice=breach, version=breach.history.first().pk, answer="Ja.", by=person("sam"))
    with pytest.raises(Stale):
        change_notice(notice=breach, version=breach.history.last().pk, answer="Nej.", by=person("kim"))
    breach.refresh_from_db()
    assert breach.answer == "Ja."


def test_what_is_closed_is_not_changed(breach, person):
    change_notice(notice=breach, closed_on=date(2026, 11, 25), by=person("sam"))
    with pytest.raises(Refused, match="avslutat"):
        change_notice(notice=breach, closed_on=None, by=person("sam"))


# --- Leaving at a turn of the year (Norrsken 17)


@pytest.mark.parametrize(
    ("sent", "last"),
    [
        (date(2026, 6, 30), date(2026, 12, 31)),
        (date(2026, 7, 1), date(2027, 12, 31)),
    ],
)
def test_a_registered_withdrawal_ends_the_party_on_the_computed_day(sent, last, give, norrsken, person):
    notice = give(NoticeKind.WITHDRAWAL, sent=sent, agreement=norrsken)
    assert party(norrsken).valid_until is None
    register_leaving(notice=notice, by=person("sam"))
    assert party(norrsken).valid_until == last
    assert party(norrsken).history.first().history_user.username == "sam"
    assert PartyNotice.objects.get().leaves_on == last


def test_the_others_pay_from_the_day_after(give, norrsken, person):
    """Norrsken's cost is shared by CMV's key, among those who are parties on the first of January."""
    for year in (2026, 2027):
        budget = Budget.objects.create(agreement=norrsken, year=year, status="decided", source="Prov")
        BudgetLine.objects.create(budget=budget, position=1, label="Samordnare", amount=800_000)
    before = calculation_of(norrsken, 2027, allow_estimated=True)
    notice = give(NoticeKind.WITHDRAWAL, sent=date(2026, 6, 30), agreement=norrsken)
    register_leaving(notice=notice, by=person("sam"))
    norrsken.refresh_from_db()
    after = calculation_of(norrsken, 2027, allow_estimated=True)
    assert "berg" in before.amounts
    assert before.amounts["berg"] > 0
    assert "berg" not in after.amounts
    assert sum(after.amounts.values()) == sum(before.amounts.values()) == before.total
    assert all(after.amounts[slug] > before.amounts[slug] for slug in after.amounts)
    assert "berg" in {row.organisation.slug for row in parties_on(norrsken, date(2026, 12, 31))}


def test_a_withdrawal_is_taken_back(give, norrsken, person):
    notice = give(NoticeKind.WITHDRAWAL, sent=date(2026, 6, 30), agreement=norrsken)
    register_leaving(notice=notice, by=person("sam"))
    with pytest.raises(Refused, match="Återta det först"):
        change_notice(notice=notice, sent_on=date(2026, 7, 1), by=person("sam"))
    take_back(notice=notice, by=person("sam"))
    assert party(norrsken).valid_until is None
    stored = PartyNotice.objects.get()
    assert (stored.leaves_on, stored.closed_on) == (None, date(2026, 11, 25))


def test_what_has_happened_is_not_taken_back(give, norrsken, person, monkeypatch):
    notice = give(NoticeKind.WITHDRAWAL, sent=date(2026, 6, 30), agreement=norrsken)
    register_leaving(notice=notice, by=person("sam"))
    stop_clock(monkeypatch, date(2027, 1, 1))
    with pytest.raises(Refused, match="kan inte återtas"):
        take_back(notice=notice, by=person("sam"))
    assert party(norrsken).valid_until == date(2026, 12, 31)


def test_a_leaving_is_registered_once(give, norrsken, person):
    notice = give(NoticeKind.WITHDRAWAL, sent=date(2026, 6, 30), agreement=norrsken)
    register_leaving(notice=notice, by=person("sam"))
    with pytest.raises(Refused, match="redan registrerat"):
        register_leaving(notice=notice, by=person("sam"))


# --- Notice in CMV (22): first the discussion, and a day that cannot be computed


def test_notice_without_the_common_discussion_is_not_registered(give, person):
    notice = give(NoticeKind.WITHDRAWAL)
    with pytest.raises(Refused, match="föregås av gemensamma diskussioner i SocSam"):
        register_leaving(notice=notice, by=person("sam"))
    change_notice(notice=notice, discussed_on=date(2026, 11, 3), by=person("sam"))
    with pytest.raises(Refused, match="föregås av"):
        register_leaving(notice=notice, by=person("sam"))


def test_without_a_first_end_no_day_is_invented(give, cmv, person):
    notice = give(NoticeKind.WITHDRAWAL, discussed_on=date(2026, 11, 2))
    with pytest.raises(Refused, match="kan inte beräknas: avtalet anger ingen första slutdag"):
        register_leaving(notice=notice, by=person("sam"))
    assert party(cmv).valid_until is None


def test_with_a_recorded_end_the_day_follows(give, cmv, person):
    cmv.first_end = date(2027, 12, 31)
    cmv.save()
    notice = give(NoticeKind.WITHDRAWAL, discussed_on=date(2026, 10, 2))
    register_leaving(notice=notice, by=person("sam"))
    assert party(cmv).valid_until == date(2027, 12, 31)


# --- Leaving at once (CMV 19)


def test_leaving_at_once_needs_a_breach_not_mended_in_time(breach, give, cmv, person):
    early = give(NoticeKind.LEAVING, sent=date(2026, 11, 16), because_of=breach)
    with pytest.raises(Refused, match="Grunden saknas"):
        register_leaving(notice=early, leaves_on=date(2026, 11, 30), by=person("sam"))
    in_order = give(NoticeKind.LEAVING, sent=date(2026, 11, 17), because_of=breach)
    assert in_order.against.slug == "are"
    with pytest.raises(Refused, match="inte är före begäran"):
        register_leaving(notice=in_order, leaves_on=date(2026, 11, 16), by=person("sam"))
    register_leaving(notice=in_order, leaves_on=date(2026, 11, 30), by=person("sam"))
    assert party(cmv).valid_until == date(2026, 11, 30)


def test_a_breach_mended_on_the_last_day_lets_nobody_leave(breach, give, person):
    change_notice(notice=breach, mended_on=date(2026, 11, 16), by=person("sam"))
    leaving = give(NoticeKind.LEAVING, sent=date(2026, 11, 20), because_of=breach)
    with pytest.raises(Refused, match="Grunden saknas"):
        register_leaving(notice=leaving, leaves_on=date(2026, 11, 30), by=person("sam"))


def test_who_broke_the_agreement_does_not_leave_for_that_reason(breach, give):
    with pytest.raises(Refused, match="kan inte själv begära"):
        give(NoticeKind.LEAVING, sender="are", sent=date(2026, 11, 20), because_of=breach)


def test_a_leaving_names_its_breach(give):
    with pytest.raises(Refused, match="Välj avtalsbrottet"):
        give(NoticeKind.LEAVING)
