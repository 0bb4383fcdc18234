"""manage.py send_reminders: one mail a person of what is late or near; made to be run every day."""

from django.utils import timezone

from cmv_portal.cli import PortalCommand, fail
from cmv_portal.clock.reminders import digests, send


class Command(PortalCommand):
    help = "Skickar påminnelser med e-post, högst en per person och dag."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="visa vad som skulle skickas, skicka inget"
        )
        parser.add_argument("--days", type=int, default=30, help="hur nära något ska vara, i dagar")

    def handle(self, *args, **options):
        if not 0 <= options["days"] <= 366:
            fail("Ange --days som ett antal dagar från 0 till 366.")
        number = 0
        for digest in digests(timezone.localdate(), options["days"]):
            if options["dry_run"]:
                self.stdout.write(f"{digest.user.username}: {digest.subject}\n{digest.text}")
                number += 1
            else:
                number += send(digest)
        verb = "skulle skickas" if options["dry_run"] else "skickade"
        self.stdout.write(f"{number} {'påminnelse' if number == 1 else 'påminnelser'} {verb}.")
