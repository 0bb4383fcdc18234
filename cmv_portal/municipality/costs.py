"""What a party pays year by year: as issued, as decided, and as estimated for five years ahead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from agreements.models import Cooperation, Organisation
from agreements.swedish import genitive, kr, number
from cmv_portal.municipality.wording import Year
from costs.allocation import Step
from costs.models import Charge, Document
from costs.queries.distribution import FORECAST_YEARS, Distribution, Row, cost_years
from costs.queries.overview import YearCost, year_costs

YEARS_BEHIND = 3
ALWAYS_TOLD = ("population", "population_sum", "uplift", "grant", "amount")

# What is issued to a party, in whole kronor, by year and kind of charge: the amount, and what is credited.
Issued = Mapping[tuple[int, str], tuple[int, int]]


@dataclass(frozen=True)
class PaidYear:
    """One line of the page's table and one bar of its picture. `credited` is below zero."""

    told: Year
    shown: Distribution
    row: Row
    is_estimated: bool
    is_current: bool
    credited: int = 0
    beside: tuple[tuple[str, int], ...] = ()

    @property
    def year(self) -> int:
        return self.told.year

    @property
    def name(self) -> str:
        """What stands at the bar."""
        return str(self.year) if self.told.is_firm else f"{self.year} prognos"

    @property
    def taken_off(self) -> int:
        """What is credited, in whole kronor above zero."""
        return -self.credited

    @property
    def why_title(self) -> str:
        return f"Så räknas {self.year}"

    @property
    def all_steps(self) -> str:
        return f"Alla steg {self.year}"

    @property
    def short_steps(self) -> list[Step]:
        """What the amount follows from, in the fewest lines: the last share and the last total alone."""
        last = {_group(step): step for step in self.row.steps}
        return [
            step
            for step in self.row.steps
            if step.kind in ALWAYS_TOLD or (_group(step) and step is last[_group(step)])
        ]

    @property
    def value(self) -> int:
        return self.told.amount

    @property
    def label(self) -> str:
        return number(self.told.amount)

    @property
    def own(self) -> bool:
        return self.is_current


@dataclass(frozen=True)
class PartyCosts:
    """The years of a party, the earliest first; `reason` says why there are none."""

    years: tuple[PaidYear, ...]
    reason: str = ""

    @property
    def now(self) -> PaidYear | None:
        """This year, else the first that is known after it, else the last one."""
        return next((each for each in self.years if each.is_current), None)

    @property
    def following(self) -> PaidYear | None:
        return next((each for each in self.years if self.now and each.year == self.now.year + 1), None)

    @property
    def rests_on_examples(self) -> bool:
        return any(each.shown.population and each.shown.population.is_example for each in self.years)

    @property
    def estimates_from(self) -> int | None:
        """The first year whose own population is not known yet."""
        return next((each.year for each in self.years if each.is_estimated), None)

    @property
    def picture(self) -> str:
        """What the picture tells."""
        first, last = self.years[0], self.years[-1]
        name = genitive(first.row.name)
        return f"{name} kostnad går från {kr(first.value)} {first.year} till {kr(last.value)} {last.year}"


def party_costs(user, cooperation: Cooperation, organisation: Organisation, today: date) -> PartyCosts:
    """A party's costs, from some years back to five ahead. Never abnormal wear: it concerns a person."""
    known = cost_years(cooperation, today, ahead=FORECAST_YEARS)
    years = [year for year in known if year >= today.year - YEARS_BEHIND] or list(known[-1:]) or [today.year]
    costs = list(year_costs(cooperation, user, years))
    rows = {cost.year: row for cost in costs if (row := _row(cost, organisation))}
    if not rows:
        return PartyCosts((), next((cost.reason for cost in costs if cost.reason), ""))
    now = next((year for year in rows if year >= today.year), max(rows))
    issued = _issued(cooperation, organisation)
    return PartyCosts(
        tuple(
            _paid(cost, rows[cost.year], issued, today, is_current=cost.year == now)
            for cost in costs
            if cost.year in rows
        )
    )


def _group(step: Step) -> str:
    """Steps of one group lead to the last of them; what stands in no group is left out."""
    return {"share_exact": "share", "share_rounded": "share", "total": "total"}.get(step.kind, "")


def _row(cost: YearCost, organisation: Organisation) -> Row | None:
    rows = cost.shown.rows if cost.shown else ()
    return next((row for row in rows if row.slug == organisation.slug), None)


def _paid(cost: YearCost, row: Row, issued: Issued, today: date, *, is_current: bool) -> PaidYear:
    shown = cost.shown
    invoiced, credited = issued.get((cost.year, Charge.Kind.FIXED_COST), (row.amount, 0))
    basis = shown.calculation.inputs.budget
    return PaidYear(
        told=Year(
            year=cost.year,
            amount=invoiced + credited,
            share=row.share,
            total=shown.total,
            payers=len(shown.rows),
            payers_word=shown.parties_word,
            population=row.population,
            word=_word(cost, today),
            uplift=next((percent for year, percent, _ in basis.rates if year == cost.year), None),
        ),
        shown=shown,
        row=row,
        is_estimated=cost.is_estimated,
        is_current=is_current,
        credited=credited,
        beside=tuple(
            (Charge.Kind(kind).label, sum(amounts))
            for (year, kind), amounts in issued.items()
            if year == cost.year and kind != Charge.Kind.FIXED_COST
        ),
    )


def _word(cost: YearCost, today: date) -> str:
    """How firm the year's amount is. What is past and not issued follows from the agreement all the same."""
    if cost.tag in ("fakturerat", "förslag"):
        return cost.tag
    if cost.year <= today.year and not cost.is_estimated:
        return "enligt avtalet"
    return {"": "beslutad", "prognos": "prognos"}.get(cost.tag, "uppskattning")


def _issued(cooperation: Cooperation, organisation: Organisation) -> Issued:
    """What has been issued to the party, one query."""
    rows = (
        Document.objects.filter(charge__agreement__cooperation=cooperation, organisation=organisation)
        .exclude(charge__kind=Charge.Kind.ABNORMAL_WEAR)
        .order_by("charge__year", "charge__kind")
        .values("charge__year", "charge__kind", "kind")
        .annotate(kr=Sum("amount"))
    )
    found: dict[tuple[int, str], tuple[int, int]] = {}
    for row in rows:
        key = row["charge__year"], row["charge__kind"]
        amount, credited = found.get(key, (0, 0))
        if row["kind"] == Document.Kind.CREDIT_INVOICE:
            found[key] = amount, credited + row["kr"]
        else:
            found[key] = amount + row["kr"], credited
    return found
