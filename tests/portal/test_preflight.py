"""The pre-flight's checks: what each says of the agreement's own figures, and when it stops the draft."""

from datetime import date

import pytest

from agreements.models import Agreement, Organisation, Party, Term
from cmv_portal.january.change import ChangeLine, change_from_last_year
from cmv_portal.january.page import charge_page
from cmv_portal.january.preflight import summary
from cmv_portal.january.preflight_parties import Check
from costs.actions.charges import register_charge
from costs.models import Charge, PopulationFigure, YearOutcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def checks(cmv, person):
    """The checks of a year's fixed cost, by title."""

    def run(year=2027, agreement=cmv):
        return run_of(Charge(agreement=agreement, year=year, kind=Charge.Kind.FIXED_COST))

    def run_of(charge):
        return {check.title: check for check in charge_page(charge, person("alex"))["checks"]}

    run.of = run_of
    return run


def value(check) -> str:
    return check.value.replace("\u00a0", " ")


def note(check) -> str:
    return check.note.replace("\u00a0", " ")


def test_the_agreement_of_2025(checks):
    found = checks(2025)
    assert value(found["Avtalet gäller"]) == "från 2025-01-01"
    assert "kan inte beräknas" in found["Avtalet gäller"].note
    assert value(found["Andelarna blir 100 procent"]) == "100,000 %"
    assert value(found["Beloppen blir summan"]) == "skillnad 0 kr"
    assert value(found["Inga fakturor finns redan för 2025"]) == "0 st."
    assert value(found["Organisationsnummer och adresser"]) == "8 av 8"
    deviation = found["Folkmängden är från 1 november 2023"]
    assert deviation.state == "soon"
    assert "Regeln är folkmängden 1 november 2024" in deviation.note


def test_no_year_before_the_first_to_compare_with(checks):
    assert checks(2025)["Ingen jämförelse med 2024"].state == "soon"


def test_the_change_is_named_in_kronor_and_per_cent(checks):
    change = checks(2027)["Ändring från 2026"]
    assert value(change) == "+146 613 kr, +3,0 %"
    assert "portalens uträkning för 2026" in note(change)
    assert "Störst är ändringen för Åre" in note(change)


def test_the_change_is_from_what_was_issued_when_something_was(checks, issued, cmv):
    issued(2026)
    assert "det som ställdes ut för 2026" in note(checks(2027)["Ändring från 2026"])


def test_an_unusual_change_is_a_remark(checks, cmv):
    figure = PopulationFigure.objects.get(
        table__slug="jamtland-2026-11-01-exempel", organisation__slug="ragunda"
    )
    figure.population *= 2
    figure.save()
    change = checks(2027)["Ändring från 2026"]
    assert change.state == "soon"
    assert "Över 10 procent: Ragunda" in note(change)


@pytest.mark.parametrize(
    ("before", "now", "text"),
    [
        (1_000, 1_030, "+30 kr, +3,0 %"),
        (1_000, 985, "−15 kr, −1,5 %"),
        (1_000, 1_000, "0 kr, 0,0 %"),
        (None, 500, "+500 kr, ny"),
        (500, None, "−500 kr, −100,0 %"),
    ],
)
def test_a_change_in_words(before, now, text):
    assert ChangeLine("Berg", before, now).text.replace("\u00a0", " ") == text


def test_a_party_that_left_stands_among_the_changes(cmv, issued):
    now = {row.organisation.slug: row.amount for row in issued(2026) if row.organisation.slug != "are"}
    charge = Charge(agreement=cmv, year=2027, kind=Charge.Kind.FIXED_COST)
    change = change_from_last_year(charge, now)
    [are] = [line for line in change.lines if line.name == "Åre"]
    assert are.now is None
    assert change.total.before == 4_887_110


def test_example_figures_and_references_are_remarks(checks):
    found = checks(2027)
    assert found["Folkmängden är exempelsiffror"].state == "soon"
    assert value(found["Fakturauppgifter är exempel"]) == "7 av 8"
    assert found["Bergs referens saknas"].link == "/organisationer/berg/uppgifter/"


def test_missing_references_are_named_in_swedish_order(checks):
    Organisation.objects.filter(slug__in=["are", "bracke"]).update(buyer_reference="")
    assert checks()["Referens saknas för Berg, Bräcke och Åre"].state == "soon"


def test_nothing_missing_is_done(checks):
    Organisation.objects.filter(slug="berg").update(buyer_reference="1001")
    assert value(checks()["Mottagarnas referenser"]) == "7 av 7"


def test_missing_payment_data_is_named(checks):
    Organisation.objects.filter(slug="ostersund").update(bankgiro="", vat_note="")
    title = "På fakturan saknas bankgiro eller plusgiro och skäl till att moms inte tas ut"
    assert checks()[title].state == "soon"


def test_a_missing_address_is_named(checks):
    Organisation.objects.filter(slug="krokom").update(address="")
    assert checks()["Organisationsnummer eller adress saknas för Krokom"].state == "soon"


def test_invoices_of_another_edition_stop_the_draft(checks, issued, cmv):
    issued(2027)
    later = Agreement.objects.create(
        cooperation=cmv.cooperation,
        slug="cmv-2027",
        title="CMV 2027",
        year=2027,
        predecessor=cmv,
        status="adopted",
        evidence="example",
        starts_on=date(2027, 1, 1),
        source="Exempel",
    )
    check = checks(2027, later)["Fakturor för 2027 finns redan"]
    assert (check.state, value(check)) == ("late", "8 st.")


def test_the_number_series(checks, issued):
    assert value(checks(2027)["Nummerserien är ny"]) == "börjar på 20270001"


def test_the_series_goes_on_after_what_is_issued(checks, issued, cmv, person):
    issued(2027)
    review = register_charge(agreement=cmv, year=2027, kind="quality_review", by=person("alex"), amount=1_000)
    series = checks.of(review)["Nummerserien är obruten"]
    assert value(series) == "nästa 20270008"
    assert "15 januari 2027" in series.note


def test_one_officer_is_not_enough(checks, person):
    robin = person("robin")
    robin.is_active = False
    robin.save()
    check = checks()["En andra ekonom saknas"]
    assert (check.state, value(check)) == ("soon", "1 person")


def test_a_proposal_cannot_be_invoiced(checks, cmv):
    cmv.status = Agreement.Status.PROPOSAL
    cmv.save()
    assert checks()["Avtalet är ett förslag"].state == "late"


def test_without_a_principal_nobody_invoices(checks, cmv):
    Party.objects.filter(agreement=cmv, role="principal").update(role="party")
    assert checks()["Ingen huvudman fakturerar"].state == "late"


def test_a_deficit_stands_on_the_closed_accounts(checks, cmv, person):
    YearOutcome.objects.create(
        agreement=cmv, year=2025, budgeted=4_744_767, actual=4_800_000, closed_on=date(2026, 2, 1)
    )
    deficit = register_charge(
        agreement=cmv, year=2025, kind="deficit", by=person("alex"), amount=4_800_000 - 4_744_767
    )
    assert value(checks.of(deficit)["Bokslutet 2025 är registrerat"]) == "−55 233 kr"


@pytest.mark.parametrize(
    ("states", "text"),
    [
        (["done"] * 3, "Alla tre punkter är klara."),
        (["soon", "done", "done"], "Två av tre punkter är klara. Den andra hindrar inte, men läs den först."),
        (
            ["soon", "soon", "done"],
            "En av tre punkter är klar. De andra två hindrar inte, men läs dem först.",
        ),
        (
            ["late", "soon", "done"],
            "En av tre punkter är klar. En hindrar utkastet och behöver lösas först.",
        ),
        (["late", "late"], "Ingen av två punkter är klar. Två hindrar utkastet och behöver lösas först."),
    ],
)
def test_the_summary(states, text):
    assert summary([Check(state, "x") for state in states]) == text


def test_no_earlier_review_is_said_of_reviews_alone(checks, cmv, person, issued):
    issued(2027)
    review = register_charge(agreement=cmv, year=2027, kind="quality_review", by=person("alex"), amount=1_000)
    assert value(checks.of(review)["Inga fakturor av samma slag finns redan för 2027"]) == "0 st."


def test_what_the_agreement_no_longer_regulates_stops_the_draft(checks, cmv, person):
    review = register_charge(agreement=cmv, year=2027, kind="quality_review", by=person("alex"), amount=1_000)
    Term.objects.filter(agreement=cmv, kind="review_cap").delete()
    cmv.refresh_from_db()
    assert checks.of(Charge.objects.get(pk=review.pk))["Avtalet reglerar inte det här"].state == "late"
