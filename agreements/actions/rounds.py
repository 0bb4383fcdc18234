"""A revision's rounds: submitted, decided step by step, refused and opened again, withdrawn or dropped.

While it is submitted its wording is locked. One refusal ends the round for all the parties.
"""

from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from agreements.access import may
from agreements.actions import rows
from agreements.actions.revisions import demand_preparer, open_draft
from agreements.entry import Kind, Matter, ready_since
from agreements.journey_rows import matter_of
from agreements.models import Agreement, Decision, DecisionStep, FiledDocument, Organisation
from agreements.refusals import Incomplete, Refused
from agreements.swedish import long_date
from cmv_portal.roles import Right

Outcome, Status = DecisionStep.Outcome, Agreement.Status


def demand_recorder(agreement: Agreement, organisation: Organisation | None, by) -> None:
    """Refuse who may not write down what this body has decided."""
    if not may(by, Right.RECORD_APPROVALS, agreement.cooperation_id, organisation and organisation.pk):
        raise Refused(f"{by} får inte registrera det beslutet.")


# --- The round


@transaction.atomic
def submit(*, agreement: Agreement, revision: int, by) -> Agreement:
    """Lock the wording and begin a round: a step for each body. Raises Incomplete with what lacks."""
    draft = open_draft(agreement, revision, by)
    matter = matter_of(draft)
    _demand_complete(draft, matter)
    last = draft.steps.aggregate(last=Max("round"))["last"] or 0
    rows.save(draft, by, status=Status.PROPOSAL, round=last + 1, submitted_on=timezone.localdate())
    parties = draft.parties.select_related("organisation")
    organisations = {party.organisation.slug: party.organisation for party in parties}
    for kind, body in matter.common:
        rows.save(DecisionStep(agreement=draft, round=draft.round, kind=kind), by, body_name=body)
    for who in matter.parties:
        step = DecisionStep(agreement=draft, round=draft.round, kind=Kind.APPROVAL)
        rows.save(step, by, organisation=organisations[who.key])
    return draft


def _demand_complete(draft: Agreement, matter: Matter) -> None:
    lacking = []
    if draft.starts_on is None:
        lacking.append("Ange vilken dag avtalet ska börja gälla.")
    if not matter.parties:
        lacking.append("Avtalet har inga parter.")
    if matter.rule.approved_by is None:
        lacking.append("Villkoren säger inte vem som godkänner avtalet.")
    if matter.rule.signed_by is None:
        lacking.append("Villkoren säger inte vem som undertecknar avtalet.")
    if lacking:
        raise Incomplete(" ".join(lacking), lacking)


@transaction.atomic
def withdraw(*, agreement: Agreement, by) -> Agreement:
    """Take a submitted revision back to be written on. The round ends and stays in the history."""
    demand_preparer(agreement, by)
    row = rows.locked(agreement)
    if row.status != Status.PROPOSAL or row.evidence != Agreement.Evidence.PORTAL:
        raise Refused("Bara en revidering som är lämnad för beslut kan tas tillbaka.")
    return rows.save(row, by, status=Status.DRAFT, submitted_on=None, revision=row.revision + 1)


@transaction.atomic
def drop(*, agreement: Agreement, by) -> Agreement:
    """Give a revision up. It stays as it was, and the year is free for another one."""
    demand_preparer(agreement, by)
    row = rows.locked(agreement)
    if row.status not in (Status.DRAFT, Status.PROPOSAL) or row.evidence != Agreement.Evidence.PORTAL:
        raise Refused("Bara en revidering som inte gäller kan läggas ner.")
    return rows.save(row, by, status=Status.DROPPED, submitted_on=None)


@transaction.atomic
def adopt(*, agreement: Agreement, cost: str, by) -> Agreement:
    """All that the rule asks for is there: the edition is adopted, and from now on never changed."""
    row = rows.locked(agreement)
    if row.status != Status.PROPOSAL or row.evidence != Agreement.Evidence.PORTAL:
        raise Refused("Bara en revidering som är lämnad för beslut kan börja gälla.")
    return rows.save(
        row, by, status=Status.ADOPTED, adopted_on=timezone.localdate(), stated_cost=cost or row.stated_cost
    )


# --- A step


@transaction.atomic
def record_step(
    *,
    agreement: Agreement,
    kind: str,
    organisation: Organisation | None,
    by,
    outcome: str = Outcome.WAITING,
    minutes: FiledDocument | None = None,
    decision: Decision | None = None,
    version: int | None = None,
    **facts,
) -> DecisionStep:
    """What is known of a body's turn: its answer, or the meeting that is planned.

    `facts` are DecisionStep's own fields. A refusal ends the round and opens the matter for all again.
    Raises Refused, and Stale when the step is not the `version` that the person read.
    """
    agreement = rows.locked(agreement)
    if decision is None:
        demand_recorder(agreement, organisation, by)
    step = _step(agreement, kind, organisation)
    if version is not None and rows.version_of(step) != version:
        raise rows.Stale(rows.STALE)
    _demand_open(agreement, step, outcome)
    matter = matter_of(agreement)
    decided_on = facts.get("decided_on")
    if outcome and not step.outcome and not matter.is_source:
        _demand_turn(matter, Kind(kind), decided_on)
    _demand_days(decided_on if outcome else None, facts.get("announced_on"))
    given = {"minutes": minutes or step.minutes, "decision": decision or step.decision, "outcome": outcome}
    rows.save(step, by, **given, **facts)
    if outcome == Outcome.REFUSED and agreement.status == Status.PROPOSAL and not matter.is_source:
        rows.save(agreement, by, status=Status.DRAFT, submitted_on=None, revision=agreement.revision + 1)
    return step


def _step(agreement: Agreement, kind: str, organisation: Organisation | None) -> DecisionStep:
    """The step of the round; of a source's edition it is made the first time something is known."""
    found = agreement.steps.filter(round=agreement.round, kind=kind, organisation=organisation).first()
    if found is None and agreement.evidence == Agreement.Evidence.PORTAL:
        raise Refused("Revideringen är inte lämnad för beslut.")
    return found or DecisionStep(
        agreement=agreement, round=agreement.round, kind=kind, organisation=organisation
    )


def _demand_open(agreement: Agreement, step: DecisionStep, outcome: str) -> None:
    """Refuse to write in a round that is over, and to turn an answer into another one."""
    if agreement.evidence != Agreement.Evidence.PORTAL:
        return
    if agreement.status in (Status.DRAFT, Status.DROPPED):
        raise Refused("Omgången är slut. Ärendet är öppnat igen.")
    if step.outcome and outcome != step.outcome:
        raise Refused("Beslutet är redan registrerat. Ta tillbaka revideringen om det blev fel.")


def _demand_turn(matter: Matter, kind: Kind, decided_on: date | None) -> None:
    since = ready_since(matter, kind)
    if since is None:
        waits_for = next(body for earlier, body in matter.common if not matter.step(earlier).is_approved)
        raise Refused(f"{waits_for} har inte svarat än. Beslutet kan registreras därefter.")
    if decided_on and decided_on < since:
        raise Refused(f"Beslutet kan inte vara före den {long_date(since)}, då underlaget fanns.")


def _demand_days(decided_on: date | None, announced_on: date | None) -> None:
    today = timezone.localdate()
    if (decided_on and decided_on > today) or (announced_on and announced_on > today):
        raise Refused("Dagen har inte varit än. Ett kommande möte anges som nästa möte.")
    if decided_on and announced_on and announced_on < decided_on:
        raise Refused("Protokollet kan inte ha anslagits före beslutet.")
