"""Who meets: steering groups, political groups, working groups, and who sits in them (clause 9)."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Cooperation
from agreements.models.base import NaturalKeyManager
from agreements.models.organisation import Organisation
from agreements.validators import no_personal_number


class Body(models.Model):
    """A group that meets and decides or prepares. It may serve several cooperations (SocSam does)."""

    slug = models.SlugField("kortnamn i adressen", unique=True)
    name = models.CharField("namn", max_length=120, unique=True, validators=[no_personal_number])
    convened_by = models.CharField("kallas av", max_length=120, blank=True, validators=[no_personal_number])
    mandate = models.TextField("uppdrag", blank=True, validators=[no_personal_number])
    valid_from = models.DateField("från", null=True, blank=True)
    valid_until = models.DateField("till och med", null=True, blank=True)
    position = models.PositiveSmallIntegerField("ordning", default=0)
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("slug",)

    class Meta:
        verbose_name = "organ"
        verbose_name_plural = "organ"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("body", args=[self.slug])

    def natural_key(self):
        return (self.slug,)


class BodyRole(models.Model):
    """What a body is in a cooperation, and the clause that says it."""

    class Kind(models.TextChoices):
        STEERING_GROUP = "steering_group", "styrgrupp"
        POLITICAL_GROUP = "political_group", "politisk ledningsgrupp"
        MANAGEMENT_GROUP = "management_group", "ledningsgrupp"
        WORKING_GROUP = "working_group", "arbetsgrupp"
        REFERENCE_GROUP = "reference_group", "referensgrupp"
        NETWORK = "network", "nätverk"

    body = models.ForeignKey(Body, models.CASCADE, related_name="roles", verbose_name="organ")
    cooperation = models.ForeignKey(
        Cooperation, models.PROTECT, related_name="body_roles", verbose_name="samverkan"
    )
    kind = models.CharField("uppgift", max_length=20, choices=Kind)
    clause = models.CharField("punkt", max_length=40, blank=True, validators=[no_personal_number])
    anchors = models.BooleanField(
        "besluten förankras", default=False, help_text="Om besluten förankras hos varje part."
    )
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("body__slug", "cooperation__slug", "kind")

    class Meta:
        verbose_name = "organs uppgift"
        verbose_name_plural = "organs uppgifter"
        ordering = ["cooperation", "body"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "cooperation", "kind"], name="body_role_once_a_cooperation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_kind_display()} i {self.cooperation.short_name}"

    def natural_key(self):
        return (*self.body.natural_key(), *self.cooperation.natural_key(), self.kind)


class Membership(models.Model):
    """A person's seat in a body, dated. A substitute may stand in for one member, or for any."""

    class Office(models.TextChoices):
        CHAIR = "chair", "ordförande"
        VICE_CHAIR = "vice_chair", "vice ordförande"
        MEMBER = "member", "ledamot"
        SUBSTITUTE = "substitute", "ersättare"
        SECRETARY = "secretary", "sekreterare"
        CO_OPTED = "co_opted", "adjungerad"

    body = models.ForeignKey(Body, models.CASCADE, related_name="memberships", verbose_name="organ")
    name = models.CharField("namn", max_length=120, validators=[no_personal_number])
    title = models.CharField("befattning", max_length=120, blank=True, validators=[no_personal_number])
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name="användare",
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships", verbose_name="organisation"
    )
    office = models.CharField("uppdrag", max_length=20, choices=Office, default=Office.MEMBER)
    substitutes_for = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="substitutes", verbose_name="ersätter"
    )
    valid_from = models.DateField("från", null=True, blank=True)
    valid_until = models.DateField("till och med", null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "plats i ett organ"
        verbose_name_plural = "platser i organ"
        ordering = ["body", "organisation__municipal_code", "organisation__name", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_until=None)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="membership_ends_after_it_starts",
                violation_error_message="Uppdraget måste sluta efter att det har börjat.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation.short_name}"
