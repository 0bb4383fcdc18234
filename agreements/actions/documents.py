"""Documents are added, and replaced by newer versions; nothing that was once added is taken away."""

from django.db import transaction

from agreements.actions.rows import locked, save
from agreements.models import Agreement, Cooperation, FiledDocument
from agreements.refusals import Refused
from agreements.uploads import receive, store

REPLACED = "Handlingen har redan en nyare version. Lägg till din som en ny version av den."


def add_document(
    *,
    cooperation: Cooperation,
    agreement: Agreement | None,
    kind: str,
    title: str,
    file,
    by,
    clause: str = "",
    diary_number: str = "",
) -> FiledDocument:
    """Keep an uploaded file as a document of a cooperation, or of one edition. Raises Refused."""
    received = receive(file)
    with transaction.atomic():
        return save(
            FiledDocument(cooperation=cooperation, agreement=agreement),
            by,
            kind=kind,
            title=title,
            clause=clause,
            diary_number=diary_number,
            file=store(received.data, received.kind),
            file_name=received.name,
            text=received.text,
            added_by=by,
        )


def replace_document(*, document: FiledDocument, file, by, diary_number: str = "") -> FiledDocument:
    """Keep an uploaded file as the next version; the old one stays and can still be read. Raises Refused."""
    received = receive(file)
    with transaction.atomic():
        old = locked(document)
        if FiledDocument.objects.filter(replaces=old).exists():
            raise Refused(REPLACED)
        kept = store(received.data, received.kind)
        if kept.pk == old.file_id:
            raise Refused("Filen är likadan som den som redan finns.")
        return save(
            FiledDocument(cooperation=old.cooperation, agreement=old.agreement, replaces=old),
            by,
            kind=old.kind,
            title=old.title,
            clause=old.clause,
            diary_number=diary_number or old.diary_number,
            version=old.version + 1,
            file=kept,
            file_name=received.name,
            text=received.text,
            added_by=by,
        )
