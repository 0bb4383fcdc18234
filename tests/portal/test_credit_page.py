"""Crediting an issued document by its page: whole, part, and never above what is left."""

from datetime import date

import pytest
from django.urls import reverse
from page_tools import stop_clock
from reading import text_of

from agreements.models import Organisation
from cmv_portal.january.issuing import issue_charge
from costs.actions.charges import attest, creditable, make_draft, register_charge
from costs.models import Document


@pytest.fixture(autouse=True)
def february_2027(monkeypatch):
    return stop_clock(monkeypatch, date(2027, 2, 1))


@pytest.fixture
def invoice(issued):
    return next(row for row in issued(2027) if row.organisation.slug == "bracke")


def page(document):
    return reverse("credit_new", args=[document.pk])


def credit(client, document, **data):
    data = {"amount": "1 000", "reason": "Fel folkmängd", "issue_date": "2027-02-01", **data}
    return client.post(page(document), data, follow=True)


@pytest.mark.parametrize("username", ["noa", "bo", "kim", "sam", "mika", "charlie", "admin"])
def test_only_the_principals_officers_find_it(signed_in, invoice, username):
    client = signed_in(username)
    assert client.get(page(invoice)).status_code == 404
    assert credit(client, invoice).status_code == 404
    assert not Document.objects.filter(kind=Document.Kind.CREDIT_INVOICE).exists()


def test_the_page_proposes_all_that_is_left(signed_in, invoice):
    answer = signed_in("alex").get(page(invoice))
    assert "Högst 225 863 kr är kvar att kreditera av 225 863 kr till Bräcke kommun" in text_of(answer)
    assert 'value="225 863"' in answer.content.decode()


def test_a_part_is_credited_and_linked_both_ways(signed_in, invoice):
    alex = signed_in("alex")
    answer = credit(alex, invoice)
    [made] = Document.objects.filter(kind=Document.Kind.CREDIT_INVOICE)
    assert (made.number, made.amount) == ("20270008", -1_000)
    assert f'<a href="{made.get_absolute_url()}">Kreditfaktura 20270008</a>' in answer.content.decode()
    text = text_of(answer)
    assert "Kreditfaktura 20270008 på 1 000 kr är utställd" in text
    assert "Delvis krediterad" in text
    assert "224 863 kr" in text
    other = alex.get(made.get_absolute_url())
    assert f'<a href="{invoice.get_absolute_url()}">faktura {invoice.number}</a>' in other.content.decode()
    assert "Fel folkmängd" in text_of(other)


def test_never_above_what_is_left(signed_in, invoice):
    alex = signed_in("alex")
    credit(alex, invoice, amount="225 000")
    answer = credit(alex, invoice, amount="864")
    assert "Högst 863 kr är kvar att kreditera" in text_of(answer)
    assert 'value="864"' in answer.content.decode()
    assert creditable(invoice) == 863
    assert "Krediterad" in text_of(credit(alex, invoice, amount="863"))
    assert creditable(invoice) == 0
    done = alex.get(page(invoice))
    assert "är redan krediterat" in text_of(done)
    assert "Ställ ut kreditfakturan" not in text_of(done)
    credit(alex, invoice, amount="1")
    assert Document.objects.filter(kind=Document.Kind.CREDIT_INVOICE).count() == 2


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"amount": "0"}, "är kvar att kreditera"),
        ({"amount": "-5"}, "är kvar att kreditera"),
        ({"amount": "12,50"}, "Skriv beloppet i hela kronor"),
        ({"amount": ""}, "Skriv ett belopp"),
        ({"reason": ""}, "Skriv varför"),
        ({"reason": "Se 811218-9876"}, "personnummer"),
        ({"issue_date": "2027-01-14"}, "Kreditfakturan kan inte dateras före"),
        ({"issue_date": "1 feb"}, "år-månad-dag"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_made(signed_in, invoice, data, told):
    assert told in text_of(credit(signed_in("alex"), invoice, **data))
    assert not Document.objects.filter(kind=Document.Kind.CREDIT_INVOICE).exists()


def test_a_credit_invoice_is_not_credited(signed_in, invoice):
    alex = signed_in("alex")
    credit(alex, invoice)
    made = Document.objects.get(kind=Document.Kind.CREDIT_INVOICE)
    assert alex.get(page(made)).status_code == 404


def test_the_reason_for_wear_is_a_fixed_text(june_2027, signed_in, cmv, person):
    from datetime import date

    charge = register_charge(
        agreement=cmv,
        year=2027,
        kind="abnormal_wear",
        by=person("alex"),
        amount=8_500,
        organisation=Organisation.objects.get(slug="berg"),
        reference="R-1",
    )
    make_draft(charge=charge, by=person("alex"))
    attest(charge=charge, by=person("robin"), issue_date=date(2027, 3, 1))
    [document] = issue_charge(charge=charge, by=person("alex"))
    alex = signed_in("alex")
    refused = credit(alex, document, reason="Den boende hade rätt", issue_date="2027-03-02")
    assert "Den boende" not in text_of(refused)
    assert creditable(document) == 8_500
    credit(alex, document, reason="Rättelse av belopp", issue_date="2027-03-02")
    assert creditable(document) == 7_500
