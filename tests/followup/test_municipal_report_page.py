"""/uppfoljning/<samverkan>/kommunrapport/<år>/<kommun>/: what the council is told, on one sheet."""

import io
import re
import subprocess
from datetime import date

import pikepdf
import pytest
from django.urls import reverse
from page_tools import stop_clock
from reading import text_of

from agreements.models import Organisation
from costs.actions.charges import register_charge
from followup.actions import reviews as review_actions
from followup.disclosure.model import from_json
from followup.models import Figure


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    stop_clock(monkeypatch, date(2026, 11, 25))


def address(organisation="berg", year=2025, name="municipal_report", slug="cmv"):
    return reverse(name, args=[slug, year, organisation])


@pytest.fixture
def page(signed_in):
    return lambda username="sam", **where: text_of(signed_in(username).get(address(**where)))


def test_it_says_what_the_cooperation_is_and_who_decides(page):
    told = page()
    assert "Avtalssamverkan 2025: Centrum mot våld" in told
    assert "Underlag till rapporten till fullmäktige i Bergs kommun, kommunallagen 9 kap. 38 §" in told
    assert "Parter: Berg, Bräcke, Härjedalen, Krokom, Ragunda, Strömsund, Åre och Östersund." in told
    assert "Östersunds kommun är huvudman." in told
    assert "Styrgrupp CMV beslutar i frågor nära verksamheten" in told


def test_what_the_municipality_paid_comes_from_the_distribution(page):
    told = page()
    assert "Vad Berg betalade" in told
    assert "Kommunens kostnad var 254 794 kr, 35,82 kr per invånare, enligt fördelningen för 2025." in told
    assert "4 744 767 kr för alla parter, och kommunens andel 5,370 procent." in told


def test_an_invoiced_year_has_the_invoiced_amounts_and_never_the_wear(page, cmv, issued, monkeypatch, person):
    stop_clock(monkeypatch, date(2027, 6, 1))
    issued(2027)
    register_charge(
        agreement=cmv,
        year=2027,
        kind="abnormal_wear",
        by=person("alex"),
        amount=9_999,
        organisation=Organisation.objects.get(slug="berg"),
        reference="R-1",
    )
    told = page(year=2027)
    assert "267 744 kr" in told
    assert "enligt utställda handlingar" in told
    assert "9 999" not in told


def test_without_an_adopted_report_it_says_so(page):
    told = page()
    assert "Verksamhetsberättelsen för 2025 är inte fastställd än." in told
    assert "Underlaget blir helt när verksamhetsberättelsen för 2025 är fastställd." in told
    assert "Verksamhetsberättelse 2025 lämnas senast 31 mars 2026" in told


def test_amounts_that_are_not_certain_are_said_to_be_so(page):
    told = page(year=2026)
    assert "Beloppet är uppräknat och kan ändras. Folkmängden är ett exempel." in told
    assert "uppräknat" not in page(year=2025)


def test_what_was_delivered_is_what_was_printed_for_all(page, adopted):
    report = adopted(2025)
    told = page(organisation="berg")
    figures = from_json(report.publication.figures)
    total = figures.table("stodsamtal-valdsutsatta", 2025).total.text
    assert f"Stödsamtal för våldsutsatta: startade samtalsserier {total}" in told
    assert "För alla parter tillsammans, ur Verksamhetsberättelse 2025, fastställd 12 mars 2026." in told
    trained = figures.table("utbildning-fardigt-koncept", 2025).cell(kommun="Berg").text
    assert f"Utbildningar med färdigt koncept: 134 deltagare, varav {trained} från Berg" in told


def test_the_municipalitys_own_cases_are_never_read(page, adopted, monkeypatch):
    adopted(2025)

    def read(*_, **__):
        raise AssertionError("Siffror lästes.")

    monkeypatch.setattr(Figure.objects, "get_queryset", read)
    assert "Vad som levererades" in page(organisation="bracke")


def test_what_remains_comes_from_the_latest_review(page, cooperation, adopted, person):
    adopted(2025)
    charlie = person("charlie")
    review = review_actions.plan_review(
        cooperation=cooperation, year=2026, scope_from=date(2023, 1, 1), scope_until=date(2025, 12, 31),
        report_due=date(2026, 11, 30), by=charlie,
    )  # fmt: skip
    assert "Kvalitetsgranskning 2026" in page()
    review_actions.appoint_reviewer(
        review=review, reviewer="Byrån", independence="Ja.", appointed_on=date(2025, 11, 1), by=charlie
    )
    for part in review_actions.PARTS:
        review_actions.write_part(review=review, part=part, text="Text.", by=charlie)
    for number in range(6):
        review_actions.add_improvement(
            review=review, text=f"Åtgärd {number}", owner="Enhetschefen", due_on=date(2027, 6, 30), by=charlie
        )
    assert "Åtgärd 0" not in page()
    review_actions.report_review(review=review, reported_on=date(2026, 11, 20), names_nobody=True, by=charlie)
    told = page()
    assert "Åtgärd 0 (Enhetschefen, klar senast 30 juni 2027)" in told
    assert "Ytterligare tre ur kvalitetsgranskningen 2026" in told
    assert "Verksamhetsberättelse 2026 lämnas senast 31 mars 2027" in told
    assert "Kvalitetsgranskning 2029" in told


@pytest.mark.parametrize("username", ["alex", "noa", "bo", "kim", "sam", "mika", "charlie", "lo"])
def test_every_reader_may_read_any_municipalitys_page(username, signed_in):
    assert signed_in(username).get(address("bracke")).status_code == 200


@pytest.mark.parametrize(
    ("username", "where"),
    [
        ("admin", {}),
        ("vide", {}),
        ("sam", {"organisation": "kfjh"}),
        ("sam", {"organisation": "falun"}),
        ("sam", {"year": 2012}),
        ("sam", {"year": 2024}),
        ("sam", {"year": 2027}),
        ("sam", {"slug": "vasternorrland", "organisation": "sundsvall", "year": 2025}),
    ],
)
def test_what_is_not_there_is_not_found(username, where, signed_in):
    assert signed_in(username).get(address(**where)).status_code == 404


def test_a_cooperation_that_shares_no_cost_says_so(page):
    told = page(slug="norrsken", organisation="berg")
    assert "Avtalssamverkan 2025: Operation Norrsken" in told
    assert "Vad Berg betalade" in told
    assert "kr per invånare" not in told


@pytest.fixture
def fullest(adopted, cooperation, person, cmv):
    """A year with everything there can be: two costs, an adopted report, a review with many measures."""
    adopted(2025)
    charlie = person("charlie")
    review = review_actions.plan_review(
        cooperation=cooperation, year=2026, scope_from=date(2023, 1, 1), scope_until=date(2025, 12, 31),
        report_due=date(2026, 11, 30), by=charlie,
    )  # fmt: skip
    for number in range(6):
        review_actions.add_improvement(
            review=review,
            text=f"Åtgärd {number} med en beskrivning som är så lång att den behöver mer än en rad på " * 3,
            owner="Verksamhetsledaren tillsammans med kommunernas alla samordnare och enhetschefen",
            due_on=date(2027, 6, 30),
            by=charlie,
        )
    type(review).objects.filter(pk=review.pk).update(reported_on=date(2026, 11, 20))


@pytest.fixture
def three_costs(monkeypatch):
    from followup.queries import municipal_report

    real = municipal_report._invoiced
    more = {"Fast kostnad": 254_794, "Kvalitetsgranskning": 7_000, "Underskott": 3_000}
    monkeypatch.setattr(municipal_report, "_invoiced", lambda *given: real(*given) | more)


@pytest.mark.parametrize("organisation", ["berg", "ostersund", "harjedalen"])
def test_it_prints_on_one_sheet(organisation, signed_in, fullest, three_costs, tmp_path):
    response = signed_in("mika").get(address(organisation, name="municipal_report_pdf"))
    assert response["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        assert len(pdf.pages) == 1
        width, height = (float(side) for side in pdf.pages[0].MediaBox[2:])
    assert (round(width), round(height)) == (595, 842)
    path = tmp_path / "one.pdf"
    path.write_bytes(response.content)
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    told = re.sub(r"\s+", " ", text.stdout)
    assert "Det är fast kostnad" in told
    assert "Vad som levererades" in told
    assert "Så skyddas enskilda" in told
