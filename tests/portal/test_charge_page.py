"""A charge beside the fixed cost: the same steps, and silence about what concerns a person."""

import io
import re
from datetime import date

import pytest
from django.urls import reverse
from reading import text_of

from agreements.models import Organisation, RoleAssignment
from costs.actions.charges import attest, make_draft, register_charge
from costs.models import Charge, Document

pikepdf = pytest.importorskip("pikepdf")


@pytest.fixture
def review(cmv, person):
    """A quality review of 150 000 kr in 2026, the cap of clause 11.5."""
    return register_charge(agreement=cmv, year=2026, kind="quality_review", by=person("alex"), amount=150_000)


@pytest.fixture
def wear(cmv, person):
    return register_charge(
        agreement=cmv,
        year=2026,
        kind="abnormal_wear",
        by=person("alex"),
        amount=8_500,
        organisation=Organisation.objects.get(slug="berg"),
        reference="R-7",
    )


def url(name, charge, *more):
    return reverse(name, args=[charge.pk, *more])


def drafted(charge, person):
    return make_draft(charge=charge, by=person("alex"))


def attested(charge, person):
    drafted(charge, person)
    return attest(charge=charge, by=person("robin"), issue_date=date(charge.year, 11, 20))


# --- A review


@pytest.mark.parametrize("username", ["noa", "bo", "kim", "sam", "mika", "charlie", "admin"])
def test_only_the_principals_officers_find_it(signed_in, review, person, username):
    drafted(review, person)
    client = signed_in(username)
    assert client.get(url("charge", review)).status_code == 404
    assert client.get(url("draft_pdf", review, "berg")).status_code == 404
    for name in ("charge_draft", "charge_attest", "charge_return", "charge_issue"):
        assert client.post(url(name, review)).status_code == 404
    review.refresh_from_db()
    assert review.state == Charge.State.DRAFT


def test_a_review_goes_all_the_way_and_adds_up(signed_in, review):
    alex, robin = signed_in("alex"), signed_in("robin")
    before = text_of(alex.get(url("charge", review)))
    assert "Kvalitetsgranskning 2026" in before
    assert "Kostnaden ryms inom taket 150 000 kr" in before
    assert "Gör utkast, 150 000 kr" in before
    alex.post(url("charge_draft", review))
    robin.post(url("charge_attest", review), {"issue_date": "2026-11-20", "reviewed": "on"})
    answer = alex.post(url("charge_issue", review), follow=True)
    assert "tillsammans 150 000 kr" in text_of(answer)
    assert sum(row.amount for row in Document.objects.all()) == 150_000
    assert Document.objects.filter(kind=Document.Kind.INVOICE).count() == 7


def test_the_address_of_a_fixed_cost_leads_to_the_january_run(signed_in, issued):
    charge = issued(2027)[0].charge
    answer = signed_in("alex").get(url("charge", charge))
    assert answer.status_code == 302
    assert answer.url == reverse("january", args=["cmv", 2027])


def test_a_second_review_of_the_year_is_remarked_upon(signed_in, cmv, person, review):
    attested(review, person)
    signed_in("alex").post(url("charge_issue", review))
    second = register_charge(agreement=cmv, year=2026, kind="quality_review", by=person("alex"), amount=5_000)
    text = text_of(signed_in("alex").get(url("charge", second)))
    assert "Kvalitetsgranskning 2026, nummer 2" in text
    assert "Fakturor av samma slag finns redan för 2026 8 st." in text


# --- The draft as PDF


def test_a_draft_is_shown_watermarked_and_never_stored(signed_in, review, person, media_root):
    drafted(review, person)
    answer = signed_in("robin").get(url("draft_pdf", review, "berg"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="utkast.pdf"'
    assert "no-store" in answer["Cache-Control"]
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert "utkast" in str(pdf.docinfo.get("/Title", "")).lower()
    assert not list(media_root.rglob("*.pdf"))
    assert not Document.objects.exists()


@pytest.mark.parametrize("organisation", ["kfjh", "finns-inte"])
def test_there_is_no_draft_for_one_who_does_not_pay(signed_in, review, person, organisation):
    drafted(review, person)
    assert signed_in("alex").get(url("draft_pdf", review, organisation)).status_code == 404


def test_there_is_no_draft_before_it_is_made_nor_after_issue(signed_in, review, person):
    alex = signed_in("alex")
    assert alex.get(url("draft_pdf", review, "berg")).status_code == 404
    attested(review, person)
    assert alex.get(url("draft_pdf", review, "berg")).status_code == 200
    alex.post(url("charge_issue", review))
    assert alex.get(url("draft_pdf", review, "berg")).status_code == 404


# --- Abnormal wear concerns a person


def test_wear_says_the_fixed_text_and_no_more(signed_in, wear, person):
    drafted(wear, person)
    answer = signed_in("robin").get(url("charge", wear))
    text = text_of(answer)
    assert "Särskild kostnad enligt avtal 11.4" in text
    assert "Referensnummer R-7" in text
    assert "Varför just de beloppen" not in text
    assert "Andel" not in text
    assert "folkmängd" not in text.lower()


def test_wear_is_hidden_from_an_officer_who_is_not_named(signed_in, wear, person):
    attested(wear, person)
    assignment = RoleAssignment.objects.get(user=person("robin"), cooperation__slug="cmv")
    assignment.named_for_wear = False
    assignment.save()
    client = signed_in("robin")
    assert client.get(url("charge", wear)).status_code == 404
    assert client.get(url("draft_pdf", wear, "berg")).status_code == 404
    assert client.post(url("charge_issue", wear)).status_code == 404
    signed_in("alex").post(url("charge_issue", wear))
    for name in ("charge_zip", "charge_xlsx", "charge_csv"):
        assert client.get(url(name, wear)).status_code == 404


def test_two_named_officers_are_needed_for_wear(signed_in, wear, person):
    assert "2 personer" in text_of(signed_in("alex").get(url("charge", wear)))
    assignment = RoleAssignment.objects.get(user=person("robin"), cooperation__slug="cmv")
    assignment.named_for_wear = False
    assignment.save()
    text = text_of(signed_in("alex").get(url("charge", wear)))
    assert "En andra ekonom saknas" in text
    assert "1 person " in text


def test_wear_never_adds_to_the_january_run(signed_in, wear, issued, person):
    attested(wear, person)
    signed_in("alex").post(url("charge_issue", wear))
    issued(2026)
    text = text_of(signed_in("alex").get(reverse("january", args=["cmv", 2026])))
    assert "4 887 110 kr" in text
    assert "8 500" not in text
    after = text_of(signed_in("alex").get(reverse("january", args=["cmv", 2027])))
    assert "+146 613 kr, +3,0 %" in after


# --- Number of queries


def test_queries_do_not_grow_with_other_charges(
    signed_in, cmv, review, person, django_assert_max_num_queries
):
    client = signed_in("alex")
    client.get(url("charge", review))
    with django_assert_max_num_queries(45) as few:
        client.get(url("charge", review))
    for _ in range(5):
        register_charge(agreement=cmv, year=2026, kind="quality_review", by=person("alex"), amount=1_000)
    with django_assert_max_num_queries(45) as many:
        client.get(url("charge", review))
    assert len(many) == len(few)


# --- What was written is kept when it is refused


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"issue_date": "2026-11-20"}, "Kryssa för att du har granskat utkasten."),
        ({"issue_date": "2031-11-20", "reviewed": "on"}, "ska vara en dag under 2026 eller 2027"),
        ({"issue_date": "20 nov", "reviewed": "on"}, "Fakturadatum"),
    ],
)
def test_a_refused_attest_keeps_what_was_written(signed_in, review, person, given, told):
    drafted(review, person)
    answer = signed_in("robin").post(url("charge_attest", review), given)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Det här behöver rättas" in html
    assert told in text_of(answer)
    assert f'value="{given["issue_date"]}"' in html
    review.refresh_from_db()
    assert review.state == Charge.State.DRAFT


def test_a_refused_return_keeps_what_was_written_and_stands_open(signed_in, review, person):
    drafted(review, person)
    reason = "Beloppet gäller 850709-9805"
    answer = signed_in("robin").post(url("charge_return", review), {"because": reason})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'value="{reason}"' in html
    assert re.search(r'<details class="why" open>\s*<summary>Skicka tillbaka', html)
    review.refresh_from_db()
    assert (review.state, review.returned_because) == (Charge.State.DRAFT, "")


def test_an_attest_that_another_has_given_is_told_on_the_page_as_it_is_now(signed_in, review, person):
    attested(review, person)
    answer = signed_in("robin").post(
        url("charge_attest", review), {"issue_date": "2026-11-20", "reviewed": "on"}, follow=True
    )
    assert "Det finns inget utkast att attestera." in answer.content.decode()
    assert answer.redirect_chain


def test_a_draft_of_wear_is_sent_back_with_a_fixed_text(signed_in, wear, person):
    drafted(wear, person)
    robin = signed_in("robin")
    assert robin.post(url("charge_return", wear), {"because": "Skada i köket"}).status_code == 200
    wear.refresh_from_db()
    assert wear.state == Charge.State.DRAFT
    assert robin.post(url("charge_return", wear), {"because": "Fel mottagare"}).status_code == 302
    wear.refresh_from_db()
    assert (wear.state, wear.returned_because) == (Charge.State.REGISTERED, "Fel mottagare")


# --- Words


def test_a_reason_that_ends_with_a_full_stop_is_shown_with_one(signed_in, review, person):
    drafted(review, person)
    answer = signed_in("robin").post(url("charge_return", review), {"because": "Fel summa."}, follow=True)
    assert "skickades tillbaka: Fel summa. Gör" in text_of(answer)


def test_one_invoice_is_not_together(signed_in, wear, review):
    alone = text_of(signed_in("alex").get(url("charge", wear)))
    assert "Det blir 1 faktura, 8 500 kr." in alone
    assert "tillsammans" not in alone
    many = text_of(signed_in("alex").get(url("charge", review)))
    assert "7 fakturor och 1 internfördelning, tillsammans 150 000 kr." in many


def test_after_issue_the_stepper_says_when_the_pre_flight_was_made(signed_in, review, person):
    attested(review, person)
    alex = signed_in("alex")
    alex.post(url("charge_issue", review))
    assert "Gjord före utkastet" in text_of(alex.get(url("charge", review)))
