"""Issue: numbers, frozen contents, stored files, credits – and what is refused."""

import hashlib
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from stdnum import luhn

from agreements.models import Agreement, Organisation
from cmv_portal.january.issuing import issue_charge, issue_credit
from costs.actions.charges import (
    ActionRefused,
    attest,
    calculate_charge,
    creditable,
    make_draft,
    open_fixed_cost,
    outstanding,
    register_charge,
    register_payment,
)
from costs.files import folder_of, path_of, read_file, write_file
from costs.models import Document, NumberSeries, PopulationFigure

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_pdf")]


@pytest.fixture
def issue(person):
    def run(charge, day=date(2027, 1, 15)):
        make_draft(charge=charge, by=person("alex"))
        attest(charge=charge, by=person("robin"), issue_date=day)
        return issue_charge(charge=charge, by=person("alex"))

    return run


@pytest.fixture
def wear(cmv, person):
    return register_charge(
        agreement=cmv, year=2027, kind="abnormal_wear", by=person("alex"), amount=8_500,
        organisation=Organisation.objects.get(slug="berg"), reference="R-1",
    )  # fmt: skip


def test_seven_invoices_and_one_internal_allocation(issued):
    documents = issued(2025)
    assert [row.number for row in documents] == [*(f"2025000{n}" for n in range(1, 8)), "I20250001"]
    assert [row.kind for row in documents] == ["invoice"] * 7 + ["internal_allocation"]
    assert sum(row.amount for row in documents) == 4_744_767
    assert documents[-1].organisation.slug == "ostersund"
    assert documents[-1].due_date is None
    assert documents[-1].ocr == ""


def test_an_invoice_holds_all_that_it_shows(issued):
    frozen = next(row for row in issued(2025) if row.organisation.slug == "bracke").frozen
    assert frozen["amount"] == 218_164
    assert (frozen["issue_date"], frozen["due_date"]) == ("2025-01-15", "2025-02-14")
    assert frozen["seller"]["organisation_number"] == "212000-2528"
    assert frozen["buyer"]["address"] == ["Box 190", "840 60 Bräcke"]
    assert frozen["agreement"]["clauses"] == "11.3 och 23"
    assert "10 kap. 14 §" in frozen["vat"]["text"]


def test_ocr_numbers_have_length_and_check_digit_and_are_unique(issued, issue, wear):
    invoices = [row for row in issued(2027) if row.kind == "invoice"] + issue(wear)
    assert all(luhn.is_valid(row.ocr) for row in invoices)
    assert all(int(row.ocr[-2]) == len(row.ocr) % 10 for row in invoices)
    assert len({row.ocr for row in invoices}) == len(invoices)


def test_the_worked_ocr_number(issued):
    assert issued(2025)[0].ocr == "2025000106"


def test_files_are_stored_with_their_checksum(issued):
    for document in issued():
        data = read_file(document)
        assert hashlib.sha256(data).hexdigest() == document.sha256
        assert data.startswith(b"%PDF-")


def test_issuing_again_makes_nothing(issued, person):
    documents = issued()
    assert issue_charge(charge=documents[0].charge, by=person("robin")) == documents
    assert Document.objects.count() == 8


def test_a_draft_is_not_issued_without_attest(cmv, person):
    charge = make_draft(charge=open_fixed_cost(agreement=cmv, year=2027), by=person("alex"))
    with pytest.raises(ActionRefused, match="attesterat"):
        issue_charge(charge=charge, by=person("robin"))


def test_others_issue_nothing(cmv, person):
    charge = make_draft(charge=open_fixed_cost(agreement=cmv, year=2027), by=person("alex"))
    attest(charge=charge, by=person("robin"), issue_date=date(2027, 1, 15))
    for username in ("noa", "kim", "charlie", "admin"):
        with pytest.raises(ActionRefused, match="inte ekonom"):
            issue_charge(charge=charge, by=person(username))


def test_the_next_charge_goes_on_in_the_series(issued, issue, cmv, person):
    issued(2027)
    review = register_charge(
        agreement=cmv, year=2027, kind="quality_review", by=person("alex"), amount=150_000
    )
    documents = issue(review, date(2027, 6, 1))
    assert [row.number for row in documents] == [*(f"202700{n:02d}" for n in range(8, 15)), "I20270002"]
    assert sum(row.amount for row in documents) == 150_000


def test_no_invoice_is_dated_before_the_last_of_its_series(issued, cmv, person):
    issued(2027)
    review = register_charge(agreement=cmv, year=2027, kind="quality_review", by=person("alex"), amount=9)
    make_draft(charge=review, by=person("alex"))
    with pytest.raises(ActionRefused, match="15 januari 2027"):
        attest(charge=review, by=person("robin"), issue_date=date(2027, 1, 14))


def test_wear_has_its_own_series_a_fixed_text_and_no_distribution(issue, wear):
    [document] = issue(wear)
    assert document.number == "S20270001"
    assert document.frozen["line"]["text"] == "Särskild kostnad enligt avtal 11.4"
    assert document.frozen["line"]["detail"] == ""
    assert document.frozen["shows_distribution"] is False
    assert "berg" not in document.file_name


def test_wear_at_the_principal_leaves_no_gap_in_the_internal_series(issued, issue, cmv, person):
    issued(2027)
    wear = register_charge(
        agreement=cmv, year=2027, kind="abnormal_wear", by=person("alex"), amount=8_500,
        organisation=Organisation.objects.get(slug="ostersund"), reference="R-2",
    )  # fmt: skip
    assert [row.number for row in issue(wear)] == ["S20270001"]
    assert NumberSeries.objects.get(kind="internal", year=2027).last_number == 1


def test_a_giro_changed_after_the_attest_stops_the_issue(cmv, person):
    charge = make_draft(charge=open_fixed_cost(agreement=cmv, year=2027), by=person("alex"))
    attest(charge=charge, by=person("robin"), issue_date=date(2027, 1, 15))
    ostersund = Organisation.objects.get(slug="ostersund")
    ostersund.bankgiro = "5805-6201"
    ostersund.save()
    with pytest.raises(ActionRefused, match="Fakturauppgifter har ändrats"):
        issue_charge(charge=charge, by=person("alex"))
    assert not Document.objects.exists()


def test_an_officer_who_is_not_named_for_wear_does_nothing_with_it(wear, issue, person):
    [document] = issue(wear)
    for assignment in person("alex").assignments.all():
        assignment.named_for_wear = False
        assignment.save()
    alex = person("alex")
    work = [
        lambda: make_draft(charge=wear, by=alex),
        lambda: issue_credit(
            document=document, by=alex, amount=1, reason="Fel mottagare", issue_date=document.issue_date
        ),
        lambda: register_payment(document=document, by=alex, paid_on=document.issue_date, amount=1),
    ]
    for attempt in work:
        with pytest.raises(ActionRefused, match="namngiven"):
            attempt()


def test_wear_has_no_free_text(wear, issue, person):
    [document] = issue(wear)
    alex = person("alex")
    with pytest.raises(ActionRefused, match="ingen fri text"):
        issue_credit(
            document=document, by=alex, amount=1, reason="Lägenhet 2", issue_date=document.issue_date
        )
    with pytest.raises(ActionRefused, match="ingen fri text"):
        register_payment(document=document, by=alex, paid_on=document.issue_date, amount=1, note="Lägenhet 2")


def test_files_of_a_run_that_died_are_swept_and_others_left(issued, issue, cmv, person):
    document = issued(2027)[0]
    stray = f"{folder_of(document.series)}/20270008.pdf"
    write_file(stray, b"%PDF- from a run that died")
    half = path_of(document).with_name("20270009.part")
    half.write_bytes(b"half")
    elsewhere = path_of(document).parents[2] / "2026" / "ordinary" / "20260001.pdf"
    elsewhere.parent.mkdir(parents=True)
    elsewhere.write_bytes(b"another series")
    issue(
        register_charge(agreement=cmv, year=2027, kind="quality_review", by=person("alex"), amount=90_000),
        date(2027, 6, 1),
    )
    assert not half.exists()
    assert elsewhere.exists()
    assert read_file(document)
    assert path_of(Document.objects.get(number="20270008")).read_bytes().startswith(b"%PDF-1.7")


def test_a_charge_invoiced_the_next_year_takes_that_years_number(issue, cmv, person):
    review = register_charge(agreement=cmv, year=2027, kind="quality_review", by=person("alex"), amount=9_000)
    assert issue(review, date(2028, 1, 20))[0].number == "20280001"


# --- Credit invoices and payments


@pytest.fixture
def invoice(june_2027, issued):
    return next(row for row in issued(2027) if row.organisation.slug == "bracke")


def credit(invoice, person, amount, day=date(2027, 2, 1), by="alex", reason="Fel folkmängd"):
    return issue_credit(document=invoice, by=person(by), amount=amount, reason=reason, issue_date=day)


def test_a_credit_invoice_cites_the_invoice_and_goes_on_in_the_series(invoice, person):
    made = credit(invoice, person, 1000)
    assert (made.number, made.amount, made.credits) == ("20270008", -1000, invoice)
    assert made.frozen["credits"]["number"] == invoice.number
    assert (made.ocr, made.due_date) == ("", None)
    assert creditable(invoice) == invoice.amount - 1000


def test_no_more_is_credited_than_is_left(invoice, person):
    credit(invoice, person, invoice.amount - 10)
    for amount in (11, 0, -5):
        with pytest.raises(ActionRefused, match="kvar att kreditera"):
            credit(invoice, person, amount)
    credit(invoice, person, 10)
    assert creditable(invoice) == 0


def test_a_paid_invoice_can_still_be_credited(invoice, person):
    register_payment(document=invoice, by=person("alex"), paid_on=date(2027, 2, 10), amount=invoice.amount)
    credit(invoice, person, invoice.amount, date(2027, 3, 1))
    assert outstanding(invoice) == -invoice.amount


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"by": "noa"}, "inte ekonom"),
        ({"reason": " "}, "varför"),
        ({"day": date(2027, 1, 14)}, "före"),
        ({"day": date(2026, 12, 31)}, "före"),
        ({"day": date(2027, 6, 2)}, "framåt"),
        ({"reason": "Gäller 811218-9876"}, "personnummer"),
    ],
)
def test_a_credit_that_is_refused(invoice, person, more, words):
    with pytest.raises(ActionRefused, match=words):
        credit(invoice, person, 100, **more)
    assert not invoice.credit_invoices.exists()


def test_a_credit_invoice_is_not_credited(invoice, person):
    with pytest.raises(ActionRefused, match="kan inte krediteras"):
        credit(credit(invoice, person, 100), person, 10, date(2027, 3, 1))


def test_payments_in_parts_and_a_mended_mistake(invoice, person):
    def pay(amount):
        return register_payment(document=invoice, by=person("alex"), paid_on=date(2027, 2, 10), amount=amount)

    pay(100_000)
    assert outstanding(invoice) == invoice.amount - 100_000
    pay(-100_000)
    pay(invoice.amount)
    assert outstanding(invoice) == 0
    with pytest.raises(ActionRefused, match="0 kr"):
        pay(0)
    for amount in (1, -invoice.amount - 1):
        with pytest.raises(ActionRefused, match="Betalt skulle bli"):
            pay(amount)


def test_the_media_folder_holds_one_pdf_a_document(issued, media_root):
    issued()
    assert len(list(Path(media_root).rglob("*.pdf"))) == Document.objects.count() == 8
    assert NumberSeries.objects.count() == 2


def test_what_is_stored_is_the_real_invoice(cmv, person, monkeypatch):
    """Once with the real renderer: every file is a PDF of two pages with its number in the title."""
    monkeypatch.undo()
    charge = make_draft(charge=open_fixed_cost(agreement=cmv, year=2027), by=person("alex"))
    attest(charge=charge, by=person("robin"), issue_date=date(2027, 1, 15))
    for document in issue_charge(charge=charge, by=person("alex")):
        with pikepdf.open(path_of(document)) as pdf:
            assert len(pdf.pages) == 2, document
            assert document.number in str(pdf.docinfo["/Title"])


# --- What changes after an issue


def test_a_year_is_invoiced_by_the_edition_in_force_and_once(cmv, issue, issued, person):
    issued(2027)
    newer = Agreement.objects.create(
        cooperation=cmv.cooperation, slug="cmv-2027", title="CMV 2027", year=2027, status="adopted",
        evidence="example", starts_on=date(2027, 1, 1), source="Prov", predecessor=cmv,
    )  # fmt: skip
    for party in cmv.parties.all():
        newer.parties.create(organisation=party.organisation, role=party.role, pays=party.pays)
    for term in cmv.terms.all():
        newer.terms.create(kind=term.kind, value=term.value, clause=term.clause)
    budget = newer.budgets.create(year=2027, status="decided", source="Prov")
    budget.lines.create(position=1, label="Allt", amount=1_000_000)
    with pytest.raises(ActionRefused, match="en annan utgåva"):
        issue(open_fixed_cost(agreement=newer, year=2027))
    late = open_fixed_cost(agreement=cmv, year=2028)
    make_draft(charge=late, by=person("alex"), allow_estimated=True)
    attest(charge=late, by=person("robin"), issue_date=date(2028, 1, 15))
    with pytest.raises(ActionRefused, match="gäller inte den 1 januari 2028"):
        issue_charge(charge=late, by=person("alex"))


def test_later_charges_follow_the_key_that_was_issued(issued, cmv, person):
    issued(2027)
    figure = PopulationFigure.objects.get(
        table__reference_date=date(2026, 11, 1), organisation__slug="ragunda"
    )
    figure.population *= 3
    figure.save()
    review = register_charge(
        agreement=cmv, year=2027, kind="quality_review", by=person("alex"), amount=150_000
    )
    ragunda = next(row for row in calculate_charge(review).allocation.parties if row.name == "Ragunda")
    assert ragunda.share == "3,777"


def test_a_credit_form_sent_twice_credits_once(invoice, person):
    def press():
        return issue_credit(
            document=invoice, by=person("alex"), amount=1000, reason="Fel", issue_date=date(2027, 2, 1),
            left=invoice.amount,
        )  # fmt: skip

    press()
    with pytest.raises(ActionRefused, match="krediterats sedan"):
        press()
