"""Fills in a year's figures. Two people at once lose nothing: what both have changed is told with both."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from agreements.refusals import Refused
from followup.actions.turns import take_turn
from followup.models import Figure, FigureSheet
from followup.queries.progress import is_open
from followup.queries.yearbook import Yearbook

Value = int | None


@dataclass(frozen=True)
class Change:
    """A field as it was when the person opened the page, and as the person wants it; None is empty."""

    was: Value
    now: Value


@dataclass(frozen=True)
class Conflict:
    """A field that somebody else has changed meanwhile to something else than this person wants."""

    field: str
    theirs: Value
    mine: Value


def require_open(cooperation, year: int) -> None:
    if not is_open(cooperation, year):
        raise Refused(
            f"Siffrorna för {year} är låsta. Gör rapporten till utkast igen eller öppna en ny utgåva först."
        )


@transaction.atomic
def save_figures(
    *,
    book: Yearbook,
    code: str,
    changes: Mapping[str, Change],
    is_offered: bool = True,
    by,
) -> tuple[Conflict, ...]:
    """Save what has been changed of a sheet, and nothing of it when somebody else changed the same field.

    Fields that only one of the two has changed are merged. Raises Refused when the year is locked.
    """
    take_turn(book.cooperation.pk)
    require_open(book.cooperation, book.year)
    measure = book.measure(code)
    if measure is None:
        raise Refused("Måttet räknas inte det året.")
    known = {field.key for field in measure.fields}
    if not changes.keys() <= known:
        raise Refused("Ett fält hör inte till måttet.")
    sheet, _ = FigureSheet.objects.select_for_update().get_or_create(
        measure=book.definitions[code], year=book.year, defaults={"is_offered": is_offered}
    )
    stored = {figure.field: figure for figure in sheet.figures.all()}
    wanted, conflicts = _merged(changes, {field: figure.value for field, figure in stored.items()})
    if conflicts:
        return conflicts
    if sheet.is_offered != is_offered:
        sheet.is_offered = is_offered
        sheet._history_user = by
        sheet.save()
    _write(sheet, stored, wanted, by)
    return ()


def _merged(
    changes: Mapping[str, Change], stored: Mapping[str, int]
) -> tuple[dict[str, Value], tuple[Conflict, ...]]:
    """What to write, and what cannot be merged."""
    wanted, conflicts = {}, []
    for field, change in changes.items():
        current = stored.get(field)
        if change.now in (change.was, current):
            continue
        if current != change.was:
            conflicts.append(Conflict(field, theirs=current, mine=change.now))
        else:
            wanted[field] = change.now
    return wanted, tuple(conflicts)


def _write(sheet: FigureSheet, stored: Mapping[str, Figure], wanted: Mapping[str, Value], by) -> None:
    new, changed = [], []
    for field, value in wanted.items():
        if value is None:
            gone = stored[field]
            gone._history_user = by
            gone.delete()
        elif field in stored:
            stored[field].value = value
            changed.append(stored[field])
        else:
            new.append(Figure(sheet=sheet, field=field, value=value))
    bulk_create_with_history(new, Figure, default_user=by)
    bulk_update_with_history(changed, Figure, ["value"], default_user=by)
