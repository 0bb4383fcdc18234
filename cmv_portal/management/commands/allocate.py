"""manage.py allocate: share a year's cost, or any total on any table, with every step (clause 11.3)."""

import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path

from agreements.models import Agreement
from agreements.queries import AgreementNotFound, find_agreement
from agreements.swedish import signed_kr
from agreements.terms import TermError
from cmv_portal.cli import PortalCommand, allow_estimated_hint, fail, year
from costs.allocation import Allocation, allocate
from costs.apportionment import AllocationError, Rule
from costs.budget import BudgetError
from costs.exports import allocation_csv, allocation_json, allocation_text
from costs.queries.calculations import CostError, NoPopulation, calculation_of
from costs.table_file import TableErrors, read_table


class Command(PortalCommand):
    help = "Fördelar ett års kostnad enligt avtalet, eller ett belopp på en egen tabell."

    def add_arguments(self, parser):
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--agreement", help="samverkan (cmv) eller utgåva (cmv-2025)")
        source.add_argument("--file", help="CSV med name och population eller percent")
        parser.add_argument("--year", type=year)
        parser.add_argument("--total", type=int, help="ett annat belopp i hela kronor")
        parser.add_argument("--allow-estimated", action="store_true")
        parser.add_argument("--share-decimals", help="antal decimaler av en procent, eller exact")
        parser.add_argument("--no-reconcile", action="store_true")
        parser.add_argument("--base-fee-percent")
        parser.add_argument("--format", choices=["text", "json", "csv"], default="text")

    def handle(self, *args, **options):
        try:
            allocation = self._by_file(options) if options["file"] else self._by_agreement(options)
        except TableErrors as errors:
            fail(*errors.faults)
        except NoPopulation as error:
            fail(allow_estimated_hint(error))
        except (AgreementNotFound, CostError, AllocationError, BudgetError, TermError) as error:
            fail(str(error))
        if allocation.rounding_difference:
            self.stderr.write(f"Avrundningsdifferens {signed_kr(allocation.rounding_difference)}.")
        write = {"json": allocation_json, "csv": allocation_csv, "text": allocation_text}
        self.stdout.write(write[options["format"]](allocation), ending="")

    def _by_agreement(self, options) -> Allocation:
        if options["year"] is None:
            fail("Ange vilket år som ska fördelas med --year.")
        for name in ("share_decimals", "no_reconcile", "base_fee_percent"):
            if options[name]:
                fail(f"--{name.replace('_', '-')} hör till --file. Avtalet säger själv hur det avrundar.")
        agreement = find_agreement(options["agreement"], options["year"])
        calculation = calculation_of(
            agreement, options["year"], amount=options["total"], allow_estimated=options["allow_estimated"]
        )
        if agreement.status == Agreement.Status.PROPOSAL:
            self.stderr.write(f"{agreement} är ett förslag.")
        if calculation.inputs.population and calculation.inputs.population.deviation:
            self.stderr.write(calculation.inputs.population.deviation)
        return calculation.allocation

    def _by_file(self, options) -> Allocation:
        if options["total"] is None:
            fail("Ange beloppet att fördela med --total.")
        if options["year"] or options["allow_estimated"]:
            fail("--year och --allow-estimated hör till --agreement.")
        table = read_table(_read(options["file"]))
        rule = Rule(
            share_decimals=_share_decimals(options["share_decimals"]),
            reconcile=not options["no_reconcile"],
            basis=table.basis,
            base_fee_percent=_percent(options["base_fee_percent"]),
        )
        allocation = allocate(options["total"], table.claimants, rule)
        return allocation


def _read(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError:
        fail(f"Filen {name} går inte att läsa.")


def _share_decimals(text: str | None) -> int | None:
    if text in (None, "exact"):
        return None
    try:
        return int(text)
    except ValueError:
        fail("--share-decimals ska vara ett heltal eller exact.")


def _percent(text: str | None) -> Decimal:
    try:
        return Decimal((text or "0").replace(",", "."))
    except InvalidOperation:
        fail("--base-fee-percent ska vara ett tal i procent.")
