"""The frame of every page, the pages anyone may read, and the parts that pages share."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.http import Http404
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import bad_request, permission_denied, server_error

from agreements.queries import HistoryLine
from cmv_portal.middleware import own_not_found
from cmv_portal.roles import Role
from cmv_portal.templatetags import parts
from cmv_portal.views.about import ROLE_TEXTS
from costs.allocation import Step

ABOUT = ["help", "accessibility", "personal_data", "contact"]
SPACE = "\N{NO-BREAK SPACE}"
ENTRANCE = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done"]
PAGE_TEMPLATES = [
    path
    for path in sorted(Path(settings.BASE_DIR / "templates").rglob("*.html"))
    if not {"pdf", "documents"} & set(path.parts)
]


def text(html: str) -> str:
    """What a reader sees of a piece of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.fixture
def newcomer(db):
    """A person with an account of their own and no role yet."""
    return get_user_model().objects.create_user(
        "prov", "prov@exempel.invalid", "vinter-i-jamtland", first_name="Prov", last_name="Person"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", ABOUT + ENTRANCE)
def test_open_pages_need_no_account(client, name):
    answer = client.get(reverse(name))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert '<html lang="sv">' in html
    assert re.search(r"<title>\S[^<]* – CMV-portalen</title>", html)
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert "Huvudmeny" not in html


@pytest.mark.django_db
@pytest.mark.parametrize("name", ABOUT)
def test_reading_an_open_page_sets_no_cookie(client, name):
    assert not client.get(reverse(name)).cookies


@pytest.mark.django_db
def test_other_pages_ask_for_sign_in(client):
    assert client.get(reverse("start")).url == f"{reverse('account_login')}?next=/"
    assert client.get(reverse("account_change_password")).status_code == 302


@pytest.mark.django_db
def test_nobody_signs_up(client):
    address = reverse("account_signup")
    client.post(
        address, {"username": "ny", "password1": "vinter-i-jamtland", "password2": "vinter-i-jamtland"}
    )
    assert "Konton läggs upp av administratören" in client.get(address).content.decode()
    assert not get_user_model().objects.filter(username="ny").exists()


def test_person_signs_in_and_out(client, newcomer):
    answer = client.post(reverse("account_login"), {"login": "prov", "password": "vinter-i-jamtland"})
    assert answer.url == reverse("start")
    page = client.get(reverse("help")).content.decode()
    assert "Prov Person" in page
    assert "Huvudmeny" in page
    left = client.post(reverse("account_logout"), follow=True)
    assert "Du är utloggad." in text(left.content.decode())


def test_a_link_does_not_sign_out(client, newcomer):
    client.force_login(newcomer)
    client.get(reverse("account_logout"))
    assert "Prov Person" in client.get(reverse("help")).content.decode()


def test_wrong_password_is_told_at_the_top(client, newcomer):
    answer = client.post(reverse("account_login"), {"login": "prov", "password": "fel"})
    assert 'role="alert"' in answer.content.decode()
    assert "Det här behöver rättas" in text(answer.content.decode())


def test_missing_field_is_told_at_the_field(client, newcomer):
    html = client.post(reverse("account_login"), {"login": "prov"}).content.decode()
    field = re.search(r"<input[^>]*name=\"password\"[^>]*>", html)[0]
    assert 'aria-invalid="true"' in field
    (error,) = re.findall(r'aria-describedby="[^"]*?(\w+_error)"', field)
    assert f'id="{error}"' in html
    assert '<a href="#id_password">Lösenord</a>' in html
    assert "placeholder" not in html


def test_new_password_ends_other_visits(client, newcomer):
    other = Client()
    other.force_login(newcomer)
    client.force_login(newcomer)
    passwords = {
        "oldpassword": "vinter-i-jamtland",
        "password1": "en-annan-vinter-26",
        "password2": "en-annan-vinter-26",
    }
    assert client.post(reverse("account_change_password"), passwords).status_code == 302
    assert "Lösenordet är bytt." in text(client.get(reverse("help")).content.decode())
    assert "Prov Person" not in other.get(reverse("help")).content.decode()


def test_forgotten_password_by_mail(client, newcomer):
    client.post(reverse("account_reset_password"), {"email": newcomer.email})
    (letter,) = mail.outbox
    assert "Ditt användarnamn är prov." in letter.body
    link = re.search(r"http://testserver(\S+)", letter.body)[1]
    page = client.get(link, follow=True)
    assert "Välj ett nytt lösenord" in page.content.decode()
    chosen = {"password1": "en-annan-vinter-26", "password2": "en-annan-vinter-26"}
    assert (
        "Lösenordet är bytt" in client.post(page.request["PATH_INFO"], chosen, follow=True).content.decode()
    )
    assert client.login(username="prov", password="en-annan-vinter-26")


def test_an_unknown_address_learns_nothing(client, newcomer):
    known = client.post(reverse("account_reset_password"), {"email": newcomer.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "ingen@exempel.invalid"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_administration_sends_to_our_sign_in(client, db):
    answer = client.get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


def test_administration_is_closed_to_others(client, newcomer):
    client.force_login(newcomer)
    answer = client.get(reverse("admin:index"))
    assert answer.status_code == 404
    assert "Sidan finns inte" in answer.content.decode()


@pytest.mark.django_db
def test_missing_page_in_our_look(client):
    answer = client.get("/finns-inte/")
    assert answer.status_code == 404
    assert "Sidan finns inte" in answer.content.decode()


@pytest.mark.django_db
def test_missing_page_in_our_look_with_debug(client, settings):
    settings.DEBUG = True
    answer = client.get("/finns-inte/")
    assert answer.status_code == 404
    assert "Sidan finns inte" in answer.content.decode()


def test_other_answers_are_left_alone(settings):
    settings.DEBUG = True
    assert own_not_found(lambda request: "svar")  # built without a request
    answer = server_error(RequestFactory().get("/"))
    assert own_not_found(lambda request: answer)(RequestFactory().get("/")) is answer


@pytest.mark.parametrize(
    ("view", "status", "words"),
    [
        (lambda request: server_error(request), 500, "Något gick fel hos oss"),
        (lambda request: bad_request(request, ValueError()), 400, "Det gick inte att förstå"),
        (lambda request: permission_denied(request, Http404()), 403, "Det får du inte göra"),
    ],
    ids=["500", "400", "403"],
)
def test_errors_in_our_look_without_database(view, status, words):
    answer = view(RequestFactory().get("/"))
    assert answer.status_code == status
    assert words in answer.content.decode()


def test_server_error_page_depends_on_nothing():
    source = Path(settings.BASE_DIR / "templates/500.html").read_text()
    assert re.findall(r"{%.*?%}", source) == ['{% include "_brand.html" %}']
    assert "{%" not in Path(settings.BASE_DIR / "templates/_brand.html").read_text()


@pytest.mark.django_db
def test_form_without_token_is_told_in_words(newcomer):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(reverse("account_login"), {"login": "prov", "password": "vinter-i-jamtland"})
    assert answer.status_code == 403
    assert "Formuläret har blivit för gammalt" in answer.content.decode()


@pytest.mark.parametrize("path", PAGE_TEMPLATES, ids=lambda path: str(path.relative_to(settings.BASE_DIR)))
def test_no_inline_code_in_templates(path):
    source = path.read_text()
    assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son\w+=|javascript:", source, re.I)


@pytest.mark.django_db
def test_missing_facts_of_the_principal_are_shown_as_missing(client, settings):
    settings.CONTACT_EMAIL = settings.CONTACT_PHONE = ""
    assert text(client.get(reverse("contact")).content.decode()).count("Saknas, fylls i av huvudmannen") == 2
    settings.CONTACT_EMAIL, settings.CONTACT_PHONE = "kontakt@exempel.invalid", "063-00 00 00"
    filled = text(client.get(reverse("contact")).content.decode())
    assert "Saknas" not in filled
    assert "kontakt@exempel.invalid" in filled
    assert "063-00 00 00" in filled


@pytest.mark.django_db
def test_accessibility_statement_says_what_the_law_asks_for(client, settings):
    settings.ACCESSIBILITY_SUPERVISOR = ("Tillsynen", "https://tillsyn.example/anmal")
    page = client.get(reverse("accessibility")).content.decode()
    for part in ("Östersunds kommun", "CMV-portalen", "delvis förenlig", "Självskattning", "Kända brister"):
        assert part in page
    assert '<a href="https://tillsyn.example/anmal">Anmäl till Tillsynen</a>' in page
    assert "fylls i av huvudmannen" in page


def test_forgotten_password_asks_for_the_address_in_the_portals_spelling(client):
    assert ">E-postadress</label>" in client.get(reverse("account_reset_password")).content.decode()


def test_a_date_in_a_help_text_keeps_to_its_line():
    kept = parts.whole_dates("<b>År-månad-dag</b>, till exempel 2027-07-01.")
    assert kept == '<b>År-månad-dag</b>, till exempel <span class="nb">2027-07-01</span>.'


def test_help_explains_every_role():
    assert set(ROLE_TEXTS) == set(Role)


@pytest.mark.parametrize(
    ("clause", "cited"), [("11.3", f"Punkt{SPACE}11.3"), ("Bilaga 1", f"Bilaga{SPACE}1"), ("", "")]
)
def test_clause_as_cited(clause, cited):
    assert parts.clause(clause) == cited


@pytest.mark.parametrize(
    ("note", "clause", "said"),
    [
        ("Avtalets tabell", "11.3", f"Avtalets tabell, punkt{SPACE}11.3"),
        ("Avtalets tabell", "", "Avtalets tabell"),
        ("", "11.2", f"Punkt{SPACE}11.2"),
        ("", "", ""),
    ],
)
def test_line_under_a_step(note, clause, said):
    assert parts.said_under(Step("amount", "Att betala", "1 kr", note=note, clause=clause)) == said


def test_why_shows_every_part_of_a_step():
    steps = [
        Step("population", "Bergs folkmängd", "7 114", note="Avtalets tabell", clause="11.3"),
        Step("amount", "Att betala", "254 794 kr", calculation="5,370 % av summan = 254 793,99"),
    ]
    html = render_to_string("_why.html", {"title": "Varför?", "steps": steps, "id": "varfor", "open": True})
    assert '<details class="why" open>' in html
    assert '<ol class="calc" id="varfor">' in html
    assert "Bergs folkmängd Avtalets tabell, punkt 11.3 7 114" in text(html)
    assert "Att betala: 5,370 % av summan = 254 793,99 254 794 kr" in text(html)


def test_history_shows_who_when_and_old_to_new():
    at = datetime(2026, 1, 14, 12, 40, tzinfo=UTC)
    line = HistoryLine(at, "Alex Exempel", "Bräcke kommun", "er referens", "–", "1001 <b>")
    html = render_to_string("_history.html", {"changes": [line]})
    assert "2026-01-14 13.40 Alex Exempel Bräcke kommun er referens – 1001 <b>" in text(html)
    assert "1001 &lt;b&gt;" in html


def test_history_without_changes_says_so():
    assert "Inget har ändrats" in render_to_string("_history.html", {"changes": []})


@dataclass
class Question:
    title: str = "Vilket års folkmängd ska gälla?"
    clause: str = "11.3"
    description: str = "Regeln och tabellen skiljer sig."
    reading_used: str = "1 november 2023"
    other_reading: str = "1 november 2024"
    answered_by: str = "SocSam"
    answer: str = ""
    answered_on: date | None = None


def test_question_shows_both_readings_and_who_answers():
    shown = text(render_to_string("_question.html", {"question": Question()}))
    assert "Öppen fråga Vilket års folkmängd ska gälla?" in shown
    assert "Portalen använder 1 november 2023 Andra läsningen 1 november 2024 Svarar SocSam" in shown
    answered = Question(answer="Tabellen gäller.", answered_on=date(2026, 3, 1))
    assert "Svar Tabellen gäller. (1 mars 2026)" in text(
        render_to_string("_question.html", {"question": answered})
    )
