"""A decision and what it sets going, in one transaction: if the action refuses, nothing was decided."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from agreements.actions.decisions import take_decision
from agreements.effect_kinds import EffectKind
from agreements.models import AgendaItem, Decision
from agreements.refusals import Incomplete, Refused
from cmv_portal.effects import carry_out
from costs.refusals import REFUSALS as COST_REFUSALS

REFUSALS = (Refused, ValidationError, *COST_REFUSALS)


@transaction.atomic
def decide(
    *,
    item: AgendaItem,
    outcome: str,
    text: str,
    kind: EffectKind | None = None,
    target: int | None = None,
    given: Mapping[str, Any] | None = None,
    by,
) -> Decision:
    """Record a matter's decision and carry out its effect. Raises what REFUSALS name."""
    decision = take_decision(item=item, outcome=outcome, text=text, by=by)
    if kind is not None and target is not None:
        carry_out(decision=decision, kind=kind, target=target, given=given or {}, by=by)
    return decision


def reasons(refusal: Exception) -> list[str]:
    """Why the action said no, a sentence each."""
    if isinstance(refusal, ValidationError):
        return refusal.messages
    return [str(refusal), *(refusal.gaps if isinstance(refusal, Incomplete) else ())]
