"""The board of an edition's way to force, and the form in which an answer is written down."""

from datetime import date

import pytest
from journey_lab import EIGHT, TODAY, answer, common, started
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.actions import rounds
from agreements.models import Agreement, DecisionStep

LATER = date(2026, 12, 10)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_clock(monkeypatch, TODAY)


@pytest.fixture
def sam(person):
    return person("sam")


@pytest.fixture
def proposal(sam):
    draft = started(sam)
    made = rounds.submit(agreement=draft, revision=draft.revision, by=sam)
    common(made, sam)
    return made


BOARD = "/avtal/cmv-2027/beslut/"


def test_an_edition_of_the_source_says_what_is_known_and_what_is_not(signed_in):
    text = text_of(signed_in("kim").get("/avtal/cmv-2025/beslut/"))
    assert "Samarbetsavtal Centrum mot våld 2025: inga av åtta beslut är kända" in text
    assert "Har rekommenderat. Dagen saknas i källan." in text
    assert "Saknas i källan" in text
    assert "Portalen väntar inte på någon" in text


def test_norrskens_ten_parties_and_the_paragraph_of_socsam(signed_in):
    response = signed_in("kim").get("/avtal/norrsken-2024/beslut/")
    assert len(response.context["page"].board.rows) == 10


def test_dalarna_is_signed_by_offices(signed_in):
    text = text_of(signed_in("sam").get("/avtal/dalarna-2024/beslut/"))
    assert "vice ordförande i Välfärdsrådet" in text
    assert "0 av 4" in text


def test_vasternorrlands_answers_are_late_and_can_be_written_down(signed_in):
    sam = signed_in("sam")
    assert "skulle ha kommit 31 december 2023" in text_of(sam.get("/avtal/vasternorrland-2024/beslut/"))
    page = "/avtal/vasternorrland-2024/beslut/steg/timra/"
    given = {"version": "0", "outcome": "refused", "decided_on": "2023-12-11", "body_name": "Kommunstyrelsen"}
    assert sam.post(page, given).status_code == 302
    step = DecisionStep.objects.get(organisation__slug="timra")
    assert (step.outcome, step.history.first().history_user.username) == ("refused", "sam")
    text = text_of(sam.get("/avtal/vasternorrland-2024/beslut/"))
    assert "Nej 11 december 2023, Kommunstyrelsen" in text


def test_the_board_says_who_is_waited_for_since_when_and_whom_to_remind(
    signed_in, proposal, sam, monkeypatch
):
    answer(
        proposal, "approval", "berg", sam, body_name="Kommunfullmäktige", paragraph="84", announced_on=TODAY
    )
    facts = {"planned_on": date(2026, 12, 9), "body_name": "Kommunfullmäktige", "contact": "Kansliet"}
    answer(proposal, "approval", "are", sam, outcome="", decided_on=None, **facts)
    stop_clock(monkeypatch, LATER)
    text = text_of(signed_in("sam").get(BOARD))
    assert "En av åtta parter har sagt ja" in text
    assert "Åre skulle ha beslutat den 9 december 2026" in text
    assert "Kontakt: Kansliet." in text
    assert "Bräcke har inte angett något beslutsdatum" in text
    assert "Kommunfullmäktige § 84" in text
    assert "överklagandetiden går ut den 14 december 2026" in text
    assert "Sju beslut saknas: Bräcke, Härjedalen, Krokom, Ragunda, Strömsund, Åre och Östersund." in text
    assert "Dags att påminna" in text


def test_a_member_sees_the_form_of_the_own_party_alone(signed_in, proposal):
    kim = signed_in("kim")
    addresses = kim.get(BOARD).content.decode()
    assert "/beslut/steg/berg/" in addresses
    assert "/beslut/steg/bracke/" not in addresses
    assert "/beslut/steg/rekommendation/" not in addresses
    assert "/beslut/steg/" not in signed_in("mika").get(BOARD).content.decode()


def test_an_answer_needs_its_day_and_a_day_its_answer(signed_in, proposal):
    kim, page = signed_in("kim"), f"{BOARD}steg/berg/"
    version = kim.get(page).context["form"]["version"].value()
    refused = kim.post(page, {"version": version, "outcome": "approved"})
    assert "Skriv vilken dag beslutet fattades." in text_of(refused)
    refused = kim.post(page, {"version": version, "outcome": "", "decided_on": "2026-11-22"})
    assert "Välj ja eller nej." in text_of(refused)
    assert (
        kim.post(page, {"version": version, "outcome": "approved", "decided_on": "2026-11-22"}).status_code
        == 302
    )


def test_two_who_write_the_same_answer_see_each_others_words(signed_in, proposal, sam):
    kim, page = signed_in("kim"), f"{BOARD}steg/berg/"
    version = kim.get(page).context["form"]["version"].value()
    answer(proposal, "approval", "berg", sam, paragraph="84")
    given = {"version": version, "outcome": "approved", "decided_on": "2026-11-22", "paragraph": "85"}
    response = kim.post(page, given)
    text = text_of(response)
    assert "En kollega har ändrat det här" in text
    assert "Det som står nu Paragraf 84" in text
    assert response.context["form"]["paragraph"].value() == "85"
    again = {**given, "version": response.context["form"]["version"].value()}
    assert kim.post(page, again).status_code == 302
    assert proposal.steps.get(organisation__slug="berg").paragraph == "85"


def test_a_personal_number_is_refused(signed_in, proposal):
    kim, page = signed_in("kim"), f"{BOARD}steg/berg/"
    version = kim.get(page).context["form"]["version"].value()
    response = kim.post(page, {"version": version, "outcome": "", "contact": "Anna 811228-9874"})
    assert response.status_code == 200
    assert "personnummer" in text_of(response)


def test_a_refusal_is_told_and_the_round_can_be_read_afterwards(signed_in, proposal, sam):
    answer(proposal, "approval", "ragunda", sam, outcome="refused")
    text = text_of(signed_in("kim").get(BOARD))
    assert "Ragunda har sagt nej" in text
    assert "Ärendet är öppnat igen för alla parter." in text
    row = Agreement.objects.get(slug="cmv-2027")
    rounds.submit(agreement=row, revision=row.revision, by=sam)
    text = text_of(signed_in("mika").get(BOARD))
    assert "Omgång 1" in text
    assert "Ragunda kommun nej, 22 november 2026" in text


def test_minutes_become_a_document(signed_in, proposal):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from signing_lab import agreement_pdf

    kim, page = signed_in("kim"), f"{BOARD}steg/berg/"
    version = kim.get(page).context["form"]["version"].value()
    file = SimpleUploadedFile("protokoll.pdf", agreement_pdf("Protokoll"), "application/pdf")
    given = {"version": version, "outcome": "approved", "decided_on": "2026-11-22", "minutes_file": file}
    assert kim.post(page, given).status_code == 302
    step = proposal.steps.get(organisation__slug="berg")
    assert step.minutes.kind == "minutes"
    assert "Inlagt" in text_of(kim.get(BOARD))


def test_the_tasks_of_who_decides_and_of_who_leads(signed_in, proposal, sam, monkeypatch):
    assert "Berg ska godkänna Samarbetsavtal Centrum mot våld 2027" in text_of(signed_in("kim").get("/"))
    stop_clock(monkeypatch, LATER)
    text = text_of(signed_in("sam").get("/"))
    assert "Påminn Berg om Samarbetsavtal Centrum mot våld 2027" in text
    assert "Sju till har dröjt." in text
    monkeypatch.undo()
    stop_clock(monkeypatch, TODAY)
    answer(proposal, "approval", "berg", sam)
    assert "Berg ska skriva under Samarbetsavtal Centrum mot våld 2027" in text_of(signed_in("kim").get("/"))


def test_the_queries_do_not_grow_with_the_answers(signed_in, proposal, sam):
    client = signed_in("sam")
    few = queries_of(client, BOARD)
    for slug in EIGHT:
        answer(proposal, "approval", slug, sam)
    assert queries_of(client, BOARD) <= few
