"""Self-assessment, indicators and simple amendments of a regional agreement: who writes, what is refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.models import Agreement, Indicator, IndicatorValue, SelfAssessment, SimpleAmendment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    stop_clock(monkeypatch, date(2026, 11, 25))


def address(name, slug="dalarna-2024", **more):
    return reverse(name, kwargs={"slug": slug, **more})


@pytest.fixture
def read(signed_in):
    return lambda username, name, **more: text_of(signed_in(username).get(address(name, **more)))


@pytest.fixture
def dalarna():
    return Agreement.objects.get(slug="dalarna-2024")


@pytest.mark.parametrize("name", ["self_assessments", "indicators", "deviations", "amendments"])
def test_an_agreement_without_the_term_has_no_such_page(name, signed_in):
    assert signed_in("sam").get(address(name, slug="cmv-2025")).status_code == 404
    assert signed_in("sam").get(address(name)).status_code == 200


# --- Self-assessment in four phases

PHASES = {"phase_1": "done", "phase_2": "under_way", "phase_3": "not_started", "phase_4": "not_started"}


def test_a_party_assesses_itself_and_all_read_it(signed_in, read):
    assert "Ingen part har skattat sitt införande 2026" in read("sam", "self_assessments")
    client = signed_in("ronja")
    client.post(address("self_assessment", year=2026, organisation="falun"), PHASES)
    stored = SelfAssessment.objects.get()
    assert (stored.assessed_on, stored.phase_2) == (date(2026, 11, 25), "under_way")
    told = read("admin", "self_assessments")
    assert "En av 16 parter har skattat sitt införande 2026" in told
    assert "Falun klar pågår inte påbörjad inte påbörjad" in told
    where = address("self_assessment", year=2026, organisation="mora")
    assert client.get(where).status_code == 404


def test_a_self_assessment_has_no_room_for_words():
    kinds = {field.get_internal_type() for field in SelfAssessment._meta.fields}
    free = [
        field.name
        for field in SelfAssessment._meta.fields
        if field.get_internal_type() in ("CharField", "TextField") and not field.choices
    ]
    assert "TextField" not in kinds
    assert free == []


def test_each_year_has_its_own_page(signed_in, read):
    signed_in("sam").post(address("self_assessment", year=2025, organisation="falun"), PHASES)
    assert "Ingen part har skattat sitt införande 2026" in read("ronja", "self_assessments")
    assert "En av 16 parter" in read("ronja", "self_assessments_of_year", year=2025)
    assert signed_in("sam").get(address("self_assessments_of_year", year=1999)).status_code == 404


def test_the_assessments_ask_as_much_for_all_as_for_one(signed_in, dalarna):
    client = signed_in("sam")
    few = queries_of(client, address("self_assessments"))
    for party in dalarna.parties.all():
        SelfAssessment.objects.create(
            agreement=dalarna, organisation=party.organisation, year=2026, assessed_on=date(2026, 1, 1),
            **PHASES,
        )  # fmt: skip
    assert queries_of(client, address("self_assessments")) == few


# --- Indicators


@pytest.fixture
def indicator(dalarna):
    return Indicator.objects.create(
        agreement=dalarna, name="Aktuell rutin", source="open_comparisons", unit="percent"
    )


def values_of(**changed):
    return {"read_from": "Öppna jämförelser 2026", "read_on": "2026-11-20", **changed}


def test_no_value_is_invented(read):
    assert not IndicatorValue.objects.exists()
    told = read("ronja", "indicators")
    assert "Inga indikatorer är upplagda" in told
    assert "Antal personer skrivs aldrig in här." in told
    assert "Lägg till en indikator" not in told


def test_no_unit_is_a_number_of_people():
    assert {*Indicator.Unit.values} == {"percent", "per_ten_thousand", "index", "yes_or_no"}


def test_the_strategist_adds_an_indicator(signed_in, read):
    data = {"name": "Aktuell rutin", "source": "kolada", "unit": "percent", "code": "U00000"}
    signed_in("sam").post(address("indicator_new"), data)
    assert "En indikator följs" in read("ronja", "indicators")
    assert signed_in("ronja").get(address("indicator_new")).status_code == 404
    people = {**data, "name": "Antal", "unit": "people"}
    assert signed_in("sam").post(address("indicator_new"), people).status_code == 200
    assert Indicator.objects.count() == 1


def test_a_party_types_its_own_value_with_its_source(indicator, signed_in, read):
    where = address("indicator_values", pk=indicator.pk, year=2026)
    client = signed_in("ronja")
    form = client.get(where).context["form"]
    assert [party.slug for party in form.parties] == ["falun"]
    client.post(where, values_of(falun="82,5", mora="10"))
    stored = IndicatorValue.objects.get()
    assert (stored.organisation.slug, stored.value, stored.read_from) == (
        "falun", Decimal("82.5"), "Öppna jämförelser 2026",
    )  # fmt: skip
    told = read("admin", "indicator", pk=indicator.pk)
    assert "Falun 82,5" in told
    assert "2026: Öppna jämförelser 2026" in told


def test_a_value_without_source_or_below_zero_is_refused(indicator, signed_in):
    where = address("indicator_values", pk=indicator.pk, year=2026)
    client = signed_in("ronja")
    assert "Skriv var värdena är publicerade." in text_of(
        client.post(where, values_of(falun="1", read_from=""))
    )
    client.post(where, values_of(falun="-1"))
    client.post(where, values_of(falun="1", read_on="2026-11-26"))
    assert not IndicatorValue.objects.exists()


def test_a_value_fits_its_unit(indicator, dalarna, signed_in, read):
    where = address("indicator_values", pk=indicator.pk, year=2026)
    client = signed_in("ronja")
    assert "mer än 100 procent" in text_of(client.post(where, values_of(falun="100,5")))
    routine = Indicator.objects.create(agreement=dalarna, name="Rutin", source="kolada", unit="yes_or_no")
    where = address("indicator_values", pk=routine.pk, year=2026)
    assert "Skriv 1 för ja och 0 för nej." in text_of(client.post(where, values_of(falun="2")))
    assert not IndicatorValue.objects.exists()
    client.post(where, values_of(falun="0"))
    assert "Falun nej" in read("admin", "indicator", pk=routine.pk)
    assert client.get(where).context["form"]["falun"].value() == "0"


def test_an_emptied_value_is_taken_away_and_others_stay(indicator, signed_in):
    where = address("indicator_values", pk=indicator.pk, year=2026)
    client = signed_in("sam")
    client.post(where, values_of(falun="82,5", mora="70"))
    client.post(where, values_of(falun="", mora="70"))
    assert [row.organisation.slug for row in IndicatorValue.objects.all()] == ["mora"]
    assert IndicatorValue.history.filter(history_type="-").get().history_user.username == "sam"


def test_who_only_reads_writes_no_value(indicator, signed_in):
    where = address("indicator_values", pk=indicator.pk, year=2026)
    assert signed_in("admin").get(where).status_code == 404


# --- Simple amendments


def amendment(**changed):
    return {
        "kind": "law",
        "clause": "del 3",
        "description": "Hänvisningen till lagen är ändrad.",
        "decided_on": "2026-11-10",
        **changed,
    }


def test_an_amendment_is_decided_told_and_attached(signed_in, read):
    assert "Inga enklare ändringar är beslutade" in read("ronja", "amendments")
    client = signed_in("sam")
    client.post(address("amendment_new"), amendment())
    told = read("ronja", "amendments")
    assert "Länschefsnätverket 10 november 2026." in told
    assert "Välfärdsrådet är inte informerat" in told
    assert "Ingen handling är bifogad" in told
    row = SimpleAmendment.objects.get()
    data = amendment(informed_on="2026-11-20", version=row.history.first().pk)
    client.post(address("amendment", pk=row.pk), data)
    assert "Välfärdsrådet informerat 20 november 2026" in read("ronja", "amendments")


def test_the_order_of_the_days_is_held(signed_in):
    client = signed_in("sam")
    told = text_of(client.post(address("amendment_new"), amendment(informed_on="2026-11-09")))
    assert "Informationen kan inte ha lämnats före beslutet." in told
    client.post(address("amendment_new"), amendment(decided_on="2026-11-26"))
    assert not SimpleAmendment.objects.exists()


def test_a_party_does_not_write_amendments(signed_in, read):
    assert signed_in("ronja").get(address("amendment_new")).status_code == 404
    assert "Lägg till en enklare ändring" not in read("ronja", "amendments")
