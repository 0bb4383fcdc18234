"""Who has changed which figure of a sheet, from what to what; for who may also take figures away."""

from dataclasses import replace

from agreements.queries import HistoryLine, history_of
from followup.measures import Measure
from followup.models import FigureSheet, MeasureDefinition


def figure_history(measure: Measure, definition: MeasureDefinition, year: int) -> list[HistoryLine]:
    """The changes of a measure's sheet, the latest first, each figure by its label. Three queries."""
    sheet = FigureSheet.objects.filter(measure=definition, year=year).prefetch_related("figures").first()
    if sheet is None:
        return []
    figures = list(sheet.figures.all())
    labels = {str(figure): field_label(measure, figure.field) for figure in figures}
    return [replace(line, what=labels.get(line.what, line.what)) for line in history_of(sheet, *figures)]


def field_label(measure: Measure, key: str) -> str:
    """A field as it is named outside its table: "Kön: Kvinnor"."""
    labels = {field.key: field.label for field in measure.fields}
    split = next((split for split in measure.splits if key in split.fields), None)
    return f"{split.label}: {labels[key]}" if split else labels.get(key, key)
