"""What the start page shows beside the tasks: the amount, what is due, cooperations, issued documents."""

from dataclasses import dataclass
from datetime import date

from agreements import access
from agreements.editions import Editions
from agreements.models import Cooperation
from agreements.swedish import count_word
from cmv_portal.clock.ahead import Coming
from cmv_portal.municipality.own import OwnPage, own_pages
from cmv_portal.roles import Reach, Right
from cmv_portal.start.desk import Desk
from cmv_portal.start.glance import Glance, glance, may_see_costs
from cmv_portal.start.task import Task
from cmv_portal.start.tasks import tasks_of
from costs.allocation import AllocationError
from costs.budget import BudgetError
from costs.models import Document
from costs.queries.calculations import CostError
from costs.queries.documents import ListedDocument

MOST_DUE = 8
MOST_DOCUMENTS = 4


@dataclass(frozen=True)
class TaskLine:
    """A task with how long is left, in words, and the sign beside it."""

    task: Task
    left: str
    sign: str
    is_first: bool  # its button is the page's filled one


@dataclass(frozen=True)
class Issued:
    """What has been issued for the latest year that has anything, in whole kronor."""

    year: int
    invoices: int
    amount: int
    paid: int


@dataclass(frozen=True)
class StartPage:
    tasks: list[TaskLine]
    glance: Glance | None
    due: list[Coming]
    late: list[tuple[Cooperation, int]]
    cooperations: list[Editions]
    documents: list[ListedDocument]
    issued: Issued | None
    own_pages: list[OwnPage]

    @property
    def heading(self) -> str:
        number = len(self.tasks)
        if number == 0:
            return "Inget väntar på dig just nu"
        verb = "saker väntar" if number > 1 else "sak väntar"
        return f"{count_word(number).capitalize()} {verb} på dig"


def start_page(user, today: date) -> StartPage:
    """The start page of a person on a day."""
    desk = Desk(user, today)
    sees_all = any(grant.reach(Right.SEE_INVOICES) is Reach.ALL for grant in access.grants(user))
    return StartPage(
        tasks=_task_lines(tasks_of(desk), today),
        glance=_first_glance(desk),
        due=_due(desk),
        late=_late(desk),
        cooperations=desk.cooperations,
        documents=[] if sees_all else desk.documents[:MOST_DOCUMENTS],
        issued=_summed(desk.documents) if sees_all else None,
        own_pages=own_pages(desk.user, [row.cooperation for row in desk.cooperations]),
    )


def _task_lines(tasks: list[Task], today: date) -> list[TaskLine]:
    first = next((task for task in tasks if task.button), None)
    return [TaskLine(task, *task.when(today), is_first=task is first) for task in tasks]


def _first_glance(desk: Desk) -> Glance | None:
    """The first cooperation whose cost the person may see and the portal can compute."""
    for row in desk.cooperations:
        if may_see_costs(desk.user, row.cooperation):
            try:
                return glance(desk.user, row.cooperation, desk.today)
            except (CostError, AllocationError, BudgetError):
                continue  # that cooperation's own page says why
    return None


def _due(desk: Desk) -> list[Coming]:
    """The nearest days of all the cooperations."""
    found = [coming for ahead in desk.ahead.values() for coming in ahead.coming]
    return sorted(found, key=lambda coming: (coming.duty.when, coming.name))[:MOST_DUE]


def _late(desk: Desk) -> list[tuple[Cooperation, int]]:
    """The cooperations in which something is late, and how much."""
    rows = [(row.cooperation, desk.ahead[row.cooperation.pk].late) for row in desk.cooperations]
    return [(cooperation, number) for cooperation, number in rows if number]


def _summed(rows: list[ListedDocument]) -> Issued | None:
    invoices = [row for row in rows if row.document.kind == Document.Kind.INVOICE]
    if not invoices:
        return None
    year = max(row.document.charge.year for row in invoices)
    of_year = [row for row in invoices if row.document.charge.year == year]
    return Issued(
        year=year,
        invoices=len(of_year),
        amount=sum(row.standing.creditable for row in of_year),
        paid=sum(row.standing.paid for row in of_year),
    )
