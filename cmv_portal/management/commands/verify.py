"""manage.py verify: prove that nothing issued has changed. Exit 1 names what differs."""

import sys

from cmv_portal import verification
from cmv_portal.cli import PortalCommand


class Command(PortalCommand):
    help = "Räknar om allt utställt, prövar filer, nummerserier, summor och historik."

    def handle(self, *args, **options):
        found = verification.faults()
        for fault in found:
            self.stderr.write(fault)
        if found:
            sys.exit(1)
        checked = verification.count()
        self.stdout.write(
            f"Allt stämmer: {checked['documents']} utställda handlingar i {checked['series']} nummerserier, "
            f"{checked['reports']} fastställda rapporter, {checked['files']} lagrade filer."
        )
