"""What the portal says of the personal data it holds: the log, the figures, and for how long."""

import pytest
from reading import text_of

pytestmark = pytest.mark.django_db


def test_the_log_is_told_and_the_times_are_the_settings(client, settings):
    settings.RAW_FIGURES_YEARS, settings.READ_LOG_YEARS = 7, 4
    page = text_of(client.get("/personuppgifter/"))
    assert "Läslogg: när du läser, hämtar eller nekas något som rör människor" in page
    assert "Siffror sparas 7 år. Antal per kommun bara 3 år. Publicerade rapporter bevaras" in page
    assert "Läsloggen sparas 4 år" in page


def test_it_is_told_that_a_mistake_is_taken_away(client):
    assert "tas det bort med all historik" in text_of(client.get("/personuppgifter/"))
