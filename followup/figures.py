"""A year's figures of one measure: checked, never more than counts (R0, R4).

The total is typed once, and every split with "uppgift saknas" must add up to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from agreements.swedish import number
from followup.measures import TOTAL, UNKNOWN, Group, Measure, Split

LARGEST = 999_999


@dataclass(frozen=True)
class Fault:
    """A contradiction among figures, and the fields it concerns."""

    text: str
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """What has been filled in for a measure and a year. `values` holds only fields that are filled in.

    A measure that was not offered that year is printed `.` by this setting, not by its count (R5).
    """

    measure: Measure
    year: int
    values: Mapping[str, int] = field(default_factory=dict, repr=False)
    is_offered: bool = True

    @property
    def total(self) -> int | None:
        return self.values.get(TOTAL)

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that are still to be filled in."""
        if not self.is_offered:
            return ()
        return tuple(each.key for each in self.measure.fields if each.key not in self.values)

    @property
    def faults(self) -> tuple[Fault, ...]:
        return tuple(_faults(self)) if self.is_offered else ()

    @property
    def is_complete(self) -> bool:
        return not self.missing and not self.faults

    def count(self, split: Split, group: Group) -> int:
        """The count of a printed class. Raises KeyError when it is not filled in."""
        structural = {part.code for part in split.parts if part.structural}
        return sum(self.values[split.field(code)] for code in group.codes if code not in structural)

    def unknown(self, split: Split) -> int:
        return self.values[split.field(UNKNOWN)]


def sum_of(sheet: Sheet, split: Split) -> int | None:
    """What the filled-in fields of a split add up to; None while nothing of it is filled in."""
    filled = [sheet.values[key] for key in split.fields if key in sheet.values]
    return sum(filled) if filled else None


def _faults(sheet: Sheet) -> list[Fault]:
    known = {each.key for each in sheet.measure.fields}
    faults = [
        Fault(f"{key}: fältet hör inte till {sheet.measure.name}.", (key,))
        for key in sheet.values
        if key not in known
    ]
    faults += [
        Fault(f"Antalet ska vara ett heltal mellan 0 och {number(LARGEST)}.", (key,))
        for key, value in sheet.values.items()
        if not 0 <= value <= LARGEST
    ]
    for split in sheet.measure.splits:
        faults += _split_faults(sheet, split)
    return faults + _sum_faults(sheet)


def _split_faults(sheet: Sheet, split: Split) -> list[Fault]:
    if sheet.total is None or (found := sum_of(sheet, split)) is None:
        return []
    is_filled = all(key in sheet.values for key in split.fields)
    if found > sheet.total or (is_filled and found != sheet.total):
        text = f"{split.label} blir tillsammans {number(found)}, men totalt är {number(sheet.total)}."
        return [Fault(text, (TOTAL, *split.fields))]
    return []


def _sum_faults(sheet: Sheet) -> list[Fault]:
    """A sum without anything to divide it by, or with more nights than there are."""
    faults = []
    for quantity in sheet.measure.quantities:
        if sheet.total == 0 and sheet.values.get(quantity.field, 0) > 0:
            text = f"{quantity.label} är mer än noll, men totalt är noll."
            faults.append(Fault(text, (TOTAL, quantity.field)))
    occupancy = sheet.measure.occupancy
    if occupancy:
        most = occupancy.flats * days_of(sheet.year)
        if sheet.values.get(occupancy.field, 0) > most:
            text = f"Lägenhetsdygnen är fler än årets {number(most)}."
            faults.append(Fault(text, (occupancy.field,)))
    return faults


def days_of(year: int) -> int:
    """The days of a calendar year."""
    return 366 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 365
