"""The annual report as PDF: exactly the printed cells, read with other programs than the one that made it."""

import csv
import io
import json
import re
import shutil
import subprocess
from datetime import date
from functools import cache

import pytest

from followup import documents
from followup.presentation import present
from followup.published_files import csv_bytes, json_bytes
from tests.followup import report_sample
from tests.followup.tagged import aloud, tables
from tests.followup.test_documents import elements, opened, page_count, poppler, text_of, ua_errors, unspaced

pytestmark = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils finns inte på maskinen")

WHEN = date(2026, 3, 12)
LONG = "Det här stycket är långt för att pröva hur sidorna bryts och säger ingenting om någon. " * 8


def revised():
    changes = "En månad saknades för 2024.\n\n- Totalt och uppdelningar är nya.\n- Inget annat är ändrat."
    return report_sample.cmv(edition=2, revision={"of_edition": 1, "changes": changes})


def draft():
    return report_sample.cmv(state="reviewed", adopted=None)


def wordy():
    made = report_sample.cmv()
    for slot in made["slots"]:
        slot["text"] = "\n\n".join([LONG] * 5)
        for goal in slot.get("goals", []):
            goal["text"] = LONG
    return made


def first_year():
    made = report_sample.cmv()
    figures = made["figures"]
    figures["tables"] = [table for table in figures["tables"] if table["cells"][0]["coord"][0] == "2025"]
    figures["ratios"] = [ratio for ratio in figures["ratios"] if "|2025|" in ratio["denominator"]]
    return made


SAMPLES = {
    "cmv": report_sample.cmv,
    "norrsken": report_sample.norrsken,
    "revised": revised,
    "draft": draft,
    "wordy": wordy,
    "first_year": first_year,
}


@cache
def pdf_of(name: str) -> bytes:
    """A sample's PDF, rendered once."""
    return documents.render_report(SAMPLES[name](), created=WHEN)


@cache
def paper() -> bytes:
    return documents.render_paper(report_sample.PAPER)


def expected_rows(table):
    """The rows of a measure as they should be read: its headings too."""
    yield [table.total.label, *(cell.text for cell in table.total.cells)]
    for row in table.beside:
        yield [row.label, *(cell.text for cell in row.cells)]
    for block in table.blocks:
        yield [block.label]
        for row in block.rows:
            yield [row.label, *(cell.text for cell in row.cells)]


# --- Exactly the printed cells


@pytest.mark.parametrize("name", SAMPLES)
def test_the_tables_hold_exactly_the_printed_cells(name):
    read = tables(pdf_of(name))
    for table in present(SAMPLES[name]()).tables:
        head, *rows = read[table.caption]
        assert head[1:] == [column.label for column in table.columns]
        assert rows == [[text.replace("\u00a0", " ") for text in row] for row in expected_rows(table)]


def test_the_totals_of_the_summary_are_the_same():
    read = tables(pdf_of("cmv"))
    for caption in ("Antal under året", "Årets antal"):
        for label, *cells in read[caption][1:]:
            table = next(each for each in present(report_sample.cmv()).tables if label.startswith(each.name))
            printed = [f"{cell.text}{' r' if cell.is_revised else ''}" for cell in table.total.cells]
            assert cells == [text.replace("\u00a0", " ") for text in printed]


def test_no_measure_is_added_to_another():
    """No sum over measures (R11), and no number of talks or nights (R7)."""
    read = tables(pdf_of("cmv"))
    for caption in ("Antal under året", "Årets antal"):
        assert not [row for row in read[caption] if row[0].casefold() in ("summa", "totalt", "tillsammans")]
    assert "Väntedagar" not in text_of(pdf_of("cmv"))


def test_every_chart_tells_its_message_and_every_table_its_heads():
    found = elements(pdf_of("cmv"))
    figures = [item for item in found if item.S == "/Figure"]
    assert len(figures) > 30
    assert all(re.match(r".+\. (2023: .+)?2024: .+, 2025: .+\.$", str(figure.Alt)) for figure in figures)
    cells = [item for item in found if item.S == "/TD"]
    assert all(len(list(cell.A.Headers)) >= 1 for cell in cells)
    assert len([item for item in found if item.S == "/H1"]) == 1


def test_a_hidden_figure_has_no_bar():
    """Four of the eight measures have a dotted year: as many bars as printed totals and means."""
    html = documents.report_html(report_sample.cmv(), created=WHEN)
    svgs = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    for svg in svgs:
        texts = re.findall(r'font-weight="600" fill="#17262b">([^<]+)</text><text', svg)
        printed = [text for text in texts if text not in ("..", ".", "–")]
        assert svg.count("<rect") == len(printed)
    assert any("sekretesskäl" in svg for svg in svgs)
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert not re.search(r"<svg[^>]*style=|<rect[^>]*style=|<text[^>]*style=", html)


# --- The files inside


def test_the_figures_lie_inside_the_pdf_as_files(tmp_path):
    contents = report_sample.cmv()
    pdf = opened(pdf_of("cmv"))
    names = ["verksamhetsberattelse-cmv-2025.csv", "verksamhetsberattelse-cmv-2025.json"]
    assert sorted(pdf.attachments) == names
    data = [pdf.attachments[name].get_file().read_bytes() for name in names]
    assert data[0] == csv_bytes(present(contents))
    assert json.loads(data[1]) == contents["figures"]
    assert data[1] == json_bytes(present(contents).report)
    assert [str(file.AFRelationship) for file in pdf.Root.AF] == ["/Data", "/Data"]
    rows = list(csv.reader(io.StringIO(data[0].decode("utf-8-sig")), delimiter=";"))
    assert ["Stödsamtal för anhöriga", "startade samtalsserier", "", "Totalt", "9", "..", "14", ""] in rows


# --- Marks


@pytest.mark.parametrize("name", SAMPLES)
def test_fictitious_figures_say_so_on_every_page(name):
    pdf = pdf_of(name)
    for page in range(1, page_count(pdf) + 1):
        assert "Fiktiva uppgifter" in text_of(pdf, page)
    assert "Fiktiva uppgifter" in first_page_aloud(pdf)


def test_real_figures_do_not_say_that_they_are_invented():
    html = documents.report_html(report_sample.cmv(fictitious=False), created=WHEN)
    assert "iktiva" not in html
    assert "påhittade" not in html


def test_a_draft_says_so_on_every_page_and_has_a_watermark():
    pdf = pdf_of("draft")
    for page in range(1, page_count(pdf) + 1):
        text = text_of(pdf, page)
        assert "Utkast" in text
        if page > 1:
            assert "UTKAST" in unspaced(text_of(pdf, page, order="-raw"))
    assert "UTKAST" not in unspaced(aloud(pdf))
    assert "Utkast som är granskat men inte fastställt." in first_page_aloud(pdf)
    assert "utkast" in str(opened(pdf).docinfo["/Title"])
    assert "UTKAST" not in unspaced(text_of(pdf_of("cmv"), order="-raw"))
    assert "Fastställd den 12 mars 2026 av Styrgrupp CMV, § 12." in first_page_aloud(pdf_of("cmv"))


def first_page_aloud(pdf: bytes) -> str:
    """The cover as it is read aloud: what stands before the contents page."""
    return aloud(pdf).partition(" Innehåll ")[0]


def test_a_later_edition_tells_what_it_changes_first_of_all():
    text = text_of(pdf_of("revised"), 3)
    assert "Det här har ändrats" in text
    assert "Den ersätter utgåva 1" in text
    assert "Stödsamtal för våldsutsatta 2024" in text
    assert "Utgåva 2" in text_of(pdf_of("revised"), 1)
    assert "Det här har ändrats" not in text_of(pdf_of("cmv"))


# --- What it says


def test_it_has_every_part_in_bilaga_1s_order():
    pdf = pdf_of("cmv")
    heads = ["Måluppfyllelse", "Väsentliga händelser", "Individuellt stöd", "Gruppverksamhet", "Jourlägenhet",
             "Utbildningar", "Utvärdering av resurstilldelning", "Ekonomi",
             "Uppföljning av verksamhetsplanen"]  # fmt: skip
    outline = [str(item.title) for item in opened(pdf).open_outline().root[0].children]
    chapters = [f"{number} {head}" for number, head in enumerate(heads, start=1)]
    assert outline == ["Innehåll", "Året i korthet", *chapters, "Så skyddar vi enskilda personer",
                       "Metod och definitioner"]  # fmt: skip


def test_the_contents_give_the_page_of_each_part():
    pdf = pdf_of("cmv")
    listed = re.findall(r"^ *(\d) +(\S.*?) +(\d+)$", "\n".join(page_lines(pdf, 2)), re.MULTILINE)
    assert len(listed) == 9
    for number, title, page in listed:
        assert f"{number} {title}" in text_of(pdf, int(page))


def test_it_says_how_individuals_are_protected():
    text = text_of(pdf_of("cmv"))
    for said in (
        "inga grupper med färre än fem personer, inte heller grupper med noll personer",
        "Ärenden från andra kommuner än Östersund redovisas sammanräknade. Kön, ålder och kommun redovisas "
        "var för sig och inte i kombination.",
        "nyttjandegraden avrundas till närmaste fem procent",
        "prövats tillsammans med tidigare års verksamhetsberättelser",
    ):
        assert said in text


def test_another_cooperation_is_not_told_what_only_the_centre_has():
    text = text_of(pdf_of("norrsken"))
    assert "Årlig redovisning" in text
    assert "Slag av samråd" in text
    for other in ("Östersund redovisas", "nyttjandegrad", "Medelvärde", "verksamhetsberättelse", "Ekonomi"):
        assert other not in text


def test_goals_posts_and_economy_are_told():
    text = text_of(pdf_of("cmv"))
    assert (
        "Av elva mål bedöms sju uppfyllda, två delvis uppfyllda och ett inte uppfyllt; ett kan inte" in text
    )
    assert "Kostnaden blev 4 692 643 kr, 52 124 kr lägre än budget." in text
    read = tables(pdf_of("cmv"))
    assert ["Tillsammans", "4,75"] in read["Tjänster"]
    assert ["Avvikelse", "+52 124"] in read["Budget och utfall 2025, kronor"]
    assert ["Östersund", "48,972", "2 323 607"] in [row[:3] for row in read["Fast kostnad 2025"]]


@pytest.mark.parametrize(
    ("word", "actual", "deviation", "said"),
    [
        ("underskott", 4_800_000, 55_233, "Kostnaden blev 4 800 000 kr, 55 233 kr högre än budget."),
        ("i balans", 4_744_767, 0, "Kostnaden blev 4 744 767 kr, enligt budget."),
    ],
)
def test_the_outcome_is_told_as_it_was(word, actual, deviation, said):
    contents = report_sample.cmv()
    economy = next(slot["economy"] for slot in contents["slots"] if slot["kind"] == "economy")
    economy.update(word=word, actual=actual, deviation=deviation)
    html = documents.report_html(contents, created=WHEN).replace("\u00a0", " ")
    assert said in html


def test_empty_parts_are_left_out():
    contents = report_sample.cmv()
    for slot in contents["slots"]:
        slot.update(text="", measures=[], goals=[], plan_goals=[], posts=[], economy=None)
    html = documents.report_html({**contents, "key_figures": []}, created=WHEN)
    assert "Ekonomi" not in html
    assert "Året i korthet" in html


def test_nothing_but_the_printed_figures_is_asked_for():
    """The contents' figures are all that is read: without them there is no number to print."""
    contents = report_sample.cmv()
    contents["figures"] = {**contents["figures"], "tables": [], "ratios": []}
    assert present(contents).years == (2025,)
    html = documents.report_html(contents, created=WHEN)
    assert "71" not in re.sub(r"<[^>]+>", " ", html).replace("4\u00a0692", "")


def test_a_text_is_only_text():
    contents = report_sample.cmv()
    contents["slots"][1]["text"] = "<img src=file:///etc/passwd> & </p>"
    contents["measures"][0]["name"] = "Samtal <b>"
    text = text_of(documents.render_report(contents, created=WHEN))
    assert "<img src=file:///etc/passwd> & </p>" in text
    assert "Samtal <b>" in text


# --- How it is made


@pytest.mark.parametrize("name", [*SAMPLES, "paper"])
def test_it_is_both_for_the_archive_and_for_everyone(name, tmp_path):
    data = paper() if name == "paper" else pdf_of(name)
    assert ua_errors(data, tmp_path) == []
    pdf = opened(data)
    assert pdf.Root.Lang == "sv"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
    assert "/Encrypt" not in pdf.trailer
    assert len(pdf.trailer.ID) == 2
    with pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "3A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == str(pdf.docinfo["/Title"])
    assert b"pdfaExtension:schemas" in pdf.Root.Metadata.read_bytes()


@pytest.mark.parametrize("name", ["cmv", "draft", "paper"])
def test_exactly_three_subsets_of_our_own_typefaces(name):
    data = paper() if name == "paper" else pdf_of(name)
    rows = poppler(data, "pdffonts", "-").splitlines()[2:]
    names = {re.sub(r"^[A-Z]{6}\+", "", row.split()[0]) for row in rows}
    assert names == {"Source-Sans-Pro", "Source-Sans-Pro-Semi-Bold", "Source-Serif-Pro-Semi-Bold"}
    assert len(rows) == 3


def test_the_same_contents_give_the_same_bytes():
    contents = report_sample.norrsken()
    assert documents.render_report(contents, created=WHEN) == pdf_of("norrsken")
    assert documents.render_report(contents, created=date(2026, 4, 1)) != pdf_of("norrsken")


def test_nothing_is_complained_of_while_rendering(caplog):
    documents.render_report(report_sample.norrsken(), created=WHEN)
    documents.render_paper(report_sample.PAPER)
    assert caplog.records == []


@pytest.mark.parametrize("name", SAMPLES)
def test_no_page_ends_with_a_heading_and_none_is_nearly_empty(name):
    pdf = pdf_of(name)
    for page in range(2, page_count(pdf) + 1):
        lines = [line for line in page_lines(pdf, page) if line.strip()]
        body = lines[1:-1]
        assert len(body) > 4 or page == page_count(pdf), f"sida {page} är nästan tom"
        assert not re.match(r"\d? ?[A-ZÅÄÖ][a-zåäö ]+$", body[-1].strip()) or len(body[-1].strip()) > 60


def page_lines(pdf: bytes, page: int) -> list[str]:
    arguments = ["pdftotext", "-layout", "-f", str(page), "-l", str(page), "-", "-"]
    return subprocess.run(arguments, input=pdf, capture_output=True, check=True).stdout.decode().splitlines()


# --- Papers


def test_a_paper_has_its_texts_lists_and_tables():
    text = text_of(paper())
    for said in (
        "Kvalitetsgranskning 2023–2025",
        "Rutinen för partnerkontakt skrivs om.",
        "Utkast",
        "138 000",
    ):
        assert said in text
    read = tables(paper())
    assert read["Startade insatser"][2] == ["Stödsamtal för anhöriga", "..", "14"]
    assert read["Granskningens kostnad"][-1] == ["Summa", "", "138 000"]


def test_a_paper_without_marks_or_sections_is_still_a_page():
    made = {**report_sample.PAPER, "draft": False, "fictitious": False, "sections": []}
    pdf = documents.render_paper(made)
    assert page_count(pdf) == 1
    assert str(opened(pdf).docinfo["/Title"]) == "Kvalitetsgranskning 2023–2025"
    assert "Utkast" not in text_of(pdf)


def test_a_paper_table_of_numbers_alone_has_even_columns():
    from followup.pdf.paper import Table

    columns = [{"label": "2024", "numeric": True}, {"label": "2025", "numeric": True}]
    made = Table({"columns": columns, "rows": [["1", "2"]]})
    assert sum(made.widths) <= 165
    wide = Table({"columns": [{"label": "Text"}, *columns], "rows": [["x" * 200, "1", "2"]]})
    assert wide.widths[0] > 100
    assert sum(wide.widths) <= 165
