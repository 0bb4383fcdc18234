"""One row changed by one person at a time: nobody's text is lost when two write at once."""

from typing import TypeVar

from django.db import transaction
from django.db.models import Max, Model

from agreements.refusals import Refused

Row = TypeVar("Row", bound=Model)

STALE = "En kollega har ändrat det här sedan du öppnade sidan. Läs det som står nu, och spara igen."
UP, DOWN = "upp", "ner"


class Stale(Refused):
    """Somebody else has saved the row since the person opened the page."""


def version_of(row: Model) -> int:
    """The row's latest change; 0 for one that is not saved yet."""
    if row.pk is None:
        return 0
    return row.history.aggregate(latest=Max("history_id"))["latest"] or 0


def locked(row: Row, version: int | None = None) -> Row:
    """The row as it is stored, held until the transaction ends. Raises Stale when it is a newer one."""
    fresh = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if version is not None and version_of(fresh) != version:
        raise Stale(STALE)
    return fresh


def save(row: Row, by, **values) -> Row:
    """Set the values, validate and save, in the person's name; a row that is the same is left alone."""
    changed = row.pk is None or any(getattr(row, field) != value for field, value in values.items())
    for field, value in values.items():
        setattr(row, field, value)
    if changed:
        row.full_clean()
        row._history_user = by
        row.save()
    return row


def take_away(row: Model, by) -> None:
    row._history_user = by
    row.delete()


def next_position(rows) -> int:
    """The place after the last of some rows that have one each."""
    return (rows.aggregate(last=Max("position"))["last"] or 0) + 1


@transaction.atomic
def move(row: Model, rows, direction: str, by) -> None:
    """Change places with the row above or below; the first and the last stay where they are."""
    order = list(rows.select_for_update().order_by("position"))
    place = next(number for number, other in enumerate(order) if other.pk == row.pk)
    to = place - 1 if direction == UP else place + 1
    if not 0 <= to < len(order):
        return
    mine, theirs = order[place], order[to]
    wanted, given = theirs.position, mine.position
    # The two places are unique: one of the rows steps aside, unseen in the history.
    mine.position = order[-1].position + 1
    mine.save_without_historical_record()
    save(theirs, by, position=given)
    save(mine, by, position=wanted)
