"""Population tables: what they hold, and which years' keys rest on them (clause 11.3)."""

from dataclasses import dataclass
from datetime import date

from agreements.access import may
from agreements.models import Agreement, Cooperation, Organisation, Party
from agreements.queries import HistoryLine, edition_or_proposal, history_of, parties_on, terms_of
from agreements.swedish import sort_key
from agreements.terms import PopulationRule, TermKind
from cmv_portal.roles import Right
from costs.models import AllocationKey, PopulationTable
from costs.queries.calculations import tables_covering
from costs.queries.distribution import cost_years


@dataclass(frozen=True)
class TableUse:
    """A table and the years it is the key of; `deviations` are the reasons for dates beside the rule."""

    table: PopulationTable
    total: int
    years: tuple[int, ...]
    deviations: tuple[str, ...]


@dataclass(frozen=True)
class PopulationPage:
    """Everything the page of a cooperation's population tables shows."""

    agreement: Agreement | None
    rule: str
    borrowed: bool
    uses: tuple[TableUse, ...]
    figures: tuple[tuple[Organisation, tuple[int, ...]], ...]
    missing_years: tuple[int, ...]
    history: list[HistoryLine]
    edits: bool


def payers_of(agreement: Agreement, year: int) -> list[Party]:
    """The parties that bear a part of a year's cost, in the agreement's order."""
    return [party for party in parties_on(agreement, date(year, 1, 1)) if party.pays]


def population_rule(agreement: Agreement, year: int) -> PopulationRule | None:
    return terms_of(agreement, date(year, 1, 1)).get(TermKind.POPULATION_DATE)


def fits_rule(agreement: Agreement, reference_date: date, year: int) -> bool:
    """Whether a table of that date is the one the agreement asks for in a year; True without a rule."""
    rule = population_rule(agreement, year)
    return rule is None or rule.allows(reference_date, year)


def rule_text(agreement: Agreement, year: int) -> str:
    """The agreement's rule in words; empty where it has none."""
    rule = population_rule(agreement, year)
    return f"folkmängden {rule.text}" if rule else ""


def population_page(cooperation: Cooperation, user, today: date) -> PopulationPage:
    """The page's rows; the number of queries is the same for few tables and many."""
    agreement = edition_or_proposal(cooperation, today)
    edits = may(user, Right.EDIT_COST_BASIS, cooperation.pk)
    payers = payers_of(agreement, today.year) if agreement else []
    if not payers:
        return PopulationPage(agreement, "", False, (), (), (), [], False)
    tables = tables_covering(payers)
    years = cost_years(cooperation, today)
    keys = {key.year: key for key in AllocationKey.objects.filter(agreement__cooperation=cooperation)}
    by_year = {year: _table_of(agreement, year, keys.get(year), tables) for year in years}
    populations = {
        table.pk: {figure.organisation_id: figure.population for figure in table.figures.all()}
        for table in tables
    }
    organisations = sorted(
        (party.organisation for party in payers), key=lambda organisation: sort_key(organisation.short_name)
    )
    return PopulationPage(
        agreement=agreement,
        rule=rule_text(agreement, today.year),
        borrowed=TermKind.BORROWED_KEY in terms_of(agreement, today),
        uses=tuple(
            TableUse(
                table=table,
                total=sum(populations[table.pk][organisation.pk] for organisation in organisations),
                years=tuple(year for year, used in by_year.items() if used == table.pk),
                deviations=tuple(
                    key.deviation_reason
                    for key in keys.values()
                    if key.population_table_id == table.pk and key.deviation_reason
                ),
            )
            for table in tables
        ),
        figures=tuple(
            (organisation, tuple(populations[table.pk][organisation.pk] for table in tables))
            for organisation in organisations
        ),
        missing_years=tuple(year for year, used in by_year.items() if used is None),
        history=history_of(*tables, *(figure for table in tables for figure in table.figures.all())),
        edits=edits,
    )


def _table_of(
    agreement: Agreement, year: int, key: AllocationKey | None, tables: list[PopulationTable]
) -> int | None:
    """The table (its primary key) that a year's key rests on; None where it is not registered."""
    if key:
        return key.population_table_id
    rule = population_rule(agreement, year)
    return next((table.pk for table in tables if rule and rule.allows(table.reference_date, year)), None)
