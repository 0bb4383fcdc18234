"""From an edition's rows to its matter: the rule of its own terms, and what has happened in a round."""

from datetime import date

from agreements.entry import Kind, Matter, Outcome, Rule, Signed, Step, Who
from agreements.models import Agreement, DecisionStep, Signature
from agreements.queries import terms_of
from agreements.swedish import sort_key
from agreements.terms import TermKind, Terms

_COMMON = ((Kind.PROPOSAL, "steering_group"), (Kind.RECOMMENDATION, "political_group"))


def matter_of(agreement: Agreement, number: int | None = None) -> Matter:
    """The edition's way in a round, the latest one if none is named; four queries."""
    number = agreement.round if number is None else number
    rows = agreement.steps.filter(round=number).select_related("organisation", "minutes")
    steps = tuple(_step(row) for row in rows)
    is_source = agreement.evidence != Agreement.Evidence.PORTAL
    terms = terms_of(agreement, first_day(agreement))
    rule = rule_of(terms)
    return Matter(
        rule=rule,
        parties=_parties(agreement, rule),
        common=_common(agreement, steps, is_source),
        steps=steps,
        signatures=_signatures(agreement, number, rule),
        submitted_on=agreement.submitted_on,
        starts_on=agreement.starts_on,
        answers_by=terms.get(TermKind.ANSWERS_BY),
        is_source=is_source,
    )


def first_day(agreement: Agreement) -> date:
    """The day that the edition's first terms and parties are read for."""
    return agreement.starts_on or date(agreement.year, 1, 1)


def rule_of(terms: Terms) -> Rule:
    approved, signed = terms.row(TermKind.APPROVED_BY), terms.row(TermKind.SIGNED_BY)
    return Rule(
        approved_by=terms.get(TermKind.APPROVED_BY),
        signed_by=terms.get(TermKind.SIGNED_BY),
        approval_clause=approved.clause if approved else "",
        signing_clause=signed.clause if signed else "",
    )


def _parties(agreement: Agreement, rule: Rule) -> tuple[Who, ...]:
    day = first_day(agreement)
    only_payers = rule.approved_by is not None and rule.approved_by.only_payers
    found = [
        party
        for party in agreement.parties.select_related("organisation")
        if (party.valid_from is None or party.valid_from <= day)
        and (party.valid_until is None or party.valid_until >= day)
        and (party.pays or not only_payers)
    ]
    found.sort(key=lambda party: sort_key(party.organisation.short_name))
    return tuple(Who(party.organisation.slug, party.organisation.short_name) for party in found)


def _common(agreement: Agreement, steps: tuple[Step, ...], is_source: bool) -> tuple[tuple[Kind, str], ...]:
    """The bodies before the parties; of a source's edition those it tells of, and who is to recommend."""
    told = {step.kind: step.body for step in steps}
    found = []
    for kind, field in _COMMON:
        body = told.get(kind) or getattr(agreement.cooperation, field)
        if body and not (is_source and kind is Kind.PROPOSAL and kind not in told):
            found.append((kind, body))
    return tuple(found)


def _step(row: DecisionStep) -> Step:
    return Step(
        kind=Kind(row.kind),
        party=row.organisation.slug if row.organisation else "",
        body=row.body_name,
        outcome=Outcome(row.outcome),
        decided_on=row.decided_on,
        paragraph=row.paragraph,
        diary_number=row.diary_number,
        announced_on=row.announced_on,
        has_minutes=row.minutes_id is not None,
        planned_on=row.planned_on,
        contact=row.contact,
        note=row.note,
    )


def _signatures(agreement: Agreement, number: int, rule: Rule) -> tuple[Signed, ...]:
    rows = agreement.signatures.filter(round=number, counts=True).select_related("organisation")
    return tuple(Signed(signatory_key(row, rule), row.signed_on) for row in rows)


def signatory_key(row: Signature, rule: Rule) -> str:
    """Which signatory a signature is for, as addresses name it."""
    if row.organisation:
        return row.organisation.slug
    offices = rule.signed_by.offices if rule.signed_by else ()
    return f"befattning-{offices.index(row.office) + 1}" if row.office in offices else row.office
