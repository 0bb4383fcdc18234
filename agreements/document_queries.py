"""An edition's documents as its page lists them: the newest of each, what it replaced, what is missing."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from agreements.access import agreements, cooperations
from agreements.expected_documents import Expected, expected_of
from agreements.files.kinds import KINDS
from agreements.models import Agreement, FiledDocument
from agreements.swedish import count_word, sort_key
from cmv_portal.roles import Right

_KIND_NAMES = {kind.media_type: kind.name for kind in KINDS}


@dataclass(frozen=True)
class DocumentLine:
    """The version in use of a document, and the ones it replaced, the latest first."""

    document: FiledDocument
    earlier: tuple[FiledDocument, ...]

    @property
    def file_kind(self) -> str:
        return _KIND_NAMES[self.document.file.media_type]

    @property
    def size(self) -> str:
        return size_text(self.document.file.size)

    @property
    def versions(self) -> tuple[FiledDocument, ...]:
        return (self.document, *self.earlier)


@dataclass(frozen=True)
class DocumentsPage:
    agreement: Agreement
    lines: list[DocumentLine]
    missing: list[Expected]

    @property
    def in_short(self) -> str:
        """One sentence: how many documents there are, and how many that the agreement names are missing."""
        number = len(self.lines)
        have = f"{count_word(number).capitalize()} {'handling' if number == 1 else 'handlingar'}"
        told = f"{have}." if number else "Inga handlingar än."
        if not self.missing:
            return told
        return f"{told} {count_word(len(self.missing)).capitalize()} som avtalet hänvisar till saknas."


def documents_page(agreement: Agreement) -> DocumentsPage:
    """Two queries, however many documents and versions there are."""
    rows = list(stored(agreement.documents))
    by_pk = {document.pk: document for document in rows}
    replaced = {document.replaces_id for document in rows}
    newest = [document for document in rows if document.pk not in replaced]
    lines = [DocumentLine(document, _before(document, by_pk)) for document in newest]
    named = {(document.kind, document.clause) for document in newest}
    return DocumentsPage(
        agreement=agreement,
        lines=sorted(lines, key=lambda line: (_place(line.document), sort_key(line.document.title))),
        missing=[
            each
            for each in expected_of(agreement.cooperation.slug, agreement.year)
            if (each.kind, each.clause) not in named
        ],
    )


def stored(rows):
    """Documents with what is told of their files, without the files themselves."""
    return rows.select_related("file", "added_by").defer("text", "file__content")


def get_document(user, pk: int, right: Right = Right.SEE_AGREEMENTS) -> FiledDocument:
    """A document of a cooperation where the person has the right; else not found."""
    rows = documents(user, right).select_related("file", "cooperation", "agreement")
    return get_object_or_404(rows.defer("text", "file__content"), pk=pk)


def documents(user, right: Right = Right.SEE_AGREEMENTS) -> QuerySet[FiledDocument]:
    """The documents that the person may read; an edition's only where the edition itself can be read."""
    readable = Q(agreement=None) | Q(agreement__in=agreements(user))
    return FiledDocument.objects.filter(readable, cooperation__in=cooperations(user, right))


def size_text(size: int) -> str:
    """A file's size as a reader of a list wants it: "340 kB", "1,2 MB"."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}\u00a0kB"
    return f"{size / 1_000_000:.1f}\u00a0MB".replace(".", ",")


def _before(document: FiledDocument, by_pk: dict[int, FiledDocument]) -> tuple[FiledDocument, ...]:
    chain = []
    while (document := by_pk.get(document.replaces_id)) is not None:
        chain.append(document)
    return tuple(chain)


def _place(document: FiledDocument) -> int:
    return list(FiledDocument.Kind).index(FiledDocument.Kind(document.kind))
