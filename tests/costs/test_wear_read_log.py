"""Who reads of abnormal wear is logged, also who tries and may not; other costs are not logged."""

from datetime import date

import pytest
from django.urls import reverse

from agreements.models import Cooperation, Organisation, ReadEvent
from cmv_portal.january.issuing import issue_charge
from costs.actions.charges import attest, make_draft, register_charge
from costs.models import Document

AMOUNT = 7919


@pytest.fixture
def drafted(quick_pdf, cmv, person):
    charge = register_charge(
        agreement=cmv,
        year=2027,
        kind="abnormal_wear",
        by=person("alex"),
        amount=AMOUNT,
        organisation=Organisation.objects.get(slug="berg"),
        reference="R-77",
    )
    make_draft(charge=charge, by=person("alex"))
    return charge


@pytest.fixture
def wear(drafted, person) -> Document:
    attest(charge=drafted, by=person("robin"), issue_date=date(2027, 1, 15))
    return issue_charge(charge=drafted, by=person("alex"))[0]


def rows() -> list[tuple]:
    return list(ReadEvent.objects.order_by("pk").values_list("user__username", "action", "object_type"))


@pytest.mark.parametrize(
    ("name", "action"),
    [("document", "view"), ("document_pdf", "pdf"), ("payment_new", "view"), ("credit_new", "view")],
)
def test_a_document_of_wear_is_logged(signed_in, wear, name, action):
    assert signed_in("alex").get(reverse(name, args=[wear.pk])).status_code == 200
    assert rows() == [("alex", action, "faktura enligt 11.4")]
    event = ReadEvent.objects.get()
    assert (event.object_id, event.year, event.role) == (wear.number, 2027, "Ekonom hos huvudmannen")
    assert event.cooperation == Cooperation.objects.get(slug="cmv")


@pytest.mark.parametrize(
    ("name", "action"),
    [("charge", "view"), ("charge_zip", "export"), ("charge_xlsx", "export"), ("charge_csv", "export")],
)
def test_a_charge_of_wear_and_its_files_are_logged(signed_in, wear, name, action):
    assert signed_in("alex").get(reverse(name, args=[wear.charge_id])).status_code == 200
    assert rows() == [("alex", action, "debitering enligt 11.4")]


def test_a_draft_of_wear_is_logged(signed_in, drafted):
    assert signed_in("alex").get(reverse("draft_pdf", args=[drafted.pk, "berg"])).status_code == 200
    assert rows() == [("alex", "pdf", "debitering enligt 11.4")]


@pytest.mark.parametrize(("name", "arguments"), [("documents", []), ("charges", ["cmv"])])
def test_a_list_that_shows_wear_is_logged_once(signed_in, wear, name, arguments):
    signed_in("alex").get(reverse(name, args=arguments))
    assert rows() == [("alex", "view", "lista med kostnad enligt 11.4")]


def test_who_may_not_see_wear_is_logged_as_refused(signed_in, wear):
    noa = signed_in("noa")
    assert noa.get(reverse("document", args=[wear.pk])).status_code == 404
    assert noa.get(reverse("document_pdf", args=[wear.pk])).status_code == 404
    assert noa.get(reverse("charge_csv", args=[wear.charge_id])).status_code == 404
    assert {row[1] for row in rows()} == {"refused"}
    assert len(rows()) == 3


def test_the_log_holds_no_value(signed_in, wear):
    signed_in("alex").get(reverse("document", args=[wear.pk]))
    said = " ".join(str(value) for value in ReadEvent.objects.values_list()[0])
    assert str(AMOUNT) not in said
    assert "Berg" not in said
    assert "R-77" not in said


def test_other_costs_are_not_logged(signed_in, issued):
    document = issued()[0]
    alex, noa = signed_in("alex"), signed_in("noa")
    for name in ("document", "document_pdf"):
        alex.get(reverse(name, args=[document.pk]))
    alex.get(reverse("charge_csv", args=[document.charge_id]))
    alex.get(reverse("documents"))
    noa.get(reverse("charge_csv", args=[document.charge_id]))
    assert rows() == []
