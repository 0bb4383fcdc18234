"""What the parties tell each other in writing: information, demands, withdrawal (CMV 15-22, Norrsken 17)."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Agreement
from agreements.models.document import FiledDocument
from agreements.models.organisation import Organisation
from agreements.notice_kinds import NOTICES, NoticeKind
from agreements.validators import no_personal_number


class PartyNotice(models.Model):
    """A notice from one party, dated by what has happened to it. What follows is computed, never stored.

    The exception is `leaves_on`: the day that somebody has registered as the party's last.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="notices", verbose_name="avtal")
    kind = models.CharField(
        "slag", max_length=20, choices=[(kind.value, NOTICES[kind].label) for kind in NoticeKind]
    )
    sender = models.ForeignKey(
        Organisation, models.PROTECT, related_name="notices_sent", verbose_name="avsändare"
    )
    against = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices_received",
        verbose_name="part som meddelandet riktas mot",
    )
    because_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leavings",
        verbose_name="avtalsbrott som är grunden",
    )
    sent_on = models.DateField("skickat")
    received_on = models.DateField("mottaget", null=True, blank=True)
    summary = models.TextField("vad det gäller", max_length=2000, validators=[no_personal_number])
    due_on = models.DateField("svar senast", null=True, blank=True)
    answered_on = models.DateField("besvarat", null=True, blank=True)
    answer = models.TextField("svar", max_length=2000, blank=True, validators=[no_personal_number])
    passed_on = models.DateField("fört vidare till alla kontaktpersoner", null=True, blank=True)
    discussed_on = models.DateField("diskuterat gemensamt", null=True, blank=True)
    mended_on = models.DateField("rättat", null=True, blank=True)
    amount = models.PositiveIntegerField("belopp i kronor", null=True, blank=True)
    leaves_on = models.DateField("part till och med", null=True, blank=True, editable=False)
    closed_on = models.DateField("avslutat", null=True, blank=True)
    document = models.ForeignKey(
        FiledDocument,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        verbose_name="handling",
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="registrerat av"
    )
    registered_at = models.DateTimeField("registrerat", auto_now_add=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "meddelande mellan parterna"
        verbose_name_plural = "meddelanden mellan parterna"
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(against=None) | ~models.Q(against=models.F("sender")),
                name="notice_is_to_another_party",
                violation_error_message="Meddelandet ska riktas mot en annan part än avsändaren.",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind__in=["breach", "leaving"]) | models.Q(against__isnull=False),
                name="breach_names_a_party",
                violation_error_message="Välj vilken part meddelandet riktas mot.",
            ),
            models.CheckConstraint(
                condition=models.Q(received_on=None) | models.Q(received_on__gte=models.F("sent_on")),
                name="notice_is_received_after_it_is_sent",
                violation_error_message="Meddelandet kan inte vara mottaget innan det skickades.",
            ),
        ]

    def __str__(self) -> str:
        kind = self.get_kind_display()
        return f"{kind[:1].upper()}{kind[1:]} från {self.sender.short_name}"

    def get_absolute_url(self) -> str:
        return reverse("notice", args=[self.agreement.slug, self.pk])
