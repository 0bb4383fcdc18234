"""What is reported, planned and reviewed, and the inhabitants and invoices of a year (CMV 9–12, 23)."""

from collections.abc import Iterable
from datetime import date

from agreements.duty import Duty, DutyKind
from agreements.duty_rules.year import PARTIES, Year, falls_on, month_of, unknown, value, within_year
from agreements.swedish import MONTHS
from agreements.term import ONE_DAY
from agreements.terms import TermKind, TermRow, show


def invoicing(row: TermRow, year: Year) -> Iterable[Duty]:
    opens, closes = month_of(year.year, value(row))
    yield Duty(
        DutyKind.INVOICING,
        f"{MONTHS[opens.month - 1].capitalize()}fakturorna för {year.year} ställs ut",
        row.clause,
        year.principal,
        day=closes,
        opens=opens,
        closes=closes,
    )


def population(row: TermRow, year: Year) -> Iterable[Duty]:
    """The day is when inhabitants are counted; the figure is needed before the invoicing begins."""
    rule = value(row)
    if rule.named_year is not None:
        return
    key_year = year.year - rule.year_offset
    day, month = rule.date_for(key_year), year.term(TermKind.INVOICING_MONTH)
    needed = date(key_year, month, 1) - ONE_DAY if month else day
    text = f"Folkmängden läses av för fördelningen {key_year}"
    yield Duty(
        DutyKind.POPULATION,
        text,
        row.clause,
        year.principal,
        day=day,
        opens=day,
        closes=max(day, needed),
    )


def annual_report(row: TermRow, year: Year) -> Iterable[Duty]:
    _, closes = month_of(year.year, value(row))
    yield Duty(
        DutyKind.ANNUAL_REPORT,
        f"Verksamhetsberättelsen för {year.year - 1} lämnas",
        row.clause,
        year.basis.service,
        day=closes,
        opens=year.first,
        closes=closes,
    )


def activity_plan(row: TermRow, year: Year) -> Iterable[Duty]:
    text = f"Verksamhetsplan {year.year + 1} beslutas"
    yield within_year(DutyKind.ACTIVITY_PLAN, text, row, year, year.basis.service)


def yearly_account(row: TermRow, year: Year) -> Iterable[Duty]:
    owner = year.term(TermKind.YEARLY_ACCOUNT_BY) or year.basis.service
    yield within_year(DutyKind.YEARLY_ACCOUNT, f"Årlig redovisning till {row.value}", row, year, owner)


def local_followup(row: TermRow, year: Year) -> Iterable[Duty]:
    text, owner = "De lokala överenskommelserna följs upp", "Parterna i varje lokal överenskommelse"
    yield within_year(DutyKind.LOCAL_FOLLOWUP, text, row, year, owner)


def goal_followup(row: TermRow, year: Year) -> Iterable[Duty]:
    why = "hur ofta ska stå i uppföljningsplanen, och den är inte känd."
    yield unknown(DutyKind.GOAL_FOLLOWUP, "Uppföljning av hur målen nås", row, PARTIES, why)


def systematic(row: TermRow, year: Year) -> Iterable[Duty]:
    """Every so many years from a first one; the CMV agreement names none (12.2)."""
    first = year.term(TermKind.SYSTEMATIC_FOLLOWUP_FIRST) or year.happened.systematic_from
    owner = year.basis.service
    if first is None:
        often = show(row.kind, row.value)
        why = f"den redovisas {often}, men avtalet anger inget första år och inget är registrerat."
        yield unknown(DutyKind.SYSTEMATIC_FOLLOWUP, "Systematisk uppföljning redovisas", row, owner, why)
    elif falls_on(year.year, first, value(row)):
        text = f"Systematisk uppföljning {year.year} redovisas"
        yield within_year(DutyKind.SYSTEMATIC_FOLLOWUP, text, row, year, owner)
