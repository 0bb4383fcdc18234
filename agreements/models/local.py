"""The local life of a regional agreement: local agreements and what is followed up of them (Dalarna, del 5).

Nothing here is about a person: texts are followed by a confirmation, and a deviation has no text at all.
"""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Agreement
from agreements.models.base import NaturalKeyManager
from agreements.models.document import FiledDocument
from agreements.models.organisation import Organisation
from agreements.validators import no_personal_number

YEARS = (MinValueValidator(2000), MaxValueValidator(2100))


class LocalAgreement(models.Model):
    """What a municipality and the region agree on under the regional agreement; its text is a document."""

    class State(models.TextChoices):
        UNKNOWN = "unknown", "okänt"
        NOT_STARTED = "not_started", "inte påbörjad"
        UNDER_WAY = "under_way", "pågår"
        DECIDED = "decided", "beslutad"
        UNDER_REVISION = "under_revision", "under revidering"

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="local_agreements", verbose_name="regional överenskommelse"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="local_agreements", verbose_name="kommun"
    )
    state = models.CharField("läge", max_length=20, choices=State, default=State.UNKNOWN)
    has_structure = models.BooleanField("ledning och struktur", default=False)
    has_picture = models.BooleanField("lokal lägesbild", default=False)
    has_services = models.BooleanField("lokalt utbud av insatser", default=False)
    has_sip = models.BooleanField("arbetet med SIP", default=False)
    has_implementation = models.BooleanField("införande", default=False)
    has_followup = models.BooleanField("uppföljning och analys", default=False)
    decided_on = models.DateField("beslutad", null=True, blank=True)
    body_name = models.CharField("beslutad av", max_length=120, blank=True, validators=[no_personal_number])
    paragraph = models.CharField("paragraf", max_length=20, blank=True, validators=[no_personal_number])
    document = models.ForeignKey(
        FiledDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="handling"
    )
    note = models.CharField("anmärkning", max_length=200, blank=True, validators=[no_personal_number])
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("agreement__slug", "organisation__slug")
    AREAS = (
        *("has_structure", "has_picture", "has_services"),
        *("has_sip", "has_implementation", "has_followup"),
    )

    class Meta:
        verbose_name = "lokal överenskommelse"
        verbose_name_plural = "lokala överenskommelser"
        ordering = ["organisation__municipal_code"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="one_local_agreement_a_party"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["decided", "under_revision"])
                | models.Q(decided_on__isnull=False),
                name="decided_local_agreement_has_a_day",
                violation_error_message="Skriv vilken dag den lokala överenskommelsen beslutades.",
            ),
        ]

    def __str__(self) -> str:
        return f"Lokal överenskommelse i {self.organisation.short_name}"

    def get_absolute_url(self) -> str:
        return reverse("local_agreement", args=[self.agreement.slug, self.organisation.slug])

    def natural_key(self):
        return (*self.agreement.natural_key(), *self.organisation.natural_key())

    @property
    def areas(self) -> list[tuple[str, bool]]:
        """The areas the regional agreement names, and whether each is covered."""
        return [(str(self._meta.get_field(name).verbose_name), getattr(self, name)) for name in self.AREAS]

    @property
    def covered(self) -> int:
        return sum(is_covered for _, is_covered in self.areas)


class LocalFollowUp(models.Model):
    """A year's look back at a local agreement, by the questions of the regional one."""

    local_agreement = models.ForeignKey(
        LocalAgreement, models.CASCADE, related_name="followups", verbose_name="lokal överenskommelse"
    )
    year = models.PositiveSmallIntegerField("år", validators=YEARS)
    activities = models.TextField(
        "aktiviteter och resultat", max_length=5000, blank=True, validators=[no_personal_number]
    )
    cooperation_lessons = models.TextField(
        "lärdomar av samverkan", max_length=5000, blank=True, validators=[no_personal_number]
    )
    implementation_lessons = models.TextField(
        "lärdomar av införandet", max_length=5000, blank=True, validators=[no_personal_number]
    )
    goal_progress = models.TextField(
        "hur arbetet går mot målen", max_length=5000, blank=True, validators=[no_personal_number]
    )
    done_on = models.DateField("klar", null=True, blank=True)
    names_nobody = models.BooleanField("texterna innehåller inga uppgifter om enskilda", default=False)
    history = HistoricalRecords()
    QUESTIONS = ("activities", "cooperation_lessons", "implementation_lessons", "goal_progress")

    class Meta:
        verbose_name = "årlig lokal uppföljning"
        verbose_name_plural = "årliga lokala uppföljningar"
        ordering = ["local_agreement", "-year"]
        constraints = [
            models.UniqueConstraint(fields=["local_agreement", "year"], name="one_local_followup_a_year"),
            models.CheckConstraint(
                condition=models.Q(done_on=None) | models.Q(names_nobody=True),
                name="done_local_followup_names_nobody",
                violation_error_message="Läs igenom texterna och intyga att de inte rör enskilda.",
            ),
        ]

    def __str__(self) -> str:
        return f"Uppföljning {self.year}, {self.local_agreement.organisation.short_name}"

    @property
    def answers(self) -> list[tuple[str, str]]:
        """The questions, each with what was answered."""
        return [
            (str(self._meta.get_field(name).verbose_name), getattr(self, name)) for name in self.QUESTIONS
        ]


class SelfAssessment(models.Model):
    """How far a party judges its own implementation to have come a year, phase by phase. No words."""

    class Progress(models.TextChoices):
        NOT_STARTED = "not_started", "inte påbörjad"
        UNDER_WAY = "under_way", "pågår"
        DONE = "done", "klar"

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="self_assessments", verbose_name="regional överenskommelse"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="self_assessments", verbose_name="part"
    )
    year = models.PositiveSmallIntegerField("år", validators=YEARS)
    phase_1 = models.CharField("fas 1, planering", max_length=20, choices=Progress)
    phase_2 = models.CharField("fas 2, planering", max_length=20, choices=Progress)
    phase_3 = models.CharField("fas 3, genomförande och uppföljning", max_length=20, choices=Progress)
    phase_4 = models.CharField("fas 4, genomförande och uppföljning", max_length=20, choices=Progress)
    assessed_on = models.DateField("skattad")
    history = HistoricalRecords()
    PHASES = ("phase_1", "phase_2", "phase_3", "phase_4")

    class Meta:
        verbose_name = "självskattning"
        verbose_name_plural = "självskattningar"
        ordering = ["agreement", "-year", "organisation__municipal_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "organisation", "year"], name="one_self_assessment_a_party_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"Självskattning {self.year}, {self.organisation.short_name}"
