"""Measures and report plans are added in the administration: data, checked when saved, and no code."""

import json

import pytest
from django.urls import reverse
from reading import text_of

from followup.models import MeasureDefinition
from followup.queries.yearbook import yearbook

pytestmark = pytest.mark.django_db
ADD = "admin:followup_measuredefinition_add"
WALKS = {
    "unit": "besök",
    "splits": [
        {
            "code": "kon",
            "label": "Kön",
            "parts": [{"code": "k", "label": "Kvinnor"}, {"code": "m", "label": "Män"}],
        },
    ],
}


def posted(cooperation, definition):
    return {
        "cooperation": cooperation.pk, "slug": "besok", "name": "Öppna besök", "position": 10,
        "first_year": 2026, "last_year": "", "definition": json.dumps(definition),
    }  # fmt: skip


def test_a_new_measure_is_counted_from_its_year_on(signed_in, cooperation):
    signed_in("admin").post(reverse(ADD), posted(cooperation, WALKS))
    assert yearbook(cooperation, 2026).measure("besok").fields[1].label == "Kvinnor"
    assert yearbook(cooperation, 2025).measure("besok") is None
    charlie = signed_in("charlie")
    progress = text_of(charlie.get(reverse("figures", args=["cmv", 2026])))
    assert "Utan plats i rapporten Öppna besök inte påbörjad" in progress
    given = {"erbjods": "on", "totalt": 5, "kon.k": 5, "kon.m": 0, "kon.saknas": 0, "nasta": ""}
    page = charlie.post(reverse("figure_entry", args=["cmv", 2026, "besok"]), given, follow=True)
    assert "Öppna besök: sparat, och allt stämmer." in text_of(page)


@pytest.mark.parametrize(
    ("definition", "told"),
    [
        ({"splits": []}, "går inte att läsa"),
        ({**WALKS, "kind": "annat"}, "går inte att läsa"),
        ({**WALKS, "explanation": "Fråga 811218-9876"}, "personnummer"),
    ],
)
def test_what_cannot_be_used_is_not_saved(signed_in, cooperation, definition, told):
    response = signed_in("admin").post(reverse(ADD), posted(cooperation, definition))
    assert told in response.content.decode()
    assert not MeasureDefinition.objects.filter(slug="besok").exists()


def test_every_fixture_row_is_whole(db):
    for row in MeasureDefinition.objects.all():
        row.full_clean()


def test_a_measure_is_counted_through_its_last_year(cooperation):
    MeasureDefinition.objects.filter(slug="kvinnogrupp").update(last_year=2025)
    assert yearbook(cooperation, 2025).measure("kvinnogrupp")
    assert yearbook(cooperation, 2026).measure("kvinnogrupp") is None


def test_changed_classes_are_a_new_row_and_leave_earlier_years_as_they_were(cooperation):
    MeasureDefinition.objects.create(
        cooperation=cooperation, slug="kvinnogrupp", name="Kvinnogrupp", position=5, first_year=2026,
        definition=WALKS,
    )  # fmt: skip
    assert len(yearbook(cooperation, 2025).measure("kvinnogrupp").splits) == 3
    assert [split.code for split in yearbook(cooperation, 2026).measure("kvinnogrupp").splits] == ["kon"]
