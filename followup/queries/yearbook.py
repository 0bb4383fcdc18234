"""What a cooperation counts and reports in a year: its measures, its report's plan, its municipalities."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from agreements.models import Agreement, Cooperation, Organisation, Party
from agreements.queries import edition_among, editions_with_terms
from followup.figures import Sheet
from followup.measures import Measure, Municipality, read_measure
from followup.models import FigureSheet, MeasureDefinition, ReportPlan
from followup.report_plan import Plan, Slot, read_plan


@dataclass(frozen=True)
class Yearbook:
    """A year's definitions; `report_plan` is None where the cooperation has no report in the portal."""

    cooperation: Cooperation
    year: int
    definitions: Mapping[str, MeasureDefinition]
    measures: tuple[Measure, ...]
    report_plan: ReportPlan | None

    @cached_property
    def plan(self) -> Plan:
        return read_plan(self.report_plan.definition) if self.report_plan else Plan(())

    def measure(self, code: str) -> Measure | None:
        return next((measure for measure in self.measures if measure.code == code), None)

    def slot_measures(self, slot: Slot) -> list[Measure]:
        return [measure for code in slot.measures if (measure := self.measure(code))]

    @cached_property
    def deadline(self) -> date | None:
        """The last day to hand over the year's report."""
        return self.report_plan.deadline(self.year) if self.report_plan else None


def yearbook(cooperation: Cooperation, year: int) -> Yearbook:
    """The year's definitions: of several with one name, the latest that has begun. Six queries."""
    rows: dict[str, MeasureDefinition] = {}
    for row in cooperation.measures.filter(first_year__lte=year).order_by("first_year"):
        rows[row.slug] = row
    current = sorted(
        (row for row in rows.values() if row.last_year is None or row.last_year >= year),
        key=lambda row: row.position,
    )
    municipalities = municipalities_of(cooperation, year)
    return Yearbook(
        cooperation=cooperation,
        year=year,
        definitions={row.slug: row for row in current},
        measures=tuple(read_measure(row.slug, row.name, row.definition, municipalities) for row in current),
        report_plan=cooperation.report_plans.filter(first_year__lte=year).order_by("-first_year").first(),
    )


def edition_of_year(cooperation: Cooperation, year: int) -> Agreement | None:
    """The edition in force at the year's end; where its parties are unknown, the nearest that has any."""
    editions = list(editions_with_terms(cooperation).prefetch_related("parties__organisation"))
    current = edition_among(editions, date(year, 12, 31))
    if current is not None and current.parties.all():
        return current
    known = [edition for edition in editions if edition.parties.all()]
    return min(known, key=lambda edition: (abs(edition.year - year), edition.year), default=None)


def municipalities_of(cooperation: Cooperation, year: int) -> list[Municipality]:
    """The municipalities that were parties at some time of the year, in the order of their codes."""
    edition = edition_of_year(cooperation, year)
    parties = edition.parties.all() if edition else []
    return [
        Municipality(party.organisation.slug, party.organisation.short_name)
        for party in parties
        if party.organisation.kind == Organisation.Kind.MUNICIPALITY and _takes_part(party, year)
    ]


def _takes_part(party: Party, year: int) -> bool:
    begins = party.valid_from is None or party.valid_from <= date(year, 12, 31)
    ends = party.valid_until is None or party.valid_until >= date(year, 1, 1)
    return begins and ends


def sheets_of(book: Yearbook) -> dict[str, Sheet]:
    """The year's sheets by measure; one that nobody has begun is empty. Two queries."""
    definitions = {row.pk: row.slug for row in book.definitions.values()}
    begun = {
        definitions[row.measure_id]: row
        for row in FigureSheet.objects.filter(year=book.year, measure__in=list(definitions)).prefetch_related(
            "figures"
        )
    }
    return {
        measure.code: begun[measure.code].sheet(measure)
        if measure.code in begun
        else Sheet(measure, book.year)
        for measure in book.measures
    }
