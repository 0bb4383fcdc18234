"""/kostnader/: this year and next, for every cooperation the reader may see."""

import re

import pytest
from django.urls import reverse

from agreements.models import Organisation, Party
from costs.models import PopulationTable

HEADINGS = re.compile(r'<h2 id="([a-z]+)">')


@pytest.fixture(autouse=True)
def _today(november_2026):
    pass


@pytest.fixture
def costs(signed_in, read):
    return lambda username: read(signed_in(username).get(reverse("costs")))


def test_it_leads_with_this_years_total_and_the_readers_part(costs):
    page = costs("kim")
    assert "<h1>Centrum mot våld kostar 4 887 110 kr 2026</h1>" in page
    assert "Berg betalar <b>260 629 kr</b>, 36,92 kr per invånare." in page


def test_next_year_stands_beside_it_with_links_to_the_derivation(costs):
    page = costs("kim")
    assert f'<a href="{reverse("distribution", args=["cmv", 2027])}">5 033 723 kr</a>' in page
    assert f'<a href="{reverse("distribution", args=["cmv", 2027])}#varfor-berg">267 744 kr</a>' in page
    assert reverse("distribution", args=["cmv", 2025]) in page


@pytest.mark.parametrize(
    ("username", "slugs"),
    [
        ("kim", ["cmv", "norrsken"]),
        ("charlie", ["cmv"]),
        ("sam", ["cmv", "norrsken", "vasternorrland", "dalarna"]),
    ],
)
def test_a_reader_sees_their_own_cooperations_and_no_others(username, slugs, costs):
    page = costs(username)
    assert HEADINGS.findall(page) == slugs
    assert ("/vasternorrland/" in page) is (username == "sam")


def test_a_cooperation_without_cost_says_why(costs):
    page = costs("sam")
    assert "Ingen kostnad är registrerad för 2026 i Överenskommelse Operation Norrsken 2023." in page
    assert "fördelar inga kostnader mellan parterna." in page


def test_a_proposal_shows_its_own_year_and_is_marked(costs):
    page = costs("sam")
    assert re.search(r"2024 <span class=\"tag\">förslag</span>.*2 545 720 kr", page)


def test_a_year_without_population_is_an_estimate(costs):
    PopulationTable.objects.get(slug="jamtland-2026-11-01-exempel").figures.all().delete()
    page = costs("kim")
    assert "uppskattning</span>" in page
    assert f"{reverse('distribution', args=['cmv', 2027])}?antagen=1" in page


def test_an_issued_year_has_the_invoiced_amounts(costs, issued):
    issued(2027)
    PopulationTable.objects.get(slug="jamtland-2026-11-01-exempel").figures.all().delete()
    page = costs("kim")
    assert '2027 <span class="tag">fakturerat</span>' in page
    assert f'<a href="{reverse("distribution", args=["cmv", 2027])}#varfor-berg">267 744 kr</a>' in page


def test_only_years_behind_were_shared(costs, cmv):
    cmv.budgets.create(year=2028, status="decided", source="prov").lines.create(
        position=1, label="Prov", amount=1
    )
    page = costs("kim")
    assert "Så delades kostnaden 2025" in page
    assert "Så delades kostnaden 2028" not in page


@pytest.mark.parametrize(("username", "may"), [("alex", True), ("kim", False), ("charlie", False)])
def test_charges_and_the_january_run_are_for_the_principals_officers(username, may, costs):
    page = costs(username)
    assert (reverse("charges", args=["cmv"]) in page) is may
    assert (reverse("january", args=["cmv", 2027]) in page) is may
    assert reverse("january", args=["norrsken", 2027]) not in page


def test_who_may_see_no_distribution_finds_nothing(signed_in):
    assert signed_in("admin").get(reverse("costs")).status_code == 404


def test_without_any_amount_it_says_so(costs, cmv):
    cmv.budgets.all().delete()
    page = costs("kim")
    assert "Ingen av dina samverkansavtal har ett belopp för 2026." in page


def test_the_number_of_queries_is_the_same_for_more_parties_and_years(
    signed_in, cmv, django_assert_max_num_queries
):
    client = signed_in("charlie")
    client.get(reverse("costs"))
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("costs"))
    tables = PopulationTable.objects.filter(slug__startswith="jamtland")
    for code in range(30):
        organisation = Organisation.objects.create(
            slug=f"ort-{code}", name=f"Orts kommun {code}", short_name=f"Ort {code}", kind="municipality"
        )
        Party.objects.create(agreement=cmv, organisation=organisation)
        for table in tables:
            table.figures.create(organisation=organisation, population=1000 + code)
    for year in range(2018, 2025):
        budget = cmv.budgets.create(year=year, status="decided", source="prov")
        budget.lines.create(position=1, label="Prov", amount=1)
    with django_assert_max_num_queries(len(few.captured_queries)) as many:
        client.get(reverse("costs"))
    assert len(many.captured_queries) == len(few.captured_queries)
