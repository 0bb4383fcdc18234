"""Figures from a file: upload and see what it adds up to, then write it. The file itself is never kept."""

from collections.abc import Iterator
from queue import SimpleQueue
from threading import Thread

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from agreements.access import may
from agreements.models import ReadEvent
from agreements.read_log import log_read
from agreements.refusals import Refused
from agreements.swedish import number
from cmv_portal.roles import Right
from followup.access import get_for_figures
from followup.actions.imports import add_up, propose, write_import
from followup.forms.imports import ImportForm
from followup.importing.rows import Added
from followup.importing.series import list_columns, not_in_list
from followup.importing.template import template_csv, template_xlsx
from followup.models import FigureImport
from followup.queries.permits import series_import_is_on
from followup.queries.progress import is_open
from followup.queries.yearbook import Yearbook, sheets_of, yearbook
from followup.secrecy import FigureFault, where

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATES = {"xlsx": (XLSX, template_xlsx), "csv": ("text/csv; charset=utf-8", template_csv)}
# Where the page is cut in two: what stands above the result is sent while the file is still read.
CUT = "<!-- resultat -->"


@sensitive_post_parameters()
@sensitive_variables()
def figure_import(request, slug, year):
    """Upload a file, and see what it would change."""
    cooperation = get_for_figures(request.user, slug, right=Right.EDIT_FIGURES, what="inläsning", year=year)
    book = yearbook(cooperation, year)
    if not book.measures:
        raise Http404("Inget räknas det året.")
    allows_series = series_import_is_on(cooperation)
    form = ImportForm(request.POST or None, request.FILES or None, allows_series=allows_series)
    if request.method == "POST" and is_open(cooperation, year) and form.is_valid():
        log_read(
            user=request.user,
            action=ReadEvent.Action.VIEW,
            object_type="inläsning",
            object_id=form.cleaned_data["kind"],
            cooperation=cooperation,
            year=year,
        )
        return StreamingHttpResponse(_told(request, book, form))
    return HttpResponse(_page(request, book, form, allows_series=allows_series))


def _page(request, book: Yearbook, form: ImportForm, **more) -> str:
    slug, year = book.cooperation.slug, book.year
    context = {
        "nav": "followup",
        "trail": [
            ("Uppföljning", reverse("followup")),
            (f"Siffror {year}", reverse("figures", args=[slug, year])),
        ],
        "here": "Läs in från fil",
        "cooperation": book.cooperation,
        "year": year,
        "form": form,
        "is_open": is_open(book.cooperation, year),
        "columns": list_columns(book.measures),
        "by_hand": [
            f"{measure.name}: {field.label.lower()}"
            for measure in book.measures
            if measure.is_cases
            for field in not_in_list(measure)
        ],
        "manages": may(request.user, Right.ERASE_FIGURES, book.cooperation.pk),
        "cut": CUT,
        **more,
    }
    return render_to_string("followup/imports/import.html", context, request)


def _told(request, book: Yearbook, form: ImportForm) -> Iterator[str]:
    """The page, with how far the reading has come as it comes, and last what the file adds up to."""
    above, below = _page(request, book, form, is_reading=True).split(CUT)
    yield above
    given = form.cleaned_data
    for line in _reading(book, given["file"], given["kind"]):
        if isinstance(line, int):
            yield f"<li>{number(line)} rader lästa</li>\n"
        else:
            yield "</ol>\n"
            yield _result(request, book, given["kind"], line)
    yield below


def _reading(book: Yearbook, file, kind: str) -> Iterator[int | Added]:
    """Rows read, now and then, and last the result; the reading itself goes on in a thread of its own."""
    told: SimpleQueue[int | Added | FigureFault] = SimpleQueue()

    def read() -> None:
        try:
            told.put(add_up(book, file.file, file.name, kind, told.put)[1])
        except BaseException as fault:
            # Raised again by the one who waits: a thread of its own would write the fault's words in the log.
            told.put(FigureFault(where(fault)))

    reader = Thread(target=read, daemon=True)
    reader.start()
    while isinstance(line := told.get(), int):
        yield line
    reader.join()
    file.close()
    if isinstance(line, FigureFault):
        raise line
    yield line


def _result(request, book: Yearbook, kind: str, added: Added) -> str:
    context = {"cooperation": book.cooperation, "year": book.year, "added": added}
    if not added.faults:
        try:
            context["proposal"] = propose(book=book, kind=kind, added=added, by=request.user)
        except Refused as refusal:
            context["refusal"] = refusal
        context["lines"] = _lines(book, added)
    return render_to_string("followup/imports/_result.html", context, request)


def _lines(book: Yearbook, added: Added) -> list[tuple[str, int, int]]:
    """For each measure: its name, how many fields the file gives, and how many of them change a figure."""
    sheets = sheets_of(book)
    return [
        (
            sheets[code].measure.name,
            len(values),
            sum(sheets[code].values.get(field, value) != value for field, value in values.items()),
        )
        for code, values in added.values.items()
    ]


@require_POST
def figure_import_write(request, slug, year, pk):
    """Write what the file added up to."""
    cooperation = get_for_figures(request.user, slug, right=Right.EDIT_FIGURES, what="inläsning", year=year)
    proposal = get_object_or_404(
        FigureImport, pk=pk, cooperation=cooperation, year=year, uploaded_by=request.user
    )
    try:
        names = write_import(book=yearbook(cooperation, year), proposal=proposal, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("figure_import", slug, year)
    messages.success(request, f"Siffror för {number(len(names))} mått är inlästa.")
    return redirect("figures", slug, year)


def figure_template(request, slug, year, suffix):
    """The table of counts to fill in: every number of the year's measures, and none of the figures."""
    cooperation = get_for_figures(request.user, slug, right=Right.EDIT_FIGURES, what="mall", year=year)
    if suffix not in TEMPLATES:
        raise Http404("Inget sådant format.")
    content_type, write = TEMPLATES[suffix]
    headers = {"Content-Disposition": f'attachment; filename="siffror-{slug}-{year}.{suffix}"'}
    return HttpResponse(
        write(yearbook(cooperation, year).measures), content_type=content_type, headers=headers
    )
