"""An edition's way to force: the steps each party takes, the signatures, and what the text changes."""

from django.conf import settings
from django.db import models
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Agreement
from agreements.models.base import NaturalKeyManager
from agreements.models.document import FiledDocument, StoredFile
from agreements.models.meeting import Decision
from agreements.models.organisation import Organisation
from agreements.validators import no_personal_number


class DecisionStep(models.Model):
    """One body's turn in a round: to propose, to recommend, or for a party's own body to approve.

    A refusal ends the round; the next one starts from the beginning, and the old one stays as it was.
    """

    class Kind(models.TextChoices):
        PROPOSAL = "proposal", "föreslår"
        RECOMMENDATION = "recommendation", "rekommenderar"
        APPROVAL = "approval", "godkänner"

    class Outcome(models.TextChoices):
        WAITING = "", "väntar"
        APPROVED = "approved", "ja"
        REFUSED = "refused", "nej"

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="steps", verbose_name="avtal")
    round = models.PositiveSmallIntegerField("omgång", default=1)
    kind = models.CharField("steg", max_length=20, choices=Kind)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decision_steps",
        verbose_name="organisation",
    )
    body_name = models.CharField("organ", max_length=120, blank=True, validators=[no_personal_number])
    planned_on = models.DateField("nästa möte", null=True, blank=True)
    contact = models.CharField(
        "kontakt",
        max_length=120,
        blank=True,
        help_text="Funktion, telefon eller e-post till den som kan svara.",
        validators=[no_personal_number],
    )
    outcome = models.CharField("utgång", max_length=20, choices=Outcome, blank=True, default="")
    decided_on = models.DateField("beslutat", null=True, blank=True)
    paragraph = models.CharField("paragraf", max_length=20, blank=True, validators=[no_personal_number])
    diary_number = models.CharField(
        "diarienummer", max_length=60, blank=True, validators=[no_personal_number]
    )
    announced_on = models.DateField(
        "protokollet anslaget",
        null=True,
        blank=True,
        help_text="Beslutet får laga kraft tre veckor efter anslaget, om ingen överklagar.",
    )
    minutes = models.ForeignKey(
        FiledDocument, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="protokoll"
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="steps", verbose_name="beslut"
    )
    note = models.CharField("anmärkning", max_length=200, blank=True, validators=[no_personal_number])
    history = HistoricalRecords()
    objects = NaturalKeyManager()
    natural_fields = ("agreement__slug", "round", "kind", "organisation__slug")

    class Meta:
        verbose_name = "steg mot avtal"
        verbose_name_plural = "steg mot avtal"
        ordering = ["agreement", "round", "kind", "organisation__municipal_code", "organisation__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "round", "kind", "organisation"], name="one_step_a_round_and_party"
            ),
            models.UniqueConstraint(
                fields=["agreement", "round", "kind"],
                condition=models.Q(organisation=None),
                name="one_common_step_a_round",
            ),
            models.CheckConstraint(
                # A source may tell of a decision without its day: then the note says so.
                condition=models.Q(outcome="") | models.Q(decided_on__isnull=False) | ~models.Q(note=""),
                name="decided_step_has_a_day",
                violation_error_message="Ange vilken dag beslutet fattades.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="approval", organisation__isnull=False)
                | (~models.Q(kind="approval") & models.Q(organisation=None)),
                name="only_approvals_are_each_partys",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_name or self.organisation} {self.get_kind_display()} {self.agreement}"

    def natural_key(self):
        organisation = self.organisation.natural_key() if self.organisation else (None,)
        return (*self.agreement.natural_key(), self.round, self.kind, *organisation)


class Signature(models.Model):
    """A signed file for one signatory of an edition, and what the check of it showed.

    The signatory is a party, or where the agreement names offices, an office (Dalarna). A file that holds
    a personal identity number is checked and its SHA-256 kept, but not the file.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signatures", verbose_name="avtal")
    round = models.PositiveSmallIntegerField("omgång", default=1)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name="organisation",
    )
    office = models.CharField("befattning", max_length=120, blank=True, validators=[no_personal_number])
    verdict = models.CharField("kontrollens utfall", max_length=30)
    result = models.JSONField("kontrollens resultat", default=dict)
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="signatures", verbose_name="fil"
    )
    file_name = models.CharField("filnamn", max_length=120, blank=True, validators=[no_personal_number])
    signed_on = models.DateField("undertecknat", null=True, blank=True)
    counts = models.BooleanField(
        "räknas", default=False, help_text="Om underskriften räknas när avtalet ska börja gälla."
    )
    accepted_because = models.CharField(
        "godtagen för att",
        max_length=200,
        blank=True,
        help_text="Behövs när portalen inte själv kan lita på undertecknarens certifikat.",
        validators=[no_personal_number],
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="tillagd av"
    )
    added_at = models.DateTimeField("tillagd", auto_now_add=True)
    history = HistoricalRecords(excluded_fields=["result"])

    class Meta:
        verbose_name = "underskrift"
        verbose_name_plural = "underskrifter"
        ordering = ["agreement", "round", "organisation__municipal_code", "office", "-added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "round", "organisation", "office"],
                condition=models.Q(counts=True),
                name="one_counting_signature_a_signatory",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=False) | ~models.Q(office=""),
                name="signature_has_a_signatory",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation or self.office}, {self.agreement}"


class ClauseChange(models.Model):
    """What a revision changes in the text, clause by clause: the old words, the new ones, and why."""

    agreement = models.ForeignKey(
        Agreement, models.CASCADE, related_name="clause_changes", verbose_name="avtal"
    )
    position = models.PositiveSmallIntegerField("ordning")
    clause = models.CharField("punkt", max_length=40, validators=[no_personal_number])
    heading = models.CharField("rubrik", max_length=120, blank=True, validators=[no_personal_number])
    before = models.TextField("lydelse nu", blank=True, validators=[no_personal_number])
    after = models.TextField("ny lydelse", blank=True, validators=[no_personal_number])
    reason = models.TextField("skäl", blank=True, validators=[no_personal_number])
    history = HistoricalRecords()

    class Meta:
        verbose_name = "ändring i avtalets text"
        verbose_name_plural = "ändringar i avtalets text"
        ordering = ["agreement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "position"], name="one_clause_change_a_position")
        ]

    def __str__(self) -> str:
        return f"Punkt {self.clause} {self.heading}".strip()
