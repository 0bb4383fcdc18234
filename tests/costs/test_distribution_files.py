"""A year's distribution as files: the same kronor in every one of them, and formulas that recompute."""

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from django.urls import reverse

from agreements.models import Cooperation, Organisation
from agreements.swedish import round_half_up
from costs.models import AllocationKey, KeyShare, StateGrant
from costs.queries.distribution import distribution_of
from costs.spreadsheet import distribution_xlsx

AMOUNTS_2025 = {
    "Ragunda": 183_907,
    "Bräcke": 218_164,
    "Krokom": 558_934,
    "Strömsund": 398_987,
    "Åre": 443_304,
    "Berg": 254_794,
    "Härjedalen": 363_070,
    "Östersund": 2_323_607,
}


@pytest.fixture(autouse=True)
def _today(november_2026):
    pass


@pytest.fixture
def fetch(signed_in):
    def get(suffix, slug="cmv", year=2025, username="kim", **query):
        address = reverse("distribution_file", args=[slug, year, suffix])
        return signed_in(username).get(address, query)

    return get


def workbook(data: bytes, *, values=True):
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def table(book):
    """The rows of the first sheet's table, by heading."""
    rows = list(book["Fördelning"].iter_rows(min_row=8, values_only=True))
    headings = rows[0]
    wanted = [row for row in rows[1:] if row[0] and str(row[0]).isdigit()]
    return [dict(zip(headings, row, strict=True)) for row in wanted]


# --- The same kronor everywhere


def test_csv_has_the_agreements_kronor(fetch):
    rows = list(csv.reader(io.StringIO(fetch("csv").content.decode("utf-8-sig")), delimiter=";"))
    assert {row[1]: int(row[4]) for row in rows[1:]} == AMOUNTS_2025


def test_json_has_the_agreements_kronor_and_every_step(fetch):
    found = json.loads(fetch("json").content)
    assert {party["name"]: party["amount"] for party in found["parties"]} == AMOUNTS_2025
    assert all(party["steps"][-1]["kind"] == "amount" for party in found["parties"])


def test_the_text_has_the_agreements_kronor_and_every_step(fetch):
    text = fetch("txt").content.decode().replace("\u00a0", " ")
    found = dict(re.findall(r"^([A-ZÅÄÖ]\w+): ([0-9 ]+) kr$", text, re.MULTILINE))
    assert {name: int(kronor.replace(" ", "")) for name, kronor in found.items()} == AMOUNTS_2025
    assert "1. Bergs folkmängd 1 november 2023: 7 114 (Avtalets tabell, punkt 11.3)" in text
    assert "9 % av 4 352 997 = 391 769,73, avrundat till hela kronor: 391 770 kr (punkt 11.2)" in text


def test_the_spreadsheet_has_the_agreements_kronor_and_no_difference(fetch):
    rows = table(workbook(fetch("xlsx").content))
    assert {row["Kommun"]: row["Portalens belopp, kr"] for row in rows} == AMOUNTS_2025
    assert {row["Kommun"]: row["Belopp enligt formel, kr"] for row in rows} == AMOUNTS_2025
    assert {row["Skillnad, kr"] for row in rows} == {0}


def test_the_pdf_has_the_agreements_kronor(signed_in):
    response = signed_in("kim").get(reverse("distribution_pdf", args=["cmv", 2025]))
    assert response["Content-Type"] == "application/pdf"
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext finns inte på den här maskinen")
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=response.content, capture_output=True, check=True
    )
    text = done.stdout.decode().replace("\u00a0", " ")
    for name, amount in AMOUNTS_2025.items():
        assert re.search(rf"{name}\s.*{amount:,}".replace(",", " "), text), name


# --- Names, types, rights


@pytest.mark.parametrize(
    ("suffix", "content_type", "how"),
    [
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "attachment"),
        ("csv", "text/csv; charset=utf-8", "attachment"),
        ("json", "application/json", "attachment"),
        ("txt", "text/plain; charset=utf-8", "inline"),
    ],
)
def test_files_have_neutral_names_and_are_not_kept_by_proxies(suffix, content_type, how, fetch):
    response = fetch(suffix)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'{how}; filename="fordelning-cmv-2025.{suffix}"'
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("suffix", ["pdf.exe", "xls", "html", "CSV"])
def test_other_suffixes_are_not_found(suffix, fetch):
    assert fetch(suffix).status_code == 404


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "json", "txt"])
def test_who_may_not_see_the_page_gets_no_file(suffix, fetch):
    assert fetch(suffix, slug="vasternorrland", year=2024).status_code == 404
    assert fetch(suffix, slug="vasternorrland", year=2024, username="sam").status_code == 200


@pytest.mark.parametrize("suffix", ["xlsx", "csv", "json", "txt"])
def test_a_year_without_population_has_files_only_as_an_estimate(suffix, fetch):
    assert fetch(suffix, year=2028).status_code == 404
    assert fetch(suffix, year=2028, antagen="1").status_code == 200


def test_a_year_without_amount_has_no_file(fetch, signed_in):
    assert fetch("csv", slug="norrsken", year=2026).status_code == 404
    assert signed_in("kim").get(reverse("distribution_pdf", args=["norrsken", 2026])).status_code == 404


# --- The spreadsheet


def test_the_sheets_are_complete(fetch):
    book = workbook(fetch("xlsx", year=2027).content)
    assert book.sheetnames == ["Fördelning", "Härledning", "Budget"]
    assert book["Fördelning"].freeze_panes == "C9"
    steps = [row for row in book["Härledning"].iter_rows(min_row=2, values_only=True) if row[0] == "Berg"]
    assert steps[-1][2:5] == (
        "Att betala",
        "5,319\u00a0% av summan = 267\u00a0743,73, avrundat till hela kronor",
        "267\u00a0744\u00a0kr",
    )
    budget = {row[0]: row[1:] for row in book["Budget"].iter_rows(values_only=True) if row[0]}
    assert budget["Summa"] == (4_744_767, 5_033_723)
    assert budget["Summa 2027, avrundad en gång"][0] == 5_033_723
    assert budget["Lokalkostnader"] == (511_922, 543_098)


def test_shares_amounts_and_sums_are_formulas(fetch):
    sheet = workbook(fetch("xlsx").content, values=False)["Fördelning"]
    for letter in "FGHI":
        assert all(str(sheet[f"{letter}{row}"].value).startswith("=") for row in range(9, 17)), letter
    assert sheet["C17"].value == "=SUM(C9:C16)"
    assert sheet["C6"].value == "=Budget!$B$10"
    assert isinstance(sheet["E9"].value, int)  # the portal's own amount is no formula


def test_nothing_from_the_database_becomes_a_formula(fetch, cmv):
    Organisation.objects.filter(slug="berg").update(short_name='=HYPERLINK("http://x.invalid")')
    budget = cmv.budgets.get(year=2025)
    budget.lines.filter(position=1).update(label="=1+1")
    budget.source = "@SUM(A1)"
    budget.save()
    book = workbook(fetch("xlsx", username="sam").content, values=False)
    formulas = [
        cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f" and ("HYPERLINK" in cell.value or "1+1" in cell.value)
    ]
    assert formulas == []
    named = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in named] == ["s"]


def key_of(agreement, year, method, **shares):
    key = AllocationKey.objects.create(agreement=agreement, year=year, method=method)
    for slug, values in shares.items():
        KeyShare.objects.create(key=key, organisation=Organisation.objects.get(slug=slug), **values)
    return key


def test_a_key_that_formulas_cannot_follow_is_written_as_values(cmv):
    key_of(cmv, 2027, "equal")
    book = workbook(distribution_xlsx(distribution_of(cmv.cooperation, 2027)), values=False)
    sheet = book["Fördelning"]
    assert [cell.value for cell in sheet[8]][:5] == [
        "Kommunkod",
        "Kommun",
        "Folkmängd",
        "Andel",
        "Portalens belopp, kr",
    ]
    assert sheet["F8"].value is None
    assert sum(sheet[f"E{row}"].value for row in range(9, 17)) == 5_033_723


# --- Recomputed by a spreadsheet program


RECALCULATE_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def without_results(data: bytes) -> bytes:
    """The workbook with every formula's stored result made wrong, so that only a recalculation helps."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as copy:
        for name in source.namelist():
            part = source.read(name)
            if "worksheets/" in name:
                part = re.sub(rb"(</f><v>)[^<]*", rb"\g<1>7", part)
            copy.writestr(name, part)
    return out.getvalue()


@pytest.fixture(scope="module")
def recalculate(tmp_path_factory):
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice (soffice) finns inte på den här maskinen")
    folder = tmp_path_factory.mktemp("calc")
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(RECALCULATE_ALWAYS, encoding="utf-8")

    def run(files: dict[str, bytes]) -> dict[str, bytes]:
        for name, data in files.items():
            (folder / f"{name}.xlsx").write_bytes(without_results(data))
        command = ["soffice", "--headless", f"-env:UserInstallation={profile.parent.as_uri()}"]
        command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out")]
        command += [str(folder / f"{name}.xlsx") for name in files]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return {name: Path(folder / "out" / f"{name}.xlsx").read_bytes() for name in files}

    return run


def test_a_spreadsheet_program_comes_to_the_same_kronor(recalculate, cmv):
    StateGrant.objects.create(
        agreement=cmv, year=2026, label="Prov", amount=100_000, decision="Prov", is_example=True
    )
    proposal = Cooperation.objects.get(slug="vasternorrland")
    made = {
        "printed": distribution_of(cmv.cooperation, 2025),
        "granted": distribution_of(cmv.cooperation, 2026),
        "uplifted": distribution_of(cmv.cooperation, 2027),
        "exact": distribution_of(proposal, 2024),
    }
    back = recalculate({name: distribution_xlsx(shown) for name, shown in made.items()})
    for name, shown in made.items():
        book = workbook(back[name])
        rows = table(book)
        assert [row["Belopp enligt formel, kr"] for row in rows] == [row.amount for row in shown.rows], name
        assert {row["Skillnad, kr"] for row in rows} == {0}, name
        assert book["Fördelning"]["C6"].value == shown.total, name
        last = 9 + len(shown.rows)
        assert book["Fördelning"][f"E{last}"].value == shown.amount_sum, name
        assert book["Fördelning"][f"E{last + 1}"].value == shown.rounding_difference, name
        assert book["Fördelning"][f"I{last + 1}"].value == "Stämmer med portalen", name
        shares = [round_half_up(Fraction(str(row["Andel enligt formel"])) * 10**6) for row in rows]
        printed = [round_half_up(Fraction(row.share.replace(",", ".")) * 10**4) for row in shown.rows]
        assert shares == printed, name


def test_the_formulas_hold_when_remainders_are_equal(recalculate, cmv):
    """Eight equal populations and a total that does not divide: the units follow the written order."""
    table_2026 = cmv.keys.model.objects.get(agreement=cmv, year=2025).population_table
    table_2026.figures.update(population=5000)
    shown = distribution_of(cmv.cooperation, 2025)
    rows = table(workbook(recalculate({"equal": distribution_xlsx(shown)})["equal"]))
    assert [row["Belopp enligt formel, kr"] for row in rows] == [row.amount for row in shown.rows]
    assert len({row.amount for row in shown.rows}) == 2
