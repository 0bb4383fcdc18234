"""What is to be invoiced, from registration over draft and attest to issue."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from agreements.models import Agreement, Organisation
from agreements.validators import no_personal_number, nothing_like_a_personal_number


class Charge(models.Model):
    """One cost to invoice the parties for: the year's fixed cost, or a charge beside it (11.3-11.7)."""

    class Kind(models.TextChoices):
        FIXED_COST = "fixed_cost", "Fast kostnad"
        QUALITY_REVIEW = "quality_review", "Kvalitetsgranskning"
        ABNORMAL_WEAR = "abnormal_wear", "Särskild kostnad enligt avtal 11.4"
        DEFICIT = "deficit", "Underskott"
        STAFFING = "staffing", "Ändrad bemanning"

    class State(models.TextChoices):
        REGISTERED = "registered", "registrerad"
        DRAFT = "draft", "utkast"
        ATTESTED = "attested", "attesterad"
        ISSUED = "issued", "utställd"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="charges", verbose_name="avtal")
    year = models.PositiveSmallIntegerField("år")
    kind = models.CharField("slag", max_length=20, choices=Kind)
    sequence = models.PositiveSmallIntegerField("nummer under året", default=1)
    amount = models.PositiveBigIntegerField(
        "belopp, kr", null=True, blank=True, help_text="Tomt för den fasta kostnaden, som räknas fram."
    )
    decision = models.CharField("beslut", max_length=200, blank=True, validators=[no_personal_number])
    starts_on = models.DateField("gäller från", null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="own_charges",
        verbose_name="hemkommun",
        help_text="Bara för särskild kostnad enligt 11.4.",
    )
    reference = models.CharField(
        "referensnummer",
        max_length=20,
        blank=True,
        help_text="Inga uppgifter om enskilda.",
        validators=[nothing_like_a_personal_number],
    )
    allow_estimated = models.BooleanField("senast kända folkmängd får användas", default=False)
    state = models.CharField("läge", max_length=20, choices=State, default=State.REGISTERED)
    calculation = models.JSONField("frusen uträkning", null=True, blank=True)
    draft_digest = models.CharField("utkastets kontrollsumma", max_length=64, blank=True)
    returned_because = models.CharField(
        "skickad tillbaka därför att", max_length=200, blank=True, validators=[no_personal_number]
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="utkast av",
    )
    drafted_at = models.DateTimeField("utkast gjort", null=True, blank=True)
    attested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="attest av",
    )
    attested_at = models.DateTimeField("attesterad", null=True, blank=True)
    issue_date = models.DateField("fakturadatum", null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="utställd av",
    )
    issued_at = models.DateTimeField("utställd", null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "debitering"
        verbose_name_plural = "debiteringar"
        ordering = ["-year", "kind", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "year", "kind", "sequence"], name="one_charge_a_kind_and_number"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="fixed_cost", sequence=1, amount__isnull=True)
                | (~models.Q(kind="fixed_cost") & models.Q(amount__gt=0)),
                name="charge_has_an_amount_unless_computed",
                violation_error_message="Ange ett belopp större än noll.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="abnormal_wear", organisation__isnull=False)
                | (~models.Q(kind="abnormal_wear") & models.Q(organisation__isnull=True)),
                name="only_abnormal_wear_has_one_payer",
                violation_error_message="Bara särskild kostnad enligt 11.4 betalas av en kommun ensam.",
            ),
            models.CheckConstraint(
                condition=models.Q(attested_by__isnull=True) | ~models.Q(attested_by=models.F("drafted_by")),
                name="attested_by_a_second_person",
                violation_error_message="Den som gjorde utkastet kan inte attestera det.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("charge", args=[self.pk])
