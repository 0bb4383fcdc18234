"""Which kinds of charge an agreement regulates beside its fixed cost, and in which clause."""

from collections.abc import Mapping
from datetime import date

from agreements.models import Agreement
from agreements.queries import terms_of
from agreements.terms import TermKind
from costs.models import Charge

Kind = Charge.Kind

_TERMS = {
    Kind.QUALITY_REVIEW: TermKind.REVIEW_CAP,
    Kind.STAFFING: TermKind.STAFFING_CHARGED,
    Kind.DEFICIT: TermKind.DEFICIT_CHARGED,
    Kind.ABNORMAL_WEAR: TermKind.WEAR_CHARGED,
}


def regulated_kinds(agreement: Agreement, year: int) -> Mapping[Kind, str]:
    """The kinds that may be charged by the terms of a year's first day, each with its clause."""
    terms = terms_of(agreement, date(year, 1, 1))
    rows = {kind: terms.row(term) for kind, term in _TERMS.items() if terms.get(term) is not False}
    return {kind: row.clause for kind, row in rows.items() if row}
