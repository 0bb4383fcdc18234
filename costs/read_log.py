"""Abnormal wear concerns a person, so every reading of it is logged (clause 11.4). Other costs are not."""

from collections.abc import Iterable
from typing import NoReturn

from django.http import Http404

from agreements.models import ReadEvent
from agreements.read_log import log_read
from costs.models import Charge, Document

INVOICE, CHARGE, LISTED = "faktura enligt 11.4", "debitering enligt 11.4", "lista med kostnad enligt 11.4"
Action = ReadEvent.Action
WEAR = Charge.Kind.ABNORMAL_WEAR


def log_document(user, document: Document, action: Action = Action.VIEW) -> None:
    """That somebody read an issued document, when it is one of wear."""
    if document.charge.kind == WEAR:
        _log(user, document.charge, action, INVOICE, document.number)


def log_charge(user, charge: Charge, action: Action = Action.VIEW) -> None:
    """That somebody read a charge or took its files, when it is one of wear."""
    if charge.kind == WEAR:
        _log(user, charge, action, CHARGE, charge.pk)


def log_listed(user, charges: Iterable[Charge]) -> None:
    """That a list showed wear: one row for each cooperation, not one for each cost."""
    shown = {charge.agreement.cooperation for charge in charges if charge.kind == WEAR}
    for cooperation in sorted(shown, key=lambda each: each.pk):
        log_read(user=user, action=Action.VIEW, object_type=LISTED, cooperation=cooperation)


def refuse_document(user, pk: int) -> NoReturn:
    """404 for a document that the person may not see; an attempt at one of wear is logged."""
    for found in Document.objects.filter(pk=pk).select_related("charge__agreement__cooperation"):
        log_document(user, found, Action.REFUSED)
    raise Http404


def refuse_charge(user, pk: int) -> NoReturn:
    """404 for a charge that the person may not see; an attempt at one of wear is logged."""
    for found in Charge.objects.filter(pk=pk).select_related("agreement__cooperation"):
        log_charge(user, found, Action.REFUSED)
    raise Http404


def _log(user, charge: Charge, action: Action, what: str, name: object) -> None:
    log_read(
        user=user,
        action=action,
        object_type=what,
        object_id=name,
        cooperation=charge.agreement.cooperation,
        year=charge.year,
    )
