"""Published statistics that the parties follow: an indicator, and its value for a party and a year.

Indicators are what others have published (Öppna jämförelser, Kolada): shares and rates. A number of people
is none of the units, so that a small count cannot be typed here.
"""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Agreement
from agreements.models.local import YEARS
from agreements.models.organisation import Organisation
from agreements.validators import no_personal_number


class Indicator(models.Model):
    """A published figure that the cooperation follows, where it is published and in which unit."""

    class Source(models.TextChoices):
        OPEN_COMPARISONS = "open_comparisons", "Öppna jämförelser"
        KOLADA = "kolada", "Kolada"

    class Unit(models.TextChoices):
        PERCENT = "percent", "procent"
        PER_TEN_THOUSAND = "per_ten_thousand", "per 10\u00a0000 invånare"
        INDEX = "index", "index"
        YES_OR_NO = "yes_or_no", "ja (1) eller nej (0)"

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="indicators", verbose_name="överenskommelse"
    )
    name = models.CharField("namn", max_length=160, validators=[no_personal_number])
    source = models.CharField("publiceras i", max_length=20, choices=Source)
    code = models.CharField(
        "beteckning hos källan", max_length=40, blank=True, validators=[no_personal_number]
    )
    unit = models.CharField("enhet", max_length=20, choices=Unit)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "indikator"
        verbose_name_plural = "indikatorer"
        ordering = ["agreement", "name"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "name"], name="one_indicator_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicator", args=[self.agreement.slug, self.pk])


class IndicatorValue(models.Model):
    """An indicator's published value for a party and a year, with where and when it was read."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="values", verbose_name="indikator")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="indicator_values", verbose_name="part"
    )
    year = models.PositiveSmallIntegerField("år", validators=YEARS)
    value = models.DecimalField("värde", max_digits=8, decimal_places=2)
    read_from = models.CharField("hämtat ur", max_length=200, validators=[no_personal_number])
    read_on = models.DateField("hämtat")
    history = HistoricalRecords()

    class Meta:
        verbose_name = "indikatorvärde"
        verbose_name_plural = "indikatorvärden"
        ordering = ["indicator", "-year", "organisation__municipal_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "organisation", "year"], name="one_value_an_indicator_party_and_year"
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=0),
                name="indicator_value_is_not_negative",
                violation_error_message="Värdet kan inte vara negativt.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}, {self.organisation.short_name} {self.year}"
