"""What the page of a what if shows: the answer, the amounts year by year, and questions to begin with."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from agreements.swedish import count_word
from costs.allocation import Step
from costs.changes import Changes
from costs.comparison import PartyPair, YearPair
from costs.difference_chart import Chart, differences
from costs.queries.scenarios import Base
from costs.scenario import Scenario, what_if
from costs.scenario_text import answer, lead_year, posts_in, said_of, told


@dataclass(frozen=True)
class Row:
    """One party's line in a year's table."""

    party: PartyPair
    steps: tuple[Step, ...]
    own: bool


@dataclass(frozen=True)
class Year:
    """A year's table; the first to speak of is open."""

    pair: YearPair
    rows: tuple[Row, ...]
    is_lead: bool

    @property
    def has_steps(self) -> bool:
        return bool(self.pair.after.calculation)


@dataclass(frozen=True)
class Answer:
    """A scenario as the page tells it."""

    scenario: Scenario
    sentence: str
    own_said: tuple[str, ...]
    told: tuple[str, ...]
    chart: Chart | None
    years: tuple[Year, ...]

    @property
    def lead(self) -> YearPair:
        return next(year.pair for year in self.years if year.is_lead)

    @property
    def estimated_from(self) -> YearPair | None:
        """The first year whose population is not its own."""
        return next((year.pair for year in self.years if year.pair.estimated_population), None)

    @property
    def has_example_figures(self) -> bool:
        return any(year.pair.has_example_figures for year in self.years)

    @property
    def sums_known(self) -> str:
        """Over how many years both sides are known: "fem år"."""
        known = sum(year.pair.sums.difference is not None for year in self.years)
        return f"{count_word(known, neuter=True)} år"


def answer_of(base: Base, changes: Changes, *, own: Collection[str] = ()) -> Answer:
    """The scenario worked out and put in words. Raises ChangesError."""
    scenario = what_if(base.inputs, changes)
    lead = lead_year(scenario)
    mine = [party for party in lead.parties if party.slug in own]
    return Answer(
        scenario=scenario,
        sentence=answer(scenario),
        own_said=tuple(said for party in mine if (said := said_of(party, lead.year, scenario))),
        told=told(changes, base.names),
        chart=differences(lead, id="skillnader", own=own),
        years=tuple(
            Year(
                pair,
                tuple(Row(party, party.steps, party.slug in own) for party in pair.parties),
                pair is lead,
            )
            for pair in scenario.years
        ),
    )


@dataclass(frozen=True)
class Question:
    """A question that is ready to be asked, by its address."""

    text: str
    note: str
    query: str


def ready_questions(base: Base, own: Collection[str]) -> Iterator[Question]:
    """A few questions to begin with: a party that leaves, a lower uplift, half a post more."""
    first = base.years[0]
    leaves = first + 1 if first + 1 in base.years else first
    names = base.names
    if len(names) > 1 and base.inputs[0].budget:
        slug = next((slug for slug in names if slug in own), next(iter(names)))
        yield Question(
            "Om en kommun lämnar",
            f"Till exempel {names[slug]} från {leaves}.",
            urlencode({"ar": leaves, "lamnar": slug}),
        )
        rate = 3 if _agreed_uplift(base) == 2 else 2
        uplifted = first if base.inputs[0].budget.year < first else leaves
        yield Question(
            f"Om uppräkningen blir {rate}\N{NO-BREAK SPACE}%",
            f"Från {uplifted}, alla år.",
            urlencode({"ar": uplifted, "uppr": rate}),
        )
    if _has_posts(base):
        yield Question(
            "En halv tjänst till",
            f"Från den 1 juli {first}.",
            urlencode({"ar": first, "tj": "0,5", "tj_fran": f"{first}-07-01"}),
        )


def _agreed_uplift(base: Base) -> Decimal | None:
    rates = base.inputs[-1].budget.rates if base.inputs[-1].budget else ()
    return rates[-1][1] if rates else None


def _has_posts(base: Base) -> bool:
    return any(posts_in(line.label) for line in base.lines(base.years[0]))
