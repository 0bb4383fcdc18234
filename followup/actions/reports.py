"""The annual report's way: opened, written, reviewed, adopted, presented; and revised as a new edition."""

import hashlib
import json
from collections.abc import Collection, Sequence
from datetime import date

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from agreements.models import Cooperation
from agreements.refusals import Incomplete, Refused
from agreements.swedish import iso
from followup import documents
from followup.actions.turns import take_turn
from followup.disclosure.audit import AuditResult, AuditTooSlow, audit
from followup.disclosure.model import Json, Parameters, PublishedReport, to_json
from followup.disclosure.protect import Protected, RawYear, protect
from followup.models import AdoptedFile, AnnualReport, Publication, ReportPresentation, ReportText
from followup.queries.outside import outside_figures
from followup.queries.publications import (
    earlier_reports,
    every_publication,
    printed_figures,
    shown_reports,
)
from followup.queries.report_contents import report_contents
from followup.queries.report_gaps import gaps_of
from followup.queries.yearbook import Yearbook, sheets_of, yearbook

# Raised when the rules are: stored with every publication.
CODE_VERSION = "R0-R13, 1"
NOT_WHOLE = "Rapporten är inte komplett."


class Disclosing(Refused):
    """The disclosure audit found cells that can be worked out. `findings` name them, never a value."""

    def __init__(self, findings: Collection[str]):
        super().__init__(
            "Kan inte publiceras. Administratören kan ge måttet grövre klasser eller ta bort uppdelningen."
        )
        self.findings = tuple(findings)


@transaction.atomic
def open_report(*, cooperation: Cooperation, year: int, by, changes: str = "") -> AnnualReport:
    """A year's first edition, or a new one of an adopted report; that says what it changes."""
    take_turn(cooperation.pk)
    editions = AnnualReport.objects.select_for_update().filter(cooperation=cooperation, year=year)
    latest = editions.order_by("-edition").first()
    if latest is not None and not latest.is_adopted:
        return latest
    if latest is not None and not changes.strip():
        raise Refused("Skriv vad den nya utgåvan ändrar.")
    report = AnnualReport(
        cooperation=cooperation,
        year=year,
        edition=latest.edition + 1 if latest else 1,
        is_fictitious=latest.is_fictitious if latest else settings.DEMO,
        changes=changes,
        opened_by=by,
    )
    _save(report, by)
    if latest is not None:
        for text in latest.texts.all():
            _save(_copy(text, report), by)
    return report


def _copy(text: ReportText, report: AnnualReport) -> ReportText:
    return ReportText(report=report, slot=text.slot, goal=text.goal, text=text.text, judgement=text.judgement)


@transaction.atomic
def save_text(
    *, report: AnnualReport, slot: str, goal: int | None = None, text: str, judgement: str = "", by, was: str
) -> ReportText | None:
    """Save a text of a draft. Returns the stored text, unsaved, when somebody else has changed it meanwhile.

    `was` is the text as it was when the person opened the page.
    """
    _require_state(_locked(report), AnnualReport.State.DRAFT, "Texterna går bara att ändra i ett utkast.")
    row = report.texts.select_for_update().filter(slot=slot, goal=goal).first()
    stored = row.text if row else ""
    if _same(stored, text) and (row.judgement if row else "") == judgement:
        return None
    if not _same(stored, was) and not _same(stored, text):
        return row
    row = row or ReportText(report=report, slot=slot, goal=goal)
    row.text, row.judgement = text, judgement
    row.full_clean(exclude=["text"] if not text else None)
    _save(row, by)
    return None


def _same(one: str, other: str) -> bool:
    """Whether two texts are the same, whatever line ends a browser sent."""
    return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()


@transaction.atomic
def set_correction(*, report: AnnualReport, measures: Collection[str], decision: str, by) -> None:
    """Which measures the new edition corrects though little changes, by the steering group's decision."""
    report = _locked(report)
    _require_state(report, AnnualReport.State.DRAFT, "Utgåvan är inte ett utkast.")
    if measures and not decision.strip():
        raise Refused("Skriv styrgruppens beslut om rättelsen.")
    report.corrected, report.correction_decision = sorted(measures), decision
    report.full_clean()
    _save(report, by)


def protected(report: AnnualReport, book: Yearbook) -> Protected:
    """What the report may print of the year's figures (R0-R10). Raises Incomplete when some are missing."""
    sheets = sheets_of(book)
    lacking = [sheet.measure.name for sheet in sheets.values() if not sheet.is_complete]
    if lacking:
        raise Incomplete(NOT_WHOLE, [f"{name}: siffrorna är inte klara." for name in lacking])
    shown = shown_reports(report.cooperation, report.year)
    raw = RawYear(
        cooperation=report.cooperation.slug,
        year=report.year,
        release=release_of(report),
        edition=report.edition,
        adopted=None,
        fictitious=report.is_fictitious,
        sheets=tuple(sheets.values()),
    )
    earlier = earlier_reports(report.cooperation, report.year)
    return protect(raw, earlier=earlier, shown=shown, corrected=frozenset(report.corrected))


def release_of(report: AnnualReport) -> str:
    """How the next showing is named where its figures are repeated: "VB2025", a second edition "VB2025-2".

    A draft shown again before it is adopted is "VB2025.2": another showing, not a revised figure.
    """
    edition = f"-{report.edition}" if report.edition > 1 else ""
    showing = report.publications.count() + 1
    return f"VB{report.year}{edition}" + (f".{showing}" if showing > 1 else "")


def try_out(
    cooperation: Cooperation, figures: PublishedReport, published: Sequence[PublishedReport]
) -> AuditResult:
    """The figures tried together with all that was ever shown or told. Raises AuditTooSlow."""
    years = {table.year for each in (*published, figures) for table in each.tables}
    return audit(
        figures,
        published,
        measures=[measure for year in sorted(years) for measure in yearbook(cooperation, year).measures],
        outside=outside_figures(cooperation),
    )


def audited(report: AnnualReport, figures: PublishedReport) -> AuditResult:
    """The audit that stands before every publication. Raises Disclosing when something opens.

    An earlier showing of the very same figures excuses nothing: more may have been told since. It fails
    closed: whatever else goes wrong here, nothing is published.
    """
    shown = every_publication(report.cooperation, besides=to_json(figures))
    try:
        result = try_out(report.cooperation, figures, shown)
    except AuditTooSlow as slow:
        raise Refused(f"{slow} Inget är publicerat.") from slow
    if not result.is_safe:
        raise Disclosing(result.findings)
    return result


@transaction.atomic
def review(*, report: AnnualReport, book: Yearbook, names_nobody: bool, by) -> Publication:
    """Show the protected draft to the steering group: nothing is missing, nothing can be worked out."""
    report = _locked(report)
    _require_state(report, AnnualReport.State.DRAFT, "Rapporten är redan granskad.")
    if not names_nobody:
        raise Refused("Intyga att texterna inte innehåller uppgifter om enskilda.")
    if gaps := gaps_of(report, book):
        raise Incomplete(NOT_WHOLE, [f"{gap.slot.title}: {gap.text}" for gap in gaps])
    figures = protected(report, book).report
    result = audited(report, figures)
    publication = _publish(report, figures, result, by)
    report.state, report.publication, report.names_nobody = AnnualReport.State.REVIEWED, publication, True
    report.reviewed_by, report.reviewed_at = by, timezone.now()
    _save(report, by)
    return publication


def _publish(report: AnnualReport, figures: PublishedReport, result: AuditResult, by) -> Publication:
    data = to_json(figures)
    latest = report.publications.order_by("-sequence").first()
    # What was shown before and says the same is the same showing.
    if latest is not None and latest.figures == data:
        return latest
    return Publication.objects.create(
        report=report,
        sequence=latest.sequence + 1 if latest else 1,
        figures=data,
        parameters=vars(Parameters()),
        code_version=CODE_VERSION,
        audit={
            "cells": result.cells,
            "narrowest": result.narrowest,
            "already_open": list(result.already_open),
        },
        sha256=figures_digest(data),
        released_by=by,
        released_at=timezone.now(),
    )


def figures_digest(data: Json) -> str:
    """The checksum of printed figures, the same whatever order a database keeps the keys in."""
    return hashlib.sha256(json.dumps(data, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def take_back(*, report: AnnualReport, by) -> None:
    """Make a reviewed report a draft again. What was shown stays shown and counts in later audits."""
    report = _locked(report)
    _require_state(report, AnnualReport.State.REVIEWED, "Bara en granskad rapport kan bli utkast igen.")
    report.state, report.names_nobody = AnnualReport.State.DRAFT, False
    report.reviewed_by = report.reviewed_at = None
    _save(report, by)


@transaction.atomic
def adopt(*, report: AnnualReport, book: Yearbook, adopted_on: date, paragraph: str, by) -> AnnualReport:
    """The steering group's decision: freeze what the group saw, print it once, and store the file."""
    seen, report = report.reviewed_at, _locked(report)
    _require_state(report, AnnualReport.State.REVIEWED, "Bara en granskad rapport kan fastställas.")
    if report.reviewed_at != seen:
        raise Refused("Rapporten har granskats på nytt. Läs den en gång till.")
    if adopted_on > timezone.localdate():
        raise Refused("Dagen för beslutet har inte kommit än.")
    if adopted_on <= date(report.year, 12, 31):
        first = iso(date(report.year + 1, 1, 1))
        raise Refused(f"Rapporten fastställs efter årets slut, alltså tidigast {first}.")
    figures = printed_figures(report)
    if figures is None:
        raise Refused("Inga siffror har visats för styrgruppen.")
    # Adopted figures are everybody's: what has been told since the group was shown them counts too.
    audited(report, figures)
    report.state, report.adopted_on, report.adoption_paragraph = report.State.ADOPTED, adopted_on, paragraph
    report.adopted_by, report.adopted_at = by, timezone.now()
    report.contents = report_contents(report, book, figures)
    data = documents.render_report(report.contents, created=adopted_on)
    report.sha256 = hashlib.sha256(data).hexdigest()
    report.full_clean(exclude=["publication"])
    AdoptedFile.objects.create(report=report, data=data)
    _save(report, by)
    return report


@transaction.atomic
def present(*, report: AnnualReport, presented_on: date, paragraph: str, by) -> ReportPresentation:
    """Note that the political group has been given the adopted report."""
    _require_state(report, AnnualReport.State.ADOPTED, "Bara en fastställd rapport kan presenteras.")
    if ReportPresentation.objects.filter(report=report).exists():
        raise Refused("Presentationen är redan registrerad.")
    if report.adopted_on and presented_on < report.adopted_on:
        raise Refused("Presentationen kan inte vara före fastställandet.")
    row = ReportPresentation(report=report, presented_on=presented_on, paragraph=paragraph, registered_by=by)
    row.full_clean()
    _save(row, by)
    return row


def _locked(report: AnnualReport) -> AnnualReport:
    """The report as it is stored, when it is this person's turn to write of the cooperation's figures."""
    take_turn(report.cooperation_id)
    return AnnualReport.objects.select_for_update(of=("self",)).get(pk=report.pk)


def _require_state(report: AnnualReport, state: str, otherwise: str) -> None:
    if report.state != state:
        raise Refused(otherwise)


def _save(row, by) -> None:
    row._history_user = by
    row.save()
