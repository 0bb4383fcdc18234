"""manage.py term: the period in force on a day, its prolongation, and the last day for notice (clause 22)."""

import json
from datetime import date

from agreements.queries import AgreementNotFound, find_agreement_on, term_of
from agreements.swedish import iso, long_date
from agreements.term import NOT_COMPUTABLE, ImpossibleTerm, TermAnswer
from cmv_portal.cli import PortalCommand, fail, iso_date


class Command(PortalCommand):
    help = "Visar avtalets period en viss dag, nästa förlängning och sista dag för uppsägning."

    def add_arguments(self, parser):
        parser.add_argument("--agreement", required=True, help="samverkan (cmv) eller utgåva (cmv-2025)")
        parser.add_argument("--on", required=True, type=iso_date, help="en dag, till exempel 2026-11-25")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, **options):
        try:
            agreement = find_agreement_on(options["agreement"], options["on"])
            answer = term_of(agreement, options["on"])
        except (AgreementNotFound, ImpossibleTerm) as error:
            fail(str(error))
        if options["format"] == "json":
            self.stdout.write(json.dumps(_as_json(answer), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(str(agreement), answer, options["on"])))


def _as_json(answer: TermAnswer) -> dict[str, object]:
    period = answer.period
    return {
        "period": {"start": iso(period.start), "end": _iso(period.end)} if period else None,
        "next_prolongation": _iso(answer.next_prolongation),
        "last_day_for_notice": _iso(answer.last_day_for_notice),
        "reason": answer.reason,
    }


def _iso(day: date | None) -> str | None:
    return iso(day) if day else None


def _lines(title: str, answer: TermAnswer, on: date) -> list[str]:
    period = answer.period
    end = long_date(period.end) if period and period.end else "inget angivet slut"
    return [
        f"{title}, den {long_date(on)}",
        f"Period: {f'{long_date(period.start)} – {end}' if period else 'ingen'}",
        f"Förlängs nästa gång: {_day(answer.next_prolongation, 'ingen dag')}",
        f"Sista dag för uppsägning: {_day(answer.last_day_for_notice, NOT_COMPUTABLE)}",
        answer.reason,
    ]


def _day(day: date | None, otherwise: str) -> str:
    return long_date(day) if day else otherwise
