"""The principal's leave to read in lists of series: off until the manager registers it; with its history."""

import pytest
from reading import text_of

from agreements.models import Cooperation
from followup.queries.permits import series_import_is_on

pytestmark = pytest.mark.django_db
ADDRESS = "/uppfoljning/cmv/siffror/tillstand/"


@pytest.fixture
def cooperation():
    return Cooperation.objects.get(slug="cmv")


def test_off_then_on_then_off_with_the_decisions(signed_in, cooperation):
    charlie = signed_in("charlie")
    assert "Listor med serier får inte läsas in" in text_of(charlie.get(ADDRESS))
    assert not series_import_is_on(cooperation)
    page = text_of(charlie.post(ADDRESS, {"is_on": "on", "decision": "Nämnden 2026-11-02 § 9"}, follow=True))
    assert "Listor med serier får läsas in Nämnden 2026-11-02 § 9." in page
    assert series_import_is_on(cooperation)
    page = text_of(charlie.post(ADDRESS, {"decision": "Nämnden 2026-12-02 § 4"}, follow=True))
    assert not series_import_is_on(cooperation)
    assert "Får läsas in Nämnden 2026-11-02 § 9 Charlie Exempel" in page
    assert not series_import_is_on(Cooperation.objects.get(slug="norrsken"))


def test_a_decision_is_asked_for(signed_in, cooperation):
    page = text_of(signed_in("charlie").post(ADDRESS, {"is_on": "on"}))
    assert "Skriv vem som beslutade, vilken dag och diarienummer." in page
    assert not series_import_is_on(cooperation)


@pytest.mark.parametrize("who", ["lo", "alex", "kim", "admin", "vide"])
def test_others_do_not_reach_it(signed_in, who):
    client = signed_in(who)
    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS, {"is_on": "on", "decision": "x"}).status_code == 404
