"""A decision pack's files: the same kronor in Word, PDF and spreadsheet as in the calculation."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import date

import openpyxl
import pack_sample
import pytest
from docx import Document as open_word
from lxml import etree

from agreements.swedish import NBSP, number
from cmv_portal.packs.budget import budget_matter
from cmv_portal.packs.files import Pack
from cmv_portal.packs.revision import revision_matter
from costs.queries.calculations import calculation_of
from tests.costs import test_distribution_files as spreadsheets
from tests.followup.tagged import tables
from tests.followup.test_documents import opened, page_count, poppler, text_of, ua_errors

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils finns inte på maskinen"),
]

recalculate = spreadsheets.recalculate
TODAY = date(2026, 11, 25)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FIRST, LATER = "Kostnad per kommun 2027, kronor", "Åren därefter, kronor"


@pytest.fixture
def revision():
    return pack_sample.recommended(pack_sample.revision())


@pytest.fixture
def pack(revision):
    return Pack(revision_matter(revision, TODAY), revision, revision.slug)


@pytest.fixture
def expected(revision, cmv):
    """What each municipality pays in a year, without and with the proposal, by the calculations alone."""

    def amounts(year):
        before = calculation_of(cmv, year, allow_estimated=True)
        after = calculation_of(revision, year, allow_estimated=True)
        assert after.total != before.total
        names = [party.name for party in after.allocation.parties]
        pairs = zip(names, before.amounts.values(), after.amounts.values(), strict=True)
        return {name: (old, new) for name, old, new in pairs}

    return amounts


def made(pack, name):
    return pack.file(name).make()


def as_number(text):
    return int(text.replace(NBSP, "").replace(" ", "").replace("−", "-").replace("+", ""))


def word_tables(data):
    """Every table of a Word file by its caption, as rows of texts."""
    document = open_word(io.BytesIO(data))
    found = {}
    for table in document.tables:
        caption = table._tbl.tblPr.find(f"{WORD}tblCaption").get(f"{WORD}val")
        found[caption] = [[cell.text for cell in row.cells] for row in table.rows]
    return found


# --- The same kronor everywhere


def test_the_first_year_is_the_calculations_own_in_word_and_pdf(pack, expected):
    wanted = expected(2027)
    for read in (
        word_tables(made(pack, "tjansteskrivelse.docx")),
        tables(made(pack, "tjansteskrivelse.pdf")),
    ):
        rows = {row[0]: [as_number(cell) for cell in row[1:4]] for row in read[FIRST][1:]}
        sums = rows.pop("Summa")
        assert rows == {name: [old, new, new - old] for name, (old, new) in wanted.items()}
        assert sums == [sum(old for old, _ in wanted.values()), 5_046_700, 12_977]


def test_the_years_ahead_are_the_calculations_own_in_word_and_pdf(pack, expected):
    for read in (
        word_tables(made(pack, "tjansteskrivelse.docx")),
        tables(made(pack, "tjansteskrivelse.pdf")),
    ):
        head, *rows = read[LATER]
        assert head[1::2] == ["2028", "2029", "2030", "2031"]
        for place, year in enumerate((2028, 2029, 2030, 2031)):
            wanted = expected(year)
            shown = {row[0]: [as_number(cell) for cell in row[1 + 2 * place : 3 + 2 * place]] for row in rows}
            after_sum, difference_sum = shown.pop("Summa")
            assert shown == {name: [new, new - old] for name, (old, new) in wanted.items()}
            assert after_sum == sum(new for _, new in wanted.values())
            assert difference_sum == sum(new - old for old, new in wanted.values())


def test_the_spreadsheet_has_the_same_kronor_and_formulas_for_them(pack, expected):
    data = made(pack, "fordelning.xlsx")
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    rows = [row for row in values["Jämförelse"].iter_rows(min_row=2, values_only=True) if row[0]]
    for year in range(2027, 2032):
        shown = {row[1]: row[3:6] for row in rows if row[0] == year}
        assert shown.pop("Summa")[2] == sum(new - old for old, new in expected(year).values())
        assert shown == {name: (old, new, new - old) for name, (old, new) in expected(year).items()}
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Jämförelse"]
    assert sheet["F2"].value == "=E2-D2"
    assert sheet["G2"].value == "=ROUND(E2/C2,2)"
    assert sheet["E10"].value == "=SUM(E2:E9)"
    assert [cell.value for cell in sheet[1]][3:5] == ["Avtalet nu, kr", "Förslaget, kr"]
    key = list(values["Fördelning"].iter_rows(min_row=9, values_only=True))
    assert {row[1]: row[4] for row in key if str(row[0]).isdigit()} == {
        name: new for name, (_, new) in expected(2027).items()
    }
    assert values["Budget"]["B1"].value == "Förslag 2027, kr"


def test_a_spreadsheet_program_comes_to_the_same_comparison(recalculate, pack, expected):
    data = made(pack, "fordelning.xlsx")
    back = recalculate({"pack": data})["pack"]
    for book in (data, back):
        sheet = openpyxl.load_workbook(io.BytesIO(book), data_only=True)["Jämförelse"]
        rows = {row[1]: row for row in sheet.iter_rows(min_row=2, max_row=10, values_only=True)}
        for name, (old, new) in expected(2027).items():
            assert rows[name][5] == new - old
            assert rows[name][6] == round(new / rows[name][2], 2)
        assert rows["Summa"][4:6] == (5_046_700, 12_977)


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice finns inte på maskinen")
def test_libreoffice_opens_the_word_file_and_shows_the_figures(pack, expected, tmp_path):
    pdf = by_libreoffice(made(pack, "tjansteskrivelse.docx"), "docx", "pdf", tmp_path)
    text = text_of(pdf).replace(NBSP, " ")
    for name, (old, new) in expected(2027).items():
        row = " ".join([name, number(old), number(new), f"+{number(new - old)}"]).replace(NBSP, " ")
        assert row in text
    assert "Centrum mot våld: reviderat avtal från 1 januari 2027" in text
    assert "Sida 1 (" in text
    assert page_count(pdf) <= 3


def by_libreoffice(data, suffix, to, folder):
    """The file as LibreOffice reads it and writes it again."""
    (folder / f"in.{suffix}").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    out = folder / "out"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", to, "--outdir", out, folder / f"in.{suffix}"],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (out / f"in.{to}").read_bytes()


# --- How the Word file is made


def parts(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_word_file_is_in_swedish_with_real_headings(pack):
    found = parts(made(pack, "tjansteskrivelse.docx"))
    styles = etree.fromstring(found["word/styles.xml"])
    languages = {element.get(f"{WORD}val") for element in styles.iter(f"{WORD}lang")}
    assert languages == {"sv-SE"}
    assert b"<dc:language>sv-SE</dc:language>" in found["docProps/core.xml"]
    document = open_word(io.BytesIO(made(pack, "tjansteskrivelse.docx")))
    styled = {paragraph.text: paragraph.style.name for paragraph in document.paragraphs}
    assert styled["Centrum mot våld: reviderat avtal från 1 januari 2027"] == "Title"
    headings = [text for text, style in styled.items() if style == "Heading 1"]
    assert headings == [
        "Förslag till beslut",
        "Beskrivning av ärendet",
        "Ändrade punkter",
        "Ekonomiska konsekvenser",
        "Det här är inte säkert än",
        "Öppna frågor i avtalet",
        "Handlingar i ärendet",
        "Beslutet skickas till",
    ]
    numbered = [text for text, style in styled.items() if style == "List Number"]
    assert numbered == list(pack.memo.proposal.points)


def test_the_tables_of_the_word_file_have_marked_heads_and_the_pages_numbers(pack):
    found = parts(made(pack, "tjansteskrivelse.docx"))
    body = etree.fromstring(found["word/document.xml"])
    tables_found = list(body.iter(f"{WORD}tbl"))
    assert len(tables_found) == 4
    for table in tables_found:
        first = table.find(f"{WORD}tr")
        assert first.find(f"{WORD}trPr/{WORD}tblHeader") is not None
        assert table.find(f"{WORD}tblPr/{WORD}tblCaption").get(f"{WORD}val")
    foot = next(data for name, data in found.items() if "footer" in name and b"PAGE" in data)
    assert b'instr="PAGE"' in foot
    assert b'instr="NUMPAGES"' in foot


def test_the_word_file_has_no_macros_and_nothing_from_elsewhere(pack):
    found = parts(made(pack, "tjansteskrivelse.docx"))
    assert not [name for name in found if re.search(r"vba|activeX|embeddings|\.bin$", name)]
    assert not [name for name, data in found.items() if b'TargetMode="External"' in data]
    about = open_word(io.BytesIO(made(pack, "tjansteskrivelse.docx"))).core_properties
    assert (about.author, about.language) == ("Kommunförbundet Jämtland Härjedalen", "sv-SE")
    assert about.created.date() == TODAY
    assert about.comments == ""


# --- How the PDFs are made


@pytest.mark.parametrize("name", ["tjansteskrivelse.pdf", "avtalsvillkor.pdf", "extract"])
def test_the_pdfs_are_for_the_archive_and_for_everyone(name, pack, tmp_path):
    extract = pack.extract_of(pack.matter.party("berg"), "pdf")
    data = extract.make() if name == "extract" else made(pack, name)
    assert ua_errors(data, tmp_path) == []
    pdf = opened(data)
    assert pdf.Root.Lang == "sv"
    assert pdf.Root.MarkInfo.Marked
    with pdf.open_metadata() as metadata:
        assert (metadata.pdfa_status, metadata["pdfuaid:part"]) == ("3A", "1")
    rows = poppler(data, "pdffonts", "-").splitlines()[2:]
    assert len(rows) == 3


def test_the_memo_keeps_to_two_pages_and_an_extract_to_one(pack):
    assert page_count(made(pack, "tjansteskrivelse.pdf")) == 2
    assert page_count(pack.extract_of(pack.matter.party("are"), "pdf").make()) == 1


def test_the_appendix_has_every_term_with_its_clause_and_marks_what_is_changed(pack, revision):
    found = tables(made(pack, "avtalsvillkor.pdf"))
    rows = [row for row in found["Alla villkor"] + found[""] if row[3] != "Ändring"]
    assert len(rows) == revision.terms.count()
    assert ["Uppräkning", "3,5 % per år", "11.2, 11.3", "ändrat, var 3 % per år"] in [
        [cell.replace(NBSP, " ") for cell in row] for row in rows
    ]
    assert [row[3] for row in rows].count("oförändrat") == len(rows) - 1


# --- The ZIP, and what may not come in


def test_the_zip_holds_each_file_with_its_day(pack):
    found = parts(made(pack, "beslutsunderlag.zip"))
    assert sorted(found) == [
        "avtalsvillkor-cmv-2027-2026-11-25.pdf",
        "fordelning-cmv-2027-2026-11-25.xlsx",
        "tjansteskrivelse-cmv-2027-2026-11-25.docx",
        "tjansteskrivelse-cmv-2027-2026-11-25.pdf",
    ]
    assert found["tjansteskrivelse-cmv-2027-2026-11-25.pdf"] == made(pack, "tjansteskrivelse.pdf")


def test_a_purpose_is_only_text(cmv):
    evil = "<img src=file:///etc/passwd> & </w:t> {{ today }} =1+1\x07"
    revision = pack_sample.revision(purpose=evil)
    pack = Pack(revision_matter(revision, TODAY), revision, revision.slug)
    said = "<img src=file:///etc/passwd> & </w:t> {{ today }} =1+1"
    assert said in text_of(made(pack, "tjansteskrivelse.pdf"))
    document = open_word(io.BytesIO(made(pack, "tjansteskrivelse.docx")))
    assert said in [paragraph.text for paragraph in document.paragraphs]


def test_a_draft_says_so_in_word_and_pdf(cmv):
    revision = pack_sample.revision(submitted=False)
    pack = Pack(revision_matter(revision, TODAY), revision, revision.slug)
    document = open_word(io.BytesIO(made(pack, "tjansteskrivelse.docx")))
    assert "Utkast" in document.sections[0].header.paragraphs[0].text
    assert "Utkast" in text_of(made(pack, "tjansteskrivelse.pdf"))


# --- Extracts and budgets


def test_an_extract_has_the_partys_own_kronor(pack, expected):
    old, new = expected(2027)["Berg"]
    party = pack.matter.party("berg")
    for read in (
        tables(pack.extract_of(party, "pdf").make()),
        word_tables(pack.extract_of(party, "docx").make()),
    ):
        rows = read["Bergs kostnad, kronor"]
        assert [as_number(cell) for cell in rows[1][:4]] == [2027, old, new, new - old]
        assert [row[0] for row in rows[1:]] == ["2027", "2028", "2029", "2030", "2031"]


def test_a_proposed_budget_is_shared_by_the_agreements_own_key(cmv):
    budget = pack_sample.add_budget(cmv, 2028)
    pack = Pack(budget_matter(cmv, 2028, TODAY), cmv, "cmv-budget-2028")
    rows = word_tables(made(pack, "tjansteskrivelse.docx"))["Kostnad per kommun 2028, kronor"]
    without = calculation_of(cmv, 2028, allow_estimated=True)
    budget.status = budget.Status.DECIDED
    budget.save()
    decided = calculation_of(cmv, 2028, allow_estimated=True)
    assert decided.total == 5_046_700
    shown = {row[0]: [as_number(cell) for cell in row[1:3]] for row in rows[1:-1]}
    names = [party.name for party in decided.allocation.parties]
    pairs = zip(without.amounts.values(), decided.amounts.values(), strict=True)
    assert shown == dict(zip(names, map(list, pairs), strict=True))


def test_a_proposed_budgets_later_years_are_uplifted_from_it(cmv):
    budget = pack_sample.add_budget(cmv, 2028)
    years = budget_matter(cmv, 2028, TODAY).consequences.years
    budget.status = budget.Status.DECIDED
    budget.save()
    for year in years:
        decided = calculation_of(cmv, year.year, allow_estimated=True)
        assert year.after.calculation.amounts == decided.amounts
        assert year.after.calculation.inputs.budget.rates == decided.inputs.budget.rates
