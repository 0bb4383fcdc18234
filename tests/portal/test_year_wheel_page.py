"""A cooperation's year: the wheel, the same duties as a list, and what cannot be computed."""

import math
import re
from datetime import date
from itertools import pairwise

import pytest
from django.utils import timezone
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.models import Body, Cooperation, Meeting, Organisation, Party
from cmv_portal.clock.wheel_page import wheel_page
from cmv_portal.templatetags.wheel import INNER, MARK, MIDDLE, OUTER, degrees_of, marks_of, sector, spread

NOVEMBER = date(2026, 11, 22)
ADDRESS = "/samverkan/cmv/arshjul/2026/"


@pytest.fixture(autouse=True)
def november(monkeypatch):
    return stop_clock(monkeypatch, NOVEMBER)


@pytest.fixture
def html(signed_in):
    return lambda who, address=ADDRESS: signed_in(who).get(address).content.decode()


@pytest.fixture
def show(signed_in):
    return lambda who, address=ADDRESS: text_of(signed_in(who).get(address))


def page(slug="cmv", year=2026, today=NOVEMBER):
    return wheel_page(Cooperation.objects.get(slug=slug), year, today)


# --- The page


def test_the_year_of_cmv_with_clauses_owners_and_what_shows_it(show):
    text = show("kim")
    assert "Avtalets år 2026 Hjulet räknas fram ur villkoren för Centrum mot våld." in text
    assert "Näst på tur är styrgruppen, möte 4, oktober–december." in text
    assert (
        "Avtalet följs upp vid mandatperiodens slut 14 oktober 2026. Parterna, punkt 22. "
        "Klar när ett möte har beslutat i ett ärende om mandatperiodens slut. Försenad" in text
    )
    assert "Folkmängden läses av för fördelningen 2027 1 november 2026." in text
    assert "Tabellen för 1 november 2026 finns (exempelsiffror)" in text


def test_what_cannot_be_computed_stands_as_a_question_with_its_reason(show):
    text = show("kim")
    assert "Kan inte beräknas Sista dag för att säga upp avtalet Avtalet anger ingen första slutdag" in text
    assert "Kan inte beräknas Systematisk uppföljning redovisas Den redovisas vartannat år" in text


def test_every_duty_leads_to_its_clause_and_to_what_shows_it(html, issued):
    issued(2027)
    source = html("kim", "/samverkan/cmv/arshjul/2027/")
    assert source.count('href="/avtal/cmv-2025/#villkor"') >= 14
    assert 'href="/kostnader/cmv/2027/">Utställda 15 januari 2027</a>' in source


def test_who_may_not_read_reports_is_told_but_gets_no_link(html, issued):
    issued(2027)
    source = html("admin", "/samverkan/cmv/arshjul/2027/")
    assert "Utställda 15 januari 2027" in source
    assert "/kostnader/" not in source


def test_the_list_and_the_wheel_have_the_same_numbers(html):
    source = html("kim")
    marks = re.findall(r'<text class="n [a-z]*"[^>]*>(\d+)</text>', source)
    listed = re.findall(r'<li id="plikt-(\d+)">', source)
    assert marks == [str(number) for number in range(1, len(marks) + 1)]
    assert sorted(listed, key=int) == marks
    assert re.search(
        r"<title id=\"hjul-t\">Årshjul 2026: ett klart, \w+ försenat,? (och )?\w+ snart</title>", source
    )


def test_the_parties_of_norrsken_are_one_line_and_one_mark(show):
    text = show("kim", "/samverkan/norrsken/arshjul/2027/")
    assert text.count("meddela utträde") == 1
    assert (
        "Sista dag för en part att meddela utträde till årsskiftet 30 juni 2027. Varje part, punkt 17."
        in text
    )
    assert "Arbetsgruppens möten Det står i ett förslag, som inte gäller än." in text


def test_dalarna_2032(show):
    text = show("sam", "/samverkan/dalarna/arshjul/2032/")
    assert "Avtalet revideras och utvärderas 1 oktober 2032. Länschefsnätverket, del 7" in text
    assert "Avtalstiden går ut. Den förlängs med 12 månader bara om" in text


def test_years_beside_each_other(html):
    source = html("kim", "/samverkan/cmv/arshjul/2025/")
    assert "/samverkan/cmv/arshjul/2026/" in source
    assert "/samverkan/cmv/arshjul/2024/" not in source


@pytest.mark.parametrize(
    "address",
    [
        "/samverkan/cmv/arshjul/2024/",
        "/samverkan/cmv/arshjul/1999/",
        "/samverkan/cmv/arshjul/2101/",
        "/samverkan/dalarna/arshjul/2026/",
        "/samverkan/finns-inte/arshjul/2026/",
    ],
)
def test_a_year_without_duties_and_another_cooperation_are_not_found(signed_in, address):
    assert signed_in("kim").get(address).status_code == 404


def test_the_cooperation_and_the_start_page_lead_here(html):
    assert f'href="{ADDRESS}"' in html("kim", "/samverkan/cmv/")
    assert f'href="{ADDRESS}"' in html("kim", "/")
    assert "saker är försenade" in html("kim", "/samverkan/cmv/")


def test_a_booked_meeting_leads_to_the_meeting(html):
    at = timezone.make_aware(timezone.datetime(2026, 12, 10, 9, 0))
    meeting = Meeting.objects.create(body=Body.objects.get(slug="styrgrupp-cmv"), starts_at=at)
    source = html("kim")
    assert f'<a href="{meeting.get_absolute_url()}">Till mötet</a>' in source
    assert "10 december 2026" in source


def test_the_queries_do_not_grow(signed_in, cmv):
    client = signed_in("kim")
    before = queries_of(client, ADDRESS)
    for number in range(20):
        organisation = Organisation.objects.create(
            slug=f"x{number}", name=f"Kommun {number}", short_name=f"K{number}", kind="municipality"
        )
        Party.objects.create(agreement=cmv, organisation=organisation)
        at = timezone.make_aware(timezone.datetime(2026, 1 + number % 12, 10, 9, number))
        Meeting.objects.create(body=Body.objects.get(slug="styrgrupp-cmv"), starts_at=at)
    assert queries_of(client, ADDRESS) == before <= 26


# --- The drawing


@pytest.mark.parametrize(
    ("day", "quarter"),
    [(date(2026, 1, 1), 0), (date(2026, 4, 2), 90), (date(2026, 7, 2), 180), (date(2026, 10, 1), 270)],
)
def test_days_go_clockwise_from_the_top(day, quarter):
    assert abs(degrees_of(day) - quarter) < 1


def test_marks_are_pushed_apart_and_none_leaves_the_year():
    apart = 13.0
    for wanted in ([0.1, 0.2, 0.3], [45, 45, 46, 300], [359.0, 359.5, 359.9], [180.0] * 20):
        placed = spread(wanted, apart)
        assert all(later - earlier > apart - 0.01 for earlier, later in pairwise(placed))
        assert placed[0] > 0
        assert placed[-1] < 360
    assert spread([10, 100], apart) == [10, 100]
    assert spread([], apart) == []
    assert len(spread([1.0] * 60, apart)) == 60


def test_no_two_marks_cover_each_other(cmv):
    for number in range(1, 13):
        at = timezone.make_aware(timezone.datetime(2026, 2, number, 9, 0))
        Meeting.objects.create(body=Body.objects.get(slug="styrgrupp-cmv"), starts_at=at)
    places = [(float_of(mark.x), float_of(mark.y)) for mark in marks_of(page().lines)]
    for number, first in enumerate(places):
        assert all(math.dist(first, second) > MARK - 3 for second in places[number + 1 :])


def float_of(text):
    return int(text.replace(".", "")) / 10


def test_the_rings_tell_who_owes(cmv):
    rings = {}
    for line, mark in zip(page().lines, marks_of(page().lines), strict=True):
        radius = math.dist((300, 300), (float_of(mark.x), float_of(mark.y)))
        rings[line.text] = min((OUTER, MIDDLE, INNER), key=lambda ring: abs(ring - radius))
    assert rings["Januarifakturorna för 2026 ställs ut"] == OUTER
    assert rings["Styrgruppen, möte 1"] == rings["Samordnarnas nätverk, träff 1"] == MIDDLE
    assert rings["Avtalet följs upp vid mandatperiodens slut"] == INNER


def test_what_has_passed_is_drawn_for_the_year_of_today_alone(html):
    assert 'class="now"' in html("kim")
    assert 'class="now"' not in html("kim", "/samverkan/cmv/arshjul/2027/")
    assert '<circle class="past"' in html("kim", "/samverkan/cmv/arshjul/2025/")
    assert sector(360) == ""
    assert sector(90).startswith("M300.0 226.0L300.0 46.0A254 254 0 0 1 554.0 300.0")


def test_an_agreement_that_has_not_begun_has_no_year(cmv):
    assert page(year=2024) is None
