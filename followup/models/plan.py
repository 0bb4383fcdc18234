"""The activity plan of a year: goals, followed up in the report of the same year (9.1, Bilaga 1)."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from agreements.models import Cooperation
from followup.models.report import TEXT, ReportText


class ActivityPlan(models.Model):
    """What the service means to do in a year, made together with the steering group."""

    cooperation = models.ForeignKey(
        Cooperation, models.PROTECT, related_name="activity_plans", verbose_name="samverkan"
    )
    year = models.PositiveSmallIntegerField("år")
    introduction = models.TextField("inledning", blank=True, validators=TEXT)
    decided_on = models.DateField("beslutad av styrgruppen", null=True, blank=True)
    paragraph = models.CharField("styrgruppens paragraf", max_length=60, blank=True, validators=TEXT)
    is_fictitious = models.BooleanField("fiktiva uppgifter", default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "verksamhetsplan"
        verbose_name_plural = "verksamhetsplaner"
        ordering = ["cooperation", "-year"]
        constraints = [models.UniqueConstraint(fields=["cooperation", "year"], name="one_plan_a_year")]

    def __str__(self) -> str:
        return f"Verksamhetsplan {self.year}, {self.cooperation.short_name}"

    def get_absolute_url(self) -> str:
        return reverse("activity_plan", args=[self.cooperation.slug, self.year])


class PlanGoal(models.Model):
    """A goal of the plan, what is done for it, and how it went."""

    plan = models.ForeignKey(
        ActivityPlan, models.CASCADE, related_name="goals", verbose_name="verksamhetsplan"
    )
    position = models.PositiveSmallIntegerField("ordning")
    title = models.CharField("mål", max_length=200, validators=TEXT)
    action = models.TextField("det här gör vi", validators=TEXT)
    followup = models.TextField("så gick det", blank=True, validators=TEXT)
    judgement = models.CharField("bedömning", max_length=20, choices=ReportText.Judgement, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "mål i verksamhetsplanen"
        verbose_name_plural = "mål i verksamhetsplanen"
        ordering = ["plan", "position"]
        constraints = [models.UniqueConstraint(fields=["plan", "position"], name="one_plan_goal_a_position")]

    def __str__(self) -> str:
        return self.title
