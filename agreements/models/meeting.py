"""Meetings: call, agenda, who was there, what was decided, and where it is anchored (clause 9)."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils import timezone
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Agreement, Cooperation
from agreements.models.body import Body, Membership
from agreements.models.document import FiledDocument
from agreements.models.organisation import Organisation
from agreements.validators import no_personal_number


class Meeting(models.Model):
    """A body's meeting, from the day it is booked to the day its minutes are adjusted.

    The call and the minutes are kept as they read when they were sent and adjusted.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "planerat"
        CALLED = "called", "kallat"
        HELD = "held", "genomfört"
        ADJUSTED = "adjusted", "justerat"
        CANCELLED = "cancelled", "inställt"

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings", verbose_name="organ")
    starts_at = models.DateTimeField("börjar")
    ends_at = models.DateTimeField("slutar", null=True, blank=True)
    place = models.CharField("plats", max_length=120, blank=True, validators=[no_personal_number])
    state = models.CharField("läge", max_length=20, choices=State, default=State.PLANNED)
    called_on = models.DateField("kallelsen skickad", null=True, blank=True)
    adjusted_on = models.DateField("protokollet justerat", null=True, blank=True)
    adjusted_by = models.CharField("justerat av", max_length=160, blank=True, validators=[no_personal_number])
    announced_on = models.DateField("protokollet anslaget", null=True, blank=True)
    is_example = models.BooleanField("exempel", default=False)
    call_contents = models.JSONField("kallelsen", null=True, blank=True, editable=False)
    minutes_contents = models.JSONField("protokollet", null=True, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["call_contents", "minutes_contents"])

    class Meta:
        verbose_name = "möte"
        verbose_name_plural = "möten"
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["body", "starts_at"], name="one_meeting_a_body_and_time"),
            models.CheckConstraint(
                condition=~models.Q(state="adjusted") | models.Q(adjusted_on__isnull=False),
                name="adjusted_meeting_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}, {self.day.isoformat()}"

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether agenda and minutes may still be written."""
        return self.state not in (self.State.ADJUSTED, self.State.CANCELLED)

    @property
    def day(self) -> date:
        """The day it is held, in Swedish time."""
        return timezone.localdate(self.starts_at)

    @property
    def starts(self) -> str:
        """The hour it begins, as it is written: "13.00"."""
        return f"{timezone.localtime(self.starts_at):%H.%M}"

    @property
    def ends(self) -> str:
        return f"{timezone.localtime(self.ends_at):%H.%M}" if self.ends_at else ""

    @property
    def hours(self) -> str:
        """From when to when: "13.00–15.00"."""
        return f"{self.starts}–{self.ends}" if self.ends else self.starts


class Attendance(models.Model):
    """Who was at a meeting; a substitute who served stands beside the member who did not come."""

    class Status(models.TextChoices):
        PRESENT = "present", "närvarande"
        SERVING = "serving", "tjänstgörande ersättare"
        ABSENT = "absent", "frånvarande"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name="möte")
    membership = models.ForeignKey(
        Membership, models.PROTECT, related_name="attendances", verbose_name="plats i organet"
    )
    status = models.CharField("närvaro", max_length=20, choices=Status)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "närvaro"
        verbose_name_plural = "närvaro"
        ordering = ["meeting", "membership"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "membership"], name="one_attendance_a_member")
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.get_status_display()}"


class AgendaItem(models.Model):
    """A matter on the agenda, with its background, its files and what is proposed."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items", verbose_name="möte")
    position = models.PositiveSmallIntegerField("ordning")
    cooperation = models.ForeignKey(
        Cooperation, models.PROTECT, related_name="agenda_items", verbose_name="samverkan"
    )
    title = models.CharField("ärende", max_length=200, validators=[no_personal_number])
    background = models.TextField("bakgrund", blank=True, validators=[no_personal_number])
    proposal = models.TextField("förslag till beslut", blank=True, validators=[no_personal_number])
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agenda_items",
        verbose_name="avtal som ärendet gäller",
    )
    documents = models.ManyToManyField(
        FiledDocument, blank=True, related_name="agenda_items", verbose_name="handlingar"
    )
    is_late = models.BooleanField("tillagt efter kallelsen", default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "ärende på dagordningen"
        verbose_name_plural = "ärenden på dagordningen"
        ordering = ["meeting", "position"]
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="one_item_a_position")]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """What a meeting decided: a numbered paragraph, in words, and the effect it has in the portal.

    `effect` names an action in cmv_portal/effects.py and `target` the row it concerns. It is carried out
    once, in the decision's own transaction; `carried_out_at` says when.
    """

    class Outcome(models.TextChoices):
        APPROVED = "approved", "enligt förslaget"
        OTHERWISE = "otherwise", "annat beslut"
        REFUSED = "refused", "avslag"
        RETURNED = "returned", "återremiss"
        NOTED = "noted", "till protokollet"

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="decisions", verbose_name="ärende")
    body = models.ForeignKey(Body, models.PROTECT, related_name="decisions", verbose_name="organ")
    year = models.PositiveSmallIntegerField("år")
    paragraph = models.PositiveSmallIntegerField("paragraf")
    outcome = models.CharField("utgång", max_length=20, choices=Outcome)
    text = models.TextField("beslut", validators=[no_personal_number])
    effect = models.CharField("verkan", max_length=40, blank=True)
    target = models.PositiveIntegerField("gäller rad", null=True, blank=True)
    carried_out_at = models.DateTimeField("verkställt", null=True, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "beslut"
        verbose_name_plural = "beslut"
        ordering = ["body", "year", "paragraph"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year", "paragraph"], name="one_paragraph_a_body_and_year"
            ),
            models.UniqueConstraint(
                fields=["effect", "target"],
                condition=models.Q(carried_out_at__isnull=False),
                name="one_decision_carries_out_an_effect",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.number}"

    def get_absolute_url(self) -> str:
        return f"{self.item.meeting.get_absolute_url()}#paragraf-{self.paragraph}"

    @property
    def number(self) -> str:
        """Its paragraph with the year, kept to one line: "§ 12/2026"."""
        return f"§\N{NO-BREAK SPACE}{self.paragraph}/{self.year}"


class Anchoring(models.Model):
    """That a party's own officers stand behind a decision of the steering group (clause 9.1)."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="anchorings", verbose_name="beslut")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="anchorings", verbose_name="organisation"
    )
    anchored_on = models.DateField("förankrat")
    note = models.CharField("hos vem", max_length=160, blank=True, validators=[no_personal_number])
    history = HistoricalRecords()

    class Meta:
        verbose_name = "förankring"
        verbose_name_plural = "förankringar"
        ordering = ["decision", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "organisation"], name="one_anchoring_a_party")
        ]

    def __str__(self) -> str:
        return f"{self.decision}: {self.organisation}"
