"""manage.py gallra: count what has been kept long enough, and with --do-it take it away. Never a value."""

import json

from django.utils import timezone

from agreements.models import Cooperation
from cmv_portal.cli import PortalCommand, fail
from cmv_portal.models import User
from followup.actions.retention import Outcome, clear, clear_the_rest


class Command(PortalCommand):
    help = "Visar vad som är gammalt nog att gallras. Tar bara bort det med --do-it."

    def add_arguments(self, parser):
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--dry-run", action="store_true", help="räkna bara (så blir det också utan flagga)")
        how.add_argument("--do-it", action="store_true", help="ta bort, och skriv upp att det är gjort")
        parser.add_argument("--cooperation", help="bara en samverkan, till exempel cmv")
        parser.add_argument("--by", help="vem som gallrar; utan namn är det en schemalagd körning")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, **options):
        how = {"now": timezone.now(), "act": options["do_it"], "by": _user(options["by"])}
        outcomes = [clear(each, **how) for each in _cooperations(options["cooperation"])]
        if not options["cooperation"]:
            outcomes.append(clear_the_rest(**how))
        if options["format"] == "json":
            found = {"done": options["do_it"], "cooperations": [_json(each) for each in outcomes]}
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        self.stdout.write("Gallrat:" if options["do_it"] else "Provkörning, inget är borttaget. Gammalt nog:")
        for outcome in outcomes:
            self.stdout.write("\n".join(_lines(outcome)))


def _cooperations(slug: str | None) -> list[Cooperation]:
    found = list(Cooperation.objects.filter(slug=slug) if slug else Cooperation.objects.all())
    if not found:
        fail(f"Det finns ingen samverkan som heter {slug}.")
    return found


def _user(username: str | None) -> User | None:
    if not username:
        return None
    found = User.objects.filter(username=username).first()
    return found or fail(f"Det finns ingen användare som heter {username}.")


def _json(outcome: Outcome) -> dict:
    return {"cooperation": outcome.cooperation.slug if outcome.cooperation else None, **outcome.as_json}


def _lines(outcome: Outcome) -> list[str]:
    told = [f"{outcome.cooperation.short_name if outcome.cooperation else 'Hela portalen'}:"]
    for each in outcome.removed:
        year = f" {each.year}" if each.year else ""
        history = f", och {each.history} i historiken" if each.history else ""
        told.append(f"  {each.what.label}{year}: {each.rows}{history}")
    told += [f"  siffrorna för {year} sparas: årets rapport är inte fastställd" for year in outcome.waiting]
    return told if len(told) > 1 else [f"{told[0]} inget"]
