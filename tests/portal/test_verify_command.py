"""verify names one changed krona in the database and one changed byte in a stored PDF."""

import hashlib
import io

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from agreements.models import StoredFile
from cmv_portal.verification import faults
from costs.actions.charges import register_payment
from costs.files import path_of
from costs.models import BudgetLine, Document

pytestmark = pytest.mark.django_db

TRIGGERS = ("costs_document_no_update", "costs_document_no_delete", "costs_charge_no_update")


@pytest.fixture
def unguarded(issued):
    """An issued January whose triggers somebody with the database's own rights has taken away."""
    documents = issued()
    with connection.cursor() as cursor:
        for trigger in TRIGGERS:
            table = trigger.split("_no_")[0]
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {trigger}{on}")
    return documents


def sql(text, *values):
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def test_an_untouched_portal_is_right(issued, capsys):
    issued(2025)
    issued(2027)
    out = io.StringIO()
    call_command("verify", stdout=out)
    assert "16 utställda handlingar" in out.getvalue()


def test_one_changed_krona_in_a_document_is_named(unguarded):
    document = unguarded[1]
    sql("UPDATE costs_document SET amount = amount + 1 WHERE id = %s", document.pk)
    found = faults()
    assert any(document.number in fault and "beloppet" in fault for fault in found)
    assert any("tillsammans" in fault for fault in found)


def test_a_krona_changed_in_row_and_copy_alike_is_named(unguarded):
    document = unguarded[1]
    frozen = document.frozen
    frozen["amount"] = frozen["line"]["amount"] = document.amount + 1
    Document.objects.filter(pk=document.pk).update(amount=document.amount + 1, frozen=frozen)
    assert any(document.number in fault and "uträkningen ger" in fault for fault in faults())


def test_a_changed_population_in_the_frozen_inputs_is_named(unguarded):
    document = unguarded[0]
    frozen = document.frozen
    frozen["calculation"]["inputs"]["claimants"][0]["population"] += 100
    Document.objects.filter(pk=document.pk).update(frozen=frozen)
    assert any(document.number in fault and "räkna om" in fault for fault in faults())


def test_a_changed_krona_in_a_budget_line_is_named(db):
    line = BudgetLine.objects.first()
    sql("UPDATE costs_budgetline SET amount = amount + 1 WHERE id = %s", line.pk)
    assert faults() == [f"budgetrad {line.pk}: amount har ändrats vid sidan av historiken."]


def test_one_changed_byte_in_a_stored_file_is_named(issued):
    document = issued()[3]
    data = bytearray(path_of(document).read_bytes())
    data[len(data) // 2] ^= 1
    path_of(document).write_bytes(bytes(data))
    assert [fault for fault in faults() if "kontrollsumman" in fault] == faults()
    with pytest.raises(SystemExit) as stop:
        call_command("verify", stderr=io.StringIO())
    assert stop.value.code == 1


def test_a_stored_file_is_never_changed_and_a_changed_byte_is_named(db):
    content = b"%PDF-1.7 en handling"
    digest = hashlib.sha256(content).hexdigest()
    file = StoredFile.objects.create(
        sha256=digest, media_type="application/pdf", size=len(content), content=content
    )
    assert faults() == []
    file.content = content.replace(b"en", b"er")
    with pytest.raises(DatabaseError, match="ändras aldrig"), transaction.atomic():
        file.save()
    with connection.cursor() as cursor:
        on = " ON agreements_storedfile" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER agreements_storedfile_no_UPDATE{on}")
    file.save()
    assert faults() == [f"lagrad fil {digest}: innehållet har ändrats (kontrollsumman stämmer inte)."]


def test_a_missing_file_is_named(issued):
    document = issued()[0]
    path_of(document).unlink()
    assert faults() == [f"{document}: filen {document.file_name} saknas."]


def test_a_gap_in_the_series_is_named(unguarded):
    sql("DELETE FROM costs_document WHERE id = %s", unguarded[2].pk)
    assert any("Nummerserien" in fault for fault in faults())


def test_a_row_swapped_for_another_breaks_the_seal(unguarded):
    sql("UPDATE costs_document SET issued_at = issued_at, ocr = '2027000199' WHERE id = %s", unguarded[2].pk)
    assert any("sigillet" in fault for fault in faults())


def test_one_changed_krona_of_a_payment_is_named(issued, person):
    document = issued()[0]
    register_payment(document=document, by=person("alex"), paid_on=document.issue_date, amount=1000)
    on = " ON costs_payment" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER costs_payment_no_update{on}")
    sql("UPDATE costs_payment SET amount = amount + 1")
    assert [fault for fault in faults() if "betalningen" in fault]


def test_contents_that_cannot_be_read_are_named_and_the_rest_is_checked(unguarded):
    broken, other = unguarded[0], unguarded[1]
    Document.objects.filter(pk=broken.pk).update(frozen={})
    path_of(other).unlink()
    found = faults()
    assert any(broken.number in fault and "går inte att läsa" in fault for fault in found)
    assert any(other.number in fault and "saknas" in fault for fault in found)


def test_a_series_set_back_is_named(unguarded):
    on = " ON costs_numberseries" if connection.vendor == "postgresql" else ""
    sql(f"DROP TRIGGER costs_numberseries_no_update{on}")
    sql("DELETE FROM costs_document WHERE serial = 7")
    sql("UPDATE costs_numberseries SET last_number = 6 WHERE last_number = 7")
    assert any("nummerserie" in fault and "last_number" in fault for fault in faults())
