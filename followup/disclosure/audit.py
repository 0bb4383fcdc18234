"""Whether a report can be published: no dot may be worked out from all that has been published (3.1, R13).

Fails closed: an exception in here means that nothing is published. Findings name cells, never numbers.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from followup.disclosure.intervals import (
    Bounds,
    Contradiction,
    Sum,
    narrow,
    parts_of,
    with_combinations,
)
from followup.disclosure.known import Known, Number, OutsideFigure, gather, number_of
from followup.disclosure.model import Parameters, PublishedReport
from followup.disclosure.names import under_last_names
from followup.measures import Measure

__all__ = ["AuditResult", "AuditTooSlow", "OutsideFigure", "audit"]

DEFAULT = Parameters()
DEADLINE_SECONDS = 60.0


class AuditTooSlow(Exception):
    """The audit did not finish in time; nothing may be published."""

    def __init__(self) -> None:
        super().__init__("Röjandekontrollen hann inte bli klar.")


@dataclass(frozen=True)
class AuditResult:
    """What the audit found.

    `findings` stop the publication. `already_open` could be worked out before, from older reports or from
    what has been told elsewhere, no better and no worse. `narrowest` is the fewest possible values of a dot.
    """

    findings: tuple[str, ...]
    already_open: tuple[str, ...]
    cells: int
    narrowest: int | None

    @property
    def is_safe(self) -> bool:
        return not self.findings


def audit(
    report: PublishedReport,
    published: Sequence[PublishedReport] = (),
    *,
    measures: Iterable[Measure] = (),
    outside: Iterable[OutsideFigure] = (),
    parameters: Parameters = DEFAULT,
    deadline: float = DEADLINE_SECONDS,
    now: Callable[[], float] = time.monotonic,
) -> AuditResult:
    """Try a report together with everything shown or published before it, oldest first.

    `measures` are the definitions of every year, for which classes nest in which. Raises AuditTooSlow.
    """
    ends = now() + deadline

    def tick() -> None:
        if now() > ends:
            raise AuditTooSlow

    measures, outside = tuple(measures), tuple(outside)
    *published, report = under_last_names((*published, report))
    known = gather((*published, report), measures, outside)
    ranges, clashes = _solve(known, tick)
    suspects = [number for number in known.numbers if _is_told(known, number, ranges, parameters)]
    open_before: set[Number] = set()
    if suspects:
        before = gather((*published, report), measures, outside, blank=report)
        ranges_before, _ = _solve(before, tick)
        open_before = {each for each in suspects if ranges_before.get(each) == ranges[each]}
    broken_before = {text for each in published for text in _broken(each, ())}
    broken = list(_broken(report, published))
    findings = [each.name for each in suspects if each not in open_before]
    findings += [text for text in broken if text not in broken_before]
    already = [each.name for each in suspects if each in open_before]
    already += [text for text in broken if text in broken_before]
    checked = [each for each in known.hidden if each.is_case]
    widths = [_width(ranges[each]) for each in checked if each in ranges and each not in open_before]
    found = tuple(dict.fromkeys((*findings, *clashes)))
    return AuditResult(
        findings=found,
        already_open=tuple(text for text in dict.fromkeys(already) if text not in found),
        cells=len(checked),
        narrowest=min(widths, default=None),
    )


def _solve(known: Known, tick: Callable[[], None]) -> tuple[dict[Number, tuple[int, int]], list[str]]:
    """The range of every number, and the names of those that are printed with figures that clash."""
    groups = [*((each,) for each in known.sums), *known.assumed]
    by_number: dict[int, int] = {}
    parts = parts_of(len(known.numbers), [each for group in groups for each in group])
    for place, part in enumerate(parts):
        by_number.update(dict.fromkeys(part, place))
    sums: list[list[Sum]] = [[] for _ in parts]
    assumed: list[list[tuple[Sum, ...]]] = [[] for _ in parts]
    for each in known.sums:
        sums[by_number[each.terms[0][0]]].append(each)
    for group in known.assumed:
        assumed[by_number[group[0].terms[0][0]]].append(group)
    names = {place: number for number, place in known.numbers.items()}
    ranges: dict[Number, tuple[int, int]] = {}
    clashes: list[str] = []
    for part, own, extra in zip(parts, sums, assumed, strict=True):
        bounds = {number: known.bounds[number] for number in part}
        try:
            bounds = _narrow_with(bounds, own, extra, tick)
        except Contradiction:
            first = min(names[number] for number in part)
            clashes.append(f"{first.source} {first.year}: tryckta uppgifter går inte ihop")
        ranges.update({names[number]: found for number, found in bounds.items()})
    return ranges, clashes


def _narrow_with(
    bounds: Bounds, sums: Sequence[Sum], assumed: Iterable[Sequence[Sum]], tick: Callable[[], None]
) -> Bounds:
    """The bounds from what is certain and every assumption that does not contradict it."""
    held = list(sums)
    found = narrow(bounds, with_combinations(held), tick)
    for group in assumed:
        try:
            found = narrow(found, with_combinations([*held, *group]), tick)
        except Contradiction:
            continue
        held += group
    return found


def _is_told(
    known: Known, number: Number, ranges: dict[Number, tuple[int, int]], parameters: Parameters
) -> bool:
    """Whether a dot has too few possible values, or an unprinted class is known to be small."""
    if not number.is_case or number in known.structural or number in known.printed - known.hidden.keys():
        return False
    found = ranges[number]
    is_narrow = _width(found) < parameters.min_possible_values
    return is_narrow and (number in known.hidden or found[0] < parameters.threshold)


def _width(found: tuple[int, int]) -> int:
    return found[1] - found[0] + 1


def _broken(report: PublishedReport, published: Sequence[PublishedReport]) -> Iterable[str]:
    """What is never printed, whatever can be worked out of it (R1, R5, R7, 3.1.4)."""
    before = (found for each in published for found in each.cells())
    dotted = {(table.id, cell.coord) for table, cell in before if cell.is_hidden}
    totals = {(table.measure, table.year): table for table in report.tables if table.case_table}
    for table, cell in report.cells():
        if not table.case_table or cell.structural or cell.published is None:
            continue
        number = number_of(table, cell.coord)
        if (
            len(number.classes) > 1
            or table.kind != "count"
            or cell.published < DEFAULT.threshold
            or (table.id, cell.coord) in dotted
        ):
            yield number.name
    for ratio in report.ratios:
        coord = ratio.denominator.split("|")[3:]
        table_of = totals.get((ratio.measure, ratio.year))
        is_of_total = all(label == "Totalt" for label in coord)
        if (
            ratio.published is not None
            and table_of is not None
            and (not is_of_total or table_of.total.is_hidden)
        ):
            yield f"{ratio.measure} {ratio.year}, {ratio.label}"
