"""/kostnader/<samverkan>/debiteringar/ and the form that registers a charge beside the fixed cost."""

from datetime import date

import pytest
from django.urls import reverse

from agreements.models import Organisation, RoleAssignment
from costs.models import Charge, YearOutcome


@pytest.fixture(autouse=True)
def _today(november_2026):
    pass


@pytest.fixture
def charges(signed_in, read):
    return lambda username="alex": read(signed_in(username).get(reverse("charges", args=["cmv"])))


@pytest.fixture
def save(signed_in):
    def post(username="alex", **change):
        data = {"kind": "quality_review", "year": "2026", "amount": "150 000"} | change
        address = reverse("charge_new", args=["cmv"])
        return signed_in(username).post(address, data, follow=True)

    return post


@pytest.fixture
def unnamed(person):
    """Robin, who is not named for what concerns a person."""
    RoleAssignment.objects.filter(user=person("robin")).update(named_for_wear=False)
    return "robin"


def wear(cmv, amount=9_000):
    return Charge.objects.create(
        agreement=cmv,
        year=2026,
        kind="abnormal_wear",
        amount=amount,
        organisation=Organisation.objects.get(slug="bracke"),
        reference="R-17",
    )


# --- The list


def test_nothing_is_charged_at_first(charges):
    page = charges()
    assert "<h1>Inget är debiterat ännu</h1>" in page
    assert reverse("january", args=["cmv", 2027]) in page


def test_charges_stand_by_year_with_amount_and_state(charges, cmv):
    Charge.objects.create(
        agreement=cmv, year=2026, kind="quality_review", amount=150_000, decision="Styrgruppen 2026-03-05"
    )
    fixed = Charge.objects.create(agreement=cmv, year=2027, kind="fixed_cost")
    page = charges()
    assert page.index(">2027</h2>") < page.index(">2026</h2>")
    assert "150 000 kr" in page
    assert "Registrerad" in page
    assert "Styrgruppen 2026-03-05" in page
    assert "Räknas fram" in page
    assert f'href="{reverse("january", args=["cmv", 2027])}"' in page
    assert reverse("charge", args=[fixed.pk]) not in page


def test_what_concerns_a_person_is_only_for_those_named(charges, cmv, unnamed):
    wear(cmv)
    assert "R-17" in charges("alex")
    page = charges(unnamed)
    assert "R-17" not in page
    assert "9 000 kr" not in page
    assert "11.4" not in page


@pytest.mark.parametrize("username", ["noa", "bo", "kim", "sam", "mika", "charlie", "admin"])
def test_only_the_principals_officers_reach_list_and_form(username, signed_in, save):
    assert signed_in(username).get(reverse("charges", args=["cmv"])).status_code == 404
    assert signed_in(username).get(reverse("charge_new", args=["cmv"])).status_code == 404
    assert save(username).status_code == 404
    assert not Charge.objects.exists()


def test_the_number_of_queries_is_the_same_for_more_charges(signed_in, cmv, django_assert_max_num_queries):
    client, address = signed_in("alex"), reverse("charges", args=["cmv"])
    wear(cmv)
    client.get(address)
    with django_assert_max_num_queries(15) as few:
        client.get(address)
    for year in range(2010, 2026):
        Charge.objects.create(agreement=cmv, year=year, kind="fixed_cost")
        Charge.objects.create(agreement=cmv, year=year, kind="quality_review", amount=year)
    with django_assert_max_num_queries(len(few.captured_queries)) as many:
        client.get(address)
    assert len(many.captured_queries) == len(few.captured_queries)


# --- The form


def test_a_review_within_the_cap_needs_no_decision(save, read):
    page = save()
    charge = Charge.objects.get()
    assert (charge.kind, charge.amount, charge.state) == ("quality_review", 150_000, "registered")
    assert page.redirect_chain == [(reverse("charge", args=[charge.pk]), 302)]


def test_a_review_above_the_cap_is_refused_without_a_decision(save, read):
    page = read(save(amount="150 001"))
    assert "över styrgruppens gräns 150 000 kr: ange beslutet." in page
    assert not Charge.objects.exists()
    save(amount="150 001", decision="SocSam 2026-05-07 § 9")
    assert Charge.objects.get().amount == 150_001


def test_changed_staffing_is_charged_by_days_and_keeps_how(save, read):
    page = read(save(kind="staffing", amount="120 000", starts_on="2026-07-01"))
    assert "kräver beslut i alla åtta kommuner" in page
    page = save(kind="staffing", amount="120 000", starts_on="2026-07-01", decision="SocSam 2026-05-07 § 9")
    charge = Charge.objects.get()
    # 184 days of 365: 60 493,15
    assert charge.amount == 60_493
    assert "120 000 × 184 ÷ 365 dagar = 60 493,15" in charge.decision.replace("\u00a0", " ")
    assert charge.decision.startswith("SocSam 2026-05-07 § 9. Helår")
    assert page.redirect_chain[0][0] == charge.get_absolute_url()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"starts_on": ""}, "Ange vilken dag den ändrade bemanningen börjar."),
        ({"starts_on": "2027-01-01"}, "Perioden har ingen dag under 2026."),
        ({"starts_on": "2025-06-01"}, "Ange vilken dag 2026 den ändrade bemanningen börjar."),
        ({"amount": "0"}, "Skriv ett belopp större än noll."),
    ],
)
def test_a_wrong_staffing_is_told(change, told, save, read):
    given = {"kind": "staffing", "amount": "120 000", "starts_on": "2026-07-01", "decision": "SocSam § 9"}
    assert told in read(save(**(given | change)))
    assert not Charge.objects.exists()


def test_a_deficit_takes_the_accounts_amount(save, read, cmv, signed_in):
    assert "inget bokslut för 2025" in read(save(kind="deficit", year="2025", amount=""))
    YearOutcome.objects.create(
        agreement=cmv, year=2025, budgeted=4_744_767, actual=4_800_000, closed_on=date(2026, 2, 15)
    )
    form = read(signed_in("alex").get(reverse("charge_new", args=["cmv"]), {"slag": "deficit", "ar": "2025"}))
    assert 'value="55 233"' in form
    assert "visar ett underskott på 55 233 kr, inte 60 000 kr" in read(
        save(kind="deficit", year="2025", amount="60 000")
    )
    save(kind="deficit", year="2025", amount="")
    assert Charge.objects.get().amount == 55_233
    assert "Underskottet 2025 är redan registrerat." in read(save(kind="deficit", year="2025", amount=""))


WEAR = {"kind": "abnormal_wear", "amount": "9 000", "reference": "R-17"}


@pytest.fixture
def home():
    return str(Organisation.objects.get(slug="bracke").pk)


def test_abnormal_wear_has_a_home_municipality_and_a_number_and_nothing_else(save, home):
    save(**WEAR, organisation=home)
    charge = Charge.objects.get()
    assert (charge.organisation.slug, charge.reference, charge.decision) == ("bracke", "R-17", "")


@pytest.mark.parametrize(
    "reference",
    ["", "Anna A", "flat 2", "R/17", "åäö", "R" * 21, "850709-9805", "198507099805", "850709-9806"],
)
def test_a_reference_that_could_say_something_is_refused_and_not_stored(reference, save, home):
    response = save(**(WEAR | {"reference": reference}), organisation=home)
    assert response.status_code == 200
    assert not Charge.objects.exists()
    assert not Charge.history.exists()


def test_words_about_abnormal_wear_are_refused(save, read, home):
    page = read(save(**WEAR, organisation=home, decision="Skada i köket"))
    assert "Här får bara referensnumret stå." in page
    assert not Charge.objects.exists()


def test_abnormal_wear_needs_a_home_municipality_that_is_a_payer(save, read):
    assert "Välj den hemkommun som ska betala." in read(save(**WEAR))
    falun = str(Organisation.objects.get(slug="falun").pk)
    save(**WEAR, organisation=falun)
    assert not Charge.objects.exists()


def test_a_home_municipality_belongs_to_abnormal_wear_alone(save, read, home):
    page = read(save(organisation=home))
    assert "hör bara till särskild kostnad enligt 11.4" in page
    assert not Charge.objects.exists()


def test_who_is_not_named_is_not_offered_abnormal_wear(signed_in, read, unnamed, save, home):
    page = read(signed_in(unnamed).get(reverse("charge_new", args=["cmv"])))
    assert "Hemkommun" not in page
    assert "11.4" not in page
    save(unnamed, **WEAR, organisation=home)
    assert not Charge.objects.exists()


def test_the_fixed_cost_is_not_registered_here(save, read):
    save(kind="fixed_cost")
    assert not Charge.objects.exists()


def test_a_year_without_an_agreement_is_told(save, read):
    assert "har inget avtal som gäller den 1 januari 2012" in read(save(year="2012"))


def test_a_strange_link_opens_the_empty_form(signed_in):
    address = reverse("charge_new", args=["cmv"])
    for query in ({"ar": "x²"}, {"ar": "9" * 40, "slag": "deficit"}, {"slag": "'"}):
        assert signed_in("alex").get(address, query).status_code == 200


def test_the_form_does_not_say_that_a_needed_field_may_be_left(signed_in, read):
    page = read(signed_in("alex").get(reverse("charge_new", args=["cmv"])))
    assert "Behöver inte fyllas i" not in page
    assert "Behövs utom vid underskott, där bokslutets belopp tas." in page


def test_the_message_names_what_is_registered(save, read):
    assert "Registrerat: Kvalitetsgranskning 2026, 150 000 kr." in read(save())
