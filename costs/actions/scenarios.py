"""Keep a question of what if, name it, share it, take it away. Only its maker changes it.

Each action is one transaction.
"""

from django.db import transaction

from agreements.access import may
from agreements.refusals import Refused
from cmv_portal.roles import Right
from costs.changes import Changes
from costs.changes_json import to_json
from costs.models import Scenario
from costs.queries.scenarios import Base


@transaction.atomic
def save_scenario(*, base: Base, changes: Changes, name: str, by, note: str = "") -> Scenario:
    """Keep the changes, with a fingerprint of what they rest on today. Raises Refused, ValidationError."""
    if not may(by, Right.SAVE_SCENARIOS, base.cooperation.pk):
        raise Refused(f"{by} får inte spara scenarier för {base.cooperation.name}.")
    if changes.is_empty:
        raise Refused("Inget är ändrat, så det finns inget att spara.")
    scenario = Scenario(
        cooperation=base.cooperation,
        agreement=base.agreement,
        name=name.strip(),
        note=note.strip(),
        first_year=base.years[0],
        changes=to_json(changes),
        base=base.digests,
        made_by=by,
    )
    scenario.full_clean()
    scenario.save()
    return scenario


@transaction.atomic
def rename_scenario(*, scenario: Scenario, name: str, note: str, by) -> Scenario:
    """Give it another name and note. Raises Refused, ValidationError."""
    scenario = _own(scenario, by)
    scenario.name, scenario.note = name.strip(), note.strip()
    scenario.full_clean()
    scenario.save()
    return scenario


@transaction.atomic
def share_scenario(*, scenario: Scenario, shared: bool, by) -> Scenario:
    """Let everyone who may see the cooperation's costs read it, or nobody but its maker. Raises Refused."""
    scenario = _own(scenario, by)
    if scenario.is_shared != shared:
        scenario.is_shared = shared
        scenario.save()
    return scenario


@transaction.atomic
def discard_scenario(*, scenario: Scenario, by) -> None:
    """Take it away; its history stays. Raises Refused."""
    _own(scenario, by).delete()


def _own(scenario: Scenario, by) -> Scenario:
    """The row as it is now, held until the transaction ends; refused for who has not made it."""
    found = Scenario.objects.select_for_update(of=("self",)).filter(pk=scenario.pk).first()
    if found is None:
        raise Refused("Scenariot är borttaget.")
    if found.made_by_id != by.pk or not may(by, Right.SAVE_SCENARIOS, found.cooperation_id):
        raise Refused("Bara den som har gjort scenariot kan ändra det.")
    return found
