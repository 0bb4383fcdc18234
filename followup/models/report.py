"""The annual report: its texts, what has been shown of its figures, and what was adopted.

A publication and an adopted report are never changed or deleted: triggers refuse it (migration 0002).
"""

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from agreements.models import Cooperation
from agreements.validators import nothing_like_a_personal_number

TEXT = [nothing_like_a_personal_number]


class AnnualReport(models.Model):
    """One edition of a year's report: draft, reviewed, adopted. A revised edition is a new row."""

    class State(models.TextChoices):
        DRAFT = "draft", "utkast"
        REVIEWED = "reviewed", "granskad"
        ADOPTED = "adopted", "fastställd"

    cooperation = models.ForeignKey(
        Cooperation, models.PROTECT, related_name="annual_reports", verbose_name="samverkan"
    )
    year = models.PositiveSmallIntegerField("år")
    edition = models.PositiveSmallIntegerField("utgåva", default=1)
    state = models.CharField("läge", max_length=20, choices=State, default=State.DRAFT)
    is_fictitious = models.BooleanField("fiktiva uppgifter", default=False)
    changes = models.TextField("vad som är ändrat sedan förra utgåvan", blank=True, validators=TEXT)
    corrected = models.JSONField("mått som rättas efter styrgruppens beslut", default=list, blank=True)
    correction_decision = models.CharField(
        "styrgruppens beslut om rättelse", max_length=200, blank=True, validators=TEXT
    )
    names_nobody = models.BooleanField("texterna innehåller inga uppgifter om enskilda", default=False)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="påbörjad av"
    )
    opened_at = models.DateTimeField("påbörjad", auto_now_add=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="granskad av",
    )  # fmt: skip
    reviewed_at = models.DateTimeField("granskad", null=True, blank=True)
    publication = models.ForeignKey(
        "Publication", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="visade siffror"
    )
    adopted_on = models.DateField("fastställd", null=True, blank=True)
    adoption_paragraph = models.CharField("styrgruppens paragraf", max_length=60, blank=True, validators=TEXT)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="fastställandet registrerat av",
    )  # fmt: skip
    adopted_at = models.DateTimeField("fastställandet registrerat", null=True, blank=True)
    contents = models.JSONField("fruset innehåll", null=True, blank=True)
    sha256 = models.CharField("filens kontrollsumma", max_length=64, blank=True)
    history = HistoricalRecords(excluded_fields=["contents"])

    class Meta:
        verbose_name = "verksamhetsberättelse"
        verbose_name_plural = "verksamhetsberättelser"
        ordering = ["cooperation", "-year", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["cooperation", "year", "edition"], name="one_report_an_edition"),
            models.UniqueConstraint(
                fields=["cooperation", "year"],
                condition=~models.Q(state="adopted"),
                name="one_open_report_a_year",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="adopted")
                | models.Q(
                    adopted_on__isnull=False,
                    adopted_by__isnull=False,
                    publication__isnull=False,
                    contents__isnull=False,
                    names_nobody=True,
                ),
                name="adopted_report_is_whole",
            ),
        ]

    def __str__(self) -> str:
        edition = f", utgåva {self.edition}" if self.edition > 1 else ""
        return f"Verksamhetsberättelse {self.year}{edition}, {self.cooperation.short_name}"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.cooperation.slug, self.year])

    @property
    def is_adopted(self) -> bool:
        return self.state == self.State.ADOPTED


class AdoptedFile(models.Model):
    """The adopted report as it was printed, once. In the database, so that row and file are one."""

    report = models.OneToOneField(
        AnnualReport, models.PROTECT, related_name="file", verbose_name="verksamhetsberättelse"
    )
    data = models.BinaryField("filens innehåll")

    class Meta:
        verbose_name = "fastställd fil"
        verbose_name_plural = "fastställda filer"

    def __str__(self) -> str:
        return f"{self.report}, PDF"


class Publication(models.Model):
    """Protected figures that somebody outside the centre has seen. It counts in every later audit (3.1)."""

    report = models.ForeignKey(
        AnnualReport, models.PROTECT, related_name="publications", verbose_name="verksamhetsberättelse"
    )
    sequence = models.PositiveSmallIntegerField("nummer")
    figures = models.JSONField("tryckta siffror")
    parameters = models.JSONField("gränser")
    code_version = models.CharField("programversion", max_length=40)
    audit = models.JSONField("röjandekontrollens resultat")
    sha256 = models.CharField("kontrollsumma", max_length=64)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="visad av"
    )
    released_at = models.DateTimeField("visad")

    class Meta:
        verbose_name = "publicering"
        verbose_name_plural = "publiceringar"
        ordering = ["report", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["report", "sequence"], name="one_publication_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.report}, visning {self.sequence}"


class ReportText(models.Model):
    """A text of the report: of a slot, or of one goal in it. Says nothing of individuals (R12)."""

    class Judgement(models.TextChoices):
        FULFILLED = "fulfilled", "uppfyllt"
        PARTLY = "partly", "delvis uppfyllt"
        NOT_FULFILLED = "not_fulfilled", "inte uppfyllt"
        NOT_POSSIBLE = "not_possible", "kan inte bedömas"

    report = models.ForeignKey(
        AnnualReport, models.CASCADE, related_name="texts", verbose_name="verksamhetsberättelse"
    )
    slot = models.CharField("del", max_length=40)
    goal = models.PositiveSmallIntegerField("mål", null=True, blank=True)
    text = models.TextField("text", validators=TEXT)
    judgement = models.CharField("bedömning", max_length=20, choices=Judgement, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "text i verksamhetsberättelsen"
        verbose_name_plural = "texter i verksamhetsberättelsen"
        ordering = ["report", "slot", "goal"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "slot", "goal"], name="one_text_a_slot_and_goal", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.slot}, {self.report}"


class ReportPresentation(models.Model):
    """That an adopted report was presented to the political group, which takes note of it (9)."""

    report = models.OneToOneField(
        AnnualReport, models.PROTECT, related_name="presentation", verbose_name="verksamhetsberättelse"
    )
    presented_on = models.DateField("presenterad")
    paragraph = models.CharField("paragraf", max_length=60, blank=True, validators=TEXT)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="registrerad av"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = "presentation"
        verbose_name_plural = "presentationer"

    def __str__(self) -> str:
        return f"{self.report}, presenterad {self.presented_on}"


class PublishedElsewhere(models.Model):
    """A figure that has been told outside the portal. It counts in every audit (R13)."""

    cooperation = models.ForeignKey(
        Cooperation, models.PROTECT, related_name="published_elsewhere", verbose_name="samverkan"
    )
    measure = models.SlugField("mått")
    year = models.PositiveSmallIntegerField("år")
    split = models.CharField("uppdelning", max_length=40, blank=True)
    label = models.CharField("klass", max_length=80, blank=True)
    value = models.PositiveIntegerField("antal")
    where = models.CharField("var det har sagts", max_length=200, validators=TEXT)
    published_on = models.DateField("dag")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="registrerad av"
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = "uppgift publicerad utanför portalen"
        verbose_name_plural = "uppgifter publicerade utanför portalen"
        ordering = ["-year", "measure", "split", "label"]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}, {self.where}"
