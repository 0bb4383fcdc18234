"""Files that belong to an agreement, a meeting or a decision. The bytes are rows: a backup holds them all."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from agreements.models.agreement import Agreement, Cooperation
from agreements.validators import no_personal_number


class StoredFile(models.Model):
    """A file as it came, once for each content. Never changed; its name is its SHA-256."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    media_type = models.CharField("filtyp", max_length=100)
    size = models.PositiveIntegerField("storlek, byte")
    content = models.BinaryField("innehåll")
    added_at = models.DateTimeField("tillagd", auto_now_add=True)

    class Meta:
        verbose_name = "lagrad fil"
        verbose_name_plural = "lagrade filer"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.sha256


class FiledDocument(models.Model):
    """A document of a cooperation, with type, diary number and version; a new version replaces the old."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", "avtalstext"
        APPENDIX = "appendix", "bilaga"
        BACKGROUND = "background", "underlag"
        MEMO = "memo", "tjänsteskrivelse"
        MINUTES = "minutes", "protokoll"
        SIGNED = "signed", "undertecknad handling"
        LETTER = "letter", "skrivelse"
        OTHER = "other", "annan handling"

    cooperation = models.ForeignKey(
        Cooperation, models.PROTECT, related_name="documents", verbose_name="samverkan"
    )
    agreement = models.ForeignKey(
        Agreement, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="avtal"
    )
    kind = models.CharField("slag", max_length=20, choices=Kind)
    title = models.CharField("titel", max_length=200, validators=[no_personal_number])
    clause = models.CharField("punkt", max_length=40, blank=True, validators=[no_personal_number])
    diary_number = models.CharField(
        "diarienummer", max_length=60, blank=True, validators=[no_personal_number]
    )
    version = models.PositiveSmallIntegerField("version", default=1)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name="ersätter"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="documents", verbose_name="fil")
    file_name = models.CharField("filnamn", max_length=120, validators=[no_personal_number])
    text = models.TextField("text i filen", blank=True, editable=False, validators=[no_personal_number])
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="tillagd av"
    )
    added_at = models.DateTimeField("tillagd", auto_now_add=True)
    history = HistoricalRecords(excluded_fields=["text"])

    class Meta:
        verbose_name = "handling"
        verbose_name_plural = "handlingar"
        ordering = ["cooperation", "kind", "title", "-version"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("document_file", args=[self.pk])
