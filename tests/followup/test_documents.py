"""What the PDFs say and how they are made, read with other programs than the one that made them."""

import gc
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest

from agreements.models import Organisation
from agreements.swedish import kr, number
from costs.calculation import frozen
from costs.contents import Issue, credit_contents, invoice_contents, ocr_number
from costs.models import Charge, Document
from costs.queries.calculations import calculation_of
from followup import documents
from followup.pdf import batch

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils finns inte på maskinen"),
]

CMV_2025 = {
    "Ragunda": 183_907,
    "Bräcke": 218_164,
    "Krokom": 558_934,
    "Strömsund": 398_987,
    "Åre": 443_304,
    "Berg": 254_794,
    "Härjedalen": 363_070,
    "Östersund": 2_323_607,
}


# --- Reading a PDF


def poppler(pdf: bytes, program: str, *arguments: str) -> str:
    return subprocess.run([program, *arguments], input=pdf, capture_output=True, check=True).stdout.decode()


def text_of(pdf: bytes, page: int | None = None, *, order: str = "-layout") -> str:
    pages = ["-f", str(page), "-l", str(page)] if page else []
    return " ".join(poppler(pdf, "pdftotext", *pages, order, "-", "-").split())


def plain(text: str) -> str:
    return " ".join(text.split())


def unspaced(text: str) -> str:
    """Without spaces, since the turned letters of the draft mark are read one by one."""
    return "".join(text.split())


def page_count(pdf: bytes) -> int:
    return int(re.search(r"^Pages: +(\d+)", poppler(pdf, "pdfinfo", "-"), re.MULTILINE)[1])


@cache
def opened(pdf: bytes):
    """The PDF as pikepdf reads it; kept, since its objects die with it."""
    return pytest.importorskip("pikepdf").open(BytesIO(pdf))


def elements(pdf: bytes) -> list:
    """All structure elements of a tagged PDF."""
    found, waiting = [], [opened(pdf).Root.StructTreeRoot]
    pikepdf = pytest.importorskip("pikepdf")
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Array):
            waiting += list(item)
        elif isinstance(item, pikepdf.Dictionary):
            if "/S" in item:
                found.append(item)
            waiting += [item.K] if "/K" in item else []
    return found


@cache
def _rendered(contents: str, draft: bool) -> bytes:
    return documents.render(json.loads(contents), draft=draft)


def pdf_of(contents: dict, *, draft: bool = False) -> bytes:
    """The PDF of some contents; the same contents are rendered once."""
    return _rendered(json.dumps(contents, sort_keys=True), draft)


# --- Contents


@pytest.fixture
def organisation(db):
    return lambda slug: Organisation.objects.get(slug=slug)


@pytest.fixture
def contents(cmv, organisation):
    """The contents of a year's document for one party; `issue=None` makes a draft's."""

    def make(slug="bracke", year=2025, *, kind="fixed_cost", amount=None, number_text=None, **fields):
        calculation = frozen(calculation_of(cmv, year, amount=amount, allow_estimated=True))
        charge = Charge(agreement=cmv, year=year, kind=kind, amount=amount, **fields)
        text = f"{year}0002" if number_text is None else number_text
        digits = "".join(filter(str.isdigit, text))
        issue = Issue(text, date(year, 1, 15), ocr_number(digits)) if text else None
        made = invoice_contents(charge, calculation, organisation("ostersund"), organisation(slug), issue)
        return json.loads(json.dumps(made))

    return make


@pytest.fixture
def credit(contents):
    def make(amount: int, reason: str = "Fel belopp"):
        original = Document(
            number="20250002", issue_date=date(2025, 1, 15), amount=218_164, frozen=contents()
        )
        return credit_contents(original, amount, reason, Issue("20250009", date(2025, 2, 3), ""))

    return make


@pytest.fixture
def wear(contents):
    """An invoice for abnormal wear (11.4): the home municipality alone pays."""
    made = contents(
        kind="abnormal_wear", amount=12_500, number_text="S20250001", reference="R-17", decision=""
    )
    line = {**made["line"], "unit_price": 12_500, "amount": 12_500}
    return {**made, "line": line, "amount": 12_500}


@pytest.fixture
def every_kind(contents, credit, wear):
    return {
        "invoice": contents(),
        "forecast": contents(year=2027),
        "internal": contents("ostersund", number_text="I20250001"),
        "credit": credit(18_164),
        "wear": wear,
        "review": contents(kind="quality_review", amount=150_000, decision="Styrgruppen § 7"),
    }


# --- The invoice


def test_an_invoice_says_on_page_1_what_a_finance_officer_needs(contents):
    pdf = pdf_of(contents())
    first = text_of(pdf, 1)
    for needed in (
        "Östersunds kommun",
        "Faktura 20250002, original",
        "Bräcke kommun",
        "Box 190",
        "840 60 Bräcke",
        "Centrum mot våld 2025",
        "Att betala",
        "218 164 kr",
        "14 februari 2025",
        "2025000205",
        "2025-01-15",
        "2025-02-14",
        "212000-2460",
        "212000-2528",
        "SE212000252801",
        "Samarbetsavtal Centrum mot våld 2025",
        "11.3 och 23",
        "2025-01-01 till 2025-12-31",
        "Fast kostnad 2025, Bräckes andel 4,598 %",
        "10 kap. 14 § mervärdesskattelagen (2023:200)",
        "Sida 1 (2)",
    ):
        assert needed in first
    assert page_count(pdf) == 2


def test_page_2_shows_the_whole_distribution_krona_for_krona(contents):
    made = contents()
    second = text_of(pdf_of(made), 2)
    for name, amount in CMV_2025.items():
        assert re.search(rf"{name}(, [a-zö, ]+)? [\d ]+ [\d,]+ {plain(number(amount))} ", second)
    assert "Summa 132 466 100,000 4 744 767" in second
    for line in made["calculation"]["result"]["budget"]["lines"]:
        assert plain(number(line["amount"])) in second
    assert "Summa att fördela 4 744 767" in second
    assert "Östersund, huvudman, internfördelning 64 871 48,972 2 323 607" in second
    assert "Bräcke, denna faktura 6 091 4,598 218 164" in second


def test_page_2_shows_every_step_of_the_frozen_derivation(contents):
    made = contents(year=2027)
    second = text_of(pdf_of(made), 2)
    own = next(row for row in made["calculation"]["result"]["parties"] if row["organisation"] == "bracke")
    assert len(own["steps"]) > 6
    for step in own["steps"]:
        for text in (step["label"], step["result"]):
            assert set(plain(text).split()) <= set(second.split())
    assert "Uppräkning 2026–2027" in second
    assert "Summa 132 370 100,000 5 033 723" in second
    assert page_count(pdf_of(made)) == 2


@pytest.mark.parametrize(("slug", "year"), [("bracke", 2026), ("berg", 2027), ("krokom", 2027)])
def test_an_uplifted_amount_with_a_reconciled_share_keeps_to_two_pages(contents, slug, year):
    """The longest derivation: eleven steps, the distribution and the budget on page 2."""
    pdf = pdf_of(contents(slug, year))
    assert "Andelarna ska tillsammans bli" in text_of(pdf, 2)
    assert "Summa att fördela" in text_of(pdf, 2)
    assert page_count(pdf) == 2


def test_every_amount_comes_from_the_contents(contents):
    """A changed krona in the frozen copy is a changed krona on paper, wherever it is printed."""
    made = contents()
    made["amount"] = made["line"]["amount"] = made["line"]["unit_price"] = 987_654
    for row in made["calculation"]["result"]["parties"]:
        row["amount"] += 1
    text = text_of(pdf_of(made))
    assert "987 654 kr" in text
    for amount in CMV_2025.values():
        assert plain(number(amount + 1)) in text


def test_the_deviation_the_estimate_and_the_example_are_said(contents):
    assert "Avvikelse. Regeln är folkmängden 1 november 2024." in text_of(pdf_of(contents()), 2)
    assert "Exempel. Folkmängderna är exempelsiffror." in text_of(pdf_of(contents(year=2027)), 2)
    estimated = text_of(pdf_of(contents(year=2029)), 2)
    assert "Uppskattning. Regeln är folkmängden 1 november 2028." in estimated
    real = contents()
    real["calculation"]["inputs"]["population"].update(deviation="", is_example=False)
    assert not {"Avvikelse.", "Exempel.", "Uppskattning."} & set(text_of(pdf_of(real)).split())


def test_a_rounding_difference_is_named(contents):
    made = contents()
    made["calculation"]["result"]["rounding_difference"] = 1
    assert "Tillsammans blir de 1 kr mer än summan att fördela" in text_of(pdf_of(made), 2)


def test_a_review_shares_an_amount_and_shows_no_budget(every_kind):
    pdf = pdf_of(every_kind["review"])
    assert "Summa 132 466 100,000 150 000" in text_of(pdf, 2)
    assert "B. Budget" not in text_of(pdf)
    assert "Styrgruppen § 7" in text_of(pdf, 1)


def test_invented_references_are_marked_and_missing_ones_said(contents):
    made = contents()
    assert text_of(pdf_of(made), 1).count("exempel") == 4  # bankgiro, reference, and the contact twice
    made["seller"].update(is_example=False, bankgiro="", contact="")
    made["buyer"].update(is_example=False, reference="")
    made["vat"]["text"] = ""
    first = text_of(pdf_of(made), 1)
    assert "exempel" not in first
    assert first.count("saknas") == 3
    assert "Skäl till momsfrihet är inte angivet" in first
    assert "momsfri " not in first


def test_a_plusgiro_stands_where_there_is_no_bankgiro(contents):
    made = contents()
    made["seller"].update(bankgiro="", plusgiro="12 34 56-7")
    first = text_of(pdf_of(made), 1)
    assert "Plusgiro" in first
    assert "12 34 56-7" in first
    assert "Bankgiro" not in first


def test_a_demonstration_says_so_on_every_page_and_a_real_invoice_does_not(contents):
    made = contents()
    pdf = pdf_of({**made, "is_demo": True})
    for page in (1, 2):
        assert "Demonstration. Ingen riktig faktura." in text_of(pdf, page)
    assert "Demonstration" not in text_of(pdf_of({**made, "is_demo": False}))


# --- The other kinds


def test_an_internal_allocation_asks_nobody_to_pay(every_kind):
    pdf = pdf_of(every_kind["internal"])
    text = text_of(pdf)
    assert "Internfördelning I20250001, original" in text
    assert "Östersunds kommun är huvudman och fakturerar inte sig själv." in text
    assert "2 323 607 kr" in text_of(pdf, 1)
    assert "Östersund, huvudman, detta underlag 64 871 48,972 2 323 607" in text
    for word in ("Bankgiro", "OCR", "Betalas senast", "Förfallodatum", "Betalningstid"):
        assert word not in text
    assert page_count(pdf) == 2


@pytest.mark.parametrize(("amount", "what"), [(218_164, "Hela fakturan"), (18_164, "En del av fakturan")])
def test_a_credit_invoice_cites_the_original_and_is_not_to_be_paid(credit, amount, what):
    pdf = pdf_of(credit(amount, "Fel belopp i december"))
    text = text_of(pdf)
    assert f"{what} 20250002 krediteras" in text
    assert "15 januari 2025" in text
    assert "20250002 den 2025-01-15" in text
    assert "Kreditfaktura 20250009 Avtal" in text
    assert "Dess datum 2025-02-03" in text
    assert "Fakturanummer" not in text
    assert "Fakturadatum" not in text
    assert f"−{plain(kr(amount))}" in text
    assert "Fel belopp i december" in text
    assert "Kreditfakturan ska inte betalas." in text
    for word in ("Att betala", "OCR", "Betalas senast", "Förfallodatum", "Bankgiro", "Betalningstid"):
        assert word not in text
    assert page_count(pdf) == 1


def test_an_invoice_for_wear_says_its_fixed_text_and_nothing_more(wear):
    pdf = pdf_of(wear)
    text = text_of(pdf)
    assert "Särskild kostnad enligt avtal 11.4" in text
    assert "R-17" in text
    assert "12 500 kr" in text
    assert page_count(pdf) == 1
    everything = text + documents.html(wear)
    for word in ("Centrum", "våld", "CMV", "Ragunda", "andel", "invånare", "2025-12-31", "jour"):
        assert word not in everything
    assert opened(pdf).docinfo["/Title"] == "Faktura S20250001 från Östersunds kommun till Bräcke kommun"


def test_a_credit_invoice_for_wear_says_as_little(wear):
    original = Document(number="S20250001", issue_date=date(2025, 1, 15), amount=12_500, frozen=wear)
    made = credit_contents(original, 12_500, "Felaktig", Issue("S20250002", date(2025, 2, 3), ""))
    pdf = pdf_of(made)
    assert page_count(pdf) == 1
    everything = text_of(pdf) + documents.html(made)
    assert "Hela fakturan S20250001 krediteras" in everything
    for word in ("Centrum", "våld", "CMV", "andel", "2025-12-31", "jour"):
        assert word not in everything


def test_the_distribution_can_be_printed_by_itself(contents):
    calculation = contents()["calculation"]
    page = documents.DistributionPage(
        title="Fördelning 2025",
        lead="Centrum mot våld",
        author="Östersunds kommun",
        foot="CMV",
        principal="ostersund",
    )
    text = text_of(documents.render_distribution(calculation, page))
    for name, amount in CMV_2025.items():
        assert re.search(rf"{name}(, huvudman)? [\d ]+ [\d,]+ {plain(number(amount))} ", text)
    assert "Östersund, huvudman 64 871" in text
    assert "denna faktura" not in text


@pytest.mark.parametrize(("clause", "said"), [("11.3", "(punkt 11.3)"), ("bilaga 3", "(bilaga 3)"), ("", "")])
def test_a_place_in_the_agreement_is_named_as_one_would_say_it(contents, clause, said):
    made = contents()
    made["calculation"]["inputs"]["rule"]["clause"] = clause
    html = documents.html(made)
    assert f"A. Fördelning mellan kommunerna 2025{' ' + said if said else ''}</caption>" in html


# --- Drafts


def test_a_draft_is_marked_on_every_page_and_has_no_number(contents):
    pdf = pdf_of(contents(number_text=""), draft=True)
    assert page_count(pdf) == 2
    for page in (1, 2):
        assert "UTKAST" in unspaced(text_of(pdf, page, order="-raw"))
    first = text_of(pdf, 1)
    assert "utkast, inget nummer" in first
    assert "30 dagar efter" in first
    assert not re.search(r"20250\d{3}", first)
    assert "UTKAST" not in unspaced(text_of(pdf_of(contents()), order="-raw"))


def test_the_draft_mark_is_no_part_of_what_is_read_aloud(contents):
    pdf = pdf_of(contents(number_text=""), draft=True)
    aloud = unspaced(poppler(pdf, "pdfinfo", "-struct-text", "-"))
    assert "UTKAST" not in aloud
    assert "utkast,ingetnummer" in aloud


def test_a_draft_and_an_issued_document_are_not_mixed_up(contents):
    with pytest.raises(documents.NumberMissing):
        documents.render(contents(number_text=""))
    with pytest.raises(documents.NumberOnDraft):
        documents.render(contents(), draft=True)


# --- Long things


def test_page_1_holds_the_longest_names_and_numbers(contents):
    made = contents()
    long_name = "Mellersta " + "Norrlandsfjällens " * 6 + "ab"
    assert len(long_name) == 120
    made["buyer"].update(
        name=long_name, short_name=long_name[:60], reference="ABCDEFGHIJ" * 6, address=[long_name] * 2
    )
    made["seller"].update(name=long_name, contact=long_name, address=[long_name] * 2)
    made["agreement"]["title"] = "Avtal " + "om samverkan " * 11
    made["charge"]["decision"] = "Beslut i kommunfullmäktige " * 7
    made["line"]["text"] = f"Fast kostnad 2025, {long_name[:60]} andel 4,598 %"
    made["amount"] = made["line"]["amount"] = made["line"]["unit_price"] = 123_456_789_012
    made["vat"]["text"] = "Undantag från skatteplikt enligt mervärdesskattelagen. " * 3
    pdf = pdf_of(made)
    assert page_count(pdf) == 2
    first = text_of(pdf, 1)
    assert "123 456 789 012 kr" in first
    assert "Så är beloppet uträknat" in text_of(pdf, 2)
    assert "Demonstration. Ingen riktig faktura." in first
    assert top_of(pdf, "Säljare") > bottom_of(pdf, "Skatt", "betala")


def boxes(pdf: bytes, word: str) -> list[tuple[float, float]]:
    """Top and bottom, in points from the top of page 1, of every place where a word stands."""
    page = poppler(pdf, "pdftotext", "-f", "1", "-l", "1", "-bbox", "-", "-")
    found = re.findall(rf'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">{word}<', page)
    return [(float(top), float(bottom)) for top, bottom in found]


def top_of(pdf: bytes, word: str) -> float:
    return boxes(pdf, word)[-1][0]


def bottom_of(pdf: bytes, *words: str) -> float:
    return max(bottom for word in words for _, bottom in boxes(pdf, word))


def test_forty_parties_flow_over_more_pages_with_the_head_repeated(contents):
    made = contents()
    result = made["calculation"]["result"]
    row = result["parties"][0]
    result["parties"] += [
        {**row, "organisation": f"k{index}", "name": f"Kommun{index}", "amount": 1_000 + index}
        for index in range(32)
    ]
    result["budget"]["lines"] *= 5
    pdf = pdf_of(made)
    pages = page_count(pdf)
    assert pages >= 3
    assert "Sida 1" in text_of(pdf, 1)
    assert "Folkmängd 1 nov 2023" not in text_of(pdf, 1)
    text = text_of(pdf)
    for index in range(32):
        assert f"Kommun{index} 5 135 3,876 1 0{index:02d} " in text
    assert text.count("Folkmängd 1 nov 2023") >= 2


# --- What may not get in


@pytest.mark.parametrize(
    "name",
    [
        "<img src=file:///etc/passwd>",
        '<img src="http://127.0.0.1:1/">',
        "</p><style>@import url(file:///etc/passwd)</style>",
        "Berg & Dal <b>",
        "&xxe; ]]> <?x ?>",
        "Styr\x0btecken\x00kommun",
    ],
)
def test_a_name_is_only_text(contents, name, monkeypatch):
    from followup.pdf.engine import OwnFontsOnly

    fetched = []
    real_fetch = OwnFontsOnly.fetch
    monkeypatch.setattr(
        OwnFontsOnly, "fetch", lambda self, url, headers=None: fetched.append(url) or real_fetch(self, url)
    )
    made = contents()
    made["buyer"]["name"] = name
    made["buyer"]["reference"] = name
    pdf = documents.render(made)
    assert fetched == []
    printed = "".join(char for char in name if char >= " ").split()
    assert set(printed) <= set(text_of(pdf, 1).split())
    assert "root:" not in text_of(pdf)


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "http://127.0.0.1:1/", "fonts/../../../etc/passwd", "data:image/png;base64,AA=="],
)
def test_the_renderer_itself_refuses_what_is_not_its_own_font(url):
    from weasyprint.urls import FatalURLFetchingError

    from followup.pdf import engine

    with pytest.raises(FatalURLFetchingError):
        engine.write_pdf(f'<html lang="sv"><body><p style="background:url({url})">x</p></body></html>')


# --- How it is made


@pytest.mark.parametrize("kind", ["invoice", "forecast", "internal", "credit", "wear", "review"])
def test_it_is_tagged_titled_and_in_swedish(every_kind, kind):
    made = every_kind[kind]
    pdf = opened(pdf_of(made))
    assert pdf.Root.Lang == "sv"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert made["number"] in str(pdf.docinfo["/Title"])
    assert pdf.docinfo["/Author"] == "Östersunds kommun"
    assert str(pdf.docinfo["/CreationDate"]).startswith(f"D:{made['issue_date'].replace('-', '')}")
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


@pytest.mark.parametrize("kind", ["invoice", "internal", "credit", "wear", "review"])
def test_every_table_cell_knows_its_headers(every_kind, kind):
    found = elements(pdf_of(every_kind[kind]))
    heads = [item for item in found if item.S == "/TH"]
    cells = [item for item in found if item.S == "/TD"]
    assert len([item for item in found if item.S == "/Table"]) >= 4
    names = {str(head.ID) for head in heads}
    assert len(heads) > 20
    assert len(cells) > 15
    for cell in cells:
        headers = [str(header) for header in cell.A.Headers]
        # Only the filler cells of the details' shorter column stand without a header; they are empty.
        assert headers or not list(cell.K)
        assert set(headers) <= names
    assert len([item for item in found if item.S == "/H1"]) == 1


@pytest.mark.parametrize("kind", ["invoice", "forecast", "internal", "credit", "wear"])
def test_pdf_ua_has_no_errors(every_kind, kind, tmp_path):
    assert ua_errors(pdf_of(every_kind[kind]), tmp_path) == []


def test_a_draft_has_no_pdf_ua_errors(contents, tmp_path):
    assert ua_errors(pdf_of(contents(number_text=""), draft=True), tmp_path) == []


def ua_errors(pdf: bytes, folder) -> list:
    pdfua = pytest.importorskip("pdfua")
    (folder / "document.pdf").write_bytes(pdf)
    report = pdfua.validate(folder / "document.pdf")
    return [finding for finding in report.findings if finding.severity.name == "ERROR"]


def test_exactly_three_subsets_of_our_own_typefaces(contents):
    rows = poppler(pdf_of(contents()), "pdffonts", "-").splitlines()[2:]
    names = {re.sub(r"^[A-Z]{6}\+", "", row.split()[0]) for row in rows}
    assert names == {"Source-Sans-Pro", "Source-Sans-Pro-Semi-Bold", "Source-Serif-Pro-Semi-Bold"}
    assert len(rows) == 3
    assert all(re.match(r"[A-Z]{6}\+", row) for row in rows)


@pytest.mark.parametrize("kind", ["invoice", "forecast", "internal", "credit", "wear", "review"])
def test_our_short_cuts_give_weasyprints_own_bytes(every_kind, kind):
    """The XML parser and the lean style sheet instead of WeasyPrint's own change nothing."""
    from weasyprint import HTML

    from followup.pdf import engine

    html = documents.html(every_kind[kind])
    stylesheet, fonts = engine._style()
    page = HTML(string=f"<!DOCTYPE html>{html}", base_url=engine.BASE_URL, url_fetcher=engine.OwnFontsOnly())
    theirs = page.write_pdf(
        stylesheets=[stylesheet],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
    )
    assert theirs == pdf_of(every_kind[kind])


def test_nothing_is_complained_of_while_rendering(every_kind, caplog):
    for made in every_kind.values():
        documents.render(made)
    assert caplog.records == []


def test_the_same_contents_give_the_same_bytes_in_any_process(contents, tmp_path):
    made = contents()
    pages = tmp_path / "page.html"
    pages.write_text(documents.html(made), encoding="utf-8")
    program = (
        "import sys, pathlib; from followup.pdf.batch import write_pdf; "
        "sys.stdout.buffer.write(write_pdf(pathlib.Path(sys.argv[1]).read_text('utf-8')))"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", program, pages], capture_output=True, check=True, env=environment
        )
        assert run.stdout == documents.render(made)


def test_a_batch_gives_the_same_bytes_in_the_same_order_as_one_by_one(contents):
    batch = [contents(slug) for slug in ("bracke", "berg", "are")]
    alone = [documents.render(made) for made in batch]
    assert documents.render_all(batch, workers=2) == alone
    assert documents.render_all(batch, workers=1) == alone
    assert documents.render_all(batch) == alone
    assert documents.render_all([]) == []


def test_a_fault_in_a_batch_is_the_same_fault_as_alone(contents):
    with pytest.raises(documents.NumberMissing):
        documents.render_all([contents(), contents(number_text="")])


@pytest.mark.parametrize("workers", [1, 2])
def test_no_temporary_file_is_left(contents, tmp_path, workers):
    """A render writes its typefaces to a folder of its own."""
    (tmp_path / "page.html").write_text(documents.html(contents()), encoding="utf-8")
    program = (
        "import sys, pathlib; from followup.pdf.batch import write_pdfs; "
        "write_pdfs([pathlib.Path(sys.argv[1]).read_text('utf-8')] * 2, int(sys.argv[2]))"
    )
    command = [sys.executable, "-c", program, tmp_path / "page.html", str(workers)]
    # A short name: the fork server's socket lies there, and a socket's path has room for 108 letters.
    with tempfile.TemporaryDirectory() as temporary:
        subprocess.run(command, check=True, env={**os.environ, "TMPDIR": temporary})
        assert list(Path(temporary).iterdir()) == []


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_left_as_it_was_also_after_a_fault(was_on):
    from xml.etree.ElementTree import ParseError

    from followup.pdf import engine

    was = gc.isenabled()
    try:
        gc.enable() if was_on else gc.disable()
        engine.write_pdf('<html lang="sv"><body><p>x</p></body></html>')
        assert gc.isenabled() is was_on
        with pytest.raises(ParseError):
            engine.write_pdf("<html><p></html>")
        assert gc.isenabled() is was_on
    finally:
        gc.enable() if was else gc.disable()


def test_weasyprint_is_not_imported_before_something_is_printed():
    program = (
        "import sys, django; django.setup(); import followup.documents; sys.exit('weasyprint' in sys.modules)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cmv_portal.settings"}
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)


class Pool:
    """Stands in for the pool of processes: a page waits from it is handed over until it is asked for."""

    def __init__(self):
        self.waiting, self.most = 0, 0

    def submit(self, _, html):
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        return SimpleNamespace(result=lambda: self.take(html), cancel=self.take)

    def take(self, html=""):
        self.waiting -= 1
        if html == "fault":
            raise ValueError
        return html


def test_a_long_batch_hands_the_pool_a_few_pages_at_a_time():
    """As many as fill the pool's pipe would stop it for good in Python before 3.11.7."""
    pool, pages = Pool(), [str(number) for number in range(4000)]
    assert list(batch._in_turn(pool, pages)) == pages
    assert (pool.most, pool.waiting) == (batch.MOST_WAITING, 0)


@pytest.mark.parametrize("length", [0, 1, batch.MOST_WAITING, batch.MOST_WAITING + 1])
def test_every_page_of_a_batch_comes_in_its_turn(length):
    pages = [str(number) for number in range(length)]
    assert list(batch._in_turn(Pool(), pages)) == pages


def test_a_fault_leaves_no_page_waiting():
    pool = Pool()
    with pytest.raises(ValueError):
        list(batch._in_turn(pool, [*["page"] * 50, "fault", *["page"] * 50]))
    assert pool.waiting == 0


def test_workers_end_when_their_parent_is_killed(contents, tmp_path):
    pages, told = tmp_path / "page.html", tmp_path / "told.txt"
    pages.write_text(documents.html(contents()), encoding="utf-8")
    program = (
        "import sys, pathlib; from followup.pdf.batch import write_pdfs; "
        "write_pdfs([pathlib.Path(sys.argv[1]).read_text('utf-8')] * 4000, 2)"
    )
    command = [sys.executable, "-X", "faulthandler", "-c", program, pages]
    with told.open("w") as stderr:
        group = subprocess.Popen(command, start_new_session=True, stderr=stderr)
    try:
        happens(lambda: servers(group.pid) == 3 or group.poll() is not None)
        seen, ended = members(group.pid), group.poll()
        if ended is not None or servers(group.pid) != 3:
            group.send_signal(signal.SIGABRT)
            group.wait()
            pytest.fail(f"Två arbetare kom inte igång: slutkod {ended}, {seen}, {told.read_text()}")
        group.kill()
        group.wait()
        assert happens(lambda: not members(group.pid)), members(group.pid)
    finally:
        if members(group.pid):
            os.killpg(group.pid, signal.SIGKILL)


def happens(happened, times: int = 900) -> bool:
    """Whether it happened: counted in looks, not by a clock, which leaps when the machine is paused."""
    for _ in range(times):
        if happened():
            return True
        time.sleep(0.1)
    return False


def members(group: int) -> list[str]:
    """The living processes of a process group, as they were called."""
    # Twice w: else a line may end at column 80, and with a long path to Python no server is recognised.
    command = ["ps", "-ww", "-eo", "pgid=,stat=,args="]
    listed = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [row.split(maxsplit=2) for row in listed.stdout.splitlines()]
    return [args for pgid, stat, args in rows if pgid == str(group) and not stat.startswith("Z")]


def servers(group: int) -> int:
    """The fork server and the workers it has started."""
    return sum("multiprocessing.forkserver" in args for args in members(group))
