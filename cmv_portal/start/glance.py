"""A cooperation's cost at a glance: the year's total, the reader's own part, and next year's forecast."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from agreements.access import grants, may
from agreements.models import Agreement, Cooperation
from agreements.queries import edition_or_proposal_among, editions_with_terms
from agreements.swedish import NBSP, count_word, kr, kr_per_inhabitant, signed_kr
from cmv_portal.roles import Right, Role
from costs.allocation import AllocationError, PartyAmount, Step
from costs.budget import BudgetError
from costs.calculation import Calculation, thawed
from costs.models import Charge, PopulationTable
from costs.queries.calculations import CostError, NoSharedCost, calculation_of
from costs.queries.distribution import issued_fixed_costs

# Those who stand for a party; the others look at the whole.
SPEAKS_FOR_A_PARTY = {Role.PRINCIPAL_FINANCE, Role.PARTY_FINANCE, Role.STEERING_MEMBER, Role.SOCSAM_READER}
MOST_YEARS_AHEAD = 2  # looked at where a cost is registered only for a year to come
MOST_EARLIER_YEARS = 3  # tried when this year cannot be computed

# Issued fixed costs by the agreement's key and year: their amounts are the invoiced ones.
Issued = Mapping[tuple[int, int], Charge]


@dataclass(frozen=True)
class Glance:
    """The figures of a panel, in whole kronor; `next_year` is None where no forecast can be made."""

    cooperation: Cooperation
    agreement: Agreement
    calculation: Calculation
    own: PartyAmount | None
    next_year: Calculation | None
    own_next_year: int | None
    instead_of: str = ""
    next_year_is_issued: bool = False

    @property
    def year(self) -> int:
        return self.calculation.inputs.year

    @property
    def heading(self) -> str:
        if self.agreement.status == Agreement.Status.PROPOSAL:
            return f"{self._who} skulle betala {self.year}"
        return f"{self._who} betalar {self.year}"

    @property
    def amount(self) -> int:
        return self.own.amount if self.own else self.calculation.total

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.own.steps if self.own else self.calculation.total_steps

    @property
    def per_inhabitant(self) -> str:
        population = self.own.population if self.own else self.calculation.allocation.population
        return kr_per_inhabitant(self.amount, population) if population else ""

    @property
    def everyone(self) -> str:
        """ "Alla åtta kommuner"."""
        parties = self.calculation.inputs.rule.parties
        return f"Alla {count_word(len(self.calculation.allocation.parties))} {parties}"

    @property
    def _who(self) -> str:
        return self.own.name if self.own else self.everyone

    @property
    def amount_next_year(self) -> int | None:
        if self.own:
            return self.own_next_year
        return self.next_year.total if self.next_year else None

    @property
    def next_year_basis(self) -> str:
        """What the forecast rests on: "Uppräknat från 2025 års budget, folkmängd 1 november 2026"."""
        if self.next_year is None or self.next_year_is_issued:
            return ""
        inputs = self.next_year.inputs
        said = []
        if inputs.budget and inputs.budget.year != inputs.year:
            said.append(f"uppräknat från {inputs.budget.year} års budget")
        if inputs.population:
            said.append(_population(inputs.population.is_estimated, inputs.population.is_example))
        return ", ".join(said).capitalize()

    @property
    def remarks(self) -> list[str]:
        """What a reader should know before using the figures."""
        basis = self.calculation.inputs.population
        said = [self.instead_of] if self.instead_of else []
        budget = self.calculation.inputs.budget
        if budget and budget.grants:
            said.append(f"Statsbidrag på {kr(sum(amount for _, amount in budget.grants))} är avdragna.")
        if basis and basis.is_example:
            said.append("Folkmängden är exempelsiffror.")
        if basis and basis.deviation:
            said.append(basis.deviation)
        difference = self.calculation.allocation.rounding_difference
        if difference:
            together = kr(self.calculation.total + difference)
            said.append(f"Avrundade var för sig blir beloppen {together}, {signed_kr(difference)}.")
        return said

    @property
    def rows(self) -> list[dict]:
        """The parties' amounts for the strip of shares."""
        return [
            {
                "name": party.name,
                "value": party.amount,
                "label": f"{party.share}{NBSP}%",
                "own": party is self.own,
            }
            for party in self.calculation.allocation.parties
        ]


def _population(is_estimated: bool, is_example: bool) -> str:
    if is_estimated:
        return "senast kända folkmängd"
    return "exempelfolkmängd" if is_example else "folkmängd enligt avtalets regel"


def glance(user, cooperation: Cooperation, today: date) -> Glance:
    """This year's cost, else the nearest that can be computed. Raises CostError where there is none."""
    year = today.year
    editions = editions_with_terms(cooperation)
    agreement = edition_or_proposal_among(editions, date(year, 1, 1))
    if agreement is None:
        raise NoSharedCost(f"{cooperation.name} har inget avtal som gäller {year}.")
    issued = issued_fixed_costs(editions, range(year - MOST_EARLIER_YEARS, year + 1 + MOST_YEARS_AHEAD))
    calculation, instead_of = _this_year_or_latest(agreement, year, issued)
    own = _own_party(user, cooperation, calculation)
    following, is_issued = None, False
    if calculation.inputs.year == year:
        following, is_issued = _following(editions, year + 1, issued)
    return Glance(
        cooperation=cooperation,
        agreement=agreement,
        calculation=calculation,
        own=own,
        next_year=following,
        own_next_year=_same_party(own, calculation, following),
        instead_of=instead_of,
        next_year_is_issued=is_issued,
    )


def _this_year_or_latest(agreement: Agreement, year: int, issued: Issued) -> tuple[Calculation, str]:
    try:
        return _issued_or_today(agreement, year, issued), ""
    except NoSharedCost as missing:
        for later in range(year + 1, year + 1 + MOST_YEARS_AHEAD):
            calculation = _computed(agreement, later, issued, allow_estimated=True)
            if calculation:
                return calculation, f"{missing} Därför visas {later}."
        raise
    except (CostError, AllocationError, BudgetError) as missing:
        for earlier in _years_with_a_basis(agreement, year):
            calculation = _computed(agreement, earlier, issued)
            if calculation:
                return calculation, f"{missing} Därför visas {earlier}."
        raise


def _years_with_a_basis(agreement: Agreement, before: int) -> list[int]:
    """Earlier years that a budget or the population of the year before tells of, the latest first."""
    payers = agreement.parties.filter(pays=True).values("organisation")
    tables = PopulationTable.objects.filter(figures__organisation__in=payers).distinct()
    years = {day.year + 1 for day in tables.values_list("reference_date", flat=True)}
    years |= set(agreement.budgets.values_list("year", flat=True))
    return sorted((year for year in years if year < before), reverse=True)[:MOST_EARLIER_YEARS]


def _issued_or_today(
    agreement: Agreement, year: int, issued: Issued, *, allow_estimated: bool = False
) -> Calculation:
    charge = issued.get((agreement.pk, year))
    if charge:
        return thawed(charge.calculation)
    return calculation_of(agreement, year, allow_estimated=allow_estimated)


def _computed(
    agreement: Agreement, year: int, issued: Issued, *, allow_estimated: bool = False
) -> Calculation | None:
    try:
        return _issued_or_today(agreement, year, issued, allow_estimated=allow_estimated)
    except (CostError, AllocationError, BudgetError):
        return None


def _following(editions: Iterable[Agreement], year: int, issued: Issued) -> tuple[Calculation | None, bool]:
    """Next year's cost, and whether it is invoiced; on the latest known population until its own is known."""
    agreement = edition_or_proposal_among(editions, date(year, 1, 1))
    if agreement is None:
        return None, False
    found = _computed(agreement, year, issued) or _computed(agreement, year, issued, allow_estimated=True)
    return found, (agreement.pk, year) in issued


def _own_party(user, cooperation: Cooperation, calculation: Calculation) -> PartyAmount | None:
    """The party that the reader stands for; None for those who look at the whole."""
    slugs = calculation.inputs.organisations
    for grant in grants(user):
        stands_for = grant.role in SPEAKS_FOR_A_PARTY and grant.in_cooperation(cooperation.pk)
        if stands_for and grant.organisation.slug in slugs:
            return calculation.allocation.parties[slugs.index(grant.organisation.slug)]
    return None


def _same_party(
    own: PartyAmount | None, calculation: Calculation, following: Calculation | None
) -> int | None:
    if own is None or following is None:
        return None
    slug = calculation.inputs.organisations[calculation.allocation.parties.index(own)]
    return following.amounts.get(slug)


def may_see_costs(user, cooperation: Cooperation) -> bool:
    return may(user, Right.SEE_ALLOCATION, cooperation.pk)
