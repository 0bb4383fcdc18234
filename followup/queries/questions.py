"""The agreement's open questions that touch a page of the follow-up: shown, never settled here."""

from agreements.models import Agreement, Cooperation, OpenQuestion
from followup.queries.yearbook import edition_of_year

# By the edition's slug: the numbers of the questions in its fixture.
_SCOPE, _APPOINTMENT, _COST, _FOCUS = "scope", "appointment", "cost", "focus"
NUMBERS = {"cmv-2025": {_SCOPE: 8, _APPOINTMENT: 13, _COST: 11, _FOCUS: 5}}


def review_questions(cooperation: Cooperation, year: int) -> list[OpenQuestion]:
    """When the reviewer is chosen, which years the figures cover, and what the cap holds."""
    return _questions(edition_of_year(cooperation, year), _APPOINTMENT, _SCOPE, _COST)


def focus_questions(cooperation: Cooperation, year: int) -> list[OpenQuestion]:
    """Who decides the focus areas of a systematic follow-up."""
    return _questions(edition_of_year(cooperation, year), _FOCUS)


def _questions(edition: Agreement | None, *topics: str) -> list[OpenQuestion]:
    numbers = NUMBERS.get(edition.slug, {}) if edition else {}
    wanted = [numbers[topic] for topic in topics if topic in numbers]
    if not wanted:
        return []
    rows = {row.number: row for row in edition.open_questions.filter(number__in=wanted)}
    return [rows[number] for number in wanted if number in rows]
