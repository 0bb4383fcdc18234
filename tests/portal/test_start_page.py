"""The start page: what waits for whom, and the figure they come for."""

from datetime import date

import pytest
from django.utils import timezone
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.models import Cooperation, OpenQuestion, Organisation, Party, RoleAssignment
from cmv_portal.january.issuing import issue_charge
from cmv_portal.models import User
from costs.actions.charges import (
    attest,
    make_draft,
    open_fixed_cost,
    register_charge,
    register_payment,
    send_back,
)
from costs.models import Charge, Document, PopulationFigure, PopulationTable
from followup.models import AnnualReport

NOVEMBER = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def november(monkeypatch):
    return stop_clock(monkeypatch, NOVEMBER)


@pytest.fixture
def start(signed_in):
    return lambda username: text_of(signed_in(username).get("/"))


@pytest.fixture
def january(cmv):
    return open_fixed_cost(agreement=cmv, year=2027)


def fill_in_berg():
    berg = Organisation.objects.get(slug="berg")
    berg.buyer_reference = "4711"
    berg.save()


# --- The steering group


def test_the_steering_member_sees_the_own_amount_and_why(start):
    text = start("kim")
    assert "Två saker väntar på dig Söndag 22 november 2026." in text
    assert "Berg betalar 2026 260 629 kr" in text
    assert "Per invånare 36,92 kr" in text
    assert "Alla åtta kommuner 4 887 110 kr" in text
    assert "Prognos för Berg 2027 Uppräknat från 2025 års budget, exempelfolkmängd 267 744 kr" in text
    assert "Varför 260 629 kr?" in text
    assert "5,333 % av summan = 260 629,58, avrundat till 260 630 kr, minus 1 kr" in text
    assert "Folkmängden är exempelsiffror." in text


def test_the_steering_group_is_told_which_questions_are_its_own(start, cmv):
    mine = [row for row in cmv.open_questions.all() if "tyrgruppen" in row.answered_by]
    assert len(mine) == 9
    text = start("kim")
    assert "Styrgruppen ska svara på nio öppna frågor om CMV" in text
    assert "Bland dem: Vilken dags folkmängd ska fördelningen bygga på?" in text


def test_an_answered_question_no_longer_waits(start):
    for question in OpenQuestion.objects.all():
        question.answer = "Ja."
        question.save()
    assert "Inget väntar på dig just nu" in start("kim")


def test_what_is_due_stands_in_order_with_its_clause(start):
    text = start("kim")
    assert (
        "okt–dec Kvalitetsgranskningen redovisas vid årets sista möte. CMV, punkt 12.2, bilaga 1 "
        "2026 Verksamhetsplan 2027 beslutas. CMV, punkt 9.1, 12.1 "
        "okt–dec Styrgruppen, möte 4. Norrsken, punkt 9 "
        "2026 Årlig redovisning till Ledningsgruppen Tillsammans Mot Våld. Norrsken, punkt 9, 14.2 "
        "jan Januarifakturorna för 2027 ställs ut. CMV, punkt 23 "
        "31 mars Verksamhetsberättelsen för 2026 lämnas. CMV, punkt 12.2, bilaga 1" in text
    )


# --- The principal's finance officers


def test_the_run_waits_for_the_officer_from_some_months_before(start, monkeypatch):
    text = start("alex")
    assert "31 jan Förbered januarifakturorna 2027, CMV" in text
    assert "Om 70 dagar" in text
    assert "Östersund betalar 2026 2 407 928 kr" in text
    stop_clock(monkeypatch, date(2026, 6, 1))
    assert "Förbered januarifakturorna" not in start("alex")


def test_a_partys_missing_reference_is_told_by_the_last_day_before_the_run(start):
    assert "31 dec En part saknar referens till fakturan Bergs kommun." in start("alex")
    fill_in_berg()
    assert "saknar referens" not in start("alex")


def test_the_principals_own_missing_payment_data_waits_too(start):
    ostersund = Organisation.objects.get(slug="ostersund")
    ostersund.bankgiro = ""
    ostersund.save()
    text = start("alex")
    assert "Fyll i vad Östersunds kommuns fakturor saknar Saknas: betalas till." in text


def test_a_draft_waits_for_the_second_person_only(start, person, january):
    make_draft(charge=january, by=person("alex"))
    assert "Attestera: januarifakturorna 2027, CMV Alex Exempel har gjort utkasten." in start("robin")
    text = start("alex")
    assert "Attestera" not in text
    assert "Förbered" not in text


def test_what_was_sent_back_says_why(start, person, january):
    make_draft(charge=january, by=person("alex"))
    send_back(charge=january, by=person("robin"), because="Folkmängden är fel.")
    assert "Utkastet skickades tillbaka: Folkmängden är fel." in start("alex")


def test_what_is_attested_waits_to_be_issued(start, person, january):
    make_draft(charge=january, by=person("alex"))
    attest(charge=january, by=person("robin"), issue_date=date(2027, 1, 15))
    assert "15 jan Ställ ut: januarifakturorna 2027, CMV Attesterat av Robin Exempel." in start("alex")


def test_what_is_issued_no_longer_waits_until_it_is_overdue(start, issued, monkeypatch):
    documents = issued(2027)
    stop_clock(monkeypatch, date(2027, 1, 20))
    text = start("alex")
    assert "januarifakturorna 2027" not in text
    assert "förfallna" not in text
    assert "Utställt för 2027 Fakturor 7" in text
    stop_clock(monkeypatch, date(2027, 2, 20))
    invoices = [row for row in documents if row.kind == "invoice"]
    left = sum(row.amount for row in invoices)
    assert left == 5_033_723 - 2_487_414
    assert "14 feb Sju fakturor är förfallna Tillsammans 2 546 309 kr." in start("alex")
    for row in invoices[1:]:
        register_payment(
            document=row, by=User.objects.get(username="alex"), paid_on=date(2027, 2, 1), amount=row.amount
        )
    assert "En faktura är förfallen" in start("alex")


def register_real_figures():
    """The population of 1 November 2026, as it became known after the run."""
    example = PopulationTable.objects.get(slug="jamtland-2026-11-01-exempel")
    for figure in example.figures.filter(organisation__slug="berg"):
        figure.population += 500
        figure.save()


def test_the_invoiced_amount_stands_when_later_figures_are_registered(start, issued):
    issued(2027)
    register_real_figures()
    text = start("kim")
    assert "Fakturerat för Berg 2027 267 744 kr" in text
    assert "Prognos" not in text
    assert "Fakturerat 2027 5 033 723 kr" in start("sam")


def test_this_years_amount_is_the_invoiced_one_when_later_figures_are_registered(start, issued, monkeypatch):
    issued(2027)
    register_real_figures()
    stop_clock(monkeypatch, date(2027, 2, 1))
    assert "Berg betalar 2027 267 744 kr" in start("kim")


def test_what_is_invoiced_is_no_longer_due(start, issued):
    assert "Januarifakturorna för 2027 ställs ut" in start("alex")
    issued(2027)
    text = start("alex")
    assert "Januarifakturorna för 2027 ställs ut" not in text
    assert "En part saknar referens till fakturan" in text
    assert "Be dem fylla i den till nästa faktura." in text
    assert "annars ställs fakturan ut utan referens" not in text
    assert "31 dec Fyll i Bergs referens" not in start("bo")


# --- A party's finance officer


def test_the_partys_officer_fills_in_the_own_reference(start):
    text = start("bo")
    assert "31 dec Fyll i Bergs referens till fakturan" in text
    assert "Om 39 dagar Fyll i referens" in text
    assert "Inget väntar på dig just nu" in start("noa")


def test_the_partys_officer_sees_the_own_invoice_and_nobody_elses(start, issued, monkeypatch):
    issued(2027)
    stop_clock(monkeypatch, date(2027, 2, 1))
    bracke = "20270002"
    text = start("noa")
    assert f"14 feb Betala faktura {bracke}" in text
    assert "Fast kostnad 2027, Centrum mot våld. Förfaller den 14 februari 2027. Om 13 dagar" in text
    assert f"Senaste fakturorna Faktura {bracke}" in text
    assert "20270001" not in text
    assert "Utställt för" not in text
    assert "Återstår" not in text


def test_what_is_left_of_an_invoice_is_told_with_the_whole_amount(start, issued, person, monkeypatch):
    issued(2027)
    stop_clock(monkeypatch, date(2027, 2, 1))
    invoice = Document.objects.get(number="20270002")
    register_payment(document=invoice, by=person("alex"), paid_on=date(2027, 1, 30), amount=863)
    text = start("noa")
    assert "Betala faktura 20270002, 225 000 kr" in text
    assert "Återstår av 225 863 kr. Förfaller den 14 februari 2027." in text
    stop_clock(monkeypatch, date(2027, 2, 16))
    assert "Två dagar försenat" in start("noa")


# --- Strategist, SocSam, the manager, the administrator


def test_the_strategist_sees_the_whole_and_all_cooperations(start):
    text = start("sam")
    assert "KFJH ska svara på tre öppna frågor om CMV" in text
    assert "Alla åtta kommuner betalar 2026 4 887 110 kr" in text
    assert "Prognos 2027 Uppräknat från 2025 års budget, exempelfolkmängd 5 033 723 kr" in text
    assert "Resurscentrum mot våld i Västernorrland förslag" in text
    assert "Samverkan för kvinnofrid i Dalarna Regional överenskommelse" in text


def test_the_socsam_reader_sees_the_own_municipality(start):
    text = start("mika")
    assert "SocSam ska svara på fyra öppna frågor om CMV" in text
    assert "Åre betalar 2026" in text


def test_the_manager_sees_totals_and_what_is_issued(start, issued, person, monkeypatch):
    text = start("charlie")
    assert "Alla åtta kommuner betalar 2026 4 887 110 kr" in text
    assert "Utställt" not in text
    documents = issued(2027)
    register_payment(document=documents[0], by=person("alex"), paid_on=date(2027, 1, 20), amount=1000)
    text = start("charlie")
    assert "Utställt för 2027 Fakturor 7 Fakturerat Efter krediteringar 2 546 309 kr Betalt 1 000 kr" in text


def test_the_administrator_sees_accounts_without_a_role_but_no_amounts(start):
    assert "Inget väntar på dig just nu" in start("admin")
    User.objects.create(username="ny", first_name="Nils", last_name="Ny")
    text = start("admin")
    assert "Ett konto saknar roll Nils Ny kan logga in men ser ingenting." in text
    assert "Konton, roller och avtal" in text
    assert "betalar" not in text
    assert "kr" not in text.split()


def test_the_administrator_sees_whose_organisation_number_is_missing(start):
    berg = Organisation.objects.get(slug="berg")
    berg.organisation_number = ""
    berg.save()
    assert "Organisationsnummer saknas Bergs kommun." in start("admin")


def test_without_a_role_the_page_says_so(start, person):
    RoleAssignment.objects.filter(user=person("kim")).delete()
    text = start("kim")
    assert "Inget väntar på dig just nu" in text
    assert "Ditt konto har ingen roll än." in text
    assert "betalar" not in text


# --- Abnormal wear concerns a person


def test_abnormal_wear_is_nowhere_not_even_in_sums(start, quick_pdf, cmv, person, monkeypatch):
    alex, robin = person("alex"), person("robin")
    charge = register_charge(
        agreement=cmv, year=2027, kind=Charge.Kind.ABNORMAL_WEAR, by=alex, amount=9123,
        organisation=Organisation.objects.get(slug="berg"), reference="R-17",
    )  # fmt: skip
    everyone = ("alex", "robin", "bo", "kim", "noa", "charlie", "sam", "mika", "admin")

    def nowhere():
        for username in everyone:
            text = start(username)
            for trace in ("9 123", "R-17", "Särskild", "11.4", "S2027", "slitage"):
                assert trace not in text, (username, trace)
            assert "Utställt" not in text

    nowhere()
    make_draft(charge=charge, by=alex)
    nowhere()
    attest(charge=charge, by=robin, issue_date=date(2027, 1, 15))
    nowhere()
    issue_charge(charge=charge, by=alex)
    nowhere()
    stop_clock(monkeypatch, date(2027, 3, 1))
    nowhere()


# --- Queries


@pytest.mark.parametrize("username", ["alex", "noa", "kim", "sam", "charlie"])
def test_the_queries_do_not_grow_with_parties_or_years(signed_in, issued, cmv, username):
    client = signed_in(username)
    issued(2025)
    before = queries_of(client, "/")
    issued(2027)
    for number in range(30):
        organisation = Organisation.objects.create(
            slug=f"x{number}", name=f"Kommun {number}", short_name=f"K{number}", kind="municipality"
        )
        Party.objects.create(agreement=cmv, organisation=organisation)
        for table in PopulationTable.objects.filter(slug__startswith="jamtland"):
            PopulationFigure.objects.create(table=table, organisation=organisation, population=1000)
    assert "38 kommuner" in text_of(client.get("/"))
    assert queries_of(client, "/") <= before <= 48


def test_a_cooperation_without_any_agreement_breaks_nothing(start, person):
    cooperation = Cooperation.objects.create(slug="ny", name="Ny samverkan", short_name="Ny", summary="x")
    for assignment in RoleAssignment.objects.filter(user=person("alex")):
        assignment.cooperation = cooperation
        assignment.save()
        break
    assert "Ny samverkan inget gäller nu" in start("alex")


def test_a_report_waits_for_its_writers_and_its_adopters(signed_in, person, cmv):
    year = timezone.localdate().year - 1
    assert f"Verksamhetsberättelse {year}, CMV" in text_of(signed_in("charlie").get("/"))
    AnnualReport.objects.create(
        cooperation=cmv.cooperation, year=year, state="reviewed", opened_by=person("charlie")
    )
    assert f"Läs verksamhetsberättelse {year}" in text_of(signed_in("kim").get("/"))
    assert f"Verksamhetsberättelse {year}" not in text_of(signed_in("charlie").get("/"))
    assert f"erättelse {year}" not in text_of(signed_in("mika").get("/"))
