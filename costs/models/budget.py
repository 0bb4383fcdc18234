"""What the service costs in a year: decided budgets, grants, and how the year ended."""

from django.db import models
from simple_history.models import HistoricalRecords

from agreements.models import Agreement, Organisation
from agreements.models.base import NaturalKeyManager
from agreements.validators import no_personal_number


class Budget(models.Model):
    """A year's budget. A decided one is the base that later years are uplifted from."""

    class Status(models.TextChoices):
        DECIDED = "decided", "beslutad"
        PROPOSAL = "proposal", "förslag"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="budgets", verbose_name="avtal")
    year = models.PositiveSmallIntegerField("år")
    status = models.CharField("status", max_length=20, choices=Status)
    source = models.CharField("källa eller beslut", max_length=200, validators=[no_personal_number])
    clause = models.CharField("punkt", max_length=40, blank=True, validators=[no_personal_number])
    published_total = models.PositiveBigIntegerField(
        "summa i källans tabell, kr",
        null=True,
        blank=True,
        help_text="Portalen prövar sin uträkning mot den.",
    )
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("agreement__slug", "year")

    class Meta:
        verbose_name = "budget"
        verbose_name_plural = "budgetar"
        ordering = ["agreement", "-year"]
        constraints = [models.UniqueConstraint(fields=["agreement", "year"], name="one_budget_a_year")]

    def __str__(self) -> str:
        return f"Budget {self.year}, {self.agreement}"

    def natural_key(self):
        return (*self.agreement.natural_key(), self.year)


class BudgetLine(models.Model):
    """One cost of a budget, in whole kronor."""

    budget = models.ForeignKey(Budget, models.CASCADE, related_name="lines", verbose_name="budget")
    position = models.PositiveSmallIntegerField("ordning")
    label = models.CharField("kostnad", max_length=200, validators=[no_personal_number])
    amount = models.PositiveBigIntegerField("belopp, kr")
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("budget__agreement__slug", "budget__year", "position")

    class Meta:
        verbose_name = "budgetrad"
        verbose_name_plural = "budgetrader"
        ordering = ["budget", "position"]
        constraints = [models.UniqueConstraint(fields=["budget", "position"], name="one_line_a_position")]

    def __str__(self) -> str:
        return self.label

    def natural_key(self):
        return (*self.budget.natural_key(), self.position)


class PublishedAmount(models.Model):
    """A row of the distribution as the source prints it, to test the portal's own result against."""

    budget = models.ForeignKey(
        Budget, models.CASCADE, related_name="published_amounts", verbose_name="budget"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="published_amounts", verbose_name="organisation"
    )
    share = models.CharField("andel i procent, så som tryckt", max_length=12)
    amount = models.PositiveBigIntegerField("belopp, kr")
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("budget__agreement__slug", "budget__year", "organisation__slug")

    class Meta:
        verbose_name = "belopp i källans tabell"
        verbose_name_plural = "belopp i källans tabell"
        ordering = ["organisation__municipal_code"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "organisation"], name="one_published_amount_a_party")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.amount}"

    def natural_key(self):
        return (*self.budget.natural_key(), *self.organisation.natural_key())


class StateGrant(models.Model):
    """Money from the state that lowers what the parties share in a year."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="grants", verbose_name="avtal")
    year = models.PositiveSmallIntegerField("år")
    label = models.CharField("statsbidrag", max_length=160, validators=[no_personal_number])
    amount = models.PositiveBigIntegerField("belopp, kr")
    decision = models.CharField("beslut", max_length=200, validators=[no_personal_number])
    is_example = models.BooleanField("exempel", default=False)
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("agreement__slug", "year", "label")

    class Meta:
        verbose_name = "statsbidrag"
        verbose_name_plural = "statsbidrag"
        ordering = ["agreement", "-year", "label"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "year", "label"], name="one_grant_a_label_and_year")
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.year}"

    def natural_key(self):
        return (*self.agreement.natural_key(), self.year, self.label)


class YearOutcome(models.Model):
    """What a year cost when its accounts were closed. Deficit is charged, surplus is carried (11.3)."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="outcomes", verbose_name="avtal")
    year = models.PositiveSmallIntegerField("år")
    budgeted = models.PositiveBigIntegerField("budget, kr")
    actual = models.PositiveBigIntegerField("utfall, kr")
    closed_on = models.DateField("bokslutet fastställt")
    surplus_use = models.CharField(
        "överskottet används till",
        max_length=200,
        blank=True,
        help_text="Förankras i styrgruppen.",
        validators=[no_personal_number],
    )
    is_example = models.BooleanField("exempel", default=False)
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("agreement__slug", "year")

    class Meta:
        verbose_name = "utfall"
        verbose_name_plural = "utfall"
        ordering = ["agreement", "-year"]
        constraints = [models.UniqueConstraint(fields=["agreement", "year"], name="one_outcome_a_year")]

    def __str__(self) -> str:
        return f"Utfall {self.year}, {self.agreement}"

    def natural_key(self):
        return (*self.agreement.natural_key(), self.year)

    @property
    def deviation(self) -> int:
        """Budget minus outcome in whole kronor: above zero a surplus, below zero a deficit."""
        return self.budgeted - self.actual
