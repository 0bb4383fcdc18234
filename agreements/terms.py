"""The numbers of an agreement as dated rows: what each kind means, how it is written, what is in force."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from agreements import swedish

T = TypeVar("T")
_NO_LEAP_DAY = 2001  # a year to try a month and day in that must exist every year


class TermKind(StrEnum):
    """What a term of an agreement is about."""

    UPLIFT_PERCENT = "uplift_percent"
    OVERHEAD_PERCENT = "overhead_percent"
    OVERHEAD_AMOUNT = "overhead_amount"
    REVIEW_CAP = "review_cap"
    WEAR_CHARGED = "wear_charged"
    DEFICIT_CHARGED = "deficit_charged"
    STAFFING_CHARGED = "staffing_charged"
    SHARE_DECIMALS = "share_decimals"
    PRINTED_DECIMALS = "printed_decimals"
    RECONCILE = "reconcile"
    POPULATION_DATE = "population_date"
    BORROWED_KEY = "borrowed_key"
    INVOICING_MONTH = "invoicing_month"
    ANNUAL_REPORT_MONTH = "annual_report_month"
    MANDATE_FOLLOWUP = "mandate_followup"
    DUE_DAYS = "due_days"
    PROLONGATION_MONTHS = "prolongation_months"
    PROLONGATION_CONDITION = "prolongation_condition"
    NOTICE_MONTHS = "notice_months"
    MEETINGS_PER_YEAR = "meetings_per_year"
    WORKING_GROUP_MEETINGS_PER_YEAR = "working_group_meetings_per_year"


class TermError(ValueError):
    """A term that cannot be read or contradicts another; the message is one line of Swedish."""


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


TermValue = Decimal | int | bool | PopulationRule | date | str | None


@dataclass(frozen=True)
class TermSpec(Generic[T]):
    """How one kind of term is labelled, read and shown; `read` raises ValueError saying why not."""

    label: str
    unit: str
    read: Callable[[str], T]
    write: Callable[[T], str]


def _percentage(value: str) -> Decimal:
    if not re.fullmatch(r"[0-9]{1,3}([.,][0-9]{1,6})?", value):
        raise ValueError("ska vara ett tal i procent, till exempel 3 eller 2,5")
    percentage = Decimal(value.replace(",", "."))
    if percentage > 100:
        raise ValueError("är mer än 100 procent")
    return percentage


def _amount(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,12}|[0-9]{1,3}( [0-9]{3}){1,3}", value):
        raise ValueError("ska vara ett belopp i hela kronor, till exempel 150 000")
    return int(value.replace(" ", ""))


def _whole(lowest: int, highest: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", value) or not lowest <= int(value) <= highest:
            raise ValueError(f"ska vara ett heltal från {lowest} till {highest}")
        return int(value)

    return read


def _share_decimals(value: str) -> int | None:
    if value == "exakt":
        return None
    if not re.fullmatch(r"[0-9]", value):
        raise ValueError("ska vara ett antal decimaler från 0 till 9, eller ordet exakt")
    return int(value)


def _yes_or_no(value: str) -> bool:
    if value not in ("ja", "nej"):
        raise ValueError("ska vara ja eller nej")
    return value == "ja"


def _yes_or_no_word(yes: bool) -> str:
    return "ja" if yes else "nej"


def _population_rule(value: str) -> PopulationRule:
    if re.fullmatch(r"[12][0-9]{3}", value):
        return PopulationRule(named_year=int(value))
    rule = re.fullmatch(r"(0|-[1-9])/([0-9]{2})-([0-9]{2})", value)
    if rule is None or not _is_date(_NO_LEAP_DAY, int(rule[2]), int(rule[3])):
        raise ValueError(
            "ska vara ett år, till exempel 2022, eller en dag ett tidigare år, till exempel -1/11-01"
        )
    return PopulationRule(year_offset=int(rule[1]), month=int(rule[2]), day=int(rule[3]))


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _text(value: str) -> str:
    if not value:
        raise ValueError("ska beskrivas med ord")
    return value


def _counted(one: str, many: str) -> Callable[[int], str]:
    return lambda count: f"{swedish.number(count)} {one if count == 1 else many}"


def _decimals(count: int) -> str:
    return (
        f"{swedish.count_word(count)} {'decimal' if count == 1 else 'decimaler'}"
        if count
        else "inga decimaler"
    )


def _share_rounding(decimals: int | None) -> str:
    if decimals is None:
        return "exakt andel"
    return f"{_decimals(decimals)} av en procent" if decimals else "hela procent"


def _yearly_rate(percentage: Decimal) -> str:
    return f"{swedish.rate(percentage)} per år"


_MONTHS = _counted("månad", "månader")
_TIMES = _counted("gång per år", "gånger per år")

SPECS: Mapping[TermKind, TermSpec[Any]] = {
    TermKind.UPLIFT_PERCENT: TermSpec("Uppräkning", "procent per år", _percentage, _yearly_rate),
    TermKind.OVERHEAD_PERCENT: TermSpec("OH-kostnad i procent", "procent", _percentage, swedish.rate),
    TermKind.OVERHEAD_AMOUNT: TermSpec("OH-kostnad som fast belopp", "kr", _amount, swedish.kr),
    TermKind.REVIEW_CAP: TermSpec("Tak för en kvalitetsgranskning", "kr", _amount, swedish.kr),
    TermKind.WEAR_CHARGED: TermSpec(
        "Onormalt slitage betalas av hemkommunen", "ja eller nej", _yes_or_no, _yes_or_no_word
    ),
    TermKind.DEFICIT_CHARGED: TermSpec(
        "Underskott betalas av parterna", "ja eller nej", _yes_or_no, _yes_or_no_word
    ),
    TermKind.STAFFING_CHARGED: TermSpec(
        "Ändrad bemanning ändrar parternas kostnad", "ja eller nej", _yes_or_no, _yes_or_no_word
    ),
    TermKind.SHARE_DECIMALS: TermSpec("Avrundning av andelen", "decimaler", _share_decimals, _share_rounding),
    TermKind.PRINTED_DECIMALS: TermSpec("Andelen visas med", "decimaler", _whole(0, 9), _decimals),
    TermKind.RECONCILE: TermSpec(
        "Andelar och belopp stäms av mot summan",
        "ja eller nej",
        _yes_or_no,
        _yes_or_no_word,
    ),
    TermKind.POPULATION_DATE: TermSpec(
        "Befolkning räknas", "datum", _population_rule, lambda rule: rule.text
    ),
    TermKind.BORROWED_KEY: TermSpec("Fördelningsnyckeln lånas från", "samverkan", _text, str),
    TermKind.INVOICING_MONTH: TermSpec(
        "Fakturering", "månad", _whole(1, 12), lambda month: swedish.MONTHS[month - 1]
    ),
    TermKind.ANNUAL_REPORT_MONTH: TermSpec(
        "Verksamhetsberättelsen lämnas senast i",
        "månad",
        _whole(1, 12),
        lambda month: swedish.MONTHS[month - 1],
    ),
    TermKind.MANDATE_FOLLOWUP: TermSpec(
        "Följs upp i slutet av varje mandatperiod",
        "ja eller nej",
        _yes_or_no,
        _yes_or_no_word,
    ),
    TermKind.DUE_DAYS: TermSpec("Betalningstid", "dagar", _whole(1, 365), _counted("dag", "dagar")),
    TermKind.PROLONGATION_MONTHS: TermSpec("Förlängning i taget", "månader", _whole(1, 1200), _MONTHS),
    TermKind.PROLONGATION_CONDITION: TermSpec("Förlängs bara om", "text", _text, str),
    TermKind.NOTICE_MONTHS: TermSpec("Uppsägningstid", "månader", _whole(1, 1200), _MONTHS),
    TermKind.MEETINGS_PER_YEAR: TermSpec("Styrgruppens möten", "gånger per år", _whole(1, 366), _TIMES),
    TermKind.WORKING_GROUP_MEETINGS_PER_YEAR: TermSpec(
        "Arbetsgruppens möten", "gånger per år", _whole(1, 366), _TIMES
    ),
}


def parse(kind: TermKind, value: str) -> TermValue:
    """A term's value in its own type; None is the exact share. Raises TermError."""
    spec = SPECS[kind]
    written = " ".join(value.split())  # one line, and an ordinary space for a no-break one
    try:
        parsed: TermValue = spec.read(written)
    except ValueError as why:
        raise TermError(f"{spec.label}: ”{written}” {why}.") from why
    return parsed


def show(kind: TermKind, value: str) -> str:
    """A term's value as a page writes it: "3 % per år", "150 000 kr". Raises TermError."""
    return SPECS[kind].write(parse(kind, value))


@dataclass(frozen=True)
class TermRow:
    """One term of an agreement: its value as written, its clause, and from when (None: from the start)."""

    kind: TermKind
    value: str
    clause: str
    valid_from: date | None = None


@dataclass(frozen=True)
class Terms:
    """The terms in force on a date, at most one of each kind."""

    on: date
    rows: Mapping[TermKind, TermRow]

    def __contains__(self, kind: TermKind) -> bool:
        return kind in self.rows

    def row(self, kind: TermKind) -> TermRow | None:
        """The row in force, or None where the agreement has no such term."""
        return self.rows.get(kind)

    def get(self, kind: TermKind) -> TermValue:
        """The value in force; None where there is no such term, and for the exact share. Raises TermError."""
        row = self.row(kind)
        return None if row is None else parse(kind, row.value)

    def require(self, kind: TermKind) -> TermValue:
        """The value in force of a term that must be there; None is the exact share. Raises TermError."""
        if kind not in self:
            day = swedish.long_date(self.on)
            raise TermError(f"{SPECS[kind].label}: avtalet har inget sådant villkor den {day}.")
        return self.get(kind)


def terms_on(rows: Iterable[TermRow], on: date) -> Terms:
    """For each kind the latest row that has begun on the date. Two rows from the same day: TermError."""
    chosen: dict[TermKind, TermRow] = {}
    seen: set[tuple[TermKind, date | None]] = set()
    for row in rows:
        if (row.kind, row.valid_from) in seen:
            raise TermError(f"{SPECS[row.kind].label}: två villkor gäller från {_since(row)}.")
        seen.add((row.kind, row.valid_from))
        if _begins(row) <= on and (row.kind not in chosen or _begins(row) > _begins(chosen[row.kind])):
            chosen[row.kind] = row
    return Terms(on, chosen)


def _begins(row: TermRow) -> date:
    return row.valid_from or date.min


def _since(row: TermRow) -> str:
    return f"den {swedish.long_date(row.valid_from)}" if row.valid_from else "avtalets början"
