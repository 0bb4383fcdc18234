"""A regional agreement's local life as its pages show it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.local_access import deviations, followups, has_term, keeps, own_parties, sees_deviations
from agreements.local_access import writes_for as may_write
from agreements.models import (
    Agreement,
    Deviation,
    Indicator,
    LocalAgreement,
    LocalFollowUp,
    Organisation,
    SelfAssessment,
)
from agreements.queries import HistoryLine, history_of
from agreements.swedish import decimal_text, sort_key
from agreements.terms import TermKind

YEARS_SHOWN = 3
STATE = LocalAgreement.State
SIGNS = {
    STATE.UNKNOWN: "none",
    STATE.NOT_STARTED: "none",
    STATE.UNDER_WAY: "soon",
    STATE.DECIDED: "done",
    STATE.UNDER_REVISION: "soon",
}
PROGRESS_SIGNS = {
    SelfAssessment.Progress.NOT_STARTED: "none",
    SelfAssessment.Progress.UNDER_WAY: "soon",
    SelfAssessment.Progress.DONE: "done",
}


def parties_of(agreement: Agreement) -> list[Organisation]:
    """The parties in Swedish order."""
    found = Organisation.objects.filter(parties__agreement=agreement)
    return sorted(found, key=lambda row: sort_key(row.short_name))


@dataclass(frozen=True)
class LocalLine:
    """A local agreement in the list: its sign, and the latest year that is followed up."""

    local: LocalAgreement
    sign: str
    followed_up: int | None
    is_own: bool


@dataclass(frozen=True)
class LocalPage:
    agreement: Agreement
    rows: list[LocalLine]
    links: list[tuple[str, str, str]]

    @property
    def decided(self) -> int:
        return sum(row.local.decided_on is not None for row in self.rows)

    @property
    def unknown(self) -> int:
        return sum(row.local.state == STATE.UNKNOWN for row in self.rows)


def local_page(user, agreement: Agreement) -> LocalPage:
    """Every local agreement, in Swedish order; the same few queries for all."""
    latest: dict[int, int] = {}
    done = LocalFollowUp.objects.filter(local_agreement__agreement=agreement, done_on__isnull=False)
    for local, year in done.order_by("year").values_list("local_agreement", "year"):
        latest[local] = year
    own = {row.pk for row in own_parties(user, agreement)} if not keeps(user, agreement) else set()
    found = agreement.local_agreements.select_related("organisation", "agreement")
    ordered = sorted(found, key=lambda row: sort_key(row.organisation.short_name))
    rows = [
        LocalLine(row, SIGNS[STATE(row.state)], latest.get(row.pk), row.organisation_id in own)
        for row in ordered
    ]
    return LocalPage(agreement, rows, links_of(user, agreement))


def links_of(user, agreement: Agreement) -> list[tuple[str, str, str]]:
    """The other pages of the local life that the agreement has: address name, text, what it is."""
    pages = (
        ("self_assessments", TermKind.SELF_ASSESSMENT, "Självskattning", "parternas införande, fas för fas"),
        ("indicators", TermKind.INDICATORS, "Indikatorer", "publicerad statistik"),
        ("deviations", TermKind.DEVIATIONS, "Avvikelser", "mellan parter"),
        ("amendments", TermKind.AMENDMENTS_BY, "Enklare ändringar", "utan ny överenskommelse"),
    )
    return [
        (name, text, what)
        for name, kind, text, what in pages
        if has_term(agreement, kind) and (name != "deviations" or sees_deviations(user, agreement))
    ]


@dataclass(frozen=True)
class LocalAgreementPage:
    local: LocalAgreement
    sign: str
    followups: list[LocalFollowUp]
    writes: bool
    to_write: list[int]
    counterpart: str
    history: list[HistoryLine]


def local_agreement_page(user, local: LocalAgreement, today: date) -> LocalAgreementPage:
    found = list(followups(user, local))
    writes = may_write(user, local.agreement, local.organisation_id)
    years = {row.year for row in local.followups.all()}
    region = Organisation.objects.filter(
        parties__agreement=local.agreement, kind=Organisation.Kind.REGION
    ).first()
    return LocalAgreementPage(
        local=local,
        sign=SIGNS[STATE(local.state)],
        followups=found,
        writes=writes,
        to_write=[year for year in (today.year, today.year - 1) if year not in years],
        counterpart=region.name if region else "",
        # Drafts are the writers' own, and so is the history that quotes them.
        history=history_of(local, *found) if writes else history_of(local),
    )


@dataclass(frozen=True)
class AssessedParty:
    """A party with its four phases as sign and word; none where it has not assessed itself."""

    organisation: Organisation
    phases: list[tuple[str, str]]
    is_own: bool


@dataclass(frozen=True)
class AssessmentPage:
    year: int
    years: list[int]
    rows: list[AssessedParty]
    assessed: int

    @property
    def writes(self) -> int:
        """How many parties the person writes for."""
        return sum(row.is_own for row in self.rows)


def assessment_page(user, agreement: Agreement, year: int, today: date) -> AssessmentPage:
    """A year's self-assessments, a row for each party."""
    found = {row.organisation_id: row for row in agreement.self_assessments.filter(year=year)}
    own = {row.pk for row in own_parties(user, agreement)}
    rows = [
        AssessedParty(party, _phases(found.get(party.pk)), party.pk in own) for party in parties_of(agreement)
    ]
    years = {today.year, today.year - 1, year, *agreement.self_assessments.values_list("year", flat=True)}
    return AssessmentPage(year, sorted(years, reverse=True), rows, len(found))


def _phases(assessment: SelfAssessment | None) -> list[tuple[str, str]]:
    if assessment is None:
        return []
    return [
        (PROGRESS_SIGNS[SelfAssessment.Progress(getattr(assessment, name))], _word(assessment, name))
        for name in SelfAssessment.PHASES
    ]


def _word(assessment: SelfAssessment, name: str) -> str:
    return getattr(assessment, f"get_{name}_display")()


@dataclass(frozen=True)
class IndicatorPage:
    """An indicator's latest years, a row for each party; a value that is not published is empty."""

    indicator: Indicator
    years: list[int]
    rows: list[tuple[Organisation, list[str]]]
    read_from: list[tuple[int, str, date]]


def indicator_page(indicator: Indicator) -> IndicatorPage:
    found = list(indicator.values.order_by("-year"))
    years = sorted({row.year for row in found}, reverse=True)[:YEARS_SHOWN]
    values: dict[int, dict[int, str]] = defaultdict(dict)
    for row in found:
        values[row.organisation_id][row.year] = shown(row.value, indicator.unit)
    sources = {(row.year, row.read_from, row.read_on) for row in found if row.year in years}
    rows = [
        (party, [values[party.pk].get(year, "") for year in years])
        for party in parties_of(indicator.agreement)
    ]
    return IndicatorPage(indicator, years, rows, sorted(sources, reverse=True))


def shown(value: Decimal, unit: str) -> str:
    """A value with the decimals it has: "12", "12,5", "12,25"; a yes or a no as the word."""
    if unit == Indicator.Unit.YES_OR_NO:
        return "ja" if value else "nej"
    exponent = value.normalize().as_tuple().exponent
    return decimal_text(value, max(0, -exponent) if isinstance(exponent, int) else 2)


def as_typed(value: Decimal) -> str:
    """A value as a person types it in a form: "12,5"."""
    return f"{value.normalize():f}".replace(".", ",")


@dataclass(frozen=True)
class DeviationLine:
    deviation: Deviation
    parties: list[Organisation]
    sign: str
    word: str

    @property
    def meanwhile(self) -> str:
        """Who answers until it is handled, where that is agreed."""
        if self.deviation.responsible:
            return f"{self.deviation.responsible.short_name} ansvarar tills vidare"
        agreed = self.deviation.responsibility != Deviation.Responsibility.NOT_AGREED
        return str(self.deviation.get_responsibility_display()) if agreed else ""


def deviation_lines(user, agreement: Agreement) -> list[DeviationLine]:
    """The deviations that the person may see, the latest first."""
    found = deviations(user, agreement).select_related("agreement", "responsible").prefetch_related("parties")
    return [DeviationLine(row, list(row.parties.all()), *_stands(row)) for row in found]


def _stands(deviation: Deviation) -> tuple[str, str]:
    if deviation.handled_on:
        return "done", "hanterad"
    if deviation.responsibility == Deviation.Responsibility.NOT_AGREED:
        return "late", "ansvaret är inte överenskommet"
    return "soon", "hanteras"
