"""A question of what if that somebody has kept, to open again and show to others."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from agreements.models import Agreement, Cooperation
from agreements.validators import no_personal_number


class Scenario(models.Model):
    """Changes to an agreement's cost that are only thought of. Its amounts are worked out when it is opened.

    It is its maker's own until it is shared with those who may see the cooperation's costs.
    """

    cooperation = models.ForeignKey(
        Cooperation, models.PROTECT, related_name="scenarios", verbose_name="samverkan"
    )
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="scenarios", verbose_name="avtal")
    name = models.CharField("namn", max_length=80, validators=[no_personal_number])
    note = models.CharField("anmärkning", max_length=250, blank=True, validators=[no_personal_number])
    first_year = models.PositiveSmallIntegerField("första år som visas")
    changes = models.JSONField("ändringar")
    base = models.JSONField("underlagets kontrollsummor, år för år")
    is_shared = models.BooleanField("delat", default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="gjort av"
    )
    created_at = models.DateTimeField("sparat", auto_now_add=True)
    changed_at = models.DateTimeField("ändrat", auto_now=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "scenario"
        verbose_name_plural = "scenarier"
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation", "made_by", "name"],
                name="one_scenario_a_name_and_maker",
                violation_error_message="Du har redan ett scenario med det namnet.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("scenario", args=[self.cooperation.slug, self.pk])
