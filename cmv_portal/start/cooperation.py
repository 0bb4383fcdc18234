"""What a cooperation's own page shows: cost, what is due, which questions decide amounts."""

from dataclasses import dataclass
from datetime import date

from agreements.access import may
from agreements.editions import editions_of
from agreements.models import Agreement, Cooperation, OpenQuestion
from agreements.queries import edition_or_proposal_among
from agreements.swedish import kr
from cmv_portal.clock.ahead import Ahead, Coming, years_ahead
from cmv_portal.clock.queries import Clock
from cmv_portal.municipality.answers import Answers, answers_to
from cmv_portal.municipality.own import OwnPage, own_pages
from cmv_portal.roles import Right
from cmv_portal.start.glance import Glance, glance, may_see_costs
from costs.allocation import AllocationError
from costs.budget import BudgetError
from costs.queries.calculations import CostError
from followup.models import ReportPlan

MOST_DUE = 8


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
    due: list[Coming]
    late: int
    has_wheel: bool
    invoicing_year: int | None
    questions: list[OpenQuestion]
    own_pages: list[OwnPage]
    reports: ReportPlan | None
    edits: bool
    answers: Answers | None

    @property
    def runs_year(self) -> int | None:
        """The year to invoice: the coming January's, or where the agreement names none, the one shown."""
        if self.invoicing_year or self.glance is None or self.is_proposal:
            return self.invoicing_year
        return self.glance.year

    @property
    def registers_cost(self) -> bool:
        """Whether the reader may register the amount that is missing."""
        return self.edits and self.shares_cost and self.glance is None

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
    [row] = editions_of(Cooperation.objects.filter(pk=cooperation.pk), today)
    agreement = edition_or_proposal_among([edition.agreement for edition in row.rows], today)
    ahead = Ahead(Clock([row], years_ahead(today), today), cooperation, today)
    sees_costs = may_see_costs(user, cooperation)
    found, why = _glance_or_why(user, cooperation, today) if sees_costs else (None, "")
    questions = agreement.open_questions.filter(answer="", about_costs=True) if agreement else ()
    return CooperationPage(
        cooperation=cooperation,
        agreement=agreement,
        sees_costs=sees_costs,
        glance=found,
        why=why,
        due=ahead.coming[:MOST_DUE],
        late=ahead.late,
        has_wheel=ahead.has_year,
        invoicing_year=ahead.invoicing.last.year if ahead.invoicing else None,
        questions=list(questions),
        own_pages=own_pages(user, [cooperation]),
        reports=_reports(user, cooperation, today),
        answers=answers_to(agreement, today),
        edits=may(user, Right.EDIT_COST_BASIS, cooperation.pk),
    )


def _reports(user, cooperation: Cooperation, today: date) -> ReportPlan | None:
    """What is reported every year, for who may read it."""
    if not may(user, Right.SEE_REPORTS, cooperation.pk):
        return None
    plans = cooperation.report_plans.filter(first_year__lte=today.year)
    return plans.order_by("-first_year").first()


def _glance_or_why(user, cooperation: Cooperation, today: date) -> tuple[Glance | None, str]:
    try:
        return glance(user, cooperation, today), ""
    except (CostError, AllocationError, BudgetError) as missing:
        return None, str(missing)
