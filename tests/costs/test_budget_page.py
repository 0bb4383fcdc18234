"""/kostnader/<samverkan>/budget/ and the forms that register a budget and an outcome."""

import re
from datetime import date

import pytest
from django.urls import reverse

from costs.models import Budget, Charge, PopulationTable, StateGrant, YearOutcome


@pytest.fixture(autouse=True)
def _today(november_2026):
    pass


@pytest.fixture
def budget(signed_in, read):
    return lambda username="kim", slug="cmv": read(signed_in(username).get(reverse("budget", args=[slug])))


# --- The page


def test_the_forecast_has_the_agreed_totals_and_the_readers_part(budget):
    page = budget()
    assert "<h1>2027 beräknas kosta 5 033 723 kr</h1>" in page
    assert "Berg beräknas betala <b>267 744 kr</b>" in page
    years = dict(re.findall(r'<th scope="row">(20\d\d).*?antagen=1">([0-9 ]+ kr)</a></td></tr>', page))
    assert (years["2028"], years["2029"], years["2031"]) == ("5 184 735 kr", "5 340 277 kr", "5 665 500 kr")
    assert "2032" not in page


def test_a_decided_budget_is_shown_line_by_line(budget):
    page = budget()
    assert "Samarbetsavtal Centrum mot våld 2025, figur 1 och 2, punkt 11.2" in page
    assert "3 189 656 kr" in page
    assert "OH, 9 % av delsumman" in page
    assert "391 770 kr" in page


def test_the_uplift_can_be_unfolded(budget):
    page = budget()
    assert "Uppräkning 2026–2031, 3 % om året: 1,03⁶" in page
    assert re.search(r"4 744 767 × 1,19405\d+… = 5 665 \d+,\d+, avrundat en gång", page)


def test_a_surplus_is_an_opening_balance(budget, cmv):
    YearOutcome.objects.create(
        agreement=cmv, year=2025, budgeted=4_744_767, actual=4_700_000, closed_on=date(2026, 2, 15)
    )
    page = budget()
    assert "Ingående balans 2026: <b>44 767 kr</b>" in page
    assert "inte förankrat i styrgruppen" in page


def test_a_deficit_is_offered_for_charging_to_those_who_invoice(budget, cmv):
    YearOutcome.objects.create(
        agreement=cmv, year=2025, budgeted=4_744_767, actual=4_800_000, closed_on=date(2026, 2, 15)
    )
    assert "Debitera parterna 55 233 kr" in budget("alex")
    assert "Delas av parterna efter 2025 års nyckel" in budget("kim")
    Charge.objects.create(agreement=cmv, year=2025, kind="deficit", amount=55_233)
    assert "Debitera parterna" not in budget("alex")
    assert "Debiterat, registrerad" in budget("alex")


def test_an_issued_year_has_the_invoiced_amounts_and_the_next_is_to_register(budget, issued):
    assert "Registrera budget 2027" in budget("alex")
    issued(2027)
    PopulationTable.objects.get(slug="jamtland-2026-11-01-exempel").figures.all().delete()
    page = budget("alex")
    assert '2027 <span class="tag">fakturerat</span>' in page
    assert "<h1>2027 kostar 5 033 723 kr</h1>" in page
    assert "Registrera budget 2028" in page
    assert "Registrera budget 2027" not in page
    assert "Berg betalar <b>267 744 kr</b>" in budget("kim")


def test_an_outcome_is_asked_for_once(budget, cmv):
    assert "Registrera utfall 2025" in budget("alex")
    YearOutcome.objects.create(
        agreement=cmv, year=2025, budgeted=4_744_767, actual=4_744_767, closed_on=date(2026, 2, 15)
    )
    assert "Registrera utfall" not in budget("alex")


def test_a_decided_budget_on_a_late_population_is_named_so(budget, cmv):
    cmv.budgets.create(year=2028, status="decided", source="prov").lines.create(
        position=1, label="Prov", amount=100
    )
    page = budget()
    assert '2028 <span class="tag">beslutad, folkmängd uppskattad</span>' in page
    assert '2029 <span class="tag">uppskattning</span>' in page


def test_the_first_budget_can_be_registered_where_there_is_none(budget, signed_in, read):
    address = reverse("budget_edit", args=["norrsken", 2027])
    assert address in budget("alex", "norrsken")
    assert address not in budget("kim", "norrsken")
    page = read(signed_in("alex").post(address, posted([("Samordnare", "100000")]), follow=True))
    assert "<h1>2027 kostar 100 000 kr</h1>" in page


def test_without_an_outcome_or_grants_it_says_so(budget):
    page = budget()
    assert "Inget bokslut är registrerat." in page
    assert "Inga statsbidrag är registrerade." in page


def test_grants_are_listed_and_lower_what_is_shared(budget, cmv):
    StateGrant.objects.create(agreement=cmv, year=2027, label="Riktat bidrag", amount=33_723, decision="Prov")
    page = budget()
    assert "Riktat bidrag 2027" in page
    assert "<h1>2027 beräknas kosta 5 000 000 kr</h1>" in page


def test_a_cooperation_without_budget_says_so(budget):
    assert "<h1>Ingen budget är registrerad</h1>" in budget("kim", "norrsken")
    assert "<h1>Ingen budget är registrerad</h1>" in budget("sam", "dalarna")


def test_a_proposal_is_named_one(budget):
    page = budget("sam", "vasternorrland")
    assert "<h1>Förslaget kostar 2 545 720 kr</h1>" in page
    assert "Föreslagen budget" in page
    assert "OH, fast belopp" in page


@pytest.mark.parametrize(("username", "slug"), [("kim", "vasternorrland"), ("admin", "cmv")])
def test_who_may_not_see_it_finds_nothing(username, slug, signed_in):
    assert signed_in(username).get(reverse("budget", args=[slug])).status_code == 404


def test_the_number_of_queries_is_the_same_for_more_years(signed_in, cmv, django_assert_max_num_queries):
    client, address = signed_in("kim"), reverse("budget", args=["cmv"])
    client.get(address)
    with django_assert_max_num_queries(75) as few:
        client.get(address)
    for year in range(2010, 2025):
        row = cmv.budgets.create(year=year, status="decided", source="prov")
        row.lines.create(position=1, label="Prov", amount=1)
        YearOutcome.objects.create(
            agreement=cmv, year=year, budgeted=9, actual=9, closed_on=date(year + 1, 2, 1)
        )
    with django_assert_max_num_queries(len(few.captured_queries) + 2) as many:
        client.get(address)
    # Two more: the history of outcomes, of which there were none before, and the decisions on them.
    assert len(many.captured_queries) <= len(few.captured_queries) + 2


# --- Registering a budget


def posted(lines, decision="SocSam 2026-10-08 § 12"):
    data = {"decision": decision}
    for place, (label, amount) in enumerate(lines, 1):
        data |= {f"label_{place}": label, f"amount_{place}": amount}
    return data


@pytest.fixture
def save(signed_in):
    def post(lines, year=2027, username="alex", **more):
        address = reverse("budget_edit", args=["cmv", year])
        return signed_in(username).post(address, posted(lines, **more), follow=True)

    return post


def test_the_form_starts_from_the_uplifted_lines(signed_in, read):
    page = read(signed_in("alex").get(reverse("budget_edit", args=["cmv", 2027])))
    assert 'value="3 383 906"' in page
    assert "portalen lägger själv på 9 % av delsumman" in page


def test_a_registered_budget_is_shown_with_who_decided_it(save, read):
    page = read(save([("Personal", "3 400 000"), ("Lokaler", "600000 kr")]))
    assert "Budgeten för 2027 är registrerad: 4 360 000 kr med OH." in page
    assert "<h1>2027 kostar 4 360 000 kr</h1>" in page
    assert "SocSam 2026-10-08 § 12" in page
    assert "Alex Exempel" in page  # in the history


def test_the_second_time_the_form_starts_from_what_is_registered(save, signed_in, read):
    save([("Personal", "3 400 000")])
    page = read(signed_in("alex").get(reverse("budget_edit", args=["cmv", 2027])))
    assert 'value="3 400 000"' in page


@pytest.mark.parametrize(
    ("lines", "more", "told"),
    [
        ([("Personal", "")], {}, "Skriv ett belopp för Personal"),
        ([("", "100")], {}, "Skriv vad beloppet gäller."),
        ([("Personal", "-5")], {}, "Beloppet får inte vara negativt."),
        ([("Personal", "många")], {}, "Skriv beloppet i hela kronor"),
        ([], {}, "Skriv minst en post med belopp."),
        ([("Personal", "0")], {}, "Budgeten är noll kronor."),
        ([("Personal", "5")], {"decision": ""}, "Skriv var och när budgeten beslutades."),
        ([("För 19850709-9805", "5")], {}, "Texten verkar innehålla ett personnummer."),
    ],
)
def test_what_is_wrong_is_told_and_nothing_saved(lines, more, told, save, read):
    assert told in read(save(lines, **more))
    assert not Budget.objects.filter(year=2027).exists()


def test_an_issued_year_is_refused_in_plain_words(save, read, cmv):
    Charge.objects.create(agreement=cmv, year=2027, kind="fixed_cost", state="issued", calculation={})
    assert "Fakturorna för 2027 är utställda" in read(save([("Personal", "5")]))


@pytest.mark.parametrize("username", ["noa", "bo", "kim", "sam", "mika", "charlie", "admin"])
def test_only_the_principals_officers_reach_the_forms(username, signed_in, save):
    assert signed_in(username).get(reverse("budget_edit", args=["cmv", 2027])).status_code == 404
    assert signed_in(username).get(reverse("outcome_new", args=["cmv"])).status_code == 404
    assert save([("Personal", "5")], username=username).status_code == 404
    assert not Budget.objects.filter(year=2027).exists()


def test_a_year_without_an_agreement_has_no_form(signed_in):
    for year in (2012, 99999):
        assert signed_in("alex").get(reverse("budget_edit", args=["cmv", year])).status_code == 404


# --- Registering an outcome


def test_an_outcome_is_registered_against_the_years_budget(signed_in, read):
    client = signed_in("alex")
    data = {"year": "2025", "actual": "4 700 000", "closed_on": "2026-02-15", "surplus_use": "fortbildning"}
    page = read(client.post(reverse("outcome_new", args=["cmv"]), data, follow=True))
    assert "Överskottet på 44 767 kr är ingående balans 2026." in page
    assert "Används till fortbildning" in page
    again = read(client.post(reverse("outcome_new", args=["cmv"]), data))
    assert "Utfallet för 2025 är redan registrerat." in again


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"year": "2026"}, "2026 är inte slut."),
        ({"year": "2012"}, "har inget avtal som gäller den 1 januari 2012"),
        ({"year": "12"}, "Skriv ett år från 2000 till 2100."),
        ({"actual": "-1"}, "Utfallet får inte vara negativt."),
        ({"closed_on": "15/2 2026"}, "Skriv datumet som år-månad-dag"),
        ({"closed_on": "2025-06-01"}, "fastställs efter årets slut"),
    ],
)
def test_a_wrong_outcome_is_told_and_not_saved(change, told, signed_in, read):
    data = {"year": "2025", "actual": "4 700 000", "closed_on": "2026-02-15"} | change
    assert told in read(signed_in("alex").post(reverse("outcome_new", args=["cmv"]), data))
    assert not YearOutcome.objects.exists()


def test_a_proposal_waits_for_a_meeting_and_counts_nothing(signed_in, cmv):
    from costs.queries.calculations import calculation_of

    client, before = signed_in("alex"), calculation_of(cmv, 2027, allow_estimated=True).total
    address = reverse("budget_edit", args=["cmv", 2027])
    sent = posted([("Personal", "4 000 000")], decision="Huvudmannens förslag") | {"forslag": "1"}
    assert client.post(address, sent).status_code == 302
    budget = cmv.budgets.get(year=2027)
    assert (budget.status, budget.source) == ("proposal", "Huvudmannens förslag")
    assert calculation_of(cmv, 2027, allow_estimated=True).total == before
    page = client.get(reverse("budget", args=["cmv"])).content.decode()
    assert '2027 <span class="tag">förslag</span>' in page
