"""manage.py january_run: the year's invoices from the principal to the other parties (clause 23)."""

import json

from django.db import transaction

from agreements.queries import AgreementNotFound, find_agreement, principal_of
from agreements.swedish import kr
from agreements.terms import TermError
from cmv_portal.cli import PortalCommand, allow_estimated_hint, fail, iso_date, year
from cmv_portal.january.issuing import issue_charge, issued_documents
from cmv_portal.models import User
from costs.actions.charges import ActionRefused, attest, calculate_charge, make_draft, open_fixed_cost
from costs.allocation import AllocationError
from costs.budget import BudgetError
from costs.models import Charge, Document
from costs.queries.calculations import CostError, NoPopulation, calculation_of

REFUSALS = (AgreementNotFound, ActionRefused, CostError, AllocationError, BudgetError, TermError)


class Command(PortalCommand):
    help = "Kontrollerar eller ställer ut årets januarifakturor."

    def add_arguments(self, parser):
        parser.add_argument("--agreement", required=True)
        parser.add_argument("--year", required=True, type=year)
        parser.add_argument("--allow-estimated", action="store_true")
        action = parser.add_mutually_exclusive_group()
        action.add_argument("--check", action="store_true", help="visa vad körningen skulle ge (förval)")
        action.add_argument("--issue", action="store_true", help="ställ ut")
        parser.add_argument("--issue-date", type=iso_date)
        parser.add_argument("--by")
        parser.add_argument("--attested-by")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *args, **options):
        try:
            report = self._issue(options) if options["issue"] else self._check(options)
        except NoPopulation as error:
            fail(allow_estimated_hint(error))
        except REFUSALS as error:
            fail(str(error))
        if options["format"] == "json":
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        for row in report["invoices"]:
            self.stdout.write(f"{row['number'] or 'utkast':<12}{row['party']:<24}{kr(row['amount']):>16}")
        for row in report["internal_allocations"]:
            self.stdout.write(f"{'intern':<12}{row['party']:<24}{kr(row['amount']):>16}")

    def _check(self, options) -> dict:
        agreement = find_agreement(options["agreement"], options["year"])
        done = Charge.objects.filter(
            agreement=agreement, year=options["year"], kind=Charge.Kind.FIXED_COST, state=Charge.State.ISSUED
        ).first()
        if done:
            return _issued_report(issued_documents(done))
        _demand_principal(agreement)
        calculation = calculation_of(agreement, options["year"], allow_estimated=options["allow_estimated"])
        self._warn(calculation)
        return _planned_report(agreement, calculation)

    def _issue(self, options) -> dict:
        missing = [
            f"--{name.replace('_', '-')}" for name in ("issue_date", "by", "attested_by") if not options[name]
        ]
        if missing:
            fail(f"För att ställa ut behövs också {', '.join(missing)}.")
        agreement = find_agreement(options["agreement"], options["year"])
        _demand_principal(agreement)
        by, attester = _user(options["by"]), _user(options["attested_by"])
        with transaction.atomic():
            charge = open_fixed_cost(agreement=agreement, year=options["year"])
            charge = Charge.objects.select_for_update(of=("self",)).get(pk=charge.pk)
            if charge.state != Charge.State.ISSUED:
                charge = make_draft(charge=charge, by=by, allow_estimated=options["allow_estimated"])
                attest(charge=charge, by=attester, issue_date=options["issue_date"])
                self._warn(calculate_charge(charge))
            documents = issue_charge(charge=charge, by=by)
        return _issued_report(documents)

    def _warn(self, calculation) -> None:
        population = calculation.inputs.population
        if population and population.is_estimated:
            self.stderr.write(population.deviation)


def _demand_principal(agreement) -> None:
    if agreement.status != agreement.Status.ADOPTED:
        fail(f"{agreement} är ett förslag och kan inte faktureras.")
    if principal_of(agreement) is None:
        fail(f"{agreement} har ingen huvudman som fakturerar.")


def _user(username: str) -> User:
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        fail(f"Det finns ingen användare som heter {username}.")
    return user


def _issued_report(documents: list[Document]) -> dict:
    internal = Document.Kind.INTERNAL_ALLOCATION
    return {
        "invoices": [
            {"number": row.number, "party": row.organisation.name, "amount": row.amount}
            for row in documents
            if row.kind != internal
        ],
        "internal_allocations": [
            {"party": row.organisation.name, "amount": row.amount}
            for row in documents
            if row.kind == internal
        ],
    }


def _planned_report(agreement, calculation) -> dict:
    principal = principal_of(agreement)
    names = {
        party.organisation.slug: party.organisation.name
        for party in agreement.parties.select_related("organisation")
    }
    rows = [(slug, names[slug], amount) for slug, amount in calculation.amounts.items()]
    return {
        "invoices": [
            {"number": None, "party": name, "amount": amount}
            for slug, name, amount in rows
            if slug != principal.slug
        ],
        "internal_allocations": [
            {"party": name, "amount": amount} for slug, name, amount in rows if slug == principal.slug
        ],
    }
