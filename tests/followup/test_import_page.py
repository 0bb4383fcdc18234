"""/uppfoljning/<samverkan>/siffror/<år>/las-in/: a file is tried, looked at and written; it is never kept."""

import csv
import io
import random
import re
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from reading import text_of

from agreements.models import ReadEvent
from followup.models import Figure, FigureImport, SeriesImportPermit
from followup.queries.yearbook import sheets_of, yearbook

PAGE = reverse("figure_import", args=["cmv", 2026])
SERIES_HEAD = (
    "insats", "startdatum", "kön", "ålder", "kommun", "beslutsform", "besök i hemkommunen", "samtal",
    "väntedagar",
)  # fmt: skip


@pytest.fixture
def permit(cooperation, person):
    return SeriesImportPermit.objects.create(
        cooperation=cooperation, is_on=True, decision="Enhetschefen 2026-01-10", switched_by=person("charlie")
    )


def upload(client, name, data, kind="counts"):
    response = client.post(PAGE, {"kind": kind, "file": SimpleUploadedFile(name, data)})
    if not response.streaming:
        return response
    return HttpResponse(b"".join(response.streaming_content), status=response.status_code)


def filled_template(client, value="0"):
    template = client.get(reverse("figure_template", args=["cmv", 2026, "csv"])).content
    rows = csv.reader(io.StringIO(template.decode("utf-8-sig")), delimiter=";")
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(next(rows))
    for row in rows:
        writer.writerow([*row[:3], value])
    return out.getvalue().encode("utf-8-sig")


def series(rows, seed=1):
    """A list of made-up series, each within the year."""
    dice, out = random.Random(seed), io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(SERIES_HEAD)
    for _ in range(rows):
        writer.writerow([
            "Stödsamtal för våldsutsatta", date(2026, 1, 1) + timedelta(days=dice.randrange(365)),
            dice.choice(["kvinna", "man"]), dice.randrange(18, 80), dice.choice(["Berg", "Åre", "Östersund"]),
            dice.choice(["service", "bistånd"]), dice.choice(["ja", "nej"]), dice.randrange(1, 20),
            dice.randrange(40),
        ])  # fmt: skip
    return out.getvalue().encode()


# --- The table of counts


def test_a_filled_template_is_looked_at_and_then_written(signed_in, cooperation, person):
    client = signed_in("lo")
    page = text_of(upload(client, "mall.csv", filled_template(client)))
    assert "Filen stämmer" in page
    assert not Figure.objects.exists()
    proposal = FigureImport.objects.get()
    response = client.post(reverse("figure_import_write", args=["cmv", 2026, proposal.pk]), follow=True)
    assert "Siffror för 9 mått är inlästa." in text_of(response)
    assert all(sheet.is_complete for sheet in sheets_of(yearbook(cooperation, 2026)).values())
    assert Figure.history.first().history_user == person("lo")
    assert not FigureImport.objects.exists()


def test_the_template_is_a_spreadsheet_too(signed_in):
    response = signed_in("charlie").get(reverse("figure_template", args=["cmv", 2026, "xlsx"]))
    assert response.content.startswith(b"PK")


def test_a_file_with_faults_changes_nothing_and_names_the_places(signed_in):
    client = signed_in("charlie")
    page = text_of(upload(client, "mall.csv", filled_template(client, "hemligt")))
    assert "Filen går inte att läsa in. Inget är ändrat." in page
    assert "Rad 2, kolumn D" in page
    assert "hemligt" not in page
    assert not FigureImport.objects.exists()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("figurer.pdf", b"%PDF-1.7 x", "PDF"),
        ("mall.xlsx", b"PK\x03\x04trasig", "Filen"),
        ("mall.csv", b"insats;uppdelning;klass;antal;anteckning\n", "okänd kolumn"),
        ("mall.csv", b"insats;uppdelning;klass;antal\nTrappan;811218-9876;x;1\n", "personnummer"),
    ],
)
def test_bad_files_are_told_in_swedish_and_change_nothing(signed_in, name, data, told):
    page = text_of(upload(signed_in("charlie"), name, data))
    assert told in page
    assert "9876" not in page
    assert not Figure.objects.exists()
    assert not FigureImport.objects.exists()


def test_a_proposal_is_its_uploaders_own_and_used_once(signed_in):
    client = signed_in("lo")
    upload(client, "mall.csv", filled_template(client))
    address = reverse("figure_import_write", args=["cmv", 2026, FigureImport.objects.get().pk])
    assert signed_in("charlie").post(address).status_code == 404
    client.post(address)
    assert client.post(address).status_code == 404


def test_a_proposal_that_replaces_figures_says_how_many(signed_in, cooperation, person):
    client = signed_in("charlie")
    upload(client, "mall.csv", filled_template(client, "0"))
    client.post(reverse("figure_import_write", args=["cmv", 2026, FigureImport.objects.get().pk]))
    again = filled_template(client, "0").replace(b"deltagare;0", b"deltagare;0")
    page = text_of(upload(client, "mall.csv", again))
    assert "Insatser för barn (Trappan) 25 –" in page


# --- The list of series


def test_lists_are_off_until_the_principal_allows_them(signed_in):
    client = signed_in("charlie")
    page = text_of(client.get(PAGE))
    assert "Listor går att läsa in när huvudmannen har beslutat om det." in page
    upload(client, "lista.csv", series(5), kind="series")
    assert not FigureImport.objects.exists()


def test_no_row_of_a_list_is_anywhere_afterwards(
    signed_in, permit, caplog, monkeypatch, tmp_path, database_text
):
    """A marked day, age and number of talks are sought in the database, the log and the temporary folder."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    caplog.set_level(0)
    client = signed_in("lo")
    marked = "Stödsamtal för våldsutsatta;2026-08-17;kvinna;47;Bräcke;service;nej;7919;7907\n"
    page = text_of(upload(client, "lista.csv", series(3000) + marked.encode(), kind="series"))
    assert "Filen stämmer" in page
    client.post(reverse("figure_import_write", args=["cmv", 2026, FigureImport.objects.get().pk]))
    everything = database_text() + caplog.text + page
    for value in ("2026-08-17", "7919", "7907"):
        # As a number of its own: a clock's fractions have such digits too.
        assert not re.search(rf"(?<!\d){value}(?!\d)", everything)
    assert list(Path(tmp_path).iterdir()) == []
    assert Figure.objects.get(field="totalt").value == 3001


def test_a_large_file_stays_in_memory(signed_in, permit, monkeypatch, tmp_path):
    """Larger than what Django would put on the disk."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    made = []
    real = tempfile.NamedTemporaryFile
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", lambda *a, **k: made.append(a) or real(*a, **k))
    data = series(40_000)
    assert len(data) > 2_621_440
    body = upload(signed_in("lo"), "lista.csv", data, kind="series")
    assert "40 000 rader lästa" in text_of(body)
    assert made == []


def test_a_file_over_the_limit_is_refused(signed_in):
    page = text_of(upload(signed_in("charlie"), "mall.csv", b"x" * (21 * 1024 * 1024)))
    assert "Välj en fil som är högst 20 MB." in page


# --- Who may


@pytest.mark.parametrize("username", ["alex", "noa", "kim", "sam", "mika", "admin"])
def test_only_registrars_reach_it(signed_in, username):
    assert signed_in(username).get(PAGE).status_code == 404
    assert signed_in(username).get(reverse("figure_template", args=["cmv", 2026, "csv"])).status_code == 404


def test_an_upload_is_logged(signed_in, person):
    client = signed_in("lo")
    upload(client, "mall.csv", filled_template(client))
    event = ReadEvent.objects.get(object_type="inläsning")
    assert (event.user, event.object_id) == (person("lo"), "counts")
