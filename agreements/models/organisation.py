"""Municipalities, regions, authorities and associations that cooperate."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords
from stdnum import luhn
from stdnum.se import orgnr

from agreements.models.base import NaturalKeyManager
from agreements.validators import no_personal_number


def validate_organisation_number(value: str) -> None:
    """Ten digits that pass the Luhn check, with or without hyphen."""
    digits = value.replace("-", "")
    # The third digit tells an organisation's number from a person's, which never stands here.
    if not orgnr.is_valid(value) or digits[2] < "2":
        raise ValidationError("Organisationsnumret har fel antal siffror eller fel kontrollsiffra.")


def validate_giro(value: str) -> None:
    """A bankgiro or plusgiro number: 2-8 digits, the last one a check digit."""
    digits = value.replace("-", "").replace(" ", "")
    if not (digits.isdigit() and 2 <= len(digits) <= 8 and luhn.is_valid(digits)):
        raise ValidationError("Gironumret har fel antal siffror eller fel kontrollsiffra.")


class Organisation(models.Model):
    """A party to an agreement, or a body that serves one. Unknown references stay empty."""

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", "kommun"
        REGION = "region", "region"
        POLICE = "police", "polismyndighet"
        ASSOCIATION = "association", "kommunförbund"

    slug = models.SlugField("kortnamn i adressen", unique=True)
    name = models.CharField("namn", max_length=120, unique=True, validators=[no_personal_number])
    short_name = models.CharField("kort namn", max_length=60, validators=[no_personal_number])
    kind = models.CharField("slag", max_length=20, choices=Kind)
    organisation_number = models.CharField(
        "organisationsnummer", max_length=11, blank=True, validators=[validate_organisation_number]
    )
    municipal_code = models.CharField("kommunkod", max_length=4, blank=True, help_text="SCB:s kod.")
    address = models.CharField("postadress", max_length=120, blank=True, validators=[no_personal_number])
    postal_code = models.CharField("postnummer", max_length=6, blank=True)
    city = models.CharField("ort", max_length=60, blank=True, validators=[no_personal_number])
    buyer_reference = models.CharField(
        "er referens",
        max_length=60,
        blank=True,
        help_text="Står på fakturan, så att den hittar rätt.",
        validators=[no_personal_number],
    )
    einvoice_id = models.CharField(
        "e-fakturaadress",
        max_length=60,
        blank=True,
        help_text="Peppol, till exempel 0007:2120002460.",
        validators=[no_personal_number],
    )
    bankgiro = models.CharField("bankgiro", max_length=9, blank=True, validators=[validate_giro])
    plusgiro = models.CharField("plusgiro", max_length=10, blank=True, validators=[validate_giro])
    invoice_contact = models.CharField(
        "frågor om fakturan",
        max_length=120,
        blank=True,
        help_text="Funktion, telefon eller e-post.",
        validators=[no_personal_number],
    )
    vat_note = models.CharField(
        "skäl till att moms inte tas ut",
        max_length=200,
        blank=True,
        help_text="Huvudmannens skattebedömning, så som den ska stå på fakturan.",
        validators=[no_personal_number],
    )
    is_example = models.BooleanField(
        "referenserna är exempel", default=False, help_text="Märks ut på fakturor och sidor."
    )
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("slug",)

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisationer"
        ordering = ["municipal_code", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipal_code"],
                condition=~models.Q(municipal_code=""),
                name="one_organisation_a_municipal_code",
            ),
            models.UniqueConstraint(
                fields=["organisation_number"],
                condition=~models.Q(organisation_number=""),
                name="one_organisation_an_organisation_number",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.slug])

    def natural_key(self):
        return (self.slug,)

    @property
    def address_lines(self) -> list[str]:
        """The address as it stands on a letter; empty lines left out."""
        return [line for line in (self.address, f"{self.postal_code} {self.city}".strip()) if line]
