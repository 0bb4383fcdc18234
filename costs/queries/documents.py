"""What pages read of issued documents: how they stand, what has happened to them, and their bytes."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from agreements.swedish import kr
from costs.access import documents as documents_of
from costs.files import read_file
from costs.models import Charge, Document, Download, Payment
from costs.read_log import refuse_document

Kind = Document.Kind


class FileDamaged(Exception):
    """A stored file is gone or is no longer what was issued; the message is one line of Swedish."""


# --- How a document stands


@dataclass(frozen=True)
class Standing:
    """A document's state in a word with its sign, and what is left to pay, in whole kronor."""

    word: str
    sign: str
    left: int
    creditable: int
    paid: int = 0


def with_sums(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Documents with `paid` and `credited` (below zero) in whole kronor, in the same query."""

    def summed(rows, document: str):
        each = rows.filter(**{document: OuterRef("pk")}).order_by().values(document)
        return Coalesce(Subquery(each.annotate(kr=Sum("amount")).values("kr")), 0)

    return documents.annotate(
        paid=summed(Payment.objects, "document"), credited=summed(Document.objects, "credits")
    )


def standing(document: Document, today: date) -> Standing:
    """How a document from `with_sums` stands on a day."""
    creditable = document.amount + document.credited
    if document.kind == Kind.CREDIT_INVOICE:
        return Standing("kreditering", "none", 0, 0)
    if document.kind == Kind.INTERNAL_ALLOCATION:
        return Standing("krediterad" if not creditable else "bokförs internt", "none", 0, creditable)
    left = creditable - document.paid
    word, sign = _word(document, left, creditable, today)
    return Standing(word, sign, left, creditable, document.paid)


def _word(document: Document, left: int, creditable: int, today: date) -> tuple[str, str]:
    if left < 0:
        return "betald för mycket", "soon"
    if not creditable and document.credited:
        return "krediterad", "none"
    if not left:
        return "betald", "done"
    if document.due_date and document.due_date < today:
        return "förfallen", "late"
    if document.paid:
        return "delvis betald", "soon"
    return ("delvis krediterad" if document.credited else "utställd"), ""


@dataclass(frozen=True)
class ListedDocument:
    """A document with how it stands."""

    document: Document
    standing: Standing

    @property
    def awaits_payment(self) -> bool:
        return self.standing.left > 0


def listed(documents: QuerySet[Document], today: date) -> list[ListedDocument]:
    """Documents as a list shows them: one query, without their frozen contents."""
    rows = with_sums(documents).defer("frozen", "charge__calculation")
    return [ListedDocument(row, standing(row, today)) for row in rows]


def get_standing(user, pk: int) -> ListedDocument:
    """One document that the person may see, and how it stands today; else 404."""
    found = with_sums(documents_of(user)).defer("charge__calculation")
    people = ("charge__drafted_by", "charge__attested_by", "charge__issued_by")
    document = found.select_related("credits", *people).filter(pk=pk).first() or refuse_document(user, pk)
    return ListedDocument(document, standing(document, timezone.localdate()))


def by_year(user, today: date) -> list[tuple[int, list[ListedDocument]]]:
    """What the person may see, the latest year first; within it invoices by number, then the rest."""
    years: dict[int, list[ListedDocument]] = {}
    for row in listed(documents_of(user), today):
        years.setdefault(row.document.series.year, []).append(row)
    return [(year, sorted(years[year], key=_place)) for year in sorted(years, reverse=True)]


def _place(row: ListedDocument) -> tuple:
    document = row.document
    is_wear = document.charge.kind == Charge.Kind.ABNORMAL_WEAR
    return document.kind == Kind.INTERNAL_ALLOCATION, is_wear, document.serial


# --- What has happened to a document


@dataclass(frozen=True)
class Event:
    """One thing that happened, with the day and who did it."""

    day: date
    what: str
    text: str
    document: Document | None = None

    @property
    def is_earlier_year(self) -> bool:
        return self.day.year != timezone.localdate().year


def events(document: Document, *, downloads_of=None) -> list[Event]:
    """From draft to download, newest first; a person's downloads are one line with the latest day.

    The read log is about people: with `downloads_of` only that person's own downloads are told.
    """
    # The sort keeps the order of one day's events: the later one in a document's life stands on top.
    found = [*_download_events(document, downloads_of), *_money_events(document), *_issue_events(document)]
    return sorted(found, key=lambda event: event.day, reverse=True)


def _issue_events(document: Document) -> Iterable[Event]:
    if document.kind == Kind.CREDIT_INVOICE:
        return [Event(_day(document.issued_at), "Utställd och låst", f"av {document.issued_by}")]
    return charge_events(document.charge, issued="Utställd och låst", attested="Attesterad")


def charge_events(
    charge: Charge, *, issued: str = "Utställt och låst", attested: str = "Attesterat"
) -> list[Event]:
    """An issued charge's way, newest first."""
    return [
        Event(_day(charge.issued_at), issued, f"av {charge.issued_by}"),
        Event(_day(charge.attested_at), attested, f"av {charge.attested_by}"),
        Event(_day(charge.drafted_at), "Utkast", f"av {charge.drafted_by}"),
    ]


def _money_events(document: Document) -> Iterable[Event]:
    for payment in document.payments.select_related("registered_by").order_by("-pk"):
        what = "Betalning" if payment.amount > 0 else "Rättad betalning"
        note = f", {payment.note}" if payment.note else ""
        text = f"{kr(payment.amount)}{note}, registrerad av {payment.registered_by}"
        yield Event(payment.paid_on, what, text)
    for credit in document.credit_invoices.select_related("issued_by").order_by("-pk"):
        what = f"Krediterad {kr(-credit.amount)}"
        yield Event(_day(credit.issued_at), what, f"av {credit.issued_by}", credit)


def _download_events(document: Document, only) -> Iterable[Event]:
    rows = Download.objects.filter(document=document)
    latest = (
        (rows.filter(user=only) if only else rows)
        .values("user")
        .annotate(last=Max("day"), first_name=F("user__first_name"), last_name=F("user__last_name"))
        .annotate(username=F("user__username"))
    )
    for row in latest.order_by("username"):
        name = f"{row['first_name']} {row['last_name']}".strip() or row["username"]
        yield Event(row["last"], "PDF hämtad", f"av {name}")


def _day(at: datetime | None) -> date:
    return timezone.localdate(at)


# --- Bytes


def get_file(user, pk: int) -> Document:
    """What is needed to serve a document's file, and no more; 404 for what the person may not see."""
    logged = ("charge__kind", "charge__year", "charge__agreement__cooperation__slug")
    wanted = documents_of(user).select_related(None).select_related("charge__agreement__cooperation")
    found = wanted.only("number", "file_name", "sha256", *logged).filter(pk=pk).first()
    return found or refuse_document(user, pk)


def original_bytes(document: Document) -> bytes:
    """The stored file, proved to be what was issued. Raises FileDamaged."""
    try:
        data = read_file(document)
    except OSError as error:
        raise FileDamaged(f"Filen till {document.number} går inte att läsa.") from error
    if hashlib.sha256(data).hexdigest() != document.sha256:
        raise FileDamaged(f"Filen till {document.number} har ändrats sedan den ställdes ut.")
    return data


def record_downloads(user, documents: Iterable[Document]) -> None:
    """Note that a person fetched documents today: at most one row each a day."""
    today = timezone.localdate()
    Download.objects.bulk_create(
        [Download(document=document, user=user, day=today) for document in documents], ignore_conflicts=True
    )


# --- The list of a charge's documents, as spreadsheet and CSV


@dataclass(frozen=True)
class Line:
    """One issued document as finance systems list it; texts as they stand on the document."""

    number: str
    kind: str
    receiver: str
    organisation_number: str
    amount: int
    issue_date: date
    due_date: date | None
    ocr: str
    reference: str
    status: str


LINE_TITLES = (
    "Nummer",
    "Slag",
    "Mottagare",
    "Organisationsnummer",
    "Belopp, kr",
    "Fakturadatum",
    "Förfaller",
    "OCR-nummer",
    "Er referens",
    "Status",
)


def charge_documents(charge: Charge) -> QuerySet[Document]:
    """A charge's invoices and internal allocation in the order of their numbers; no credit invoices."""
    return (
        charge.documents.exclude(kind=Kind.CREDIT_INVOICE)
        .select_related("series", "organisation")
        .order_by("-kind", "serial")  # "invoice" before "internal_allocation"
    )


def lines(charge: Charge, today: date) -> list[Line]:
    """A charge's documents for a spreadsheet, by number, the internal one last."""
    return [_line(document, today) for document in with_sums(charge_documents(charge))]


def _line(document: Document, today: date) -> Line:
    buyer = document.frozen["buyer"]
    return Line(
        number=document.number,
        kind=document.get_kind_display(),
        receiver=buyer["name"],
        organisation_number=buyer["organisation_number"],
        amount=document.amount,
        issue_date=document.issue_date,
        due_date=document.due_date,
        ocr=document.ocr,
        reference=buyer["reference"],
        status=standing(document, today).word,
    )
