"""A cooperation's page: this year's cost, the reader's part, what is due, what is open."""

from datetime import date

import pytest
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.models import Cooperation, Organisation, Party
from costs.actions.charges import register_charge
from costs.models import Charge, PopulationFigure, PopulationTable


@pytest.fixture(autouse=True)
def november(monkeypatch):
    return stop_clock(monkeypatch, date(2026, 11, 22))


@pytest.fixture
def show(signed_in):
    return lambda username, slug="cmv": text_of(signed_in(username).get(f"/samverkan/{slug}/"))


def test_the_cost_of_the_year_and_the_own_part_of_it(show):
    text = show("kim")
    assert "Centrum mot våld kostar 4 887 110 kr 2026" in text
    assert "Berg betalar 2026 260 629 kr" in text
    assert "Per invånare 36,92 kr" in text
    assert "Prognos för Berg 2027 Uppräknat från 2025 års budget, exempelfolkmängd 267 744 kr" in text
    assert "Bergs folkmängd 1 november 2025" in text
    assert "31 mars Verksamhetsberättelsen för 2026 lämnas (punkt 12.2, bilaga 1)" in text


def test_2025_is_the_agreements_own_table_and_says_what_deviates(show, monkeypatch):
    stop_clock(monkeypatch, date(2025, 3, 1))
    text = show("kim")
    assert "Centrum mot våld kostar 4 744 767 kr 2025" in text
    assert "Berg betalar 2025 254 794 kr" in text
    assert "Per invånare 35,82 kr" in text
    assert "Regeln är folkmängden 1 november 2024. Tabellen är från 1 november 2023." in text


def test_the_officer_of_the_principal_finds_the_january_run(signed_in):
    html = signed_in("alex").get("/samverkan/cmv/").content.decode()
    assert "/kostnader/cmv/2027/januari/" in html
    assert "/januari/" not in signed_in("kim").get("/samverkan/cmv/").content.decode()


def test_what_is_invoiced_is_no_longer_due(signed_in, show, issued):
    assert "Januarifakturorna för 2027 ställs ut" in show("alex")
    issued(2027)
    text = show("alex")
    assert "Januarifakturorna för" not in text
    assert "Januarikörningen 2027" in text
    assert "Fakturerat för Östersund 2027" in text


def test_the_own_amount_comes_before_the_rest(show):
    text = show("kim")
    assert text.index("Berg betalar 2026") < text.index("Det här är på gång")


def test_questions_that_decide_amounts_lead_to_the_agreement(signed_in):
    html = signed_in("kim").get("/samverkan/cmv/").content.decode()
    for number in (1, 7, 11, 12, 14, 15, 16):
        assert f'href="/avtal/cmv-2025/#fraga-{number}"' in html
    assert "#fraga-2" not in html


def test_a_year_without_population_shows_the_latest_that_works_and_says_so(show, monkeypatch):
    stop_clock(monkeypatch, date(2028, 2, 1))
    text = show("kim")
    assert "Centrum mot våld kostar 5 033 723 kr 2027" in text
    assert "Folkmängden 1 november 2027 saknas." in text
    assert "Därför visas 2027." in text
    assert "Prognos" not in text


def test_next_year_rests_on_the_latest_known_population_until_its_own_is_known(show, monkeypatch):
    stop_clock(monkeypatch, date(2027, 3, 1))
    text = show("kim")
    assert "Prognos för Berg 2028 Uppräknat från 2025 års budget, senast kända folkmängd" in text


def test_nothing_works_without_any_population(show):
    PopulationTable.objects.filter(keys=None).delete()
    key_table = PopulationTable.objects.get(slug="jamtland-2023-11-01")
    text = show("kim")
    assert f"kostar {'4 744 767 kr 2025'}" in text
    assert str(key_table) not in text
    assert "Därför visas 2025." in text


def test_vasternorrland_is_a_proposal_and_names_its_krona(show):
    text = show("sam", "vasternorrland")
    assert "Resurscentrum mot våld i Västernorrland skulle kosta 2 545 720 kr 2024" in text
    assert "Det här är ett förslag. Inget avtal gäller än, och inget faktureras." in text
    assert "Alla sju kommuner skulle betala 2024 2 545 720 kr" in text
    assert "Avrundade var för sig blir beloppen 2 545 721 kr, +1 kr." in text
    assert "Ett förslag har inga tider att hålla." in text
    assert "Fakturor" not in text


def test_norrsken_shares_a_cost_of_which_no_amount_is_known(show):
    text = show("kim", "norrsken")
    assert "Operation Norrsken har ingen registrerad kostnad" in text
    assert "När ett belopp är registrerat visas fördelningen här." in text
    assert "Ingår samordnarens kostnad i budgeten för Centrum mot våld?" in text
    assert "30 juni Sista dag för att säga upp avtalet (punkt 17)" in text
    assert "betalar 2026" not in text


def test_dalarna_shares_no_cost(show):
    text = show("sam", "dalarna")
    assert "Samverkan för kvinnofrid i Dalarna delar ingen kostnad" in text
    assert "fördelar inga kostnader mellan parterna" in text
    assert "2026 De lokala överenskommelserna följs upp" in text


def test_the_administrator_sees_no_amounts(show):
    text = show("admin")
    assert "Centrum mot våld De åtta kommunerna" in text
    assert "4 887 110" not in text
    assert "betalar" not in text
    assert "Fördelningen" not in text


@pytest.mark.parametrize(("username", "slug"), [("kim", "dalarna"), ("charlie", "norrsken"), ("sam", "x")])
def test_another_cooperation_is_not_found(signed_in, username, slug):
    assert signed_in(username).get(f"/samverkan/{slug}/").status_code == 404


def test_a_cooperation_without_an_agreement_says_so(show):
    Cooperation.objects.create(slug="ny", name="Ny samverkan", short_name="Ny", summary="Ska bli något.")
    assert "Ny samverkan Ska bli något." in show("admin", "ny")


def test_abnormal_wear_changes_nothing_here(show, cmv, person):
    before = show("alex"), show("kim")
    register_charge(
        agreement=cmv, year=2026, kind=Charge.Kind.ABNORMAL_WEAR, by=person("alex"), amount=9123,
        organisation=Organisation.objects.get(slug="berg"), reference="R-17",
    )  # fmt: skip
    assert (show("alex"), show("kim")) == before


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2031, 2, 1)])
def test_the_queries_do_not_grow_with_parties_or_years(signed_in, cmv, monkeypatch, day):
    client = signed_in("kim")
    stop_clock(monkeypatch, day)
    before = queries_of(client, "/samverkan/cmv/")
    for number in range(30):
        organisation = Organisation.objects.create(
            slug=f"x{number}", name=f"Kommun {number}", short_name=f"K{number}", kind="municipality"
        )
        Party.objects.create(agreement=cmv, organisation=organisation)
        for table in PopulationTable.objects.filter(slug__startswith="jamtland"):
            PopulationFigure.objects.create(table=table, organisation=organisation, population=1000)
    assert queries_of(client, "/samverkan/cmv/") == before <= 48
