"""What a year costs: budget lines and overhead, forecasts, grants, part-years and how the year ended.

Serves clauses 11.1–11.3, 11.5 and 11.7 of the CMV agreement and their counterparts in other agreements.
Amounts are whole kronor, computed exactly and rounded half up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

from agreements.swedish import decimal_text, kr, long_date, number, rate, round_half_up
from costs.allocation import Step, distribute

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class BudgetError(ValueError):
    """A budget, a forecast or a charge that cannot be computed; the message is one Swedish line."""


class EmptyBudget(BudgetError):
    """A budget without lines."""


class NegativeAmount(BudgetError):
    """An amount below zero where none can be."""


class BadOverhead(BudgetError):
    """Overhead both as a percentage and as an amount, or a rate that is no percentage."""


class MissingRate(BudgetError):
    """A year of a forecast without an agreed uplift."""


class BadRate(BudgetError):
    """An uplift that is not a number, or takes away everything."""


class YearBeforeBase(BudgetError):
    """A forecast of a year before the agreed one."""


class PeriodOutsideYear(BudgetError):
    """A part of a year that has no day in the year."""


class NeedsDecision(BudgetError):
    """A quality review above what the steering group may decide by itself (clause 11.5)."""


@dataclass(frozen=True)
class BudgetLine:
    """One line of a budget, in whole kronor."""

    label: str
    amount: int
    clause: str = ""


@dataclass(frozen=True)
class Overhead:
    """Overhead as a percentage of the lines, or as a fixed amount in whole kronor, or none."""

    percent: Decimal | None = None
    amount: int | None = None
    clause: str = ""


@dataclass(frozen=True)
class Rate:
    """The uplift of one year in per cent, and the clause it rests on."""

    percent: Decimal
    clause: str = ""


@dataclass(frozen=True)
class BudgetTotal:
    """A year's lines, subtotal, overhead and total in whole kronor; `steps` ends with the total."""

    lines: tuple[BudgetLine, ...]
    subtotal: int
    overhead: int
    overhead_label: str
    total: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class GrantResult:
    """What is left to share after grants, and what of them is carried over, in whole kronor."""

    to_distribute: int
    carried: int
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Outcome:
    """How a year ended, in whole kronor: budget minus outcome, above zero when money was left."""

    deviation: int

    @property
    def surplus(self) -> int:
        """What is carried to the next year as its opening balance; nobody is credited (clause 11.3)."""
        return max(self.deviation, 0)

    @property
    def deficit(self) -> int:
        """What the parties are charged by that year's key (clause 11.3)."""
        return max(-self.deviation, 0)


def budget_total(lines: Sequence[BudgetLine], overhead: Overhead | None = None) -> BudgetTotal:
    """Add up a year's lines and overhead, the percentage rounded once (clauses 11.1 and 11.2)."""
    if not lines:
        raise EmptyBudget("Budgeten har inga poster.")
    for line in lines:
        _check_amount(line.amount, f"Posten ”{line.label}”")
    overhead = overhead or Overhead()
    subtotal = sum(line.amount for line in lines)
    amount, overhead_steps = _overhead(subtotal, overhead)
    total = subtotal + amount
    parts = " + ".join(number(line.amount) for line in lines)
    steps = (
        Step("subtotal", "Delsumma", kr(subtotal), parts if len(lines) > 1 else ""),
        *overhead_steps,
        Step("total", "Summa", kr(total), f"{number(subtotal)} + {number(amount)}" if amount else ""),
    )
    label = overhead_steps[0].label if overhead_steps else ""
    return BudgetTotal(tuple(lines), subtotal, amount, label, total, steps)


def _overhead(subtotal: int, overhead: Overhead) -> tuple[int, tuple[Step, ...]]:
    if overhead.percent is not None and overhead.amount is not None:
        raise BadOverhead("OH är angivet både som procent och som belopp.")
    if overhead.amount is not None:
        _check_amount(overhead.amount, "OH")
        label = "OH, fast belopp"
        return overhead.amount, (Step("overhead", label, kr(overhead.amount), clause=overhead.clause),)
    if overhead.percent is None:
        return 0, ()
    if not overhead.percent.is_finite() or overhead.percent < 0:
        raise BadOverhead("OH måste vara noll procent eller mer.")
    exact = Fraction(overhead.percent) * subtotal / 100
    amount, shown = round_half_up(exact), rate(overhead.percent)
    calculation = f"{shown} av {number(subtotal)} = {_rounded(exact)}"
    return amount, (Step("overhead", f"OH, {shown} av delsumman", kr(amount), calculation, overhead.clause),)


def forecast(base: BudgetTotal, base_year: int, year: int, rates: Mapping[int, Rate]) -> BudgetTotal:
    """The agreed total uplifted to a later year, compounded exactly and rounded once (clause 11.2).

    `rates` has the uplift of every year after `base_year`. Lines and overhead are brought to the total by
    largest remainder, since uplifted one by one they drift from it.
    """
    if year < base_year:
        raise YearBeforeBase(f"Summan {base_year} kan inte räknas om till det tidigare året {year}.")
    if year == base_year:
        return base
    chosen = [(each, _rate(rates, each)) for each in range(base_year + 1, year + 1)]
    factor = Fraction(1)
    for _, uplift in chosen:
        factor *= 1 + Fraction(uplift.percent) / 100
    exact = base.total * factor
    total = round_half_up(exact)
    *amounts, overhead = _uplifted(base, total)
    lines = tuple(replace(line, amount=amount) for line, amount in zip(base.lines, amounts, strict=True))
    calculation = f"{number(base.total)} × {_factor_text(factor)} = {_rounded(exact, 'avrundat en gång')}"
    steps = (
        *base.steps[:-1],
        replace(base.steps[-1], label=f"Summa {base_year}"),
        *_uplift_steps(chosen),
        Step("total", f"Summa {year}", kr(total), calculation),
    )
    return BudgetTotal(lines, sum(amounts), overhead, base.overhead_label, total, steps)


def fitted(lines: Sequence[BudgetLine], overhead: Overhead, total: int) -> tuple[BudgetLine, ...]:
    """The lines as a budget of their own that comes to the total in whole kronor.

    Overhead is rounded anew on uplifted lines, which may give or take a krona: the largest line carries it.
    Where no whole kronor come to the total (9 % skips some), the lines are left as they are.
    """
    largest = max(range(len(lines)), key=lambda at: lines[at].amount)
    for moved in (0, 1, -1, 2, -2):
        tried = tuple(
            replace(line, amount=max(line.amount + moved, 0)) if at == largest else line
            for at, line in enumerate(lines)
        )
        if budget_total(tried, overhead).total == total:
            return tried
    return tuple(lines)


def _rate(rates: Mapping[int, Rate], year: int) -> Rate:
    if year not in rates:
        raise MissingRate(f"Avtalet har ingen uppräkning för {year}.")
    if not rates[year].percent.is_finite() or rates[year].percent <= -100:
        raise BadRate(f"Uppräkningen för {year} är ingen användbar procentsats.")
    return rates[year]


def _uplifted(base: BudgetTotal, total: int) -> list[int]:
    """The lines' amounts and, last, the overhead, in the base's proportions and adding up to the total."""
    amounts = [*(line.amount for line in base.lines), base.overhead]
    return distribute(total, amounts) if any(amounts) else amounts


def _uplift_steps(chosen: Sequence[tuple[int, Rate]]) -> list[Step]:
    """One step for each run of years with the same rate."""
    steps = []
    for uplift, run in groupby(chosen, key=lambda pair: pair[1]):
        years = [year for year, _ in run]
        span = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        yearly = 1 + Fraction(uplift.percent) / 100
        power = str(len(years)).translate(_SUPERSCRIPTS) if len(years) > 1 else ""
        calculation = f"{_factor_text(yearly)}{power}" if power else ""
        label = f"Uppräkning {span}, {rate(uplift.percent)}{' om året' if power else ''}"
        steps.append(
            Step("uplift", label, f"× {_factor_text(yearly ** len(years))}", calculation, uplift.clause)
        )
    return steps


def _factor_text(factor: Fraction) -> str:
    """A factor with all its decimals up to eight, cut and followed by "…" where it has more."""
    for decimals in range(9):
        if (factor * 10**decimals).denominator == 1:
            return decimal_text(factor, decimals)
    return f"{decimal_text(Fraction(int(factor * 10**8), 10**8), 8)}…"


def _rounded(exact: Fraction, how: str = "avrundat") -> str:
    """An exact amount with the decimals that decide its rounding: "391 769,73, avrundat till …"."""
    if exact.denominator == 1:
        return number(exact.numerator)
    decimals = next(
        places
        for places in range(2, 60)
        if round_half_up(Fraction(round_half_up(exact * 10**places), 10**places)) == round_half_up(exact)
    )
    return f"{decimal_text(exact, decimals)}, {how} till hela kronor"


def after_grants(total: int, grants: Sequence[tuple[str, int]]) -> GrantResult:
    """What is left to share when state grants are taken off: never below zero, the rest is carried."""
    _check_amount(total, "Summan")
    for label, amount in grants:
        _check_amount(amount, f"Bidraget ”{label}”")
    granted = sum(amount for _, amount in grants)
    left, carried = max(total - granted, 0), max(granted - total, 0)
    note = f"{kr(carried)} av bidragen förs över till nästa år" if carried else ""
    steps = (
        *(Step("grant", f"Statsbidrag: {label}", kr(-amount)) for label, amount in grants),
        Step(
            "total",
            "Summa att fördela efter bidrag" if grants else "Summa att fördela",
            kr(left),
            f"{number(total)} minus {number(min(granted, total))}" if granted else "",
            note=note,
        ),
    )
    return GrantResult(left, carried, steps)


def part_year(annual: int, year: int, starts: date, ends: date | None = None) -> tuple[int, Step]:
    """The part of a yearly amount that falls on the days from `starts` to `ends`, both included (11.7).

    Without `ends` the period goes on; only its days in `year` count. A saving is a negative amount.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    begin, end = max(starts, first), min(ends or last, last)
    if end < begin:
        raise PeriodOutsideYear(f"Perioden har ingen dag under {year}.")
    days, whole = (end - begin + timedelta(days=1)).days, (last - first + timedelta(days=1)).days
    exact = Fraction(annual * days, whole)
    amount = round_half_up(exact)
    label = f"Del av {year}: {long_date(begin)}–{long_date(end)}"
    calculation = f"{number(annual)} × {days} ÷ {whole} dagar = {_rounded(exact)}"
    return amount, Step("amount", label, kr(amount), calculation)


def check_review_cost(amount: int, cap: int, decision: str) -> None:
    """Refuse a quality review above the cap unless a decision above the steering group is named (11.5)."""
    _check_amount(amount, "Granskningens kostnad")
    if amount > cap and not decision.strip():
        raise NeedsDecision(
            f"Kvalitetsgranskningen kostar {kr(amount)}, över styrgruppens gräns {kr(cap)}: ange beslutet."
        )


def outcome(budget: int, actual: int) -> Outcome:
    """A year's deviation in whole kronor from its budget and its closed accounts (clause 11.3)."""
    return Outcome(budget - actual)


def _check_amount(amount: int, what: str) -> None:
    if amount < 0:
        raise NegativeAmount(f"{what} är {kr(amount)}; beloppet får inte vara negativt.")
