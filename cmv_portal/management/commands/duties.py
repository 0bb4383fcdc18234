"""manage.py duties: what a year of a cooperation asks for, by when, of whom, and how it stands."""

import json

from django.utils import timezone

from agreements.duty import Duty, State
from agreements.models import Cooperation
from agreements.swedish import iso
from cmv_portal.cli import PortalCommand, fail, year
from cmv_portal.clock.queries import clock_of


class Command(PortalCommand):
    help = "Visar ett års åtaganden, som de följer av avtalets villkor."

    def add_arguments(self, parser):
        parser.add_argument("--cooperation", required=True, help="samverkan (cmv)")
        parser.add_argument("--year", required=True, type=year)
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, **options):
        cooperation = Cooperation.objects.filter(slug=options["cooperation"]).first()
        if cooperation is None:
            fail(f"Det finns ingen samverkan som heter {options['cooperation']}.")
        found = clock_of(cooperation, [options["year"]], timezone.localdate()).duties(
            cooperation, options["year"]
        )
        if options["format"] == "json":
            rows = {"duties": [_as_json(duty) for duty in found]}
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        if not found:
            self.stdout.write(f"{cooperation.name} har inga åtaganden {options['year']}.")
            return
        self.stdout.write(_table([HEADINGS, *(_cells(duty) for duty in found)]))


HEADINGS = ("Dag", "Åtagande", "Punkt", "Ansvarig", "Läge")


def _as_json(duty: Duty) -> dict[str, str | None]:
    return {
        "date": iso(duty.day) if duty.day else None,
        "from": iso(duty.opens) if duty.opens else None,
        "to": iso(duty.closes) if duty.closes else None,
        "duty": duty.text,
        "clause": duty.clause,
        "owner": duty.owner,
        "state": _state(duty),
    }


def _state(duty: Duty) -> str:
    return duty.reason if duty.state is State.UNKNOWN else duty.state.value


def _cells(duty: Duty) -> tuple[str, ...]:
    return _day(duty), duty.text, duty.clause, duty.owner, _state(duty)


def _day(duty: Duty) -> str:
    if duty.day:
        return iso(duty.day)
    return f"{iso(duty.opens)} – {iso(duty.closes)}" if duty.opens and duty.closes else "–"


def _table(rows: list[tuple[str, ...]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS) - 1)]
    lines = []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        lines.append("  ".join([*cells, row[-1]]))
    return "\n".join(lines)
