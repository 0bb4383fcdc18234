"""The person who signs in, and how the agreement's clock reaches them outside the portal.

What a person may do stands in agreements.RoleAssignment.
"""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A named person with an account of their own."""

    title = models.CharField("titel", max_length=80, blank=True)
    wants_reminders = models.BooleanField("påminnelser med e-post", default=True)

    class Meta:
        verbose_name = "användare"
        verbose_name_plural = "användare"

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class CalendarFeed(models.Model):
    """A person's secret address to their duties as a calendar. Only the secret's digest is kept."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds", verbose_name="användare"
    )
    sha256 = models.CharField("hemlighetens kontrollsumma", max_length=64, unique=True)
    made_at = models.DateTimeField("skapad", auto_now_add=True)
    revoked_at = models.DateTimeField("återkallad", null=True, blank=True)

    class Meta:
        verbose_name = "kalenderadress"
        verbose_name_plural = "kalenderadresser"
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(revoked_at__isnull=True),
                name="one_calendar_address_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"Kalenderadress, {self.user}"


class ReminderDigest(models.Model):
    """That a person was reminded on a day, and of which duties in which states; never of whom or how much.

    The row is written before the mail is handed over: a run that dies may leave a mail unsent, never twice
    sent.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_digests", verbose_name="användare"
    )
    day = models.DateField("dag")
    told = models.JSONField("åtaganden", default=list)
    sent_at = models.DateTimeField("skickad", null=True, blank=True)

    class Meta:
        verbose_name = "påminnelse"
        verbose_name_plural = "påminnelser"
        ordering = ["-day", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="one_reminder_digest_a_person_and_day")
        ]

    def __str__(self) -> str:
        return f"Påminnelse {self.day}, {self.user}"
