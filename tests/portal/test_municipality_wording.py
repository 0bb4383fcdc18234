"""The sentences of a party's page: amount first, then why, then next year."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cmv_portal.municipality.wording import Year, heading, next_year, why

NOW = Year(2026, 221_093, "4,524", 4_887_110, 8, "kommuner", 5990, "enligt avtalet", Decimal(3))
NEXT = Year(2027, 225_863, "4,487", 5_033_723, 8, "kommuner", 5940, "prognos", Decimal(3))


def plain(text):
    return text.replace("\u00a0", " ")


def test_the_heading_says_what_is_paid():
    assert plain(heading("Bräcke", NOW)) == "Bräcke betalar 221 093 kr 2026"
    assert plain(heading("Timrå", replace(NOW, word="förslag"))).startswith("Timrå skulle betala")


def test_one_sentence_says_why():
    assert plain(why("Bräcke", NOW)) == (
        "Det är Bräckes andel, 4,524 %, av 4 887 110 kr för alla åtta kommuner, 36,91 kr per invånare."
    )
    assert "per invånare" not in why("Bräcke", replace(NOW, population=None))


def test_next_year_says_how_much_more_and_both_reasons():
    assert plain(next_year("Bräcke", NOW, NEXT)) == (
        "2027 beräknas det bli 225 863 kr, 4 770 kr mer: hela kostnaden räknas upp med 3 %, "
        "och Bräckes andel minskar från 4,524 till 4,487 %."
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"word": "beslutad", "uplift": None}, "2027 blir det"),
        ({"uplift": None}, "hela kostnaden ökar från 4 887 110 kr till 5 033 723 kr"),
        ({"uplift": None, "total": 4_000_000}, "hela kostnaden minskar från"),
        ({"uplift": None, "total": 4_887_110}, "hela kostnaden är oförändrad"),
        ({"share": "4,524"}, "Bräckes andel är densamma"),
        ({"share": "10,000"}, "Bräckes andel ökar från 4,524 till 10,000 %"),
        ({"amount": 221_000}, "93 kr mindre"),
        ({"amount": 221_093}, "221 093 kr, lika mycket."),
    ],
)
def test_each_reason_has_its_words(changed, said):
    assert said in plain(next_year("Bräcke", NOW, replace(NEXT, **changed)))
