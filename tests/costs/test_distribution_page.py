"""/kostnader/<samverkan>/<år>/: who pays what, and why."""

import re

import pytest
from django.urls import reverse

from agreements.models import Organisation, Party
from costs.actions.charges import calculate_charge
from costs.calculation import frozen
from costs.models import AllocationKey, Charge, PopulationFigure, PopulationTable

AMOUNTS_2025 = {
    "Berg": "254 794 kr",
    "Bräcke": "218 164 kr",
    "Härjedalen": "363 070 kr",
    "Krokom": "558 934 kr",
    "Ragunda": "183 907 kr",
    "Strömsund": "398 987 kr",
    "Åre": "443 304 kr",
    "Östersund": "2 323 607 kr",
}
ROW = re.compile(r'<tr[^>]*><th scope="row">([^<]+?) ?(?:<span.*?</span>)?</th>.*?#varfor-[^>]*>([^<]+)</a>')


@pytest.fixture(autouse=True)
def _today(november_2026):
    pass


def address(slug="cmv", year=2025):
    return reverse("distribution", args=[slug, year])


def test_the_agreements_own_table_to_the_krona(signed_in, read):
    page = read(signed_in("kim").get(address()))
    assert "<h1>Så delas kostnaden 2025</h1>" in page
    assert dict(ROW.findall(page)) == AMOUNTS_2025
    assert "Åtta kommuner delar på <b>4 744 767 kr</b> efter folkmängd." in page
    assert (
        '<td class="num">132 466</td><td class="num">100,000 %</td><td class="num">4 744 767 kr</td>' in page
    )


def test_the_parties_stand_in_swedish_order(signed_in, read):
    assert [name for name, _ in ROW.findall(read(signed_in("sam").get(address())))] == list(AMOUNTS_2025)


def test_the_readers_own_party_is_told_marked_and_unfolded(signed_in, read):
    page = read(signed_in("kim").get(address()))
    assert "Berg betalar <b>254 794 kr</b>, 35,82 kr per invånare." in page
    assert '<tr class="own"><th scope="row">Berg <span class="vh">(din kommun)</span>' in page
    assert page.count('class="own"') == 2  # the row and the bar
    assert re.search(r'<details class="why" open>\s*<summary>Berg ', page)
    assert page.count('<details class="why" open>') == 1


def test_a_reader_without_a_party_of_their_own_sees_all_and_none_as_own(signed_in, read):
    page = read(signed_in("sam").get(address()))
    assert dict(ROW.findall(page)) == AMOUNTS_2025
    assert 'class="own"' not in page
    assert "(din kommun)" not in page


def test_every_amount_links_to_its_derivation(signed_in, read):
    page = read(signed_in("kim").get(address()))
    linked = re.findall(r'href="#(varfor-[a-z]+)"', page)
    assert len(linked) == 8
    assert all(f'<ol class="calc" id="{anchor}">' in page for anchor in linked)
    assert "5,370 % av summan = 254 793,99, avrundat till hela kronor" in page


def test_the_self_test_stands_on_the_page(signed_in, read):
    page = read(signed_in("kim").get(address()))
    assert "Portalens beräkning återger avtalets tabell krona för krona." in page
    assert "8 av 8 belopp lika, summa 4 744 767 kr, skillnad 0 kr." in page


def test_a_differing_table_is_named_party_by_party(signed_in, read, cmv):
    row = cmv.budgets.get(year=2025).published_amounts.get(organisation__slug="berg")
    row.amount += 1
    row.save()
    page = read(signed_in("kim").get(address()))
    assert "krona för krona" not in page
    assert "7 av 8 belopp lika. Det som skiljer: Berg." in page


def test_the_open_question_about_the_population_is_shown_until_it_is_answered(signed_in, read, cmv):
    page = read(signed_in("kim").get(address()))
    assert "Vilken dags folkmängd ska fördelningen bygga på?" in page
    question = cmv.open_questions.get(number=1)
    question.answer = "Regeln gäller."
    question.save()
    assert question.title not in read(signed_in("kim").get(address()))


def test_a_population_beside_the_rule_is_marked(signed_in, read):
    page = read(signed_in("kim").get(address()))
    assert "Folkmängden avviker från regeln." in page
    assert "Regeln är folkmängden 1 november 2024. Tabellen är från 1 november 2023." in page


def test_a_forecast_year_says_so_and_shows_both_years_lines(signed_in, read):
    page = read(signed_in("kim").get(address(year=2027)))
    assert "<b>5 033 723 kr</b>" in page
    assert "Summan är en prognos." in page
    assert "Folkmängden är exempelsiffror." in page
    assert "punkt 11.2. Kronor.</small></caption>" in page
    assert '<td class="num">3 189 656</td><td class="num">3 383 906</td>' in page
    assert "Prognos 2027" in page
    assert "krona för krona" not in page


def test_the_proposal_of_vasternorrland_names_its_krona(signed_in, read):
    page = read(signed_in("sam").get(address("vasternorrland", 2024)))
    assert "enligt förslaget</h1>" in page
    assert "Sju kommuner föreslås dela på <b>2 545 720 kr</b>" in page
    assert "återger förslagets tabell krona för krona" in page
    assert "blir tillsammans 2 545 721 kr, <b>+1 kr</b> mot summan" in page
    assert '<td class="num">100,0000 %</td><td class="num">2 545 721 kr</td>' in page


@pytest.mark.parametrize(
    ("slug", "year", "reason"),
    [
        ("dalarna", 2026, "fördelar inga kostnader mellan parterna"),
        ("norrsken", 2026, "Ingen kostnad är registrerad för 2026"),
        ("vasternorrland", 2026, "Avtalet säger inte hur kostnaden räknas upp till 2025."),
        ("cmv", 2014, "har inget avtal som gäller den 1 januari 2014"),
    ],
)
def test_without_an_amount_the_page_says_why(slug, year, reason, signed_in, read):
    page = read(signed_in("sam").get(address(slug, year)))
    assert f"<h1>Ingen kostnad att visa för {year}</h1>" in page
    assert reason in page


def test_a_missing_population_is_told_and_an_estimate_offered(signed_in, read):
    page = read(signed_in("kim").get(address(year=2028)))
    assert "Folkmängden för 2028 är inte registrerad" in page
    assert 'href="?antagen=1"' in page
    assert "--allow-estimated" not in page
    assert "5 184 735" not in page
    assert "Registrera folkmängd" not in page
    assert "Registrera folkmängd" in read(signed_in("alex").get(address(year=2028)))


def test_the_estimate_is_marked_and_its_files_are_estimates_too(signed_in, read):
    page = read(signed_in("kim").get(address(year=2028), {"antagen": "1"}))
    assert "<b>5 184 735 kr</b>" in page
    assert "Folkmängden är antagen." in page
    assert f"{reverse('distribution_file', args=['cmv', 2028, 'xlsx'])}?antagen=1" in page


def test_neighbouring_years_are_linked_and_no_others(signed_in, read):
    first = read(signed_in("kim").get(address(year=2025)))
    assert address(year=2026) in first
    assert address(year=2024) not in first
    middle = read(signed_in("kim").get(address(year=2026)))
    assert address(year=2025) in middle
    assert address(year=2027) in middle
    last = read(signed_in("kim").get(address(year=2031), {"antagen": "1"}))
    assert address(year=2032) not in last


@pytest.fixture
def issue(cmv):
    def run(year):
        charge = Charge(agreement=cmv, year=year, kind="fixed_cost", state="issued")
        charge.calculation = frozen(calculate_charge(charge))
        charge.save()

    return run


def test_an_issued_year_shows_the_invoiced_amounts_also_when_later_figures_differ(signed_in, read, issue):
    issue(2025)
    page = read(signed_in("kim").get(address()))
    assert "Fakturorna för 2025 är utställda</b> med de här beloppen" in page
    assert "Senare siffror" not in page
    figure = PopulationFigure.objects.get(table__slug="jamtland-2023-11-01", organisation__slug="berg")
    figure.population += 100
    figure.save()
    page = read(signed_in("kim").get(address()))
    assert dict(ROW.findall(page)) == AMOUNTS_2025
    assert "Berg betalar <b>254 794 kr</b>" in page
    assert "Senare siffror är registrerade." in page


def test_an_issued_year_is_no_forecast(signed_in, read, issue):
    issue(2027)
    page = read(signed_in("kim").get(address(year=2027)))
    assert "Summan är 2025 års budget, uppräknad enligt avtalet." in page
    assert "Fakturerat 2027" in page
    assert "rognos 2027" not in page
    assert "Summan är en prognos" not in page
    assert "beslutas" not in page
    assert "Folkmängden är exempelsiffror." in page
    assert "Beloppen ändras" not in page


def test_an_issued_year_is_shown_without_its_population(signed_in, read, issue):
    issue(2027)
    PopulationTable.objects.get(slug="jamtland-2026-11-01-exempel").figures.all().delete()
    assert "Berg betalar <b>267 744 kr</b>" in read(signed_in("kim").get(address(year=2027)))


def test_a_key_in_equal_parts_shows_no_population(signed_in, read, cmv):
    AllocationKey.objects.create(agreement=cmv, year=2026, method="equal")
    page = read(signed_in("kim").get(address(year=2026)))
    assert "delar på <b>4 887 110 kr</b> i lika delar. Berg betalar <b>610 889 kr</b>." in page
    assert "Invånare" not in page
    assert '<th scope="row">Summa</th><td class="num">100,000 %</td>' in page
    assert "Berg betalar <b>610 889 kr</b>." in read(signed_in("kim").get(reverse("costs")))


@pytest.mark.parametrize(
    ("username", "slug"), [("kim", "vasternorrland"), ("admin", "cmv"), ("charlie", "norrsken")]
)
def test_who_may_not_see_it_finds_nothing(username, slug, signed_in):
    assert signed_in(username).get(address(slug, 2025)).status_code == 404


@pytest.mark.parametrize("year", [0, 1999, 2101, 99999999999])
def test_a_year_beyond_sense_is_not_found(year, signed_in):
    assert signed_in("kim").get(address(year=year)).status_code == 404


def test_the_number_of_queries_is_the_same_for_more_parties_and_years(
    signed_in, cmv, django_assert_max_num_queries
):
    client = signed_in("kim")
    client.get(address(year=2026))
    with django_assert_max_num_queries(30) as few:
        client.get(address(year=2026))
    table = PopulationTable.objects.get(slug="jamtland-2025-11-01-exempel")
    for code in range(40):
        organisation = Organisation.objects.create(
            slug=f"ort-{code}", name=f"Orts kommun {code}", short_name=f"Ort {code}", kind="municipality"
        )
        Party.objects.create(agreement=cmv, organisation=organisation)
        table.figures.create(organisation=organisation, population=1000 + code)
    cmv.budgets.create(year=2024, status="decided", source="prov").lines.create(
        position=1, label="Prov", amount=1
    )
    with django_assert_max_num_queries(len(few.captured_queries)) as many:
        page = client.get(address(year=2026)).content.decode()
    assert page.count("#varfor-") == 48
    assert len(many.captured_queries) == len(few.captured_queries)


def test_a_late_forecast_asks_no_more_than_an_early_one(signed_in, django_assert_max_num_queries):
    client = signed_in("kim")
    with django_assert_max_num_queries(30) as near:
        client.get(address(year=2028), {"antagen": 1})
    with django_assert_max_num_queries(len(near.captured_queries)):
        client.get(address(year=2031), {"antagen": 1})


def test_names_are_escaped(signed_in):
    Organisation.objects.filter(slug="berg").update(short_name="<b>&Berg")
    page = signed_in("sam").get(address()).content.decode()
    assert "<b>&Berg" not in page
    assert "&lt;b&gt;&amp;Berg" in page
