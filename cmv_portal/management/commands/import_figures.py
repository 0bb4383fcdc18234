"""manage.py import_figures: figures of a year from a file, read where it lies; only sums are kept (R0)."""

import json
from pathlib import Path

from agreements.models import Cooperation
from agreements.refusals import Refused
from cmv_portal.cli import PortalCommand, fail, year
from followup.actions.figures import require_open
from followup.actions.imports import add_up, write_values
from followup.queries.yearbook import yearbook


class Command(PortalCommand):
    help = "Läser in siffror: en ifylld mall, eller en lista med avidentifierade serier som summeras."

    def add_arguments(self, parser):
        parser.add_argument("--cooperation", required=True, help="samverkan (cmv)")
        parser.add_argument("--year", required=True, type=year)
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="pröva bara, skriv ingenting")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, **options):
        cooperation = Cooperation.objects.filter(slug=options["cooperation"]).first()
        if cooperation is None:
            fail(f"Det finns ingen samverkan som heter {options['cooperation']}.")
        book = yearbook(cooperation, options["year"])
        if not book.measures:
            fail(f"Inget räknas för {cooperation.short_name} {options['year']}.")
        path = options["file"]
        if not path.is_file():
            fail("Filen finns inte.")
        kind, added = add_up(book, path, path.name)
        if added.faults:
            fail(*added.lines)
        try:
            require_open(cooperation, book.year)
            if not options["dry_run"]:
                write_values(book=book, values=added.values, by=None)
        except Refused as refusal:
            fail(str(refusal))
        self._report(book, kind, added, options)

    def _report(self, book, kind, added, options):
        if options["format"] == "json":
            report = {
                "cooperation": book.cooperation.slug,
                "year": book.year,
                "kind": kind.value,
                "rows": sum(added.rows.values()),
                "measures": {code: {"fields": len(values)} for code, values in added.values.items()},
                "written": not options["dry_run"],
            }
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        done = "Skulle läsas in" if options["dry_run"] else "Inlästa"
        for code, values in added.values.items():
            self.stdout.write(f"{done}: {book.measure(code).name}, {len(values)} tal")
