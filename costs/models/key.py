"""The allocation key of a year, where it needs more than the agreement's own rule."""

from django.db import models
from simple_history.models import HistoricalRecords

from agreements.models import Agreement, Organisation
from agreements.models.base import NaturalKeyManager
from agreements.validators import no_personal_number
from costs.models.population import PopulationTable


class AllocationKey(models.Model):
    """A year's chosen population table and method.

    Without a row, the year's key is the agreement's terms and the table of the date its rule asks for.
    A row with another date is a deviation, and must say why.
    """

    class Method(models.TextChoices):
        POPULATION = "population", "efter folkmängd"
        PERCENT = "percent", "efter namngivna procentsatser"
        EQUAL = "equal", "i lika delar"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="keys", verbose_name="avtal")
    year = models.PositiveSmallIntegerField("år")
    method = models.CharField("metod", max_length=20, choices=Method, default=Method.POPULATION)
    population_table = models.ForeignKey(
        PopulationTable,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="keys",
        verbose_name="folkmängdstabell",
    )
    base_fee_percent = models.CharField(
        "grundavgift, procent av summan",
        max_length=10,
        blank=True,
        help_text="Delas lika innan resten fördelas.",
    )
    deviation_reason = models.CharField(
        "skäl till avvikelse", max_length=300, blank=True, validators=[no_personal_number]
    )
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("agreement__slug", "year")

    class Meta:
        verbose_name = "fördelningsnyckel"
        verbose_name_plural = "fördelningsnycklar"
        ordering = ["agreement", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "year"], name="one_key_a_year"),
            models.CheckConstraint(
                condition=~models.Q(method="population") | models.Q(population_table__isnull=False),
                name="population_key_has_a_table",
                violation_error_message="En nyckel efter folkmängd behöver en folkmängdstabell.",
            ),
        ]

    def __str__(self) -> str:
        return f"Fördelningsnyckel {self.year}, {self.agreement}"

    def natural_key(self):
        return (*self.agreement.natural_key(), self.year)


class KeyShare(models.Model):
    """What a key says of one party by name: a percentage, a floor or a cap in whole kronor."""

    key = models.ForeignKey(
        AllocationKey, models.CASCADE, related_name="shares", verbose_name="fördelningsnyckel"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="key_shares", verbose_name="organisation"
    )
    percent = models.CharField("procent", max_length=12, blank=True)
    floor = models.PositiveBigIntegerField("lägst, kr", null=True, blank=True)
    cap = models.PositiveBigIntegerField("högst, kr", null=True, blank=True)
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("key__agreement__slug", "key__year", "organisation__slug")

    class Meta:
        verbose_name = "namngiven andel"
        verbose_name_plural = "namngivna andelar"
        ordering = ["organisation__municipal_code"]
        constraints = [
            models.UniqueConstraint(fields=["key", "organisation"], name="one_share_a_key_and_party")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.key}"

    def natural_key(self):
        return (*self.key.natural_key(), *self.organisation.natural_key())
