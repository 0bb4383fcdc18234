"""The systematic follow-up's way: begun, focus areas chosen, written, reported (12.2, Bilaga 1)."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from agreements.actions import rows
from agreements.models import Cooperation
from agreements.refusals import Incomplete, Refused
from followup.models import FocusArea, SystematicFollowup
from followup.queries.systematic import followup_gaps

REPORTED = "Uppföljningen är redovisad och ändras inte."


@transaction.atomic
def open_followup(*, cooperation: Cooperation, year: int, by) -> SystematicFollowup:
    """The year's follow-up, made the first time it is asked for."""
    row = SystematicFollowup.objects.filter(cooperation=cooperation, year=year).first()
    if row is None:
        new = SystematicFollowup(cooperation=cooperation, year=year, is_fictitious=settings.DEMO)
        row = rows.save(new, by)
    return row


@transaction.atomic
def write_basis(
    *,
    followup: SystematicFollowup,
    decided_by: str,
    decided_on: date | None,
    method: str,
    by,
    version: int | None = None,
) -> None:
    """Who chose the focus areas and when, and how the follow-up was made."""
    followup = _open(followup, version)
    if decided_on and decided_on > timezone.localdate():
        raise Refused("Dagen för beslutet har inte kommit än.")
    rows.save(followup, by, decided_by=decided_by, decided_on=decided_on, method=method)


@transaction.atomic
def add_focus_area(*, followup: SystematicFollowup, title: str, result: str = "", by) -> FocusArea:
    followup = _open(followup)
    position = rows.next_position(followup.focus_areas)
    return rows.save(FocusArea(followup=followup, position=position, title=title, result=result), by)


@transaction.atomic
def change_focus_area(*, area: FocusArea, title: str, result: str, by, version: int | None = None) -> None:
    _open(area.followup)
    rows.save(rows.locked(area, version), by, title=title, result=result)


@transaction.atomic
def move_focus_area(*, area: FocusArea, direction: str, by) -> None:
    _open(area.followup)
    rows.move(area, area.followup.focus_areas.all(), direction, by)


@transaction.atomic
def remove_focus_area(*, area: FocusArea, by) -> None:
    _open(area.followup)
    rows.take_away(area, by)


@transaction.atomic
def report_followup(
    *, followup: SystematicFollowup, reported_on: date, names_nobody: bool, by
) -> SystematicFollowup:
    """Register that the follow-up was reported; from then on it stands as it is."""
    followup = _open(followup)
    if not names_nobody:
        raise Refused("Intyga att texterna inte innehåller uppgifter om enskilda.")
    if gaps := followup_gaps(followup):
        raise Incomplete("Uppföljningen kan inte redovisas än.", gaps)
    if reported_on > timezone.localdate():
        raise Refused("Dagen för redovisningen har inte kommit än.")
    return rows.save(followup, by, reported_on=reported_on, names_nobody=True)


def _open(followup: SystematicFollowup, version: int | None = None) -> SystematicFollowup:
    """The stored follow-up, held; refused when it is reported."""
    followup = rows.locked(followup, version)
    if followup.reported_on is not None:
        raise Refused(REPORTED)
    return followup
