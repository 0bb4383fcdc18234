"""Figures from a file: added up while it is read, looked at, and then written as if they were typed."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import IO

from django.db import transaction

from agreements.refusals import Refused
from followup.actions.figures import Change, require_open, save_figures
from followup.actions.turns import take_turn
from followup.importing.counts import add_counts
from followup.importing.reader import read_rows
from followup.importing.rows import Added, Row
from followup.importing.series import START, add_series
from followup.importing.words import fold
from followup.models import FigureImport
from followup.queries.yearbook import Yearbook, sheets_of

Kind = FigureImport.Kind
READERS = {Kind.COUNTS: add_counts, Kind.SERIES: add_series}


def add_up(
    book: Yearbook,
    source: str | Path | IO[bytes],
    name: str,
    kind: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> tuple[Kind, Added]:
    """What a file adds up to, or its faults. Without a kind the headings tell which it is.

    Nothing is stored. With any fault there are no figures at all.
    """
    rows: Iterator[Row] = read_rows(source, name)
    found = Kind(kind) if kind else None
    if found is None:
        found, rows = _kind_of(rows)
    return found, READERS[found](rows, book.measures, book.year, progress)


def _kind_of(rows: Iterator[Row]) -> tuple[Kind, Iterator[Row]]:
    """The kind by the headings, and the rows with the headings put back. A file that cannot be read says so
    when its reader reads it."""
    try:
        header = next(rows, None)
    except ValueError as refused:
        return Kind.COUNTS, _raising(refused)
    if header is None:
        return Kind.COUNTS, rows
    words = {fold(cell) for cell in header.cells if isinstance(cell, str)}
    return (Kind.SERIES if START in words else Kind.COUNTS), chain([header], rows)


def _raising(error: ValueError) -> Iterator[Row]:
    raise error
    yield


def propose(*, book: Yearbook, kind: str, added: Added, by) -> FigureImport:
    """Keep what a file added up to until somebody has looked at it; earlier proposals of the year go."""
    require_open(book.cooperation, book.year)
    with transaction.atomic():
        FigureImport.objects.filter(cooperation=book.cooperation, year=book.year, uploaded_by=by).delete()
        return FigureImport.objects.create(
            cooperation=book.cooperation,
            year=book.year,
            kind=kind,
            values={code: dict(values) for code, values in added.values.items()},
            rows=sum(added.rows.values()),
            uploaded_by=by,
        )


@transaction.atomic
def write_import(*, book: Yearbook, proposal: FigureImport, by) -> tuple[str, ...]:
    """Write the figures of a proposal and take it away. Returns the names of the measures written."""
    take_turn(book.cooperation.pk)
    found = FigureImport.objects.select_for_update().filter(pk=proposal.pk).first()
    if found is None:
        raise Refused("Inläsningen är redan använd eller borttagen.")
    names = write_values(book=book, values=found.values, by=by)
    found.delete()
    return names


@transaction.atomic
def write_values(*, book: Yearbook, values: Mapping[str, Mapping[str, int]], by) -> tuple[str, ...]:
    """Write figures measure by measure, each field over what stood there; fields not named stay."""
    sheets = sheets_of(book)
    names = []
    for code, figures in values.items():
        stored = sheets[code].values
        changes = {field: Change(stored.get(field), value) for field, value in figures.items()}
        if save_figures(book=book, code=code, changes=changes, by=by):
            raise Refused("Någon ändrade siffrorna samtidigt. Läs in filen igen.")
        names.append(sheets[code].measure.name)
    return tuple(names)
