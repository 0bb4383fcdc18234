"""Which person has which role, in which cooperation and for which organisation."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Cooperation
from agreements.models.base import NaturalKeyManager
from agreements.models.organisation import Organisation
from cmv_portal.roles import Role


class RoleAssignment(models.Model):
    """A person's role, dated. What the role may do stands in cmv_portal/roles.py."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments", verbose_name="användare"
    )
    role = models.CharField("roll", max_length=30, choices=[(role.value, role.label) for role in Role])
    cooperation = models.ForeignKey(
        Cooperation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name="samverkan",
        help_text="Tom betyder alla, och bara för administratören.",
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="assignments", verbose_name="organisation"
    )
    named_for_wear = models.BooleanField(
        "namngiven för särskilda kostnader",
        default=False,
        help_text="Får se fakturor för onormalt slitage (punkt 11.4), som rör en enskild person.",
    )
    named_for_figures = models.BooleanField(
        "namngiven registrerare",
        default=False,
        help_text="Får fylla i verksamhetens siffror. Gäller medarbetare; verksamhetsledaren får alltid.",
    )
    valid_from = models.DateField("från", null=True, blank=True)
    valid_until = models.DateField("till och med", null=True, blank=True)
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("user__username", "role", "cooperation__slug", "organisation__slug")

    class Meta:
        verbose_name = "rolltilldelning"
        verbose_name_plural = "rolltilldelningar"
        ordering = ["user", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "cooperation", "organisation"], name="role_once_a_person_and_party"
            ),
            models.CheckConstraint(
                condition=models.Q(cooperation__isnull=True, role=Role.ADMINISTRATOR)
                | (models.Q(cooperation__isnull=False) & ~models.Q(role=Role.ADMINISTRATOR)),
                name="administrator_in_all_others_in_one",
                violation_error_message="Ange vilken samverkan rollen gäller; administratören har alla.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}, {self.organisation}"

    @property
    def named_for(self) -> frozenset[str]:
        """What the person is named for, as `cmv_portal.roles.NAMED` calls it."""
        named = {"wear": self.named_for_wear, "figures": self.named_for_figures}
        return frozenset(name for name, is_named in named.items() if is_named)
