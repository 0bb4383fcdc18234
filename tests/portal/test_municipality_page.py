"""A party's own page: what it pays and why, what it has decided, its invoices, trainings and contacts."""

from datetime import date

import pytest
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.models import (
    Agreement,
    Body,
    DecisionStep,
    Membership,
    Organisation,
    Party,
    RoleAssignment,
    Signature,
)
from cmv_portal.january.issuing import issue_charge, issue_credit
from cmv_portal.roles import Role
from costs.actions.basis import decide_budget
from costs.actions.charges import attest, make_draft, register_charge
from costs.models import Charge, Document

MUNICIPALITIES = ("ragunda", "bracke", "krokom", "stromsund", "are", "berg", "harjedalen", "ostersund")


@pytest.fixture(autouse=True)
def november(monkeypatch):
    return stop_clock(monkeypatch, date(2026, 11, 22))


@pytest.fixture
def get(signed_in):
    return lambda username, slug, organisation: signed_in(username).get(f"/samverkan/{slug}/{organisation}/")


@pytest.fixture
def show(get):
    return lambda username="noa", slug="cmv", organisation="bracke": text_of(
        get(username, slug, organisation)
    )


def issue(charge, person, day):
    make_draft(charge=charge, by=person("alex"))
    attest(charge=charge, by=person("robin"), issue_date=day)
    return issue_charge(charge=charge, by=person("alex"))


# --- What we pay and why


def test_the_amount_comes_first_then_why_then_next_year(show):
    text = show()
    assert "Bräcke betalar 221 093 kr 2026 Det är Bräckes andel, 4,524 %, av 4 887 110 kr" in text
    assert "2027 beräknas det bli 225 863 kr, 4 770 kr mer" in text
    assert "Uppräkning 2026, 3 % × 1,03" in text
    assert "Att betala 221 093 kr" in text


def test_the_years_reach_five_ahead_and_say_how_firm_they_are(get):
    years = get("noa", "cmv", "bracke").context["page"].costs.years
    assert [(each.year, each.value, each.told.word) for each in years] == [
        (2025, 218_164, "enligt avtalet"),
        (2026, 221_093, "enligt avtalet"),
        (2027, 225_863, "prognos"),
        (2028, 232_639, "uppskattning"),
        (2029, 239_618, "uppskattning"),
        (2030, 246_807, "uppskattning"),
        (2031, 254_211, "uppskattning"),
    ]


def test_the_picture_has_the_amount_on_every_bar(get):
    html = get("noa", "cmv", "bracke").content.decode().replace("\u00a0", " ")
    picture = html[html.index('aria-labelledby="aren-t') : html.index("</svg>", html.index("aren-t"))]
    for amount in ("218 164", "221 093", "225 863", "232 639", "239 618", "246 807", "254 211"):
        assert f">{amount}</text>" in picture
    assert picture.index("218 164</text>") < picture.index("254 211</text>")


@pytest.mark.parametrize("organisation", MUNICIPALITIES)
def test_every_municipality_has_the_amount_of_the_distribution(organisation, get, cmv):
    from costs.queries.distribution import distribution_of

    amounts = {row.slug: row.amount for row in distribution_of(cmv.cooperation, 2026).rows}
    page = get("alex", "cmv", organisation).context["page"]
    assert page.costs.now.value == amounts[organisation]


def test_what_is_issued_is_shown_as_issued_and_less_what_is_credited(show, issued, cmv, person, get):
    made = issued(2026)
    bracke = next(each for each in made if each.organisation.slug == "bracke")
    issue_credit(document=bracke, by=person("alex"), amount=1_093, reason="Fel", issue_date=date(2026, 3, 1))
    decided = decide_budget(
        agreement=cmv, year=2027, lines=[("Allt", 4_000_000)], decision="SocSam § 1", by=person("alex")
    )
    assert decided.pk
    text = show()
    assert "Bräcke betalar 220 000 kr 2026" in text
    assert "2026 fakturerat Efter kreditering av 1 093 kr" in text
    assert "2027 beslutad" in text
    assert get("noa", "cmv", "bracke").context["page"].costs.now.credited == -1_093


def test_a_review_stands_beside_the_fixed_cost_and_wear_nowhere(show, get, issued, cmv, person):
    issued(2026)
    review = register_charge(
        agreement=cmv, year=2026, kind=Charge.Kind.QUALITY_REVIEW, by=person("alex"), amount=150_000
    )
    issue(review, person, date(2026, 6, 1))
    before = text_of(get("bo", "cmv", "berg"))
    wear = register_charge(
        agreement=cmv,
        year=2026,
        kind=Charge.Kind.ABNORMAL_WEAR,
        by=person("alex"),
        amount=7_777,
        organisation=Organisation.objects.get(slug="berg"),
        reference="A-1",
    )
    issue(wear, person, date(2026, 6, 2))
    assert "Kvalitetsgranskning för sig: 7 999 kr" in before
    for username in ("bo", "kim", "alex", "charlie"):
        text = text_of(get(username, "cmv", "berg"))
        assert "7 777" not in text
        assert "11.4" not in text
    assert text_of(get("bo", "cmv", "berg")) == before


# --- Who sees what


def test_amounts_are_everybodys_and_invoices_the_partys_own(show, issued):
    issued(2026)
    own, other = show("noa"), show("kim")
    assert "Bräcke betalar 221 093 kr 2026" in own
    assert "Bräcke betalar 221 093 kr 2026" in other
    number = Document.objects.get(organisation__slug="bracke").number
    assert f"Faktura {number}" in own
    assert number not in other
    assert "Fakturor" not in other
    assert number in show("alex")


def test_the_administrator_sees_no_amounts_and_no_trainings(show):
    text = show("admin")
    assert "Bräcke i Centrum mot våld Bräcke kommun är part" in text
    assert "221 093" not in text
    assert "kr" not in text.split("Kontakter")[0].split()
    assert "Deltagare i utbildningar" not in text


@pytest.mark.parametrize(
    ("username", "slug", "organisation"),
    [
        ("charlie", "norrsken", "bracke"),
        ("noa", "dalarna", "falun"),
        ("noa", "cmv", "falun"),
        ("noa", "cmv", "kfjh"),
        ("noa", "cmv", "finns-inte"),
    ],
)
def test_what_is_not_there_for_the_reader_is_not_found(username, slug, organisation, get):
    assert get(username, slug, organisation).status_code == 404


# --- What is decided, and what waits


def decide(cmv, organisation="bracke", **values):
    return DecisionStep.objects.create(
        agreement=cmv,
        kind=DecisionStep.Kind.APPROVAL,
        organisation=Organisation.objects.get(slug=organisation),
        **values,
    )


def test_an_approval_is_told_with_body_paragraph_and_diary_number(show, cmv):
    decide(
        cmv,
        outcome="approved",
        decided_on=date(2024, 12, 12),
        body_name="Kommunfullmäktige",
        paragraph="§ 88",
        diary_number="KS 2024/31",
    )
    text = show()
    assert (
        "Godkänt Samarbetsavtal Centrum mot våld 2025 "
        "12 december 2024, Kommunfullmäktige, § 88, dnr KS 2024/31 klart" in text
    )
    assert "Underteckna Samarbetsavtal Centrum mot våld 2025 Godkänt, men inte undertecknat väntar" in text
    assert "Godkänt Samarbetsavtal" not in show(organisation="berg")


def test_a_signature_that_counts_is_told(show, cmv, person):
    decide(cmv, outcome="approved", decided_on=date(2024, 12, 12))
    row = {
        "agreement": cmv,
        "organisation": Organisation.objects.get(slug="bracke"),
        "verdict": "ok",
        "sha256": "0" * 64,
        "added_by": person("sam"),
    }
    Signature.objects.create(**row, counts=False)
    assert "inte undertecknat" in show()
    Signature.objects.create(**row, counts=True, signed_on=date(2024, 12, 20))
    assert "Undertecknat Samarbetsavtal Centrum mot våld 2025 20 december 2024 klart" in show()


def test_only_the_latest_round_counts(show, cmv):
    decide(cmv, outcome="refused", decided_on=date(2024, 10, 1))
    assert "Sagt nej till Samarbetsavtal Centrum mot våld 2025 1 oktober 2024 nej" in show()
    decide(cmv, round=2, planned_on=date(2026, 12, 3))
    text = show()
    assert "Ta ställning till Samarbetsavtal Centrum mot våld 2025 Nästa möte 3 december 2026 väntar" in text
    assert "Sagt nej" not in text


@pytest.mark.parametrize("status", [Agreement.Status.DRAFT, Agreement.Status.DROPPED])
def test_a_round_that_has_ended_asks_for_nothing(status, show, cmv):
    """A revision is written on again after somebody's no: only who said no is told of it."""
    revision = Agreement.objects.create(
        cooperation=cmv.cooperation, slug="cmv-2027", title="Avtal 2027", year=2027, status=status
    )
    decide(revision, "bracke", outcome="refused", decided_on=date(2026, 10, 1))
    decide(revision, "berg", outcome="approved", decided_on=date(2026, 9, 30))
    decide(revision, "are")
    assert "Sagt nej till Avtal 2027 1 oktober 2026 nej" in show()
    for organisation in ("berg", "are"):
        assert "Avtal 2027" not in show(organisation=organisation)


def test_an_answer_that_was_asked_for_by_a_day_is_late_after_it(show):
    proposal = Agreement.objects.get(slug="vasternorrland-2024")
    decide(proposal, "timra")
    text = show("sam", "vasternorrland", "timra")
    assert "Svar begärt senast 31 december 2023 försenat" in text


def test_without_decisions_it_says_so(show):
    assert "Inga egna beslut är registrerade." in show()


def test_the_what_if_is_for_those_who_see_costs(get):
    assert 'href="/kostnader/cmv/tank-om/"' in get("kim", "cmv", "bracke").content.decode()
    for username, slug in (("admin", "cmv"), ("sam", "dalarna")):
        organisation = "bracke" if slug == "cmv" else "falun"
        assert "tank-om" not in get(username, slug, organisation).content.decode()


def test_what_an_invoice_needs_waits_until_it_is_filled_in(show):
    assert "Fyll i: e-fakturaadress" in show()
    bracke = Organisation.objects.get(slug="bracke")
    bracke.einvoice_id = "0007:2120002460"
    bracke.save()
    text = show()
    assert "Fyll i:" not in text
    assert "Inget väntar på Bräcke" in text


def test_questions_that_bear_on_costs_lead_to_the_agreement(get, show):
    html = get("noa", "cmv", "bracke").content.decode()
    assert 'href="/avtal/cmv-2025/#fraga-1"' in html
    assert "#fraga-2" not in html


# --- Trainings, contacts


def test_trainings_come_from_the_adopted_report_alone(show, get, person):
    assert "Ingen fastställd rapport redovisar deltagare från Bräcke." in show()
    assert get("noa", "cmv", "bracke").context["page"].training is None


def test_seats_of_today_are_told(show, get):
    body = Body.objects.get(slug="styrgrupp-cmv")
    bracke = Organisation.objects.get(slug="bracke")
    assert "Vem som företräder Bräcke i organen är inte registrerat." in show()
    Membership.objects.create(body=body, name="Kaj Exempel", title="IFO-chef", organisation=bracke)
    Membership.objects.create(
        body=body, name="Gammal Exempel", organisation=bracke, valid_until=date(2025, 12, 31)
    )
    norrsken = Body.objects.get(slug="styrgrupp-norrsken")
    Membership.objects.create(body=norrsken, name="Annan Exempel", organisation=bracke)
    text = show()
    assert "Styrgrupp CMV, ledamot Kaj Exempel" in text
    assert 'href="/organ/styrgrupp-cmv/"' in get("noa", "cmv", "bracke").content.decode()
    assert "Gammal Exempel" not in text
    assert "Annan Exempel" not in text
    assert "Annan Exempel" in show(slug="norrsken")


def test_the_principals_contact_is_for_those_who_pay(show):
    assert "Huvudman Östersunds kommun Frågor om fakturan" in show()
    assert "Frågor om fakturan" not in show("kim", "norrsken", "polisen-jamtland")


# --- The other cooperations


def test_norrsken_has_no_amount_and_says_so(show):
    text = show("kim", "norrsken", "berg")
    assert "Inget belopp är registrerat för Berg" in text
    assert "Berg ska bära en del av kostnaden. Ingen kostnad är registrerad för 2026" in text
    assert "Ingår samordnarens kostnad i budgeten för Centrum mot våld?" in text


def test_the_region_carries_a_fifth_of_a_post_by_itself(show):
    text = show("kim", "norrsken", "region-jamtland-harjedalen")
    assert "Region Jämtland Härjedalen betalar ingen del av den gemensamma kostnaden" in text
    assert "Regionens uppdrag Punkt 10.2 20 % av en tjänst" in text
    assert "Bekostar sin egen personal Punkt 13 Polisen och regionen" in text
    assert "Fakturor" not in text
    police = show("kim", "norrsken", "polisen-jamtland")
    assert "Bekostar sin egen personal Punkt 13" in police
    assert "20 % av en tjänst" not in police.split("Andra parter")[0].split("utan att dela")[1]


def test_vasternorrland_is_a_proposal_and_names_its_krona(show):
    text = show("sam", "vasternorrland", "timra")
    assert "Timrå skulle betala 185 488 kr 2024" in text
    assert "Det är ett förslag: inget avtal gäller än, och inget faktureras." in text
    assert "Parternas belopp är avrundade var för sig, +1 kr mot summan." in text


def test_dalarna_shares_nothing(show):
    text = show("sam", "dalarna", "falun")
    assert "Falun delar ingen kostnad med de andra" in text
    assert "År för år" not in text


def test_who_leaves_pays_until_then_and_is_told_of(show, get, cmv):
    party = Party.objects.get(agreement=cmv, organisation__slug="bracke")
    party.valid_until = date(2027, 12, 31)
    party.save()
    years = [each.year for each in get("noa", "cmv", "bracke").context["page"].costs.years]
    assert years == [2025, 2026, 2027]
    assert "Bräcke kommun är part till och med 31 december 2027" in show()


def test_who_has_left_keeps_its_history(show, monkeypatch, cmv):
    party = Party.objects.get(agreement=cmv, organisation__slug="bracke")
    party.valid_until = date(2026, 12, 31)
    party.save()
    stop_clock(monkeypatch, date(2027, 2, 1))
    text = show()
    assert "Bräcke kommun är inte part i det avtal som gäller." in text
    assert "221 093 kr" in text


# --- The way here


def test_the_start_page_and_the_cooperations_page_lead_to_our_own(signed_in):
    kim = signed_in("kim")
    for address in ("/", "/samverkan/cmv/"):
        html = kim.get(address).content.decode()
        assert 'href="/samverkan/cmv/berg/"' in html
        assert "Vår kommun" in html
        assert 'href="/samverkan/cmv/bracke/"' not in html
    assert "Vår kommun" not in signed_in("sam").get("/").content.decode()


def test_our_own_page_is_where_we_speak_for_it(signed_in, person, cmv):
    """Sam reads of every cooperation, but speaks for Berg in one."""
    RoleAssignment.objects.create(
        user=person("sam"),
        role=Role.STEERING_MEMBER,
        cooperation=cmv.cooperation,
        organisation=Organisation.objects.get(slug="berg"),
    )
    html = signed_in("sam").get("/").content.decode()
    assert 'href="/samverkan/cmv/berg/"' in html
    assert 'href="/samverkan/norrsken/berg/"' not in html


def test_the_agreements_parties_lead_to_their_pages(signed_in):
    html = signed_in("kim").get("/avtal/cmv-2025/").content.decode()
    for organisation in MUNICIPALITIES:
        assert f'href="/samverkan/cmv/{organisation}/"' in html


def test_the_queries_do_not_grow_with_invoices(signed_in, issued, cmv, person):
    client = signed_in("noa")
    before = queries_of(client, "/samverkan/cmv/bracke/")
    issued(2026)
    for amount in (1_000, 2_000, 3_000):
        review = register_charge(
            agreement=cmv, year=2026, kind=Charge.Kind.QUALITY_REVIEW, by=person("alex"), amount=amount
        )
        issue(review, person, date(2026, 6, 1))
    assert queries_of(client, "/samverkan/cmv/bracke/") <= before
    assert before < 90
