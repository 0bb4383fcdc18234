"""Days that people register: what has not come cannot be recorded."""

from datetime import date

from django.utils import timezone

from agreements.refusals import Refused


def must_have_come(*days: date | None) -> None:
    """Refuse a day after today; one that is not given is none."""
    if any(day is not None and day > timezone.localdate() for day in days):
        raise Refused("En dag som inte har kommit kan inte registreras.")
