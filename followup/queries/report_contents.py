"""Everything that a report shows, as one plain record: what its pages and PDF are made from, and frozen."""

from typing import Any

from agreements.models import Agreement, Organisation, Party
from agreements.swedish import iso
from followup.disclosure.model import PublishedReport, to_json
from followup.models import AnnualReport, ReportText
from followup.presentation import measure_labels
from followup.queries.economy import economy_of
from followup.queries.plans import plan_goals_of
from followup.queries.yearbook import Yearbook, edition_of_year
from followup.report_plan import Slot, SlotKind

Json = dict[str, Any]


def report_contents(report: AnnualReport, book: Yearbook, figures: PublishedReport) -> Json:
    """The report with the figures it prints; nothing of the raw ones goes in."""
    plan = book.report_plan
    edition = edition_of_year(report.cooperation, report.year)
    texts = list(report.texts.all())
    cooperation = report.cooperation
    return {
        "kind": "annual_report",
        "title": plan.title if plan else "Redovisning",
        "cooperation": {
            "slug": cooperation.slug,
            "name": cooperation.name,
            "short_name": cooperation.short_name,
            "summary": cooperation.summary,
        },
        "year": report.year,
        "edition": report.edition,
        "state": report.state,
        "fictitious": report.is_fictitious,
        "principal": _principal(edition),
        "agreement": {"title": edition.title if edition else "", "clause": plan.clause if plan else ""},
        "adopted": _adopted(report),
        "recipients": plan.recipients if plan else "",
        "revision": _revision(report),
        "measures": [measure_labels(measure) for measure in book.measures],
        "figures": {**to_json(figures), "adopted": iso(report.adopted_on) if report.adopted_on else None},
        "slots": [_slot(slot, texts, book) for slot in book.plan.slots],
        "key_figures": [
            {"measure": measure.code, "label": measure.name}
            for code in book.plan.key_figures
            if (measure := book.measure(code))
        ],
    }


def _principal(edition: Agreement | None) -> Json:
    parties = edition.parties.all() if edition else []
    principal = next((party.organisation for party in parties if party.role == Party.Role.PRINCIPAL), None)
    if principal is None:
        return {"name": "", "organisation_number": "", "address_lines": []}
    return _organisation(principal)


def _organisation(organisation: Organisation) -> Json:
    return {
        "name": organisation.name,
        "organisation_number": organisation.organisation_number,
        "address_lines": organisation.address_lines,
    }


def _adopted(report: AnnualReport) -> Json | None:
    if report.adopted_on is None:
        return None
    return {
        "on": report.adopted_on.isoformat(),
        "by": report.cooperation.steering_group or "Styrgruppen",
        "paragraph": report.adoption_paragraph,
    }


def _revision(report: AnnualReport) -> Json | None:
    if report.edition == 1:
        return None
    return {"of_edition": report.edition - 1, "changes": report.changes}


def _slot(slot: Slot, texts: list[ReportText], book: Yearbook) -> Json:
    written = {text.goal: text for text in texts if text.slot == slot.code}
    found: Json = {
        "code": slot.code,
        "number": slot.number,
        "title": slot.title,
        "kind": slot.kind.value,
        "text": written[None].text if None in written else "",
    }
    if slot.measures:
        found["measures"] = [measure.code for measure in book.slot_measures(slot)]
    if slot.kind is SlotKind.GOALS:
        found["goals"] = [
            {
                "number": goal.number,
                "group": goal.group,
                "title": goal.title,
                "text": written[goal.number].text if goal.number in written else "",
                "judgement": written[goal.number].get_judgement_display() if goal.number in written else "",
            }
            for goal in slot.goals
        ]
    if slot.kind is SlotKind.PLAN:
        found["plan_goals"] = plan_goals_of(book.cooperation, book.year)
    if slot.kind is SlotKind.RESOURCES:
        found["posts"] = [{"label": label, "value": value} for label, value in slot.posts]
    if slot.kind is SlotKind.ECONOMY:
        found["economy"] = economy_of(book.cooperation, book.year)
    return found
