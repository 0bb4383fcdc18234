"""Filters for pages that show published figures."""

from collections.abc import Sequence

from django import template

from followup.charts import Chart, multiples
from followup.models import ReportText
from followup.presentation import MeasureTable, Presentation

register = template.Library()

SIGNS = {
    ReportText.Judgement.FULFILLED.label: "done",
    ReportText.Judgement.PARTLY.label: "soon",
    ReportText.Judgement.NOT_FULFILLED.label: "late",
}


@register.filter
def judged(judgement: str) -> str:
    """The sign beside a judgement's words."""
    return SIGNS.get(judgement, "none")


@register.filter
def tables_of(shown: Presentation, codes: Sequence[str]) -> tuple[MeasureTable, ...]:
    return shown.tables_of(codes)


@register.filter
def key_charts(shown: Presentation) -> tuple[Chart, ...]:
    """The key figures as small pictures at one scale."""
    figures = shown.key_figures
    names = [figure.label for figure in figures]
    return multiples([figure.table for figure in figures], prefix="nyckeltal", names=names)
