"""The taking away of something that should never have been written, with its history, by two persons."""

from django.conf import settings
from django.db import models

from agreements.models import Cooperation
from agreements.validators import nothing_like_a_personal_number

# What stands in a text that may not be empty when it has been erased.
ERASED = "[rensad]"


class Erasure(models.Model):
    """One field asked to be emptied by one person and emptied by another. Never says what it held.

    Of a figure, `object_id` is its sheet. With `only_history` what stands in the field now is kept.
    """

    cooperation = models.ForeignKey(
        Cooperation, models.PROTECT, related_name="erasures", verbose_name="samverkan"
    )
    model = models.CharField("slag av uppgift", max_length=40)
    object_id = models.PositiveBigIntegerField("rad")
    field = models.CharField("fält", max_length=60)
    label = models.CharField("var den står", max_length=200)
    only_history = models.BooleanField("bara det som har stått där förut", default=False)
    reason = models.CharField(
        "skäl",
        max_length=200,
        help_text="Skriv inte vad som stod där.",
        validators=[nothing_like_a_personal_number],
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="begärd av"
    )
    requested_at = models.DateTimeField("begärd", auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="utförd av",
    )  # fmt: skip
    confirmed_at = models.DateTimeField("utförd", null=True, blank=True)

    class Meta:
        verbose_name = "rensning"
        verbose_name_plural = "rensningar"
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("requested_by")),
                name="erased_by_a_second_person",
                violation_error_message="Den som begärde rensningen kan inte utföra den.",
            )
        ]

    def __str__(self) -> str:
        return f"Rensning, {self.label}"
