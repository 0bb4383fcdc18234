"""A scenario that is kept: its maker's own until it is shared, worked out on today's base, and taken away."""

import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from openpyxl import load_workbook
from page_tools import queries_of

from agreements.models import Cooperation
from agreements.refusals import Refused
from costs.actions.scenarios import (
    discard_scenario,
    rename_scenario,
    save_scenario,
    share_scenario,
)
from costs.budget import Overhead
from costs.changes import Changes, Grant, Joining, Leaving, Population, Staffing
from costs.forms.what_if import WhatIfForm
from costs.forms.what_if_changes import question_of
from costs.models import PopulationFigure, Scenario
from costs.queries.scenarios import base_of, opened, tables_to_choose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("november_2026")]

PAGE = "/kostnader/cmv/tank-om/"
QUESTION = "ar=2028&lamnar=bracke"
CHANGES = Changes(2028, leaving=(Leaving("bracke", date(2028, 1, 1)),))
PERSONNEL = "Personal 4,75 tjänster inkl. PO"


@pytest.fixture
def base(db):
    return base_of(Cooperation.objects.get(slug="cmv"), 2027)


@pytest.fixture
def kept(base, person):
    """Sam's scenario without Bräcke, which only Sam may open."""
    return save_scenario(base=base, changes=CHANGES, name="Utan Bräcke", by=person("sam"))


def status(client, row, end=""):
    return client.get(row.get_absolute_url() + end).status_code


# --- To keep


def test_a_question_is_kept_from_its_page(signed_in, person, read):
    sam = signed_in("sam")
    html = read(sam.get(f"{PAGE}?{QUESTION}"))
    address = re.search(r'action="(/kostnader/cmv/tank-om/spara/[^"]+)"', html)[1].replace("&amp;", "&")
    answer = sam.post(address, {"name": "Utan Bräcke", "note": "Inför mötet"}, follow=True)
    row = Scenario.objects.get()
    assert answer.redirect_chain == [(row.get_absolute_url(), 302)]
    assert (row.made_by, row.note, row.is_shared, row.first_year) == (
        person("sam"),
        "Inför mötet",
        False,
        2027,
    )
    assert "Scenariot Utan Bräcke är sparat. Bara du ser det tills du delar det." in read(answer)
    assert "Utan Bräcke betalar de andra sju 232 639 kr mer 2028" in read(answer)
    assert opened(row).changes == CHANGES


def test_only_the_readers_own_party_is_marked(signed_in, kept, person, read):
    assert 'class="own"' not in read(signed_in("sam").get(kept.get_absolute_url()))
    share_scenario(scenario=kept, shared=True, by=person("sam"))
    marked = re.findall(
        r'<tr class="own"><th scope="row">(\w+)', read(signed_in("kim").get(kept.get_absolute_url()))
    )
    assert marked == ["Berg"] * 5


def test_a_scenario_needs_a_name_and_the_question_is_not_lost(signed_in, read):
    sam = signed_in("sam")
    answer = sam.post(f"{PAGE}spara/?{QUESTION}", {"name": ""})
    assert "Skriv ett namn." in read(answer)
    assert "Utan Bräcke betalar de andra sju" in read(answer)
    assert re.search(r'value="bracke"[^>]* checked', read(answer))
    assert not Scenario.objects.exists()


def test_two_of_the_same_name_are_told_apart_by_name(signed_in, kept, read):
    answer = signed_in("sam").post(f"{PAGE}spara/?{QUESTION}", {"name": "Utan Bräcke"})
    assert "Du har redan ett scenario med det namnet." in read(answer)
    assert Scenario.objects.count() == 1


def test_a_wrong_question_is_not_kept(signed_in, read):
    answer = signed_in("sam").post(f"{PAGE}spara/?ar=2028&uppr=abc", {"name": "X"})
    assert "Skriv ett tal, till exempel 2,5." in read(answer)
    assert not Scenario.objects.exists()


def test_nothing_changed_is_nothing_to_keep(base, person):
    with pytest.raises(Refused, match="Inget är ändrat"):
        save_scenario(base=base, changes=Changes(2028), name="Tomt", by=person("sam"))


def test_a_personal_number_is_refused(base, person):
    with pytest.raises(ValidationError, match="personnummer"):
        save_scenario(base=base, changes=CHANGES, name="För 19850709-9805", by=person("sam"))


def test_who_may_not_save_gets_no_form_and_no_action(signed_in, read, base, person):
    html = read(signed_in("mika").get(f"{PAGE}?{QUESTION}"))
    assert "spara/" not in html
    assert "Excel med formler" in html
    assert signed_in("mika").post(f"{PAGE}spara/?{QUESTION}", {"name": "X"}).status_code == 404
    with pytest.raises(Refused):
        save_scenario(base=base, changes=CHANGES, name="X", by=person("mika"))


# --- Who opens it


def test_it_is_its_makers_own_until_it_is_shared(signed_in, kept, person, read):
    sam, kim, vide = signed_in("sam"), signed_in("kim"), signed_in("vide")
    assert [status(client, kept) for client in (sam, kim, vide)] == [200, 404, 404]
    assert status(kim, kept, "scenario.xlsx") == 404
    assert "Utan Bräcke</a>" in read(sam.get(PAGE))
    assert "Sparade scenarier" not in read(kim.get(PAGE))
    sam.post(kept.get_absolute_url() + "dela/", {"delat": "ja"})
    assert [status(client, kept) for client in (sam, kim, vide)] == [200, 200, 404]
    assert status(kim, kept, "scenario.xlsx") == 200
    assert "Utan Bräcke</a>" in read(kim.get(PAGE))
    assert "Ditt scenario" not in read(kim.get(kept.get_absolute_url()))
    sam.post(kept.get_absolute_url() + "dela/", {"delat": "nej"})
    assert status(kim, kept) == 404


def test_a_scenario_is_found_only_in_its_own_cooperation(signed_in, kept):
    assert signed_in("sam").get(f"/kostnader/norrsken/tank-om/{kept.pk}/").status_code == 404


@pytest.mark.parametrize("step", ["namn", "dela", "ta-bort"])
def test_only_its_maker_changes_it(signed_in, kept, person, step):
    share_scenario(scenario=kept, shared=True, by=person("sam"))
    for username in ("kim", "mika", "charlie"):
        answer = signed_in(username).post(f"{kept.get_absolute_url()}{step}/", {"name": "Mitt"})
        assert answer.status_code == 404
    assert signed_in("sam").get(f"{kept.get_absolute_url()}{step}/").status_code == 405
    assert Scenario.objects.get().name == "Utan Bräcke"


def test_the_actions_refuse_others_too(kept, person):
    kim = person("kim")
    for work in (
        lambda: rename_scenario(scenario=kept, name="Mitt", note="", by=kim),
        lambda: share_scenario(scenario=kept, shared=True, by=kim),
        lambda: discard_scenario(scenario=kept, by=kim),
    ):
        with pytest.raises(Refused, match="Bara den som har gjort scenariot"):
            work()


def test_it_is_renamed_and_taken_away(signed_in, kept, read):
    sam = signed_in("sam")
    answer = sam.post(kept.get_absolute_url() + "namn/", {"name": "Om Bräcke lämnar"}, follow=True)
    assert "Scenariot heter nu Om Bräcke lämnar." in read(answer)
    assert "Vad som har ändrats" in read(answer)
    assert "Skriv ett namn." in read(sam.post(kept.get_absolute_url() + "namn/", {"name": " "}))
    answer = sam.post(kept.get_absolute_url() + "ta-bort/", follow=True)
    assert "Scenariot Om Bräcke lämnar är borttaget." in read(answer)
    assert not Scenario.objects.exists()
    assert Scenario.history.filter(history_type="-").count() == 1


# --- Today's base


def test_it_is_worked_out_again_and_says_that_the_base_has_moved(signed_in, kept, read):
    sam, address = signed_in("sam"), kept.get_absolute_url()
    assert "Underlaget har ändrats" not in read(sam.get(address))
    figure = PopulationFigure.objects.get(
        table__slug="jamtland-2026-11-01-exempel", organisation__slug="berg"
    )
    figure.population += 1000
    figure.save()
    html = read(sam.get(address))
    assert "Underlaget har ändrats sedan scenariot sparades:</b> 2027, 2028, 2029, 2030, 2031." in html
    assert "288 686" not in html


def test_only_the_years_that_moved_are_named(base, kept, cmv):
    from agreements.models import Term

    Term(agreement=cmv, kind="uplift_percent", value="4", clause="11.2", valid_from=date(2030, 1, 1)).save()
    assert opened(kept).moved == (2030, 2031)


def test_the_same_years_are_shown_a_year_later(signed_in, kept, read, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2028, 3, 1))
    assert "Utan Bräcke betalar de andra sju" in read(signed_in("sam").get(kept.get_absolute_url()))


def test_what_no_longer_fits_says_why_and_can_be_taken_away(signed_in, base, person, cmv, read):
    changes = Changes(2028, changed_lines=(("Lokalkostnader", 1),))
    row = save_scenario(base=base, changes=changes, name="Lokaler", by=person("sam"))
    line = cmv.budgets.get().lines.get(label="Lokalkostnader")
    line.label = "Hyror"
    line.save()
    sam = signed_in("sam")
    html = read(sam.get(row.get_absolute_url()))
    assert "Scenariot kan inte räknas ut. Posten ”Lokalkostnader” finns inte i budgeten för 2028." in html
    assert "Ta bort scenariot" in html
    assert status(sam, row, "scenario.xlsx") == 404


EVERYTHING = Changes(
    2028,
    changed_lines=(("Lokalkostnader", 600_000),),
    added_lines=(("Utredning", 90_000),),
    removed_lines=("Jourlägenheter",),
    staffing=(Staffing(PERSONNEL, Decimal("4.75"), Decimal("-0.5"), date(2028, 7, 1)),),
    uplift=Decimal("2.5"),
    overhead=Overhead(percent=Decimal("8.5")),
    grants=(Grant(2029, "Statsbidrag", 300_000),),
    population=Population((("berg", 9_000),), source=""),
    leaving=(Leaving("bracke", date(2029, 1, 1)), Leaving("are", date(2029, 1, 1))),
    joining=(Joining("timra", "Timrå", 17_730, date(2030, 1, 1), "2262"),),
)


@pytest.mark.parametrize("changes", [CHANGES, EVERYTHING, Changes(2027, overhead=Overhead(amount=5))])
def test_the_question_of_a_scenario_asks_for_the_same_again(base, changes):
    from django.http import QueryDict

    query = question_of(changes, base.lines(changes.year), tables_to_choose(base))
    form = WhatIfForm(QueryDict(query), base=base)
    assert form.is_valid(), form.errors
    assert form.changes == changes


def test_as_many_queries_with_many_scenarios(signed_in, base, kept, person):
    sam = signed_in("sam")
    few = queries_of(sam, PAGE)
    for count in range(10):
        save_scenario(base=base, changes=CHANGES, name=f"Nummer {count}", by=person("sam"))
    assert queries_of(sam, PAGE) == few


# --- The workbook


def sheets(response):
    assert response.status_code == 200
    return load_workbook(io.BytesIO(response.content)), load_workbook(
        io.BytesIO(response.content), data_only=True
    )


def test_the_workbook_has_formulas_and_every_derivation(signed_in, kept):
    book, values = sheets(signed_in("sam").get(kept.get_absolute_url() + "scenario.xlsx"))
    assert book.sheetnames == ["Jämförelse", "Härledning", "Ändringar"]
    rows = {(row[0], row[1]): row for row in values["Jämförelse"].iter_rows(min_row=2, values_only=True)}
    assert rows[2028, "Berg"][2:5] == (275_776, 288_686, 12_910)
    assert rows[2028, "Bräcke"][2:5] == (232_639, 0, -232_639)
    assert rows[2028, "Summa"][2:5] == (5_184_735, 5_184_735, 0)
    assert rows[2028, "Berg"][7:9] == (39.17, 41.01)
    formulas = [row[4].value for row in book["Jämförelse"].iter_rows(min_row=2) if row[1].value == "Berg"]
    assert formulas == [f"=D{at}-C{at}" for at in range(2, 52, 10)]
    steps = values["Härledning"].iter_rows(min_row=2, values_only=True)
    last = [row for row in steps if row[:2] == (2028, "Berg")][-1]
    assert last[5].replace("\u00a0", " ") == "288 686 kr"
    assert values["Ändringar"]["A3"].value == "Bräcke lämnar 1 januari 2028"


def test_a_question_that_is_not_kept_has_its_workbook_too(signed_in):
    kim = signed_in("kim")
    book, _ = sheets(kim.get(f"{PAGE}scenario.xlsx?ar=2027&ny_1==1%2B1&ny_1_kr=5"))
    assert "=1+1" in book["Ändringar"]["A3"].value
    assert book["Ändringar"]["A3"].data_type == "s"
    assert kim.get(f"{PAGE}scenario.xlsx").status_code == 404
    assert kim.get(f"{PAGE}scenario.xlsx?uppr=abc").status_code == 404
