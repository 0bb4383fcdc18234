"""manage.py disclosure_audit: whether anything hidden can be worked out from all that was ever shown."""

from agreements.models import Cooperation
from agreements.refusals import Incomplete
from cmv_portal.cli import PortalCommand, fail, year
from followup.actions.reports import protected, try_out
from followup.disclosure.audit import AuditTooSlow
from followup.models import AnnualReport
from followup.queries.publications import every_publication, printed_figures
from followup.queries.yearbook import yearbook


class Command(PortalCommand):
    help = "Prövar allt som har visats eller sagts. Slutkod 1 och uppgiftens namn när något går att räkna ut."

    def add_arguments(self, parser):
        parser.add_argument("--cooperation", required=True, help="samverkan (cmv)")
        parser.add_argument("--year", type=year, help="pröva årets rapport, också när den är ett utkast")

    def handle(self, *args, **options):
        cooperation = Cooperation.objects.filter(slug=options["cooperation"]).first()
        if cooperation is None:
            fail(f"Det finns ingen samverkan som heter {options['cooperation']}.")
        figures, published = self._tried(cooperation, options["year"])
        try:
            result = try_out(cooperation, figures, published)
        except AuditTooSlow as slow:
            fail(str(slow))
        told = [*result.findings, *result.already_open]
        for name in told:
            self.stdout.write(f"{name} kan räknas ut.")
        if told:
            raise SystemExit(1)
        self.stdout.write(f"Inget dolt kan räknas ut. {result.cells} dolda uppgifter är prövade.")

    def _tried(self, cooperation, chosen: int | None):
        """The figures to try, and all that was shown beside them."""
        everything = every_publication(cooperation)
        if chosen is None:
            if not everything:
                fail("Inget är publicerat än.")
            return everything[-1], everything[:-1]
        report = (
            AnnualReport.objects.filter(cooperation=cooperation, year=chosen).order_by("-edition").first()
        )
        if report is None:
            fail(f"Det finns ingen påbörjad rapport för {chosen}.")
        if report.state != AnnualReport.State.DRAFT:
            shown = printed_figures(report)
            return shown, tuple(each for each in everything if each.tables != shown.tables)
        try:
            return protected(report, yearbook(cooperation, chosen)).report, everything
        except Incomplete as refusal:
            fail(str(refusal), *refusal.gaps)
