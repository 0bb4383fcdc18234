"""What a scenario starts from: a cooperation's years as the agreement has them (clauses 11.1-11.3)."""

from dataclasses import dataclass
from datetime import date

from agreements.models import Agreement, Cooperation, Organisation
from agreements.queries import edition_or_proposal_among, editions_with_terms
from agreements.swedish import long_date, sort_key
from costs.budget import BudgetLine
from costs.calculation import Inputs, digest_of
from costs.changes import Changes
from costs.changes_json import from_json
from costs.models import PopulationFigure
from costs.models import Scenario as ScenarioRow
from costs.queries.calculations import CostError, NoSharedCost, tables_covering
from costs.queries.comparison import gathered
from costs.queries.distribution import FORECAST_YEARS, cost_years, issued_fixed_costs
from costs.queries.populations import payers_of
from costs.revision import Revision, revision_from
from costs.scenario import Scenario, lines_of, what_if


@dataclass(frozen=True)
class Base:
    """Some consecutive years of a cooperation's agreement, as issued or as they would be today."""

    cooperation: Cooperation
    agreement: Agreement
    inputs: tuple[Inputs, ...]

    @property
    def years(self) -> list[int]:
        return [inputs.year for inputs in self.inputs]

    @property
    def names(self) -> dict[str, str]:
        """Every paying party's short name by slug, in Swedish alphabetical order."""
        found = {
            slug: claimant.name
            for inputs in self.inputs
            for slug, claimant in zip(inputs.organisations, inputs.claimants, strict=True)
        }
        return dict(sorted(found.items(), key=lambda item: sort_key(item[1])))

    @property
    def digests(self) -> dict[str, str]:
        """A fingerprint of each year, to tell later whether it has moved."""
        return {str(inputs.year): digest_of(inputs) for inputs in self.inputs}

    def year(self, year: int) -> Inputs:
        """A year's inputs; the first year's for one that is not among them."""
        return next((inputs for inputs in self.inputs if inputs.year == year), self.inputs[0])

    def lines(self, year: int) -> tuple[BudgetLine, ...]:
        """The budget lines of a year in its own kronor; none where they are not known."""
        return lines_of(self.year(year))

    def populations(self, year: int) -> dict[str, int | None]:
        inputs = self.year(year)
        pairs = zip(inputs.organisations, inputs.claimants, strict=True)
        return {slug: claimant.population for slug, claimant in pairs}

    @property
    def is_proposal(self) -> bool:
        return self.agreement.status == Agreement.Status.PROPOSAL


@dataclass(frozen=True)
class Table:
    """A population table to choose, with the parties' figures by slug."""

    slug: str
    name: str
    label: str
    source: str
    is_example: bool
    figures: dict[str, int]


def first_year(cooperation: Cooperation, today: date, asked: str = "") -> int:
    """The year a question begins with: the next one, or the last whose cost is known.

    An earlier year is taken when it is asked for and has a cost, so that an old address still answers.
    """
    years = cost_years(cooperation, today)
    usual = min(today.year + 1, years[-1]) if years else today.year + 1
    earlier = int(asked) if asked.isdecimal() and int(asked) in years else usual
    return min(usual, earlier)


def base_of(cooperation: Cooperation, first: int) -> Base:
    """Five years from the given one, on the latest known population where a year's own is missing.

    Raises CostError where not even the first can be gathered.
    """
    years = range(first, first + FORECAST_YEARS)
    editions = list(editions_with_terms(cooperation))
    issued = issued_fixed_costs(editions, years)
    made, agreement = [], None
    for year in years:
        edition = edition_or_proposal_among(editions, date(year, 1, 1))
        agreement = agreement or edition
        if edition is None:
            break
        try:
            made.append(gathered(edition, year, issued.get((edition.pk, year))))
        except CostError:
            if not made:
                raise
            break
    if agreement is None or not made:
        raise NoSharedCost(f"{cooperation} har inget avtal som gäller den 1 januari {first}.")
    return Base(cooperation, agreement, tuple(made))


def tables_to_choose(base: Base) -> dict[str, Table]:
    """The tables with a figure for every paying party by slug, the latest first."""
    payers = payers_of(base.agreement, base.years[0])
    slugs = {party.organisation_id: party.organisation.slug for party in payers}
    return {
        table.slug: Table(
            slug=table.slug,
            name=table.name,
            label=long_date(table.reference_date),
            source=table.source,
            is_example=table.is_example,
            figures={
                slugs[figure.organisation_id]: figure.population
                for figure in table.figures.all()
                if figure.organisation_id in slugs
            },
        )
        for table in tables_covering(payers)
    }


def could_join(base: Base) -> list[Organisation]:
    """Municipalities that pay nothing in the agreement today, in Swedish alphabetical order."""
    others = Organisation.objects.filter(kind=Organisation.Kind.MUNICIPALITY).exclude(slug__in=base.names)
    return sorted(others, key=lambda organisation: sort_key(organisation.short_name))


def latest_population(organisation: Organisation) -> int | None:
    """The organisation's figure in the latest table that has one."""
    figures = PopulationFigure.objects.filter(organisation=organisation)
    latest = figures.order_by("-table__reference_date", "table__is_example").first()
    return latest.population if latest else None


# --- Kept scenarios


@dataclass(frozen=True)
class Opened:
    """A kept scenario on today's base; `moved` are the years whose base is another than when it was kept."""

    row: ScenarioRow
    base: Base
    changes: Changes
    moved: tuple[int, ...]


def opened(row: ScenarioRow) -> Opened:
    """A kept scenario, ready to be worked out again. Raises what NOT_POSSIBLE names, and ChangesError."""
    base = base_of(row.cooperation, row.first_year)
    today = base.digests
    moved = tuple(int(year) for year, digest in sorted(row.base.items()) if today.get(year) != digest)
    return Opened(row, base, from_json(row.changes), moved)


def scenario_of(row: ScenarioRow) -> Scenario:
    """A kept scenario worked out on today's base. Raises what NOT_POSSIBLE names, and ChangesError."""
    found = opened(row)
    return what_if(found.base.inputs, found.changes)


def revision_of(row: ScenarioRow) -> Revision:
    """A kept scenario as the budgets, terms and parties of a revision. Raises as `scenario_of`."""
    return revision_from(scenario_of(row))
