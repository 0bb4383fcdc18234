"""A revision of the CMV agreement as the pack's tests need it: rows alone, made in a moment."""

from datetime import date

from agreements.models import Agreement, ClauseChange, DecisionStep, Party, Term
from costs.models import Budget, BudgetLine

PURPOSE = (
    "Samordningen av kommunernas nätverk stärks med en halv tjänst.\n\nUppräkningen följer löneutvecklingen."
)
LINES = (
    ("Personal", 3_500_000),
    ("Lokalkostnader", 520_000),
    ("Omkostnader", 215_000),
    ("Handledning, fortbildning och resor", 170_000),
    ("Jourlägenheter", 225_000),
)
SUBMITTED = date(2026, 10, 1)


def revision(
    *, submitted: bool = True, purpose: str = PURPOSE, budget: bool = True, year: int = 2027
) -> Agreement:
    """The edition of a year: a new budget, uplift 3,5 % instead of 3, one clause in other words, one new."""
    before = Agreement.objects.get(slug="cmv-2025")
    status = Agreement.Status.PROPOSAL if submitted else Agreement.Status.DRAFT
    made = Agreement.objects.create(
        cooperation=before.cooperation,
        slug=f"cmv-{year}",
        title=f"Samarbetsavtal Centrum mot våld {year}",
        year=year,
        predecessor=before,
        status=status,
        evidence=Agreement.Evidence.PORTAL,
        starts_on=date(year, 1, 1),
        source="Revidering i portalen",
        purpose=purpose,
        revision=7,
        submitted_on=SUBMITTED if submitted else None,
    )
    for party in before.parties.all():
        Party.objects.create(
            agreement=made, organisation=party.organisation, role=party.role, pays=party.pays
        )
    for term in before.terms.all():
        value = "3,5" if term.kind == "uplift_percent" else term.value
        Term.objects.create(agreement=made, kind=term.kind, value=value, clause=term.clause)
    ClauseChange.objects.create(
        agreement=made,
        position=1,
        clause="11.2",
        heading="Uppräkning",
        before="Kostnaden räknas upp med 3 % per år.",
        after="Kostnaden räknas upp med 3,5 % per år.",
        reason="Lönerna ökar mer än 3 %.",
    )
    ClauseChange.objects.create(
        agreement=made, position=2, clause="10.3", heading="Nätverk", after="CMV samordnar nätverken."
    )
    if budget:
        add_budget(made, year)
    _steps(made)
    return made


def add_budget(agreement: Agreement, year: int, lines=LINES) -> Budget:
    """A proposed budget."""
    made = Budget.objects.create(
        agreement=agreement,
        year=year,
        status=Budget.Status.PROPOSAL,
        source="Styrgruppens förslag",
        clause="11.1",
    )
    for position, (label, amount) in enumerate(lines, 1):
        BudgetLine.objects.create(budget=made, position=position, label=label, amount=amount)
    return made


def _steps(agreement: Agreement) -> None:
    DecisionStep.objects.create(
        agreement=agreement,
        kind=DecisionStep.Kind.RECOMMENDATION,
        body_name="Sociala samrådsgruppen (SocSam)",
        planned_on=date(2026, 12, 4),
        diary_number="KFJH 2026/41",
    )
    for party in agreement.parties.select_related("organisation"):
        DecisionStep.objects.create(
            agreement=agreement,
            kind=DecisionStep.Kind.APPROVAL,
            organisation=party.organisation,
            body_name="Kommunfullmäktige",
            planned_on=date(2026, 12, 14),
        )


def recommended(agreement: Agreement) -> Agreement:
    """The political group has said yes."""
    step = agreement.steps.get(kind=DecisionStep.Kind.RECOMMENDATION)
    step.outcome, step.decided_on, step.paragraph = DecisionStep.Outcome.APPROVED, date(2026, 12, 4), "27"
    step.save()
    return agreement
