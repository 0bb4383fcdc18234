"""What the pages of issued documents show: the list in words, and one document from its frozen contents."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from agreements.swedish import MONTHS, count_word, genitive, long_date
from costs.actions.charges import may_run
from costs.allocation import Step
from costs.contents import party_row
from costs.models import Charge, Document
from costs.queries.documents import ListedDocument, by_year, events, get_standing

Json = dict[str, Any]
Kind = Document.Kind


# --- The list


def documents_page(user) -> Json:
    """Everything the list shows; the heading says how many invoices wait for payment."""
    years = by_year(user, timezone.localdate())
    rows = [row for _, documents in years for row in documents]
    unpaid = [row for row in rows if row.awaits_payment]
    return {
        "nav": "documents",
        "years": years,
        "heading": _heading(len(rows), len(unpaid)),
        "lead": " ".join(_lead(unpaid)),
    }


def _lead(unpaid: list[ListedDocument]) -> Iterator[str]:
    """When the invoices fall due: those that have, and the next one."""
    late = [row.document.due_date for row in unpaid if row.standing.sign == "late"]
    coming = [row.document.due_date for row in unpaid if row.standing.sign != "late"]
    if late:
        yield f"{_counted(len(late)).capitalize()} har förfallit, den första {long_date(min(late))}."
    if coming:
        yield f"Nästa förfaller {long_date(min(coming))}."


def _heading(count: int, unpaid: int) -> str:
    if not count:
        return "Inga fakturor ännu"
    if not unpaid:
        return "Inga fakturor väntar på betalning"
    return f"{_counted(unpaid).capitalize()} är inte {'betald' if unpaid == 1 else 'betalda'}"


def _counted(count: int) -> str:
    return f"{count_word(count)} {'faktura' if count == 1 else 'fakturor'}"


# --- One document


def document_page(user, pk: int) -> Json:
    """Everything one document's page shows; 404 for what the person may not see."""
    found = get_standing(user, pk)
    document, contents = found.document, found.document.frozen
    charge = document.charge
    return {
        "nav": "documents",
        "trail": [("Fakturor", reverse("documents"))],
        "document": document,
        "contents": contents,
        "standing": found.standing,
        "is_invoice": document.kind == Kind.INVOICE,
        "is_credit": document.kind == Kind.CREDIT_INVOICE,
        "is_internal": document.kind == Kind.INTERNAL_ALLOCATION,
        "subject": subject(contents),
        "panel": panel_title(found),
        "panel_amount": abs(found.standing.left) or document.amount,
        "days_left": days_left(found),
        "events": events(document, downloads_of=None if may_run(user, charge.agreement) else user),
        "may_run": may_run(user, charge.agreement),
        **_derivation(contents),
    }


def subject(contents: Json) -> str:
    """What the document is about: "Fast kostnad för Centrum mot våld, januari–december 2025"."""
    charge = contents["charge"]
    if charge["kind"] == Charge.Kind.ABNORMAL_WEAR:
        return charge["label"]
    return f"{charge['label']} för {contents['cooperation']['name']}, {_period(*charge['period'])}"


def _period(first: str, last: str) -> str:
    begins, ends = date.fromisoformat(first), date.fromisoformat(last)
    if begins.day == 1:
        return f"{MONTHS[begins.month - 1]}–{MONTHS[ends.month - 1]} {ends.year}"
    return f"{begins.day} {MONTHS[begins.month - 1]}–{long_date(ends)}"


def panel_title(found: ListedDocument) -> str:
    """The line above the amount: what is to be done with it."""
    document, standing = found.document, found.standing
    if document.kind == Kind.CREDIT_INVOICE:
        return "Tillgodo"
    if document.kind == Kind.INTERNAL_ALLOCATION:
        return "Bokförs internt"
    if standing.left > 0:
        what = "Att betala" if standing.left == document.amount else "Kvar att betala"
        return f"{what} senast {long_date(document.due_date)}"
    if standing.left < 0:
        return "Att betala tillbaka"
    return standing.word.capitalize()


def days_left(found: ListedDocument) -> str:
    """How long there is to the due date; empty when nothing is left to pay."""
    if found.standing.left <= 0 or not found.document.due_date:
        return ""
    days = (found.document.due_date - timezone.localdate()).days
    if days < 0:
        return f"{-days} {'dag' if days == -1 else 'dagar'} för sent"
    return f"{days} {'dag' if days == 1 else 'dagar'} kvar" if days else "sista dagen är i dag"


def _derivation(contents: Json) -> Json:
    """The strip and the steps, from the frozen calculation; nothing for what concerns a person."""
    calculation = contents["calculation"]
    if not contents["shows_distribution"] or calculation is None:
        return {"why_steps": []}
    party = party_row(calculation, contents["organisation"])
    what = f"{contents['charge']['label'].lower()} {contents['charge']['year']}"
    strip = [
        {
            "name": row["name"],
            "value": row["amount"],
            "label": f"{row['share']}\u00a0%",
            "own": row["organisation"] == contents["organisation"],
        }
        for row in calculation["result"]["parties"]
    ]
    return {
        "why_steps": [Step(**step) for step in party["steps"]],
        "why_title": f"{genitive(party['name'])} del av {what}",
        "strip": strip,
        "strip_what": what,
        "population": calculation["inputs"]["population"],
    }
