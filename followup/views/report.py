"""The annual report: where it stands, what is missing, the report itself, and each step of its way."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from agreements.access import get_cooperation, require
from agreements.models import ReadEvent
from agreements.read_log import log_read
from agreements.refusals import Refused
from followup.actions import reports as actions
from followup.forms.reports import AdoptionForm, CorrectionForm, DecisionForm, NewEditionForm, ReviewForm
from followup.models import AnnualReport
from followup.queries.report_page import ReportPage, report_page

State = AnnualReport.State
NO_LONGER_SAFE = (
    "Rapporten kan inte fastställas. Något har blivit känt sedan den granskades, så tabellerna är inte "
    "längre godkända i röjandekontrollen. Verksamheten ser vad det gäller."
)


def report(request, slug, year):
    """A year's report as far as the person may see it."""
    page = _page(request, slug, year)
    require(page.report is not None or page.writes)
    if page.report is not None and page.report.state == State.REVIEWED:
        log_read(
            user=request.user,
            action=ReadEvent.Action.VIEW,
            object_type="granskat utkast",
            object_id=page.report.pk,
            cooperation=page.cooperation,
            year=year,
        )
    return _shown(request, page)


def _page(request, slug, year) -> ReportPage:
    cooperation = get_cooperation(request.user, slug)
    page = report_page(request.user, cooperation, year, timezone.localdate())
    if page.book.report_plan is None:
        raise Http404("Samverkan har ingen rapport i portalen.")
    return page


def _shown(request, page: ReportPage, refusal: Refused | None = None, **forms):
    year, measures = page.book.year, page.book.measures
    found = page.report
    context = {
        "nav": "followup",
        "trail": [("Uppföljning", reverse("followup"))],
        "here": f"{page.name} {year}, {page.cooperation.short_name}",
        "page": page,
        "report": found,
        "cooperation": page.cooperation,
        "year": year,
        "refusal": refusal,
        "review_form": ReviewForm(),
        "adopt_form": AdoptionForm(report=found),
        "present_form": DecisionForm(),
        "edition_form": NewEditionForm(),
        "correction_form": CorrectionForm(
            measures=measures,
            initial={"measures": found.corrected, "decision": found.correction_decision} if found else None,
        ),
        **forms,
    }
    return render(request, "followup/report/report.html", context)


@require_POST
def report_open(request, slug, year):
    """Begin the year's report, or a new edition of an adopted one."""
    page = _page(request, slug, year)
    require(page.writes)
    form = NewEditionForm(request.POST)
    is_revision = page.report is not None and page.report.is_adopted
    if is_revision and not form.is_valid():
        return _shown(request, page, edition_form=form)
    changes = form.cleaned_data["changes"] if is_revision else ""
    actions.open_report(cooperation=page.cooperation, year=year, by=request.user, changes=changes)
    return redirect("report", slug, year)


@require_POST
@sensitive_variables()
def report_review(request, slug, year):
    """Try the figures, and show the protected draft to the steering group."""
    page = _page(request, slug, year)
    require(page.writes and page.state == State.DRAFT)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _shown(request, page, review_form=form)
    try:
        actions.review(report=page.report, book=page.book, names_nobody=True, by=request.user)
    except Refused as refusal:
        return _shown(request, page, refusal, review_form=form)
    messages.success(request, "Tabellerna är godkända i röjandekontrollen. Styrgruppen kan nu läsa utkastet.")
    return redirect("report", slug, year)


@require_POST
def report_take_back(request, slug, year):
    """Make a reviewed report a draft again."""
    page = _page(request, slug, year)
    require(page.writes and page.state == State.REVIEWED)
    try:
        actions.take_back(report=page.report, by=request.user)
    except Refused as refusal:
        return _shown(request, page, refusal)
    messages.success(request, "Rapporten är utkast igen. Det som styrgruppen har sett räknas med nästa gång.")
    return redirect("report", slug, year)


@require_POST
def report_correct(request, slug, year):
    """Note which measures the edition corrects by the steering group's decision."""
    page = _page(request, slug, year)
    require(page.writes and page.state == State.DRAFT)
    form = CorrectionForm(request.POST, measures=page.book.measures)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.set_correction(
                report=page.report, measures=given["measures"], decision=given["decision"], by=request.user
            )
        except Refused as refusal:
            form.add_error("decision", str(refusal))
        else:
            return redirect("report", slug, year)
    return _shown(request, page, correction_form=form)


@require_POST
def report_adopt(request, slug, year):
    """Register the steering group's decision to adopt the report."""
    page = _page(request, slug, year)
    require(page.adopts and page.state == State.REVIEWED)
    form = AdoptionForm(request.POST, report=page.report)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.adopt(
                report=page.report,
                book=page.book,
                adopted_on=given["day"],
                paragraph=given["paragraph"],
                by=request.user,
            )
        except actions.Disclosing as refusal:
            # Which cells it is about is the centre's to know (privacy rules, 6).
            if page.writes:
                return _shown(request, page, refusal, adopt_form=form)
            form.add_error(None, NO_LONGER_SAFE)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{page.name} {year} är fastställd och kan läsas av alla i samverkan.")
            return redirect("report", slug, year)
    return _shown(request, page, adopt_form=form)


@require_POST
def report_present(request, slug, year):
    """Register that the political group has been given the report."""
    page = _page(request, slug, year)
    require((page.writes or page.adopts) and page.state == State.ADOPTED)
    form = DecisionForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.present(
                report=page.report, presented_on=given["day"], paragraph=given["paragraph"], by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Presentationen är registrerad.")
            return redirect("report", slug, year)
    return _shown(request, page, present_form=form)
