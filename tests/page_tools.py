"""What the tests of pages share: a clock that stands still, and the number of queries of a page."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone


def stop_clock(monkeypatch, day: date) -> date:
    """Let every page believe that it is that day."""
    real = timezone.localdate
    monkeypatch.setattr(timezone, "localdate", lambda value=None, tz=None: real(value, tz) if value else day)
    return day


def queries_of(client, address: str) -> int:
    """How many queries a page makes when it has been shown once before."""
    client.get(address)
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == 200
    return len(made)
