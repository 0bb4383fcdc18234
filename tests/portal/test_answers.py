"""Västernorrland: what each municipality has answered, and what the others pay without who says no."""

from datetime import date

import pytest
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.models import Agreement, DecisionStep, Organisation
from cmv_portal.municipality.answers import answers_to
from costs.queries.calculations import calculation_of

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def november(monkeypatch):
    return stop_clock(monkeypatch, TODAY)


@pytest.fixture
def proposal(db):
    return Agreement.objects.get(slug="vasternorrland-2024")


@pytest.fixture
def answer(proposal):
    def given(organisation, outcome, day=date(2023, 12, 11), **more):
        return DecisionStep.objects.create(
            agreement=proposal,
            kind=DecisionStep.Kind.APPROVAL,
            organisation=Organisation.objects.get(slug=organisation),
            outcome=outcome,
            decided_on=day if outcome else None,
            **more,
        )

    return given


@pytest.fixture
def show(signed_in):
    return lambda address="/samverkan/vasternorrland/": text_of(signed_in("sam").get(address))


def test_without_answers_each_municipality_waits(show):
    text = show()
    assert (
        "Kommunernas svar Sju har inget svar registrerat. Svar begärdes senast den 31 december 2023." in text
    )
    assert "Ånge inget svar" in text
    assert "Kommunförbundet Västernorrland inget svar" not in text
    assert "Pröva vad det blir om någon säger nej" in text


def test_answers_are_told_with_day_body_and_paragraph(answer, show):
    answer("timra", "approved", body_name="Kommunstyrelsen", paragraph="210")
    answer("ange", "refused", date(2023, 12, 18))
    text = show()
    assert "En har sagt ja, en har sagt nej och fem har inget svar registrerat." in text
    assert "Timrå ja 11 december 2023, Kommunstyrelsen, § 210" in text
    assert "Ånge nej 18 december 2023" in text


def test_who_says_no_is_left_out_of_the_what_if(answer, proposal, signed_in):
    answer("ange", "refused")
    answer("timra", "refused")
    answers = answers_to(proposal, TODAY)
    assert answers.what_if == "/kostnader/vasternorrland/tank-om/?lamnar=timra&lamnar=ange#svar"
    html = signed_in("sam").get("/samverkan/vasternorrland/").content.decode()
    assert answers.what_if.replace("&", "&amp;") in html


def test_the_what_if_shares_the_same_sum_among_the_others(answer, proposal, signed_in):
    """The very link: 2 545 720 kr by the exact share of the 216 435 inhabitants that are left."""
    answer("ange", "refused")
    answer("timra", "refused")
    text = text_of(signed_in("sam").get(answers_to(proposal, TODAY).what_if))
    for population in (24_872, 99_342, 17_943, 18_673, 55_605):
        amount = (2 * population * 2_545_720 + 216_435) // (2 * 216_435)
        assert f"{amount:,}".replace(",", " ") in text


def test_the_latest_round_is_the_answer(answer, proposal):
    answer("ange", "refused")
    answer("ange", "approved", round=2)
    [row] = [row for row in answers_to(proposal, TODAY).rows if row.organisation.slug == "ange"]
    assert row.word == "ja"


def test_before_the_day_an_answer_is_awaited(proposal):
    signs = {row.sign for row in answers_to(proposal, date(2023, 12, 31)).rows}
    assert signs == {"soon"}
    assert {row.sign for row in answers_to(proposal, date(2024, 1, 1)).rows} == {"none"}


def test_an_answer_changes_no_amount_of_the_proposal(answer, proposal):
    before = calculation_of(proposal, 2024).amounts
    answer("ange", "refused")
    assert calculation_of(proposal, 2024).amounts == before


def test_what_asks_for_no_answer_has_none(cmv):
    assert answers_to(cmv, TODAY) is None
    assert answers_to(Agreement.objects.get(slug="norrsken-2024"), TODAY) is None
    assert answers_to(None, TODAY) is None


def test_the_municipalitys_own_page_asks_for_the_answer(answer, show):
    page = "/samverkan/vasternorrland/timra/"
    text = show(page)
    assert "Ta ställning till Förslag till Resurscentrum mot våld 2024" in text
    assert "Svar begärt senast 31 december 2023 försenat" in text
    answer("timra", "approved")
    answer("ange", "refused")
    assert "Ånge har sagt nej." in show("/samverkan/vasternorrland/ange/")
    text = show(page)
    assert "har sagt nej" not in text
    assert "Godkänt Förslag till Resurscentrum mot våld 2024 11 december 2023 klart" in text
    assert "Ta ställning" not in text
    assert "Ta ställning" not in show("/samverkan/vasternorrland/kommunforbundet-vasternorrland/")


def test_the_queries_do_not_grow_with_answers(answer, signed_in):
    client = signed_in("sam")
    before = queries_of(client, "/samverkan/vasternorrland/")
    for organisation in ("ange", "timra", "harnosand", "sundsvall", "kramfors"):
        answer(organisation, "approved")
    assert queries_of(client, "/samverkan/vasternorrland/") == before
