"""/kostnader/<samverkan>/folkmangd/ and the form that registers a table."""

import re

import pytest
from django.urls import reverse

from costs.models import AllocationKey, PopulationTable

BERG = re.compile(r'<tr><th scope="row">Berg</th>(.*?)</tr>')


@pytest.fixture(autouse=True)
def _today(november_2026):
    pass


@pytest.fixture
def populations(signed_in, read):
    return lambda username="kim", slug="cmv": read(
        signed_in(username).get(reverse("populations", args=[slug]))
    )


# --- The page


def test_every_table_stands_with_source_marks_and_years(populations):
    page = populations()
    assert "Avtalet räknar med folkmängden 1 november året före." in page
    rows = re.findall(r'<th scope="row" class="nb">([0-9-]+)(.*?)</tr>', page)
    assert [day for day, _ in rows] == ["2026-11-01", "2025-11-01", "2024-11-01", "2023-11-01"]
    assert ["exempel" in rest for _, rest in rows] == [True, True, True, False]
    years = [re.findall(r'/cmv/(\d{4})/"', rest) for _, rest in rows]
    assert years == [["2027"], ["2026"], [], ["2025"]]
    assert "Inget år" in rows[2][1]
    assert "Datumet avviker från regeln." in rows[3][1]
    assert "132 466" in rows[3][1]


def test_figures_stand_party_by_party(populations):
    figures = re.findall(r"[\d ]+(?=</td>)", BERG.search(populations())[1])
    assert figures == ["7 040", "7 060", "7 090", "7 114"]


def test_a_year_without_its_population_is_named(populations):
    PopulationTable.objects.get(slug="jamtland-2026-11-01-exempel").figures.all().delete()
    assert "Folkmängden för <b>2027</b> är inte registrerad" in populations()


def test_borrowed_keys_and_cooperations_without_payers(populations):
    assert "Fördelningsnyckeln lånas från ett annat avtal" in populations("kim", "norrsken")
    assert "<h1>Ingen folkmängd används här</h1>" in populations("sam", "dalarna")
    assert "Avtalet räknar med folkmängden år 2022." in populations("sam", "vasternorrland")


@pytest.mark.parametrize(("username", "slug"), [("kim", "vasternorrland"), ("admin", "cmv")])
def test_who_may_not_see_it_finds_nothing(username, slug, signed_in):
    assert signed_in(username).get(reverse("populations", args=[slug])).status_code == 404


def test_only_the_principals_officers_are_offered_to_register(populations):
    address = reverse("population_new", args=["cmv"])
    assert address in populations("alex")
    assert address not in populations("kim")


def test_the_number_of_queries_is_the_same_for_more_tables(signed_in, cmv, django_assert_max_num_queries):
    client, address = signed_in("kim"), reverse("populations", args=["cmv"])
    client.get(address)
    with django_assert_max_num_queries(30) as few:
        client.get(address)
    for year in range(2000, 2020):
        table = PopulationTable.objects.create(
            slug=f"t-{year}", name=f"T {year}", reference_date=f"{year}-11-01", source="prov"
        )
        for party in cmv.parties.all():
            table.figures.create(organisation=party.organisation, population=year)
    with django_assert_max_num_queries(len(few.captured_queries)) as many:
        page = client.get(address).content.decode()
    assert "2000-11-01" in page
    assert len(many.captured_queries) == len(few.captured_queries)


# --- The form


@pytest.fixture
def save(signed_in, cmv):
    def post(username="alex", **change):
        data = {"reference_date": "2026-11-01", "source": "SCB, statistikdatabasen"}
        for party in cmv.parties.all():
            data[f"population_{party.organisation.slug}"] = "5 000"
        address = reverse("population_new", args=["cmv"])
        return signed_in(username).post(address, data | change, follow=True)

    return post


def test_figures_of_the_rules_date_are_used_at_once(save, read):
    page = read(save(population_berg="7 045"))
    assert "Folkmängden är registrerad: CMV 1 november 2026." in page
    first = re.search(r'<th scope="row" class="nb">2026-11-01</th>(.*?)</tr>', page)[1]
    assert "/cmv/2027/" in first
    assert "42 045" in first
    assert "SCB, statistikdatabasen" in first
    assert "Alex Exempel" in page  # in the history


def test_another_date_is_warned_of_and_needs_a_reason(save, read):
    other = {"reference_date": "2025-12-31", "key_year": "2027"}
    warned = read(save(**other))
    assert "Avtalets regel är folkmängden 1 november året före. Datumet 31 december 2025 avviker." in warned
    assert "Skriv varför det här datumet används" in read(save(**other, use_anyway="on"))
    assert not PopulationTable.objects.filter(slug__startswith="cmv-").exists()
    page = read(save(**other, use_anyway="on", reason="SocSam 2026-10-08 § 13."))
    assert "Datumet avviker från regeln. SocSam 2026-10-08 § 13." in page
    assert AllocationKey.objects.get(year=2027).population_table.slug == "cmv-2025-12-31"


def test_another_date_without_a_year_is_warned_of_too(save, read):
    assert "avviker" in read(save(reference_date="2025-12-31"))
    assert "är registrerad" in read(save(reference_date="2025-12-31", use_anyway="on"))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"population_berg": ""}, "Skriv hur många invånare."),
        ({"population_berg": "0"}, "Folkmängden måste vara större än noll."),
        ({"population_berg": "7,1"}, "Skriv antalet i hela tal"),
        ({"reference_date": "1 nov"}, "Skriv datumet som år-månad-dag"),
        ({"source": ""}, "Skriv varifrån siffrorna kommer."),
        ({"source": "19850709-9805"}, "Texten verkar innehålla ett personnummer."),
        ({"reference_date": "2027-11-01"}, "inte har varit"),
        ({"key_year": "20271"}, "Skriv ett år från 2000 till 2100."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_saved(change, told, save, read):
    assert told in read(save(**change))
    assert not PopulationTable.objects.filter(slug__startswith="cmv-").exists()


@pytest.mark.parametrize("username", ["noa", "kim", "sam", "charlie", "admin"])
def test_only_the_principals_officers_reach_the_form(username, signed_in, save):
    assert signed_in(username).get(reverse("population_new", args=["cmv"])).status_code == 404
    assert save(username=username).status_code == 404
    assert not PopulationTable.objects.filter(slug__startswith="cmv-").exists()
