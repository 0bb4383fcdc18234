"""How one amount is shared by a key, and every step of it in words.

Serves clause 11.3 of the CMV agreement and its counterparts in other agreements. Money is whole kronor,
rounding is half up; the arithmetic stands in `costs/apportionment.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from agreements.swedish import (
    NBSP,
    count_word,
    decimal_text,
    genitive,
    kr,
    number,
    percent,
    rate,
    round_half_up,
    signed_kr,
)
from costs.apportionment import (
    AllocationError,
    BadBaseFee,
    BadPercent,
    BadPopulation,
    BadShareDecimals,
    Basis,
    Claimant,
    DuplicateParty,
    EmptyKey,
    FloorOverCap,
    Limited,
    MissingPercent,
    MissingPopulation,
    NegativeLimit,
    NegativeTotal,
    PercentagesDoNotAddUp,
    Rule,
    Split,
    UnreachableLimits,
    check_limits,
    check_parties,
    check_rule,
    decimals_of,
    distribute,
    key_of,
    share_out,
    within_limits,
)

__all__ = [
    "Allocation",
    "AllocationError",
    "BadBaseFee",
    "BadPercent",
    "BadPopulation",
    "BadShareDecimals",
    "Basis",
    "Claimant",
    "DuplicateParty",
    "EmptyKey",
    "FloorOverCap",
    "MissingPercent",
    "MissingPopulation",
    "NegativeLimit",
    "NegativeTotal",
    "PartyAmount",
    "PercentagesDoNotAddUp",
    "Rule",
    "Step",
    "UnreachableLimits",
    "allocate",
    "distribute",
]


@dataclass(frozen=True)
class Step:
    """One line of a derivation, as shown on page, PDF, spreadsheet and JSON; `kind` is a code."""

    kind: str
    label: str
    result: str
    calculation: str = ""
    clause: str = ""
    note: str = ""


@dataclass(frozen=True)
class PartyAmount:
    """What one party pays, in whole kronor, and why; shares and steps are worked out when asked for."""

    code: str
    name: str
    population: int | None
    amount: int
    _workings: _Workings = field(repr=False, compare=False)
    _index: int = field(repr=False, compare=False)

    @property
    def share(self) -> str:
        """The share in per cent as printed, without the sign: "3,876"."""
        return self._workings.printed_share(self._index)

    @property
    def share_exact(self) -> Fraction:
        """The share before any rounding, as a part of one."""
        return self._workings.split.exact_share(self._index)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The derivation from the party's figure in the key to its amount; the last step is the amount."""
        return tuple(_explain(self._workings, self._index))


@dataclass(frozen=True)
class Allocation:
    """A shared total in whole kronor; `rounding_difference` is the sum of the amounts minus the total."""

    total: int
    parties: tuple[PartyAmount, ...]
    rounding_difference: int
    population: int | None


def allocate(
    total: int,
    claimants: Sequence[Claimant],
    rule: Rule,
    *,
    credit: bool = False,
    total_steps: Sequence[Step] = (),
) -> Allocation:
    """Share a total in whole kronor by a key (clause 11.3); the parties come back in their own order.

    A negative total needs `credit` and gives minus the allocation of its absolute value. `total_steps`
    says where the total comes from. Raises an AllocationError that names what is wrong.
    """
    check_rule(rule)
    check_parties(claimants)
    if total < 0 and not credit:
        raise NegativeTotal(f"Summan att fördela är {kr(total)}; bara en kreditering får vara negativ.")
    weights, whole = key_of(claimants, rule)
    check_limits(abs(total), claimants)
    split = share_out(abs(total), claimants, weights, whole, rule)
    limited = within_limits(claimants, rule, split)
    sign = -1 if total < 0 else 1
    workings = _Workings(tuple(claimants), rule, split, limited, sign, tuple(total_steps))
    parties = tuple(
        PartyAmount(claimant.code, claimant.name, claimant.population, sign * amount, workings, index)
        for index, (claimant, amount) in enumerate(zip(claimants, limited.amounts, strict=True))
    )
    difference = sign * sum(limited.amounts) - total
    return Allocation(total, parties, difference, workings.population)


@dataclass(frozen=True)
class _Workings:
    """Everything an amount was made of, kept so that its steps can be written when asked for."""

    claimants: tuple[Claimant, ...]
    rule: Rule
    split: Split
    limited: Limited
    sign: int
    total_steps: tuple[Step, ...]

    @cached_property
    def population(self) -> int | None:
        known = [claimant.population for claimant in self.claimants if claimant.population is not None]
        return sum(known) if len(known) == len(self.claimants) else None

    @cached_property
    def percent_sum(self) -> str:
        """The sum of the named percentages where it divides them; empty where it is 100 or does not."""
        percents = [claimant.percent for claimant in self.claimants if claimant.percent is not None]
        total = sum(map(Fraction, percents))
        if total == 100 or not self.rule.reconcile:
            return ""
        return percent(total, max(map(decimals_of, percents)))

    def printed_share(self, index: int) -> str:
        """The share of the whole key in per cent, with the decimals the rule or the agreement prints."""
        rule, named = self.rule, self.claimants[index].percent
        if rule.share_decimals is not None:
            return decimal_text(
                Fraction(100 * self.split.shares[index], self.split.scale), rule.share_decimals
            )
        if rule.basis is Basis.PERCENT and named is not None and not rule.base_fee_percent:
            return decimal_text(named, decimals_of(named))
        return decimal_text(100 * self.split.exact_share(index), rule.printed_decimals)


# The agreements do not say who carries a rounding difference, so no clause stands on these steps.
_UNIT_RULE = "Portalens regel: största rest; vid lika större folkmängd, sedan lägre kommunkod, sedan namn"


def _explain(workings: _Workings, index: int) -> Iterator[Step]:
    rule, limited = workings.rule, workings.limited
    yield from _figure_steps(workings, index)
    yield from _share_steps(workings.split, index, rule, "Andel", _share_calculation(workings, index))
    total = workings.sign * workings.split.total
    yield from workings.total_steps
    if not any(step.kind == "total" and step.result == kr(total) for step in workings.total_steps[-1:]):
        yield Step("total", "Summa att fördela", kr(total))
    if index in limited.fixed:
        yield from _fixed_steps(workings, index)
    elif limited.fixed:
        yield from _rest_steps(workings, index)
    else:
        yield from _amount_steps(workings.split, index, workings, "summan")


def _figure_steps(workings: _Workings, index: int) -> Iterator[Step]:
    """The party's own figure and what the whole key adds up to."""
    claimant, rule, count = workings.claimants[index], workings.rule, len(workings.claimants)
    if rule.basis is Basis.POPULATION and claimant.population is not None:
        label = f"{genitive(claimant.name)} folkmängd {rule.population_label}".rstrip()
        yield Step("population", label, number(claimant.population), note=rule.source)
        everyone = f"Alla {count_word(count)} {rule.parties} tillsammans" if count > 1 else "Tillsammans"
        yield Step("population_sum", everyone, number(workings.population or 0))
    if rule.base_fee_percent:
        fee = rate(rule.base_fee_percent)
        equal = _percent_shown(Fraction(rule.base_fee_percent) / 100 / count)
        yield Step(
            "base_fee", f"Grundavgift: {fee} av summan i lika delar", equal, f"{fee} ÷ {number(count)}"
        )


def _share_calculation(workings: _Workings, index: int) -> str:
    claimant, rule, count = workings.claimants[index], workings.rule, len(workings.claimants)
    if rule.basis is Basis.EQUAL:
        parts = f"1 ÷ {number(count)}"
    elif rule.basis is Basis.PERCENT and claimant.percent is not None:
        parts = percent(claimant.percent, decimals_of(claimant.percent))
        parts += f" ÷ {workings.percent_sum}" if workings.percent_sum else ""
    else:
        parts = f"{number(claimant.population or 0)} ÷ {number(workings.population or 0)}"
    if not rule.base_fee_percent:
        return parts
    by_key = rate(100 - rule.base_fee_percent)
    return f"{rate(rule.base_fee_percent)} ÷ {number(count)} + {by_key} × {parts}"


def _share_steps(split: Split, index: int, rule: Rule, label: str, calculation: str) -> Iterator[Step]:
    """The exact share, and its rounding where the rule rounds shares."""
    decimals = rule.share_decimals
    exact = _percent_shown(split.exact_share(index), decimals)
    if decimals is None:
        yield Step("share_exact", label, exact, calculation, rule.clause, "Andelen avrundas inte")
        return
    yield Step("share_exact", label, exact, calculation)

    def points(units: int) -> str:
        return f"{decimal_text(Fraction(100 * units, split.scale), decimals)} procentenheter"

    rounded, plain = split.shares[index], split.plain_share(index)
    plain_text = percent(Fraction(100 * plain, split.scale), decimals)
    if unit := rounded - plain:
        plain_sum = percent(Fraction(100 * split.plain_share_sum, split.scale), decimals)
        yield Step(
            "rounding_unit",
            f"Andelarna ska tillsammans bli 100{NBSP}%",
            f"+{points(unit)}" if unit > 0 else points(unit),
            f"Avrundade var för sig blir de {plain_sum}; {_unit_reason(unit, points(1))}",
            note=_UNIT_RULE,
        )
    yield Step(
        "share_rounded",
        f"Andelen avrundad till {_decimals_text(decimals)}",
        percent(Fraction(100 * rounded, split.scale), decimals),
        f"{plain_text} {_plus_or_minus(unit)} {points(abs(unit))}" if unit else "",
        rule.clause,
        "Avrundningen är en del av avtalets regel" if rule.clause else "Avrundningen är en del av regeln",
    )


def _amount_steps(split: Split, index: int, workings: _Workings, whole: str) -> Iterator[Step]:
    """The share of the sum (or of what floors and caps leave of it), rounded to whole kronor."""
    rule, sign = workings.rule, workings.sign
    plain = sign * split.plain_amount(index)
    if unit := sign * split.amounts[index] - plain:
        yield Step(
            "rounding_unit",
            f"Beloppen ska tillsammans bli {whole}",
            signed_kr(unit),
            f"Avrundade var för sig blir de {kr(sign * split.plain_amount_sum)}; "
            f"{_unit_reason(sign * unit, kr(sign))}",
            note=_UNIT_RULE,
        )
    share = Fraction(split.shares[index], split.scale)
    share_text = _percent_shown(share)
    if rule.share_decimals is not None:
        share_text = percent(100 * share, rule.share_decimals)
    exact = sign * split.exact_amount(index)
    calculation = f"{share_text} av {whole} = {_kronor_shown(exact)}"
    if unit:
        calculation += f", avrundat till {kr(plain)}, {_plus_or_minus(unit)} {kr(abs(unit))}"
    elif exact.denominator != 1:
        calculation += ", avrundat till hela kronor"
    yield Step("amount", "Att betala", kr(sign * split.amounts[index]), calculation, rule.clause)


def _fixed_steps(workings: _Workings, index: int) -> Iterator[Step]:
    """The floor or cap that decides the amount of a party outside it."""
    claimant, fixed, sign = workings.claimants[index], workings.limited.fixed[index], workings.sign
    limit = "Taket" if fixed == claimant.cap else "Golvet"
    yield Step(
        "limit",
        f"{limit} för {claimant.name}",
        kr(sign * fixed),
        f"Utan golv och tak blev det {kr(sign * workings.split.amounts[index])}",
        workings.rule.clause,
        "Beloppet ligger fast; de övriga delar resten",
    )
    yield Step("amount", "Att betala", kr(sign * fixed), f"{limit} gäller", workings.rule.clause)


def _rest_steps(workings: _Workings, index: int) -> Iterator[Step]:
    """The share of what is left when other parties lie fixed at their floors and caps."""
    first, rest, sign, rule = workings.split, workings.limited.split, workings.sign, workings.rule
    fixed, everyone = number(len(workings.limited.fixed)), number(len(workings.claimants))
    yield Step(
        "limit",
        f"Resten, när {fixed} av {everyone} {rule.parties} ligger fast vid golv eller tak",
        kr(sign * rest.total),
        f"{kr(sign * first.total)} {_plus_or_minus(-sign)} {kr(first.total - rest.total)}",
    )
    shares = (first.exact_share(index), Fraction(rest.whole, first.whole))
    calculation = " ÷ ".join(map(_percent_shown, shares))
    at = workings.limited.free.index(index)
    yield from _share_steps(rest, at, rule, "Andel av resten", calculation)
    yield from _amount_steps(rest, at, workings, "resten")


def _unit_reason(unit: int, name: str) -> str:
    if unit > 0:
        return f"{name} läggs till där bråkdelen är störst"
    return f"{name} dras av där bråkdelen är minst av dem som avrundats uppåt"


def _plus_or_minus(unit: int) -> str:
    return "plus" if unit > 0 else "minus"


def _decimals_text(decimals: int) -> str:
    if not decimals:
        return "hela procent"
    return f"{count_word(decimals)} {'decimal' if decimals == 1 else 'decimaler'}"


def _percent_shown(share: Fraction, rounded_to: int | None = None) -> str:
    """An unrounded share in per cent, cut after five decimals or two beyond the rounding: "5,37043… %"."""
    return f"{_cut(100 * share, max(5, (rounded_to or 0) + 2))}{NBSP}%"


def _cut(value: Fraction, decimals: int) -> str:
    """A figure without any rounding: all its decimals if they are few, else cut and followed by "…"."""
    for places in range(decimals + 1):
        if (value * 10**places).denominator == 1:
            return decimal_text(value, places)
    cut = Fraction(int(value * 10**decimals), 10**decimals)
    return f"{decimal_text(cut, decimals)}…"


def _kronor_shown(value: Fraction) -> str:
    """Unrounded kronor with two decimals; more where two would hide which way the krona is rounded."""
    if value.denominator == 1:
        return number(int(value))
    two = Fraction(round_half_up(value * 100), 100)
    if round_half_up(two) != round_half_up(value):
        return _cut(value, 5)
    return decimal_text(two, 2)
