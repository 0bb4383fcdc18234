"""The report's files: the stored PDF, the printed figures, and the centre's and the group's draft."""

from datetime import UTC, datetime

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from agreements.access import get_cooperation
from agreements.models import ReadEvent
from agreements.read_log import log_read
from agreements.refusals import Incomplete
from cmv_portal.roles import Right
from followup import documents, published_files
from followup.access import get_adopted, get_report
from followup.actions.reports import protected
from followup.disclosure.model import from_json
from followup.models import AnnualReport
from followup.presentation import present
from followup.queries.report_contents import report_contents
from followup.queries.report_page import contents_of
from followup.queries.stored_report import ReportDamaged, report_bytes
from followup.queries.yearbook import yearbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def report_pdf(request, slug, year, edition):
    """The adopted file, byte for byte as it was printed."""
    found = get_adopted(request.user, slug, year, edition)
    try:
        data = report_bytes(found)
    except ReportDamaged as error:
        return render(request, "costs/documents/damaged.html", {"error": error}, status=500)
    return _file(data, "application/pdf", published_files.file_name(found.contents, "pdf"))


def report_figures(request, slug, year, edition, suffix):
    """The printed figures of an adopted report as CSV, spreadsheet or JSON."""
    found = get_adopted(request.user, slug, year, edition)
    return _figures(found, suffix)


@login_not_required
def open_data(request, slug, year, suffix):
    """The latest adopted edition's printed figures, for anyone: they are public when adopted."""
    rows = AnnualReport.objects.filter(
        cooperation__slug=slug, year=year, state=AnnualReport.State.ADOPTED
    ).order_by("-edition")
    found = get_object_or_404(rows[:1])
    if suffix not in ("csv", "json"):
        raise Http404("Inget sådant format.")
    return _figures(found, suffix)


def _figures(found: AnnualReport, suffix: str) -> HttpResponse:
    name = published_files.file_name(found.contents, suffix)
    if suffix == "json":
        figures = from_json(found.contents["figures"])
        return _file(published_files.json_bytes(figures), "application/json", name)
    if suffix == "csv":
        return _file(published_files.csv_bytes(present(found.contents)), "text/csv; charset=utf-8", name)
    if suffix == "xlsx":
        created = datetime.combine(found.adopted_on, datetime.min.time(), tzinfo=UTC)
        return _file(published_files.xlsx_bytes(present(found.contents), created=created), XLSX, name)
    raise Http404("Inget sådant format.")


def report_draft_pdf(request, slug, year):
    """The protected draft, marked so: what the group reads, or to the centre what it would read."""
    found = get_report(request.user, slug, year)
    book = yearbook(found.cooperation, year)
    if found.is_adopted:
        raise Http404("Rapporten är fastställd.")
    contents = contents_of(found, book)
    if contents is None:
        get_cooperation(request.user, slug, Right.WRITE_REPORT)
        try:
            contents = report_contents(found, book, protected(found, book).report)
        except Incomplete as refusal:
            return render(
                request,
                "followup/report/not_yet.html",
                {"report": found, "year": year, "gaps": refusal.gaps, "nav": "followup"},
                status=409,
            )
    log_read(
        user=request.user,
        action=ReadEvent.Action.PDF,
        object_type="utkast",
        object_id=found.pk,
        cooperation=found.cooperation,
        year=year,
    )
    data = documents.render_report(contents, created=timezone.localdate())
    return _file(data, "application/pdf", published_files.file_name(contents, "pdf"))


def _file(data: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=content_type, headers=headers)
