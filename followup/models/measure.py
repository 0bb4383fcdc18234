"""What a cooperation counts and reports, as data: a new measure or slot is a new row, not new code."""

import json
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from simple_history.models import HistoricalRecords

from agreements.models import Cooperation
from agreements.models.base import NaturalKeyManager
from agreements.validators import nothing_like_a_personal_number
from followup.measures import MeasureError, Municipality, read_measure
from followup.report_plan import PlanError, read_plan


def _no_personal_number(definition) -> None:
    """Refuse a definition that holds a personal identity number in any of its texts."""
    try:
        nothing_like_a_personal_number(json.dumps(definition, ensure_ascii=False))
    except ValidationError as refusal:
        raise ValidationError({"definition": refusal.messages}) from None


class MeasureDefinition(models.Model):
    """A measure from a year on. Changed classes are a new row, so that earlier years keep theirs."""

    cooperation = models.ForeignKey(
        Cooperation, models.PROTECT, related_name="measures", verbose_name="samverkan"
    )
    slug = models.SlugField("kortnamn")
    name = models.CharField("namn", max_length=120, validators=[nothing_like_a_personal_number])
    position = models.PositiveSmallIntegerField("ordning")
    first_year = models.PositiveSmallIntegerField("från och med år", default=0)
    last_year = models.PositiveSmallIntegerField("till och med år", null=True, blank=True)
    definition = models.JSONField("vad som räknas")
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("cooperation__slug", "slug", "first_year")

    class Meta:
        verbose_name = "mått"
        verbose_name_plural = "mått"
        ordering = ["cooperation", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation", "slug", "first_year"], name="one_measure_a_slug_and_first_year"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self):
        return (*self.cooperation.natural_key(), self.slug, self.first_year)

    def clean(self) -> None:
        """Read it as a year with two municipalities would, one of them the one it names."""
        _no_personal_number(self.definition)
        named = [row.get("municipal") for row in self.definition.get("splits", ()) if row.get("municipal")]
        municipalities = [Municipality(code, code) for code in {*named, "annan"}]
        try:
            read_measure(self.slug, self.name, self.definition, municipalities)
        except MeasureError as error:
            raise ValidationError({"definition": str(error)}) from error


class ReportPlan(models.Model):
    """What a cooperation's annual report holds, from a year on: its numbered slots, as data."""

    cooperation = models.ForeignKey(
        Cooperation, models.PROTECT, related_name="report_plans", verbose_name="samverkan"
    )
    first_year = models.PositiveSmallIntegerField("från och med år", default=0)
    title = models.CharField("rapportens namn", max_length=80, validators=[nothing_like_a_personal_number])
    recipients = models.CharField("lämnas till", max_length=120, validators=[nothing_like_a_personal_number])
    clause = models.CharField("punkt", max_length=60, validators=[nothing_like_a_personal_number])
    deadline_month = models.PositiveSmallIntegerField("klar senast månad året efter", null=True, blank=True)
    deadline_day = models.PositiveSmallIntegerField("klar senast dag", null=True, blank=True)
    definition = models.JSONField("delar")
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("cooperation__slug", "first_year")

    class Meta:
        verbose_name = "rapportplan"
        verbose_name_plural = "rapportplaner"
        ordering = ["cooperation", "-first_year"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "first_year"], name="one_report_plan_a_first_year")
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.cooperation}"

    def natural_key(self):
        return (*self.cooperation.natural_key(), self.first_year)

    def clean(self) -> None:
        _no_personal_number(self.definition)
        try:
            read_plan(self.definition)
        except PlanError as error:
            raise ValidationError({"definition": str(error)}) from error

    def deadline(self, year: int) -> date | None:
        """The last day to hand over the report of a year; None where the agreement names none."""
        if not self.deadline_month or not self.deadline_day:
            return None
        return date(year + 1, self.deadline_month, self.deadline_day)
