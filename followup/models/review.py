"""The quality review every third year and the systematic follow-up every second (11.5, 12.2, Bilaga 1)."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from agreements.models import Cooperation
from costs.models import Charge
from followup.models.report import TEXT


class QualityReview(models.Model):
    """An independent look at the service: scope, reviewer, what it cost, and what it found."""

    cooperation = models.ForeignKey(
        Cooperation, models.PROTECT, related_name="quality_reviews", verbose_name="samverkan"
    )
    year = models.PositiveSmallIntegerField("redovisas år")
    scope_from = models.DateField("avser från")
    scope_until = models.DateField("avser till och med")
    report_due = models.DateField("redovisas senast")
    reviewer = models.CharField("granskare", max_length=160, blank=True, validators=TEXT)
    independence = models.TextField(
        "oberoende",
        blank=True,
        help_text="Hur granskaren är oberoende av verksamheten och parterna.",
        validators=TEXT,
    )
    appointed_on = models.DateField("utsedd av styrgruppen", null=True, blank=True)
    appointment_paragraph = models.CharField(
        "styrgruppens paragraf", max_length=60, blank=True, validators=TEXT
    )
    charge = models.ForeignKey(
        Charge, models.PROTECT, null=True, blank=True, related_name="quality_reviews",
        verbose_name="debitering",
    )  # fmt: skip
    interviews = models.TextField("intervjuer i sammandrag", blank=True, validators=TEXT)
    compiled_followup = models.TextField(
        "den systematiska uppföljningen sammanställd", blank=True, validators=TEXT
    )
    statement = models.TextField("kvalitetsutlåtande", blank=True, validators=TEXT)
    names_nobody = models.BooleanField("texterna innehåller inga uppgifter om enskilda", default=False)
    is_fictitious = models.BooleanField("fiktiva uppgifter", default=False)
    reported_on = models.DateField("redovisad för styrgruppen", null=True, blank=True)
    contents = models.JSONField("fruset innehåll", null=True, blank=True)
    history = HistoricalRecords(excluded_fields=["contents"])

    class Meta:
        verbose_name = "kvalitetsgranskning"
        verbose_name_plural = "kvalitetsgranskningar"
        ordering = ["cooperation", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "year"], name="one_quality_review_a_year"),
            models.CheckConstraint(
                condition=models.Q(scope_until__gt=models.F("scope_from")),
                name="quality_review_scope_is_a_period",
                violation_error_message="Perioden måste sluta efter att den har börjat.",
            ),
        ]

    def __str__(self) -> str:
        return f"Kvalitetsgranskning {self.year}, {self.cooperation.short_name}"

    def get_absolute_url(self) -> str:
        return reverse("quality_review", args=[self.cooperation.slug, self.year])


class ImprovementMeasure(models.Model):
    """What a quality review asks to be done better: by whom, until when, and how it stands."""

    class Status(models.TextChoices):
        PLANNED = "planned", "inte påbörjad"
        STARTED = "started", "pågår"
        DONE = "done", "klar"
        DROPPED = "dropped", "avskriven"

    review = models.ForeignKey(
        QualityReview, models.CASCADE, related_name="improvements", verbose_name="kvalitetsgranskning"
    )
    position = models.PositiveSmallIntegerField("ordning")
    text = models.CharField("åtgärd", max_length=300, validators=TEXT)
    owner = models.CharField("ansvarig funktion", max_length=120, validators=TEXT)
    due_on = models.DateField("klar senast")
    status = models.CharField("läge", max_length=20, choices=Status, default=Status.PLANNED)
    note = models.CharField("kommentar", max_length=300, blank=True, validators=TEXT)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "förbättringsåtgärd"
        verbose_name_plural = "förbättringsåtgärder"
        ordering = ["review", "position"]
        constraints = [
            models.UniqueConstraint(fields=["review", "position"], name="one_improvement_a_position")
        ]

    def __str__(self) -> str:
        return self.text


class SystematicFollowup(models.Model):
    """Every second year: chosen focus areas and what was learnt of them, at group level."""

    cooperation = models.ForeignKey(
        Cooperation, models.PROTECT, related_name="systematic_followups", verbose_name="samverkan"
    )
    year = models.PositiveSmallIntegerField("redovisas år")
    decided_by = models.CharField(
        "fokusområdena bestämda av",
        max_length=160,
        blank=True,
        help_text="Avtalet säger olika: 12.2 nämner båda, bilaga 1 styrgruppen. Skriv vem som beslutade.",
        validators=TEXT,
    )
    decided_on = models.DateField("fokusområdena bestämda", null=True, blank=True)
    method = models.TextField("så gjordes uppföljningen", blank=True, validators=TEXT)
    names_nobody = models.BooleanField("texterna innehåller inga uppgifter om enskilda", default=False)
    is_fictitious = models.BooleanField("fiktiva uppgifter", default=False)
    reported_on = models.DateField("redovisad", null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "systematisk uppföljning"
        verbose_name_plural = "systematiska uppföljningar"
        ordering = ["cooperation", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "year"], name="one_systematic_followup_a_year")
        ]

    def __str__(self) -> str:
        return f"Systematisk uppföljning {self.year}, {self.cooperation.short_name}"

    def get_absolute_url(self) -> str:
        return reverse("systematic_followup", args=[self.cooperation.slug, self.year])


class FocusArea(models.Model):
    """What a systematic follow-up looks closer at, and what came out of it."""

    followup = models.ForeignKey(
        SystematicFollowup, models.CASCADE, related_name="focus_areas", verbose_name="systematisk uppföljning"
    )
    position = models.PositiveSmallIntegerField("ordning")
    title = models.CharField("fokusområde", max_length=200, validators=TEXT)
    result = models.TextField("resultat", blank=True, validators=TEXT)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "fokusområde"
        verbose_name_plural = "fokusområden"
        ordering = ["followup", "position"]
        constraints = [
            models.UniqueConstraint(fields=["followup", "position"], name="one_focus_area_a_position")
        ]

    def __str__(self) -> str:
        return self.title
