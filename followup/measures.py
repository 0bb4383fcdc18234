"""What a follow-up counts: a cooperation's measures, read from data and checked (Bilaga 1).

A measure has a total, one-way splits of that total, and sums that means are made of. Nothing is ever
counted in two dimensions at once (R1). Adding a measure is adding a row of data.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

TOTAL = "totalt"
UNKNOWN = "saknas"
UNKNOWN_LABEL = "Uppgift saknas"
OTHERS_LABEL = "Övriga kommuner"
# The longest split whose hidden figures the neighbour rule protects (R3, R6).
MOST_CLASSES = 3


class MeasureError(ValueError):
    """A measure that cannot be used; the message is one line of Swedish."""


class Kind(StrEnum):
    """Cases are protected; courses are about staff and printed as they are."""

    CASES = "cases"
    COURSES = "courses"


@dataclass(frozen=True)
class Municipality:
    """A municipality that a case can belong to."""

    code: str
    label: str


@dataclass(frozen=True)
class Part:
    """A class that is counted; a structural one cannot occur (R4)."""

    code: str
    label: str
    structural: bool = False


@dataclass(frozen=True)
class Group:
    """Parts that are printed as one: an age class of a coarser level, or "Övriga kommuner"."""

    label: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Split:
    """One way to divide a total. `levels` are what may be printed, the finest first; () prints none."""

    code: str
    label: str
    parts: tuple[Part, ...]
    levels: tuple[tuple[Group, ...], ...]
    is_municipal: bool = False

    def field(self, code: str) -> str:
        return f"{self.code}.{code}"

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that are typed for this split; they add up to the total."""
        open_parts = [part.code for part in self.parts if not part.structural]
        return tuple(self.field(code) for code in [*open_parts, UNKNOWN])

    def is_structural(self, group: Group) -> bool:
        by_code = {part.code: part for part in self.parts}
        return all(by_code[code].structural for code in group.codes)


@dataclass(frozen=True)
class Quantity:
    """A sum that is never printed itself for cases: talks, days of waiting, nights (R7, R8)."""

    code: str
    label: str
    mean_label: str = ""
    mean_unit: str = ""
    decimals: int = 0

    @property
    def field(self) -> str:
        return f"summa.{self.code}"


@dataclass(frozen=True)
class Occupancy:
    """How full the flats were: nights taken of all nights of the year (R9)."""

    code: str
    label: str
    flats: int

    @property
    def field(self) -> str:
        return f"summa.{self.code}"


@dataclass(frozen=True)
class Field:
    """One number to fill in."""

    key: str
    label: str


@dataclass(frozen=True)
class Measure:
    """What is counted, how it is divided, and what is averaged."""

    code: str
    name: str
    unit: str
    kind: Kind
    splits: tuple[Split, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    occupancy: Occupancy | None = None
    explanation: str = ""

    @property
    def is_cases(self) -> bool:
        return self.kind is Kind.CASES

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every number of the measure, in the order it is filled in."""
        return tuple(self._fields())

    def _fields(self) -> Iterator[Field]:
        yield Field(TOTAL, self.unit[:1].upper() + self.unit[1:])
        for split in self.splits:
            labels = {split.field(part.code): part.label for part in split.parts}
            for key in split.fields:
                yield Field(key, labels.get(key, UNKNOWN_LABEL))
        for quantity in self.quantities:
            yield Field(quantity.field, quantity.label)
        if self.occupancy:
            yield Field(self.occupancy.field, "Belagda lägenhetsdygn")


def read_measure(
    code: str,
    name: str,
    definition: Mapping[str, Any],
    municipalities: Sequence[Municipality],
) -> Measure:
    """A measure from its data, for a year's municipalities. Raises a MeasureError."""
    try:
        kind = Kind(definition.get("kind", Kind.CASES))
        occupancy = definition.get("occupancy")
        measure = Measure(
            code=code,
            name=name,
            unit=definition["unit"],
            kind=kind,
            splits=tuple(_split(row, kind, municipalities) for row in definition.get("splits", ())),
            quantities=tuple(Quantity(**row) for row in definition.get("quantities", ())),
            occupancy=Occupancy(**occupancy) if occupancy else None,
            explanation=definition.get("explanation", ""),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, MeasureError):
            raise
        raise MeasureError(f"Måttet {name} går inte att läsa: {error}.") from error
    _check(measure)
    return measure


def _split(row: Mapping[str, Any], kind: Kind, municipalities: Sequence[Municipality]) -> Split:
    if row.get("municipal"):
        return _municipal_split(row, kind, municipalities)
    parts = tuple(
        Part(str(part["code"]), part["label"], part.get("structural", False)) for part in row["parts"]
    )
    finest = tuple(Group(part.label, (part.code,)) for part in parts)
    coarser = tuple(
        tuple(Group(label, tuple(map(str, codes))) for label, codes in level.items())
        for level in row.get("coarser", ())
    )
    # Where a coarser level is given, printing none at all is the last resort.
    levels = (finest, *coarser, ()) if coarser else (finest,)
    return Split(row["code"], row["label"], parts, levels)


def _municipal_split(row: Mapping[str, Any], kind: Kind, municipalities: Sequence[Municipality]) -> Split:
    """By home municipality. Of cases only the one that is named and the others together are printed (R2)."""
    parts = tuple(Part(each.code, each.label) for each in municipalities)
    if kind is Kind.COURSES:
        return Split(
            row["code"],
            row["label"],
            parts,
            (tuple(Group(part.label, (part.code,)) for part in parts),),
            is_municipal=True,
        )
    named = [part for part in parts if part.code == row["municipal"]]
    if not named:
        raise MeasureError(f"{row['municipal']} är inte part i samverkan det året.")
    others = tuple(part.code for part in parts if part.code != row["municipal"])
    groups = (Group(named[0].label, (named[0].code,)), Group(OTHERS_LABEL, others))
    return Split(row["code"], row["label"], parts, (groups,), is_municipal=True)


def _check(measure: Measure) -> None:
    keys = [field.key for field in measure.fields]
    if len(keys) != len(set(keys)):
        raise MeasureError(f"Måttet {measure.name} har två fält med samma namn.")
    if measure.kind is Kind.COURSES and measure.occupancy:
        raise MeasureError(f"Måttet {measure.name} räknar utbildningar och har ingen nyttjandegrad.")
    for split in measure.splits:
        _check_levels(measure, split)


def _check_levels(measure: Measure, split: Split) -> None:
    codes = sorted(part.code for part in split.parts)
    for level in filter(None, split.levels):
        if sorted(code for group in level for code in group.codes) != codes:
            raise MeasureError(f"{measure.name}: klasserna i {split.label} täcker inte varandra.")
    structural = {part.code for part in split.parts if part.structural}
    for group in (group for level in split.levels for group in level):
        if 0 < len(structural & set(group.codes)) < len(group.codes):
            raise MeasureError(f"{measure.name}: {group.label} blandar det som kan och inte kan förekomma.")
