"""A kept scenario that is attached to a pack, as the appendix tells it."""

from cmv_portal.packs.matter import Alternative
from costs.changes import ChangesError
from costs.models import Scenario
from costs.queries.distribution import NOT_POSSIBLE
from costs.queries.scenarios import opened
from costs.queries.what_if_page import answer_of


def alternative_of(row: Scenario) -> Alternative | None:
    """The scenario worked out on today's base; None where that is no longer possible."""
    try:
        found = opened(row)
        answer = answer_of(found.base, found.changes)
    except (ChangesError, *NOT_POSSIBLE):
        return None
    return Alternative(row.name, row.note, answer.told, answer.scenario.years)
