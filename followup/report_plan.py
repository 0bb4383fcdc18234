"""What an annual report holds, read from data: numbered slots, the goals, the key figures (Bilaga 1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class PlanError(ValueError):
    """A report plan that cannot be used; the message is one line of Swedish."""


class SlotKind(StrEnum):
    GOALS = "goals"
    TEXT = "text"
    MEASURES = "measures"
    COURSES = "courses"
    RESOURCES = "resources"
    ECONOMY = "economy"
    PLAN = "plan"


@dataclass(frozen=True)
class Goal:
    """A goal of the agreement, with whom it is for."""

    number: int
    group: str
    title: str


@dataclass(frozen=True)
class Slot:
    """One numbered part of the report. `text_required` says whether it must be written."""

    number: int
    code: str
    title: str
    kind: SlotKind
    hint: str = ""
    text_required: bool = True
    measures: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
    posts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Plan:
    slots: tuple[Slot, ...]
    key_figures: tuple[str, ...] = ()

    def slot(self, code: str) -> Slot | None:
        return next((slot for slot in self.slots if slot.code == code), None)


def read_plan(definition: Mapping[str, Any]) -> Plan:
    """A report plan from its data. Raises a PlanError."""
    try:
        slots = tuple(_slot(number, row) for number, row in enumerate(definition["slots"], start=1))
        plan = Plan(slots, tuple(definition.get("key_figures", ())))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PlanError(f"Rapportplanen går inte att läsa: {error}.") from error
    codes = [slot.code for slot in plan.slots]
    if len(codes) != len(set(codes)):
        raise PlanError("Två delar i rapportplanen har samma kortnamn.")
    return plan


def _slot(number: int, row: Mapping[str, Any]) -> Slot:
    return Slot(
        number=number,
        code=row["code"],
        title=row["title"],
        kind=SlotKind(row["kind"]),
        hint=row.get("hint", ""),
        text_required=row.get("text_required", True),
        measures=tuple(row.get("measures", ())),
        goals=tuple(Goal(**goal) for goal in row.get("goals", ())),
        posts=tuple((post["label"], str(post["value"])) for post in row.get("posts", ())),
    )
