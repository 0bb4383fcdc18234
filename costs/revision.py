"""What a scenario means as a revision of the agreement: budgets, terms and parties to write down. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from agreements.swedish import decimal_text, join_names, long_date
from agreements.terms import TermKind
from costs.budget import BudgetLine
from costs.changes import Changes, Grant
from costs.comparison import decimals_needed
from costs.scenario import Scenario


@dataclass(frozen=True)
class RevisedBudget:
    """A year's lines in whole kronor of that year, without overhead."""

    year: int
    lines: tuple[BudgetLine, ...]


@dataclass(frozen=True)
class RevisedTerm:
    """A term with another value from a day, as a term's row writes it; None: the term is taken away."""

    kind: TermKind
    value: str | None
    valid_from: date


@dataclass(frozen=True)
class RevisedParty:
    """A party (its slug) whose last day or first day is another."""

    organisation: str
    last_day: date | None = None
    first_day: date | None = None


@dataclass(frozen=True)
class Revision:
    """All that a revision takes over; `left_out` tells in sentences what it cannot."""

    first_day: date
    budgets: tuple[RevisedBudget, ...]
    terms: tuple[RevisedTerm, ...]
    parties: tuple[RevisedParty, ...]
    grants: tuple[Grant, ...]
    left_out: tuple[str, ...]


def revision_from(scenario: Scenario) -> Revision:
    """The scenario's changes as a revision that begins with their first year."""
    changes = scenario.changes
    return Revision(
        first_day=date(changes.year, 1, 1),
        budgets=tuple(_budgets(scenario)),
        terms=tuple(_terms(changes)),
        parties=tuple(_parties(changes)),
        grants=changes.grants,
        left_out=tuple(_left_out(scenario)),
    )


def _budgets(scenario: Scenario) -> Iterator[RevisedBudget]:
    """The scenario's budget, and another for a later year in which its posts count for more of the year."""
    if not scenario.changes.makes_a_budget:
        return
    before: tuple[BudgetLine, ...] | None = None
    for pair in scenario.years:
        made = pair.after.calculation
        if pair.year < scenario.changes.year or made is None or made.budget is None:
            continue
        basis = made.inputs.budget
        lines = basis.lines if basis else ()
        if lines != before and (basis is None or basis.year == scenario.changes.year):
            yield RevisedBudget(pair.year, made.budget.lines)
        before = lines


def _terms(changes: Changes) -> Iterator[RevisedTerm]:
    day, overhead = date(changes.year, 1, 1), changes.overhead
    if changes.uplift is not None and changes.uplift >= 0:
        yield RevisedTerm(TermKind.UPLIFT_PERCENT, _written(changes.uplift), day)
    if overhead is None:
        return
    percent = None if overhead.percent is None else _written(overhead.percent)
    amount = None if overhead.amount is None else str(overhead.amount)
    yield RevisedTerm(TermKind.OVERHEAD_PERCENT, percent, day)
    yield RevisedTerm(TermKind.OVERHEAD_AMOUNT, amount, day)


def _written(value: Decimal) -> str:
    return decimal_text(value, decimals_needed(value))


def _parties(changes: Changes) -> Iterator[RevisedParty]:
    for leaving in changes.leaving:
        yield RevisedParty(leaving.organisation, last_day=leaving.from_date - timedelta(days=1))
    for joining in changes.joining:
        yield RevisedParty(joining.organisation, first_day=joining.from_date)


def _left_out(scenario: Scenario) -> Iterator[str]:
    changes = scenario.changes
    if changes.uplift is not None and changes.uplift < 0:
        yield "En uppräkning under noll kan inte skrivas som villkor."
    if changes.population is not None:
        yield "Folkmängden är scenariots. Revideringen räknar med den tabell som avtalet anger."
    for item in changes.staffing:
        if item.starts_on and item.starts_on > date(changes.year, 1, 1):
            yield (
                f"Bemanningen på {item.line} ändras {long_date(item.starts_on)}. "
                "Helåret har därför en egen budget; den kan skilja sig från scenariot med någon krona."
            )
    late = [str(pair.year) for pair in scenario.years if pair.after.reason]
    if late:
        yield f"Kostnaden {join_names(late)} kan inte räknas ut."
