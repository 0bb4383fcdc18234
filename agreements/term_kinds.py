"""What each kind of term means: its label, how its value is read and how a page writes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from agreements import swedish
from agreements import term_values as values

T = TypeVar("T")


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
    NETWORK_MEETINGS_PER_YEAR = "network_meetings_per_year"
    ACTIVITY_PLAN = "activity_plan"
    QUALITY_REVIEW_YEARS = "quality_review_years"
    QUALITY_REVIEW_FIRST = "quality_review_first"
    QUALITY_REVIEW_WORK_MONTH = "quality_review_work_month"
    REVIEWER_MONTHS_AHEAD = "reviewer_months_ahead"
    SYSTEMATIC_FOLLOWUP_YEARS = "systematic_followup_years"
    SYSTEMATIC_FOLLOWUP_FIRST = "systematic_followup_first"
    YEARLY_ACCOUNT = "yearly_account"
    YEARLY_ACCOUNT_BY = "yearly_account_by"
    GOAL_FOLLOWUP = "goal_followup"
    FOLLOWUP_PLAN_BY = "followup_plan_by"
    REVISION_YEARS = "revision_years"
    LOCAL_FOLLOWUP = "local_followup"
    PARTY_MAY_LEAVE = "party_may_leave"
    BREACH_DAYS = "breach_days"
    INFORMATION_TO = "information_to"
    RENEGOTIATION = "renegotiation"
    NOTICE_AFTER = "notice_after"
    FORCE_MAJEURE = "force_majeure"
    WINDING_UP = "winding_up"
    DEVIATIONS = "deviations"
    SELF_ASSESSMENT = "self_assessment"
    INDICATORS = "indicators"
    AMENDMENTS_BY = "amendments_by"
    AMENDMENTS_TOLD = "amendments_told"
    ANSWERS_BY = "answers_by"
    PROJECT_END = "project_end"
    REGION_POST_PERCENT = "region_post_percent"
    OWN_STAFF = "own_staff"
    APPROVED_BY = "approved_by"
    SIGNED_BY = "signed_by"


class TermError(ValueError):
    """A term that cannot be read or contradicts another; the message is one line of Swedish."""


TermValue = Decimal | int | bool | values.PopulationRule | values.Signatories | date | str | None


@dataclass(frozen=True)
class TermSpec(Generic[T]):
    """How one kind of term is labelled, read and shown; `read` raises ValueError saying why not."""

    label: str
    unit: str
    read: Callable[[str], T]
    write: Callable[[T], str]


_MONTHS = values.counted("månad", "månader")
_TIMES = values.counted("gång per år", "gånger per år")
_DAYS = values.counted("dag", "dagar")


def _yes(label: str) -> TermSpec[bool]:
    return TermSpec(label, "ja eller nej", values.yes_or_no, values.yes_or_no_word)


def _times(label: str) -> TermSpec[int]:
    return TermSpec(label, "gånger per år", values.whole(1, 366), _TIMES)


def _interval(label: str) -> TermSpec[int]:
    return TermSpec(label, "år", values.whole(1, 10), values.every)


def _words(label: str) -> TermSpec[str]:
    return TermSpec(label, "text", values.text, str)


def _dated(label: str) -> TermSpec[date]:
    return TermSpec(label, "datum", values.day, swedish.long_date)


SPECS: Mapping[TermKind, TermSpec[Any]] = {
    TermKind.UPLIFT_PERCENT: TermSpec("Uppräkning", "procent per år", values.percentage, values.yearly_rate),
    TermKind.OVERHEAD_PERCENT: TermSpec("OH-kostnad i procent", "procent", values.percentage, swedish.rate),
    TermKind.OVERHEAD_AMOUNT: TermSpec("OH-kostnad som fast belopp", "kr", values.amount, swedish.kr),
    TermKind.REVIEW_CAP: TermSpec("Tak för en kvalitetsgranskning", "kr", values.amount, swedish.kr),
    TermKind.WEAR_CHARGED: _yes("Onormalt slitage betalas av hemkommunen"),
    TermKind.DEFICIT_CHARGED: _yes("Underskott betalas av parterna"),
    TermKind.STAFFING_CHARGED: _yes("Ändrad bemanning ändrar parternas kostnad"),
    TermKind.SHARE_DECIMALS: TermSpec(
        "Avrundning av andelen", "decimaler", values.share_decimals, values.share_rounding
    ),
    TermKind.PRINTED_DECIMALS: TermSpec(
        "Andelen visas med", "decimaler", values.whole(0, 9), values.decimal_count
    ),
    TermKind.RECONCILE: _yes("Andelar och belopp stäms av mot summan"),
    TermKind.POPULATION_DATE: TermSpec(
        "Befolkning räknas", "datum", values.population_rule, lambda rule: rule.text
    ),
    TermKind.BORROWED_KEY: TermSpec("Fördelningsnyckeln lånas från", "samverkan", values.text, str),
    TermKind.INVOICING_MONTH: TermSpec("Fakturering", "månad", values.month, values.month_name),
    TermKind.ANNUAL_REPORT_MONTH: TermSpec(
        "Verksamhetsberättelsen lämnas senast i",
        "månad",
        values.month,
        values.month_name,
    ),
    TermKind.MANDATE_FOLLOWUP: _yes("Följs upp i slutet av varje mandatperiod"),
    TermKind.DUE_DAYS: TermSpec("Betalningstid", "dagar", values.whole(1, 365), _DAYS),
    TermKind.PROLONGATION_MONTHS: TermSpec("Förlängning i taget", "månader", values.whole(1, 1200), _MONTHS),
    TermKind.PROLONGATION_CONDITION: _words("Förlängs bara om"),
    TermKind.NOTICE_MONTHS: TermSpec("Uppsägningstid", "månader", values.whole(1, 1200), _MONTHS),
    TermKind.MEETINGS_PER_YEAR: _times("Styrgruppens möten"),
    TermKind.WORKING_GROUP_MEETINGS_PER_YEAR: _times("Arbetsgruppens möten"),
    TermKind.NETWORK_MEETINGS_PER_YEAR: _times("Samordnarnas nätverk"),
    TermKind.ACTIVITY_PLAN: _yes("Verksamhetsplan varje år"),
    TermKind.QUALITY_REVIEW_YEARS: _interval("Kvalitetsgranskning"),
    TermKind.QUALITY_REVIEW_FIRST: TermSpec("Första kvalitetsgranskningen redovisas", "år", values.year, str),
    TermKind.QUALITY_REVIEW_WORK_MONTH: TermSpec(
        "Kvalitetsgranskningen genomförs senast i", "månad", values.month, values.month_name
    ),
    TermKind.REVIEWER_MONTHS_AHEAD: TermSpec(
        "Granskaren utses senast före rapporten", "månader", values.whole(1, 1200), _MONTHS
    ),
    TermKind.SYSTEMATIC_FOLLOWUP_YEARS: _interval("Systematisk uppföljning redovisas"),
    TermKind.SYSTEMATIC_FOLLOWUP_FIRST: TermSpec(
        "Första systematiska uppföljningen redovisas", "år", values.year, str
    ),
    TermKind.YEARLY_ACCOUNT: _words("Årlig redovisning till"),
    TermKind.YEARLY_ACCOUNT_BY: _words("Den årliga redovisningen lämnas av"),
    TermKind.GOAL_FOLLOWUP: _yes("Uppföljning av hur målen nås"),
    TermKind.FOLLOWUP_PLAN_BY: _dated("Uppföljningsplanen klar senast"),
    TermKind.REVISION_YEARS: _interval("Revideras och utvärderas"),
    TermKind.LOCAL_FOLLOWUP: _yes("Lokala överenskommelser följs upp varje år"),
    TermKind.PARTY_MAY_LEAVE: _yes("En part kan lämna vid ett årsskifte"),
    TermKind.BREACH_DAYS: TermSpec("Tid att rätta ett avtalsbrott", "dagar", values.whole(1, 365), _DAYS),
    TermKind.INFORMATION_TO: _words("Händelser av betydelse meddelas"),
    TermKind.RENEGOTIATION: _yes("Part får begära omförhandling"),
    TermKind.NOTICE_AFTER: _words("Sägs upp först efter"),
    TermKind.FORCE_MAJEURE: _yes("Force majeure befriar från skyldigheter"),
    TermKind.WINDING_UP: _yes("Avvecklingskostnader förhandlas särskilt"),
    TermKind.DEVIATIONS: _yes("Avvikelser mellan parterna registreras"),
    TermKind.SELF_ASSESSMENT: _yes("Parterna skattar sitt införande"),
    TermKind.INDICATORS: _yes("Nyckeltal och indikatorer följs upp"),
    TermKind.AMENDMENTS_BY: _words("Enklare ändringar beslutas av"),
    TermKind.AMENDMENTS_TOLD: _words("Enklare ändringar meddelas"),
    TermKind.ANSWERS_BY: _dated("Parterna svarar senast"),
    TermKind.PROJECT_END: _dated("Projektet avslutas"),
    TermKind.REGION_POST_PERCENT: TermSpec(
        "Regionens uppdrag", "procent av en tjänst", values.percentage, values.part_of_a_post
    ),
    TermKind.OWN_STAFF: _words("Bekostar sin egen personal"),
    TermKind.APPROVED_BY: TermSpec(
        "Godkänns av", "alla parter", values.every_party, lambda who: f"{who.text}, var och en för sig"
    ),
    TermKind.SIGNED_BY: TermSpec(
        "Undertecknas av", "parter eller befattningar", values.signatories, lambda who: who.text
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
