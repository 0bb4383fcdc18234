"""Three years of fictitious figures and adopted reports, made by the same actions as the pages use."""

from datetime import date
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction

from agreements.models import Agreement, Cooperation
from cmv_portal.models import User
from costs.models import YearOutcome
from followup.actions.figures import Change, save_figures
from followup.actions.reports import adopt, open_report, present, review, save_text
from followup.figures import Sheet
from followup.measures import Measure
from followup.models import ActivityPlan, AnnualReport, PlanGoal, ReportText
from followup.queries.yearbook import Yearbook, yearbook
from followup.report_plan import SlotKind

Json = dict[str, Any]

FIGURES = "09_demo_figures.yaml"


def make_reports() -> None:
    """Fill in, write, review, adopt and present each year that has no report yet. Marked fictitious."""
    data = yaml.safe_load((settings.FIXTURE_DIRS[0] / FIGURES).read_text(encoding="utf-8"))
    cooperation = Cooperation.objects.get(slug="cmv")
    for year, row in data["outcomes"].items():
        register_outcome(year, row)
    for year in sorted(data["adoptions"]):
        if not AnnualReport.objects.filter(cooperation=cooperation, year=year).exists():
            _make_report(cooperation, year, data)


@transaction.atomic
def _make_report(cooperation: Cooperation, year: int, data: Json) -> None:
    charlie, kim = User.objects.get(username="charlie"), User.objects.get(username="kim")
    book = yearbook(cooperation, year)
    fill_in(book, data["figures"], by=charlie)
    make_plan(cooperation, year)
    report = open_report(cooperation=cooperation, year=year, by=charlie)
    write_texts(report, book, data, by=charlie)
    review(report=report, book=book, names_nobody=True, by=charlie)
    report.refresh_from_db()
    dates = data["adoptions"][year]
    adopted = adopt(
        report=report, book=book, adopted_on=dates["adopted_on"], paragraph=dates["paragraph"], by=kim
    )
    present(report=adopted, presented_on=dates["presented_on"], paragraph="", by=charlie)


def fill_in(book: Yearbook, figures: Json, *, by: User) -> None:
    """The year's figures of every measure in the data."""
    for measure in book.measures:
        row = figures.get(measure.code, {}).get(book.year)
        if row is not None:
            changes = {field: Change(None, value) for field, value in values_of(measure, row).items()}
            save_figures(book=book, code=measure.code, changes=changes, by=by)


def values_of(measure: Measure, row: Json) -> dict[str, int]:
    """A measure's fields from a row of the data: each split a list in the measure's order."""
    values = {"totalt": row["totalt"]}
    for split in measure.splits:
        values |= dict(zip(split.fields, row[split.code], strict=True))
    for quantity in measure.quantities:
        values[quantity.field] = row[quantity.code]
    if measure.occupancy:
        values[measure.occupancy.field] = row[measure.occupancy.code]
    if faults := Sheet(measure, 2024, values).faults:
        raise ValueError(f"{measure.name}: {faults[0].text}")
    return values


def write_texts(report: AnnualReport, book: Yearbook, data: Json, *, by: User) -> None:
    for slot in book.plan.slots:
        if slot.kind is SlotKind.GOALS:
            for number, goal in data["goals"].items():
                save_text(report=report, slot=slot.code, goal=number, by=by, was="", **goal)
        elif text := data["texts"][report.year].get(slot.code):
            save_text(report=report, slot=slot.code, text=text, by=by, was="")


def register_outcome(year: int, row: Json) -> None:
    agreement = Agreement.objects.get(slug=row["agreement"])
    if not YearOutcome.objects.filter(agreement=agreement, year=year).exists():
        YearOutcome.objects.create(year=year, is_example=True, **{**row, "agreement": agreement})


def make_plan(cooperation: Cooperation, year: int) -> None:
    """A small decided plan where the year has none."""
    plan, is_new = ActivityPlan.objects.get_or_create(
        cooperation=cooperation,
        year=year,
        defaults={"decided_on": date(year - 1, 12, 12), "paragraph": "§ 31", "is_fictitious": True},
    )
    if is_new:
        PlanGoal.objects.create(
            plan=plan,
            position=1,
            title="Gemensamma rutiner för jourlägenheterna",
            action="Ta fram rutiner för in- och utflyttning tillsammans med kommunerna.",
            followup="Rutinerna är framtagna och används.",
            judgement=ReportText.Judgement.FULFILLED,
        )
