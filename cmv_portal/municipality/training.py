"""How many of a municipality's staff took part in trainings: only what an adopted report has printed."""

from dataclasses import dataclass

from agreements.models import Cooperation, Organisation
from followup.models import AnnualReport
from followup.queries.printed import Printed, printed


@dataclass(frozen=True)
class Training:
    """The participants by training, as printed, and the report they stand in."""

    source: Printed
    rows: list[tuple[str, str]]

    @property
    def year(self) -> int:
        return self.source.report.year


def counts_trainings(cooperation: Cooperation) -> bool:
    """Whether the cooperation reports trainings at all."""
    return cooperation.measures.filter(definition__kind="courses").exists()


def training_of(cooperation: Cooperation, organisation: Organisation) -> Training | None:
    """The latest adopted report's; None where none is adopted, or it prints nothing of trainings."""
    latest = (
        AnnualReport.objects.filter(cooperation=cooperation, state=AnnualReport.State.ADOPTED)
        .order_by("-year")
        .values_list("year", flat=True)
        .first()
    )
    source = printed(cooperation, (latest,)) if latest else None
    if source is None:
        return None
    names = {table.code: table.name for table in source.tables}
    rows = [(names[code], text) for code, text in source.course_participants(organisation.short_name)]
    return Training(source, rows) if rows else None
