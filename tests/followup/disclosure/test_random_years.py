"""Random years, drafts and revisions: whatever the figures, the attack opens nothing.

Three years in a row, a draft that is shown twice, a second edition, and the year after. The attack reads
the JSON of all of it; the audit passes every step on the way.
"""

import random
from dataclasses import replace

import attack
from figures_world import ADULTS_IN_FLATS, GROUP, VICTIMS, all_measures, measure, random_sheet, raw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followup.disclosure.audit import audit
from followup.disclosure.model import Parameters, to_json
from followup.disclosure.protect import protect
from followup.figures import Sheet, days_of
from followup.measures import TOTAL

CODES = (VICTIMS, GROUP, ADULTS_IN_FLATS, "jourlagenhet-barn")
bounded = settings(
    derandomize=True,
    deadline=None,
    database=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.too_slow],
)
# Small totals and those around the limits, where dots are; now and then a large one.
totals = st.one_of(st.integers(0, 14), st.integers(0, 14), st.integers(15, 60))
steps = st.sampled_from([0, 0, 1, -1, 2, 4, 5, -5, 6, 9, -9, 14, 25])
seeds = st.integers(0, 2**32)


def sheets_of(year: int, counts: list[int], rng: random.Random) -> list[Sheet]:
    return [random_sheet(measure(code), year, rng, count) for code, count in zip(CODES, counts, strict=True)]


def changed(each: Sheet, step: int, rng: random.Random) -> Sheet:
    """So many late cases in classes at random, or so many wrong ones taken away; sums follow."""
    values = dict(each.values)
    step = max(step, -values[TOTAL])
    for split in each.measure.splits:
        for _ in range(abs(step)):
            fields = [key for key in split.fields if step > 0 or values[key] > 0]
            values[rng.choice(fields)] += 1 if step > 0 else -1
    values[TOTAL] += step
    for quantity in each.measure.quantities:
        values[quantity.field] = max(0, values[quantity.field] + 5 * step) if values[TOTAL] else 0
    if occupancy := each.measure.occupancy:
        nights = max(0, values[occupancy.field] + 9 * step)
        values[occupancy.field] = min(nights, occupancy.flats * days_of(each.year))
    found = replace(each, values=values)
    assert found.is_complete
    return found


def moved(each: Sheet, rng: random.Random) -> Sheet:
    """One case in another class: an error of the kind that leaves the total."""
    values = dict(each.values)
    split = rng.choice(each.measure.splits)
    given = [key for key in split.fields if values[key] > 0]
    if given:
        values[rng.choice(given)] -= 1
        values[rng.choice(split.fields)] += 1
    return replace(each, values=values)


class Office:
    """Publishes, remembers what has been seen, and lets the audit pass each step."""

    def __init__(self):
        self.parameters = Parameters()
        self.adopted, self.shown, self.seen = [], {}, []

    def show(self, sheets, release, corrected=(), *, adopts=True):
        year = sheets[0].year
        shown = self.shown.setdefault(year, [])
        found = protect(
            raw(*sheets, year=year, release=release, edition=len(shown) + 1),
            earlier=[report for report in self.adopted if report.year < year],
            shown=shown,
            parameters=self.parameters,
            corrected=frozenset(corrected),
        )
        result = audit(found.report, self.seen, measures=all_measures())
        assert result.findings == ()
        shown.append(found.report)
        self.seen.append(found.report)
        if adopts:
            self.adopted.append(found.report)
        return found

    def assert_nothing_is_opened(self):
        assert attack.opened([to_json(report) for report in self.seen]) == {}


@bounded
@given(st.lists(st.lists(totals, min_size=4, max_size=4), min_size=4, max_size=4), seeds)
def test_years_in_a_row(counts, seed):
    rng, office = random.Random(seed), Office()
    for year, of_year in enumerate(counts, start=2023):
        office.show(sheets_of(year, of_year, rng), f"VB{year}")
    office.assert_nothing_is_opened()


@bounded
@given(
    st.lists(st.lists(totals, min_size=4, max_size=4), min_size=3, max_size=3),
    st.lists(st.lists(steps, min_size=4, max_size=4), min_size=3, max_size=3),
    seeds,
)
def test_a_draft_shown_twice_a_revision_and_the_year_after(counts, changes, seed):
    rng, office = random.Random(seed), Office()
    office.show(sheets_of(2024, counts[0], rng), "VB2024")
    sheets = sheets_of(2025, counts[1], rng)
    office.show(sheets, "utkast", adopts=False)
    for release, of_all in zip(("utkast 2", "VB2025", "VB2025 r"), changes, strict=True):
        sheets = [changed(each, step, rng) for each, step in zip(sheets, of_all, strict=True)]
        office.show(sheets, release, adopts="utkast" not in release)
    office.show(sheets_of(2026, counts[2], rng), "VB2026")
    office.assert_nothing_is_opened()


@bounded
@given(
    st.lists(totals, min_size=4, max_size=4),
    st.lists(st.lists(steps, min_size=4, max_size=4), min_size=2, max_size=2),
    seeds,
)
def test_errors_that_are_decided_on(counts, changes, seed):
    rng, office = random.Random(seed), Office()
    sheets = sheets_of(2025, counts, rng)
    office.show(sheets, "VB2025")
    for release, of_all in zip(("VB2025 r", "VB2025 r2"), changes, strict=True):
        sheets = [
            changed(each, step, rng) if step else moved(each, rng)
            for each, step in zip(sheets, of_all, strict=True)
        ]
        office.show(sheets, release, CODES)
    office.assert_nothing_is_opened()


@bounded
@given(st.lists(st.lists(totals, min_size=4, max_size=4), min_size=2, max_size=2), seeds)
def test_a_threshold_that_is_raised(counts, seed):
    rng, office = random.Random(seed), Office()
    sheets = sheets_of(2024, counts[0], rng)
    office.show(sheets, "VB2024")
    office.parameters = Parameters(threshold=10, mean_min_n=10)
    office.show(sheets, "VB2024 r")
    office.show(sheets_of(2025, counts[1], rng), "VB2025")
    office.assert_nothing_is_opened()
    first, again, _ = office.seen
    assert again.tables == first.tables
