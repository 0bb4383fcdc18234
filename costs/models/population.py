"""How many inhabitants each party had, in a table with a source and a date."""

from django.core.validators import MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from agreements.models import Organisation
from agreements.models.base import NaturalKeyManager
from agreements.validators import no_personal_number


class PopulationTable(models.Model):
    """Figures from one source for one reference date."""

    slug = models.SlugField("kortnamn", unique=True)
    name = models.CharField("namn", max_length=160, validators=[no_personal_number])
    reference_date = models.DateField("referensdatum")
    source = models.CharField("källa", max_length=200, validators=[no_personal_number])
    retrieved_on = models.DateField("hämtad", null=True, blank=True)
    is_example = models.BooleanField("exempelsiffror", default=False)
    note = models.CharField("anmärkning", max_length=250, blank=True, validators=[no_personal_number])
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("slug",)

    class Meta:
        verbose_name = "folkmängdstabell"
        verbose_name_plural = "folkmängdstabeller"
        ordering = ["-reference_date", "slug"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self):
        return (self.slug,)


class PopulationFigure(models.Model):
    """One party's inhabitants in a table."""

    table = models.ForeignKey(
        PopulationTable, models.CASCADE, related_name="figures", verbose_name="folkmängdstabell"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="population_figures", verbose_name="organisation"
    )
    population = models.PositiveIntegerField("folkmängd", validators=[MinValueValidator(1)])
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("table__slug", "organisation__slug")

    class Meta:
        verbose_name = "folkmängd"
        verbose_name_plural = "folkmängder"
        ordering = ["organisation__municipal_code"]
        constraints = [
            models.UniqueConstraint(fields=["table", "organisation"], name="one_population_a_party"),
            models.CheckConstraint(
                condition=models.Q(population__gt=0),
                name="population_above_zero",
                violation_error_message="Folkmängden måste vara större än noll.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.population}"

    def natural_key(self):
        return (*self.table.natural_key(), *self.organisation.natural_key())
