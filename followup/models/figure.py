"""A year's raw figures: counts and sums, never persons. Only the centre's own people ever see them."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from agreements.models import Cooperation
from agreements.validators import nothing_like_a_personal_number
from followup.figures import LARGEST, Sheet
from followup.measures import Measure
from followup.models.measure import MeasureDefinition


class FigureSheet(models.Model):
    """The sheet of one measure and one year that figures are filled in on."""

    measure = models.ForeignKey(MeasureDefinition, models.PROTECT, related_name="sheets", verbose_name="mått")
    year = models.PositiveSmallIntegerField("år")
    is_offered = models.BooleanField("insatsen erbjöds under året", default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "sifferblad"
        verbose_name_plural = "sifferblad"
        ordering = ["-year", "measure__position"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "year"], name="one_sheet_a_measure_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}"

    def sheet(self, measure: Measure) -> Sheet:
        """The sheet as pure data; reads the figures unless they are prefetched."""
        values = {figure.field: figure.value for figure in self.figures.all()}
        return Sheet(measure, self.year, values, self.is_offered)


class Figure(models.Model):
    """One number of a sheet. No number of another kind is ever stored here (R0)."""

    sheet = models.ForeignKey(FigureSheet, models.CASCADE, related_name="figures", verbose_name="sifferblad")
    field = models.CharField("fält", max_length=60)
    value = models.PositiveIntegerField("antal")
    history = HistoricalRecords()

    class Meta:
        verbose_name = "siffra"
        verbose_name_plural = "siffror"
        ordering = ["sheet", "field"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "field"], name="one_figure_a_field"),
            models.CheckConstraint(
                condition=models.Q(value__lte=LARGEST),
                name="figure_is_a_count",
                violation_error_message="Antalet är för stort.",
            ),
        ]

    def __str__(self) -> str:
        # Never the value: this text may end in a log.
        return f"{self.field}, {self.sheet}"


class FigureImport(models.Model):
    """Counts that an uploaded file added up to, waiting to be looked at. Taken away when used or not."""

    class Kind(models.TextChoices):
        COUNTS = "counts", "tabell med antal"
        SERIES = "series", "lista med avidentifierade serier"

    cooperation = models.ForeignKey(
        Cooperation, models.PROTECT, related_name="figure_imports", verbose_name="samverkan"
    )
    year = models.PositiveSmallIntegerField("år")
    kind = models.CharField("slag", max_length=20, choices=Kind)
    values = models.JSONField("summerade antal")
    rows = models.PositiveIntegerField("lästa rader")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="inläst av"
    )
    uploaded_at = models.DateTimeField("inläst", auto_now_add=True)

    class Meta:
        verbose_name = "inläsning"
        verbose_name_plural = "inläsningar"
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return f"Inläsning {self.year}, {self.cooperation}"


class SeriesImportPermit(models.Model):
    """The principal's leave to upload lists of series; without it only tables of counts can be read."""

    cooperation = models.OneToOneField(
        Cooperation, models.PROTECT, related_name="series_import_permit", verbose_name="samverkan"
    )
    is_on = models.BooleanField("listor får läsas in", default=False)
    decision = models.CharField(
        "huvudmannens beslut",
        max_length=200,
        help_text="Vem som beslutade, vilken dag och diarienummer.",
        validators=[nothing_like_a_personal_number],
    )
    switched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="registrerad av"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = "tillstånd att läsa in serier"
        verbose_name_plural = "tillstånd att läsa in serier"

    def __str__(self) -> str:
        return f"Inläsning av serier, {self.cooperation}"
