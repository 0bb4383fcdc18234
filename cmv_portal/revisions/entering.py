"""A revision comes into force by itself, when the last piece that its rule asks for arrives (CMV 22, 24)."""

from django.db import transaction

from agreements.actions import rounds, signing
from agreements.actions.documents import add_document
from agreements.actions.rows import locked, save
from agreements.entry import Who, is_met
from agreements.journey_rows import matter_of
from agreements.models import Agreement, DecisionStep, FiledDocument, Signature
from agreements.swedish import kr
from costs.models import Budget
from costs.queries.calculations import calculation_of
from costs.queries.distribution import NOT_POSSIBLE


@transaction.atomic
def record_step(*, agreement: Agreement, by, minutes_file=None, **facts) -> DecisionStep:
    """What a body answered, or plans to; with its minutes when there is a file. Raises Refused."""
    locked(agreement)
    if minutes_file:
        facts["minutes"] = _minutes(agreement, facts, minutes_file, by)
    step = rounds.record_step(agreement=agreement, by=by, **facts)
    enter_into_force(agreement=agreement, by=by)
    return step


def _minutes(agreement: Agreement, facts: dict, file, by) -> FiledDocument:
    whose = facts["organisation"] or facts.get("body_name") or "protokoll"
    return add_document(
        cooperation=agreement.cooperation,
        agreement=agreement,
        kind=FiledDocument.Kind.MINUTES,
        title=f"Protokoll om {agreement.title}, {whose}"[:200],
        file=file,
        by=by,
        diary_number=facts.get("diary_number", ""),
    )


def add_signature(*, agreement: Agreement, who: Who, upload, by) -> Signature:
    """Take in a signed file; when it counts and was the last, the edition is in force. Raises Refused."""
    with transaction.atomic():
        signature = signing.add_signature(agreement=agreement, who=who, upload=upload, by=by)
        enter_into_force(agreement=agreement, by=by)
    return signature


@transaction.atomic
def accept_signature(*, signature: Signature, reason: str, by) -> Signature:
    """Vouch for a signature; when it was the last, the edition is in force. Raises Refused."""
    accepted = signing.accept_signature(signature=signature, reason=reason, by=by)
    enter_into_force(agreement=accepted.agreement, by=by)
    return accepted


@transaction.atomic
def enter_into_force(*, agreement: Agreement, by) -> bool:
    """Adopt the edition and decide its budget, when nothing is missing; whether it was done now."""
    row = locked(agreement)
    is_submitted = row.status == Agreement.Status.PROPOSAL and row.evidence == Agreement.Evidence.PORTAL
    if not is_submitted or not is_met(matter_of(row)):
        return False
    cost = _cost(row)
    for budget in row.budgets.filter(status=Budget.Status.PROPOSAL):
        save(budget, by, status=Budget.Status.DECIDED, source=f"Står i {row.title}")
    rounds.adopt(agreement=row, cost=cost, by=by)
    return True


def _cost(agreement: Agreement) -> str:
    """The first year's cost in words, for lists of editions; empty where none is shared."""
    try:
        return kr(calculation_of(agreement, agreement.year, allow_estimated=True).total)
    except NOT_POSSIBLE:
        return ""
