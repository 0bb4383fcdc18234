"""Who has read something that concerns people: raw figures, drafts, cases of wear. Never what it said."""

from django.conf import settings
from django.db import models

from agreements.models.agreement import Cooperation


class ReadEvent(models.Model):
    """One reading. Rows are added and, when they are old enough, taken away; never changed."""

    class Action(models.TextChoices):
        VIEW = "view", "visade"
        EXPORT = "export", "hämtade fil"
        PDF = "pdf", "hämtade PDF"
        REFUSED = "refused", "nekades"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="användare"
    )
    role = models.CharField("roll", max_length=120)
    at = models.DateTimeField("när", auto_now_add=True, db_index=True)
    action = models.CharField("vad", max_length=20, choices=Action)
    cooperation = models.ForeignKey(
        Cooperation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="samverkan"
    )
    object_type = models.CharField("slag av uppgift", max_length=40)
    object_id = models.CharField("beteckning", max_length=80, blank=True)
    year = models.PositiveSmallIntegerField("år", null=True, blank=True)

    class Meta:
        verbose_name = "läsning"
        verbose_name_plural = "läsningar"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.get_action_display()} {self.object_type} {self.object_id}"
