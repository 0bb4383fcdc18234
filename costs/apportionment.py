"""The arithmetic of a cost key: weights, roundings, floors and caps, exact on whole numbers.

Serves clause 11.3 of the CMV agreement and its counterparts in other agreements. What it does is told in
words by `costs/allocation.py`, which the rest of the portal uses.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from heapq import nlargest, nsmallest
from typing import Any

from agreements.swedish import NBSP, decimal_text, genitive, kr, number, sort_key

MOST_DECIMALS = 30  # far beyond any agreement; keeps a mistyped number from filling the memory

# Below so many parties sorting all is quicker than seeking the largest.
FEW = 100


class AllocationError(ValueError):
    """A key, a total or a limit that cannot be used; the message is one Swedish line."""


class EmptyKey(AllocationError):
    """No parties, or nobody with a share."""


class MissingPopulation(AllocationError):
    """A party without a population figure in a key by population."""


class BadPopulation(AllocationError):
    """A population of zero or below."""


class MissingPercent(AllocationError):
    """A party without a percentage in a key of named percentages."""


class BadPercent(AllocationError):
    """A percentage that is negative or not a finite number."""


class PercentagesDoNotAddUp(AllocationError):
    """Named percentages further from 100 than their printed decimals explain."""


class DuplicateParty(AllocationError):
    """Two figures for one party."""


class BadShareDecimals(AllocationError):
    """A number of decimals below zero, or beyond reason."""


class BadBaseFee(AllocationError):
    """A base fee outside 0–100 per cent."""


class NegativeTotal(AllocationError):
    """A total below zero that is not a credit."""


class NegativeLimit(AllocationError):
    """A floor or a cap below zero."""


class FloorOverCap(AllocationError):
    """A floor above the same party's cap."""


class UnreachableLimits(AllocationError):
    """Floors and caps between which the total cannot be shared."""


class Basis(StrEnum):
    """What the shares of a key rest on."""

    POPULATION = "population"
    PERCENT = "percent"
    EQUAL = "equal"


@dataclass(frozen=True)
class Claimant:
    """A party of a key: inhabitants or a named percentage, and a floor and cap in whole kronor."""

    name: str
    population: int | None = None
    percent: Decimal | None = None
    code: str = ""
    floor: int | None = None
    cap: int | None = None


@dataclass(frozen=True)
class Rule:
    """How a key rounds, and the words its steps use.

    `share_decimals` are decimals of a per cent; None shares exactly and prints `printed_decimals`.
    `population_label` is the reference date ("1 november 2023"), `source` where the figures come from,
    `parties` what the parties are called together.
    """

    share_decimals: int | None = None
    reconcile: bool = True
    basis: Basis = Basis.POPULATION
    base_fee_percent: Decimal = Decimal(0)
    printed_decimals: int = 4
    clause: str = ""
    population_label: str = ""
    source: str = ""
    parties: str = "parter"


def distribute(
    total: int, weights: Sequence[int], precedence: Callable[[int], Any] | None = None
) -> list[int]:
    """Share a whole total by weights so that it adds up: largest remainder, ties by `precedence(index)`.

    Of two equal remainders the one of lower precedence is rounded up; without `precedence` that is the
    larger weight, then the earlier index. Raises EmptyKey if no weight is above zero.
    """
    whole = sum(weights)
    if whole <= 0:
        raise EmptyKey("Nyckeln har ingen part med en andel större än noll.")
    if total < 0:
        raise NegativeTotal("Summan att fördela är negativ.")
    # Rounded half up is floor((total·weight + whole/2) / whole). Where that adds up nothing more is needed;
    # otherwise those nearest to being rounded the other way are, and that is the largest remainder.
    half = whole // 2
    raised = [total * weight + half for weight in weights]
    amounts = [numerator // whole for numerator in raised]
    if short := total - sum(amounts):
        rests = [numerator % whole for numerator in raised]
        unit = 1 if short > 0 else -1
        for index in _nearest(rests, short, precedence or (lambda at: (-weights[at], at))):
            amounts[index] += unit
    return amounts


def _nearest(rests: Sequence[int], short: int, precedence: Callable[[int], Any]) -> list[int]:
    """Who gets the units that are short (the largest rests), or gives those in excess (the smallest)."""
    up, count = short > 0, abs(short)
    if len(rests) < FEW:
        last = sorted(rests, reverse=up)[count - 1]
    else:
        last = (nlargest if up else nsmallest)(count, rests)[-1]
    near = [index for index, rest in enumerate(rests) if (rest >= last if up else rest <= last)]
    if len(near) > count:  # a tie at the last unit
        near.sort(key=precedence, reverse=not up)
        near.sort(key=rests.__getitem__, reverse=up)
    return near[:count]


def _half_up(numerator: int, denominator: int) -> int:
    return (numerator + denominator // 2) // denominator


@dataclass(frozen=True)
class Split:
    """One sharing-out of `total`: exact weights of `whole`, rounded shares of `scale`, amounts.

    With exact shares `shares` and `scale` are the weights and the whole themselves.
    """

    total: int
    weights: Sequence[int]
    whole: int
    shares: Sequence[int]
    scale: int
    amounts: Sequence[int]

    def exact_share(self, index: int) -> Fraction:
        return Fraction(self.weights[index], self.whole)

    def plain_share(self, index: int) -> int:
        """The share rounded by itself, in units of its last decimal."""
        return _half_up(self.weights[index] * self.scale, self.whole)

    def exact_amount(self, index: int) -> Fraction:
        return Fraction(self.total * self.shares[index], self.scale)

    def plain_amount(self, index: int) -> int:
        return _half_up(self.total * self.shares[index], self.scale)

    @cached_property
    def plain_share_sum(self) -> int:
        return sum(self.plain_share(index) for index in range(len(self.weights)))

    @cached_property
    def plain_amount_sum(self) -> int:
        return sum(self.plain_amount(index) for index in range(len(self.weights)))


def share_out(
    total: int, claimants: Sequence[Claimant], weights: Sequence[int], whole: int, rule: Rule
) -> Split:
    """Share a total of at least zero by exact weights, rounding first the shares if the rule says so."""

    def bring(amount: int, parts: Sequence[int], divisor: int) -> list[int]:
        if rule.reconcile:
            return distribute(amount, parts, lambda at: _precedence(claimants[at], weights[at]))
        return [_half_up(amount * part, divisor) for part in parts]

    shares, scale = weights, whole
    if rule.share_decimals is not None:
        scale = 100 * 10**rule.share_decimals
        shares = bring(scale, weights, whole)
    return Split(total, weights, whole, shares, scale, bring(total, shares, scale))


def key_of(claimants: Sequence[Claimant], rule: Rule) -> tuple[list[int], int]:
    """The exact shares of a key as whole-number weights and the whole they are parts of."""
    if rule.basis is Basis.EQUAL:
        weights, whole = [1] * len(claimants), len(claimants)
    elif rule.basis is Basis.PERCENT:
        weights, whole = _percent_key(claimants, rule.reconcile)
    else:
        weights = [_population(claimant) for claimant in claimants]
        whole = sum(weights)
    if not rule.base_fee_percent:
        return weights, whole
    # The base fee P gives the share P/100/n + (1 − P/100) × weight/whole; here on one denominator.
    fee, hundred = (Fraction(rule.base_fee_percent) / 100).as_integer_ratio()
    parties = len(claimants)
    mixed = [fee * whole + (hundred - fee) * parties * weight for weight in weights]
    return mixed, hundred * parties * whole


def _population(claimant: Claimant) -> int:
    if claimant.population is None:
        raise MissingPopulation(f"{claimant.name} saknar folkmängd.")
    if claimant.population <= 0:
        raise BadPopulation(
            f"{genitive(claimant.name)} folkmängd är {number(claimant.population)}; "
            "den måste vara större än noll."
        )
    return claimant.population


def _percent_key(claimants: Sequence[Claimant], reconcile: bool) -> tuple[list[int], int]:
    percents = [_named_percent(claimant) for claimant in claimants]
    decimals = [decimals_of(value) for value in percents]
    total = sum(map(Fraction, percents))
    explained = sum((Fraction(1, 2 * 10**places) for places in decimals), Fraction(0))
    if not total or abs(total - 100) > explained:
        raise PercentagesDoNotAddUp(
            f"Procentsatserna blir tillsammans {decimal_text(total, max(decimals))}{NBSP}%, inte 100{NBSP}%."
        )
    scale = 10 ** max(decimals)
    weights = [int(Fraction(value) * scale) for value in percents]
    return weights, sum(weights) if reconcile else 100 * scale


def _named_percent(claimant: Claimant) -> Decimal:
    if claimant.percent is None:
        raise MissingPercent(f"{claimant.name} saknar procentsats.")
    if not claimant.percent.is_finite() or claimant.percent < 0:
        raise BadPercent(f"{genitive(claimant.name)} procentsats måste vara ett tal, noll eller större.")
    if decimals_of(claimant.percent) > MOST_DECIMALS:
        raise BadPercent(f"{genitive(claimant.name)} procentsats har fler än {MOST_DECIMALS} decimaler.")
    return claimant.percent


def decimals_of(value: Decimal) -> int:
    """The number of decimals a finite figure is written with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _precedence(claimant: Claimant, weight: int) -> tuple[object, ...]:
    """Who gets a unit first at a tie: the larger share and population, the lower code, then the name."""
    code, digits = claimant.code, claimant.code.lstrip("0")
    by_code = (0, len(digits), digits) if code.isdecimal() else (1, 0, "")
    return (-weight, -(claimant.population or 0), by_code, code, sort_key(claimant.name), claimant.name)


@dataclass(frozen=True)
class Limited:
    """Where floors and caps left a total: who is fixed at what, and how the free share the rest."""

    amounts: Sequence[int]
    fixed: dict[int, int]
    free: Sequence[int]
    split: Split


def within_limits(claimants: Sequence[Claimant], rule: Rule, first: Split) -> Limited:
    """Fix the parties outside their limits and share the rest among the others, until all are inside.

    Fixing only the side that outweighs keeps the rest within reach of the limits still in play, as the
    flexible lengths of CSS flexbox are resolved.
    """
    fixed: dict[int, int] = {}
    free: list[int] = list(range(len(claimants)))
    split = first
    while free:
        current = dict(zip(free, split.amounts, strict=True))
        below = {i: floor for i in free if current[i] < (floor := claimants[i].floor or 0)}
        above = {i: cap for i in free if (cap := claimants[i].cap) is not None and current[i] > cap}
        if not below and not above:
            break
        missing = sum(floor - current[i] for i, floor in below.items())
        excess = sum(current[i] - cap for i, cap in above.items())
        fixed |= below if missing >= excess else {}
        fixed |= above if excess >= missing else {}
        free = [i for i in free if i not in fixed]
        split = _share_rest(claimants, rule, first, free, first.total - sum(fixed.values()))
    amounts = fixed | dict(zip(free, split.amounts, strict=True))
    return Limited([amounts[i] for i in range(len(claimants))], fixed, free, split)


def _share_rest(
    claimants: Sequence[Claimant], rule: Rule, first: Split, free: Sequence[int], rest: int
) -> Split:
    """Share what fixed parties leave among the free ones, in proportion to their shares of the key."""
    weights = [first.weights[i] for i in free]
    if any(weights):
        return share_out(rest, [claimants[i] for i in free], weights, sum(weights), rule)
    if free and rest:
        raise UnreachableLimits("Golv och tak lämnar en rest, men de parter som är kvar har andelen noll.")
    return Split(rest, weights, 1, weights, 1, weights)


def check_rule(rule: Rule) -> None:
    """Raise what is wrong with the roundings or the base fee of a rule."""
    for decimals in (rule.share_decimals, rule.printed_decimals):
        if decimals is not None and not 0 <= decimals <= MOST_DECIMALS:
            raise BadShareDecimals(f"Andelens decimaler ska vara 0–{MOST_DECIMALS}, inte {number(decimals)}.")
    fee = rule.base_fee_percent
    if not fee.is_finite() or not 0 <= fee <= 100 or decimals_of(fee) > MOST_DECIMALS:
        raise BadBaseFee(f"Grundavgiften ska vara 0–100{NBSP}% av summan.")


def check_parties(claimants: Sequence[Claimant]) -> None:
    """Raise on an empty key and on two figures for one party."""
    if not claimants:
        raise EmptyKey("Nyckeln har inga parter.")
    codes: set[str] = set()
    named: dict[str, bool] = {}  # name → whether every party of that name has a code of its own
    for claimant in claimants:
        name = claimant.name.strip().casefold()
        coded = bool(claimant.code)
        if claimant.code in codes or (name in named and not (coded and named[name])):
            raise DuplicateParty(f"{claimant.name} står två gånger i nyckeln.")
        named[name] = coded
        if coded:
            codes.add(claimant.code)


def check_limits(total: int, claimants: Sequence[Claimant]) -> None:
    """Raise on limits that are wrong in themselves or that cannot hold this total (kronor, at least zero)."""
    for claimant in claimants:
        floor, cap = claimant.floor, claimant.cap
        if (floor is not None and floor < 0) or (cap is not None and cap < 0):
            raise NegativeLimit(f"{genitive(claimant.name)} golv eller tak är negativt.")
        if floor is not None and cap is not None and floor > cap:
            raise FloorOverCap(f"{genitive(claimant.name)} golv {kr(floor)} är högre än taket {kr(cap)}.")
    floors = sum(claimant.floor or 0 for claimant in claimants)
    if floors > total:
        raise UnreachableLimits(f"Golven blir tillsammans {kr(floors)}, mer än summan {kr(total)}.")
    caps = [claimant.cap for claimant in claimants if claimant.cap is not None]
    if len(caps) == len(claimants) and sum(caps) < total:
        raise UnreachableLimits(f"Taken blir tillsammans {kr(sum(caps))}, mindre än summan {kr(total)}.")
