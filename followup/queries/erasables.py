"""Where something may stand that should never have been written: the fields, and what they are called.

A place is named by what it is, never by what stands in it. What has been taken away counts too, since its
history is still there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Model

from agreements.models import Cooperation
from followup.measures import Measure, read_measure
from followup.models import (
    ActivityPlan,
    AnnualReport,
    Figure,
    FigureSheet,
    FocusArea,
    ImprovementMeasure,
    MeasureDefinition,
    PlanGoal,
    PublishedElsewhere,
    QualityReview,
    ReportPresentation,
    ReportText,
    SystematicFollowup,
)
from followup.queries.yearbook import municipalities_of, yearbook

# Every text that a person writes about a year. A test holds that none is missing.
TEXTS: Mapping[type[Model], tuple[str, ...]] = {
    AnnualReport: ("changes", "correction_decision", "adoption_paragraph"),
    ReportText: ("text",),
    ReportPresentation: ("paragraph",),
    ActivityPlan: ("introduction", "paragraph"),
    PlanGoal: ("title", "action", "followup"),
    QualityReview: (
        "reviewer", "independence", "appointment_paragraph", "interviews", "compiled_followup", "statement",
    ),
    ImprovementMeasure: ("text", "owner", "note"),
    SystematicFollowup: ("decided_by", "method"),
    FocusArea: ("title", "result"),
    PublishedElsewhere: ("where",),
}  # fmt: skip
# What belongs to something else: the field that says to what.
PARTS: Mapping[type[Model], tuple[tuple[type[Model], str], ...]] = {
    AnnualReport: ((ReportText, "report"), (ReportPresentation, "report")),
    ActivityPlan: ((PlanGoal, "plan"),),
    QualityReview: ((ImprovementMeasure, "review"),),
    SystematicFollowup: ((FocusArea, "followup"),),
    PublishedElsewhere: (),
}
FIGURE = "figure"
MODELS: Mapping[str, type[Model]] = {model._meta.model_name: model for model in TEXTS}


@dataclass(frozen=True)
class Thing:
    """What a person knows it by: a sheet of figures, a report, a plan."""

    key: str
    year: int
    label: str


@dataclass(frozen=True)
class Place:
    """A field of a row. Of a figure, `object_id` is its sheet."""

    model: str
    object_id: int
    field: str
    label: str

    @property
    def key(self) -> str:
        return f"{self.model}:{self.object_id}:{self.field}"


def things(cooperation: Cooperation) -> list[Thing]:
    """Everything in which something can stand, the latest year first, sheets last."""
    found = [
        Thing(f"{model._meta.model_name}-{pk}", row.year, _name(model, row))
        for model in PARTS
        for pk, row in _versions(model, cooperation=cooperation).items()
    ]
    names = dict(MeasureDefinition.objects.filter(cooperation=cooperation).values_list("pk", "name"))
    found += [
        Thing(f"figuresheet-{pk}", row.year, f"Siffror: {names[row.measure_id]} {row.year}")
        for pk, row in _versions(FigureSheet, measure__in=list(names)).items()
    ]
    return sorted(found, key=lambda each: (-each.year, each.label.startswith("Siffror"), each.label))


def places(cooperation: Cooperation, thing: Thing) -> list[Place]:
    """The fields of a thing in which something stands, or has stood."""
    name, _, pk = thing.key.partition("-")
    if name == "figuresheet":
        return list(_figure_places(cooperation, thing, int(pk)))
    return list(_text_places(cooperation, thing, MODELS[name], int(pk)))


def _versions(model: type[Model], **wanted) -> dict[int, Model]:
    """Rows by their number as they stand, and those that are gone as they last stood."""
    gone = {row.id: row for row in model.history.filter(**wanted).order_by("history_date", "history_id")}
    return {**gone, **{row.pk: row for row in model.objects.filter(**wanted)}}


def _name(model: type[Model], row) -> str:
    title = str(model._meta.verbose_name).capitalize()
    if model is AnnualReport:
        return f"{title} {row.year}{f', utgåva {row.edition}' if row.edition > 1 else ''}"
    if model is PublishedElsewhere:
        return f"{title}: {row.measure} {row.year}"
    return f"{title} {row.year}"


# --- Texts


def _text_places(cooperation: Cooperation, thing: Thing, model: type[Model], pk: int) -> Iterator[Place]:
    yield from _filled(model, pk, thing.label)
    if model is PublishedElsewhere:
        yield Place(model._meta.model_name, pk, "value", f"{thing.label}, hela raden")
    titles = _slot_titles(cooperation, thing.year) if model is AnnualReport else {}
    for part, owner in PARTS[model]:
        rows = _versions(part, **{owner: pk})
        for number, row in sorted(rows.items(), key=lambda item: _order(item[1])):
            yield from _filled(part, number, f"{thing.label}, {_part_name(row, titles)}")


def _order(row) -> tuple:
    return getattr(row, "position", 0), getattr(row, "slot", ""), getattr(row, "goal", None) or 0


def _part_name(row, titles: Mapping[str, str]) -> str:
    """A part by its place: a title that was written by a person may be what has to go."""
    if hasattr(row, "slot"):
        goal = f", mål {row.goal}" if row.goal else ""
        return f"{titles.get(row.slot, row.slot)}{goal}"
    if hasattr(row, "position"):
        word = {"plan_id": "mål", "review_id": "åtgärd", "followup_id": "fokusområde"}
        kind = next(text for column, text in word.items() if hasattr(row, column))
        return f"{kind} {row.position}"
    return "presentationen"


def _slot_titles(cooperation: Cooperation, year: int) -> dict[str, str]:
    return {slot.code: slot.title for slot in yearbook(cooperation, year).plan.slots}


def _filled(model: type[Model], pk: int, where: str) -> Iterator[Place]:
    """The fields of a row that hold or have held something."""
    for field in TEXTS[model]:
        if values_of(model._meta.model_name, pk, field):
            label = model._meta.get_field(field).verbose_name
            yield Place(model._meta.model_name, pk, field, f"{where}: {label}")


# --- Figures


def _figure_places(cooperation: Cooperation, thing: Thing, sheet: int) -> Iterator[Place]:
    known = {
        *Figure.objects.filter(sheet=sheet).values_list("field", flat=True),
        *Figure.history.filter(sheet=sheet).values_list("field", flat=True),
    }
    row = _versions(FigureSheet, id=sheet)[sheet]
    definition = MeasureDefinition.objects.get(pk=row.measure_id)
    measure = read_measure(
        definition.slug, definition.name, definition.definition, municipalities_of(cooperation, row.year)
    )
    labels = figure_labels(measure)
    for field in [*(key for key in labels if key in known), *sorted(known - labels.keys())]:
        yield Place(FIGURE, sheet, field, f"{thing.label}, {labels.get(field, field)}")


def figure_labels(measure: Measure) -> dict[str, str]:
    """The fields of a measure, each with its split: "Kön, Kvinnor"."""
    splits = {key: split.label for split in measure.splits for key in split.fields}
    return {
        field.key: f"{splits[field.key]}, {field.label}" if field.key in splits else field.label
        for field in measure.fields
    }


# --- What stands there. For actions only: no page shows it.


def values_of(model: str, pk: int, field: str) -> set:
    """Everything that stands or has stood in a field, what is empty left out."""
    if model == FIGURE:
        rows: Iterable = (
            *Figure.objects.filter(sheet=pk, field=field).values_list("value", flat=True),
            *Figure.history.filter(sheet=pk, field=field).values_list("value", flat=True),
        )
        return set(rows)
    kind = MODELS[model]
    rows = (
        *kind.objects.filter(pk=pk).values_list(field, flat=True),
        *kind.history.filter(id=pk).values_list(field, flat=True),
    )
    return {value for value in rows if value not in (None, "")}
