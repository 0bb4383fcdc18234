"""Deviations between parties, and the simple amendments that a body may decide by itself."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from agreements.actions import rows
from agreements.actions.days import must_have_come
from agreements.models import Agreement, Deviation, Organisation, SimpleAmendment
from agreements.refusals import Refused
from agreements.terms import TermKind


@transaction.atomic
def register_deviation(
    *, agreement: Agreement, kind: str, parties: Sequence[Organisation], by, **values
) -> Deviation:
    """A deviation between two parties or more, dated the day it is registered and no other."""
    allowed = set(agreement.parties.values_list("organisation", flat=True))
    concerned = {party.pk for party in parties}
    if len(concerned) < 2 or not concerned <= allowed:
        raise Refused("Välj minst två av avtalets parter.")
    _check_responsible(values.get("responsible"), concerned)
    deviation = Deviation(
        agreement=agreement, kind=kind, registered_on=timezone.localdate(), registered_by=by, **values
    )
    rows.save(deviation, by)
    deviation.parties.set(concerned)
    return deviation


@transaction.atomic
def change_deviation(*, deviation: Deviation, by, version: int | None = None, **values) -> None:
    """Who answers for it meanwhile, and that it is handled; then it changes no more."""
    deviation = rows.locked(deviation, version)
    if deviation.handled_on is not None:
        raise Refused("Avvikelsen är hanterad och ändras inte mer.")
    _check_responsible(values.get("responsible"), set(deviation.parties.values_list("pk", flat=True)))
    must_have_come(values.get("handled_on"))
    rows.save(deviation, by, **values)


@transaction.atomic
def add_amendment(
    *, agreement: Agreement, by, version: int | None = None, decided_on: date, **values
) -> SimpleAmendment:
    """An amendment by the body that the agreement names; who is to be informed comes from its terms."""
    must_have_come(decided_on)
    amendment = SimpleAmendment(
        agreement=agreement,
        decided_by=_said(agreement, TermKind.AMENDMENTS_BY),
        informed=_said(agreement, TermKind.AMENDMENTS_TOLD),
    )
    _check_amendment(decided_on, values)
    return rows.save(amendment, by, decided_on=decided_on, **values)


@transaction.atomic
def change_amendment(
    *, amendment: SimpleAmendment, by, version: int | None = None, decided_on: date, **values
) -> None:
    must_have_come(decided_on)
    _check_amendment(decided_on, values)
    rows.save(rows.locked(amendment, version), by, decided_on=decided_on, **values)


def _said(agreement: Agreement, kind: TermKind) -> str:
    return next((row.value for row in agreement.terms.all() if row.kind == kind), "")


def _check_amendment(decided_on: date, values) -> None:
    informed_on = values.get("informed_on")
    must_have_come(informed_on)
    if informed_on and informed_on < decided_on:
        raise Refused("Informationen kan inte ha lämnats före beslutet.")


def _check_responsible(responsible: Organisation | None, concerned: set[int]) -> None:
    if responsible is not None and responsible.pk not in concerned:
        raise Refused("Den som ansvarar tillfälligt ska vara en av parterna som berörs.")
