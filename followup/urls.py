"""Addresses of the follow-up."""

from django.urls import include, path, register_converter

from followup.secrecy import keep_all
from followup.views import imports, report, report_files
from followup.views.figures import figure_entry, figures
from followup.views.followup import followup
from followup.views.report_text import report_text
from followup.years import YearConverter

register_converter(YearConverter, "year")

urlpatterns = [
    path("", followup, name="followup"),
    path("<slug:slug>/siffror/<year:year>/", figures, name="figures"),
    path("<slug:slug>/siffror/<year:year>/matt/<slug:measure>/", figure_entry, name="figure_entry"),
    path("<slug:slug>/siffror/<year:year>/las-in/", imports.figure_import, name="figure_import"),
    path(
        "<slug:slug>/siffror/<year:year>/las-in/<int:pk>/",
        imports.figure_import_write,
        name="figure_import_write",
    ),
    path(
        "<slug:slug>/siffror/<year:year>/mall.<str:suffix>", imports.figure_template, name="figure_template"
    ),
    path("<slug:slug>/rapport/<year:year>/", report.report, name="report"),
    path("<slug:slug>/rapport/<year:year>/borja/", report.report_open, name="report_open"),
    path("<slug:slug>/rapport/<year:year>/granska/", report.report_review, name="report_review"),
    path("<slug:slug>/rapport/<year:year>/till-utkast/", report.report_take_back, name="report_take_back"),
    path("<slug:slug>/rapport/<year:year>/ratta/", report.report_correct, name="report_correct"),
    path("<slug:slug>/rapport/<year:year>/faststall/", report.report_adopt, name="report_adopt"),
    path("<slug:slug>/rapport/<year:year>/presentera/", report.report_present, name="report_present"),
    path("<slug:slug>/rapport/<year:year>/text/<slug:slot>/", report_text, name="report_text"),
    path(
        "<slug:slug>/rapport/<year:year>/utkast.pdf", report_files.report_draft_pdf, name="report_draft_pdf"
    ),
    path(
        "<slug:slug>/rapport/<year:year>/utgava-<int:edition>.pdf", report_files.report_pdf, name="report_pdf"
    ),
    path(
        "<slug:slug>/rapport/<year:year>/utgava-<int:edition>/siffror.<str:suffix>",
        report_files.report_figures,
        name="report_figures",
    ),
    path("<slug:slug>/oppna-data/<year:year>.<str:suffix>", report_files.open_data, name="open_data"),
    path("", include("followup.plan_urls")),
    path("", include("followup.guard_urls")),
]
# Whatever breaks on these pages, no error page, mail or log quotes a figure.
keep_all(urlpatterns)
