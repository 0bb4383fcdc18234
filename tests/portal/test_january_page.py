"""The January run's page: pre-flight, draft, attest by a second person, issue; end to end by browser."""

import re

import pytest
from django.urls import reverse
from reading import text_of

from agreements.models import Cooperation, Organisation, RoleAssignment
from agreements.swedish import sort_key
from cmv_portal.models import User
from costs.models import Budget, Charge, Document, PopulationTable

AMOUNTS_2025 = {
    "Bergs kommun": "254 794 kr",
    "Bräcke kommun": "218 164 kr",
    "Härjedalens kommun": "363 070 kr",
    "Krokoms kommun": "558 934 kr",
    "Ragunda kommun": "183 907 kr",
    "Strömsunds kommun": "398 987 kr",
    "Åre kommun": "443 304 kr",
    "Östersunds kommun": "2 323 607 kr",
}


def page(year=2027, slug="cmv"):
    return reverse("january", args=[slug, year])


def draft(client, year=2027, **data):
    return client.post(reverse("january_draft", args=["cmv", year]), data, follow=True)


def step(client, name, **data):
    charge = Charge.objects.get(kind=Charge.Kind.FIXED_COST)
    return client.post(reverse(name, args=[charge.pk]), data, follow=True)


def attest(client, year=2027):
    return step(client, "charge_attest", issue_date=f"{year}-01-15", reviewed="on")


# --- Who may see it


@pytest.mark.parametrize("username", ["noa", "bo", "kim", "sam", "mika", "charlie", "admin"])
def test_only_the_principals_officers_find_it(signed_in, username):
    client = signed_in(username)
    assert client.get(page()).status_code == 404
    assert client.post(reverse("january_draft", args=["cmv", 2027])).status_code == 404
    assert not Charge.objects.exists()


@pytest.mark.parametrize(
    ("slug", "year"), [("vasternorrland", 2024), ("dalarna", 2026), ("finns-inte", 2027)]
)
def test_another_cooperations_run_is_not_found(signed_in, slug, year):
    assert signed_in("alex").get(page(year, slug)).status_code == 404


@pytest.mark.parametrize("year", [0, 1999, 2015, 2101, 99999])
def test_a_year_without_an_agreement_is_not_found(signed_in, year):
    assert signed_in("alex").get(page(year)).status_code == 404


def test_steps_are_taken_by_post_alone(signed_in, issued):
    charge = issued(2027)[0].charge
    client = signed_in("alex")
    assert client.get(reverse("january_draft", args=["cmv", 2027])).status_code == 405
    for name in ("charge_draft", "charge_attest", "charge_return", "charge_issue"):
        assert client.get(reverse(name, args=[charge.pk])).status_code == 405


# --- Before the draft


def test_looking_writes_nothing_and_shows_what_it_will_come_to(signed_in):
    answer = signed_in("alex").get(page(2025))
    text = text_of(answer)
    for receiver, amount in AMOUNTS_2025.items():
        assert f"{receiver} {amount}" in text
    assert "7 fakturor 2 421 160 kr 51,028 %" in text
    assert "Summa 4 744 767 kr 100,000 %" in text
    assert "7 fakturor och 1 internfördelning" in text
    assert "Gör utkast, 4 744 767 kr" in text
    assert not Charge.objects.exists()


def test_receivers_stand_in_swedish_order_and_the_internal_one_last(signed_in):
    html = signed_in("alex").get(page(2025)).content.decode()
    table = html[html.index('<h2 id="utkast">') : html.index("</table>")]
    receivers = re.findall(r'<th scope="row">([^<]+kommun)</th>', table)
    assert receivers[:-1] == sorted(receivers[:-1], key=sort_key)
    assert receivers[-1] == "Östersunds kommun"


def test_every_amount_has_its_derivation_on_the_page(signed_in):
    answer = signed_in("alex").get(page(2025))
    html = answer.content.decode()
    links = re.findall(r'href="#(varfor-[a-z]+)"', html)
    assert len(links) == 8
    assert all(f'<ol class="calc" id="{link}">' in html for link in links)
    assert "6 091 ÷ 132 466" in text_of(answer)


def test_a_missing_reference_is_shown_with_what_follows(signed_in):
    text = text_of(signed_in("alex").get(page()))
    assert "Bergs referens saknas" in text
    assert "Saknas" in text
    assert "Fakturan går att ställa ut ändå" in text


def test_a_cooperation_without_cost_says_why(signed_in):
    answer = signed_in("alex").get(page(2026, "norrsken"))
    assert answer.status_code == 200
    text = text_of(answer)
    assert "Kostnaden går inte att räkna ut" in text
    assert "Gör utkast" not in text


def test_neighbouring_years_are_links(signed_in):
    html = signed_in("alex").get(page(2026)).content.decode()
    assert page(2025) in html
    assert page(2027) in html
    assert page(2024) not in signed_in("alex").get(page(2025)).content.decode()


# --- The year's own population is missing


def without_population(year):
    PopulationTable.objects.filter(reference_date__year=year).delete()


def test_the_latest_known_population_must_be_allowed(signed_in):
    without_population(2026)
    client = signed_in("alex")
    before = text_of(client.get(page()))
    assert "Årets folkmängd saknas" in before
    assert "Den senast kända folkmängden får användas" in before
    refused = text_of(draft(client))
    assert "används bara om det tillåts" in refused
    assert "--allow-estimated" not in refused
    assert not Charge.objects.exclude(state=Charge.State.REGISTERED).exists()
    text = text_of(draft(client, allow_estimated="on"))
    assert "Utkasten är gjorda" in text
    assert "Den senast kända folkmängden används i stället" in text
    assert Charge.objects.get().allow_estimated


def test_the_box_is_not_there_when_the_population_is(signed_in):
    assert "Den senast kända folkmängden får användas" not in text_of(signed_in("alex").get(page()))


# --- End to end


@pytest.mark.parametrize(("year", "total"), [(2025, 4_744_767), (2027, 5_033_723)])
def test_from_draft_to_issue(signed_in, year, total):
    alex, robin = signed_in("alex"), signed_in("robin")
    assert "Utkasten är gjorda" in text_of(draft(alex, year))
    text = text_of(attest(robin, year))
    assert "Attesterat" in text
    kronor = f"{total:,}".replace(",", " ") + " kr"
    assert f"Ställ ut 7 fakturor och 1 internfördelning, {kronor}" in text
    answer = step(alex, "charge_issue")
    text = text_of(answer)
    assert f"7 fakturor och 1 internfördelning ställdes ut, tillsammans {kronor}" in text
    invoices = Document.objects.filter(kind=Document.Kind.INVOICE)
    assert sorted(row.number for row in invoices) == [f"{year}000{n}" for n in range(1, 8)]
    [internal] = Document.objects.filter(kind=Document.Kind.INTERNAL_ALLOCATION)
    assert internal.number == f"I{year}0001"
    assert sum(row.amount for row in Document.objects.all()) == total
    for row in Document.objects.all():
        assert f'<a class="nb" href="{row.get_absolute_url()}">{row.number}</a>' in answer.content.decode()


def test_a_second_press_on_issue_makes_nothing_new(signed_in):
    alex = signed_in("alex")
    draft(alex)
    attest(signed_in("robin"))
    step(alex, "charge_issue")
    before = list(Document.objects.values_list("number", "sha256"))
    answer = step(alex, "charge_issue")
    assert answer.status_code == 200
    assert list(Document.objects.values_list("number", "sha256")) == before


def test_after_issue_there_is_nothing_to_change(signed_in, issued):
    charge = issued(2027)[0].charge
    alex = signed_in("alex")
    html = alex.get(page()).content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert "<form" not in main
    assert "<button" not in main
    for name, data in (
        ("charge_draft", {}),
        ("charge_attest", {"issue_date": "2027-01-20", "reviewed": "on"}),
        ("charge_return", {"because": "Ångrar mig"}),
    ):
        alex.post(reverse(name, args=[charge.pk]), data)
    charge.refresh_from_db()
    assert charge.state == Charge.State.ISSUED
    assert charge.issue_date.isoformat() == "2027-01-15"


def test_after_issue_the_page_reconciles_and_offers_the_files(signed_in, issued):
    charge = issued(2027)[0].charge
    answer = signed_in("robin").get(page())
    text, html = text_of(answer), answer.content.decode()
    assert "Årets kostnad 5 033 723 kr" in text
    assert "Summan av parternas belopp 5 033 723 kr" in text
    assert "7 fakturor och 1 internfördelning 5 033 723 kr" in text
    for name in ("charge_zip", "charge_xlsx", "charge_csv"):
        assert reverse(name, args=[charge.pk]) in html
    assert "Attesterat av Robin Exempel" in text
    assert "Utkast av Alex Exempel" in text


# --- Two people


def test_the_drafter_cannot_attest(signed_in):
    alex = signed_in("alex")
    text = text_of(draft(alex))
    assert "Väntar på en annan ekonom" in text
    assert "Attestera 5 033 723 kr" not in text
    assert "Den som gjorde utkastet kan inte attestera det" in text_of(attest(alex))
    assert Charge.objects.get().state == Charge.State.DRAFT


def test_the_second_person_is_told_that_it_is_their_turn(signed_in):
    draft(signed_in("alex"))
    text = text_of(signed_in("robin").get(page()))
    assert "Robin, du är den andra personen" in text
    assert "Attestera 5 033 723 kr" in text
    assert "Väntar på dig" in text


def test_attest_needs_a_date_of_the_year_and_a_review(signed_in):
    draft(signed_in("alex"))
    robin = signed_in("robin")
    assert "Kryssa för att du har granskat" in text_of(step(robin, "charge_attest", issue_date="2027-01-15"))
    wrong = step(robin, "charge_attest", issue_date="15/1 2027", reviewed="on")
    assert "Skriv datumet som år-månad-dag" in text_of(wrong)
    outside = step(robin, "charge_attest", issue_date="2026-12-31", reviewed="on")
    assert "Fakturadatumet ska vara en dag under 2027" in text_of(outside)
    assert Charge.objects.get().state == Charge.State.DRAFT


def test_a_draft_is_sent_back_with_a_reason(signed_in):
    draft(signed_in("alex"))
    robin = signed_in("robin")
    assert "Skriv varför" in text_of(step(robin, "charge_return", because="  "))
    step(robin, "charge_return", because="Vänta på SCB:s siffror")
    charge = Charge.objects.get()
    assert charge.state == Charge.State.REGISTERED
    assert "Förra utkastet skickades tillbaka: Vänta på SCB:s siffror" in text_of(
        signed_in("alex").get(page())
    )


def test_a_personal_number_in_the_reason_is_refused_and_not_repeated(signed_in):
    draft(signed_in("alex"))
    text = text_of(step(signed_in("robin"), "charge_return", because="Gäller 811218-9876"))
    assert "verkar innehålla ett personnummer" in text
    assert "811218" not in text
    assert Charge.objects.get().state == Charge.State.DRAFT


def test_issue_without_attest_is_refused(signed_in):
    alex = signed_in("alex")
    draft(alex)
    assert "inte attesterat av en andra person" in text_of(step(alex, "charge_issue"))
    assert not Document.objects.exists()


def test_a_changed_basis_stops_the_attest(signed_in):
    draft(signed_in("alex"))
    budget = Budget.objects.get(agreement__slug="cmv-2025", year=2025)
    line = budget.lines.first()
    line.amount += 1000
    line.save()
    robin = signed_in("robin")
    assert "Underlaget har ändrats sedan utkastet" in text_of(robin.get(page()))
    assert "Gör ett nytt utkast" in text_of(attest(robin))
    assert Charge.objects.get().state == Charge.State.DRAFT


# --- Number of queries


def add_parties(agreement, count):
    from agreements.models import Party
    from costs.models import PopulationFigure

    for n in range(count):
        organisation = Organisation.objects.create(
            slug=f"prov-{n}", name=f"Prov {n} kommun", short_name=f"Prov {n}", kind="municipality"
        )
        Party.objects.create(agreement=agreement, organisation=organisation)
        for table in PopulationTable.objects.all():
            PopulationFigure.objects.create(table=table, organisation=organisation, population=1000 + n)


def queries(client, address, django_assert_max_num_queries, most):
    client.get(address)  # signs the visit in the session
    with django_assert_max_num_queries(most) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_queries_do_not_grow_with_parties(signed_in, cmv, django_assert_max_num_queries):
    client = signed_in("alex")
    few = queries(client, page(), django_assert_max_num_queries, 50)
    add_parties(cmv, 20)
    assert queries(client, page(), django_assert_max_num_queries, 50) == few


def test_queries_do_not_grow_with_years(signed_in, issued, django_assert_max_num_queries):
    client = signed_in("alex")
    issued(2026)
    few = queries(client, page(2026), django_assert_max_num_queries, 50)
    issued(2027)
    assert queries(client, page(2026), django_assert_max_num_queries, 50) == few
    assert queries(client, page(2027), django_assert_max_num_queries, 50) == few


def test_an_officer_of_another_cooperation_sees_nothing_of_this(db, signed_in, issued):
    issued(2027)
    stranger = User.objects.create(username="tove", first_name="Tove")
    RoleAssignment.objects.create(
        user=stranger,
        role="principal_finance",
        cooperation=Cooperation.objects.get(slug="vasternorrland"),
        organisation=Organisation.objects.get(slug="ostersund"),
    )
    client = signed_in("tove")
    assert client.get(page()).status_code == 404
    charge = Charge.objects.get()
    for name in ("charge", "charge_zip", "charge_xlsx", "charge_csv"):
        assert client.get(reverse(name, args=[charge.pk])).status_code == 404
    assert client.post(reverse("charge_issue", args=[charge.pk])).status_code == 404
