"""What a proposal means for each party in kronor, beside what would hold without it. Pure.

Every figure is a calculation's own; `costs/comparison.py` sets them side by side, and here they get words.
"""

from dataclasses import dataclass

from agreements.swedish import NBSP, kr, number, rate
from costs.calculation import Calculation, PopulationBasis
from costs.comparison import PartyPair, YearPair


@dataclass(frozen=True)
class Consequences:
    """The first year and those that follow, each one possible to calculate with the proposal.

    The labels head the columns without and with it.
    """

    years: tuple[YearPair, ...]
    before_label: str
    after_label: str
    before_later: str = "samma år utan förslaget"

    @property
    def first(self) -> YearPair:
        return self.years[0]

    @property
    def later(self) -> tuple[YearPair, ...]:
        return self.years[1:]

    @property
    def compares(self) -> bool:
        return self.first.before.calculation is not None

    @property
    def calculation(self) -> Calculation:
        """The first year's, with the proposal."""
        return calculated(self.first)

    @property
    def clause(self) -> str:
        return self.calculation.inputs.rule.clause

    @property
    def parties(self) -> str:
        """What they are together, in the agreement's own word: "kommuner" or "parter"."""
        return self.calculation.inputs.rule.parties

    @property
    def rounding(self) -> str:
        """How the kronor are rounded, in one line."""
        rule, rest = self.calculation.inputs.rule, self.calculation.allocation.rounding_difference
        if rule.reconcile:
            return "Hela kronor. De som blir över vid avrundningen fördelas efter största rest."
        told = "Beloppen är avrundade till hela kronor var för sig."
        if rest:
            told += f" Tillsammans skiljer de {kr(abs(rest))} från kostnaden {kr(self.calculation.total)}."
        return told

    @property
    def uncertain(self) -> tuple[str, ...]:
        """What the amounts rest on that may still change, said plainly; nothing twice."""
        told = [_population_told(self.calculation.inputs.population, self.first.year)]
        if self.calculation.is_forecast:
            told.append(f"Kostnaden {self.first.year} är en prognos: {uplifted(self.calculation)}.")
        if self.later:
            told.append(_later_told(self.later))
        return tuple(text for text in told if text)


def calculated(year: YearPair) -> Calculation:
    """A year's calculation with the proposal; a pack shows no year without one."""
    if year.after.calculation is None:
        raise ValueError(year.after.reason)
    return year.after.calculation


def uplifted(calculation: Calculation) -> str:
    """How a forecast came about: "2025 års budget, uppräknad med 3 % per år (punkt 11.2)"."""
    basis = calculation.inputs.budget
    if basis is None or not basis.rates:
        return ""
    percents = list(dict.fromkeys(rate(percent) for _, percent, _ in basis.rates))
    clauses = ", ".join(dict.fromkeys(clause for _, _, clause in basis.rates if clause))
    cited = f" (punkt{NBSP}{clauses})" if clauses else ""
    return f"{basis.year} års budget, uppräknad med {' och '.join(percents)} per år{cited}"


def _population_told(population: PopulationBasis | None, year: int) -> str:
    if population is None:
        return ""
    told = []
    if population.is_estimated:
        told.append(
            f"Folkmängden för {year} är inte känd än. Beloppen bygger på folkmängden {population.label}, "
            "den senast kända, och ändras när den nya är registrerad."
        )
    elif population.deviation:
        told.append(population.deviation)
    if population.is_example:
        told.append("Folkmängden är exempelsiffror. Beloppen ändras när de verkliga siffrorna läggs in.")
    return " ".join(told)


def _later_told(later: tuple[YearPair, ...]) -> str:
    last = calculated(later[-1])
    how = uplifted(last)
    span = f"{later[0].year}–{later[-1].year}" if len(later) > 1 else str(later[0].year)
    told = f"Beloppen för {span} är en prognos{f': {how}' if how else ''}."
    population = last.inputs.population
    if population is not None and population.is_estimated:
        told += f" De bygger på folkmängden {population.label}."
    return told


def before_of(party: PartyPair) -> str:
    """What a party pays without the proposal, for a column of kronor; a dash for who is no party."""
    return number(party.amounts.before or 0) if party.is_party_before else "–"


def after_of(party: PartyPair) -> str:
    """The same with the proposal."""
    return number(party.amounts.after or 0) if party.is_party_after else "–"


def signed(amount: int | None) -> str:
    """A difference for a column of kronor, always with its sign; a dash where it is not known."""
    if amount is None:
        return "–"
    return f"+{number(amount)}" if amount > 0 else number(amount)


def bare_kronor(text: str) -> str:
    """An amount without its unit, for a column that says it: "35,82"; a dash where there is none."""
    return text.removesuffix(f"{NBSP}kr") or "–"
