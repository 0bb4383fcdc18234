"""Raw figures never leave the centre: not in a page, a file, the administration, an error, a log or a mail.

Recognisable numbers are planted in every field, and then looked for as every person who may not see them,
at every address of the access matrix. A new address is covered when it stands there.
"""

import io
import logging
import re
import subprocess
import threading
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import openpyxl
import pytest
from django.contrib import admin
from django.contrib.admin.sites import NotRegistered
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from simple_history.utils import bulk_create_with_history
from test_access_matrix import MATRIX, PEOPLE, WRITES, world  # noqa: F401  a fixture

from agreements.access import may
from agreements.models import Cooperation
from cmv_portal.roles import Right
from followup import secrecy
from followup.models import (
    Erasure,
    Figure,
    FigureImport,
    FigureSheet,
    PublishedElsewhere,
    SeriesImportPermit,
)
from followup.queries.yearbook import yearbook

pytestmark = pytest.mark.django_db
YEARS = (2023, 2024, 2025, 2026, 2027)
FIRST = 791_900  # no amount, number or year of the portal begins so
SPACE = "(?:[ .,\u00a0\u202f]|&nbsp;|&#160;|&#xa0;)"
NUMBER = re.compile(f"(?<![0-9])(?:[0-9]{{1,3}}(?:{SPACE}[0-9]{{3}})+(?![0-9])|[0-9]{{6,7}}(?![0-9]))")
SLUGS = ("cmv", "norrsken")
PAGES_OF_A_KIND = 3


@dataclass(frozen=True)
class Planted:
    """Numbers that may be seen in one cooperation only, found however they are written."""

    values: dict[str, set[int]]

    def leaks(self, text: str, slug: str) -> list[int]:
        """The numbers of a cooperation that stand in a text."""
        found = {int(re.sub(r"&[^;]+;|[^0-9]", "", each)) for each in NUMBER.findall(text)}
        return sorted(found & self.values[slug])


@pytest.fixture
def planted(person) -> Planted:
    """A number of its own in every field of every measure and year, in two cooperations.

    What the fields of a split add up to, all or all but one, is as secret as they are.
    """
    number, values = FIRST, {}
    for slug in SLUGS:
        cooperation, begins, sums = Cooperation.objects.get(slug=slug), number, set()
        for year in YEARS:
            book = yearbook(cooperation, year)
            for measure in book.measures:
                sheet = FigureSheet.objects.create(measure=book.definitions[measure.code], year=year)
                rows = []
                for field in measure.fields:
                    rows.append(Figure(sheet=sheet, field=field.key, value=number))
                    number += 1
                sums |= sums_of(measure, {row.field: row.value for row in rows})
                bulk_create_with_history(rows, Figure, default_user=person("lo"))
        lo = person("lo" if slug == "cmv" else "vide")
        FigureImport.objects.create(
            cooperation=cooperation, year=2026, kind="counts", values={"x": number}, rows=1, uploaded_by=lo
        )
        PublishedElsewhere.objects.create(
            cooperation=cooperation, measure="trappan", year=2025, value=number + 1, where="x",
            published_on="2026-01-01", registered_by=lo,
        )  # fmt: skip
        number += 2
        values[slug] = {*range(begins, number), *sums}
    assert number < 800_000
    return Planted(values)


def sums_of(measure, values: dict[str, int]) -> set[int]:
    """What a split's fields add up to, with and without each of them: "Övriga kommuner" among others."""
    wholes = [[values[key] for key in split.fields] for split in measure.splits]
    return {sum(whole) - part for whole in wholes for part in (0, *whole)}


def all_text(response: HttpResponse) -> str:
    """What an answer holds, headers and files included, in whatever form it was sent."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return f"{headers}\n{readable(body)}"


def readable(body: bytes) -> str:
    """Text; the text layer and the properties of a PDF; every cell and file of a spreadsheet or a ZIP."""
    if body.startswith(b"%PDF"):
        words = subprocess.run(["pdftotext", "-", "-"], input=body, capture_output=True, check=False).stdout
        about = subprocess.run(["pdfinfo", "-"], input=body, capture_output=True, check=False).stdout
        return (words + about + body).decode(errors="replace")
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            parts = [readable(archive.read(name)) for name in archive.namelist()]
            if "xl/workbook.xml" in archive.namelist():
                sheets = openpyxl.load_workbook(io.BytesIO(body)).worksheets
                parts += [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row]
        return "\n".join(parts)
    return body.decode(errors="replace")


def sees_figures(user, slug: str) -> bool:
    return may(user, Right.SEE_FIGURES, Cooperation.objects.get(slug=slug).pk)


# --- The search itself finds what it should


@pytest.mark.parametrize(
    "written", ["791900", "791 900", "791\u00a0900", "791&nbsp;900", '"v":791900,', "791,900"]
)
def test_the_search_sees_a_number_however_it_is_written(written):
    assert Planted({"cmv": {791_900}}).leaks(f"x{written};", "cmv") == [791_900]


def test_the_search_sees_what_the_centre_sees(signed_in, planted):
    """Where the centre reads its own figures the search finds them, so that finding none says something."""
    address = reverse("figure_entry", args=["cmv", 2026, "trappan"])
    assert planted.leaks(all_text(signed_in("lo").get(address)), "cmv")


# --- Every page of every person


@pytest.mark.parametrize("letter", PEOPLE)
def test_no_page_shows_what_the_person_may_not_see(letter, world, planted, signed_in, person, caplog):  # noqa: F811
    hidden = [slug for slug in SLUGS if not sees_figures(person(PEOPLE[letter]), slug)]
    client, wrong = signed_in(PEOPLE[letter]), []
    client.raise_request_exception = False
    caplog.set_level(logging.DEBUG)
    for name, arguments, _ in MATRIX:
        arguments = world[arguments] if isinstance(arguments, str) else arguments
        address = reverse(name, kwargs=arguments)
        response = client.post(address, {}) if name in WRITES else client.get(address)
        text = all_text(response)
        wrong += [f"{address}: {each}" for slug in hidden for each in planted.leaks(text, slug)]
    assert not wrong, "\n".join(wrong)
    assert not [each for slug in SLUGS for each in planted.leaks(caplog.text, slug)]


def test_who_is_not_signed_in_sees_nothing(world, planted):  # noqa: F811
    client = Client()
    for name, arguments, _ in MATRIX:
        arguments = world[arguments] if isinstance(arguments, str) else arguments
        address = reverse(name, kwargs=arguments)
        text = all_text(client.post(address, {}) if name in WRITES else client.get(address))
        assert not [each for slug in SLUGS for each in planted.leaks(text, slug)], address


# --- The administration

RAW = (Figure, FigureSheet, FigureImport, PublishedElsewhere, SeriesImportPermit, Erasure)


def admin_pages(client: Client) -> Iterator[tuple[str, str]]:
    """Pages of the administration reached by links, filters and histories included: some of every kind."""
    waiting, seen, kinds = ["/admin/"], set(), Counter()
    while waiting:
        address = waiting.pop()
        kind = (resolve(address.partition("?")[0]).view_name, "?" in address)
        if address in seen or kinds[kind] >= PAGES_OF_A_KIND:
            continue
        seen.add(address)
        kinds[kind] += 1
        response = client.get(address)
        yield address, all_text(response)
        for link in re.findall(r'href="([^"#]+)"', response.content.decode()):
            link = link.replace("&amp;", "&")
            link = f"{address.partition('?')[0]}{link}" if link.startswith("?") else link
            waiting += [link] if link.startswith("/admin/") and "logout" not in link else []


def test_the_administration_has_no_raw_model():
    registered = set(admin.site._registry)
    for model in RAW:
        assert model not in registered
        with pytest.raises(NotRegistered):
            admin.site.get_model_admin(model)
    assert not [model for model in registered if hasattr(model, "instance_type")]


def test_no_page_of_the_administration_shows_a_figure(planted, signed_in):
    pages = dict(admin_pages(signed_in("admin")))
    assert len(pages) > 20
    for address, text in pages.items():
        assert not [each for slug in SLUGS for each in planted.leaks(text, slug)], address
        assert "sifferblad" not in text.lower(), address


# --- What breaks


def views(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern


def test_every_page_of_the_followup_keeps_its_figures():
    resolver = next(each for each in get_resolver().url_patterns if str(each.pattern) == "uppfoljning/")
    found = list(views(resolver.url_patterns))
    assert len(found) > 10
    assert [each.name for each in found if not getattr(each.callback, "keeps_figures", False)] == []


class Broken(Exception):
    """A fault that quotes what it choked on, as int() and databases do."""


@pytest.fixture
def broken(monkeypatch):
    """Filling in figures breaks deep inside, with the numbers in variables and in the fault's own words."""
    from followup.views import figures as page

    def save_figures(**given):
        numbers = {field: change.now for field, change in given["changes"].items()}
        raise Broken(f"Failing row contains {numbers}")

    monkeypatch.setattr(page, "save_figures", save_figures)


def post_a_figure(client: Client, value: int) -> HttpResponse:
    address = reverse("figure_entry", args=["cmv", 2026, "trappan"])
    return client.post(address, {"erbjods": "on", "totalt": str(value), "var-totalt": ""})


@pytest.mark.parametrize("debug", [False, True])
def test_an_error_page_a_log_and_a_mail_quote_nothing(broken, signed_in, settings, caplog, debug):
    settings.DEBUG = debug
    settings.ADMINS = [("Drift", "drift@exempel.invalid")]
    planted = Planted({"cmv": {FIRST}})
    client = signed_in("lo")
    client.raise_request_exception = False
    mailing = logging.getLogger("django.request")
    handler = logging_handler()
    mailing.addHandler(handler)
    try:
        response = post_a_figure(client, FIRST)
    finally:
        mailing.removeHandler(handler)
    assert response.status_code == 500
    assert not planted.leaks(all_text(response), "cmv")
    assert "Broken i test_nothing_leaks.py, rad" in caplog.text
    assert not planted.leaks(caplog.text, "cmv")
    assert mail.outbox
    for message in mail.outbox:
        alternatives = "".join(str(each) for each in message.alternatives)
        assert not planted.leaks(message.subject + message.body + alternatives, "cmv")


def logging_handler() -> logging.Handler:
    """Django's own mail to those who run the portal, with the whole error page."""
    from django.utils.log import AdminEmailHandler

    handler = AdminEmailHandler(include_html=True)
    handler.setLevel(logging.ERROR)
    return handler


def test_a_page_sent_bit_by_bit_keeps_its_figures_too():
    from django.http import StreamingHttpResponse

    def view(request):
        def parts():
            yield b"forst"
            raise Broken(f"Failing row contains {FIRST}")

        return StreamingHttpResponse(parts())

    response = secrecy.keeps_figures(view)(RequestFactory().get("/"))
    with pytest.raises(secrecy.FigureFault) as fault:
        b"".join(response.streaming_content)
    assert str(FIRST) not in str(fault.value)
    assert fault.value.__suppress_context__


def test_a_file_that_breaks_its_reading_is_quoted_nowhere(signed_in, monkeypatch, capsys):
    """The reading goes on in a thread of its own, whose faults Python would write on standard error."""
    from followup.views import imports

    def add_up(*given):
        raise Broken(f"invalid literal: {FIRST}")

    monkeypatch.setattr(imports, "add_up", add_up)
    given = {"kind": "counts", "file": SimpleUploadedFile("antal.csv", f"x;{FIRST}".encode())}
    response = signed_in("lo").post(reverse("figure_import", args=["cmv", 2026]), given)
    unhandled = []
    monkeypatch.setattr(threading, "excepthook", unhandled.append)
    with pytest.raises(secrecy.FigureFault, match=r"Broken i test_nothing_leaks\.py, rad") as fault:
        b"".join(response.streaming_content)
    assert str(FIRST) not in str(fault.value)
    assert not unhandled
    assert str(FIRST) not in "".join(capsys.readouterr())


def test_answers_are_still_answers(signed_in):
    """A 404 is not a fault, and keeps its own page."""
    assert signed_in("lo").get(reverse("figure_entry", args=["cmv", 2026, "finns-inte"])).status_code == 404


def test_a_row_of_figures_does_not_name_its_number(planted):
    figure = Figure.objects.first()
    assert str(figure.value) not in f"{figure} {figure!r} {figure.sheet} {figure.history.first()}"


@pytest.mark.parametrize("year", ["0", "1999", "2101", "9999", "99999", "1" + 30 * "0"])
def test_a_year_that_no_date_has_is_no_page_and_breaks_nothing(signed_in, year):
    """Neither for who may nor for who may not: a page that breaks says more than one that is not there."""
    kept = [each for each in secrecy_addresses() if "<year:year>" in each]
    assert len(kept) > 20
    for username in ("lo", "kim"):
        client = signed_in(username)
        for pattern in kept:
            address = filled_in(pattern, year)
            assert {client.get(address).status_code, client.post(address).status_code} == {404}, address


def secrecy_addresses() -> list[str]:
    """The patterns of every address of the follow-up."""
    resolver = next(each for each in get_resolver().url_patterns if str(each.pattern) == "uppfoljning/")
    return [str(each.pattern) for each in views(resolver.url_patterns)]


def filled_in(pattern: str, year: str) -> str:
    given = {"slug:slug": "cmv", "year:year": year, "slug:measure": "trappan", "slug:slot": "ekonomi",
             "slug:organisation": "berg", "slug:part": "utlatande", "int:pk": "1", "int:edition": "1",
             "str:suffix": "csv"}  # fmt: skip
    for name, value in given.items():
        pattern = pattern.replace(f"<{name}>", value)
    assert "<" not in pattern, pattern
    return f"/uppfoljning/{pattern}"
