"""One issued document: what it shows, who sees it, and its file byte for byte."""

import hashlib
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from reading import text_of

from agreements.models import Organisation
from cmv_portal.january.issuing import issue_charge, issue_credit
from costs.actions.charges import attest, make_draft, register_charge, register_payment
from costs.files import path_of, read_file
from costs.models import Budget, Download

ROUTES = ("document", "document_pdf")


@pytest.fixture
def documents(issued):
    return {row.organisation.slug: row for row in issued(2027)}


@pytest.fixture
def wear(cmv, person):
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
    return issue_charge(charge=charge, by=person("alex"))[0]


def page(document):
    return reverse("document", args=[document.pk])


def pdf(document):
    return reverse("document_pdf", args=[document.pk])


# --- Who sees it


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    ("username", "slugs"),
    [
        ("alex", {"bracke", "berg", "ostersund"}),
        ("charlie", {"bracke", "berg", "ostersund"}),
        ("noa", {"bracke"}),
        ("kim", {"berg"}),
        ("bo", {"berg"}),
        ("sam", set()),
        ("mika", set()),
        ("admin", set()),
    ],
)
def test_own_documents_are_found_and_others_are_not(signed_in, documents, route, username, slugs):
    client = signed_in(username)
    for slug in ("bracke", "berg", "ostersund"):
        answer = client.get(reverse(route, args=[documents[slug].pk]))
        assert answer.status_code == (200 if slug in slugs else 404)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize(
    ("username", "status"),
    [("alex", 200), ("bo", 200), ("kim", 200), ("charlie", 200), ("noa", 404), ("sam", 404), ("admin", 404)],
)
def test_wear_is_found_by_those_it_is_for(signed_in, wear, route, username, status):
    assert signed_in(username).get(reverse(route, args=[wear.pk])).status_code == status


def test_wear_is_not_found_by_an_officer_who_is_not_named(signed_in, wear, person):
    assignment = person("bo").assignments.get(cooperation__slug="cmv")
    assignment.named_for_wear = False
    assignment.save()
    client = signed_in("bo")
    assert client.get(page(wear)).status_code == 404
    assert client.get(pdf(wear)).status_code == 404
    assert not Download.objects.exists()


# --- What it shows


def test_an_invoice_to_the_krona(signed_in, documents):
    text = text_of(signed_in("noa").get(page(documents["bracke"])))
    assert "Faktura 20270002" in text
    assert "Fast kostnad för Centrum mot våld, januari–december 2027" in text
    assert "Från Östersunds kommun till Bräcke kommun" in text
    assert "Att betala senast 14 februari 2027 225 863 kr" in text
    assert "Brackes" not in text
    assert "Bräckes del av fast kostnad 2027 225 863 kr" in text
    assert "5 940 ÷ 132 370" in text
    assert "5 033 723 kr" in text
    assert "OCR-nummer 2027000203" in text
    assert "Bankgiro 000-0000 exempel" in text
    assert "Er referens EX 1002 exempel" in text
    assert "påhittade exempelsiffror" in text
    assert documents["bracke"].sha256 in text


def test_the_agreements_own_figures_for_2025(signed_in, issued):
    bracke = next(row for row in issued(2025) if row.organisation.slug == "bracke")
    text = text_of(signed_in("noa").get(page(bracke)))
    assert "218 164 kr" in text
    assert "6 091 ÷ 132 466" in text
    assert "Regeln är folkmängden 1 november 2024" in text


def test_a_party_is_offered_nothing_to_change(signed_in, documents):
    html = signed_in("noa").get(page(documents["bracke"])).content.decode()
    assert "/betalning/" not in html
    assert "/kreditera/" not in html


def test_the_principals_officer_may_credit_and_register_payments(signed_in, documents):
    html = signed_in("robin").get(page(documents["bracke"])).content.decode()
    assert reverse("payment_new", args=[documents["bracke"].pk]) in html
    assert reverse("credit_new", args=[documents["bracke"].pk]) in html


def test_the_internal_allocation_asks_nobody_to_pay(signed_in, documents):
    text = text_of(signed_in("alex").get(page(documents["ostersund"])))
    assert "Internfördelning I20270001" in text
    assert "fakturerar inte sig självt" in text
    assert "Bokförs internt 2 487 414 kr" in text
    assert "OCR" not in text
    assert "Att betala senast" not in text


def test_the_page_shows_what_was_frozen_not_todays_rows(signed_in, documents):
    before = text_of(signed_in("noa").get(page(documents["bracke"])))
    bracke = Organisation.objects.get(slug="bracke")
    bracke.name, bracke.address, bracke.buyer_reference = "Nya Bräcke", "Storgatan 1", "9999"
    bracke.save()
    line = Budget.objects.get(agreement__slug="cmv-2025", year=2025).lines.first()
    line.amount += 100_000
    line.save()
    after = text_of(signed_in("noa").get(page(documents["bracke"])))
    assert after == before


def test_wear_shows_the_fixed_text_and_no_derivation(signed_in, wear):
    answer = signed_in("bo").get(page(wear))
    text = text_of(answer)
    assert "Särskild kostnad enligt avtal 11.4. Från Östersunds kommun" in text
    assert "Referensnummer R-1" in text
    assert "8 500 kr" in text
    assert "Så är beloppet räknat" not in text
    assert '<svg class="pic" viewBox="0 0 400' not in answer.content.decode()
    assert "januari" not in text.replace("januari 2027", "")


def test_what_has_happened_newest_first(signed_in, documents, person):
    invoice = documents["bracke"]
    noa = signed_in("noa")
    noa.get(pdf(invoice))
    register_payment(document=invoice, by=person("alex"), paid_on=date(2027, 2, 3), amount=863, note="BG 12")
    credit = issue_credit(
        document=invoice, by=person("robin"), amount=5_000, reason="Fel", issue_date=date(2027, 1, 15)
    )
    answer = noa.get(page(invoice))
    text = text_of(answer)
    happened = text[text.index("Vad som har hänt") :]
    for told in (
        "PDF hämtad av Noa Exempel",
        "Betalning 863 kr, BG 12, registrerad av Alex Exempel",
        "Krediterad 5 000 kr av Robin Exempel",
        "Utställd och låst av Alex Exempel",
        "Attesterad av Robin Exempel",
        "Utkast av Alex Exempel",
    ):
        assert told in happened
    assert happened.index("PDF hämtad") < happened.index("Utställd och låst") < happened.index("Utkast av")
    assert credit.get_absolute_url() in answer.content.decode()
    assert "Kvar att betala senast 14 februari 2027 220 000 kr" in text
    assert "Fakturans belopp 225 863 kr" in text


def test_a_credit_invoice_leads_back_and_has_nothing_to_pay(signed_in, documents, person):
    invoice = documents["bracke"]
    credit = issue_credit(
        document=invoice,
        by=person("robin"),
        amount=invoice.amount,
        reason="Fel",
        issue_date=date(2027, 1, 15),
    )
    answer = signed_in("noa").get(page(credit))
    text = text_of(answer)
    assert "Kreditfaktura 20270008" in text
    assert "Tillgodo −225 863 kr" in text
    assert "tar bort hela faktura 20270002, som var på 225 863 kr" in text
    assert invoice.get_absolute_url() in answer.content.decode()
    assert "OCR" not in text


# --- The file


def test_the_file_is_served_byte_for_byte(signed_in, documents):
    invoice = documents["bracke"]
    answer = signed_in("noa").get(pdf(invoice))
    assert answer.content == read_file(invoice)
    assert hashlib.sha256(answer.content).hexdigest() == invoice.sha256
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="20270002.pdf"'
    assert answer["ETag"] == f'"{invoice.sha256}"'
    assert answer["Cache-Control"] == "private, no-store"


def test_a_download_is_noted_once_a_day_for_each_person(signed_in, documents):
    invoice = documents["bracke"]
    for username in ("noa", "noa", "alex"):
        signed_in(username).get(pdf(invoice))
    seen = Download.objects.values_list("user__username", "document")
    assert sorted(seen) == [("alex", invoice.pk), ("noa", invoice.pk)]


@pytest.mark.parametrize("change", ["one byte", "gone"])
def test_a_file_that_is_not_what_was_issued_is_refused(signed_in, documents, caplog, change):
    invoice = documents["bracke"]
    path = path_of(invoice)
    if change == "gone":
        path.unlink()
    else:
        data = bytearray(path.read_bytes())
        data[-3] ^= 1
        path.write_bytes(bytes(data))
    answer = signed_in("noa").get(pdf(invoice))
    assert answer.status_code == 500
    assert b"%PDF" not in answer.content
    assert "Filen lämnas inte ut" in text_of(answer)
    assert "20270002" in caplog.text
    assert not Download.objects.exists()


# --- Number of queries


def test_queries_do_not_grow_with_what_has_happened(
    signed_in, documents, person, django_assert_max_num_queries
):
    invoice, client = documents["bracke"], signed_in("alex")
    client.get(page(invoice))
    with django_assert_max_num_queries(8) as few:
        client.get(page(invoice))
    for n in range(4):
        register_payment(document=invoice, by=person("alex"), paid_on=date(2027, 2, 1 + n), amount=1_000)
        issue_credit(
            document=invoice, by=person("alex"), amount=10, reason="Fel", issue_date=date(2027, 1, 15)
        )
    for username in ("noa", "alex", "charlie"):
        signed_in(username).get(pdf(invoice))
    with django_assert_max_num_queries(8) as many:
        client.get(page(invoice))
    assert len(many) == len(few)


def test_a_download_costs_three_queries_more_than_the_sign_in(signed_in, documents):
    client, invoice = signed_in("noa"), documents["bracke"]
    client.get(pdf(invoice))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(pdf(invoice))
    own = [
        query["sql"] for query in queries if "session" not in query["sql"] and '_user"' not in query["sql"]
    ]
    assert len(queries) == 5  # session, user, grants, document, download
    assert not any("frozen" in sql or "calculation" in sql for sql in own)


def test_who_has_fetched_it_is_told_to_the_issuer_and_to_oneself(signed_in, documents, person):
    bracke = documents["bracke"]
    Download.objects.create(document=bracke, user=person("noa"), day=date(2027, 1, 16))
    assert "PDF hämtad av Noa Exempel" in text_of(signed_in("alex").get(page(bracke)))
    assert "PDF hämtad av Noa Exempel" in text_of(signed_in("noa").get(page(bracke)))
    assert "PDF hämtad" not in text_of(signed_in("charlie").get(page(bracke)))
