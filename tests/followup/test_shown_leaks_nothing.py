"""What is printed of a reviewed and an adopted report is all that leaves the centre, no other number.

Years of figures that add up are planted, with numbers that cannot be mistaken, and shown in every state:
adopted and then changed too little to be printed anew, reviewed after it was taken back and changed, and
never shown. Every page and file that a person without the right to raw figures can reach is searched for
what is not printed to that person, and none of them may even ask the database for raw figures.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import pikepdf
import pytest
import test_access_matrix
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from test_access_matrix import MATRIX, PEOPLE, WRITES, world  # noqa: F401  a fixture
from test_nothing_leaks import NUMBER, all_text

from agreements.models import Cooperation, Organisation, RoleAssignment
from cmv_portal import demo_followup
from cmv_portal.models import User
from cmv_portal.roles import Role
from followup.actions import reports as actions
from followup.actions.figures import Change, save_figures
from followup.actions.reviews import report_review
from followup.disclosure.model import to_json
from followup.measures import Measure
from followup.models import AnnualReport, Figure, FigureImport, Publication, QualityReview
from followup.queries.yearbook import Yearbook, yearbook

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("shown")]
ADOPTED, REVIEWED, DRAFT = 2024, 2025, 2026
YEARS = (ADOPTED, REVIEWED, DRAFT)
COUNT, SUM, NIGHTS = 118_003, 918_001, 619  # eight counts and their total stay under a million
RAW_TABLES = re.compile(r'"followup_(?:historical)?figure(?:sheet|import)?"')
GROUP = ("kim", "ostersunds-ledamot")
OTHERS = [name for letter, name in PEOPLE.items() if letter not in "KCL"]


@dataclass(frozen=True)
class Shown:
    """Every raw number that there is or has been, and what is printed in each state."""

    raw: frozenset[int]
    adopted: frozenset[int]
    reviewed: frozenset[int]

    def hidden(self, username: str) -> frozenset[int]:
        seen = self.adopted | (self.reviewed if username in GROUP else frozenset())
        return self.raw - seen

    def leaks(self, text: str, username: str) -> list[int]:
        found = {int(re.sub(r"&[^;]+;|[^0-9]", "", each)) for each in NUMBER.findall(text)}
        return sorted(found & self.hidden(username))


# --- The planted years


def planted_values(measure: Measure, serial: int) -> dict[str, int]:
    """Figures that add up: a count of its own for every municipality, and small ones that hide the large."""
    values: dict[str, int] = {}
    municipal = next((split for split in measure.splits if split.is_municipal), None)
    if municipal:
        for place, field in enumerate(municipal.fields[:-1]):
            values[field] = COUNT + 97 * serial + 11 * place
        values[municipal.fields[-1]] = 0
    values["totalt"] = total = sum(values.values()) or 791_000 + serial
    for split in measure.splits:
        if split is not municipal:
            first, *rest = split.fields
            few = 3 if len(rest) > 1 else 0
            values |= {first: total - few, **dict.fromkeys(rest, 0)}
            values[rest[0]] = few
    for place, quantity in enumerate(measure.quantities):
        values[quantity.field] = SUM + 97 * serial + 11 * place
    if measure.occupancy:
        values[measure.occupancy.field] = NIGHTS
    return values


def save(book: Yearbook, measure: Measure, values: dict[str, int], by) -> None:
    stored = dict(
        Figure.objects.filter(
            sheet__measure=book.definitions[measure.code], sheet__year=book.year
        ).values_list("field", "value")
    )
    changes = {field: Change(stored.get(field), value) for field, value in values.items()}
    assert save_figures(book=book, code=measure.code, changes=changes, by=by) == ()


def plant(book: Yearbook, by, *, more: int = 0) -> None:
    """Fill in a year; with `more` one municipality has so many more, too few to be printed anew."""
    for place, measure in enumerate(book.measures):
        values = planted_values(measure, 10 * (book.year - 2020) + place)
        if more and measure.is_cases:
            for field in ("totalt", *(split.fields[0] for split in measure.splits)):
                values[field] += more
        save(book, measure, values, by)


def write(cooperation: Cooperation, year: int, demo_figures, by) -> tuple[AnnualReport, Yearbook]:
    book = yearbook(cooperation, year)
    plant(book, by)
    demo_followup.register_outcome(year, demo_figures["outcomes"][year])
    demo_followup.make_plan(cooperation, year)
    report = actions.open_report(cooperation=cooperation, year=year, by=by)
    demo_followup.write_texts(report, book, demo_figures, by=by)
    return show(report, book, by), book


def show(report: AnnualReport, book: Yearbook, by) -> AnnualReport:
    actions.review(report=report, book=book, names_nobody=True, by=by)
    report.refresh_from_db()
    return report


def make_reports(cooperation: Cooperation, demo_figures, charlie, kim) -> None:
    report, book = write(cooperation, ADOPTED, demo_figures, charlie)
    adopt(report, book, kim)
    actions.open_report(cooperation=cooperation, year=ADOPTED, by=charlie, changes="Texterna är rättade.")
    plant(book, charlie, more=1)
    report, book = write(cooperation, REVIEWED, demo_figures, charlie)
    actions.take_back(report=report, by=charlie)
    plant(book, charlie, more=2)
    show(report, book, charlie)
    plant(yearbook(cooperation, DRAFT), charlie)
    actions.open_report(cooperation=cooperation, year=DRAFT, by=charlie)


def adopt(report, book, by) -> None:
    day = date(report.year + 1, 3, 12)
    actions.adopt(report=report, book=book, adopted_on=day, paragraph="§ 12", by=by)


def make_review(cooperation: Cooperation, by) -> None:
    """A quality review that quotes what the adopted report printed, reported."""
    review = QualityReview.objects.create(
        cooperation=cooperation, year=2025, report_due=date(2025, 12, 1), scope_from=date(2022, 1, 1),
        scope_until=date(2024, 12, 31), reviewer="Granskarna", appointed_on=date(2024, 3, 1),
        interviews="Gott.", compiled_followup="Gott.", statement="Gott.",
    )  # fmt: skip
    review.improvements.create(position=1, text="Rutin", owner="Chefen", due_on=date(2027, 1, 1))
    report_review(review=review, reported_on=date(2025, 11, 1), names_nobody=True, by=by)


def numbers_of(figures: dict) -> set[int]:
    cells = (cell["published"] for table in figures["tables"] for cell in table["cells"])
    return {number for number in cells if number is not None}


@pytest.fixture
def shown(monkeypatch, demo_figures, person) -> Shown:
    """The reports in their states. Must come before `world`, whose own reports of CMV they stand in for."""
    cmv, charlie = Cooperation.objects.get(slug="cmv"), person("charlie")
    make_reports(cmv, demo_figures, charlie, person("kim"))
    make_review(cmv, charlie)
    member = User.objects.create_user("ostersunds-ledamot")
    RoleAssignment.objects.create(
        user=member, role=Role.STEERING_MEMBER, cooperation=cmv,
        organisation=Organisation.objects.get(slug="ostersund"),
    )  # fmt: skip
    proposal = FigureImport.objects.create(
        cooperation=cmv, year=DRAFT, kind="counts", values={"x": SUM - 1}, rows=1, uploaded_by=person("lo")
    )
    proposed = {"proposed_by_lo": {"slug": "cmv", "year": DRAFT, "pk": proposal.pk}}
    monkeypatch.setattr(test_access_matrix, "reported", lambda person: proposed)
    raw = set(Figure.objects.values_list("value", flat=True))
    raw |= set(Figure.history.values_list("value", flat=True)) | {SUM - 1}
    raw |= set(others_without_one(cmv))
    publications = {year: [] for year in YEARS}
    for row in Publication.objects.select_related("report"):
        publications[row.report.year].append(numbers_of(row.figures))
    return Shown(
        raw=frozenset(number for number in raw if number > 99_999),
        adopted=frozenset(set().union(*publications[ADOPTED])),
        reviewed=frozenset(set().union(*publications[REVIEWED])),
    )


def others_without_one(cooperation: Cooperation) -> Iterator[int]:
    """ "Övriga kommuner" but for one municipality: what is left when its own chief subtracts."""
    for year in YEARS:
        for measure in yearbook(cooperation, year).measures:
            counts = [
                count
                for field, count in planted_values(
                    measure, 10 * (year - 2020) + measure_place(measure)
                ).items()
                if field.startswith("kommun.") and field != "kommun.ostersund"
            ]
            yield from (sum(counts) - count for count in counts)


def measure_place(measure: Measure) -> int:
    book = yearbook(Cooperation.objects.get(slug="cmv"), ADOPTED)
    return [each.code for each in book.measures].index(measure.code)


# --- What can be reached


def addresses(world) -> Iterator[tuple[str, str]]:  # noqa: F811
    """Every address of the matrix, and those of the planted reports, each with its method."""
    for name, arguments, _ in MATRIX:
        arguments = world[arguments] if isinstance(arguments, str) else arguments
        yield ("post" if name in WRITES else "get"), reverse(name, kwargs=arguments)
    for year in YEARS:
        yield from (("get", each) for each in addresses_of(year))
        for step in ("open", "review", "correct", "take_back", "adopt", "present"):
            yield "post", reverse(f"report_{step}", args=["cmv", year])
    for name in ("quality_review", "quality_review_pdf"):
        yield "get", reverse(name, args=["cmv", 2025])


def addresses_of(year: int) -> Iterator[str]:
    for name in ("report", "report_draft_pdf", "activity_plan"):
        yield reverse(name, args=["cmv", year])
    for edition in (1, 2):
        yield reverse("report_pdf", args=["cmv", year, edition])
        for suffix in ("csv", "xlsx", "json", "txt"):
            yield reverse("report_figures", args=["cmv", year, edition, suffix])
    for suffix in ("csv", "json", "xlsx"):
        yield reverse("open_data", args=["cmv", year, suffix])
    for municipality in ("ostersund", "ragunda"):
        yield reverse("municipal_report", args=["cmv", year, municipality])
        yield reverse("municipal_report_pdf", args=["cmv", year, municipality])


def everything_in(response: HttpResponse) -> str:
    """All text of an answer, and of a PDF also its inner parts: files, names, notes and properties."""
    text = all_text(response)
    body = b"" if response.streaming else response.content
    return text + "\n".join(pdf_parts(body)) if body.startswith(b"%PDF-") and len(body) > 1000 else text


def pdf_parts(body: bytes) -> Iterator[str]:
    with pikepdf.open(io.BytesIO(body)) as pdf:
        for name, attached in pdf.attachments.items():
            yield name + attached.get_file().read_bytes().decode(errors="replace")
        for found in pdf.objects:
            if isinstance(found, pikepdf.Stream) and found.get("/Type") == pikepdf.Name.Metadata:
                yield found.read_bytes().decode(errors="replace")
            yield from strings_of(found)


def strings_of(found, depth: int = 0) -> Iterator[str]:
    """Texts that a reader or a screen reader is given: titles, alternative texts, bookmarks."""
    if isinstance(found, pikepdf.String):
        yield str(found)
    elif depth < 3 and isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        for value in found.values():
            yield from () if getattr(value, "is_indirect", False) else strings_of(value, depth + 1)
    elif depth < 3 and isinstance(found, pikepdf.Array):
        for value in found:
            yield from () if getattr(value, "is_indirect", False) else strings_of(value, depth + 1)


@contextmanager
def raw_asked_for() -> Iterator[list[str]]:
    """The queries of raw figures that are made meanwhile."""
    asked: list[str] = []

    def watch(execute, sql, params, many, context):
        if RAW_TABLES.search(sql):
            asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield asked


def walk(client: Client, world) -> Iterator[tuple[str, str, list[str]]]:  # noqa: F811
    """Each address with all that it answers, and what was asked of raw figures; nothing is left written."""
    client.raise_request_exception = False
    for method, address in addresses(world):
        with raw_asked_for() as asked, transaction.atomic():
            text = everything_in(getattr(client, method)(address))
            transaction.set_rollback(True)
        yield f"{method} {address}", text, asked


# --- The planting itself


def test_what_is_planted_is_dotted_and_found(shown, world, signed_in):  # noqa: F811
    """The small counts hide the large ones beside, and the search finds what the centre's own page holds."""
    report = AnnualReport.objects.get(year=REVIEWED)
    table = next(each for each in report.publication.figures["tables"] if each["id"] == "trappan")
    sexes = [cell["published"] for cell in table["cells"] if {"Flickor", "Pojkar"} & set(cell["coord"])]
    assert sexes == [None, None]
    assert len(shown.hidden("sam")) > 300
    assert shown.hidden("kim") < shown.hidden("sam")
    page = signed_in("lo").get(reverse("figure_entry", args=["cmv", REVIEWED, "trappan"]))
    assert shown.leaks(all_text(page), "kim")
    draft = signed_in("kim").get(reverse("report_draft_pdf", args=["cmv", REVIEWED]))
    assert shown.leaks(everything_in(draft), "sam"), "de tryckta siffrorna syns för styrgruppen"
    with raw_asked_for() as asked:
        signed_in("lo").get(reverse("figures", args=["cmv", REVIEWED]))
    assert asked


# --- Every page of every person


@pytest.mark.parametrize("half", [0, 1])
def test_nobody_outside_the_centre_is_given_more_than_is_printed(half, shown, world, person):  # noqa: F811
    wrong = []
    for username in [*GROUP, *OTHERS][half::2]:
        client = Client()
        client.force_login(person(username))
        for address, text, asked in walk(client, world):
            wrong += [f"{username} {address}: {number}" for number in shown.leaks(text, username)]
            # The manager of another cooperation reads its raw figures, and none of these.
            wrong += [f"{username} {address}: {sql}" for sql in asked if username != "vide"]
    assert not wrong, "\n".join(wrong)


def test_who_is_not_signed_in_is_given_the_adopted_open_data_alone(shown, world):  # noqa: F811
    opened = {reverse("open_data", args=["cmv", ADOPTED, suffix]) for suffix in ("csv", "json")}
    for address, text, asked in walk(Client(), world):
        assert not shown.leaks(text, ""), address
        assert not asked, address
        has_figures = any(str(number) in text for number in shown.adopted if number > 99_999)
        assert has_figures is (address.removeprefix("get ") in opened), address


def test_the_open_data_are_the_publication_and_nothing_beside(shown, signed_in):
    """Cell by cell, the small ones too: the stored figures, with the day of adoption put in."""
    report = AnnualReport.objects.get(year=ADOPTED, edition=1)
    served = Client().get(reverse("open_data", args=["cmv", ADOPTED, "json"])).json()
    assert served == {**report.publication.figures, "adopted": "2025-03-12"}
    draft = AnnualReport.objects.get(year=ADOPTED, edition=2)
    again = actions.protected(draft, yearbook(draft.cooperation, ADOPTED)).report
    assert to_json(again)["tables"] == served["tables"], "en för liten ändring trycks inte"


# --- The boundary: who prints reads no raw figures (privacy rules, 5)


def test_a_shown_report_is_printed_with_the_raw_tables_out_of_reach(shown, signed_in, person):
    def refuse(execute, sql, params, many, context):
        assert not RAW_TABLES.search(sql), sql
        return execute(sql, params, many, context)

    clients = {name: signed_in(name) for name in ("charlie", "kim", "sam")}
    report = AnnualReport.objects.get(year=REVIEWED)
    with connection.execute_wrapper(refuse):
        for name, client in clients.items():
            # A new edition of the adopted year is the centre's draft, whose page says what is missing.
            for year in (REVIEWED,) if name == "charlie" else (ADOPTED, REVIEWED):
                for address in addresses_of(year):
                    client.get(address)
            client.get(reverse("quality_review_pdf", args=["cmv", 2025]))
        adopt(report, yearbook(report.cooperation, REVIEWED), person("kim"))
    assert AnnualReport.objects.get(year=REVIEWED).is_adopted
