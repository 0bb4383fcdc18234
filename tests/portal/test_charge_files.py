"""The files of an issued charge: the ZIP's bytes are the stored ones, the lists add up."""

import csv
import io
import zipfile

import pytest
from django.urls import reverse
from reading import text_of

from costs.actions.charges import open_fixed_cost, register_payment
from costs.files import path_of, read_file
from costs.models import Download

openpyxl = pytest.importorskip("openpyxl")


@pytest.fixture
def documents(issued):
    return issued(2027)


def fetch(client, name, documents):
    return client.get(reverse(name, args=[documents[0].charge.pk]))


@pytest.mark.parametrize("name", ["charge_zip", "charge_xlsx", "charge_csv"])
@pytest.mark.parametrize("username", ["noa", "kim", "sam", "charlie", "admin"])
def test_only_the_principals_officers_fetch_them(signed_in, documents, name, username):
    assert fetch(signed_in(username), name, documents).status_code == 404


@pytest.mark.parametrize("name", ["charge_zip", "charge_xlsx", "charge_csv"])
def test_there_is_nothing_before_issue(signed_in, cmv, name):
    charge = open_fixed_cost(agreement=cmv, year=2027)
    assert signed_in("alex").get(reverse(name, args=[charge.pk])).status_code == 404


def test_the_zip_holds_the_very_bytes_that_were_stored(signed_in, documents):
    answer = fetch(signed_in("alex"), "charge_zip", documents)
    assert answer["Content-Disposition"] == 'attachment; filename="fakturor-cmv-2027.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            *(f"2027000{n}-faktura.pdf" for n in range(1, 8)),
            "I20270001-internfordelning.pdf",
        ]
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        stored = {document.number: read_file(document) for document in documents}
        for name in archive.namelist():
            assert archive.read(name) == stored[name.partition("-")[0]]


def test_the_same_documents_give_the_same_zip(signed_in, documents):
    client = signed_in("alex")
    assert fetch(client, "charge_zip", documents).content == fetch(client, "charge_zip", documents).content


def test_fetching_the_zip_is_noted_once_a_day_for_each_document(signed_in, documents, person):
    client = signed_in("alex")
    fetch(client, "charge_zip", documents)
    fetch(client, "charge_zip", documents)
    assert Download.objects.filter(user=person("alex")).count() == 8


def test_a_changed_file_is_not_put_in_the_zip(signed_in, documents, caplog):
    path = path_of(documents[3])
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    answer = fetch(signed_in("alex"), "charge_zip", documents)
    assert answer.status_code == 500
    assert answer["Content-Type"].startswith("text/html")
    assert f"Filen till {documents[3].number} har ändrats" in text_of(answer)
    assert documents[3].number in caplog.text
    assert not Download.objects.exists()


def test_the_spreadsheet_lists_every_document_and_adds_up(signed_in, documents):
    answer = fetch(signed_in("alex"), "charge_xlsx", documents)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content), data_only=True).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:5] == ("Nummer", "Slag", "Mottagare", "Organisationsnummer", "Belopp, kr")
    listed = {row[0]: row for row in rows[1:9]}
    assert set(listed) == {document.number for document in documents}
    bracke = next(document for document in documents if document.organisation.slug == "bracke")
    _, kind, receiver, code, amount, issue, due, ocr, reference, status = listed[bracke.number]
    assert (kind, receiver, code) == ("faktura", "Bräcke kommun", "212000-2460")
    assert amount == bracke.amount
    assert (issue.date(), due.date()) == (bracke.issue_date, bracke.due_date)
    assert (ocr, reference, status) == (bracke.ocr, "EX 1002", "utställd")
    assert rows[9][4] == 5_033_723
    formulas = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert formulas["E10"].value == "=SUM(E2:E9)"


def test_a_name_that_looks_like_a_formula_stays_a_text(signed_in, cmv, issued):
    from agreements.models import Organisation

    berg = Organisation.objects.get(slug="berg")
    berg.buyer_reference = "=1+1"
    berg.save()
    documents = issued(2027)
    answer = fetch(signed_in("alex"), "charge_xlsx", documents)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert [cell.data_type for cell in sheet["I"] if cell.value == "=1+1"] == ["s"]
    assert "'=1+1" in fetch(signed_in("alex"), "charge_csv", documents).content.decode()


def test_the_csv_is_what_swedish_spreadsheets_read(signed_in, documents, person):
    invoice = documents[0]
    register_payment(document=invoice, by=person("alex"), paid_on=invoice.issue_date, amount=invoice.amount)
    answer = fetch(signed_in("alex"), "charge_csv", documents)
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 9
    assert sum(int(row[4]) for row in rows[1:]) == 5_033_723
    assert rows[1][0] == invoice.number
    assert rows[1][-1] == "betald"
    assert rows[8][5:7] == ["2027-01-15", ""]


def test_queries_do_not_grow_with_documents(signed_in, documents, django_assert_num_queries):
    client = signed_in("alex")
    for name in ("charge_xlsx", "charge_csv"):
        fetch(client, name, documents)
        with django_assert_num_queries(5):  # session, user, grants, charge, documents
            fetch(client, name, documents)
