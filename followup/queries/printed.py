"""A summary of what adopted annual reports have printed. Raw figures are never read here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agreements.models import Cooperation
from agreements.swedish import long_date
from followup.disclosure.model import PublishedReport, from_json
from followup.models import AnnualReport
from followup.presentation import EXPLANATIONS, MeasureTable, Row, measure_table

Json = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """A printed total or mean, one text a year; `is_mean` stands under the measure it belongs to."""

    label: str
    cells: tuple[str, ...]
    is_mean: bool = False


@dataclass(frozen=True)
class Printed:
    """Some years' printed totals from one adopted report."""

    report: AnnualReport
    figures: PublishedReport
    years: tuple[int, ...]
    tables: tuple[MeasureTable, ...]

    @property
    def source(self) -> str:
        """Where the figures stand: "Verksamhetsberättelse 2025, fastställd 12 mars 2026"."""
        title = (self.report.contents or {}).get("title", "Rapport")
        edition = f", utgåva {self.report.edition}" if self.report.edition > 1 else ""
        return f"{title} {self.report.year}{edition}, fastställd {long_date(self.report.adopted_on)}"

    def lines(self, *, means: bool = True, courses: bool = True) -> list[Line]:
        """The totals in the report's order, each with its means under it."""
        found = []
        for table in self.tables:
            if not (table.is_cases or courses):
                continue
            found += [Line(_label(table, row), _texts(row)) for row in (table.total, *table.beside)]
            if means and table.means:
                found += [Line(row.label, _texts(row), is_mean=True) for row in table.means.rows]
        return found

    @property
    def notes(self) -> list[str]:
        """The signs that are used, explained."""
        used = {cell for line in self.lines() for cell in line.cells}
        return [f"{sign} {text}" for sign, text in EXPLANATIONS.items() if sign in used]

    def course_participants(self, municipality: str) -> list[tuple[str, str]]:
        """A municipality's participants in the last year's trainings, by the measure's code.

        They are staff, and printed by municipality.
        """
        return [
            (table.code, row.current.text)
            for table in self.tables
            if not table.is_cases
            for block in table.splits
            for row in block.rows
            if block.code == "kommun" and row.label == municipality
        ]


def _label(table: MeasureTable, row: Row) -> str:
    if row is table.total:
        return table.caption
    return f"{table.name}, {row.label[:1].lower()}{row.label[1:]}"


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(cell.text for cell in row.cells)


def printed(cooperation: Cooperation, years: Sequence[int]) -> Printed | None:
    """What the adopted report of the last of the years prints of them; None while there is none."""
    report = (
        AnnualReport.objects.filter(
            cooperation=cooperation,
            year=years[-1],
            state=AnnualReport.State.ADOPTED,
            publication__isnull=False,
        )
        .select_related("publication")
        .order_by("-edition")
        .first()
    )
    if report is None:
        return None
    figures = from_json(report.publication.figures)
    labels = (report.contents or {}).get("measures", [])
    tables = tuple(measure_table(figures, each, tuple(years)) for each in labels)
    return Printed(report, figures, tuple(years), tables)
