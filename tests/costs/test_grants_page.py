"""/kostnader/<samverkan>/statsbidrag/: registering, mending and removing a state grant, and what it shows."""

import io
import json
import re
import subprocess

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from costs.models import StateGrant

GRANT = {"year": "2024", "label": "Länsstyrelsen", "amount": "500 000", "decision": "Lst 2024-02-01"}


@pytest.fixture(autouse=True)
def _today(november_2026):
    pass


@pytest.fixture
def register(signed_in):
    def post(username="jo", slug="vasternorrland", **changed):
        address = reverse("grant_new", args=[slug])
        return signed_in(username).post(address, GRANT | changed, follow=True)

    return post


def test_the_form_starts_with_the_year_that_has_a_cost(signed_in, read):
    page = read(signed_in("jo").get(reverse("grant_new", args=["vasternorrland"])))
    assert 'value="2024"' in page
    assert 'value="2027"' in read(signed_in("alex").get(reverse("grant_new", args=["cmv"])))


def test_a_registered_grant_tells_what_is_shared_and_stands_in_the_list(register, read):
    page = read(register())
    assert "Bidraget är registrerat. 2024 delar parterna på 2 045 720 kr." in page
    assert "Länsstyrelsen 2024" in page
    assert "Lst 2024-02-01" in page
    grant = StateGrant.objects.get()
    assert f'href="/kostnader/vasternorrland/statsbidrag/{grant.pk}/"' in page
    assert "Jo Exempel" in page


def test_every_municipality_pays_less_on_every_page_and_file(register, signed_in, read):
    register()
    sam = signed_in("sam")
    page = read(sam.get(reverse("distribution", args=["vasternorrland", 2024])))
    for amount in ("77 084 kr", "149 057 kr", "209 100 kr", "835 173 kr", "150 848 kr", "467 474 kr"):
        assert amount in page
    assert "återger förslagets tabell krona för krona" in page
    assert "Tabellen är från före statsbidragen, som minskar det som delas till 2 045 720 kr." in page
    assert "blir tillsammans 2 045 721 kr, <b>+1 kr</b> mot det." in page
    assert "Så är det också i källan" not in page
    for address in ("/samverkan/vasternorrland/", "/samverkan/vasternorrland/ange/"):
        assert "Statsbidrag på 500 000 kr är avdragna." in read(sam.get(address))
    assert "77 084 kr" in read(sam.get("/samverkan/vasternorrland/ange/"))
    text = sam.get(reverse("distribution_file", args=["vasternorrland", 2024, "txt"])).content.decode()
    assert "Avrundade var för sig blir beloppen tillsammans 2\u00a0045\u00a0721\u00a0kr, +1\u00a0kr" in text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"amount": "0"}, "Bidraget måste vara större än noll."),
        ({"amount": "mycket"}, "Skriv beloppet i hela kronor"),
        ({"label": ""}, "Skriv vad bidraget heter."),
        ({"decision": ""}, "Skriv var och när bidraget beslutades."),
        ({"year": "2025"}, "Avtalet säger inte hur kostnaden räknas upp till 2025."),
        ({"year": "1999"}, "Skriv ett år från 2000 till 2100."),
    ],
)
def test_what_is_wrong_is_said(changed, said, register, read):
    assert said in read(register(**changed))
    assert not StateGrant.objects.exists()


def test_a_personal_number_is_refused(register, read):
    register(decision="Beslut om 19121212-1212")
    assert not StateGrant.objects.exists()


def test_a_grant_is_mended_and_removed(register, signed_in, read):
    register()
    jo, grant = signed_in("jo"), StateGrant.objects.get()
    address = reverse("grant", args=["vasternorrland", grant.pk])
    assert "Ändra Länsstyrelsen 2024" in read(jo.get(address))
    page = read(jo.post(address, GRANT | {"amount": "45 720"}, follow=True))
    assert "Bidraget är ändrat. 2024 delar parterna på 2 500 000 kr." in page
    removal = reverse("grant_remove", args=["vasternorrland", grant.pk])
    assert jo.get(removal).status_code == 405
    page = read(jo.post(removal, follow=True))
    assert "Länsstyrelsen 2024 är borttaget. 2024 delar parterna på 2 545 720 kr." in page
    assert not StateGrant.objects.exists()


def test_a_grant_of_another_cooperation_is_not_found(register, signed_in):
    register()
    grant = StateGrant.objects.get()
    for slug in ("cmv", "vasternorrland"):
        assert signed_in("alex").get(reverse("grant", args=[slug, grant.pk])).status_code == 404
    assert signed_in("jo").get(reverse("grant", args=["cmv", grant.pk])).status_code == 404


@pytest.mark.parametrize("username", ["sam", "alex", "kim"])
def test_others_find_no_form(username, register):
    assert register(username).status_code == 404
    assert not StateGrant.objects.exists()


def test_the_budget_page_offers_a_grant_and_for_a_proposal_no_budget(signed_in, read):
    page = read(signed_in("jo").get(reverse("budget", args=["vasternorrland"])))
    assert reverse("grant_new", args=["vasternorrland"]) in page
    assert "Registrera budget" not in page
    assert reverse("grant_new", args=["cmv"]) in read(signed_in("alex").get(reverse("budget", args=["cmv"])))
    assert "statsbidrag/ny" not in read(signed_in("sam").get(reverse("budget", args=["vasternorrland"])))
    assert "statsbidrag/ny" not in read(signed_in("alex").get(reverse("budget", args=["norrsken"])))


def test_the_files_name_the_krona_and_no_day_that_the_source_lacks(register, signed_in, tmp_path):
    register()
    sam = signed_in("sam")

    def fetch(suffix):
        return sam.get(f"/kostnader/vasternorrland/2024/fordelning.{suffix}")

    (tmp_path / "f.pdf").write_bytes(fetch("pdf").content)
    told = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "f.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    told = re.sub(r"\s+", " ", told)
    assert "Tillsammans blir de 1 kr mer än summan att fördela, 2 045 720 kr." in told
    assert "Folkmängd 2022 Andel" in told
    assert "31 dec" not in told
    book = load_workbook(io.BytesIO(fetch("xlsx").content))["Fördelning"]
    cells = [str(cell) for row in book.iter_rows(values_only=True) for cell in row if cell is not None]
    assert any(cell.startswith("Folkmängd 2022: ") for cell in cells)
    assert not any("2022-12-31" in cell for cell in cells)
    assert "Avrundningsdifferens, kr" in cells
    assert json.loads(fetch("json").content)["rounding_difference"] == 1
