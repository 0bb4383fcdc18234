"""Registering payments: tolerant of how kronor are written, never above the invoice, mended by a minus."""

import pytest
from django.urls import reverse
from reading import text_of

from costs.actions.charges import outstanding
from costs.models import Payment


@pytest.fixture
def documents(issued):
    return {row.organisation.slug: row for row in issued(2027)}


@pytest.fixture
def invoice(documents):
    return documents["bracke"]


def page(document):
    return reverse("payment_new", args=[document.pk])


def pay(client, document, **data):
    data = {"paid_on": "2027-02-03", "amount": "225 863", "note": "", **data}
    return client.post(page(document), data, follow=True)


@pytest.mark.parametrize("username", ["noa", "bo", "kim", "sam", "mika", "charlie", "admin"])
def test_only_the_principals_officers_find_it(signed_in, invoice, username):
    client = signed_in(username)
    assert client.get(page(invoice)).status_code == 404
    assert pay(client, invoice).status_code == 404
    assert not Payment.objects.exists()


def test_an_internal_allocation_is_not_paid(signed_in, documents):
    assert signed_in("alex").get(page(documents["ostersund"])).status_code == 404


def test_the_page_proposes_what_is_left(signed_in, invoice):
    answer = signed_in("alex").get(page(invoice))
    assert "225 863 kr är kvar att betala" in text_of(answer)
    assert 'value="225 863"' in answer.content.decode()


@pytest.mark.parametrize("written", ["225863", "225 863", "225\u00a0863 kr", " 225 863kr "])
def test_kronor_are_read_as_people_write_them(signed_in, invoice, written):
    text = text_of(pay(signed_in("alex"), invoice, amount=written))
    assert "225 863 kr är registrerat på faktura 20270002" in text
    assert "Betald" in text
    assert outstanding(invoice) == 0


def test_a_part_and_a_mistake_mended(signed_in, invoice):
    alex = signed_in("alex")
    assert "Delvis betald" in text_of(pay(alex, invoice, amount="1 000"))
    pay(alex, invoice, amount="−1 000")
    assert outstanding(invoice) == invoice.amount
    assert Payment.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"amount": "225 864"}, "Betalt skulle bli 225 864 kr av 225 863 kr"),
        ({"amount": "-1"}, "Betalt skulle bli"),
        ({"amount": "0"}, "noll"),
        ({"amount": "1,50"}, "Skriv beloppet i hela kronor"),
        ({"amount": "tusen"}, "Skriv beloppet i hela kronor"),
        ({"amount": ""}, "Skriv ett belopp"),
        ({"paid_on": "2027-01-14"}, "Betalningsdagen kan inte ligga före fakturadatumet"),
        ({"paid_on": "3 februari"}, "år-månad-dag"),
        ({"note": "811218-9876"}, "personnummer"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_stored(signed_in, invoice, data, told):
    assert told in text_of(pay(signed_in("alex"), invoice, **data))
    assert not Payment.objects.exists()


def test_queries_do_not_grow_with_payments(signed_in, invoice, django_assert_num_queries):
    alex = signed_in("alex")
    alex.get(page(invoice))
    with django_assert_num_queries(4):  # session, user, grants, document
        alex.get(page(invoice))
    for _ in range(3):
        pay(alex, invoice, amount="1 000")
    with django_assert_num_queries(4):
        alex.get(page(invoice))
