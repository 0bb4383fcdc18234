"""import_figures, annual_report, disclosure_audit: JSON alone on standard output, faults in Swedish."""

import io
import json
import shutil
import subprocess
from datetime import date

import openpyxl
import pytest
from django.core.management import call_command

from followup.disclosure.model import to_json
from followup.importing.template import template_csv, template_xlsx
from followup.models import Figure
from followup.queries.publications import printed_figures
from followup.queries.stored_report import report_bytes
from followup.queries.yearbook import sheets_of, yearbook

pytestmark = pytest.mark.django_db

# How LibreOffice is told: semicolons, quoted texts, UTF-8, from the first row.
CSV_IN_UTF8 = "csv:Text - txt - csv (StarCalc):59,34,76,1"


@pytest.fixture
def run(capsys):
    """Runs a command; gives its exit code, standard output and standard error."""

    def run(*arguments):
        code = 0
        capsys.readouterr()
        try:
            call_command(*map(str, arguments))
        except SystemExit as stop:
            code = stop.code
        told = capsys.readouterr()
        return code, told.out, told.err

    return run


@pytest.fixture
def zeros(cooperation, tmp_path):
    """The template of 2026 filled in with noughts."""
    lines = template_csv(yearbook(cooperation, 2026).measures).decode("utf-8-sig").splitlines()
    path = tmp_path / "siffror.csv"
    path.write_text("\n".join([lines[0], *(f"{line}0" for line in lines[1:])]), encoding="utf-8-sig")
    return path


# --- import_figures


def test_a_file_is_imported_whole(run, zeros, cooperation):
    code, out, err = run("import_figures", "--cooperation", "cmv", "--year", 2026, zeros, "--format", "json")
    told = json.loads(out)
    assert (code, err, told["kind"], told["written"]) == (0, "", "counts", True)
    assert told["measures"]["trappan"] == {"fields": 25}
    assert all(sheet.is_complete for sheet in sheets_of(yearbook(cooperation, 2026)).values())


def test_a_dry_run_writes_nothing(run, zeros):
    code, out, _ = run("import_figures", "--cooperation", "cmv", "--year", 2026, zeros, "--dry-run")
    assert code == 0
    assert "Skulle läsas in: Insatser för barn (Trappan), 25 tal" in out
    assert not Figure.objects.exists()


def test_a_list_of_series_is_known_by_its_headings(run, tmp_path):
    path = tmp_path / "lista.csv"
    path.write_text(
        "insats;startdatum;kön;ålder;kommun;beslutsform;besök i hemkommunen;samtal;väntedagar\n"
        "Stödsamtal för våldsutsatta;2026-03-02;kvinna;34;Åre;service;nej;7;12\n",
        encoding="utf-8",
    )
    code, out, _ = run("import_figures", "--cooperation", "cmv", "--year", 2026, path, "--format", "json")
    assert (code, json.loads(out)["kind"]) == (0, "series")
    assert Figure.objects.get(field="summa.samtal").value == 7


def test_faults_are_lines_on_standard_error_without_values(run, zeros):
    text = zeros.read_text(encoding="utf-8-sig").replace("Flickor;0", "Flickor;hemligt", 1)
    zeros.write_text(text, encoding="utf-8-sig")
    code, out, err = run("import_figures", "--cooperation", "cmv", "--year", 2026, zeros)
    assert (code, out) == (2, "")
    assert "kolumn D" in err
    assert "hemligt" not in err
    assert not Figure.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--cooperation", "annat", "--year", 2026), "Det finns ingen samverkan som heter annat."),
        (("--cooperation", "dalarna", "--year", 2026), "Inget räknas för"),
    ],
)
def test_what_is_not_there_is_told(run, zeros, arguments, told):
    code, _, err = run("import_figures", *arguments, zeros)
    assert code == 2
    assert told in err


def test_a_locked_year_is_told(run, reviewed, zeros, cooperation):
    reviewed()
    path = zeros.with_name("2025.csv")
    path.write_bytes(zeros.read_bytes())
    code, _, err = run("import_figures", "--cooperation", "cmv", "--year", 2025, path)
    assert code == 2
    assert "låsta" in err


# --- annual_report


def test_an_adopted_report_is_written_as_it_was_stored(run, adopted, tmp_path):
    report = adopted()
    code, out, err = run(
        "annual_report", "--cooperation", "cmv", "--year", 2025,
        "--pdf", tmp_path / "r.pdf", "--csv", tmp_path / "r.csv", "--json", tmp_path / "r.json",
    )  # fmt: skip
    assert (code, out, err) == (0, "", "")
    assert (tmp_path / "r.pdf").read_bytes() == report_bytes(report)
    assert json.loads((tmp_path / "r.json").read_text("utf-8")) == to_json(printed_figures(report))
    assert "Stödsamtal för våldsutsatta" in (tmp_path / "r.csv").read_text("utf-8-sig")


def test_a_year_that_is_not_adopted_needs_draft(run, written, quick_report, tmp_path):
    written()
    code, _, err = run("annual_report", "--cooperation", "cmv", "--year", 2025, "--json", tmp_path / "r.json")
    assert code == 2
    assert "Lägg till --draft" in err
    assert not (tmp_path / "r.json").exists()
    code, _, _ = run(
        "annual_report", "--cooperation", "cmv", "--year", 2025, "--draft", "--json", tmp_path / "r.json"
    )
    assert code == 0
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["adopted"] is None


def test_a_draft_without_figures_says_what_is_missing(run, filled, cooperation, person, tmp_path):
    from followup.actions.reports import open_report

    open_report(cooperation=cooperation, year=2026, by=person("charlie"))
    code, _, err = run(
        "annual_report", "--cooperation", "cmv", "--year", 2026, "--draft", "--json", tmp_path / "r.json"
    )
    assert code == 2
    assert "Kvinnogrupp: siffrorna är inte klara." in err


# --- disclosure_audit


def test_what_is_safe_is_told_so(run, adopted):
    adopted(2024)
    adopted(2025)
    assert run("disclosure_audit", "--cooperation", "cmv")[0] == 0
    assert run("disclosure_audit", "--cooperation", "cmv", "--year", 2024)[0] == 0


@pytest.mark.parametrize("more", [(), ("--year", 2025)])
def test_a_figure_told_elsewhere_that_opens_a_dot_is_named(run, adopted, cooperation, person, more):
    adopted(2025)
    cooperation.published_elsewhere.create(
        measure="stodsamtal-valdsutovare", year=2025, split="kon", label="Män", value=16, where="Radio",
        published_on=date(2026, 5, 2), registered_by=person("charlie"),
    )  # fmt: skip
    code, out, _ = run("disclosure_audit", "--cooperation", "cmv", *more)
    assert code == 1
    assert "Samtal för våldsutövare 2025, Kvinnor kan räknas ut." in out
    assert " 2 " not in out


def test_a_draft_is_tried_before_it_is_shown(run, written):
    written()
    assert run("disclosure_audit", "--cooperation", "cmv", "--year", 2025)[0] == 0


def test_nothing_published_is_told(run, db):
    assert run("disclosure_audit", "--cooperation", "cmv")[0] == 2


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) finns inte på maskinen")
@pytest.mark.parametrize(
    "form", ["xlsx:Calc MS Excel 2007 XML", "csv:Text - txt - csv (StarCalc):59,34,76,1"]
)
def test_a_template_saved_by_libreoffice_is_read(run, cooperation, tmp_path, form):
    """The template as spreadsheet, filled in, and saved by another program than those that wrote it."""
    book = openpyxl.load_workbook(io.BytesIO(template_xlsx(yearbook(cooperation, 2026).measures)))
    sheet = book.active
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, 4).value = 0
    book.save(tmp_path / "siffror.xlsx")
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", "--headless", f"-env:UserInstallation={profile}", "--convert-to", form]
    command += ["--outdir", str(tmp_path / "out"), str(tmp_path / "siffror.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    saved = next((tmp_path / "out").iterdir())
    code, out, err = run("import_figures", "--cooperation", "cmv", "--year", 2026, saved, "--format", "json")
    assert (code, err) == (0, "")
    assert json.loads(out)["rows"] == sheet.max_row - 1
