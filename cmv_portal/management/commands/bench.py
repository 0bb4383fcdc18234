"""manage.py bench: the portal's speed as ratios against a floor measured in the same run."""

import json
from dataclasses import asdict

from cmv_portal.bench import figures as bench
from cmv_portal.bench.importing import importing
from cmv_portal.cli import PortalCommand, fail
from cmv_portal.models import User


class Command(PortalCommand):
    help = "Mäter portalens hastighet mot golv i samma körning. Kräver demons avtal och användare."

    def add_arguments(self, parser):
        parser.add_argument("what", nargs="?", choices=["alloc", "pdf", "xlsx"])
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        figures = []
        if options["what"] in (None, "alloc"):
            figures += bench.allocation()
        if options["what"] in (None, "pdf"):
            if not User.objects.filter(username="alex").exists():
                fail("Kör manage.py demo först: mätningen ställer ut en januarikörning och tar tillbaka den.")
            figures += bench.pdf()
            figures += bench.download()
        if options["what"] in (None, "xlsx"):
            figures += importing()
        if options["json"]:
            rows = [{**asdict(figure), "reached": figure.reached} for figure in figures]
            self.stdout.write(json.dumps({"figures": rows}, ensure_ascii=False))
            return
        for figure in figures:
            ratio = "–" if figure.ratio is None else f"{figure.ratio:.2f}"
            verdict = {True: "nått", False: "missat", None: "inte mätt"}[figure.reached]
            self.stdout.write(
                f"{figure.number:>2}  {figure.name:<52}{ratio:>7} (≤ {figure.reach:.2f}) {verdict}"
            )
            if figure.note:
                self.stdout.write(f"    {figure.note}")
