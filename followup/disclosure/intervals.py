"""What a reader can work out: the least and the largest each number can be, given sums that are known.

Bounds are pushed through the sums until nothing more follows. Whole numbers only.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

Bounds = dict[int, tuple[int, int]]
LARGEST = 10**9


class Contradiction(ValueError):
    """No numbers at all fit what is known."""

    def __init__(self) -> None:
        super().__init__("Uppgifterna går inte ihop.")


@dataclass(frozen=True)
class Sum:
    """Numbers times their factors, added, lie between `low` and `high` (None: no limit)."""

    terms: tuple[tuple[int, int], ...]
    low: int | None
    high: int | None

    @property
    def is_equality(self) -> bool:
        return self.low is not None and self.low == self.high

    @property
    def numbers(self) -> frozenset[int]:
        return frozenset(number for number, _ in self.terms)


def equal(whole: int, parts: Iterable[int]) -> Sum:
    """The parts add up to the whole."""
    return Sum(((whole, -1), *((part, 1) for part in parts)), 0, 0)


def exactly(number: int, value: int) -> Sum:
    return Sum(((number, 1),), value, value)


def narrow(bounds: Bounds, sums: Sequence[Sum], tick: Callable[[], None]) -> Bounds:
    """The bounds when everything that follows has been drawn from the sums. Raises a Contradiction."""
    found = dict(bounds)
    using: defaultdict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(sums):
        for number in each.numbers:
            using[number].append(place)
    waiting, is_waiting = deque(range(len(sums))), [True] * len(sums)
    while waiting:
        tick()
        place = waiting.popleft()
        is_waiting[place] = False
        for number in _tighten(found, sums[place]):
            for other in using[number]:
                if not is_waiting[other]:
                    is_waiting[other] = True
                    waiting.append(other)
    return found


def with_combinations(sums: Sequence[Sum]) -> list[Sum]:
    """The sums, and for each two that share at least two numbers their difference and their sum.

    So is a number found that two sums give together though neither does alone. Raises a Contradiction.
    """
    equalities = [each for each in sums if each.is_equality]
    found = list(sums)
    for one, other in combinations(equalities, 2):
        if len(one.numbers & other.numbers) >= 2:
            found += [_combined(one, other, -1), _combined(one, other, 1)]
    if any(not each.terms and each.low for each in found):
        raise Contradiction
    return [each for each in found if each.terms]


def parts_of(count: int, sums: Iterable[Sum]) -> list[list[int]]:
    """The numbers in groups that no sum connects."""
    parent = list(range(count))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for each in sums:
        first, *rest = (number for number, _ in each.terms)
        for number in rest:
            parent[root(number)] = root(first)
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for number in range(count):
        groups[root(number)].append(number)
    return list(groups.values())


def _combined(one: Sum, other: Sum, factor: int) -> Sum:
    terms = dict(one.terms)
    for number, times in other.terms:
        terms[number] = terms.get(number, 0) + factor * times
    value = (one.low or 0) + factor * (other.low or 0)
    return Sum(tuple((number, times) for number, times in terms.items() if times), value, value)


def _tighten(bounds: Bounds, each: Sum) -> list[int]:
    """Narrow the numbers of one sum in place; the numbers that changed."""
    ends = [_ends(bounds[number], times) for number, times in each.terms]
    least, most = sum(low for low, _ in ends), sum(high for _, high in ends)
    if (each.high is not None and least > each.high) or (each.low is not None and most < each.low):
        raise Contradiction
    changed = []
    for (number, times), (low, high) in zip(each.terms, ends, strict=True):
        top = high if each.high is None else min(high, each.high - (least - low))
        bottom = low if each.low is None else max(low, each.low - (most - high))
        new = (-(-bottom // times), top // times) if times > 0 else (-(-top // times), bottom // times)
        old = bounds[number]
        new = max(old[0], new[0]), min(old[1], new[1])
        if new[0] > new[1]:
            raise Contradiction
        if new != old:
            bounds[number] = new
            changed.append(number)
    return changed


def _ends(bounds: tuple[int, int], times: int) -> tuple[int, int]:
    low, high = bounds[0] * times, bounds[1] * times
    return (low, high) if times > 0 else (high, low)
