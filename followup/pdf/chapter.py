"""The chapters of a report: one for each slot, by its kind; what it holds is data.

Tables and charts come from the presentation of published figures. Measures stand beside each other and
are never added up (R11).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from agreements.swedish import count_word, join_names
from followup.charts import SMALL, WIDE, Chart, Size, chart, largest, multiples
from followup.pdf.blocks import Block, blocks
from followup.pdf.economy import Economy
from followup.presentation import MeasureTable, Note, Presentation, Row, notes_of

Json = dict[str, Any]

PAGE_WIDTH = 165  # millimetres between the margins
SIDE_WIDTH = 110  # of a table that has its chart beside it
BESIDE_POSTS = 105
HALF_WIDTH = 78
YEAR_WIDTH, NARROW_YEAR = 22, 17
SIDE_CHART = Size(130, 92)
CHARTS_ABREAST = 4
# From so many measures a chapter opens with them beside each other.
COMPARED_FROM = {"measures": 3}
# Chapters that begin on a new page; the others follow on.
NEW_PAGE = ("goals", "measures", "economy")
# A judgement and how its box is filled; the word stands beside it.
GRADES = {
    "uppfyllt": "full",
    "delvis uppfyllt": "part",
    "inte uppfyllt": "empty",
    "kan inte bedömas": "open",
}
PLURALS = {"uppfyllt": "uppfyllda", "delvis uppfyllt": "delvis uppfyllda", "inte uppfyllt": "inte uppfyllda"}
SUM_LABELS = ("tillsammans", "summa", "totalt")
NO_SUM = "Insatserna är olika stora och en person kan ha fått flera, så de kan inte summeras."
FICTITIOUS = "Fiktiva uppgifter."


@dataclass(frozen=True)
class Goal:
    """A goal with its judgement: the agreement's, or the activity plan's with its action."""

    title: str
    text: str
    judgement: str
    number: str = ""
    action: str = ""

    @property
    def grade(self) -> str:
        return GRADES.get(self.judgement, "")


@dataclass(frozen=True)
class MeasureSection:
    """A measure's table with its charts: a few in a row above it, or a single one beside it."""

    table: MeasureTable
    charts: tuple[Chart, ...]
    id: str
    is_alone: bool
    is_fictitious: bool

    @property
    def is_beside(self) -> bool:
        return len(self.charts) == 1

    @property
    def widths(self) -> list[int]:
        """Millimetres of the table's columns."""
        whole, year = (SIDE_WIDTH, NARROW_YEAR) if self.is_beside else (PAGE_WIDTH, YEAR_WIDTH)
        return self._widths(whole, year)

    @property
    def half_widths(self) -> list[int]:
        """The same for a table on half the page."""
        return self._widths(HALF_WIDTH, 14)

    def _widths(self, whole: int, year: int) -> list[int]:
        years = [year] * len(self.table.columns)
        return [whole - sum(years), *years]

    @property
    def remarks(self) -> list[str]:
        remarks = [self.table.remark, FICTITIOUS if self.is_fictitious else ""]
        return [remark for remark in remarks if remark]


@dataclass(frozen=True)
class Comparison:
    """The same figure of several measures, as charts at one scale."""

    title: str
    rows: tuple[tuple[Chart, ...], ...]


@dataclass(frozen=True)
class TotalsTable:
    """The printed totals of some measures under each other; `width` is millimetres."""

    caption: str
    years: tuple[int, ...]
    tables: tuple[MeasureTable, ...]
    is_fictitious: bool
    width: int = PAGE_WIDTH
    remark: str = ""

    @property
    def has_units(self) -> bool:
        """Whether there is room for what is counted after each name."""
        return self.width == PAGE_WIDTH

    @property
    def widths(self) -> list[int]:
        years = [YEAR_WIDTH if self.has_units else NARROW_YEAR] * len(self.years)
        return [self.width - sum(years), *years]

    @property
    def notes(self) -> tuple[Note, ...]:
        rows = [table.total for table in self.tables]
        return notes_of(rows, is_revised=any(cell.is_revised for row in rows for cell in row.cells))

    @property
    def remarks(self) -> list[str]:
        return [text for text in (self.remark, FICTITIOUS if self.is_fictitious else "") if text]


@dataclass(frozen=True)
class Chapter:
    """A part of the report, with the number of its slot."""

    slot: Json
    shown: Presentation

    @property
    def number(self) -> int:
        return self.slot["number"]

    @property
    def id(self) -> str:
        return f"del-{self.number}"

    @property
    def title(self) -> str:
        return self.slot["title"]

    @property
    def kind(self) -> str:
        return self.slot["kind"]

    @property
    def starts_page(self) -> bool:
        return self.kind in NEW_PAGE

    @property
    def template(self) -> str:
        # A single year leaves room for two tables abreast, as courses have them.
        is_narrow = self.kind == "measures" and not self.shown.has_earlier
        return f"followup/pdf/_report_{'courses' if is_narrow else self.kind}.html"

    @property
    def blocks(self) -> tuple[Block, ...]:
        return blocks(self.slot.get("text") or "")

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read in it."""
        content = ("measures", "goals", "plan_goals", "posts", "economy")
        return not self.blocks and not any(self.slot.get(key) for key in content)

    # --- Goals, and the activity plan's

    @property
    def goal_groups(self) -> list[tuple[str, list[Goal]]]:
        goals = self.slot.get("goals") or []
        return [
            (group, [_goal(goal) for goal in found])
            for group, found in groupby(goals, key=lambda goal: goal["group"])
        ]

    @property
    def plan_goals(self) -> list[Goal]:
        return [
            Goal(goal["title"], goal["followup"], goal["judgement"], action=goal["action"])
            for goal in self.slot.get("plan_goals") or []
        ]

    @property
    def tally(self) -> str:
        return tally(self.slot.get("goals") or self.slot.get("plan_goals") or [])

    # --- Measures

    @cached_property
    def tables(self) -> tuple[MeasureTable, ...]:
        return self.shown.tables_of(self.slot.get("measures") or ())

    @property
    def sections(self) -> list[MeasureSection]:
        return [
            MeasureSection(
                table,
                tuple(_charts_of(table, f"diagram-{self.number}-{count}")) if self.shown.has_earlier else (),
                f"{self.id}-{count}",
                len(self.tables) == 1,
                self.shown.is_fictitious,
            )
            for count, table in enumerate(self.tables, start=1)
        ]

    @property
    def halves(self) -> list[list[MeasureSection]]:
        """The measures two abreast, where they are narrow enough."""
        return _in_rows(self.sections, 2)

    @property
    def comparisons(self) -> list[Comparison]:
        """Totals at one scale, then each mean that all the measures have."""
        if not self.shown.has_earlier or len(self.tables) < COMPARED_FROM.get(self.kind, 2):
            return []
        totals = multiples(self.tables, prefix=f"jamfor-{self.number}-0")
        return [Comparison("Antal under året", _abreast(totals)), *self._compared_means()]

    def _compared_means(self) -> Iterator[Comparison]:
        means = [{row.label: row for row in table.means.rows} if table.means else {} for table in self.tables]
        for count, label in enumerate(means[0], start=1):
            if all(label in found for found in means):
                rows = [found[label] for found in means]
                yield Comparison(label, _abreast(self._charts(rows, f"jamfor-{self.number}-{count}")))

    def _charts(self, rows: Sequence[Row], prefix: str) -> tuple[Chart, ...]:
        top = largest(rows)
        return tuple(
            chart(
                row,
                self.shown.years,
                id=f"{prefix}-{count}",
                name=f"{table.name}, {row.label.lower()}",
                caption=table.name,
                size=SMALL,
                top=top,
            )
            for count, (table, row) in enumerate(zip(self.tables, rows, strict=True), start=1)
        )

    # --- Posts and economy

    @property
    def posts(self) -> list[Json]:
        """The posts; the last one is their sum where it is called so."""
        found = self.slot.get("posts") or []
        return [{**post, "is_sum": post["label"].casefold() in SUM_LABELS} for post in found]

    @property
    def is_pair(self) -> bool:
        """Whether the posts stand beside the totals, which are then at least as many rows."""
        return 0 < len(self.posts) <= len(self.tables)

    @property
    def totals(self) -> TotalsTable:
        width = BESIDE_POSTS if self.is_pair else PAGE_WIDTH
        return replace(totals_table("Årets antal", self.tables, self.shown), width=width, remark=NO_SUM)

    @property
    def economy(self) -> Economy | None:
        return Economy(self.slot["economy"]) if self.slot.get("economy") else None


def totals_table(caption: str, tables: Sequence[MeasureTable], shown: Presentation) -> TotalsTable:
    return TotalsTable(caption, shown.years, tuple(tables), shown.is_fictitious)


def tally(goals: Sequence[Json]) -> str:
    """ "Av elva mål bedöms sju uppfyllda, två delvis uppfyllda och ett inte uppfyllt"; "" when none is."""
    judged = Counter(goal["judgement"] for goal in goals)
    parts = [
        f"{count_word(judged[word], neuter=True)} {word if judged[word] == 1 else plural}"
        for word, plural in PLURALS.items()
        if judged[word]
    ]
    if not parts:
        return ""
    told = f"Av {count_word(len(goals), neuter=True)} mål bedöms {join_names(parts)}"
    unknown = judged["kan inte bedömas"]
    return f"{told}; {count_word(unknown, neuter=True)} kan inte bedömas" if unknown else told


def _goal(goal: Json) -> Goal:
    return Goal(goal["title"], goal["text"], goal["judgement"], number=str(goal["number"]))


def _charts_of(table: MeasureTable, prefix: str) -> Iterator[Chart]:
    """The total, and the first and the last mean, each from zero at a scale of its own."""
    years = [column.year for column in table.columns]
    means = table.means.rows if table.means else ()
    size = WIDE if means else SIDE_CHART
    unit = f"{table.unit[:1].upper()}{table.unit[1:]}"
    yield chart(table.total, years, id=f"{prefix}-1", name=table.name, caption=unit, size=size)
    for count, row in enumerate(means if len(means) < 2 else (means[0], means[-1]), start=2):
        name = f"{table.name}, {row.label.lower()}"
        yield chart(row, years, id=f"{prefix}-{count}", name=name, caption=row.label, size=size)


def _abreast(charts: Sequence[Chart]) -> tuple[tuple[Chart, ...], ...]:
    return tuple(tuple(row) for row in _in_rows(charts, CHARTS_ABREAST))


def _in_rows(items: Sequence[Any], abreast: int) -> list[list[Any]]:
    return [list(items[at : at + abreast]) for at in range(0, len(items), abreast)]
