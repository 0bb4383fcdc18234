"""How the value of a term is read from what is written, and written as a page shows it.

A reader raises ValueError saying why not, as the end of a sentence.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements import swedish

EVERY_PARTY, EVERY_PAYER = "alla parter", "alla som delar kostnaden"
_NO_LEAP_DAY = 2001  # a year to try a month and day in that must exist every year
_EVERY = (
    *("varje", "vartannat", "vart tredje", "vart fjärde", "vart femte"),
    *("vart sjätte", "vart sjunde", "vart åttonde", "vart nionde", "vart tionde"),
)


@dataclass(frozen=True)
class PopulationRule:
    """Which date's population a year's key asks for: a day some years before, or a named year."""

    named_year: int | None = None
    year_offset: int = 0
    month: int = 1
    day: int = 1

    def date_for(self, year: int) -> date | None:
        """The reference date for a year's key; None where the agreement names a year without a day."""
        if self.named_year is not None:
            return None
        return date(year + self.year_offset, self.month, self.day)

    def allows(self, reference_date: date, year: int) -> bool:
        """Whether a population table of that date is the one the rule asks for."""
        if self.named_year is not None:
            return reference_date.year == self.named_year
        return reference_date == self.date_for(year)

    @property
    def text(self) -> str:
        """The rule in Swedish: "1 november året före", "år 2022"."""
        if self.named_year is not None:
            return f"år {self.named_year}"
        day = f"{self.day} {swedish.MONTHS[self.month - 1]}"
        if self.year_offset == 0:
            return f"{day} samma år"
        if self.year_offset == -1:
            return f"{day} året före"
        return f"{day} {swedish.count_word(-self.year_offset)} år före"


@dataclass(frozen=True)
class Signatories:
    """Who puts an agreement in force: every party, those that share its cost, or holders of offices."""

    offices: tuple[str, ...] = ()
    only_payers: bool = False

    @property
    def is_every_party(self) -> bool:
        return not self.offices

    @property
    def text(self) -> str:
        if self.offices:
            return swedish.join_names(self.offices)
        return EVERY_PAYER if self.only_payers else EVERY_PARTY


def percentage(value: str) -> Decimal:
    if not re.fullmatch(r"[0-9]{1,3}([.,][0-9]{1,6})?", value):
        raise ValueError("ska vara ett tal i procent, till exempel 3 eller 2,5")
    percentage = Decimal(value.replace(",", "."))
    if percentage > 100:
        raise ValueError("är mer än 100 procent")
    return percentage


def amount(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,12}|[0-9]{1,3}( [0-9]{3}){1,3}", value):
        raise ValueError("ska vara ett belopp i hela kronor, till exempel 150 000")
    return int(value.replace(" ", ""))


def whole(lowest: int, highest: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", value) or not lowest <= int(value) <= highest:
            raise ValueError(f"ska vara ett heltal från {lowest} till {highest}")
        return int(value)

    return read


def share_decimals(value: str) -> int | None:
    if value == "exakt":
        return None
    if not re.fullmatch(r"[0-9]", value):
        raise ValueError("ska vara ett antal decimaler från 0 till 9, eller ordet exakt")
    return int(value)


def yes_or_no(value: str) -> bool:
    if value not in ("ja", "nej"):
        raise ValueError("ska vara ja eller nej")
    return value == "ja"


def yes_or_no_word(yes: bool) -> str:
    return "ja" if yes else "nej"


def population_rule(value: str) -> PopulationRule:
    if re.fullmatch(r"[12][0-9]{3}", value):
        return PopulationRule(named_year=int(value))
    rule = re.fullmatch(r"(0|-[1-9])/([0-9]{2})-([0-9]{2})", value)
    if rule is None or not is_date(_NO_LEAP_DAY, int(rule[2]), int(rule[3])):
        raise ValueError(
            "ska vara ett år, till exempel 2022, eller en dag ett tidigare år, till exempel -1/11-01"
        )
    return PopulationRule(year_offset=int(rule[1]), month=int(rule[2]), day=int(rule[3]))


def is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def year(value: str) -> int:
    if not re.fullmatch(r"20[0-9]{2}", value):
        raise ValueError("ska vara ett år, till exempel 2026")
    return int(value)


def day(value: str) -> date:
    written = re.fullmatch(r"(20[0-9]{2})-([0-9]{2})-([0-9]{2})", value)
    if written is None or not is_date(int(written[1]), int(written[2]), int(written[3])):
        raise ValueError("ska vara en dag, till exempel 2023-12-31")
    return date.fromisoformat(value)


def month(value: str) -> int:
    return whole(1, 12)(value)


def month_name(month: int) -> str:
    return swedish.MONTHS[month - 1]


def every_party(value: str) -> Signatories:
    if value not in (EVERY_PARTY, EVERY_PAYER):
        raise ValueError(f"ska vara orden {EVERY_PARTY} eller {EVERY_PAYER}")
    return Signatories(only_payers=value == EVERY_PAYER)


def signatories(value: str) -> Signatories:
    """Every party, or offices with semicolons between them."""
    if value == EVERY_PARTY:
        return Signatories()
    offices = tuple(office.strip() for office in value.split(";"))
    if not all(offices) or len(set(offices)) < len(offices):
        raise ValueError("ska vara orden alla parter, eller befattningar med semikolon emellan")
    return Signatories(offices)


def text(value: str) -> str:
    if not value:
        raise ValueError("ska beskrivas med ord")
    return value


def counted(one: str, many: str) -> Callable[[int], str]:
    return lambda count: f"{swedish.number(count)} {one if count == 1 else many}"


def decimal_count(count: int) -> str:
    return (
        f"{swedish.count_word(count)} {'decimal' if count == 1 else 'decimaler'}"
        if count
        else "inga decimaler"
    )


def share_rounding(decimals: int | None) -> str:
    if decimals is None:
        return "exakt andel"
    return f"{decimal_count(decimals)} av en procent" if decimals else "hela procent"


def yearly_rate(percentage: Decimal) -> str:
    return f"{swedish.rate(percentage)} per år"


def part_of_a_post(percentage: Decimal) -> str:
    return f"{swedish.rate(percentage)} av en tjänst"


def every(years: int) -> str:
    """An interval in words: "vart tredje år"."""
    return f"{_EVERY[years - 1]} år"
