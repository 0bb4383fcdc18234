"""A year's cost from its inputs to each party's amount: pure, and the same from a frozen copy.

What is issued stores `frozen(calculation)`; `recalculated(frozen)` does it all again from the inputs
alone, so that an old invoice can be proved without asking today's tables. Clauses 11.1-11.3.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from costs.allocation import Allocation, Step, allocate
from costs.apportionment import Basis, Claimant, Rule
from costs.budget import BudgetLine, BudgetTotal, Overhead, Rate, after_grants, budget_total, forecast

Json = dict[str, Any]


@dataclass(frozen=True)
class PopulationBasis:
    """Which population table the key rests on, and whether it is the one the agreement asks for.

    `label` is the day as the agreement tells it: "1 november 2023", or only "2022".
    """

    table: str
    reference_date: str
    label: str
    source: str
    rule: str
    is_example: bool = False
    is_estimated: bool = False
    deviation: str = ""


@dataclass(frozen=True)
class BudgetBasis:
    """The budget a year's total comes from, and each later year's uplift (year, per cent, clause)."""

    year: int
    source: str
    status: str
    clause: str
    lines: tuple[BudgetLine, ...]
    overhead: Overhead
    rates: tuple[tuple[int, Decimal, str], ...] = ()
    grants: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Inputs:
    """All that decides the amounts. Exactly one of `budget` and `amount` says what is shared."""

    cooperation: str
    agreement: str
    year: int
    rule: Rule
    claimants: tuple[Claimant, ...]
    organisations: tuple[str, ...]
    population: PopulationBasis | None
    budget: BudgetBasis | None = None
    amount: int | None = None
    amount_steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Calculation:
    """The result with its derivation, in whole kronor."""

    inputs: Inputs
    budget: BudgetTotal | None
    total_steps: tuple[Step, ...]
    carried: int
    allocation: Allocation

    @property
    def total(self) -> int:
        return self.allocation.total

    @property
    def is_forecast(self) -> bool:
        """Whether the total is uplifted from an earlier year's budget, not decided for the year."""
        basis = self.inputs.budget
        return basis is not None and basis.year != self.inputs.year

    def amount_of(self, organisation: str) -> int:
        """What one organisation (its slug) pays, in whole kronor. KeyError for one that pays nothing."""
        return self.amounts[organisation]

    @property
    def amounts(self) -> dict[str, int]:
        return {
            slug: party.amount
            for slug, party in zip(self.inputs.organisations, self.allocation.parties, strict=True)
        }


def calculate(inputs: Inputs) -> Calculation:
    """The whole way from budget or amount to every party's kronor. Raises AllocationError, BudgetError."""
    budget, total, carried, steps = _total(inputs)
    allocation = allocate(total, inputs.claimants, inputs.rule, total_steps=steps)
    return Calculation(inputs, budget, steps, carried, allocation)


def _total(inputs: Inputs) -> tuple[BudgetTotal | None, int, int, tuple[Step, ...]]:
    if inputs.budget is not None:
        return total_of(inputs.budget, inputs.year)
    if inputs.amount is None:
        raise ValueError("En uträkning behöver en budget eller ett belopp.")
    return None, inputs.amount, 0, inputs.amount_steps


def total_of(basis: BudgetBasis, year: int) -> tuple[BudgetTotal, int, int, tuple[Step, ...]]:
    """A year's budget, what of it is to be shared, what of the grants is carried on, and the steps."""
    budget = budget_total(basis.lines, basis.overhead)
    if basis.rates:
        rates = {uplifted: Rate(percent, clause) for uplifted, percent, clause in basis.rates}
        budget = forecast(budget, basis.year, year, rates)
    if not basis.grants:
        return budget, budget.total, 0, budget.steps
    left = after_grants(budget.total, basis.grants)
    return budget, left.to_distribute, left.carried, (*budget.steps, *left.steps)


# --- Frozen copies


def frozen(calculation: Calculation) -> Json:
    """The inputs and the result as JSON: what a document shows, and what proves it."""
    parties = [
        {
            "organisation": slug,
            "code": party.code,
            "name": party.name,
            "population": party.population,
            "share": party.share,
            "amount": party.amount,
            "steps": [asdict(step) for step in party.steps],
        }
        for slug, party in zip(calculation.inputs.organisations, calculation.allocation.parties, strict=True)
    ]
    budget = calculation.budget
    return {
        "inputs": _plain(asdict(calculation.inputs)),
        "result": {
            "total": calculation.total,
            "rounding_difference": calculation.allocation.rounding_difference,
            "carried": calculation.carried,
            "population": calculation.allocation.population,
            "budget": budget
            and {
                "lines": [{"label": line.label, "amount": line.amount} for line in budget.lines],
                "subtotal": budget.subtotal,
                "overhead": budget.overhead,
                "total": budget.total,
            },
            "total_steps": [asdict(step) for step in calculation.total_steps],
            "parties": parties,
        },
    }


def digest_of(inputs: Inputs) -> str:
    """A fingerprint of all that decides a year's amounts; another when anything of it is another."""
    text = json.dumps(_plain(asdict(inputs)), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def thawed(copy: Json) -> Calculation:
    """The calculation of a frozen copy, from its inputs alone."""
    return calculate(_inputs(copy["inputs"]))


def recalculated(copy: Json) -> Json:
    """The frozen copy made again from its inputs alone; equal to it when nothing has been changed."""
    return frozen(thawed(copy))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Basis):
        return value.value
    return value


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _inputs(data: Json) -> Inputs:
    rule = data["rule"]
    return Inputs(
        **{
            **data,
            "rule": Rule(
                **{
                    **rule,
                    "basis": Basis(rule["basis"]),
                    "base_fee_percent": Decimal(rule["base_fee_percent"]),
                }
            ),
            "claimants": tuple(
                Claimant(**{**item, "percent": _decimal(item["percent"])}) for item in data["claimants"]
            ),
            "organisations": tuple(data["organisations"]),
            "population": data["population"] and PopulationBasis(**data["population"]),
            "budget": data["budget"] and _budget_basis(data["budget"]),
            "amount_steps": tuple(Step(**step) for step in data["amount_steps"]),
        }
    )


def _budget_basis(data: Json) -> BudgetBasis:
    overhead = data["overhead"]
    return BudgetBasis(
        **{
            **data,
            "lines": tuple(BudgetLine(**line) for line in data["lines"]),
            "overhead": Overhead(**{**overhead, "percent": _decimal(overhead["percent"])}),
            "rates": tuple((year, Decimal(percent), clause) for year, percent, clause in data["rates"]),
            "grants": tuple((label, amount) for label, amount in data["grants"]),
        }
    )
