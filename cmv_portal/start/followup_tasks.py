"""What waits for those who report, and for those who adopt. No figure stands here."""

from collections.abc import Iterable

from django.urls import reverse

from agreements import access
from agreements.swedish import long_date
from cmv_portal.roles import Right
from cmv_portal.start.desk import Desk
from cmv_portal.start.task import Task
from followup.actions.erasures import may_carry_out
from followup.models import AnnualReport, Erasure, ReportPlan

State = AnnualReport.State


def report_writers(desk: Desk) -> Iterable[Task]:
    """The year's report to write, or to begin, for the centre's own people."""
    for cooperation in access.cooperations(desk.user, Right.WRITE_REPORT):
        plan = cooperation.report_plans.order_by("-first_year").first()
        if plan is not None:
            yield from _to_write(desk, cooperation, plan)


def _to_write(desk: Desk, cooperation, plan: ReportPlan) -> Iterable[Task]:
    latest: dict[int, AnnualReport] = {}
    for report in cooperation.annual_reports.order_by("year", "edition"):
        latest[report.year] = report
    year = desk.today.year - 1
    if year in latest and latest[year].is_adopted:
        year += 1
    report = latest.get(year)
    if report is not None and report.state != State.DRAFT:
        return
    deadline = plan.deadline(year)
    last = f" Den lämnas till {plan.recipients} senast {long_date(deadline)}." if deadline else ""
    now = "Fyll i siffrorna allteftersom" if year == desk.today.year else "Siffror och texter fylls i"
    yield Task(
        f"{plan.title} {year}, {cooperation.short_name}",
        f"{now}.{last}",
        reverse("report", args=[cooperation.slug, year])
        if report is not None
        else reverse("figures", args=[cooperation.slug, year]),
        day=deadline,
        button="Fortsätt" if report is not None else "Fyll i siffror",
    )


def adopters(desk: Desk) -> Iterable[Task]:
    """A reviewed report that the steering group is to read and adopt."""
    waiting = AnnualReport.objects.filter(
        state=State.REVIEWED, cooperation__in=access.cooperations(desk.user, Right.ADOPT_REPORT)
    ).select_related("cooperation")
    for report in waiting:
        plan = (
            report.cooperation.report_plans.filter(first_year__lte=report.year)
            .order_by("-first_year")
            .first()
        )
        yield Task(
            f"Läs {plan.title.lower()} {report.year}",
            "Röjandekontrollen är godkänd. Styrgruppen läser utkastet och fastställer det.",
            report.get_absolute_url(),
            day=plan.deadline(report.year),
            button="Läs utkastet",
        )


def erasers(desk: Desk) -> Iterable[Task]:
    """Erasures that a colleague has asked for and that take a second person."""
    waiting = Erasure.objects.filter(
        confirmed_by=None, cooperation__in=access.cooperations(desk.user, Right.WRITE_REPORT)
    ).select_related("cooperation")
    for erasure in waiting:
        if may_carry_out(desk.user, erasure):
            yield Task(
                f"En uppgift ska rensas, {erasure.cooperation.short_name}",
                "En kollega har begärt det. Rensningen görs av en andra person.",
                reverse("erasure", args=[erasure.cooperation.slug, erasure.pk]),
            )
