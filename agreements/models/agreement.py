"""Cooperations, the editions of their agreements, who is a party, and the agreed numbers."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from agreements.models.base import NaturalKeyManager
from agreements.models.organisation import Organisation
from agreements.term import AgreementTerm
from agreements.terms import SPECS, TermError, TermKind, TermRow, parse, show
from agreements.validators import no_personal_number


class Cooperation(models.Model):
    """What the parties do together, through one edition of an agreement after another."""

    slug = models.SlugField("kortnamn i adressen", unique=True)
    name = models.CharField("namn", max_length=120, validators=[no_personal_number])
    short_name = models.CharField("kort namn", max_length=40, validators=[no_personal_number])
    summary = models.TextField("om samverkan", validators=[no_personal_number])
    political_group = models.CharField(
        "politisk ledningsgrupp", max_length=120, blank=True, validators=[no_personal_number]
    )
    steering_group = models.CharField(
        "styrgrupp", max_length=120, blank=True, validators=[no_personal_number]
    )
    position = models.PositiveSmallIntegerField("ordning", default=0)
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("slug",)

    class Meta:
        verbose_name = "samverkan"
        verbose_name_plural = "samverkan"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cooperation", args=[self.slug])

    def natural_key(self):
        return (self.slug,)


class Agreement(models.Model):
    """One edition of a cooperation's agreement. What the sources do not tell is left empty."""

    class Status(models.TextChoices):
        DRAFT = "draft", "utkast"
        PROPOSAL = "proposal", "förslag"
        ADOPTED = "adopted", "antaget"
        DROPPED = "dropped", "nedlagt"

    class Evidence(models.TextChoices):
        SOURCE = "source", "beslut och underskrifter saknas i källan"
        PORTAL = "portal", "beslut och underskrifter finns i portalen"
        EXAMPLE = "example", "exempel"

    cooperation = models.ForeignKey(
        Cooperation, models.PROTECT, related_name="agreements", verbose_name="samverkan"
    )
    slug = models.SlugField("kortnamn i adressen", unique=True)
    title = models.CharField("titel", max_length=160, validators=[no_personal_number])
    year = models.PositiveSmallIntegerField("utgåvans år")
    predecessor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name="ersätter"
    )
    status = models.CharField("status", max_length=20, choices=Status)
    evidence = models.CharField("underlag", max_length=20, choices=Evidence)
    starts_on = models.DateField("gäller från", null=True, blank=True)
    first_end = models.DateField("första avtalstidens slut", null=True, blank=True)
    stated_cost = models.CharField(
        "kostnad enligt källan", max_length=60, blank=True, validators=[no_personal_number]
    )
    source = models.CharField("källa", max_length=200, validators=[no_personal_number])
    note = models.TextField("anmärkning", blank=True, validators=[no_personal_number])
    purpose = models.TextField("vad revideringen ska uppnå", blank=True, validators=[no_personal_number])
    round = models.PositiveSmallIntegerField("beslutsomgång", default=1, editable=False)
    revision = models.PositiveIntegerField("ändringsnummer", default=1, editable=False)
    submitted_on = models.DateField("lämnad för beslut", null=True, blank=True, editable=False)
    adopted_on = models.DateField("alla villkor uppfyllda", null=True, blank=True, editable=False)
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("slug",)

    class Meta:
        verbose_name = "avtal"
        verbose_name_plural = "avtal"
        ordering = ["cooperation", "-year"]
        constraints = [
            models.UniqueConstraint(
                fields=["cooperation", "year"],
                condition=~models.Q(status="dropped"),
                name="one_edition_a_year",
            ),
            models.CheckConstraint(
                condition=models.Q(first_end__isnull=True) | models.Q(first_end__gt=models.F("starts_on")),
                name="agreement_ends_after_it_starts",
                violation_error_message="Avtalstiden måste sluta efter att den har börjat.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("agreement", args=[self.slug])

    def natural_key(self):
        return (self.slug,)

    def term(self, rows: list[TermRow]) -> AgreementTerm:
        """The agreement's period and notice, from its own dates and its term rows."""
        values = {row.kind: parse(row.kind, row.value) for row in rows}
        return AgreementTerm(
            start=self.starts_on,
            end=self.first_end,
            prolongation_months=values.get(TermKind.PROLONGATION_MONTHS),
            notice_months=values.get(TermKind.NOTICE_MONTHS),
            prolongation_condition=values.get(TermKind.PROLONGATION_CONDITION) or "",
        )


class Party(models.Model):
    """An organisation's part in an agreement, from one date to another."""

    class Role(models.TextChoices):
        PRINCIPAL = "principal", "huvudman och part"
        PARTY = "party", "part"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="parties", verbose_name="avtal")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="parties", verbose_name="organisation"
    )
    role = models.CharField("roll", max_length=20, choices=Role, default=Role.PARTY)
    pays = models.BooleanField("bär en del av kostnaden", default=True)
    valid_from = models.DateField("part från", null=True, blank=True)
    valid_until = models.DateField("part till och med", null=True, blank=True)
    note = models.CharField("anmärkning", max_length=200, blank=True, validators=[no_personal_number])
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("agreement__slug", "organisation__slug")

    class Meta:
        verbose_name = "avtalspart"
        verbose_name_plural = "avtalsparter"
        ordering = ["organisation__municipal_code", "organisation__name"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "organisation"], name="party_once_an_agreement"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=models.Q(role="principal"),
                name="one_principal_an_agreement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} i {self.agreement}"

    def natural_key(self):
        return (*self.agreement.natural_key(), *self.organisation.natural_key())


class Term(models.Model):
    """One number or rule of an agreement, with the clause that says it and the date it holds from."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="terms", verbose_name="avtal")
    kind = models.CharField(
        "villkor", max_length=40, choices=[(kind.value, SPECS[kind].label) for kind in TermKind]
    )
    value = models.CharField("värde", max_length=200, validators=[no_personal_number])
    clause = models.CharField("punkt", max_length=40, validators=[no_personal_number])
    valid_from = models.DateField("gäller från", null=True, blank=True)
    decision = models.CharField("beslut", max_length=200, blank=True, validators=[no_personal_number])
    note = models.CharField("anmärkning", max_length=200, blank=True, validators=[no_personal_number])
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("agreement__slug", "kind", "valid_from")

    class Meta:
        verbose_name = "avtalsvillkor"
        verbose_name_plural = "avtalsvillkor"
        ordering = ["agreement", "kind", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "kind", "valid_from"],
                name="one_value_a_term_and_date",
            ),
            models.UniqueConstraint(
                fields=["agreement", "kind"],
                condition=models.Q(valid_from__isnull=True),
                name="one_first_value_a_term",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.shown}"

    def natural_key(self):
        return (*self.agreement.natural_key(), self.kind, self.valid_from)

    def clean(self) -> None:
        try:
            parse(TermKind(self.kind), self.value)
        except TermError as error:
            raise ValidationError({"value": str(error)}) from error

    @property
    def shown(self) -> str:
        """The value as a reader of the agreement would write it."""
        return show(TermKind(self.kind), self.value)

    @property
    def row(self) -> TermRow:
        return TermRow(TermKind(self.kind), self.value, self.clause, self.valid_from)


class OpenQuestion(models.Model):
    """A place where the source contradicts itself or is silent. Kept, never settled by guessing."""

    agreement = models.ForeignKey(
        Agreement, models.PROTECT, related_name="open_questions", verbose_name="avtal"
    )
    number = models.PositiveSmallIntegerField("nummer")
    clause = models.CharField("punkt", max_length=60, validators=[no_personal_number])
    title = models.CharField("fråga", max_length=160, validators=[no_personal_number])
    description = models.TextField("vad källan säger", validators=[no_personal_number])
    reading_used = models.CharField("portalen använder", max_length=250, validators=[no_personal_number])
    other_reading = models.CharField("andra läsningen", max_length=250, validators=[no_personal_number])
    answered_by = models.CharField("svarar", max_length=200, validators=[no_personal_number])
    about_costs = models.BooleanField("påverkar beloppen", default=False)
    answer = models.TextField("svar", blank=True, validators=[no_personal_number])
    answered_on = models.DateField("besvarad", null=True, blank=True)
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("agreement__slug", "number")

    class Meta:
        verbose_name = "öppen fråga"
        verbose_name_plural = "öppna frågor"
        ordering = ["agreement", "number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="question_number_once_an_agreement")
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self):
        return (*self.agreement.natural_key(), self.number)
