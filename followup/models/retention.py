"""That what is old has been taken away: how much of what, never what it said."""

from django.conf import settings
from django.db import models

from agreements.models import Cooperation


class RetentionRun(models.Model):
    """One run of `gallra` in a cooperation, or of what belongs to none. Counts only."""

    cooperation = models.ForeignKey(
        Cooperation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="retention_runs",
        verbose_name="samverkan",
    )
    counts = models.JSONField("vad som togs bort")
    ran_at = models.DateTimeField("när", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="utförd av",
    )  # fmt: skip

    class Meta:
        verbose_name = "gallring"
        verbose_name_plural = "gallringar"
        ordering = ["-ran_at", "-pk"]

    def __str__(self) -> str:
        return f"Gallring, {self.cooperation or 'hela portalen'}"
