"""What a scenario asks and what it answers, in plain Swedish sentences. Pure."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from agreements.swedish import (
    count_word,
    decimal_text,
    join_names,
    kr,
    long_date,
    rate,
    signed_kr,
)
from costs.changes import Changes
from costs.comparison import Comparison, PartyPair, YearPair, decimals_needed
from costs.scenario import Scenario

_POSTS = re.compile(r"([0-9]+(?:,[0-9]+)?) tjänst")
_PERCENT = re.compile(r"([0-9]+(?:,[0-9]+)?) %")


def posts_in(label: str) -> Decimal | None:
    """How many posts a budget line says that it pays for: "Personal 4,75 tjänster", "Ledning, 20 %"."""
    plain = label.replace("\u00a0", " ")
    if found := _POSTS.search(plain):
        return Decimal(found[1].replace(",", "."))
    if found := _PERCENT.search(plain):
        return Decimal(found[1].replace(",", ".")) / 100
    return None


# --- The question


def told(changes: Changes, names: Mapping[str, str]) -> tuple[str, ...]:
    """Each change in a line, as a heading above the amounts can list them; `names` are the parties'."""
    return (*_budget_told(changes), *_staffing_told(changes), *_parties_told(changes, names))


def _budget_told(changes: Changes) -> Iterator[str]:
    year, overhead = changes.year, changes.overhead
    if changes.uplift is not None:
        yield f"Uppräkning {rate(changes.uplift)} per år från {year}"
    for label, amount in changes.changed_lines:
        yield f"{label}: {kr(amount)} från {year}"
    for label, amount in changes.added_lines:
        yield f"Ny post från {year}: {label}, {kr(amount)}"
    for label in changes.removed_lines:
        yield f"Utan posten {label} från {year}"
    if overhead and overhead.percent is not None:
        yield f"OH {rate(overhead.percent)} av delsumman från {year}"
    if overhead and overhead.amount is not None:
        yield f"OH {kr(overhead.amount)} från {year}"
    for grant in changes.grants:
        yield f"{grant.label} {grant.year}: {kr(grant.amount)}"


def _staffing_told(changes: Changes) -> Iterator[str]:
    for item in changes.staffing:
        count = decimal_text(abs(item.change), decimals_needed(item.change))
        since = long_date(item.starts_on) if item.starts_on else str(changes.year)
        yield f"{count} {'tjänst' if abs(item.change) <= 1 else 'tjänster'} {_more(item.change)} från {since}"


def _more(change: Decimal) -> str:
    return "mer" if change > 0 else "mindre"


def _parties_told(changes: Changes, names: Mapping[str, str]) -> Iterator[str]:
    for leaving in changes.leaving:
        yield f"{names.get(leaving.organisation, leaving.organisation)} lämnar {long_date(leaving.from_date)}"
    for joining in changes.joining:
        yield f"{joining.name} blir part {long_date(joining.from_date)}"
    population = changes.population
    if population and population.table:
        yield f"Folkmängden {population.label} alla år från {changes.year}"
    elif population:
        changed = join_names([names.get(slug, slug) for slug, _ in population.figures])
        yield f"Annan folkmängd för {changed} från {changes.year}"


# --- The answer


def lead_year(scenario: Scenario) -> YearPair:
    """The year to speak of first: the first with another amount, else the first that is changed."""
    later = [year for year in scenario.years if year.year >= scenario.changes.year]
    different = (year for year in later if year.sums.difference is not None and not year.is_same)
    return next(different, later[0])


def answer(scenario: Scenario) -> str:
    """The question's answer in one sentence."""
    lead = lead_year(scenario)
    difference = lead.sums.difference
    if lead.after.calculation is None:
        return f"Kostnaden {lead.year} kan inte räknas ut"
    if difference is None:
        return f"Kostnaden {lead.year} blir {kr(lead.after.amount_sum or 0)}"
    if lead.is_same:
        return "Inget belopp blir annorlunda"
    gone = [party for party in lead.parties if not party.is_party_after]
    if gone:
        return _without(gone, lead)
    if difference:
        return f"Parterna betalar tillsammans {_difference(difference)} {lead.year}"
    return f"Summan är densamma {lead.year} men delas på ett annat sätt"


def _without(gone: list[PartyPair], lead: YearPair) -> str:
    left = [party for party in lead.parties if party.is_party_after]
    more = sum(party.amounts.difference or 0 for party in left)
    names = join_names([party.name for party in gone])
    others = f"de andra {count_word(len(left))}" if len(left) > 1 else "den som är kvar"
    return f"Utan {names} betalar {others} {_difference(more)} {lead.year}"


def _difference(amount: int) -> str:
    return f"{kr(abs(amount))} {'mer' if amount > 0 else 'mindre'}" if amount else "lika mycket"


def said_of(party: PartyPair, year: int, five: Comparison) -> str:
    """One party's answer in a sentence or two, for whom it is theirs."""
    amounts = party.amounts
    if amounts.difference is None:
        return f"{party.name} betalar {kr(amounts.after)} {year}." if amounts.after is not None else ""
    if not party.is_party_after:
        first = f"{party.name} betalar inget {year}, i stället för {kr(amounts.before or 0)}."
    elif not amounts.difference:
        first = f"{party.name} betalar lika mycket {year}, {kr(amounts.after or 0)}."
    else:
        first = (
            f"{party.name} betalar {_difference(amounts.difference)} {year}: {kr(amounts.after or 0)} "
            f"i stället för {kr(amounts.before or 0)}."
        )
    years = sum(pair is not None for _, pair in five.of_party(party.slug))
    total = five.sum_of(party.slug).difference
    return f"{first} På {count_word(years)} år blir skillnaden {signed_kr(total)}." if total else first
