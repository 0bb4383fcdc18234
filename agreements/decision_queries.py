"""The decision behind a row: which meeting decided a budget, a plan, a report or a review."""

from collections.abc import Collection

from agreements.effect_kinds import EffectKind
from agreements.models import Decision


def decision_behind(kind: EffectKind, target: int | None) -> Decision | None:
    """The decision that was carried out on a row, or None where no meeting of the portal's took it."""
    return decisions_behind(kind, [target]).get(target) if target else None


def decisions_behind(kind: EffectKind, targets: Collection[int]) -> dict[int, Decision]:
    """The same for many rows in one query, by the row's key."""
    found = Decision.objects.filter(effect=kind, target__in=targets, carried_out_at__isnull=False)
    return {row.target: row for row in found.select_related("body", "item__meeting__body") if row.target}
