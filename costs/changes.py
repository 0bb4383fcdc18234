"""What is thought to be otherwise in an agreement's cost: a scenario's question, as data.

Pure. It is kept as JSON by `costs/changes_json.py` and worked out by `costs/scenario.py`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from costs.budget import Overhead


class ChangesError(ValueError):
    """Changes that cannot be read or do not fit the agreement; the message is one line of Swedish."""


@dataclass(frozen=True)
class Staffing:
    """More or fewer posts on a budget line that now pays for `posts`; from a day, or from the first year."""

    line: str
    posts: Decimal
    change: Decimal
    starts_on: date | None = None


@dataclass(frozen=True)
class Grant:
    """A state grant of a year, in whole kronor."""

    year: int
    label: str
    amount: int


@dataclass(frozen=True)
class Population:
    """Other figures for some or all parties (slug, inhabitants), and the table they come from, if any."""

    figures: tuple[tuple[str, int], ...]
    table: str = ""
    label: str = ""
    source: str = ""
    is_example: bool = False


@dataclass(frozen=True)
class Leaving:
    """A party that is none from a date on; it pays no year that begins on the date or later."""

    organisation: str
    from_date: date


@dataclass(frozen=True)
class Joining:
    """A new party, which pays every year that begins on the date or later."""

    organisation: str
    name: str
    population: int
    from_date: date
    code: str = ""


@dataclass(frozen=True)
class Changes:
    """Everything that is thought to be otherwise, from the first day of `year`.

    Amounts of lines are whole kronor of that year, without overhead; later years are uplifted from it.
    """

    year: int
    changed_lines: tuple[tuple[str, int], ...] = ()
    added_lines: tuple[tuple[str, int], ...] = ()
    removed_lines: tuple[str, ...] = ()
    staffing: tuple[Staffing, ...] = ()
    uplift: Decimal | None = None
    overhead: Overhead | None = None
    grants: tuple[Grant, ...] = ()
    population: Population | None = None
    leaving: tuple[Leaving, ...] = ()
    joining: tuple[Joining, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self == Changes(self.year)

    @property
    def makes_a_budget(self) -> bool:
        """Whether the lines or the overhead are others, so that the year gets a budget of its own."""
        return bool(
            self.changed_lines
            or self.added_lines
            or self.removed_lines
            or self.staffing
            or self.overhead is not None
        )


def checked(changes: Changes) -> Changes:
    """The same changes, where each of them is possible in itself. Raises ChangesError."""
    if changes.uplift is not None and not -100 < changes.uplift <= 100:
        raise ChangesError("Uppräkningen ska vara mer än −100 och högst 100 procent.")
    _check_staffing(changes)
    overhead = changes.overhead
    if overhead and (overhead.percent is not None) == (overhead.amount is not None):
        raise ChangesError("OH ska vara antingen en procentsats eller ett belopp.")
    if overhead and overhead.percent is not None and not 0 <= overhead.percent <= 100:
        raise ChangesError("OH ska vara 0–100 procent.")
    labels = [label for label, _ in (*changes.changed_lines, *changes.added_lines)]
    if doubled := _twice([*labels, *changes.removed_lines]):
        raise ChangesError(f"Posten ”{doubled}” är ändrad två gånger.")
    parties = [item.organisation for item in changes.leaving]
    parties += [item.organisation for item in changes.joining]
    if doubled := _twice(parties):
        raise ChangesError(f"{doubled} står två gånger bland parterna som lämnar eller tillkommer.")
    return changes


def _check_staffing(changes: Changes) -> None:
    if doubled := _twice([item.line for item in changes.staffing]):
        raise ChangesError(f"Bemanningen på posten ”{doubled}” är ändrad två gånger.")
    for item in changes.staffing:
        if item.posts <= 0:
            raise ChangesError(f"Posten ”{item.line}” behöver ett antal tjänster i dag, större än noll.")
        if item.posts + item.change < 0:
            raise ChangesError(f"Fler tjänster tas bort än de som finns på posten ”{item.line}”.")


def _twice(names: list[str]) -> str:
    return next((name for place, name in enumerate(names) if name in names[:place]), "")
