"""The tables of a report's page hold the same cells, in the same places, as the files and the PDF do."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from followup.presentation import present


class Tables(HTMLParser):
    """Every table with the class `figures`, as rows of cell texts, without what is only read aloud."""

    def __init__(self):
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.inside = False
        self.hidden = 0

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "table":
            self.inside = "figures" in given.get("class", "")
            if self.inside:
                self.tables.append([])
        elif self.inside and tag == "tr":
            self.tables[-1].append([])
        elif self.inside and tag in ("td", "th"):
            self.tables[-1][-1].append("")
        elif self.inside and tag == "span":
            self.hidden = "vh" in given.get("class", "")

    def handle_endtag(self, tag):
        if tag == "table":
            self.inside = False
        elif tag == "span":
            self.hidden = False

    def handle_data(self, data):
        if self.inside and not self.hidden and self.tables[-1] and self.tables[-1][-1]:
            self.tables[-1][-1][-1] += data.strip()


@pytest.fixture
def page(adopted, signed_in):
    adopted(2024)
    report = adopted(2025)
    html = signed_in("mika").get(reverse("report", args=["cmv", 2025])).content.decode()
    parser = Tables()
    parser.feed(html)
    return parser.tables, present(report.contents), html


def test_every_measure_has_its_table_with_exactly_the_printed_cells(page):
    tables, shown, _ = page
    assert len(tables) == len(shown.tables)
    for table, measure in zip(tables, shown.tables, strict=True):
        years, *rows = table
        assert years[1:] == [column.label for column in measure.columns]
        cells = [row for row in rows if len(row) > 1]
        assert cells == [[row.label, *(cell.text for cell in row.cells)] for _, row in measure.lines]


def test_a_hidden_cell_is_told_in_words_to_who_listens(page):
    tables, _, html = page
    signs = sum(cell == ".." for table in tables for row in table for cell in row)
    assert signs > 0
    assert html.count("redovisas inte av sekretesskäl</span>") >= signs


def test_no_attribute_of_the_page_holds_a_figure(page):
    """No data attributes, titles or styles beside what is printed; a picture's numbers are printed ones."""
    _, _, html = page
    main = html[html.index("<main") : html.index("</main>")]
    assert "data-" not in main
    assert " style=" not in main
