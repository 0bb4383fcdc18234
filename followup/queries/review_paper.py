"""A quality review as a paper: what its page and PDF show, and what is frozen when it is reported.

The figures are those that adopted annual reports have printed, dots included (privacy rules, 3.1).
"""

from typing import Any

from agreements.models import Party
from agreements.swedish import kr, long_date
from agreements.terms import TermKind
from followup.models import QualityReview
from followup.queries.printed import Printed, printed
from followup.queries.yearbook import edition_of_year
from followup.review_years import appointed_by, statistics_years

Json = dict[str, Any]

IMPROVEMENTS = "atgarder"


def review_paper(review: QualityReview, *, created: str, draft: bool) -> Json:
    """The paper's contents; `created` is an ISO date."""
    cooperation = review.cooperation
    figures = printed(cooperation, statistics_years(review.scope_until))
    return {
        "kind": "paper",
        "title": f"Kvalitetsgranskning {review.year}",
        "subtitle": f"{cooperation.name}, {period(review)}",
        "head": f"Kvalitetsgranskning {review.year}, {cooperation.short_name}",
        "foot": f"{cooperation.name}. Siffrorna är de som verksamhetsberättelserna har tryckt.",
        "fictitious": review.is_fictitious,
        "draft": draft,
        "created": created,
        "author": _author(review),
        "sections": [
            _section("Uppdraget", facts(review)),
            _statistics(review, figures),
            _section("Intervjuer med parterna i sammandrag", _written(review.interviews)),
            _section("Den systematiska uppföljningen", _written(review.compiled_followup)),
            _section("Kvalitetsutlåtande", _written(review.statement)),
            _improvements(review),
        ],
    }


def period(review: QualityReview) -> str:
    return f"{long_date(review.scope_from)} – {long_date(review.scope_until)}"


def facts(review: QualityReview) -> list[str]:
    """What every reader may know from the start: the period, the reviewer and the cost."""
    told = [
        f"Granskningen avser {period(review)}. Den redovisas för styrgruppen och "
        f"{review.cooperation.political_group or 'den politiska ledningsgruppen'} "
        f"senast {long_date(review.report_due)}."
    ]
    told += [appointment(review)]
    if review.reviewer and review.independence:
        told += [f"Oberoende: {review.independence}"]
    told += [cost(review)]
    return told


def appointment(review: QualityReview) -> str:
    """Who reviews, chosen when, and whether that was in time."""
    latest = appointed_by(review.report_due)
    if not review.reviewer or review.appointed_on is None:
        return f"Granskaren är inte utsedd. Sista dag är {long_date(latest)}, ett år före redovisningen."
    paragraph = f", {review.appointment_paragraph}" if review.appointment_paragraph else ""
    told = f"Granskare: {review.reviewer}, utsedd av styrgruppen {long_date(review.appointed_on)}{paragraph}."
    if is_appointed_late(review):
        told += f" Det är senare än {long_date(latest)}, ett år före redovisningen."
    return told


def is_appointed_late(review: QualityReview) -> bool:
    """Whether the reviewer was chosen less than a year before the report (Bilaga 1)."""
    return review.appointed_on is not None and review.appointed_on > appointed_by(review.report_due)


def cost(review: QualityReview) -> str:
    """What it costs and who decides (11.5)."""
    charge, rule = review.charge, cap_rule(review)
    if charge is None:
        return f"Kostnaden är inte debiterad. {rule}".strip()
    told = f"Kostnad: {kr(charge.amount)}, {charge.get_state_display()}, {charge.year} års fördelning."
    decision = f" Beslut: {charge.decision}." if charge.decision else ""
    return f"{told}{decision} {rule}".strip()


def cap_rule(review: QualityReview) -> str:
    """How much the steering group decides on its own, by the year's agreement; may be empty."""
    edition = edition_of_year(review.cooperation, review.year)
    rows = [term for term in (edition.terms.all() if edition else ()) if term.kind == TermKind.REVIEW_CAP]
    if not rows:
        return ""
    amount = kr(int(rows[0].value))
    return f"Styrgruppen beslutar själv om upp till {amount} för varje granskning (punkt {rows[0].clause})."


def _written(text: str) -> list[str]:
    """The text's paragraphs, or that there are none yet."""
    parts = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    return [part for part in parts if part] or ["Inget är skrivet än."]


def _section(heading: str, texts: list[str], table: Json | None = None, code: str = "") -> Json:
    return {"code": code, "heading": heading, "paragraphs": texts, "table": table, "list": []}


def _statistics(review: QualityReview, figures: Printed | None) -> Json:
    years = statistics_years(review.scope_until)
    heading = f"Statistik {years[0]} och {years[-1]} i sammandrag"
    if figures is None:
        return _section(heading, [no_statistics(review)])
    return _section(
        heading,
        [f"Siffrorna är återgivna ur {figures.source}. En person kan ha fått flera insatser."],
        {
            "caption": "Tryckta totaler och medelvärden",
            "columns": [{"label": "Insats", "numeric": False}]
            + [{"label": str(year), "numeric": True} for year in years],
            "rows": [
                [f"– {line.label}" if line.is_mean else line.label, *line.cells] for line in figures.lines()
            ],
            "note": " ".join(figures.notes),
        },
    )


def no_statistics(review: QualityReview) -> str:
    year = statistics_years(review.scope_until)[-1]
    return f"Verksamhetsberättelsen för {year} är inte fastställd, så siffrorna kan inte sammanfattas än."


def _improvements(review: QualityReview) -> Json:
    rows = list(review.improvements.all())
    table = {
        "caption": "Ansvarig, klar senast och läge",
        "columns": [
            {"label": label, "numeric": False} for label in ("Åtgärd", "Ansvarig", "Klar senast", "Läge")
        ],
        "rows": [[row.text, row.owner, long_date(row.due_on), row.get_status_display()] for row in rows],
    }
    return _section("Åtgärder för förbättring", [], table if rows else None, code=IMPROVEMENTS)


def _author(review: QualityReview) -> str:
    edition = edition_of_year(review.cooperation, review.year)
    parties = edition.parties.all() if edition else ()
    principal = next((party.organisation for party in parties if party.role == Party.Role.PRINCIPAL), None)
    return principal.name if principal else review.cooperation.name
