"""The follow-up at a glance: each cooperation's reports and what its agreement asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from agreements.access import cooperations, may, own_organisations
from agreements.editions import Standing, editions_of
from agreements.models import Agreement, Cooperation
from cmv_portal.roles import Right
from followup.access import reports
from followup.agreed import AGREED, Agreed
from followup.models import AnnualReport, ReportPlan
from followup.plan_access import plans
from followup.queries.municipal_report import municipal_links, report_years
from followup.queries.reviews import asks_for_reviews


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
class Beside:
    """A page that stands beside the reports: its name, its address, and a few words of what it holds."""

    text: str
    url: str
    note: str


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
    next_year: int | None
    beside: tuple[Beside, ...]


def overview(user, today: date) -> list[Followed]:
    """Every cooperation that the person follows, in the same number of queries however many the years are."""
    seen: dict[int, dict[int, AnnualReport]] = {}
    for report in reports(user).order_by("-year", "-edition"):
        seen.setdefault(report.cooperation_id, {}).setdefault(report.year, report)
    report_plans = {plan.cooperation_id: plan for plan in ReportPlan.objects.order_by("first_year")}
    return [
        _followed(user, row.cooperation, edition, seen.get(row.cooperation.pk, {}), report_plans, today)
        for row in editions_of(cooperations(user), today)
        for edition in row.rows
        if not edition.standing.is_replaced and edition.agreement.slug in AGREED
    ]


def _followed(user, cooperation, edition, seen, report_plans, today: date) -> Followed:
    plan = report_plans.get(cooperation.pk)
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
        next_year=next_year if writes else None,
        beside=tuple(_beside(user, cooperation, writes, today)) if plan is not None else (),
    )


def _beside(user, cooperation: Cooperation, writes: bool, today: date) -> Iterator[Beside]:
    """What the person may open besides the reports."""
    if not may(user, Right.SEE_REPORTS, cooperation.pk):
        return
    slug = cooperation.slug
    latest = plans(user).filter(cooperation=cooperation).order_by("-year").first()
    if latest is not None or writes:
        year = latest.year if latest is not None else today.year
        yield Beside(f"Verksamhetsplan {year}", reverse("activity_plan", args=[slug, year]), "mål för året")
    if asks_for_reviews(cooperation, today.year):
        yield Beside("Kvalitetsgranskning", reverse("quality_reviews", args=[slug]), "vart tredje år")
        yield Beside("Systematisk uppföljning", reverse("systematic_followups", args=[slug]), "vartannat år")
    years = [year for year in report_years(cooperation, today) if year < today.year]
    own = own_organisations(user, cooperation.pk)
    for name, url in municipal_links(cooperation, years[0], own)[:1] if years else ():
        yield Beside(f"Till fullmäktige {years[0]}", url, f"{name}, på en sida")
