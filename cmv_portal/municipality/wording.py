"""The sentences that answer first on a party's own page: what it pays, why, and what changes next year."""

from dataclasses import dataclass
from decimal import Decimal

from agreements.swedish import NBSP, count_word, genitive, kr, kr_per_inhabitant, rate


@dataclass(frozen=True)
class Year:
    """A party's cost of one year in whole kronor; `share` as printed ("4,598"), `word` how firm it is.

    `uplift` is the year's own in per cent, where the total is uplifted from the year before.
    """

    year: int
    amount: int
    share: str
    total: int
    payers: int
    payers_word: str
    population: int | None
    word: str
    uplift: Decimal | None = None

    @property
    def is_firm(self) -> bool:
        """Whether the amount is settled: invoiced, decided or printed in the agreement."""
        return self.word not in ("prognos", "uppskattning")

    @property
    def per_inhabitant(self) -> str:
        return kr_per_inhabitant(self.amount, self.population) if self.population else ""

    @property
    def everyone(self) -> str:
        """ "alla åtta kommuner"."""
        return f"alla {count_word(self.payers)} {self.payers_word}"


def heading(name: str, year: Year) -> str:
    """What the party pays: the page's first line."""
    verb = "skulle betala" if year.word == "förslag" else "betalar"
    return f"{name} {verb} {kr(year.amount)} {year.year}"


def why(name: str, year: Year) -> str:
    """The share of the whole that the amount is, and what it is an inhabitant."""
    each = f", {year.per_inhabitant} per invånare" if year.per_inhabitant else ""
    return (
        f"Det är {genitive(name)} andel, {year.share}{NBSP}%, av {kr(year.total)} för {year.everyone}{each}."
    )


def next_year(name: str, before: Year, after: Year) -> str:
    """What the next year costs, how much more or less that is, and why."""
    difference = after.amount - before.amount
    verb = "blir det" if after.is_firm else "beräknas det bli"
    told = f"{after.year} {verb} {kr(after.amount)}"
    if not difference:
        return f"{told}, lika mycket."
    more = f"{kr(abs(difference))} {'mer' if difference > 0 else 'mindre'}"
    return f"{told}, {more}: {_causes(name, before, after)}."


def _causes(name: str, before: Year, after: Year) -> str:
    return f"{_total_moves(before, after)}, och {_share_moves(name, before, after)}"


def _total_moves(before: Year, after: Year) -> str:
    if after.uplift is not None:
        return f"hela kostnaden räknas upp med {rate(after.uplift)}"
    if after.total == before.total:
        return "hela kostnaden är oförändrad"
    verb = "ökar" if after.total > before.total else "minskar"
    return f"hela kostnaden {verb} från {kr(before.total)} till {kr(after.total)}"


def _share_moves(name: str, before: Year, after: Year) -> str:
    old, new = (Decimal(each.share.replace(",", ".")) for each in (before, after))
    if old == new:
        return f"{genitive(name)} andel är densamma"
    verb = "ökar" if new > old else "minskar"
    return f"{genitive(name)} andel {verb} från {before.share} till {after.share}{NBSP}%"
