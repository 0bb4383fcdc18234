"""The list of agreements: each reader's own cooperations, and how every edition stands."""

from datetime import date

import pytest
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.models import Agreement, Cooperation, RoleAssignment

PAGE = "/avtal/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_clock(monkeypatch, date(2026, 11, 22))


def test_the_steering_member_sees_the_cooperations_of_jamtland(signed_in):
    text = text_of(signed_in("kim").get(PAGE))
    assert "Två avtal gäller nu Centrum mot våld och Operation Norrsken." in text
    assert "Samarbetsavtal Centrum mot våld 2025 gäller nu 2025-01-01 4 744 767 kr" in text
    assert "Samarbetsavtal Centrum mot våld 2017 tidigare okänt okänd" in text
    assert "Samarbetsavtal Centrum mot våld 2016 tidigare 2016-01-01 omkring 2,2 Mkr" in text
    assert "Överenskommelse Operation Norrsken, reviderad 2024 förslag okänt anges inte" in text
    assert "Dalarna" not in text
    assert "Västernorrland" not in text


def test_the_strategist_sees_all_four_and_which_is_a_proposal(signed_in):
    text = text_of(signed_in("sam").get(PAGE))
    assert "Tre avtal gäller nu" in text
    assert "Resurscentrum mot våld i Västernorrland är än så länge ett förslag." in text
    assert "Regional överenskommelse för kvinnofrid i Dalarna 2024 gäller nu 2024-10-01 ingen delas" in text


def test_an_edition_to_come_says_from_when(signed_in, cmv):
    Agreement.objects.create(
        cooperation=cmv.cooperation, slug="cmv-2028", title="CMV 2028", year=2028, predecessor=cmv,
        status="adopted", evidence="example", starts_on=date(2028, 1, 1), source="Exempel",
    )  # fmt: skip
    text = text_of(signed_in("kim").get(PAGE))
    assert "CMV 2028 exempel gäller från 1 januari 2028 2028-01-01 okänd" in text
    assert "Samarbetsavtal Centrum mot våld 2025 gäller nu" in text


def test_without_a_role_there_is_nothing_but_a_word_about_it(signed_in, person):
    RoleAssignment.objects.filter(user=person("kim")).delete()
    text = text_of(signed_in("kim").get(PAGE))
    assert "Du är inte med i någon samverkan än" in text
    assert "Centrum mot våld" not in text


def test_the_queries_do_not_grow_with_editions(signed_in):
    client = signed_in("sam")
    before = queries_of(client, PAGE)
    cooperation = Cooperation.objects.get(slug="dalarna")
    for year in range(2040, 2060):
        Agreement.objects.create(
            cooperation=cooperation, slug=f"dalarna-{year}", title=f"Dalarna {year}", year=year,
            status="adopted", evidence="example", starts_on=date(year, 1, 1), source="Exempel",
        )  # fmt: skip
    assert queries_of(client, PAGE) == before <= 9
