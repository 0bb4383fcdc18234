"""The seal of an issued document: a fingerprint of its row, its file and the seal before it.

Who can drop the triggers can change a row; the seals then no longer follow from one another.
"""

import hashlib
import json
from datetime import UTC
from typing import Any

from costs.models import Document, Payment


def seal_of(document: Document, before: str) -> str:
    """The fingerprint of all that the row says, chained to the series' document before it."""
    record: dict[str, Any] = {
        "before": before,
        "series": [document.series.issuer.slug, document.series.year, document.series.kind],
        "serial": document.serial,
        "number": document.number,
        "kind": document.kind,
        "organisation": document.organisation.slug,
        "credits": document.credits.number if document.credits else None,
        "amount": document.amount,
        "issue_date": document.issue_date.isoformat(),
        "due_date": document.due_date.isoformat() if document.due_date else None,
        "ocr": document.ocr,
        "file": [document.file_name, document.file_size, document.sha256],
        "charge": document.charge_id,
        "issued": [document.issued_by.username, document.issued_at.astimezone(UTC).isoformat()],
        "frozen": document.frozen,
    }
    return _digest(record)


def payment_seal(payment: Payment) -> str:
    """The fingerprint of a payment as it was registered."""
    return _digest(
        {
            "document": payment.document.number,
            "paid_on": payment.paid_on.isoformat(),
            "amount": payment.amount,
            "note": payment.note,
            "by": payment.registered_by.username,
        }
    )


def _digest(record: dict[str, Any]) -> str:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def seal_before(document: Document) -> str:
    """The seal of the document before this one in its series; empty for the first."""
    before = Document.objects.filter(series=document.series, serial=document.serial - 1).first()
    return before.seal if before else ""
