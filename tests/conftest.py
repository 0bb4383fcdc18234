"""What all tests share."""

import os

import pytest


def _skip_is_failure_in_ci(report):
    """A missing browser or database may cost a test on a laptop, never in CI."""
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Inget test får hoppas över i CI: {reason}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport():
    return _skip_is_failure_in_ci((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report():
    return _skip_is_failure_in_ci((yield))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The four cooperations and the demo's people stand in the test database, once a session."""
    from django.test.utils import override_settings

    from cmv_portal import demo

    quick = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), quick:
        demo.load_fixtures()
        demo.load_references()
        demo.make_users()


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    """Issued files of a test stay in the test's own folder."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def person(db):
    """A demo person by user name: alex and robin (Östersund's officers), noa (Bräcke's officer), bo
    (Berg's, named for wear), kim (steering group, Berg), sam (strategist), mika (SocSam, Åre),
    charlie (CMV's manager), ronja (steering group in Dalarna, Falun), admin."""
    from cmv_portal.models import User

    return lambda username: User.objects.get(username=username)


@pytest.fixture
def signed_in(person):
    """A browser signed in as a demo person."""
    from django.test import Client

    def browser(username: str) -> Client:
        client = Client()
        client.force_login(person(username))
        return client

    return browser


@pytest.fixture
def cmv(db):
    """The CMV agreement of 2025."""
    from agreements.models import Agreement

    return Agreement.objects.get(slug="cmv-2025")


@pytest.fixture
def quick_pdf(monkeypatch):
    """A stand-in for rendering, for tests of what surrounds it: one line instead of two pages."""
    from cmv_portal.january import issuing

    def render_all(contents):
        return [f"%PDF-1.7 {page['kind']} {page['number']}".encode() for page in contents]

    monkeypatch.setattr(issuing.documents, "render_all", render_all)


@pytest.fixture
def issued(quick_pdf, cmv, person):
    """The January run of a year, issued: by Alex, attested by Robin, dated 15 January."""
    from datetime import date

    from cmv_portal.january.issuing import issue_charge
    from costs.actions.charges import attest, make_draft, open_fixed_cost

    def run(year: int = 2027):
        charge = open_fixed_cost(agreement=cmv, year=year)
        make_draft(charge=charge, by=person("alex"))
        attest(charge=charge, by=person("robin"), issue_date=date(year, 1, 15))
        return issue_charge(charge=charge, by=person("alex"))

    return run


@pytest.fixture
def june_2027(monkeypatch):
    """A day when the invoices of January 2027 have been out for a while."""
    from datetime import date

    from page_tools import stop_clock

    return stop_clock(monkeypatch, date(2027, 6, 1))
