"""What has been issued: numbered, frozen, and paid or credited by rows beside it.

Nothing here is changed or deleted. Triggers in both databases refuse it (migration 0002).
"""

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from agreements.models import Organisation
from agreements.validators import no_personal_number
from costs.models.charge import Charge


class NumberSeries(models.Model):
    """An unbroken series of numbers, one per issuer, year and kind. Locked while a number is taken."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", "fakturor"
        ABNORMAL_WEAR = "abnormal_wear", "särskilda kostnader enligt 11.4"
        INTERNAL = "internal", "internfördelningar"

    issuer = models.ForeignKey(
        Organisation, models.PROTECT, related_name="number_series", verbose_name="utställare"
    )
    year = models.PositiveSmallIntegerField("år")
    kind = models.CharField("slag", max_length=20, choices=Kind)
    last_number = models.PositiveIntegerField("senaste nummer", default=0)
    history = HistoricalRecords()

    class Meta:
        verbose_name = "nummerserie"
        verbose_name_plural = "nummerserier"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "year", "kind"], name="one_series_an_issuer_year_kind")
        ]

    def __str__(self) -> str:
        return f"{self.issuer}, {self.get_kind_display()} {self.year}"


class Document(models.Model):
    """An issued invoice, credit invoice or internal allocation, with a frozen copy of all it shows."""

    class Kind(models.TextChoices):
        INVOICE = "invoice", "faktura"
        CREDIT_INVOICE = "credit_invoice", "kreditfaktura"
        INTERNAL_ALLOCATION = "internal_allocation", "internfördelning"

    series = models.ForeignKey(
        NumberSeries, models.PROTECT, related_name="documents", verbose_name="nummerserie"
    )
    serial = models.PositiveIntegerField("löpnummer")
    number = models.CharField("nummer", max_length=20)
    kind = models.CharField("slag", max_length=20, choices=Kind)
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="documents", verbose_name="debitering")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="documents", verbose_name="mottagare"
    )
    credits = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="credit_invoices",
        verbose_name="krediterar",
    )
    amount = models.BigIntegerField("belopp, kr", help_text="Minus för en kreditfaktura.")
    issue_date = models.DateField("fakturadatum")
    due_date = models.DateField("förfallodatum", null=True, blank=True)
    ocr = models.CharField("OCR-nummer", max_length=25, blank=True)
    frozen = models.JSONField("fruset innehåll")
    file_name = models.CharField("fil", max_length=200, unique=True)
    file_size = models.PositiveIntegerField("filens storlek, byte")
    sha256 = models.CharField("filens kontrollsumma", max_length=64)
    seal = models.CharField("sigill", max_length=64)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="utställd av"
    )
    issued_at = models.DateTimeField("utställd")

    class Meta:
        verbose_name = "utställd handling"
        verbose_name_plural = "utställda handlingar"
        ordering = ["series", "serial"]
        constraints = [
            models.UniqueConstraint(fields=["series", "serial"], name="one_document_a_number"),
            models.UniqueConstraint(
                fields=["charge", "organisation"],
                condition=~models.Q(kind="credit_invoice"),
                name="one_invoice_a_charge_and_party",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="credit_invoice", credits__isnull=False, amount__lt=0)
                | (~models.Q(kind="credit_invoice") & models.Q(credits__isnull=True, amount__gte=0)),
                name="only_a_credit_invoice_is_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display().capitalize()} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("document", args=[self.pk])


class Payment(models.Model):
    """Money received for an invoice. A mistake is mended by a row with the opposite sign."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="payments", verbose_name="faktura")
    paid_on = models.DateField("betald")
    amount = models.BigIntegerField("belopp, kr")
    note = models.CharField("anmärkning", max_length=120, blank=True, validators=[no_personal_number])
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="registrerad av"
    )
    registered_at = models.DateTimeField("registrerad", auto_now_add=True)
    seal = models.CharField("sigill", max_length=64)

    class Meta:
        verbose_name = "betalning"
        verbose_name_plural = "betalningar"
        ordering = ["paid_on", "pk"]
        constraints = [models.CheckConstraint(condition=~models.Q(amount=0), name="payment_is_not_zero")]

    def __str__(self) -> str:
        return f"{self.amount} kr, {self.document}"


class Download(models.Model):
    """That a person fetched a document on a day. No values; kept for the read log."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="downloads", verbose_name="handling")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="hämtad av"
    )
    day = models.DateField("dag")

    class Meta:
        verbose_name = "hämtning"
        verbose_name_plural = "hämtningar"
        ordering = ["day", "pk"]
        constraints = [models.UniqueConstraint(fields=["document", "user", "day"], name="one_download_a_day")]

    def __str__(self) -> str:
        return f"{self.document}, {self.day}"
