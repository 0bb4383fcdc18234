"""A year's duties, derived from an agreement's dated terms: nothing of it is typed in.

A duty belongs to the term that is in force on its last day, so that a term that changes during a year
changes what comes after it and nothing before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice

from agreements.duty import NOTHING, Basis, Duty, DutyKind, Fact, Happened, state_of
from agreements.duty_rules import followup, period, reviews
from agreements.duty_rules.meetings import meetings
from agreements.duty_rules.year import PARTIES, Rule, Year
from agreements.term import NOT_COMPUTABLE, term_on
from agreements.terms import SPECS, TermKind, TermRow, terms_on

RULES: Mapping[TermKind, Rule] = {
    TermKind.INVOICING_MONTH: followup.invoicing,
    TermKind.POPULATION_DATE: followup.population,
    TermKind.ANNUAL_REPORT_MONTH: followup.annual_report,
    TermKind.MEETINGS_PER_YEAR: meetings(
        DutyKind.STEERING_MEETING,
        "Styrgruppen, möte",
        lambda year: year.basis.convener or year.basis.steering_group,
    ),
    TermKind.WORKING_GROUP_MEETINGS_PER_YEAR: meetings(
        DutyKind.WORKING_GROUP_MEETING, "Arbetsgruppen, möte", lambda year: "Arbetsgruppen"
    ),
    TermKind.NETWORK_MEETINGS_PER_YEAR: meetings(
        DutyKind.NETWORK_MEETING, "Samordnarnas nätverk, träff", lambda year: year.basis.service
    ),
    TermKind.ACTIVITY_PLAN: followup.activity_plan,
    TermKind.QUALITY_REVIEW_YEARS: reviews.review,
    TermKind.SYSTEMATIC_FOLLOWUP_YEARS: followup.systematic,
    TermKind.YEARLY_ACCOUNT: followup.yearly_account,
    TermKind.GOAL_FOLLOWUP: followup.goal_followup,
    TermKind.FOLLOWUP_PLAN_BY: period.dated(DutyKind.FOLLOWUP_PLAN, "Uppföljningsplanen är klar", PARTIES),
    TermKind.LOCAL_FOLLOWUP: followup.local_followup,
    TermKind.REVISION_YEARS: period.revision,
    TermKind.MANDATE_FOLLOWUP: period.mandate,
    TermKind.NOTICE_MONTHS: period.notice,
    TermKind.PARTY_MAY_LEAVE: period.party_notice,
    TermKind.BREACH_DAYS: period.breach,
    TermKind.ANSWERS_BY: period.answers,
    TermKind.PROJECT_END: period.dated(DutyKind.PROJECT_END, "Projektet avslutas", "Projektägaren"),
}

# Days in the text of a proposal hold whether or not it is decided; the rest of it binds nobody yet.
HOLDS_IN_A_PROPOSAL = {TermKind.FOLLOWUP_PLAN_BY, TermKind.ANSWERS_BY, TermKind.PROJECT_END}


def duties(
    basis: Basis, year: int, today: date, happened: Happened = NOTHING, proposed: Basis | None = None
) -> tuple[Duty, ...]:
    """A year's duties in order, each with its state. `proposed` is a coming edition that binds nobody yet."""
    found = _proposed(basis, year) if basis.is_proposal else _binding(basis, year, happened)
    if proposed is not None:
        in_force = terms_on(basis.rows, date(year, 12, 31))
        found = [*found, *_proposed(proposed, year, known=set(in_force.rows))]
    done = (_with_fact(duty, happened) for duty in found)
    return tuple(sorted((replace(duty, state=state_of(duty, today)) for duty in done), key=_order))


def _binding(basis: Basis, year: int, happened: Happened) -> list[Duty]:
    of_year = Year(basis, year, happened)
    found = [
        duty
        for row in basis.rows
        if row.kind in RULES and row.value != "nej"
        for duty in RULES[row.kind](row, of_year)
        if _in_force(row, duty, of_year)
    ]
    return [
        replace(_since(basis.term.start, duty), source=basis.source)
        for duty in [*found, *period.end(of_year)]
        if _within(basis, duty, of_year)
    ]


def _in_force(row: TermRow, duty: Duty, year: Year) -> bool:
    return terms_on(year.basis.rows, duty.last or year.last).row(row.kind) == row


def _within(basis: Basis, duty: Duty, year: Year) -> bool:
    """Whether the agreement holds on the duty's last day."""
    last = duty.last or year.last
    return term_on(basis.term, last).period is not None and (basis.until is None or last <= basis.until)


def _since(start: date | None, duty: Duty) -> Duty:
    """A window that opens no earlier than the agreement."""
    return replace(duty, opens=max(duty.opens, start)) if duty.opens and start else duty


def _proposed(basis: Basis, year: int, known: Iterable[TermKind] = ()) -> list[Duty]:
    """The dated days of a proposal, and what it would add, without a day."""
    of_year = Year(basis, year, NOTHING)
    found: list[Duty] = []
    for row in basis.rows:
        if row.kind in known or row.kind not in RULES or row.value == "nej":
            continue
        if row.kind in HOLDS_IN_A_PROPOSAL:
            found += RULES[row.kind](row, of_year)
        else:
            found += [_waiting(row, duty) for duty in islice(RULES[row.kind](row, of_year), 1)]
    return [replace(duty, source=basis.source) for duty in found]


def _waiting(row: TermRow, duty: Duty) -> Duty:
    """All that a term of a proposal would ask for, as one duty without a day."""
    why = f"{NOT_COMPUTABLE}: det står i ett förslag, som inte gäller än."
    spec = SPECS[row.kind]
    text = f"{spec.label} {row.value}" if spec.unit == "text" else spec.label
    return Duty(duty.kind, text, row.clause, PARTIES, reason=why)


def _with_fact(duty: Duty, happened: Happened) -> Duty:
    """The duty with what shows that it is done, where its rule did not give it already."""
    if duty.fact is not None or duty.reason:
        return duty
    fact: Fact | None = happened.done.get(duty.kind)
    if duty.party:
        fact = happened.by_party.get(duty.kind, {}).get(duty.party)
    return replace(duty, fact=fact)


def _order(duty: Duty) -> tuple[date, int, int, str]:
    return duty.when, list(DutyKind).index(duty.kind), duty.number, duty.text
