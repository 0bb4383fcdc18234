"""Figure 10: 100 000 series checked and added up, against openpyxl's bare reading of the same file."""

import csv
import json
import random
import statistics
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from cmv_portal.bench.figures import Figure
from cmv_portal.bench.one_import import HEADER, TOWNS, YEAR

ROOT = Path(__file__).resolve().parents[2]
ROWS = 100_000


def importing(rounds: int = 5) -> list[Figure]:
    """Time and memory of both forms of file. Each side runs in a process of its own, next to the other."""
    with tempfile.TemporaryDirectory() as folder:
        sheet, text = Path(folder, "serier.xlsx"), Path(folder, "serier.csv")
        _write(sheet, text)
        measured = [(_run("ours", sheet), _run("openpyxl", sheet), _run("ours", text)) for _ in range(rounds)]
    if any(one["rows"] != ROWS or one["talks"] != measured[0][0]["talks"] for row in measured for one in row):
        raise AssertionError("Sidorna läste inte samma serier.")
    figures = []
    for place, name in ((0, "XLSX"), (2, "CSV")):
        for unit, what, reach in (("seconds", "tid", 0.5), ("mib", "minne", 1.5)):
            ratio = statistics.median(row[place][unit] / row[1][unit] for row in measured)
            typical = statistics.median(row[place][unit] for row in measured)
            note = f"{typical:.2f} s" if unit == "seconds" else f"{typical:.0f} MiB som mest i processen"
            figures.append(Figure(10, f"100 000 serier, {name}: {what} mot openpyxl", ratio, reach, note))
    return figures


def _run(side: str, path: Path) -> dict:
    command = [sys.executable, "-m", "cmv_portal.bench.one_import", side, str(path)]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)


def _write(sheet: Path, text: Path) -> None:
    draw = random.Random(10)  # noqa: S311 - test data
    rows = [_series(draw) for _ in range(ROWS)]
    with text.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADER, *rows])
    with xlsxwriter.Workbook(sheet, {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet()
        for number, row in enumerate([HEADER, *rows]):
            page.write_row(number, 0, row)


def _series(draw: random.Random) -> tuple:
    return (
        "stodsamtal",
        date(YEAR, 1, 1) + timedelta(draw.randrange(365)),
        draw.choice(("kvinna", "man", "")),
        draw.randint(18, 90),
        draw.choice(TOWNS),
        draw.randint(1, 9),
        draw.choice(("service", "bistånd")),
        draw.choice(("ja", "nej", "delvis", "uppgift saknas")),
        draw.randint(0, 9),
    )
