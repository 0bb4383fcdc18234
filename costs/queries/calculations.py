"""From the agreement's rows to a calculation, and what pages read of charges and documents."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.models import Agreement, Cooperation, Organisation, Party
from agreements.queries import edition_on, parties_on, terms_of
from agreements.swedish import kr, long_date
from agreements.terms import PopulationRule, TermKind, Terms
from costs.allocation import Step
from costs.apportionment import Basis, Claimant, Rule
from costs.budget import BudgetLine, Overhead
from costs.calculation import BudgetBasis, Calculation, Inputs, PopulationBasis, calculate, total_of
from costs.models import AllocationKey, Budget, PopulationTable


class CostError(ValueError):
    """Something the calculation needs is missing; the message is one line of Swedish."""


class NoSharedCost(CostError):
    """The agreement shares no cost, or no amount is recorded."""


class NoPopulation(CostError):
    """No population table answers to the agreement's rule for the year."""


@dataclass(frozen=True)
class _Lender:
    """The agreement whose key is used: its own, or the one it borrows from."""

    agreement: Agreement
    terms: Terms
    clause: str


def calculation_of(
    agreement: Agreement,
    year: int,
    *,
    amount: int | None = None,
    amount_steps: tuple[Step, ...] = (),
    allow_estimated: bool = False,
) -> Calculation:
    """A year's distribution: of the budget or forecast, or of a given amount by the same key.

    Raises CostError when an input is missing, AllocationError when the key cannot be used.
    """
    return calculate(
        inputs_of(agreement, year, amount=amount, amount_steps=amount_steps, allow_estimated=allow_estimated)
    )


def inputs_of(
    agreement: Agreement,
    year: int,
    *,
    amount: int | None = None,
    amount_steps: tuple[Step, ...] = (),
    allow_estimated: bool = False,
    as_far_as_known: bool = False,
) -> Inputs:
    """All that decides a year's amounts. With `as_far_as_known` a missing budget or uplift is left out.

    Raises CostError when an input is missing.
    """
    first_day = date(year, 1, 1)
    terms = terms_of(agreement, first_day)
    parties = parties_on(agreement, first_day)
    if not parties:
        raise NoSharedCost(f"Källorna säger inte vilka som var parter i {agreement}.")
    payers = [party for party in parties if party.pays]
    if not payers:
        raise NoSharedCost(f"{agreement} fördelar inga kostnader mellan parterna.")
    lender = _lender(agreement, terms, year)
    key = _key(lender.agreement, year)
    table, population = _population(lender, key, payers, year, allow_estimated)
    shares = {share.organisation_id: share for share in key.shares.all()} if key else {}
    return Inputs(
        cooperation=agreement.cooperation.name,
        agreement=agreement.title,
        year=year,
        rule=_rule(lender, key, population, payers),
        claimants=tuple(_claimant(party.organisation, table, shares) for party in payers),
        organisations=tuple(party.organisation.slug for party in payers),
        population=population,
        budget=None if amount is not None else _budget_basis(agreement, year, as_far_as_known),
        amount=amount,
        amount_steps=amount_steps or _amount_steps(amount),
    )


def _amount_steps(amount: int | None) -> tuple[Step, ...]:
    return () if amount is None else (Step("total", "Belopp att fördela", kr(amount)),)


def _lender(agreement: Agreement, terms: Terms, year: int) -> _Lender:
    borrowed = terms.row(TermKind.BORROWED_KEY)
    if borrowed is None:
        row = terms.row(TermKind.SHARE_DECIMALS) or terms.row(TermKind.POPULATION_DATE)
        return _Lender(agreement, terms, row.clause if row else "")
    cooperation = Cooperation.objects.filter(slug=borrowed.value).first()
    lender = cooperation and edition_on(cooperation, date(year, 1, 1))
    if lender is None:
        raise CostError(f"Avtalet vars nyckel lånas ({borrowed.value}) gäller inte den 1 januari {year}.")
    return _Lender(lender, terms_of(lender, date(year, 1, 1)), borrowed.clause)


def _key(agreement: Agreement, year: int) -> AllocationKey | None:
    return (
        agreement.keys.filter(year=year)
        .select_related("population_table")
        .prefetch_related("population_table__figures", "shares")
        .first()
    )


def _rule(
    lender: _Lender, key: AllocationKey | None, population: PopulationBasis | None, payers: list[Party]
) -> Rule:
    terms = lender.terms
    reconcile = terms.get(TermKind.RECONCILE)
    municipal = all(party.organisation.kind == Organisation.Kind.MUNICIPALITY for party in payers)
    return Rule(
        share_decimals=terms.get(TermKind.SHARE_DECIMALS),
        reconcile=True if reconcile is None else reconcile,
        basis=Basis(key.method) if key else Basis.POPULATION,
        base_fee_percent=Decimal(key.base_fee_percent.replace(",", "."))
        if key and key.base_fee_percent
        else Decimal(0),
        printed_decimals=4 if (printed := terms.get(TermKind.PRINTED_DECIMALS)) is None else printed,
        clause=lender.clause,
        population_label=population.label if population else "",
        source=population.source if population else "",
        parties="kommuner" if municipal else "parter",
    )


def _claimant(organisation: Organisation, table: PopulationTable | None, shares: dict) -> Claimant:
    figures = {figure.organisation_id: figure.population for figure in table.figures.all()} if table else {}
    share = shares.get(organisation.pk)
    return Claimant(
        name=organisation.short_name,
        population=figures.get(organisation.pk),
        percent=Decimal(share.percent.replace(",", ".")) if share and share.percent else None,
        code=organisation.municipal_code,
        floor=share.floor if share else None,
        cap=share.cap if share else None,
    )


# --- Population


def _population(
    lender: _Lender, key: AllocationKey | None, payers: list[Party], year: int, allow_estimated: bool
) -> tuple[PopulationTable | None, PopulationBasis | None]:
    if key and key.method != AllocationKey.Method.POPULATION:
        return None, None
    rule = lender.terms.get(TermKind.POPULATION_DATE)
    if key:
        table, estimated = key.population_table, False
    else:
        table, estimated = _table_by_rule(rule, payers, year, allow_estimated)
    fits = rule is None or rule.allows(table.reference_date, year)
    deviation = "" if fits else _deviation(rule, table, year, estimated, key)
    basis = PopulationBasis(
        table=table.name,
        reference_date=table.reference_date.isoformat(),
        label=_day(rule, table),
        source=table.source,
        rule=rule.text if rule else "",
        is_example=table.is_example,
        is_estimated=estimated,
        deviation=deviation,
    )
    return table, basis


def _day(rule: PopulationRule | None, table: PopulationTable) -> str:
    """The table's day, or only its year where the agreement names no day."""
    if rule and rule.named_year:
        return str(table.reference_date.year)
    return long_date(table.reference_date)


def _table_by_rule(
    rule: PopulationRule | None, payers: list[Party], year: int, allow_estimated: bool
) -> tuple[PopulationTable, bool]:
    covering = tables_covering(payers)
    for table in covering:
        if rule is not None and rule.allows(table.reference_date, year):
            return table, False
    earlier = [table for table in covering if table.reference_date < date(year, 1, 1)]
    asked = long_date(day) if rule and (day := rule.date_for(year)) else f"år {year}"
    if not earlier:
        raise CostError(f"Ingen folkmängdstabell för {asked} omfattar alla parter.")
    if not allow_estimated:
        raise NoPopulation(
            f"Folkmängden {asked} saknas. Den senast kända är från {long_date(earlier[0].reference_date)}; "
            "den används bara om det tillåts."
        )
    return earlier[0], True


def tables_covering(payers: list[Party]) -> list[PopulationTable]:
    """Tables with a figure for every payer, the latest first, real figures before examples."""
    needed = {party.organisation_id for party in payers}
    tables = PopulationTable.objects.prefetch_related("figures").order_by(
        "-reference_date", "is_example", "slug"
    )
    return [table for table in tables if needed <= {figure.organisation_id for figure in table.figures.all()}]


def _deviation(
    rule: PopulationRule, table: PopulationTable, year: int, estimated: bool, key: AllocationKey | None
) -> str:
    asked = long_date(day) if (day := rule.date_for(year)) else rule.text
    used = long_date(table.reference_date)
    why = "Den senast kända folkmängden används i stället." if estimated else (key and key.deviation_reason)
    return f"Regeln är folkmängden {asked}. Tabellen är från {used}. {why or ''}".strip()


# --- Budget


def _budget_basis(agreement: Agreement, year: int, as_far_as_known: bool = False) -> BudgetBasis | None:
    """The budget that a year's cost comes from; None only where what is not known may be left out."""
    budgets = agreement.budgets.filter(year__lte=year)
    if agreement.status == Agreement.Status.ADOPTED:  # a revision counts with what it proposes
        budgets = budgets.filter(status=Budget.Status.DECIDED)
    budget = budgets.prefetch_related("lines").order_by("-year").first()
    if budget is None and as_far_as_known:
        return None
    if budget is None:
        raise NoSharedCost(f"Ingen kostnad är registrerad för {year} i {agreement}.")
    rates = _rates(agreement, budget.year, year, as_far_as_known)
    carried = _carried_from(agreement, year - 1) if len(rates) == year - budget.year else 0
    grants = [(grant.label, grant.amount) for grant in agreement.grants.filter(year=year).order_by("label")]
    if carried:
        grants.append((f"Statsbidrag kvar från {year - 1}", carried))
    return BudgetBasis(
        year=budget.year,
        source=budget.source,
        status=budget.get_status_display(),
        clause=budget.clause,
        lines=tuple(BudgetLine(line.label, line.amount, budget.clause) for line in budget.lines.all()),
        overhead=overhead_of(terms_of(agreement, date(budget.year, 1, 1))),
        rates=rates,
        grants=tuple(grants),
    )


def _carried_from(agreement: Agreement, year: int) -> int:
    """What is left of a year's state grants when its whole cost is covered, in whole kronor."""
    if not agreement.grants.filter(year=year).exists():
        return 0
    _, _, carried, _ = total_of(_budget_basis(agreement, year), year)
    return carried


def overhead_of(terms: Terms) -> Overhead:
    """The overhead that the terms say: a fixed amount in kronor, a percentage, or none."""
    fixed = terms.row(TermKind.OVERHEAD_AMOUNT)
    if fixed:
        return Overhead(amount=terms.get(TermKind.OVERHEAD_AMOUNT), clause=fixed.clause)
    rate = terms.row(TermKind.OVERHEAD_PERCENT)
    return Overhead(percent=terms.get(TermKind.OVERHEAD_PERCENT), clause=rate.clause if rate else "")


def _rates(
    agreement: Agreement, base_year: int, year: int, as_far_as_known: bool
) -> tuple[tuple[int, Decimal, str], ...]:
    """The uplift of each year after the base year, as the terms stand on its first day."""
    rates = []
    for uplifted in range(base_year + 1, year + 1):
        terms = terms_of(agreement, date(uplifted, 1, 1))
        row = terms.row(TermKind.UPLIFT_PERCENT)
        if row is None and as_far_as_known:
            break
        if row is None:
            raise CostError(f"Avtalet säger inte hur kostnaden räknas upp till {uplifted}.")
        rates.append((uplifted, terms.get(TermKind.UPLIFT_PERCENT), row.clause))
    return tuple(rates)
