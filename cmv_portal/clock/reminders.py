"""Reminders by mail: one digest a person of what is late or near, told again at most once a week.

The mail holds what the agreement asks for and by when; never a figure, an amount or the name of a person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from agreements.duty import State
from agreements.swedish import count_word
from cmv_portal.clock.concerns import OwnDuty, own_duties
from cmv_portal.clock.words import long_when
from cmv_portal.models import ReminderDigest, User

AGAIN_AFTER = timedelta(days=7)


@dataclass(frozen=True)
class Reminder:
    """A line of a digest."""

    own: OwnDuty

    @property
    def key(self) -> str:
        return f"{self.own.uid}:{self.own.duty.state.name.lower()}"

    @property
    def is_late(self) -> bool:
        return self.own.duty.state is State.LATE

    @property
    def when(self) -> str:
        return long_when(self.own.duty)


@dataclass(frozen=True)
class Digest:
    """What a person is reminded of on a day."""

    user: User
    day: date
    reminders: list[Reminder]

    @property
    def late(self) -> list[Reminder]:
        return [reminder for reminder in self.reminders if reminder.is_late]

    @property
    def near(self) -> list[Reminder]:
        return [reminder for reminder in self.reminders if not reminder.is_late]

    @property
    def subject(self) -> str:
        parts = []
        if self.late:
            parts.append(f"{count_word(len(self.late), neuter=True)} försenat")
        if self.near:
            parts.append(f"{count_word(len(self.near), neuter=True)} nära")
        return f"CMV-portalen: {' och '.join(parts)}"

    @property
    def text(self) -> str:
        return render_to_string("portal/calendar/reminder.txt", {"digest": self, "address": _address()})


def digests(day: date, within: int) -> Iterable[Digest]:
    """The digests to send on a day, to those who want them; what was told within a week waits."""
    last_week = ReminderDigest.objects.filter(day__gt=day - AGAIN_AFTER)
    told: dict[int, set[str]] = {}
    sent_today = set()
    for row in last_week:
        told.setdefault(row.user_id, set()).update(row.told)
        if row.day == day:
            sent_today.add(row.user_id)
    people = User.objects.filter(is_active=True, wants_reminders=True).exclude(email="").order_by("pk")
    for user in people.exclude(pk__in=sent_today):
        reminders = _reminders(user, day, within)
        if any(reminder.key not in told.get(user.pk, ()) for reminder in reminders):
            yield Digest(user, day, reminders)


def _reminders(user: User, day: date, within: int) -> list[Reminder]:
    found = own_duties(user, (day.year, day.year + 1), day)
    return [Reminder(own) for own in found if _is_due(own, day + timedelta(days=within))]


def _is_due(own: OwnDuty, until: date) -> bool:
    duty = own.duty
    if duty.state is State.LATE:
        return True
    return duty.state in (State.SOON, State.COMING) and duty.last is not None and duty.last <= until


def send(digest: Digest) -> bool:
    """Send a person's digest of the day; False when another run has it in hand already.

    The row is committed before the mail is handed over, so that a run that dies never sends twice.
    """
    try:
        with transaction.atomic():
            row = ReminderDigest.objects.create(
                user=digest.user, day=digest.day, told=[reminder.key for reminder in digest.reminders]
            )
    except IntegrityError:
        return False
    EmailMessage(digest.subject, digest.text, to=[digest.user.email]).send()
    row.sent_at = timezone.now()
    row.save(update_fields=["sent_at"])
    return True


def _address() -> str:
    host = settings.ALLOWED_HOSTS[0]
    return f"https://{host}/" if settings.PRODUCTION else f"http://{host}:8000/"
