"""Two ways to share the same years beside one another: whole kronor, kronor per inhabitant, difference.

Pure. One side is an agreement, the other a scenario or another edition; a side may be missing, and says why.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from agreements.swedish import kr_per_inhabitant, percent, sort_key
from costs.allocation import PartyAmount, Step
from costs.apportionment import AllocationError
from costs.budget import BudgetError
from costs.calculation import Calculation, Inputs, calculate


@dataclass(frozen=True)
class Side:
    """One way to share a year; without a calculation, `reason` says why in a line of Swedish.

    `steps` tell how budget lines were changed before the calculation begins.
    """

    calculation: Calculation | None
    reason: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def parties(self) -> dict[str, PartyAmount]:
        """The party amounts by organisation slug; none where there is no calculation."""
        if self.calculation is None:
            return {}
        slugs = self.calculation.inputs.organisations
        return dict(zip(slugs, self.calculation.allocation.parties, strict=True))

    @property
    def total(self) -> int | None:
        """What is shared, in whole kronor."""
        return self.calculation.total if self.calculation else None

    @property
    def amount_sum(self) -> int | None:
        """What the amounts add up to; not the total where the agreement does not reconcile them."""
        if self.calculation is None:
            return None
        return self.calculation.total + self.calculation.allocation.rounding_difference

    @property
    def population(self) -> int | None:
        return self.calculation.allocation.population if self.calculation else None


@dataclass(frozen=True)
class Pair:
    """An amount on both sides. None is an amount that is not known; who is no party pays nothing, 0."""

    before: int | None
    after: int | None
    population_before: int | None = None
    population_after: int | None = None

    @property
    def difference(self) -> int | None:
        if self.before is None or self.after is None:
            return None
        return self.after - self.before

    @property
    def percent(self) -> str:
        """The difference in per cent of what it was, always with its sign: "+2,4 %"; empty from nothing."""
        if self.difference is None or not self.before:
            return ""
        text = percent(Fraction(100 * self.difference, self.before), 1)
        return f"+{text}" if self.difference > 0 else text

    @property
    def before_per_inhabitant(self) -> str:
        return _per_inhabitant(self.before, self.population_before)

    @property
    def after_per_inhabitant(self) -> str:
        return _per_inhabitant(self.after, self.population_after)


def _per_inhabitant(amount: int | None, population: int | None) -> str:
    """Kronor and öre; empty where there is nothing to divide."""
    return kr_per_inhabitant(amount, population) if amount is not None and population else ""


@dataclass(frozen=True)
class PartyPair:
    """What one party pays on both sides in a year; the steps tell why, where it is a party."""

    slug: str
    name: str
    code: str
    amounts: Pair
    is_party_before: bool
    is_party_after: bool
    after: PartyAmount | None

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.after.steps if self.after else ()


@dataclass(frozen=True)
class YearPair:
    """A year on both sides, the parties in Swedish alphabetical order."""

    year: int
    before: Side
    after: Side
    parties: tuple[PartyPair, ...]

    @property
    def sums(self) -> Pair:
        """What all the amounts add up to."""
        return Pair(
            self.before.amount_sum, self.after.amount_sum, self.before.population, self.after.population
        )

    @property
    def is_same(self) -> bool:
        """Whether no party's amount differs; False where a side is missing."""
        return all(party.amounts.difference == 0 for party in self.parties)

    @property
    def estimated_population(self) -> str:
        """What is said of a population that is not the year's own; empty where it is."""
        for side in (self.after, self.before):
            basis = side.calculation.inputs.population if side.calculation else None
            if basis and basis.is_estimated:
                return basis.deviation
        return ""

    @property
    def has_example_figures(self) -> bool:
        """Whether a side rests on a population that is only an example."""
        bases = [side.calculation.inputs.population for side in (self.before, self.after) if side.calculation]
        return any(basis is not None and basis.is_example for basis in bases)

    def party(self, slug: str) -> PartyPair | None:
        return next((party for party in self.parties if party.slug == slug), None)


@dataclass(frozen=True)
class Comparison:
    """Some years on both sides."""

    years: tuple[YearPair, ...]

    @property
    def names(self) -> dict[str, str]:
        """Every party that pays on some side in some year, in Swedish alphabetical order."""
        found = {party.slug: party.name for year in self.years for party in year.parties}
        return dict(sorted(found.items(), key=lambda item: sort_key(item[1])))

    def of_party(self, slug: str) -> tuple[tuple[int, PartyPair | None], ...]:
        return tuple((year.year, year.party(slug)) for year in self.years)

    def sum_of(self, slug: str) -> Pair:
        """A party's amounts added up over the years that are known on both sides."""
        found = [party.amounts for _, party in self.of_party(slug) if party]
        return added(pair for pair in found if pair.difference is not None)

    @property
    def sums(self) -> Pair:
        return added(year.sums for year in self.years if year.sums.difference is not None)


def added(pairs: Iterable[Pair]) -> Pair:
    known = list(pairs)
    if not known:
        return Pair(None, None)
    return Pair(sum(pair.before or 0 for pair in known), sum(pair.after or 0 for pair in known))


def beside(year: int, before: Side, after: Side) -> YearPair:
    """A year's two sides party by party."""
    old, new = before.parties, after.parties
    slugs = {**new, **old}
    pairs = [_party(slug, before, after, old.get(slug), new.get(slug)) for slug in slugs]
    return YearPair(year, before, after, tuple(sorted(pairs, key=lambda pair: sort_key(pair.name))))


def _party(
    slug: str, before: Side, after: Side, old: PartyAmount | None, new: PartyAmount | None
) -> PartyPair:
    known = new or old
    assert known is not None
    amounts = Pair(
        _amount(before, old),
        _amount(after, new),
        old.population if old else None,
        new.population if new else None,
    )
    return PartyPair(slug, known.name, known.code, amounts, old is not None, new is not None, new)


def _amount(side: Side, party: PartyAmount | None) -> int | None:
    """What a party pays; 0 for one that is none, None where the year is not known."""
    if side.calculation is None:
        return None
    return party.amount if party else 0


def side_of(inputs: Inputs, steps: tuple[Step, ...] = ()) -> Side:
    """The year worked out, or why it cannot be."""
    if inputs.budget is None and inputs.amount is None:
        return Side(None, f"Ingen kostnad är registrerad för {inputs.year}.")
    if missing := missing_rate(inputs):
        return Side(None, f"Avtalet säger inte hur kostnaden räknas upp till {missing}.")
    try:
        return Side(calculate(inputs), steps=steps)
    except (AllocationError, BudgetError) as reason:
        return Side(None, str(reason))


def missing_rate(inputs: Inputs) -> int | None:
    """The first year after the budget's that has no uplift; None where there is one for each."""
    if inputs.budget is None:
        return None
    rated = {year for year, _, _ in inputs.budget.rates}
    wanted = range(inputs.budget.year + 1, inputs.year + 1)
    return next((year for year in wanted if year not in rated), None)


def decimals_needed(value: Decimal) -> int:
    """How many decimals a number is written with, without noughts at its end."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
