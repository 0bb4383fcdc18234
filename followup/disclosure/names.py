"""A measure that has been given another name is the same measure: its figures are one number to the audit."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from followup.disclosure.model import MEASURE, PublishedRatio, PublishedReport, PublishedTable

# What a measure was called in a year -> what it was called last in that year.
Names = Mapping[tuple[str, str], str]


def under_last_names(reports: Sequence[PublishedReport]) -> tuple[PublishedReport, ...]:
    """The reports, oldest first, with each year of a measure under the name it was last printed with."""
    last = {(table.id, table.year): table.measure for report in reports for table in report.tables}
    return tuple(_renamed(report, last) for report in reports)


def _renamed(report: PublishedReport, last: Mapping[tuple[str, int], str]) -> PublishedReport:
    names = {
        (table.measure, str(table.year)): last[table.id, table.year]
        for table in report.tables
        if last[table.id, table.year] != table.measure
    }
    if not names:
        return report
    return replace(
        report,
        tables=tuple(_table(table, names) for table in report.tables),
        ratios=tuple(_ratio(ratio, names) for ratio in report.ratios),
    )


def _table(table: PublishedTable, names: Names) -> PublishedTable:
    name = names.get((table.measure, str(table.year)))
    if name is None:
        return table
    place = table.dims.index(MEASURE)
    cells = (
        replace(cell, coord=(*cell.coord[:place], name, *cell.coord[place + 1 :])) for cell in table.cells
    )
    return replace(table, cells=tuple(cells))


def _ratio(ratio: PublishedRatio, names: Names) -> PublishedRatio:
    numerator, denominator = _key(ratio.numerator, names), _key(ratio.denominator, names)
    return replace(ratio, numerator=numerator, denominator=denominator)


def _key(key: str, names: Names) -> str:
    table, year, name, *rest = key.split("|")
    return "|".join((table, year, names.get((name, year), name), *rest))
