"""What an invoice, a credit invoice or an internal allocation says, as plain data to freeze.

Everything a document shows stands here, so that nothing is looked up when it is shown again
(mervärdesskattelagen 17 kap. 24 § for the fields; the agreement's clauses for the words).
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from stdnum import luhn

from agreements.models import Organisation
from agreements.queries import principal_of, terms_of
from agreements.swedish import NBSP, genitive, kr, number
from agreements.terms import TermKind
from costs.models import Charge, Document
from costs.queries.regulated import regulated_kinds

Json = dict[str, Any]

VERSION = 1
STANDARD_DUE_DAYS = 30
NO_DUE_TERM = "portalens standard, avtalet anger ingen betalningstid"


@dataclass(frozen=True)
class Issue:
    """What a document gets when it is issued; a draft has none of it."""

    number: str
    on: date
    ocr: str


def ocr_number(digits: str) -> str:
    """Digits with a length digit and a check digit (10-modul): 20250001 gives 2025000106."""
    with_length = f"{digits}{(len(digits) + 2) % 10}"
    return with_length + luhn.calc_check_digit(with_length)


def invoice_contents(
    charge: Charge, calculation: Json, seller: Organisation, buyer: Organisation, issue: Issue | None
) -> Json:
    """An invoice, or for the principal's own share an internal allocation, from a frozen calculation."""
    party = party_row(calculation, buyer.slug)
    is_internal = seller.pk == buyer.pk
    due_days, due_source = due_terms(charge)
    is_single = charge.kind == Charge.Kind.ABNORMAL_WEAR
    return {
        "version": VERSION,
        "kind": Document.Kind.INTERNAL_ALLOCATION.value if is_internal else Document.Kind.INVOICE.value,
        "number": issue.number if issue else None,
        "issue_date": issue.on.isoformat() if issue else None,
        "due_date": (issue.on + timedelta(days=due_days)).isoformat() if issue and not is_internal else None,
        "due_days": due_days,
        "due_source": due_source,
        "ocr": issue.ocr if issue and not is_internal else "",
        "seller": _seller(seller),
        "buyer": _buyer(buyer),
        "organisation": buyer.slug,
        "cooperation": {
            "name": charge.agreement.cooperation.name,
            "short_name": charge.agreement.cooperation.short_name,
        },
        "agreement": _agreement(charge, calculation),
        "charge": _charge(charge),
        "line": _line(charge, calculation, party, single=is_single),
        "vat": {"text": seller.vat_note, "amount": 0},
        "amount": party["amount"],
        "calculation": calculation,
        "shows_distribution": not is_single,
        "is_demo": settings.DEMO,
    }


def draft_digest(charge: Charge, calculation: Json) -> str:
    """A fingerprint of every draft of a charge: what the second person reads is what is issued."""
    seller = principal_of(charge.agreement)
    slugs = [row["organisation"] for row in calculation["result"]["parties"]]
    buyers = {row.slug: row for row in Organisation.objects.filter(slug__in=slugs)}
    drafts = [invoice_contents(charge, calculation, seller, buyers[slug], None) for slug in slugs]
    text = json.dumps(drafts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def credit_contents(original: Document, amount: int, reason: str, issue: Issue | None) -> Json:
    """A credit invoice of `amount` whole kronor (above zero) that cites the invoice it corrects."""
    frozen = original.frozen
    return {
        **{
            key: frozen[key]
            for key in (
                "version",
                "seller",
                "buyer",
                "organisation",
                "cooperation",
                "agreement",
                "charge",
                "vat",
                "is_demo",
            )
        },
        "kind": Document.Kind.CREDIT_INVOICE.value,
        "number": issue.number if issue else None,
        "issue_date": issue.on.isoformat() if issue else None,
        "due_date": None,
        "due_days": None,
        "due_source": "",
        "ocr": "",
        "line": {
            "text": f"Kreditering av faktura {original.number}",
            "detail": reason,
            "quantity": "",
            "unit_price": -amount,
            "amount": -amount,
        },
        "amount": -amount,
        "credits": {
            "number": original.number,
            "issue_date": original.issue_date.isoformat(),
            "amount": original.amount,
            "whole": amount == original.amount,
        },
        "reason": reason,
        "calculation": None,
        "shows_distribution": False,
    }


def party_row(calculation: Json, organisation: str) -> Json:
    """One organisation's row of a frozen calculation. KeyError when it bears no part."""
    for row in calculation["result"]["parties"]:
        if row["organisation"] == organisation:
            return row
    raise KeyError(organisation)


def due_terms(charge: Charge) -> tuple[int, str]:
    """Days to pay and where they come from: the agreement's own, else the portal's standard of 30."""
    terms = terms_of(charge.agreement, date(charge.year, 1, 1))
    row = terms.row(TermKind.DUE_DAYS)
    if row is None:
        return STANDARD_DUE_DAYS, NO_DUE_TERM
    return terms.get(TermKind.DUE_DAYS), f"avtalet, punkt {row.clause}"


def _seller(organisation: Organisation) -> Json:
    digits = organisation.organisation_number.replace("-", "")
    return {
        **_identity(organisation),
        "vat_number": f"SE{digits}01" if digits else "",
        "bankgiro": organisation.bankgiro,
        "plusgiro": organisation.plusgiro,
        "contact": organisation.invoice_contact,
    }


def _buyer(organisation: Organisation) -> Json:
    return {**_identity(organisation), "reference": organisation.buyer_reference}


def _identity(organisation: Organisation) -> Json:
    return {
        "organisation": organisation.slug,
        "name": organisation.name,
        "short_name": organisation.short_name,
        "organisation_number": organisation.organisation_number,
        "address": organisation.address_lines,
        "is_example": organisation.is_example,
    }


def _agreement(charge: Charge, calculation: Json) -> Json:
    agreement = charge.agreement
    return {
        "slug": agreement.slug,
        "title": agreement.title,
        "starts_on": agreement.starts_on.isoformat() if agreement.starts_on else None,
        "clauses": _clauses(charge, calculation),
    }


def _clauses(charge: Charge, calculation: Json) -> str:
    """The clauses of the agreement's own rows; for the fixed cost those of its key and its month."""
    if charge.kind != Charge.Kind.FIXED_COST:
        return regulated_kinds(charge.agreement, charge.year).get(charge.kind, "")
    month = terms_of(charge.agreement, date(charge.year, 1, 1)).row(TermKind.INVOICING_MONTH)
    clauses = [calculation["inputs"]["rule"]["clause"], month.clause if month else ""]
    return " och ".join(clause for clause in clauses if clause)


def _charge(charge: Charge) -> Json:
    starts = charge.starts_on or date(charge.year, 1, 1)
    return {
        "kind": charge.kind,
        "label": charge.get_kind_display(),
        "year": charge.year,
        "period": [starts.isoformat(), date(charge.year, 12, 31).isoformat()],
        "decision": charge.decision,
        "reference": charge.reference,
    }


def _line(charge: Charge, calculation: Json, party: Json, *, single: bool) -> Json:
    whose = genitive(party["name"])
    if single:
        # Clause 11.4 concerns a person: the text is fixed and says nothing more.
        text, detail = charge.get_kind_display(), ""
    else:
        text = f"{charge.get_kind_display()} {charge.year}, {whose} andel {party['share']}{NBSP}%"
        detail = _detail(calculation, party)
    return {
        "text": text,
        "detail": detail,
        "quantity": "1 år" if charge.kind == Charge.Kind.FIXED_COST else "1",
        "unit_price": party["amount"],
        "amount": party["amount"],
    }


def _detail(calculation: Json, party: Json) -> str:
    result = calculation["result"]
    population = calculation["inputs"]["population"]
    total = f"Av {kr(result['total'])} att fördela."
    if population is None:
        return f"{total} Uträkningen steg för steg finns på sida 2."
    return (
        f"{total} Andelen bygger på folkmängden {population['label']}, {number(party['population'])} "
        f"av {number(result['population'])} invånare. Uträkningen steg för steg finns på sida 2."
    )
