"""Bars of printed figures: heights from printed numbers, nothing drawn for what is hidden (R10)."""

import re
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from followup.charts import SMALL, chart, multiples
from followup.presentation import HIDDEN, Row, Shown, present
from tests.followup import report_sample

SVG = "{http://www.w3.org/2000/svg}"


def row(*values):
    """Numbers, or None for a dot."""
    return Row("", tuple(Shown(HIDDEN) if value is None else Shown(str(value), value) for value in values))


def drawn(made):
    return ElementTree.fromstring(render_to_string("followup/_chart.html", {"chart": made}))  # noqa: S314


def test_heights_are_in_proportion_from_zero():
    bars = chart(row(10, 20, 40), (2023, 2024, 2025), id="a", name="Samtal").bars
    heights = [float(bar.height) for bar in bars]
    assert heights[2] == pytest.approx(2 * heights[1], abs=0.2)
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)
    assert [float(bar.y) + float(bar.height) for bar in bars] == pytest.approx([68, 68, 68], abs=0.1)


def test_there_is_no_bar_for_what_is_hidden_cannot_occur_or_is_nought():
    cells = (Shown(HIDDEN), Shown("."), Shown("–"), Shown("0", 0), Shown("8", 8))
    made = chart(Row("", cells), range(2021, 2026), id="a", name="Samtal")
    assert [bar.is_drawn for bar in made.bars] == [False, False, False, False, True]
    svg = drawn(made)
    assert len(svg.findall(f"{SVG}rect")) == 1
    numbers = [each.text for each in svg.findall(f"{SVG}text")][::2]
    assert numbers == ["..", ".", "–", "0", "8"]


def test_a_chart_without_any_number_draws_no_bar():
    made = chart(row(None, None, None), (2023, 2024, 2025), id="a", name="Samtal")
    assert not drawn(made).findall(f"{SVG}rect")


def test_what_is_hidden_leaves_no_trace_in_the_picture():
    """The same printed figures give the same picture, whatever the hidden one is."""
    made = chart(row(9, None, 14), (2023, 2024, 2025), id="a", name="Samtal")
    svg = ElementTree.tostring(drawn(made), encoding="unicode")
    assert set(re.findall(r">(\d+|\.\.)<", svg)) == {"9", "..", "14", "2023", "2024", "2025"}


def test_the_title_tells_what_happened_and_every_year():
    def told(*values):
        return chart(row(*values), (2023, 2024, 2025), id="a", name="Stödsamtal").title

    assert told(58, 63, 71) == "Stödsamtal ökade varje år. 2023: 58, 2024: 63, 2025: 71."
    assert told(9, None, 14) == (
        "Stödsamtal. 2023: 9, 2024: uppgiften redovisas inte av sekretesskäl, 2025: 14."
    )


def test_several_measures_share_one_scale():
    tables = present(report_sample.cmv()).tables[:4]
    charts = multiples(tables, prefix="x")
    height = {bar.text: float(bar.height) for made in charts for bar in made.bars if bar.is_drawn}
    assert height["71"] == pytest.approx(71 * height["14"] / 14, abs=2)
    assert max(height, key=height.get) == "71"
    assert all(made.size == SMALL for made in charts)
    assert len({made.id for made in charts}) == 4


def test_the_picture_is_named_and_has_no_style():
    svg = drawn(chart(row(9, 12, 14), (2023, 2024, 2025), id="abc", name="Samtal & stöd <b>"))
    assert svg.get("role") == "img"
    assert svg.get("viewBox") == "0 0 142 84"
    title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert svg.get("aria-labelledby").split() == [title.get("id"), desc.get("id")]
    assert "Samtal & stöd <b>" in title.text
    assert not [each for each in svg.iter() if each.get("style")]


def test_a_long_number_gets_smaller_letters():
    assert chart(row(9, 12, 14), (1, 2, 3), id="a", name="").letters == "10.5"
    assert chart(Row("", (Shown("999\u00a0999", 999999),)), (1,), id="a", name="").letters == "8"
