"""The follow-up at a glance: each cooperation's reports and what its agreement asks for."""

from dataclasses import dataclass
from datetime import date

from agreements.access import cooperations, may
from agreements.editions import Standing, editions_of
from agreements.models import Agreement, Cooperation
from cmv_portal.roles import Right
from followup.access import reports
from followup.agreed import AGREED, Agreed
from followup.models import AnnualReport, ReportPlan


@dataclass(frozen=True)
class YearReport:
    """A year's latest edition that the person may see."""

    report: AnnualReport

    @property
    def sign(self) -> str:
        return {"draft": "none", "reviewed": "soon"}.get(self.report.state, "done")

    @property
    def word(self) -> str:
        return {"draft": "utkast", "reviewed": "väntar på styrgruppen"}.get(self.report.state, "fastställd")


@dataclass(frozen=True)
class Followed:
    """A cooperation with its reports, the latest first. `next_year` is the one that writers report now."""

    cooperation: Cooperation
    agreement: Agreement
    standing: Standing
    agreed: tuple[Agreed, ...]
    plan: ReportPlan | None
    reports: tuple[YearReport, ...]
    writes: bool
    sees_figures: bool
    next_year: int | None

    @property
    def has_figures(self) -> bool:
        return self.plan is not None


def overview(user, today: date) -> list[Followed]:
    """Every cooperation that the person follows, in the same number of queries however many the years are."""
    seen: dict[int, dict[int, AnnualReport]] = {}
    for report in reports(user).order_by("-year", "-edition"):
        seen.setdefault(report.cooperation_id, {}).setdefault(report.year, report)
    plans = {plan.cooperation_id: plan for plan in ReportPlan.objects.order_by("first_year")}
    return [
        _followed(user, row.cooperation, edition, seen.get(row.cooperation.pk, {}), plans, today)
        for row in editions_of(cooperations(user), today)
        for edition in row.rows
        if not edition.standing.is_replaced and edition.agreement.slug in AGREED
    ]


def _followed(user, cooperation, edition, seen, plans, today: date) -> Followed:
    plan = plans.get(cooperation.pk)
    writes = plan is not None and may(user, Right.WRITE_REPORT, cooperation.pk)
    adopted = {year for year, report in seen.items() if report.is_adopted}
    # The year that has just ended is reported first; when it is adopted, the running one is filled in.
    next_year = today.year - 1 if today.year - 1 not in adopted else today.year
    return Followed(
        cooperation=cooperation,
        agreement=edition.agreement,
        standing=edition.standing,
        agreed=AGREED[edition.agreement.slug],
        plan=plan,
        reports=tuple(YearReport(report) for report in seen.values()),
        writes=writes,
        sees_figures=plan is not None and may(user, Right.SEE_FIGURES, cooperation.pk),
        next_year=next_year if writes else None,
    )
