"""What the amounts rest on: decided budgets, population tables, and how a year ended (11.2, 11.3).

Each action is one transaction. The budget and the key of an issued year stay as they are.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from agreements.access import may
from agreements.authority import decides_in
from agreements.models import Agreement, Decision, Organisation, Party
from agreements.queries import terms_of
from agreements.swedish import iso, kr, long_date
from agreements.terms import TermKind
from cmv_portal.roles import Right
from costs.actions.charges import ActionRefused
from costs.budget import BudgetLine as Line
from costs.budget import budget_total
from costs.models import AllocationKey, Budget, BudgetLine, Charge, PopulationTable, YearOutcome
from costs.queries.budgets import budgeted_in
from costs.queries.calculations import overhead_of, tables_covering
from costs.queries.populations import fits_rule, payers_of


def _demand_editor(user, agreement: Agreement, authority: Decision | None = None) -> None:
    """Refuse who may not edit, unless a body's decision is the authority (ADR 14)."""
    is_decided = decides_in(authority, agreement.cooperation)
    if not is_decided and not may(user, Right.EDIT_COST_BASIS, agreement.cooperation_id):
        raise ActionRefused(f"{user} får inte ändra underlaget för {agreement.cooperation.name}.")


def _locked(agreement: Agreement) -> Agreement:
    """The agreement's row, held until the transaction ends, so that two people take turns."""
    rows = Agreement.objects.select_for_update(of=("self",)).select_related("cooperation")
    return rows.get(pk=agreement.pk)


def _issued_years(agreement: Agreement) -> list[int]:
    issued = agreement.charges.filter(kind=Charge.Kind.FIXED_COST, state=Charge.State.ISSUED)
    return sorted(issued.values_list("year", flat=True))


# --- Budget


@transaction.atomic
def decide_budget(
    *,
    agreement: Agreement,
    year: int,
    lines: Sequence[tuple[str, int]],
    decision: str,
    by,
    authority: Decision | None = None,
) -> Budget:
    """Register a year's decided budget in whole kronor without overhead, and where it was decided.

    From its year on it replaces the uplifted one. Raises ActionRefused, BudgetError.
    """
    agreement = _locked(agreement)
    _demand_editor(by, agreement, authority)
    if agreement.status != Agreement.Status.ADOPTED:
        raise ActionRefused(f"{agreement} är ett förslag. En budget kan beslutas först när avtalet gäller.")
    if not decision.strip():
        raise ActionRefused("Skriv var och när budgeten beslutades.")
    terms = terms_of(agreement, date(year, 1, 1))
    if budget_total([Line(label, amount) for label, amount in lines], overhead_of(terms)).total == 0:
        raise ActionRefused("Budgeten är noll kronor.")
    budget = agreement.budgets.filter(year=year).first()
    _demand_budget_open(agreement, budget, year)
    clause = terms.row(TermKind.OVERHEAD_PERCENT) or terms.row(TermKind.OVERHEAD_AMOUNT)
    if budget is None:
        budget = Budget(agreement=agreement, year=year, clause=clause.clause if clause else "")
    budget.status, budget.source = Budget.Status.DECIDED, decision.strip()
    budget.full_clean()
    budget.save()
    _replace_lines(budget, lines)
    return budget


@transaction.atomic
def propose_budget(
    *, agreement: Agreement, year: int, lines: Sequence[tuple[str, int]], source: str, by
) -> Budget:
    """Put a year's budget on the table, in whole kronor without overhead; nothing is counted on it yet.

    Raises ActionRefused, BudgetError.
    """
    agreement = _locked(agreement)
    _demand_editor(by, agreement)
    if agreement.status != Agreement.Status.ADOPTED:
        raise ActionRefused(f"{agreement} är ett förslag. En budget kan föreslås först när avtalet gäller.")
    budget = agreement.budgets.filter(year=year).first()
    if budget is not None and budget.status == Budget.Status.DECIDED:
        raise ActionRefused(f"Budgeten för {year} är redan beslutad.")
    terms = terms_of(agreement, date(year, 1, 1))
    if budget_total([Line(label, amount) for label, amount in lines], overhead_of(terms)).total == 0:
        raise ActionRefused("Budgeten är noll kronor.")
    budget = budget or Budget(agreement=agreement, year=year)
    budget.status, budget.source = Budget.Status.PROPOSAL, source.strip()
    budget.full_clean()
    budget.save()
    _replace_lines(budget, lines)
    return budget


def _demand_budget_open(agreement: Agreement, budget: Budget | None, year: int) -> None:
    """Refuse where the agreement itself says the amounts, or where an issued year rests on the budget."""
    is_agreed = agreement.evidence == Agreement.Evidence.PORTAL and agreement.year == year
    if budget and (budget.published_total is not None or is_agreed):
        raise ActionRefused(f"Budgeten för {year} står i avtalet. Den ändras bara genom att avtalet ändras.")
    next_budget = agreement.budgets.filter(year__gt=year).order_by("year").first()
    resting = [
        issued
        for issued in _issued_years(agreement)
        if issued >= year and (next_budget is None or issued < next_budget.year)
    ]
    if resting:
        raise ActionRefused(
            f"Fakturorna för {resting[0]} är utställda, så den budget de bygger på kan inte ändras."
        )


def _replace_lines(budget: Budget, lines: Sequence[tuple[str, int]]) -> None:
    """Keep each position's row, so that its history tells the change."""
    existing = {line.position: line for line in budget.lines.all()}
    for position, (label, amount) in enumerate(lines, 1):
        line = existing.pop(position, None) or BudgetLine(budget=budget, position=position)
        if (line.label, line.amount) != (label, amount):
            line.label, line.amount = label, amount
            line.full_clean()
            line.save()
    for line in existing.values():
        line.delete()


# --- Outcome


@transaction.atomic
def register_outcome(
    *, agreement: Agreement, year: int, actual: int, closed_on: date, by, surplus_use: str = ""
) -> YearOutcome:
    """What a closed year cost, in whole kronor (11.3). Raises ActionRefused, CostError, AllocationError."""
    agreement = _locked(agreement)
    _demand_editor(by, agreement)
    today = timezone.localdate()
    if year >= today.year:
        raise ActionRefused(f"{year} är inte slut. Utfallet registreras när årets bokslut är fastställt.")
    if not date(year, 12, 31) < closed_on <= today:
        raise ActionRefused(f"Bokslutet för {year} fastställs efter årets slut och senast i dag.")
    if agreement.outcomes.filter(year=year).exists():
        raise ActionRefused(f"Utfallet för {year} är redan registrerat.")
    outcome = YearOutcome(
        agreement=agreement,
        year=year,
        budgeted=budgeted_in(agreement, year),
        actual=actual,
        closed_on=closed_on,
        surplus_use=surplus_use.strip(),
    )
    if outcome.surplus_use and outcome.deviation <= 0:
        raise ActionRefused(
            f"{year} gav inget överskott: budgeten var {kr(outcome.budgeted)} och utfallet {kr(actual)}."
        )
    outcome.full_clean()
    outcome.save()
    return outcome


@transaction.atomic
def decide_surplus_use(
    *, outcome: YearOutcome, use: str, by, authority: Decision | None = None
) -> YearOutcome:
    """What a year's surplus is used for, as anchored in the steering group (11.3). Raises ActionRefused."""
    agreement = _locked(outcome.agreement)
    _demand_editor(by, agreement, authority)
    outcome = YearOutcome.objects.select_for_update().get(pk=outcome.pk)
    if outcome.deviation <= 0:
        raise ActionRefused(f"{outcome.year} gav inget överskott.")
    if outcome.surplus_use:
        raise ActionRefused(f"Vad överskottet {outcome.year} används till är redan bestämt.")
    if not use.strip():
        raise ActionRefused("Skriv vad överskottet används till.")
    outcome.surplus_use = use.strip()
    outcome.full_clean()
    outcome.save()
    return outcome


# --- Population


@transaction.atomic
def register_population_table(
    *,
    agreement: Agreement,
    reference_date: date,
    source: str,
    figures: Mapping[Organisation, int],
    by,
    key_year: int | None = None,
    deviation_reason: str = "",
) -> PopulationTable:
    """Figures from one source and date for every paying party; with `key_year` they become its key.

    Without a key year the agreement's rule finds the table by its date. A date that is not the rule's
    needs a reason. Raises ActionRefused.
    """
    agreement = _locked(agreement)
    _demand_editor(by, agreement)
    if reference_date > timezone.localdate():
        raise ActionRefused("Folkmängden kan inte vara från en dag som inte har varit.")
    payers = payers_of(agreement, key_year or reference_date.year + 1)
    missing = [party.organisation.short_name for party in payers if not figures.get(party.organisation)]
    if missing or not payers:
        raise ActionRefused(f"Folkmängden saknas för {', '.join(missing) or 'alla parter'}.")
    if any(population <= 0 for population in figures.values()):
        raise ActionRefused("Folkmängden måste vara större än noll.")
    if key_year is None:
        _demand_new_date(payers, reference_date)
    table = _new_table(agreement, reference_date, source)
    for organisation, population in figures.items():
        figure = table.figures.model(table=table, organisation=organisation, population=population)
        figure.full_clean()
        figure.save()
    if key_year is not None:
        _choose(agreement, key_year, table, deviation_reason.strip())
    return table


def _demand_new_date(payers: list[Party], reference_date: date) -> None:
    same = [
        table
        for table in tables_covering(payers)
        if table.reference_date == reference_date and not table.is_example
    ]
    if same:
        raise ActionRefused(
            f"Folkmängden {long_date(reference_date)} är redan registrerad. "
            "Ska den nya ersätta den, ange vilket år den ska användas för."
        )


def _new_table(agreement: Agreement, reference_date: date, source: str) -> PopulationTable:
    cooperation = agreement.cooperation
    base = slugify(f"{cooperation.slug}-{iso(reference_date)}")
    taken = set(PopulationTable.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    serial = next(n for n in range(1, len(taken) + 2) if (f"{base}-{n}" if n > 1 else base) not in taken)
    table = PopulationTable(
        slug=f"{base}-{serial}" if serial > 1 else base,
        name=f"{cooperation.short_name} {long_date(reference_date)}" + (f" ({serial})" if serial > 1 else ""),
        reference_date=reference_date,
        source=source.strip(),
    )
    table.full_clean()
    table.save()
    return table


def _choose(agreement: Agreement, year: int, table: PopulationTable, reason: str) -> None:
    """Make the table the year's key. Never for a year that is issued."""
    if year in _issued_years(agreement):
        raise ActionRefused(f"Fakturorna för {year} är utställda, så årets fördelningsnyckel ligger fast.")
    if not reason and not fits_rule(agreement, table.reference_date, year):
        raise ActionRefused(
            f"Folkmängden {long_date(table.reference_date)} är inte den som avtalet anger för {year}. "
            "Skriv varför den används ändå."
        )
    key = agreement.keys.filter(year=year).first() or AllocationKey(agreement=agreement, year=year)
    if key.pk and key.method != AllocationKey.Method.POPULATION:
        raise ActionRefused(f"{year} fördelas {key.get_method_display()}, inte efter folkmängd.")
    key.population_table, key.deviation_reason = table, reason
    key.full_clean()
    key.save()
