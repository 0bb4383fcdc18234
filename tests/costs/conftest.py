"""What the tests of the costs' pages share."""

from datetime import date

import pytest


@pytest.fixture
def november_2026(monkeypatch):
    """It is 22 November 2026."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 11, 22))


@pytest.fixture
def read():
    """A page's text with ordinary spaces."""

    def text(response) -> str:
        assert response.status_code == 200, response.status_code
        return response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")

    return text
