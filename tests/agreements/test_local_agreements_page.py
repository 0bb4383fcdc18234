"""/avtal/<avtal>/lokala/: who has a local agreement, one of them, and its yearly look back."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.models import LocalAgreement, LocalFollowUp, Term

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    stop_clock(monkeypatch, date(2026, 11, 25))


def address(name="local_agreements", slug="dalarna-2024", **more):
    return reverse(name, kwargs={"slug": slug, **more})


@pytest.fixture
def falun():
    return LocalAgreement.objects.get(organisation__slug="falun")


@pytest.fixture
def page(signed_in):
    return lambda username, name="local_agreements", **more: text_of(
        signed_in(username).get(address(name, **more))
    )


def answers(**changed):
    return {
        "activities": "Gemensam utbildning.",
        "cooperation_lessons": "Fasta möten hjälper.",
        "implementation_lessons": "Chefer behöver tid.",
        "goal_progress": "Ungefär halvvägs.",
        "names_nobody": "on",
        "done_on": "2026-11-20",
        **changed,
    }


# --- The list


def test_the_fifteen_are_unknown_until_somebody_says_otherwise(page):
    told = page("sam")
    assert "Hur långt de 15 lokala överenskommelserna har kommit är okänt" in told
    assert told.count("okänt okänt") == 15
    assert "0 av 6" not in told
    assert told.index("Avesta") < told.index("Rättvik") < told.index("Älvdalen")


def test_own_row_is_marked_for_the_own_party_alone(signed_in):
    client = signed_in("ronja")
    html = client.get(address()).content.decode()
    assert html.count("(din organisation)") == 1
    assert "(din organisation)" not in signed_in("sam").get(address()).content.decode()


def test_the_list_asks_as_much_for_many_as_for_few(falun, signed_in):
    client = signed_in("sam")
    few = queries_of(client, address())
    for local in LocalAgreement.objects.all():
        LocalFollowUp.objects.create(
            local_agreement=local, year=2025, done_on=date(2026, 1, 10), names_nobody=True
        )
    assert queries_of(client, address()) == few
    assert "Uppföljd 2025" in text_of(client.get(address()))


def test_it_is_the_agreements_term_that_gives_the_pages(signed_in):
    assert signed_in("sam").get(address(slug="cmv-2025")).status_code == 404
    Term.objects.create(
        agreement_id=Term.objects.filter(agreement__slug="cmv-2025").first().agreement_id,
        kind="local_followup",
        value="ja",
        clause="9",
    )
    told = text_of(signed_in("sam").get(address(slug="cmv-2025")))
    assert "Inga lokala överenskommelser är upplagda" in told


def test_the_agreements_page_leads_there_and_another_agreements_does_not(signed_in):
    told = text_of(signed_in("ronja").get(reverse("agreement", args=["dalarna-2024"])))
    assert "Lokala överenskommelser läge och uppföljning" in told
    assert "Meddelanden vad parterna har sagt varandra" in told
    told = text_of(signed_in("sam").get(reverse("agreement", args=["cmv-2025"])))
    assert "Meddelanden vad parterna har sagt varandra" in told
    assert "läge och uppföljning" not in told


@pytest.mark.parametrize("username", ["kim", "charlie", "mika", "alex", "vide"])
def test_other_cooperations_people_find_nothing(username, signed_in):
    assert signed_in(username).get(address()).status_code == 404
    assert signed_in(username).get(address("local_agreement", organisation="falun")).status_code == 404


# --- One of them


def test_the_own_is_changed_and_not_anothers(falun, signed_in, page):
    client = signed_in("ronja")
    data = {
        "state": "decided",
        "decided_on": "2026-05-20",
        "body_name": "Socialnämnden",
        "paragraph": "§ 44",
        "has_sip": "on",
        "has_picture": "on",
        "version": falun.history.first().pk,
    }
    client.post(address("local_agreement_edit", organisation="falun"), data)
    told = page("sam", "local_agreement", organisation="falun")
    assert "Mellan Falu kommun och Region Dalarna." in told
    assert "20 maj 2026, Socialnämnden, § 44" in told
    assert "Arbetet med SIP ingår" in told
    assert "Införande inte registrerat" in told
    assert "En av 15 lokala överenskommelser är beslutade" in page("sam")
    assert client.get(address("local_agreement_edit", organisation="mora")).status_code == 404
    assert client.get(address("local_agreement", organisation="mora")).status_code == 200


def test_a_decided_one_needs_its_day(falun, signed_in):
    data = {"state": "decided", "version": falun.history.first().pk}
    told = text_of(signed_in("sam").post(address("local_agreement_edit", organisation="falun"), data))
    assert "Skriv vilken dag den lokala överenskommelsen beslutades." in told
    falun.state = "decided"
    with pytest.raises(IntegrityError), transaction.atomic():
        falun.save()


def test_a_decision_of_tomorrow_is_refused(falun, signed_in):
    data = {"state": "decided", "decided_on": "2026-11-26", "version": falun.history.first().pk}
    told = text_of(signed_in("sam").post(address("local_agreement_edit", organisation="falun"), data))
    assert "En dag som inte har kommit kan inte registreras." in told


def test_a_colleagues_state_is_not_overwritten(falun, signed_in):
    client, old = signed_in("sam"), falun.history.first().pk
    where = address("local_agreement_edit", organisation="falun")
    client.post(where, {"state": "under_way", "has_sip": "on", "version": old})
    told = text_of(client.post(where, {"state": "not_started", "version": old}))
    assert "En kollega har ändrat det här" in told
    assert "Läge pågår" in told
    assert "Arbetet med SIP ja" in told
    falun.refresh_from_db()
    assert falun.state == "under_way"


# --- The yearly look back


def test_a_draft_is_the_writers_own_until_it_is_done(signed_in, page):
    where = address("local_followup", organisation="falun", year=2026)
    client = signed_in("ronja")
    client.post(where, answers(done_on="", names_nobody="", activities="En första tanke."))
    version = LocalFollowUp.objects.get().history.first().pk
    client.post(where, answers(done_on="", names_nobody="", version=version))
    assert "En första tanke." in page("ronja", "local_agreement", organisation="falun")
    assert "En första tanke." not in page("admin", "local_agreement", organisation="falun")
    assert "Gemensam utbildning." in page("ronja", "local_agreement", organisation="falun")
    assert "Gemensam utbildning." in page("sam", "local_agreement", organisation="falun")
    told = page("admin", "local_agreement", organisation="falun")
    assert "Gemensam utbildning." not in told
    assert "Ingen uppföljning är klar." in told
    client.post(where, answers(version=LocalFollowUp.objects.get().history.first().pk))
    told = page("admin", "local_agreement", organisation="falun")
    assert "Gemensam utbildning." in told
    assert "klar 20 november 2026" in told
    assert "Skriv uppföljningen" not in told
    own = page("ronja", "local_agreement", organisation="falun")
    assert "Skriv uppföljningen 2025" in own
    assert "Skriv uppföljningen 2026" not in own


def test_it_is_not_done_before_somebody_answers_for_the_texts(signed_in):
    where = address("local_followup", organisation="falun", year=2026)
    told = text_of(signed_in("ronja").post(where, answers(names_nobody="")))
    assert "intyga att de inte rör enskilda" in told
    told = text_of(signed_in("ronja").post(where, answers(goal_progress=" ")))
    assert "Svara på alla fyra frågorna" in told
    assert not LocalFollowUp.objects.exists()


def test_each_saving_answers_for_the_texts_anew(signed_in):
    where = address("local_followup", organisation="falun", year=2026)
    client = signed_in("ronja")
    client.post(where, answers())
    assert client.get(where).context["form"]["names_nobody"].value() is False
    data = answers(activities="Något nytt.", names_nobody="")
    data["version"] = LocalFollowUp.objects.get().history.first().pk
    assert "intyga att de inte rör enskilda" in text_of(client.post(where, data))
    assert LocalFollowUp.objects.get().activities == "Gemensam utbildning."


def test_the_page_warns_and_personal_numbers_are_refused(signed_in):
    where = address("local_followup", organisation="falun", year=2026)
    client = signed_in("ronja")
    assert "Skriv inget om enskilda personer, inte heller hur många de var." in text_of(client.get(where))
    assert "personnummer" in text_of(client.post(where, answers(activities="Gäller 850709-9805.")))
    assert not LocalFollowUp.objects.exists()


@pytest.mark.parametrize("year", [1999, 2028])
def test_a_year_out_of_reach_is_no_page(year, signed_in):
    where = address("local_followup", organisation="falun", year=year)
    assert signed_in("ronja").get(where).status_code == 404


def test_anothers_year_is_not_written(signed_in):
    where = address("local_followup", organisation="mora", year=2026)
    assert signed_in("ronja").get(where).status_code == 404
    assert signed_in("admin").get(where).status_code == 404
