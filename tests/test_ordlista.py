"""The glossary holds every model, by the Swedish name that pages show and the English one of the code."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from agreements.swedish import sort_key

GLOSSARY = Path(__file__).parent.parent / "docs" / "ordlista.md"
ROW = re.compile(r"\| (?P<swedish>[^|]+) \| `(?P<code>[a-z_]+)` \| (?P<explanation>[^|]+) \|")
OURS = ("cmv_portal", "agreements", "costs", "followup")


def entries():
    lines = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    rows = [ROW.fullmatch(line) for line in lines[2:]]
    assert all(rows), "Varje rad är: svenska | `kod` | förklaring"
    return [row.groupdict() for row in rows]


def snake_case(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def models():
    """Our own models; simple_history's copies have an `instance_type`."""
    own = [model for label in OURS for model in apps.get_app_config(label).get_models()]
    return [model for model in own if not hasattr(model, "instance_type")]


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_the_model_is_in_the_glossary(model):
    codes = {entry["swedish"]: entry["code"] for entry in entries()}
    assert codes.get(str(model._meta.verbose_name)) == snake_case(model.__name__)


@pytest.mark.parametrize("column", ["swedish", "code"])
def test_one_swedish_term_is_one_english_name(column):
    words = [entry[column] for entry in entries()]
    assert sorted({word for word in words if words.count(word) > 1}) == []


def test_the_glossary_is_in_swedish_order():
    words = [entry["swedish"] for entry in entries()]
    assert words == sorted(words, key=sort_key)


def test_every_explanation_is_a_sentence():
    assert [entry["swedish"] for entry in entries() if not entry["explanation"].endswith(".")] == []
