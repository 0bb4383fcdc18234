"""What has been printed of a cooperation's figures, as data that holds nothing but what is printed."""

from agreements.models import Cooperation
from followup.disclosure.model import Json, PublishedReport, from_json
from followup.models import AnnualReport, Publication


def every_publication(
    cooperation: Cooperation, *, besides: Json | None = None
) -> tuple[PublishedReport, ...]:
    """All that anybody outside the centre has been shown, the oldest first: what every audit counts with.

    `besides` are the figures that are tried: a showing of the very same ones is left out.
    """
    rows = Publication.objects.filter(report__cooperation=cooperation).order_by("released_at", "pk")
    return tuple(from_json(row.figures) for row in rows if row.figures != besides)


def earlier_reports(cooperation: Cooperation, year: int) -> tuple[PublishedReport, ...]:
    """The adopted reports of the two years before, the oldest first; of several editions the latest."""
    latest: dict[int, AnnualReport] = {}
    rows = AnnualReport.objects.filter(
        cooperation=cooperation, year__in=(year - 2, year - 1), state=AnnualReport.State.ADOPTED
    )
    for row in rows.order_by("year", "edition"):
        latest[row.year] = row
    return tuple(from_json(row.contents["figures"]) for row in latest.values())


def shown_reports(cooperation: Cooperation, year: int) -> tuple[PublishedReport, ...]:
    """What has been shown of this very year, the oldest first: protected drafts and earlier editions."""
    rows = Publication.objects.filter(report__cooperation=cooperation, report__year=year)
    return tuple(from_json(row.figures) for row in rows.order_by("released_at", "pk"))


def printed_figures(report: AnnualReport) -> PublishedReport | None:
    """What the report prints: its frozen copy when adopted, what is shown when reviewed; else None."""
    if report.is_adopted:
        return from_json(report.contents["figures"])
    return from_json(report.publication.figures) if report.publication else None
