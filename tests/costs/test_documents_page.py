"""The list of issued documents: one's own, year by year, with how they stand."""

from datetime import date

import pytest
from django.urls import reverse
from reading import text_of

from agreements.models import Organisation
from cmv_portal.january.issuing import issue_charge, issue_credit
from costs.actions.charges import attest, make_draft, register_charge, register_payment
from costs.models import Document
from costs.queries.documents import standing, with_sums

LIST = "/fakturor/"


@pytest.fixture
def wear(cmv, person):
    """An abnormal wear invoice to Berg, 8 500 kr."""
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
    return document


def invoice_of(documents, slug):
    return next(row for row in documents if row.organisation.slug == slug)


@pytest.mark.parametrize("username", ["sam", "mika", "admin"])
def test_not_found_without_a_right_to_any_invoice(signed_in, username):
    assert signed_in(username).get(LIST).status_code == 404


@pytest.mark.parametrize("username", ["alex", "noa", "kim", "charlie"])
def test_with_a_right_but_nothing_issued_the_list_says_so(signed_in, username):
    text = text_of(signed_in(username).get(LIST))
    assert "Inga fakturor ännu" in text
    assert "faktureras i januari" in text


@pytest.mark.parametrize(("username", "slugs"), [("noa", {"bracke"}), ("kim", {"berg"}), ("bo", {"berg"})])
def test_a_party_sees_its_own_and_nobody_elses(signed_in, issued, username, slugs):
    documents = issued(2027)
    answer = signed_in(username).get(LIST)
    for document in documents:
        is_own = document.organisation.slug in slugs
        assert (document.get_absolute_url() in answer.content.decode()) == is_own
        assert (document.organisation.name in text_of(answer)) == is_own


@pytest.mark.parametrize("username", ["alex", "robin", "charlie"])
def test_the_principal_and_the_centre_see_all(signed_in, issued, username):
    documents = issued(2027)
    html = signed_in(username).get(LIST).content.decode()
    assert all(document.get_absolute_url() in html for document in documents)


def test_amounts_due_dates_and_the_heading(signed_in, issued):
    issued(2027)
    text = text_of(signed_in("noa").get(LIST))
    assert "En faktura är inte betald" in text
    assert "Nästa förfaller 14 februari 2027" in text
    assert "20270002 225 863 kr Bräcke kommun Utställd 2027-02-14 Fast kostnad" in text


def test_the_latest_year_stands_first(signed_in, issued):
    issued(2026)
    issued(2027)
    html = signed_in("noa").get(LIST).content.decode()
    assert html.index('id="ar-2027"') < html.index('id="ar-2026"')


def test_when_all_is_paid_nothing_waits(signed_in, issued, person):
    bracke = invoice_of(issued(2027), "bracke")
    register_payment(document=bracke, by=person("alex"), paid_on=date(2027, 2, 1), amount=bracke.amount)
    text = text_of(signed_in("noa").get(LIST))
    assert "Inga fakturor väntar på betalning" in text
    assert "Betald" in text


@pytest.mark.parametrize("username", ["noa", "robin", "kim"])
def test_wear_is_for_the_named_and_the_own_steering_member(signed_in, wear, person, username):
    from agreements.models import RoleAssignment

    robin = RoleAssignment.objects.get(user=person("robin"), cooperation__slug="cmv")
    robin.named_for_wear = False
    robin.save()
    html = signed_in(username).get(LIST).content.decode()
    assert (wear.get_absolute_url() in html) == (username == "kim")


def test_no_sum_mixes_wear_with_the_rest(signed_in, issued, wear):
    berg = invoice_of(issued(2027), "berg")
    text = text_of(signed_in("bo").get(LIST))
    assert "Två fakturor är inte betalda" in text
    together = f"{berg.amount + wear.amount:,}".replace(",", " ")
    assert together not in text
    assert "Summa" not in text


# --- How a document stands


@pytest.fixture
def stands(issued, person):
    """A document's word on a day after payments and credits."""

    def run(paid=0, credited=0, day=date(2027, 2, 1), slug="bracke"):
        document = invoice_of(issued(2027), slug)
        if paid:
            register_payment(document=document, by=person("alex"), paid_on=date(2027, 1, 20), amount=paid)
        if credited:
            issue_credit(
                document=document,
                by=person("alex"),
                amount=credited,
                reason="Fel",
                issue_date=date(2027, 1, 15),
            )
        found = with_sums(Document.objects.filter(pk=document.pk)).get()
        return standing(found, day)

    return run


BRACKE = 225_863


@pytest.mark.parametrize(
    ("given", "word", "sign", "left"),
    [
        ({}, "utställd", "", BRACKE),
        ({"day": date(2027, 2, 14)}, "utställd", "", BRACKE),
        ({"day": date(2027, 2, 15)}, "förfallen", "late", BRACKE),
        ({"paid": 100}, "delvis betald", "soon", BRACKE - 100),
        ({"paid": BRACKE}, "betald", "done", 0),
        ({"paid": BRACKE, "day": date(2028, 1, 1)}, "betald", "done", 0),
        ({"credited": 100}, "delvis krediterad", "", BRACKE - 100),
        ({"credited": BRACKE}, "krediterad", "none", 0),
        ({"credited": BRACKE, "day": date(2028, 1, 1)}, "krediterad", "none", 0),
        ({"paid": BRACKE - 100, "credited": 100}, "betald", "done", 0),
        ({"paid": BRACKE, "credited": 100}, "betald för mycket", "soon", -100),
        ({"paid": 100, "day": date(2027, 2, 15)}, "förfallen", "late", BRACKE - 100),
        ({"slug": "ostersund"}, "bokförs internt", "none", 0),
    ],
)
def test_how_a_document_stands(stands, given, word, sign, left):
    found = stands(**given)
    assert (found.word, found.sign, found.left) == (word, sign, left)


def test_payments_and_credits_are_not_multiplied_by_each_other(issued, person):
    document = invoice_of(issued(2027), "bracke")
    for amount in (1_000, 2_000, 3_000):
        register_payment(document=document, by=person("alex"), paid_on=date(2027, 1, 20), amount=amount)
    for amount in (10, 20):
        issue_credit(
            document=document, by=person("alex"), amount=amount, reason="Fel", issue_date=date(2027, 1, 15)
        )
    found = with_sums(Document.objects.filter(pk=document.pk)).get()
    assert (found.paid, found.credited) == (6_000, -30)


# --- Number of queries


def test_queries_do_not_grow_with_documents_or_years(signed_in, issued, django_assert_num_queries):
    client = signed_in("alex")
    client.get(LIST)
    issued(2026)
    with django_assert_num_queries(4):  # session, user, grants, documents
        client.get(LIST)
    issued(2027)
    with django_assert_num_queries(4):
        client.get(LIST)
    assert reverse("documents") == LIST
