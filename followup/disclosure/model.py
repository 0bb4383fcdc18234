"""What has been, or is to be, printed. A cell holds a printed number or nothing; never the true one.

`to_json` and `from_json` are the one form: stored, attached to the PDF, and served as open data.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Json = dict[str, Any]

TOTAL_LABEL = "Totalt"
YEAR, MEASURE = "ar", "insats"


@dataclass(frozen=True)
class Parameters:
    """The limits in force when something was published. Stored with it; never lowered below five."""

    threshold: int = 5
    min_possible_values: int = 5
    mean_min_n: int = 5
    group_remainder_min: int = 3
    group_min_contributors: int = 3
    revision_min_change: int = 5
    occupancy_step_percent: int = 5
    three_year_mean: bool = False

    def __post_init__(self) -> None:
        if min(self.threshold, self.mean_min_n, self.min_possible_values, self.revision_min_change) < 5:
            raise ValueError("Gränsen kan höjas men aldrig sänkas under fem.")


@dataclass(frozen=True)
class Codes:
    """Which labels of a dimension add up to which."""

    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Cell:
    """One place in a table. `published` None is printed `..`; a structural cell is printed `.`."""

    coord: tuple[str, ...]
    published: int | None
    structural: bool = False

    @property
    def is_hidden(self) -> bool:
        return self.published is None

    @property
    def text(self) -> str:
        """As printed, without thousands' spaces."""
        if self.structural:
            return "."
        return ".." if self.published is None else str(self.published)


@dataclass(frozen=True)
class PublishedTable:
    """One measure and one year, as first printed in `release`. `kind` is count or sum."""

    id: str
    caption: str
    release: str
    kind: str
    case_table: bool
    dims: tuple[str, ...]
    codes: dict[str, Codes] = field(hash=False)
    cells: tuple[Cell, ...]

    @property
    def year(self) -> int:
        return int(self.cells[0].coord[self.dims.index(YEAR)])

    @property
    def measure(self) -> str:
        """The measure's name as printed."""
        return self.cells[0].coord[self.dims.index(MEASURE)]

    def coord(self, **chosen: str) -> tuple[str, ...]:
        """A coordinate of this table: the total in every dimension that is not chosen."""
        fixed = {YEAR: str(self.year), MEASURE: self.measure, **chosen}
        return tuple(fixed.get(dim, TOTAL_LABEL) for dim in self.dims)

    def cell(self, **chosen: str) -> Cell | None:
        """The cell of a class, or of the total when none is chosen; None when it is not printed."""
        wanted = self.coord(**chosen)
        return next((cell for cell in self.cells if cell.coord == wanted), None)

    @property
    def total(self) -> Cell:
        found = self.cell()
        if found is None:
            raise LookupError(f"Tabellen {self.id} saknar totalt.")
        return found

    def parts(self, dim: str) -> tuple[tuple[str, Cell], ...]:
        """The printed classes of a split with their cells, in order; () when the split is not printed."""
        if dim not in self.codes:
            return ()
        found = ((label, self.cell(**{dim: label})) for label in self.codes[dim].parts)
        return tuple((label, cell) for label, cell in found if cell is not None)


@dataclass(frozen=True)
class PublishedRatio:
    """A mean or a rate. `published` None is `..`; numerator and denominator are `table|coord…`."""

    label: str
    release: str
    numerator: str
    denominator: str
    published: Decimal | None
    decimals: int | None = None
    step: int | None = None
    scale: int | None = None
    persons: bool = True

    @property
    def table(self) -> str:
        """The table that the ratio belongs to: the denominator's."""
        return self.denominator.split("|")[0]

    @property
    def year(self) -> int:
        return int(self.denominator.split("|")[1])

    @property
    def measure(self) -> str:
        """The name of the measure that the ratio belongs to, as printed."""
        return self.denominator.split("|")[2]


@dataclass(frozen=True)
class PublishedReport:
    """Every figure of one report, and nothing else."""

    cooperation: str
    year: int
    edition: int
    adopted: str | None
    fictitious: bool
    tables: tuple[PublishedTable, ...]
    ratios: tuple[PublishedRatio, ...] = ()

    def table(self, measure: str, year: int) -> PublishedTable | None:
        return next((each for each in self.tables if each.id == measure and each.year == year), None)

    def ratios_of(self, measure: str, year: int) -> tuple[PublishedRatio, ...]:
        """The means and the rates of a measure, also those that divide by something else than its total."""
        table = self.table(measure, year)
        name = table.measure if table else None
        return tuple(each for each in self.ratios if each.measure == name and each.year == year)

    def companions_of(self, measure: str, year: int) -> tuple[PublishedTable, ...]:
        """The measure's tables beside its counts: courses held, the nights there are."""
        table = self.table(measure, year)
        name = table.measure if table else None
        return tuple(
            each for each in self.tables if each.year == year and each.measure == name and each.id != measure
        )

    def cells(self) -> Iterator[tuple[PublishedTable, Cell]]:
        for table in self.tables:
            for cell in table.cells:
                yield table, cell


# --- The form of shared data: keys in this order, the same between runs


def to_json(report: PublishedReport) -> Json:
    return {
        "cooperation": report.cooperation,
        "year": report.year,
        "edition": report.edition,
        "adopted": report.adopted,
        "fictitious": report.fictitious,
        "tables": [_table_json(table) for table in report.tables],
        "ratios": [_ratio_json(ratio) for ratio in report.ratios],
    }


def _table_json(table: PublishedTable) -> Json:
    return {
        "id": table.id,
        "caption": table.caption,
        "release": table.release,
        "kind": table.kind,
        "case_table": table.case_table,
        "dims": list(table.dims),
        "codes": {
            dim: {"total": codes.total, "parts": list(codes.parts)} for dim, codes in table.codes.items()
        },
        "cells": [_cell_json(cell) for cell in table.cells],
    }


def _cell_json(cell: Cell) -> Json:
    found: Json = {"coord": list(cell.coord), "published": cell.published}
    return {**found, "structural": True} if cell.structural else found


def _ratio_json(ratio: PublishedRatio) -> Json:
    found: Json = {
        "label": ratio.label,
        "release": ratio.release,
        "numerator": ratio.numerator,
        "denominator": ratio.denominator,
        "published": _plain(ratio.published),
    }
    found |= {"decimals": ratio.decimals} if ratio.decimals is not None else {}
    found |= {"step": ratio.step} if ratio.step is not None else {}
    found |= {"scale": ratio.scale} if ratio.scale is not None else {}
    return found if ratio.persons else {**found, "persons": False}


def _plain(value: Decimal | None) -> int | float | None:
    """A printed decimal as JSON writes it; one decimal survives the way there and back."""
    if value is None:
        return None
    top, bottom = value.as_integer_ratio()
    return top if bottom == 1 else top / bottom


def from_json(data: Json) -> PublishedReport:
    return PublishedReport(
        cooperation=data["cooperation"],
        year=data["year"],
        edition=data["edition"],
        adopted=data["adopted"],
        fictitious=data["fictitious"],
        tables=tuple(_table(row) for row in data["tables"]),
        ratios=tuple(_ratio(row) for row in data["ratios"]),
    )


def _table(row: Json) -> PublishedTable:
    return PublishedTable(
        id=row["id"],
        caption=row["caption"],
        release=row["release"],
        kind=row["kind"],
        case_table=row["case_table"],
        dims=tuple(row["dims"]),
        codes={dim: Codes(codes["total"], tuple(codes["parts"])) for dim, codes in row["codes"].items()},
        cells=tuple(
            Cell(tuple(cell["coord"]), cell["published"], cell.get("structural", False))
            for cell in row["cells"]
        ),
    )


def _ratio(row: Json) -> PublishedRatio:
    value = row["published"]
    return PublishedRatio(
        label=row["label"],
        release=row["release"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        published=None if value is None else Decimal(str(value)),
        decimals=row.get("decimals"),
        step=row.get("step"),
        scale=row.get("scale"),
        persons=row.get("persons", True),
    )
