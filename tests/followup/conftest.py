"""What the tests of the follow-up share: years of figures, filled in and written, and a quick printer."""

from datetime import date

import pytest
import yaml
from django.conf import settings

from agreements.models import Cooperation


@pytest.fixture
def cooperation(db) -> Cooperation:
    return Cooperation.objects.get(slug="cmv")


@pytest.fixture(scope="session")
def demo_figures():
    """The demo's fictitious figures and texts, as data."""
    path = settings.FIXTURE_DIRS[0] / "09_demo_figures.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.fixture
def quick_report(monkeypatch):
    """A stand-in for printing the report, for tests of what surrounds it."""
    from followup.actions import reports

    def render_report(contents, *, created):
        return f"%PDF-1.7 {contents['title']} {contents['year']} {contents['edition']}".encode()

    monkeypatch.setattr(reports.documents, "render_report", render_report)


@pytest.fixture
def filled(cooperation, demo_figures, person):
    """Fills in a year's figures of CMV, and gives its yearbook."""
    from cmv_portal.demo_followup import fill_in
    from followup.queries.yearbook import yearbook

    def fill(year: int = 2025):
        book = yearbook(cooperation, year)
        fill_in(book, demo_figures["figures"], by=person("charlie"))
        return book

    return fill


@pytest.fixture
def written(filled, cooperation, demo_figures, person):
    """A year's report with everything in it, still a draft; with its yearbook."""
    from cmv_portal import demo_followup
    from followup.actions.reports import open_report

    def write(year: int = 2025):
        book = filled(year)
        demo_followup.register_outcome(year, demo_figures["outcomes"][year])
        demo_followup.make_plan(cooperation, year)
        report = open_report(cooperation=cooperation, year=year, by=person("charlie"))
        demo_followup.write_texts(report, book, demo_figures, by=person("charlie"))
        return report, book

    return write


@pytest.fixture
def reviewed(written, person):
    """A year's report as the steering group reads it."""
    from followup.actions.reports import review

    def show(year: int = 2025):
        report, book = written(year)
        review(report=report, book=book, names_nobody=True, by=person("charlie"))
        report.refresh_from_db()
        return report, book

    return show


@pytest.fixture
def adopted(reviewed, quick_report, person):
    """A year's report, adopted by the steering group the year after."""
    from followup.actions.reports import adopt

    def take(year: int = 2025):
        report, book = reviewed(year)
        return adopt(
            report=report, book=book, adopted_on=date(year + 1, 3, 12), paragraph="§ 12", by=person("kim")
        )

    return take


@pytest.fixture
def database_text(db):
    """Every value of every table of the database, as one text; columns of the portal's own keys left out."""
    from django.db import connection

    def dump() -> str:
        found = []
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                found += [str(value) for row in cursor.fetchall() for value in row]
        return "\n".join(found)

    return dump
