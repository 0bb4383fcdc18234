"""Operation Norrsken the whole way: an amount registered on a page, shared by CMV's key, issued."""

from datetime import date

import pytest
from django.urls import reverse
from page_tools import stop_clock
from reading import text_of

from agreements.actions.notices import give_notice, register_leaving
from agreements.models import Agreement, Organisation
from agreements.notice_kinds import NoticeKind
from costs.models import Budget, Charge, Document
from costs.queries.calculations import NoSharedCost, calculation_of

# 665 000 kr by the example population of 1 November 2026, shares in three decimals, largest remainder:
# worked out apart from the portal.
EIGHT = {
    "ragunda": 25_117,
    "bracke": 29_839,
    "krokom": 77_772,
    "stromsund": 54_656,
    "are": 63_248,
    "berg": 35_371,
    "harjedalen": 50_387,
    "ostersund": 328_610,
}
WITHOUT_BERG = {
    "ragunda": 26_527,
    "bracke": 31_521,
    "krokom": 82_134,
    "stromsund": 57_729,
    "are": 66_806,
    "harjedalen": 53_220,
    "ostersund": 347_063,
}
POSTED = {
    "decision": "Styrgrupp Operation Norrsken 2026-11-12 § 7",
    "label_1": "Samordnare",
    "amount_1": "640 000",
    "label_2": "Dator, telefon och kontor",
    "amount_2": "25 000",
}


@pytest.fixture(autouse=True)
def november(monkeypatch):
    return stop_clock(monkeypatch, date(2026, 11, 22))


@pytest.fixture
def norrsken(db):
    return Agreement.objects.get(slug="norrsken-2023")


@pytest.fixture
def register(signed_in):
    def post(username="alex", year=2027):
        address = reverse("budget_edit", args=["norrsken", year])
        return signed_in(username).post(address, POSTED, follow=True)

    return post


@pytest.fixture
def show(signed_in):
    return lambda address, username="alex": text_of(signed_in(username).get(address))


def leave(norrsken, person, sent):
    notice = give_notice(
        agreement=norrsken,
        kind=NoticeKind.WITHDRAWAL,
        sender=Organisation.objects.get(slug="berg"),
        sent_on=sent,
        summary="Se skrivelsen.",
        by=person("sam"),
    )
    register_leaving(notice=notice, by=person("sam"))
    norrsken.refresh_from_db()


# --- The amount


def test_without_an_amount_nothing_is_shared_or_invoiced(norrsken, show):
    with pytest.raises(NoSharedCost):
        calculation_of(norrsken, 2027)
    assert "Kostnaden går inte att räkna ut" in show("/kostnader/norrsken/2027/januari/")


def test_the_way_to_register_it_is_found_by_who_may(show):
    assert "Registrera kostnaden när ett belopp är beslutat" in show("/samverkan/norrsken/")
    assert "Registrera kostnaden" not in show("/samverkan/norrsken/", "kim")
    text = show("/kostnader/norrsken/budget/2027/")
    assert "Inget belopp är registrerat för Operation Norrsken än." in text
    assert "Ingår samordnarens kostnad i budgeten för Centrum mot våld?" in text


@pytest.mark.parametrize("username", ["kim", "sam", "vide", "jo", "noa"])
def test_only_the_principals_officers_register_it(username, register):
    assert register(username).status_code == 404
    assert not Budget.objects.filter(agreement__slug="norrsken-2023").exists()


def test_a_registered_amount_is_shared_by_cmvs_key(register, norrsken, show):
    assert "Budgeten för 2027 är registrerad: 665 000 kr." in text_of(register())
    calculation = calculation_of(norrsken, 2027)
    assert calculation.amounts == EIGHT
    assert sum(EIGHT.values()) == calculation.total == 665_000
    text = show("/kostnader/norrsken/2027/")
    assert "Åtta kommuner delar på 665 000 kr efter folkmängd." in text
    assert "punkt 10.3, 10.4, 13" in text
    assert "Inget belopp är registrerat" not in show("/kostnader/norrsken/budget/2028/")


def test_the_cooperations_page_shows_the_year_that_has_an_amount(register, show):
    register()
    text = show("/samverkan/norrsken/", "kim")
    assert "Operation Norrsken kostar 665 000 kr 2027" in text
    assert "Ingen kostnad är registrerad för 2026" in text
    assert "Därför visas 2027." in text
    assert "Berg betalar 2027 35 371 kr" in text
    assert "Registrera kostnaden" not in show("/samverkan/norrsken/")
    assert "Januarikörningen 2027" in show("/samverkan/norrsken/")
    assert "Berg betalar 35 371 kr 2027" in show("/samverkan/norrsken/berg/", "kim")


def test_the_budget_page_speaks_of_no_clause_that_norrsken_lacks(register, show):
    register()
    text = show("/kostnader/norrsken/budget/")
    assert "11.3" not in text
    assert "Registrera utfall" not in text
    text = show("/kostnader/norrsken/utfall/ny/")
    assert "11.3" not in text.split("Bokslutet fastställt")[0]
    assert "Avtalet säger inte vad som händer med ett överskott eller ett underskott." in text
    assert "(punkt 11.3)" in show("/kostnader/cmv/utfall/ny/")


def test_the_whole_way_to_issued_invoices(register, signed_in, quick_pdf):
    register()
    alex, robin = signed_in("alex"), signed_in("robin")
    alex.post(reverse("january_draft", args=["norrsken", 2027]))
    charge = Charge.objects.get(agreement__slug="norrsken-2023")
    robin.post(reverse("charge_attest", args=[charge.pk]), {"issue_date": "2027-01-15", "reviewed": "on"})
    alex.post(reverse("charge_issue", args=[charge.pk]))
    issued = {each.organisation.slug: each for each in Document.objects.filter(charge=charge)}
    assert {slug: each.amount for slug, each in issued.items()} == EIGHT
    internal = [slug for slug, each in issued.items() if each.kind == Document.Kind.INTERNAL_ALLOCATION]
    assert internal == ["ostersund"]


# --- Leaving with six months' notice


@pytest.mark.parametrize(("sent", "amounts"), [(date(2026, 6, 30), WITHOUT_BERG), (date(2026, 7, 1), EIGHT)])
def test_who_leaves_at_the_turn_of_the_year_pays_no_share_after_it(sent, amounts, register, norrsken, person):
    register()
    leave(norrsken, person, sent)
    calculation = calculation_of(norrsken, 2027)
    assert calculation.amounts == amounts
    assert sum(amounts.values()) == calculation.total == 665_000


def test_who_has_left_gets_no_invoice_and_keeps_cmv(register, norrsken, person, cmv, signed_in):
    register()
    leave(norrsken, person, date(2026, 6, 30))
    signed_in("alex").post(reverse("january_draft", args=["norrsken", 2027]))
    drafted = Charge.objects.get(agreement=norrsken).calculation["result"]["parties"]
    assert {row["organisation"]: row["amount"] for row in drafted} == WITHOUT_BERG
    assert calculation_of(cmv, 2027).amounts["berg"] == 267_744


def test_the_leavers_page_says_until_when(register, norrsken, person, show, monkeypatch):
    register()
    leave(norrsken, person, date(2026, 6, 30))
    assert "Deltagare i utbildningar" not in show("/samverkan/norrsken/berg/", "kim")
    assert "part till och med 31 december 2026" in show("/samverkan/norrsken/berg/", "kim")
    stop_clock(monkeypatch, date(2027, 2, 1))
    assert "Bergs kommun är inte part i det avtal som gäller." in show("/samverkan/norrsken/berg/", "kim")


# --- What the police and the region carry, and what is reported


def test_what_the_police_and_the_region_carry_stands_in_the_agreement(show):
    text = show("/avtal/norrsken-2023/", "kim")
    assert "Regionens uppdrag" in text
    assert "20 % av en tjänst 10.2" in text
    assert "Polisen och regionen 13" in text


def test_the_consultations_are_reported_to_tmv_every_year(show, signed_in):
    text = show("/samverkan/norrsken/", "kim")
    assert "Årlig redovisning till styrgruppen och ledningsgruppen TMV" in text
    html = signed_in("kim").get("/samverkan/norrsken/").content.decode()
    assert 'href="/uppfoljning/#u-norrsken-2023"' in html
    assert 'id="u-norrsken-2023"' in signed_in("kim").get("/uppfoljning/").content.decode()
    assert "Fyll i siffror för" in show("/uppfoljning/", "vide")
    assert "Samråd" in show(reverse("figures", args=["norrsken", 2026]), "vide")
