"""Who may change what an invoice says of payment: the officers of the principal alone."""

import pytest

from agreements.access import may_edit_payment, may_edit_references
from agreements.models import Cooperation, Organisation, RoleAssignment

pytestmark = pytest.mark.django_db


def organisation(slug):
    return Organisation.objects.get(slug=slug)


@pytest.mark.parametrize(
    ("username", "slug", "may"),
    [
        ("alex", "ostersund", True),
        ("alex", "bracke", False),
        ("noa", "bracke", False),
        ("noa", "ostersund", False),
        ("kim", "ostersund", False),
        ("admin", "ostersund", False),
    ],
)
def test_payment_is_filled_in_by_the_principals_officers(person, username, slug, may):
    assert may_edit_payment(person(username), organisation(slug)) is may


def test_an_officer_of_another_organisation_does_not_change_the_principals_giro(person):
    RoleAssignment.objects.create(
        user=person("noa"),
        role="principal_finance",
        cooperation=Cooperation.objects.get(slug="norrsken"),
        organisation=organisation("region-jamtland-harjedalen"),
    )
    assert not may_edit_payment(person("noa"), organisation("ostersund"))


def test_references_are_the_own_organisations_and_for_the_principal_every_partys(person):
    assert may_edit_references(person("noa"), organisation("bracke"))
    assert not may_edit_references(person("noa"), organisation("berg"))
    assert may_edit_references(person("alex"), organisation("berg"))
    assert not may_edit_references(person("alex"), organisation("falun"))
