"""Figures that have been told outside the portal (R13): for the audit, and for the page that lists them."""

from dataclasses import dataclass

from agreements.models import Cooperation
from followup.disclosure.known import OutsideFigure
from followup.disclosure.model import TOTAL_LABEL
from followup.measures import UNKNOWN_LABEL, Measure
from followup.models import PublishedElsewhere
from followup.queries.yearbook import Yearbook, yearbook


def outside_figures(cooperation: Cooperation) -> list[OutsideFigure]:
    """Everything that has been told, as the audit takes it. One query."""
    return [
        OutsideFigure(row.measure, row.year, row.split, row.label, row.value, row.where)
        for row in PublishedElsewhere.objects.filter(cooperation=cooperation)
    ]


@dataclass(frozen=True)
class Class:
    """What can have been told of a measure: its total, or a class of a split."""

    split: str
    label: str
    text: str

    @property
    def key(self) -> str:
        """As a form's choice; the total's is a bar alone."""
        return f"{self.split}|{self.label}"


def classes_of(measure: Measure) -> list[Class]:
    """The total and every class, also the coarse ones and the municipalities one by one; each once."""
    found = {(TOTAL_LABEL, ""): Class("", "", TOTAL_LABEL)}
    for split in measure.splits:
        labels = [group.label for level in split.levels for group in level]
        labels += [part.label for part in split.parts if not part.structural]
        for label in [*labels, UNKNOWN_LABEL]:
            found.setdefault((split.code, label), Class(split.code, label, f"{split.label}: {label}"))
    return list(found.values())


@dataclass(frozen=True)
class Told:
    """A row of the register, with its measure and class in words."""

    row: PublishedElsewhere
    measure: str
    text: str


def told_elsewhere(cooperation: Cooperation) -> list[Told]:
    """The register as its page shows it, the latest year first."""
    books: dict[int, Yearbook] = {}
    found = []
    for row in PublishedElsewhere.objects.filter(cooperation=cooperation).select_related("registered_by"):
        if row.year not in books:
            books[row.year] = yearbook(cooperation, row.year)
        measure = books[row.year].measure(row.measure)
        words = {(each.split, each.label): each.text for each in classes_of(measure)} if measure else {}
        name = measure.name if measure else row.measure
        found.append(Told(row, name, words.get((row.split, row.label), row.label or TOTAL_LABEL)))
    return found
