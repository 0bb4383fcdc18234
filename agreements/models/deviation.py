"""Deviations between parties, and simple amendments of a regional agreement (Dalarna, del 4 and del 7)."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Agreement
from agreements.models.document import FiledDocument
from agreements.models.organisation import Organisation
from agreements.swedish import long_date
from agreements.validators import no_personal_number


class Deviation(models.Model):
    """That something between parties did not follow the agreement, and who answers for it meanwhile.

    The source defines a deviation by harm or risk to somebody. So there is no text field here, and no day
    of what happened: only the day it was registered, which the portal sets itself.
    """

    class Kind(models.TextChoices):
        APPLICATION = "application", "överenskommelsen har inte tillämpats"
        COOPERATION = "cooperation", "samverkan om insatser har brustit"

    class Responsibility(models.TextChoices):
        NOT_AGREED = "not_agreed", "inte överenskommet än"
        ONE = "one", "en part ansvarar"
        TOGETHER = "together", "parterna ansvarar gemensamt"
        EACH = "each", "var och en ansvarar för sin del"

    # A number in the address would tell how many deviations the other parties have.
    key = models.UUIDField("nyckel i adressen", default=uuid.uuid4, unique=True, editable=False)
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="deviations", verbose_name="överenskommelse"
    )
    kind = models.CharField("slag", max_length=20, choices=Kind)
    parties = models.ManyToManyField(
        Organisation, related_name="deviations", verbose_name="parter som berörs"
    )
    responsibility = models.CharField(
        "tillfällig ansvarsfördelning",
        max_length=20,
        choices=Responsibility,
        default=Responsibility.NOT_AGREED,
    )
    responsible = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="part som ansvarar tillfälligt",
    )
    registered_on = models.DateField("registrerad", editable=False)
    handled_on = models.DateField("hanterad", null=True, blank=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="registrerad av"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = "avvikelse"
        verbose_name_plural = "avvikelser"
        ordering = ["-registered_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(responsibility="one", responsible__isnull=False)
                | (~models.Q(responsibility="one") & models.Q(responsible=None)),
                name="one_responsible_party_is_named",
                violation_error_message="Välj parten när en part ansvarar, och bara då.",
            ),
            models.CheckConstraint(
                condition=models.Q(handled_on=None) | models.Q(handled_on__gte=models.F("registered_on")),
                name="deviation_is_handled_after_it_is_registered",
                violation_error_message="Den kan inte vara hanterad innan den registrerades.",
            ),
        ]

    def __str__(self) -> str:
        return f"Avvikelse registrerad {long_date(self.registered_on)}"

    def get_absolute_url(self) -> str:
        return reverse("deviation", args=[self.agreement.slug, self.key])


class SimpleAmendment(models.Model):
    """A change that leaves purpose and goals as they are, decided by the body that the agreement names."""

    class Kind(models.TextChoices):
        LANGUAGE = "language", "språklig justering"
        LAW = "law", "anpassning till lag"
        GUIDELINES = "guidelines", "anpassning till nationella riktlinjer"
        OTHER = "other", "annan enklare ändring eller tillägg"

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="simple_amendments", verbose_name="överenskommelse"
    )
    kind = models.CharField("slag", max_length=20, choices=Kind)
    clause = models.CharField("avsnitt", max_length=60, validators=[no_personal_number])
    description = models.TextField("ändringen", max_length=2000, validators=[no_personal_number])
    decided_by = models.CharField("beslutad av", max_length=120, validators=[no_personal_number])
    decided_on = models.DateField("beslutad")
    paragraph = models.CharField("paragraf", max_length=20, blank=True, validators=[no_personal_number])
    informed = models.CharField("informeras", max_length=120, blank=True, validators=[no_personal_number])
    informed_on = models.DateField("informerad", null=True, blank=True)
    document = models.ForeignKey(
        FiledDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="handling som bifogas",
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = "enklare ändring"
        verbose_name_plural = "enklare ändringar"
        ordering = ["agreement", "-decided_on", "-pk"]

    def __str__(self) -> str:
        kind = self.get_kind_display()
        return f"{kind[:1].upper()}{kind[1:]}, {self.clause}"
