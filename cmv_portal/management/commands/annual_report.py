"""manage.py annual_report: a year's report as files, with what is printed and nothing else."""

from datetime import date
from pathlib import Path

from django.utils import timezone

from agreements.models import Cooperation
from agreements.refusals import Incomplete
from cmv_portal.cli import PortalCommand, fail, year
from followup import documents, published_files
from followup.actions.reports import protected
from followup.disclosure.model import from_json
from followup.models import AnnualReport
from followup.presentation import present
from followup.queries.report_contents import report_contents
from followup.queries.report_page import contents_of
from followup.queries.stored_report import ReportDamaged, report_bytes
from followup.queries.yearbook import yearbook


class Command(PortalCommand):
    help = "Skriver årets rapport som PDF och dess tryckta siffror som CSV och JSON."

    def add_arguments(self, parser):
        parser.add_argument("--cooperation", required=True, help="samverkan (cmv)")
        parser.add_argument("--year", required=True, type=year)
        parser.add_argument(
            "--draft", action="store_true", help="ett utkast, när rapporten inte är fastställd"
        )
        parser.add_argument("--pdf", type=Path)
        parser.add_argument("--csv", type=Path)
        parser.add_argument("--json", type=Path)

    def handle(self, *args, **options):
        if not any(options[kind] for kind in ("pdf", "csv", "json")):
            fail("Ange minst en fil att skriva: --pdf, --csv eller --json.")
        report = self._report(options)
        contents = self._contents(report, draft=options["draft"])
        try:
            if options["pdf"]:
                options["pdf"].write_bytes(self._pdf(report, contents))
            if options["csv"]:
                options["csv"].write_bytes(published_files.csv_bytes(present(contents)))
            if options["json"]:
                options["json"].write_bytes(published_files.json_bytes(from_json(contents["figures"])))
        except ReportDamaged as error:
            fail(str(error))
        except OSError as error:
            fail(f"Filen gick inte att skriva: {error.strerror}.")

    def _report(self, options) -> AnnualReport:
        cooperation = Cooperation.objects.filter(slug=options["cooperation"]).first()
        if cooperation is None:
            fail(f"Det finns ingen samverkan som heter {options['cooperation']}.")
        editions = AnnualReport.objects.filter(cooperation=cooperation, year=options["year"])
        if not options["draft"]:
            found = editions.filter(state=AnnualReport.State.ADOPTED).order_by("-edition").first()
            if found is None:
                fail(f"Rapporten för {options['year']} är inte fastställd. Lägg till --draft för ett utkast.")
            return found
        found = editions.order_by("-edition").first()
        if found is None:
            fail(f"Det finns ingen påbörjad rapport för {options['year']}.")
        return found

    def _contents(self, report: AnnualReport, *, draft: bool):
        book = yearbook(report.cooperation, report.year)
        contents = contents_of(report, book)
        if contents is not None:
            return contents
        try:
            return report_contents(report, book, protected(report, book).report)
        except Incomplete as refusal:
            fail(str(refusal), *refusal.gaps)

    def _pdf(self, report: AnnualReport, contents) -> bytes:
        if report.is_adopted:
            return report_bytes(report)
        today: date = timezone.localdate()
        return documents.render_report(contents, created=today)
