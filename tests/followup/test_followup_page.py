"""The follow-up's place: what each agreement asks for, and no figures."""

from datetime import date

import pytest
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.models import Agreement, RoleAssignment
from followup.agreed import AGREED

PAGE = "/uppfoljning/"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_clock(monkeypatch, date(2026, 11, 22))


def test_the_steering_member_reads_what_cmv_and_norrsken_ask_for(signed_in):
    text = text_of(signed_in("kim").get(PAGE))
    assert "Så följs samverkan upp" in text
    assert "inga grupper med färre än fem redovisas" in text
    assert "Kvalitetsgranskning vart tredje år" in text
    assert "Till fullmäktige 2025 Berg, på en sida" in text
    assert "Varje år, till styrgruppen och SocSam senast i mars 12.2, bilaga 1" in text
    assert "Vart tredje år: 2026, 2029 och så vidare 11.5, bilaga 1" in text
    assert "Operation Norrsken" in text
    assert "Dalarna" not in text


def test_the_strategist_reads_of_all_and_which_is_a_proposal(signed_in):
    text = text_of(signed_in("sam").get(PAGE))
    assert "Förslag till Resurscentrum mot våld 2024, förslag" in text
    assert "Vart åttonde år del 7" in text


def test_without_a_role_there_is_nothing(signed_in, person):
    RoleAssignment.objects.filter(user=person("kim")).delete()
    assert "Ingen uppföljning att visa än" in text_of(signed_in("kim").get(PAGE))


def test_what_is_agreed_belongs_to_an_edition_that_exists(db):
    assert set(AGREED) == set(Agreement.objects.filter(slug__in=AGREED).values_list("slug", flat=True))


def test_the_writers_find_the_year_to_report(signed_in):
    text = text_of(signed_in("charlie").get(PAGE))
    assert "Fyll i siffror för 2025 Skriv verksamhetsberättelse 2025" in text
    assert "Fyll i siffror" not in text_of(signed_in("kim").get(PAGE))


def test_reports_are_listed_as_far_as_the_person_may_see_them(signed_in, adopted, reviewed, cooperation):
    adopted(2024)
    reviewed(2025)
    text = text_of(signed_in("kim").get(PAGE))
    assert "Verksamhetsberättelse 2025 väntar på styrgruppen" in text
    assert "Verksamhetsberättelse 2024 fastställd" in text
    text = text_of(signed_in("mika").get(PAGE))
    assert "Verksamhetsberättelse 2025" not in text
    assert "Verksamhetsberättelse 2024 fastställd" in text


def test_the_queries_do_not_grow_with_the_years(signed_in, adopted):
    adopted(2024)
    few = queries_of(signed_in("kim"), PAGE)
    adopted(2025)
    assert queries_of(signed_in("kim"), PAGE) == few
