"""One organisation: what is known and missing, and the form that only its own officers may use."""

import pytest
from page_tools import queries_of
from reading import text_of
from stdnum import luhn

from agreements.models import Organisation, Party

PERSONAL_NUMBER = "811228-987" + luhn.calc_check_digit("811228987")


def page(slug="berg"):
    return f"/organisationer/{slug}/"


def form(slug="berg"):
    return f"/organisationer/{slug}/uppgifter/"


def filled(organisation, **changes):
    """What the form holds when it is sent."""
    fields = ("buyer_reference", "einvoice_id", "address", "postal_code", "city")
    return {**{name: getattr(organisation, name) for name in fields}, **changes}


@pytest.fixture
def berg(db):
    return Organisation.objects.get(slug="berg")


@pytest.fixture
def ostersund(db):
    return Organisation.objects.get(slug="ostersund")


# --- The page


def test_what_is_missing_says_what_follows(signed_in):
    text = text_of(signed_in("kim").get(page()))
    assert "Bergs kommun saknar referens Två uppgifter som fakturan behöver saknas." in text
    assert "Er referens Saknas Fakturan kan bli liggande, och någon e-faktura går inte att skicka." in text
    assert "E-fakturaadress Saknas Fakturan finns bara som PDF." in text
    assert "Postadress Box 73, 840 40 Svenstavik" in text
    assert "Samarbetsavtal Centrum mot våld 2025 part" in text


def test_an_example_is_marked(signed_in):
    assert "Er referens EX 1002 exempel" in text_of(signed_in("kim").get(page("bracke")))


def test_the_principal_shows_how_it_is_paid(signed_in):
    text = text_of(signed_in("kim").get(page("ostersund")))
    assert "Betalas till bankgiro 000-0000 exempel" in text
    assert "Skäl till att moms inte tas ut Undantag från skatteplikt" in text
    assert "Er referens" not in text
    assert "Allt som en faktura behöver är ifyllt." in text


def test_a_party_that_pays_nothing_misses_nothing(signed_in):
    text = text_of(signed_in("sam").get(page("falun")))
    assert "Faktureras inte enligt något avtal som gäller." in text
    assert "Saknas" not in text
    assert "Organisationsnummer okänt" in text


def test_ones_own_organisation_is_found_though_it_is_no_party(signed_in):
    text = text_of(signed_in("sam").get(page("kfjh")))
    assert "Kommunförbundet Jämtland Härjedalen är inte part i något av avtalen." in text


@pytest.mark.parametrize("slug", ["falun", "sundsvall", "finns-inte"])
def test_others_are_not_found(signed_in, slug):
    assert signed_in("kim").get(page(slug)).status_code == 404


def test_the_queries_do_not_grow(signed_in, cmv, berg):
    client = signed_in("kim")
    before = queries_of(client, page())
    for number in range(30):
        berg.buyer_reference = f"ref {number}"
        berg.save()
        other = Organisation.objects.create(
            slug=f"x{number}", name=f"Kommun {number}", short_name=f"K{number}", kind="municipality"
        )
        Party.objects.create(agreement=cmv, organisation=other)
    assert queries_of(client, page()) == before <= 7


# --- The form


@pytest.mark.parametrize(
    ("username", "slug", "status"),
    [
        ("bo", "berg", 200),
        ("alex", "berg", 200),
        ("alex", "ostersund", 200),
        ("noa", "berg", 404),
        ("bo", "ostersund", 404),
        ("kim", "berg", 404),
        ("charlie", "berg", 404),
        ("sam", "kfjh", 404),
        ("admin", "berg", 404),
        ("alex", "falun", 404),
    ],
)
def test_only_the_own_officer_and_the_principals_may_edit(signed_in, username, slug, status):
    client = signed_in(username)
    organisation = Organisation.objects.get(slug=slug)
    assert client.get(form(slug)).status_code == status
    if status == 404:
        assert client.post(form(slug), filled(organisation, buyer_reference="x")).status_code == 404
        organisation.refresh_from_db()
        assert organisation.buyer_reference != "x"
        assert form(slug) not in client.get(page(slug)).content.decode()


def test_the_officer_fills_in_the_reference_and_the_change_is_told(signed_in, person, berg):
    response = signed_in("bo").post(form(), filled(berg, buyer_reference="ZZ 4711"), follow=True)
    berg.refresh_from_db()
    assert berg.buyer_reference == "ZZ 4711"
    assert berg.history.first().history_user == person("bo")
    text = text_of(response)
    assert "Sparat. Uppgifterna står på nästa faktura." in text
    assert "Er referens ZZ 4711" in text
    assert "Bo Exempel Bergs kommun er referens – ZZ 4711" in text


def test_what_an_officer_saves_is_no_example(signed_in):
    bracke = Organisation.objects.get(slug="bracke")
    assert bracke.is_example
    client = signed_in("noa")
    assert "Uppgifterna är märkta som exempel." in text_of(client.get(form("bracke")))
    client.post(form("bracke"), filled(bracke))
    bracke.refresh_from_db()
    assert bracke.is_example, "nothing was changed, so nobody has vouched for it"
    client.post(form("bracke"), filled(bracke, buyer_reference="4711"))
    bracke.refresh_from_db()
    assert not bracke.is_example


def test_a_party_cannot_write_the_principals_fields(signed_in, berg):
    client = signed_in("bo")
    assert "bankgiro" not in client.get(form()).context["form"].fields
    client.post(form(), filled(berg, bankgiro="5050-1055", vat_note="x"))
    berg.refresh_from_db()
    assert (berg.bankgiro, berg.vat_note) == ("", "")


def test_the_principal_fills_in_how_it_is_paid(signed_in, ostersund):
    sent = filled(ostersund, bankgiro="5050-1055", plusgiro="", invoice_contact="Ekonomi", vat_note="Skäl")
    signed_in("alex").post(form("ostersund"), sent)
    ostersund.refresh_from_db()
    assert (ostersund.bankgiro, ostersund.invoice_contact, ostersund.vat_note) == (
        *("5050-1055", "Ekonomi", "Skäl"),
    )


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("einvoice_id", "2120002502", "Skriv fyra siffror, kolon och numret"),
        ("einvoice_id", "0007:2120002503", "Efter 0007: ska organisationens nummer stå, tio siffror."),
        ("postal_code", "8404", "Skriv fem siffror"),
        ("buyer_reference", PERSONAL_NUMBER, "Texten verkar innehålla ett personnummer."),
        ("address", f"Vägen 1, {PERSONAL_NUMBER}", "Texten verkar innehålla ett personnummer."),
    ],
)
def test_what_is_refused_is_told_by_the_field(signed_in, berg, field, value, said):
    response = signed_in("bo").post(form(), filled(berg, **{field: value}))
    assert response.status_code == 200
    text = text_of(response)
    assert "Det här behöver rättas" in text
    assert said in text
    berg.refresh_from_db()
    assert getattr(berg, field) != value
    assert berg.history.count() == 1


def test_a_wrong_giro_is_refused(signed_in, ostersund):
    response = signed_in("alex").post(form("ostersund"), filled(ostersund, bankgiro="5050-1056"))
    assert "Gironumret har fel antal siffror eller fel kontrollsiffra." in text_of(response)


def test_addresses_are_stored_in_one_form(signed_in, berg):
    signed_in("bo").post(form(), filled(berg, einvoice_id="0007: 212000-2502", postal_code="84040"))
    berg.refresh_from_db()
    assert (berg.einvoice_id, berg.postal_code) == ("0007:2120002502", "840 40")
