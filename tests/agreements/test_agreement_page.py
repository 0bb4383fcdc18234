"""One edition's page: what is known, what is not, and what is open."""

from datetime import date

import pytest
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.models import Agreement, OpenQuestion, Organisation, Party, Term


@pytest.fixture(autouse=True)
def today(monkeypatch):
    return stop_clock(monkeypatch, date(2026, 11, 22))


def page(slug):
    return f"/avtal/{slug}/"


def test_cmv_2025_in_force_without_an_end(signed_in):
    text = text_of(signed_in("kim").get(page("cmv-2025")))
    assert "Samarbetsavtal Centrum mot våld 2025 gäller nu" in text
    assert (
        "Åtta parter, med Östersunds kommun som huvudman. Beslut och underskrifter saknas i källan." in text
    )
    assert "Första avtalstiden slutar anges inte" in text
    assert "Sista dag för uppsägning kan inte beräknas" in text
    assert "Sista dag för uppsägning kan inte beräknas: avtalet anger ingen första slutdag" in text
    assert "Uppräkning Står på två ställen i avtalet och räknas en gång. 3 % per år 11.2, 11.3" in text
    assert "Tak för en kvalitetsgranskning" in text
    assert "150 000 kr" in text
    assert "Samarbetsavtal Centrum mot våld 2023 utgåvan före" in text


def test_parties_stand_in_swedish_order_with_the_principal_first_and_the_own_row_marked(signed_in):
    response = signed_in("kim").get(page("cmv-2025"))
    names = [line.party.organisation.short_name for line in response.context["page"].parties]
    assert names == [
        *("Östersund", "Berg", "Bräcke", "Härjedalen", "Krokom", "Ragunda", "Strömsund", "Åre"),
    ]
    own = [line.party.organisation.slug for line in response.context["page"].parties if line.is_own]
    assert own == ["berg"]
    assert "Bergs kommun (din organisation) part ja" in text_of(response)


def test_open_questions_keep_both_readings_and_who_answers(signed_in):
    response = signed_in("mika").get(page("cmv-2025"))
    text = text_of(response)
    assert "16 frågor väntar på svar." in text
    assert "Sju av dem påverkar beloppen." in text
    assert (
        "Portalen använder Avtalet gäller tills vidare. Sista dag för uppsägning kan inte beräknas. "
        "Andra läsningen Avtalstiden är ett kalenderår i taget, och den första gick ut den 31 december 2025. "
        "Svarar SocSam och de åtta kommunerna" in text
    )
    assert 'id="fraga-1"' in response.content.decode()


def test_an_answered_question_is_no_longer_counted(signed_in, cmv):
    question = cmv.open_questions.get(number=1)
    question.answer, question.answered_on = "Den 1 november året före.", date(2026, 10, 1)
    question.save()
    text = text_of(signed_in("kim").get(page("cmv-2025")))
    assert "15 frågor väntar på svar." in text
    assert "Svar Den 1 november året före. (1 oktober 2026)" in text


def test_cmv_2016_of_which_nearly_nothing_is_known(signed_in):
    text = text_of(signed_in("kim").get(page("cmv-2016")))
    assert "Samarbetsavtal Centrum mot våld 2016 gäller inte längre" in text
    assert "Okänt. Källan säger inte vilka som var parter." in text
    assert "Det enda villkor som är känt. Resten är okänt." in text
    assert "Uppräkning 2 % per år" in text
    assert "Kostnad enligt källan omkring 2,2 Mkr" in text
    assert "Ersattes av Samarbetsavtal Centrum mot våld 2017" in text
    assert "En utgåva som har ersatts kan inte sägas upp" in text
    assert "Inga öppna frågor är antecknade." in text


def test_cmv_2017_has_no_terms_at_all(signed_in):
    text = text_of(signed_in("kim").get(page("cmv-2017")))
    assert "Gäller från okänt" in text
    assert "Okänt. Källan återger inga villkor." in text


def test_norrsken_is_prolonged_and_lends_its_key_from_cmv_by_name(signed_in):
    text = text_of(signed_in("kim").get(page("norrsken-2023")))
    assert "Perioden nu 1 januari 2026 – 31 december 2026" in text
    assert "Sista dag för uppsägning 30 juni 2027" in text
    assert "Avtalet har förlängts tre gånger" in text
    assert "av de åtta kommunerna enligt avtalet om Centrum mot våld. Centrum mot våld 10.3, 10.4, 13" in text
    assert (
        "Polismyndigheten Region Nord, Polisområde Jämtland Bekostar sin egen personal (13). part nej" in text
    )
    assert "Överenskommelse Operation Norrsken, reviderad 2024 utgåvan efter, förslag" in text


def test_the_proposal_of_vasternorrland(signed_in):
    text = text_of(signed_in("sam").get(page("vasternorrland-2024")))
    assert "Förslag till Resurscentrum mot våld 2024 gäller inte än" in text
    assert "Sista dag för uppsägning kan inte beräknas: avtalets första dag är inte känd." in text
    assert "OH-kostnad som fast belopp" in text
    assert "250 000 kr" in text


def test_dalarna_has_no_cost_and_no_principal(signed_in):
    text = text_of(signed_in("sam").get(page("dalarna-2024")))
    assert "16 parter, utan huvudman." in text
    assert "Ingen kostnad delas mellan parterna." in text
    assert "Bär kostnad" not in text
    assert "Kostnad enligt källan ingen delas" in text


@pytest.mark.parametrize("slug", ["vasternorrland-2024", "dalarna-2024", "finns-inte"])
def test_another_cooperations_agreement_is_not_found(signed_in, slug):
    assert signed_in("kim").get(page(slug)).status_code == 404


def test_a_changed_term_is_told_with_who_and_both_values(signed_in, person, cmv):
    term = cmv.terms.get(kind="uplift_percent")
    term.value, term._history_user = "4", person("admin")
    term.save()
    text = text_of(signed_in("kim").get(page("cmv-2025")))
    assert "Ada Exempel Uppräkning: 4 % per år värde 3 4" in text


def test_the_queries_do_not_grow_with_parties_terms_and_questions(signed_in, cmv):
    client = signed_in("kim")
    before = queries_of(client, page("cmv-2025"))
    for number in range(20, 60):
        organisation = Organisation.objects.create(
            slug=f"x{number}", name=f"Kommun {number}", short_name=f"K{number}", kind="municipality"
        )
        Party.objects.create(agreement=cmv, organisation=organisation)
        Term.objects.create(
            agreement=cmv, kind="uplift_percent", value="3", clause="11", valid_from=date(2000 + number, 1, 1)
        )
        OpenQuestion.objects.create(
            agreement=cmv, number=number, clause="1", title=f"Fråga {number}", description="x",
            reading_used="x", other_reading="y", answered_by="z",
        )  # fmt: skip
    assert queries_of(client, page("cmv-2025")) == before <= 15


def test_every_edition_can_be_read(signed_in):
    client = signed_in("sam")
    for agreement in Agreement.objects.all():
        assert client.get(agreement.get_absolute_url()).status_code == 200, agreement.slug
