"""What every party would pay if something in the agreement were otherwise, beside the agreement in force.

Pure. A changed year is the same calculation on changed inputs (`costs/calculation.py`); nothing is worked
out in another way here. Clauses 11.1-11.3 and 11.7 of the CMV agreement.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from agreements.swedish import decimal_text, join_names, kr, number, round_half_up
from costs.allocation import Step
from costs.apportionment import Claimant
from costs.budget import BudgetLine, Overhead, part_year
from costs.calculation import BudgetBasis, Inputs, PopulationBasis, total_of
from costs.changes import Changes, ChangesError, Staffing, checked
from costs.comparison import Comparison, Side, beside, decimals_needed, missing_rate, side_of

CHANGED = "Ändrat i scenariot"
Rates = Mapping[int, tuple[Decimal, str]]


@dataclass(frozen=True)
class Scenario(Comparison):
    """The years beside one another; `notes` are what a reader must know before trusting the amounts."""

    changes: Changes
    notes: tuple[str, ...] = ()


def what_if(base: tuple[Inputs, ...], changes: Changes) -> Scenario:
    """Each year of the base as it is and as it would be. Raises ChangesError for changes that do not fit.

    The base holds consecutive years; one that cannot be worked out is shown with the reason.
    """
    checked(changes)
    start = _start(base, changes)
    _check_lines(start, changes)
    _check_parties(base, changes)
    known = {year: (rate, clause) for item in base for year, rate, clause in _basis_rates(item)}
    years, left = [], 0
    for inputs in base:
        before = side_of(inputs)
        after = before
        if inputs.year >= changes.year and not changes.is_empty:
            after = _changed_side(inputs, start, changes, known, left)
        left = after.calculation.carried if after.calculation else 0
        years.append(beside(inputs.year, before, after))
    return Scenario(tuple(years), changes, tuple(_notes(base, changes)))


def _start(base: tuple[Inputs, ...], changes: Changes) -> Inputs:
    start = next((inputs for inputs in base if inputs.year == changes.year), None)
    if start is None:
        shown = f"{base[0].year}–{base[-1].year}" if base else "inga år"
        raise ChangesError(f"Ändringarna börjar {changes.year}, men de år som visas är {shown}.")
    return start


def _basis_rates(inputs: Inputs) -> tuple[tuple[int, Decimal, str], ...]:
    return inputs.budget.rates if inputs.budget else ()


# --- A changed year


def _changed_side(inputs: Inputs, start: Inputs, changes: Changes, known: Rates, left: int) -> Side:
    steps: tuple[Step, ...] = ()
    changed = _with_uplift(inputs, changes, known)
    if changes.makes_a_budget:
        first = _with_uplift(start, changes, known)
        if first.budget and missing_rate(first):
            return side_of(changed)
        budget, steps = _own_budget(inputs, first, changes, known)
        changed = replace(changed, budget=budget, amount=None, amount_steps=())
    changed = _with_grants(changed, start, changes, left)
    return side_of(_with_parties(_with_population(changed, changes), changes), steps)


def _with_uplift(inputs: Inputs, changes: Changes, known: Rates) -> Inputs:
    """The year with its budget uplifted as in the scenario; the same year where the uplift is no other."""
    basis = inputs.budget
    if basis is None or changes.uplift is None:
        return inputs
    rates = _rates(basis.year, inputs.year, changes, known)
    return replace(inputs, budget=replace(basis, rates=rates))


def _rates(base_year: int, year: int, changes: Changes, known: Rates) -> tuple[tuple[int, Decimal, str], ...]:
    """The uplift of each year after the budget's: the changed one from the changes' first year on."""
    rates = []
    for uplifted in range(base_year + 1, year + 1):
        if changes.uplift is not None and uplifted >= changes.year:
            rates.append((uplifted, changes.uplift, CHANGED))
        elif uplifted in known:
            rates.append((uplifted, *known[uplifted]))
    return tuple(rates)


def _own_budget(
    inputs: Inputs, first: Inputs, changes: Changes, known: Rates
) -> tuple[BudgetBasis | None, tuple[Step, ...]]:
    """The scenario's budget of its first year, as it counts in a year, uplifted to it.

    In a year where nothing of it is another yet, the agreement's own.
    """
    unchanged, was = lines_of(first), first.budget
    lines, steps = _lines(unchanged, changes, inputs.year)
    if lines == unchanged and changes.overhead is None:
        return _with_uplift(inputs, changes, known).budget, ()
    overhead = was.overhead if was else Overhead()
    if changes.overhead is not None:
        overhead = replace(changes.overhead, clause=CHANGED)
    basis = BudgetBasis(
        year=changes.year,
        source=f"Scenariots budget {changes.year}",
        status="scenario",
        clause=was.clause if was else "",
        lines=lines,
        overhead=overhead,
        rates=_rates(changes.year, inputs.year, changes, known),
        grants=inputs.budget.grants if inputs.budget else (),
    )
    return basis, steps


def lines_of(start: Inputs) -> tuple[BudgetLine, ...]:
    """The lines of a year in that year's kronor; none where they are not known."""
    if start.budget is None or missing_rate(start):
        return ()
    return total_of(start.budget, start.year)[0].lines


def _lines(
    lines: Iterable[BudgetLine], changes: Changes, year: int
) -> tuple[tuple[BudgetLine, ...], tuple[Step, ...]]:
    """The lines as they count in a year, with a step for each that is another."""
    changed, staffing = dict(changes.changed_lines), {item.line: item for item in changes.staffing}
    made, steps = [], []
    for line in lines:
        if line.label in changes.removed_lines:
            steps.append(Step("line", f"{line.label} tas bort", kr(0), f"i avtalet {kr(line.amount)}"))
            continue
        if line.label in changed and changed[line.label] != line.amount:
            steps.append(
                Step("line", line.label, kr(changed[line.label]), f"i avtalet {kr(line.amount)}", CHANGED)
            )
            line = replace(line, amount=changed[line.label])
        if line.label in staffing:
            line, more = _staffed(line, staffing[line.label], changes.year, year)
            steps += more
        made.append(line)
    made += [BudgetLine(label, amount) for label, amount in changes.added_lines]
    steps += [Step("line", f"Ny post: {label}", kr(amount)) for label, amount in changes.added_lines]
    return tuple(made), tuple(steps)


def _staffed(line: BudgetLine, item: Staffing, first: int, year: int) -> tuple[BudgetLine, list[Step]]:
    """A line with its posts changed in proportion; the first year by days (clause 11.7)."""
    annual = round_half_up(Fraction(line.amount) * Fraction(item.change) / Fraction(item.posts))
    posts = f"{_posts(item.posts)} till {_posts(item.posts + item.change)} tjänster"
    calculation = f"{number(line.amount)} × {_posts(item.change)} ÷ {_posts(item.posts)}"
    steps = [Step("staffing", f"Ändring på ett helår, {posts}", kr(annual), calculation, CHANGED)]
    amount = annual
    if item.starts_on and item.starts_on > date(year, 12, 31):
        return line, []
    if item.starts_on and item.starts_on > date(year, 1, 1):
        amount, step = part_year(annual, year, item.starts_on)
        steps.append(step)
    label = line.label if year == first else f"{line.label}, i {first} års kronor"
    total = line.amount + amount
    sign = "+" if amount >= 0 else "−"
    steps.append(Step("line", label, kr(total), f"{number(line.amount)} {sign} {number(abs(amount))}"))
    return replace(line, amount=total), steps


def _posts(posts: Decimal) -> str:
    return decimal_text(posts, decimals_needed(posts))


def _with_grants(inputs: Inputs, start: Inputs, changes: Changes, left: int) -> Inputs:
    """The year's grants with the scenario's own, and what was left of those of the year before."""
    basis = inputs.budget
    if basis is None:
        return inputs
    carried = f"Statsbidrag kvar från {inputs.year - 1}"
    grants = basis.grants
    if inputs.year > start.year:
        grants = tuple(grant for grant in grants if grant[0] != carried)
    grants += tuple((grant.label, grant.amount) for grant in changes.grants if grant.year == inputs.year)
    if left and inputs.year > start.year:
        grants += ((carried, left),)
    return replace(inputs, budget=replace(basis, grants=grants))


# --- Population and parties


def _with_population(inputs: Inputs, changes: Changes) -> Inputs:
    other = changes.population
    if other is None:
        return inputs
    figures = dict(other.figures)
    pairs = zip(inputs.organisations, inputs.claimants, strict=True)
    claimants = tuple(
        replace(claimant, population=figures.get(slug, claimant.population)) for slug, claimant in pairs
    )
    label = other.label or inputs.rule.population_label
    source = f"{other.source} ({CHANGED.lower()})" if other.source else CHANGED
    basis = inputs.population
    if basis and other.table:
        basis = PopulationBasis(other.table, other.label, label, source, basis.rule, other.is_example)
    rule = replace(inputs.rule, population_label=label, source=source)
    return replace(inputs, claimants=claimants, population=basis, rule=rule)


def _with_parties(inputs: Inputs, changes: Changes) -> Inputs:
    """The parties of the year's first day, as the agreement's own are read."""
    first_day = date(inputs.year, 1, 1)
    gone = {item.organisation for item in changes.leaving if item.from_date <= first_day}
    pairs = list(zip(inputs.organisations, inputs.claimants, strict=True))
    kept = [(slug, claimant) for slug, claimant in pairs if slug not in gone]
    kept += [
        (item.organisation, Claimant(item.name, item.population, code=item.code))
        for item in changes.joining
        if item.from_date <= first_day
    ]
    return replace(
        inputs,
        organisations=tuple(slug for slug, _ in kept),
        claimants=tuple(claimant for _, claimant in kept),
    )


# --- What does not fit, and what is worth knowing


def _check_lines(start: Inputs, changes: Changes) -> None:
    labels = {line.label for line in start.budget.lines} if start.budget else set()
    touched = [label for label, _ in changes.changed_lines]
    touched += [*changes.removed_lines, *(item.line for item in changes.staffing)]
    if unknown := [label for label in touched if label not in labels]:
        raise ChangesError(f"Posten ”{unknown[0]}” finns inte i budgeten för {changes.year}.")
    if known := [label for label, _ in changes.added_lines if label in labels]:
        raise ChangesError(f"Posten ”{known[0]}” finns redan i budgeten för {changes.year}.")
    removed = set(changes.removed_lines)
    if both := [item.line for item in changes.staffing if item.line in removed]:
        raise ChangesError(f"Posten ”{both[0]}” är borttagen, så dess bemanning kan inte ändras.")


def _check_parties(base: tuple[Inputs, ...], changes: Changes) -> None:
    parties = {slug for inputs in base for slug in inputs.organisations}
    named = [item.organisation for item in changes.leaving]
    named += [slug for slug, _ in changes.population.figures] if changes.population else []
    joining = {item.organisation for item in changes.joining}
    if unknown := [slug for slug in named if slug not in parties | joining]:
        raise ChangesError(f"{unknown[0]} är inte part i avtalet.")
    if double := [item.name for item in changes.joining if item.organisation in parties]:
        raise ChangesError(f"{double[0]} är redan part i avtalet.")


def _notes(base: tuple[Inputs, ...], changes: Changes) -> Iterable[str]:
    if changes.makes_a_budget and (
        later := sorted(
            {item.budget.year for item in base if item.budget and item.budget.year > changes.year}
        )
    ):
        years = join_names([str(year) for year in later])
        yield (
            f"Den beslutade budgeten för {years} räknas inte med i scenariot, "
            f"som har en egen budget från {changes.year}."
        )
    shown = {inputs.year for inputs in base if inputs.year >= changes.year}
    for grant in changes.grants:
        if grant.year not in shown:
            yield f"Statsbidraget {grant.year} påverkar inget av de år som visas."
