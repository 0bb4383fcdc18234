"""A scenario becomes a revision that costs what the scenario did; nobody but who prepares agreements."""

from datetime import date
from decimal import Decimal

import pytest

from agreements.models import Agreement, Cooperation
from agreements.refusals import Refused
from cmv_portal.revisions.from_scenario import start_from_scenario
from costs.actions.scenarios import save_scenario, share_scenario
from costs.budget import Overhead
from costs.changes import Changes, Grant, Leaving
from costs.queries.calculations import calculation_of
from costs.queries.scenarios import base_of, scenario_of

pytestmark = pytest.mark.django_db

CHANGES = {
    "a new budget and overhead": Changes(
        2028,
        changed_lines=(("Lokalkostnader", 600_000),),
        added_lines=(("Utredning", 90_000),),
        overhead=Overhead(percent=Decimal("8.5")),
        uplift=Decimal(2),
    ),
    "a fixed overhead": Changes(2028, overhead=Overhead(amount=250_000)),
    "a party leaves at the start": Changes(2028, leaving=(Leaving("berg", date(2028, 1, 1)),)),
    "a party leaves later": Changes(2028, leaving=(Leaving("bracke", date(2029, 1, 1)),)),
    "a grant": Changes(2028, grants=(Grant(2028, "Statsbidrag", 300_000),)),
}


def kept(changes, person, **shared):
    base = base_of(Cooperation.objects.get(slug="cmv"), 2027)
    return save_scenario(base=base, changes=changes, name="Tanke", by=person("sam"))


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_the_draft_costs_what_the_scenario_did(cmv, person, changes):
    row = kept(changes, person)
    draft, left_out = start_from_scenario(scenario=row, by=person("sam"))
    assert (draft.status, draft.starts_on, left_out) == (Agreement.Status.DRAFT, date(2028, 1, 1), ())
    for pair in scenario_of(row).years:
        if pair.year >= 2028:
            made = calculation_of(draft, pair.year, allow_estimated=True)
            assert made.amounts == pair.after.calculation.amounts


def test_a_party_that_leaves_at_the_start_is_no_party_of_the_draft(cmv, person):
    row = kept(CHANGES["a party leaves at the start"], person)
    draft, _ = start_from_scenario(scenario=row, by=person("sam"))
    assert "berg" not in draft.parties.values_list("organisation__slug", flat=True)
    assert cmv.parties.count() == 8


def test_one_revision_at_a_time_and_nothing_is_left_of_a_refused_one(cmv, person):
    row = kept(CHANGES["a grant"], person)
    start_from_scenario(scenario=row, by=person("sam"))
    with pytest.raises(Refused, match="pågår redan"):
        start_from_scenario(scenario=row, by=person("sam"))
    assert Agreement.objects.filter(status=Agreement.Status.DRAFT).count() == 1


def test_the_page_has_the_button_for_who_prepares(client, cmv, person):
    row = kept(CHANGES["a fixed overhead"], person)
    share_scenario(scenario=row, shared=True, by=person("sam"))
    client.force_login(person("alex"))
    assert "Börja en revidering" not in client.get(row.get_absolute_url()).content.decode()
    assert client.post(f"{row.get_absolute_url()}revidering/").status_code == 404
    client.force_login(person("sam"))
    assert "Börja en revidering" in client.get(row.get_absolute_url()).content.decode()
    page = client.post(f"{row.get_absolute_url()}revidering/", follow=True).content.decode()
    assert "med scenariots ändringar" in page
    again = client.post(f"{row.get_absolute_url()}revidering/", follow=True).content.decode()
    assert "En revidering pågår redan" in again
