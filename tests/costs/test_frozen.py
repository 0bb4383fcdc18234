"""What is issued stays: no way through the ORM, SQL or a renamed party changes it, on either database."""

import hashlib
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models.deletion import ProtectedError

from agreements.models import Organisation
from costs.actions.charges import register_payment
from costs.files import path_of, read_file
from costs.models import Charge, Document, Download, NumberSeries, Payment

pytestmark = pytest.mark.django_db


def refused(work):
    with pytest.raises(DatabaseError), transaction.atomic():
        work()


def sql(text):
    with connection.cursor() as cursor:
        cursor.execute(text)


def test_an_issued_document_is_not_changed_through_any_door(issued):
    document = issued()[0]
    refused(lambda: document.save())
    refused(lambda: document.delete())
    refused(lambda: Document.objects.filter(pk=document.pk).delete())
    refused(lambda: Document.objects.filter(pk=document.pk).update(amount=1))
    refused(lambda: Document.objects.all()._raw_delete(using="default"))
    refused(lambda: sql(f"UPDATE costs_document SET amount = amount + 1 WHERE id = {document.pk}"))
    refused(lambda: sql("DELETE FROM costs_document"))
    assert Document.objects.count() == 8


def test_no_row_is_replaced_and_no_table_emptied(issued):
    document = issued()[0]
    if connection.vendor == "postgresql":
        refused(lambda: sql("TRUNCATE costs_document CASCADE"))
        refused(lambda: sql("TRUNCATE costs_numberseries CASCADE"))
    else:
        refused(
            lambda: sql(f"REPLACE INTO costs_document SELECT * FROM costs_document WHERE id = {document.pk}")
        )
    assert Document.objects.count() == 8


def test_an_issued_charge_is_not_changed(issued):
    charge = issued()[0].charge
    refused(lambda: sql(f"UPDATE costs_charge SET state = 'draft' WHERE id = {charge.pk}"))
    refused(lambda: charge.save())
    with pytest.raises(ProtectedError):
        charge.delete()
    refused(lambda: sql(f"DELETE FROM costs_charge WHERE id = {charge.pk}"))
    assert Charge.objects.get(pk=charge.pk).state == Charge.State.ISSUED


def test_a_number_is_never_given_back(issued):
    series = issued()[0].series
    refused(lambda: sql(f"UPDATE costs_numberseries SET last_number = 3 WHERE id = {series.pk}"))
    refused(lambda: sql(f"UPDATE costs_numberseries SET year = 2031 WHERE id = {series.pk}"))
    refused(lambda: sql(f"DELETE FROM costs_numberseries WHERE id = {series.pk}"))
    assert NumberSeries.objects.get(pk=series.pk).last_number == 7


def test_payments_and_downloads_are_only_added(issued, person):
    document = issued()[0]
    payment = register_payment(
        document=document, by=person("alex"), paid_on=date(2027, 2, 1), amount=document.amount
    )
    download = Download.objects.create(document=document, user=person("noa"), day=date(2027, 1, 16))
    for row in (payment, download):
        refused(row.save)
        refused(row.delete)
    assert Payment.objects.count() == Download.objects.count() == 1


def test_a_party_with_an_invoice_is_not_deleted(issued):
    issued()
    with pytest.raises(ProtectedError):
        Organisation.objects.get(slug="bracke").delete()


def test_a_municipality_that_is_renamed_and_moves_changes_no_issued_byte(issued, person, signed_in):
    document = next(row for row in issued() if row.organisation.slug == "bracke")
    before = read_file(document)
    frozen = document.frozen
    bracke = Organisation.objects.get(slug="bracke")
    bracke.name, bracke.short_name, bracke.address, bracke.city = (
        "Refsunds kommun",
        "Refsund",
        "Box 1",
        "Gällö",
    )
    bracke.save()
    document = Document.objects.get(pk=document.pk)
    assert document.frozen == frozen
    assert read_file(document) == before
    served = b"".join(signed_in("noa").get(f"/fakturor/{document.pk}/pdf/"))
    assert served == before
    assert hashlib.sha256(served).hexdigest() == document.sha256
    assert path_of(document).stat().st_size == document.file_size
