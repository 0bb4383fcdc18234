"""What a cooperation's own page shows: cost, what is due, which questions decide amounts."""

from dataclasses import dataclass
from datetime import date

from agreements.due import Due, DueKind, due
from agreements.models import Agreement, Cooperation, OpenQuestion
from agreements.queries import (
    edition_among,
    edition_or_proposal_among,
    editions_with_terms,
    term_of,
    terms_of,
)
from agreements.swedish import kr
from cmv_portal.start.desk import still_due
from cmv_portal.start.glance import Glance, glance, may_see_costs
from costs.allocation import AllocationError
from costs.budget import BudgetError
from costs.models import Charge
from costs.queries.calculations import CostError


@dataclass(frozen=True)
class CooperationPage:
    """`glance` is None for one who may not see costs, and where there is nothing to show: then `why`.

    `invoicing_year` is the year of the coming January, invoiced already or not.
    """

    cooperation: Cooperation
    agreement: Agreement | None
    sees_costs: bool
    glance: Glance | None
    why: str
    due: list[Due]
    invoicing_year: int | None
    questions: list[OpenQuestion]

    @property
    def is_proposal(self) -> bool:
        return self.agreement is not None and self.agreement.status == Agreement.Status.PROPOSAL

    @property
    def shares_cost(self) -> bool:
        return self.agreement is not None and any(party.pays for party in self.agreement.parties.all())

    @property
    def heading(self) -> str:
        name = self.cooperation.name
        if self.glance is not None:
            verb = "skulle kosta" if self.is_proposal else "kostar"
            return f"{name} {verb} {kr(self.glance.calculation.total)} {self.glance.year}"
        if not self.sees_costs:
            return name
        return f"{name} har ingen registrerad kostnad" if self.shares_cost else f"{name} delar ingen kostnad"


def cooperation_page(user, cooperation: Cooperation, today: date) -> CooperationPage:
    """Everything the page shows, in the same number of queries for few parties and many."""
    editions = editions_with_terms(cooperation).prefetch_related("parties")
    in_force = edition_among(editions, today)
    agreement = edition_or_proposal_among(editions, today)
    sees_costs = may_see_costs(user, cooperation)
    found, why = _glance_or_why(user, cooperation, today) if sees_costs else (None, "")
    dated = due(terms_of(in_force, today), term_of(in_force, today), today) if in_force else []
    questions = agreement.open_questions.filter(answer="", about_costs=True) if agreement else ()
    return CooperationPage(
        cooperation=cooperation,
        agreement=agreement,
        sees_costs=sees_costs,
        glance=found,
        why=why,
        due=still_due(dated, _issued_years(cooperation)),
        invoicing_year=next((item.day.year for item in dated if item.kind is DueKind.INVOICING), None),
        questions=list(questions),
    )


def _issued_years(cooperation: Cooperation) -> set[int]:
    issued = Charge.objects.filter(
        agreement__cooperation=cooperation, kind=Charge.Kind.FIXED_COST, state=Charge.State.ISSUED
    )
    return set(issued.values_list("year", flat=True))


def _glance_or_why(user, cooperation: Cooperation, today: date) -> tuple[Glance | None, str]:
    try:
        return glance(user, cooperation, today), ""
    except (CostError, AllocationError, BudgetError) as missing:
        return None, str(missing)
