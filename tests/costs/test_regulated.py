"""What may be charged beside the fixed cost, and the clause a document cites, by each agreement's rows."""

from datetime import date

import pytest
from django.urls import reverse

from agreements.models import Agreement, Organisation, Term
from agreements.queries import principal_of
from costs.actions.charges import ActionRefused, register_charge
from costs.calculation import frozen
from costs.contents import invoice_contents
from costs.models import Charge
from costs.queries.calculations import calculation_of
from costs.queries.regulated import regulated_kinds

KINDS = {"quality_review": "11.5", "staffing": "11.7", "deficit": "11.3", "abnormal_wear": "11.4"}


@pytest.fixture
def norrsken(db):
    return Agreement.objects.get(slug="norrsken-2023")


def clauses_of(agreement, kind, **more):
    charge = Charge(agreement=agreement, year=2027, kind=kind, **more)
    calculation = frozen(calculation_of(agreement, 2027, amount=800_000))
    berg = Organisation.objects.get(slug="berg")
    contents = invoice_contents(charge, calculation, principal_of(agreement), berg, None)
    return contents["agreement"]["clauses"]


def test_each_agreement_regulates_what_its_own_terms_say(cmv, norrsken):
    assert regulated_kinds(cmv, 2027) == KINDS
    assert regulated_kinds(norrsken, 2027) == {}


def test_a_term_that_says_no_or_has_not_begun_regulates_nothing(cmv):
    Term.objects.filter(agreement=cmv, kind="deficit_charged").update(value="nej")
    Term.objects.filter(agreement=cmv, kind="wear_charged").update(valid_from=date(2027, 1, 2))
    assert set(regulated_kinds(cmv, 2027)) == {"quality_review", "staffing"}
    assert set(regulated_kinds(cmv, 2028)) == {"quality_review", "staffing", "abnormal_wear"}


@pytest.mark.parametrize("kind", KINDS)
def test_what_norrsken_does_not_regulate_is_refused(kind, norrsken, person):
    with pytest.raises(ActionRefused, match=r"regleras inte av .*Norrsken 2023 för 2027"):
        register_charge(agreement=norrsken, year=2027, kind=kind, by=person("alex"), amount=9_000)
    assert not Charge.objects.exists()


def test_the_clause_on_a_document_is_the_agreements_own(cmv, norrsken):
    assert clauses_of(cmv, "fixed_cost") == "11.3 och 23"
    assert clauses_of(norrsken, "fixed_cost") == "10.3, 10.4, 13"
    assert clauses_of(cmv, "deficit", amount=1) == "11.3"
    Term.objects.filter(agreement=cmv, kind="review_cap").update(clause="12.9")
    assert clauses_of(cmv, "quality_review", amount=1) == "12.9"


def test_norrsken_is_offered_no_charge_beside_the_fixed_cost(signed_in, read):
    alex, address = signed_in("alex"), reverse("charge_new", args=["norrsken"])
    assert f'href="{address}"' not in read(alex.get(reverse("charges", args=["norrsken"])))
    page = read(alex.get(address))
    assert "reglerar ingenting sådant" in page
    assert "11." not in page
    data = {"kind": "quality_review", "year": "2026", "amount": "9 000"}
    assert alex.post(address, data).status_code == 200
    assert not Charge.objects.exists()
