"""The strip of shares and the chart of bars: their geometry, and what they tell in words."""

import re
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from cmv_portal.templatetags import pictures

CMV = [
    ("Berg", 254794, "5,370 %"),
    ("Bräcke", 218164, "4,598 %"),
    ("Härjedalen", 363070, "7,652 %"),
    ("Krokom", 558934, "11,780 %"),
    ("Ragunda", 183907, "3,876 %"),
    ("Strömsund", 398987, "8,409 %"),
    ("Åre", 443304, "9,343 %"),
    ("Östersund", 2323607, "48,972 %"),
]


def rows(own=("Berg",), table=CMV):
    return [
        {"name": name, "value": value, "label": label, "own": name in own} for name, value, label in table
    ]


def draw(source, given_rows):
    return Template("{% load pictures %}" + source).render(Context({"rows": given_rows}))


def test_strip_is_drawn_as_in_the_look():
    rects = pictures.strip_rects(pictures.as_rows(rows()))
    assert [(rect.row.name, rect.x, rect.width) for rect in rects] == [
        ("Berg", "0.0", "20.7"),
        ("Östersund", "22.7", "189.0"),
        ("Krokom", "213.8", "45.5"),
        ("Åre", "261.2", "36.1"),
        ("Strömsund", "299.3", "32.5"),
        ("Härjedalen", "333.8", "29.5"),
        ("Bräcke", "365.3", "17.7"),
        ("Ragunda", "385.0", "15.0"),
    ]


def test_bars_are_drawn_as_in_the_look():
    rects = pictures.bar_rects(pictures.as_rows(rows()), 98, 212)
    assert [(rect.row.name, rect.width) for rect in rects] == [
        ("Östersund", "212.0"),
        ("Krokom", "51.0"),
        ("Åre", "40.4"),
        ("Strömsund", "36.4"),
        ("Härjedalen", "33.1"),
        ("Berg", "23.2"),
        ("Bräcke", "19.9"),
        ("Ragunda", "16.8"),
    ]


@given(st.lists(st.integers(0, 10**8), min_size=1, max_size=400))
def test_strip_stays_within_its_box(values):
    made = [pictures.Row(f"Part {place}", value, "", False) for place, value in enumerate(values)]
    rects = pictures.strip_rects(made)
    assert len(rects) == sum(value > 0 for value in values)
    ends = [Decimal(rect.x) + Decimal(rect.width) for rect in rects]
    assert all(end <= Decimal(after.x) + Decimal("0.1") for end, after in zip(ends, rects[1:], strict=False))
    assert not rects or abs(ends[-1] - 400) <= Decimal("0.1")


@given(st.lists(st.integers(0, 10**8), min_size=1, max_size=400))
def test_bars_stay_within_their_room(values):
    made = [pictures.Row(f"Part {place}", value, "", False) for place, value in enumerate(values)]
    rects = pictures.bar_rects(made, 98, 212)
    assert [rect.row.value for rect in rects] == sorted(values, reverse=True)
    assert all(Decimal(rect.width) <= 212 for rect in rects)


def test_nothing_to_pay_draws_no_bar():
    (rect,) = pictures.bar_rects([pictures.Row("Berg", 0, "0 kr", True)], 98, 212)
    assert rect.width == "0.0"


def test_negative_value_is_refused_by_name():
    with pytest.raises(ValueError, match="Berg"):
        pictures.as_rows([{"name": "Berg", "value": -1, "label": "−1 kr", "own": True}])


def test_rows_may_be_objects():
    @dataclass
    class Share:
        name: str
        value: int
        label: str
        own: bool

    assert pictures.as_rows([Share("Berg", 1, "1 kr", True)]) == [pictures.Row("Berg", 1, "1 kr", True)]


@pytest.mark.parametrize(
    ("own", "title"),
    [
        (["Berg"], "Östersund betalar 49 procent, Berg 5 procent och Ragunda minst"),
        (["Ragunda"], "Östersund betalar 49 procent och Ragunda minst, 4 procent"),
        (["Östersund"], "Östersund betalar 49 procent och Ragunda minst"),
        ([], "Östersund betalar 49 procent och Ragunda minst"),
    ],
)
def test_bars_tell_the_message_in_words(own, title):
    assert pictures.bars_title(pictures.as_rows(rows(own))) == title


def test_strip_tells_the_message_in_words():
    made = pictures.as_rows(rows())
    assert pictures.strip_title(made, "kostnaden 2025") == "Berg bär 5,370 % av kostnaden 2025"
    nobody = pictures.as_rows(rows(own=[]))
    assert pictures.strip_title(nobody, "kostnaden 2025") == "Östersund bär mest av kostnaden 2025, 48,972 %"


def test_strip_on_a_page():
    html = draw('{% share_strip rows what="kostnaden 2025" id="r" %}', rows())
    assert '<title id="r-t">Berg bär 5,370 % av kostnaden 2025</title>' in html
    assert "Berg 5,370 %, Östersund 48,972 %, Krokom 11,780 %" in re.search("<desc.*</desc>", html)[0]
    assert '<rect x="0.0" y="1" width="20.7" height="20" class="own"' in html
    assert ">sju andra</text>" in html


def test_bars_on_a_page():
    html = draw('{% bars rows id="d" %}', rows())
    assert 'viewBox="0 0 420 332"' in html
    assert '<rect class="bar" x="98" width="212.0" height="24"' in html
    assert html.count("</text>") == 16


def test_pictures_write_no_style_and_escape_names():
    html = draw("{% bars rows %}{% share_strip rows %}", rows(table=[("<b>Berg", 1, "1 kr")], own=[]))
    assert "style=" not in html
    assert "<b>" not in html


def test_long_names_get_room_but_not_all_of_it():
    long = [("Region Jämtland Härjedalen", 2, "2 kr"), ("Polismyndigheten", 1, "1 kr")]
    html = draw("{% bars rows %}", rows(table=long))
    assert 'textLength="182"' in html
    assert '<rect class="bar" x="190" width="120.0"' in html


def test_no_rows_draw_nothing():
    assert draw("{% bars rows %}{% share_strip rows %}", []).strip() == ""
