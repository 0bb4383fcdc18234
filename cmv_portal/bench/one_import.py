"""Reads one file in a process of its own, and prints what it cost: python -m cmv_portal.bench.one_import.

The first argument is `ours` (looked through, checked, added up) or `openpyxl` (its bare read-only reading).
"""

import json
import re
import sys
import time
from pathlib import Path

from followup.importing.reader import read_rows
from followup.importing.series import add_series
from followup.measures import Measure, Municipality, read_measure

YEAR = 2027
HEADER = (
    *("insats", "startdatum", "kön", "ålder", "kommun", "samtal"),
    *("beslutsform", "besök i hemkommunen", "väntedagar"),
)
TOWNS = ("Berg", "Bräcke", "Härjedalen", "Krokom", "Ragunda", "Strömsund", "Åre", "Östersund")
_DEFINITION = {
    "unit": "serier",
    "splits": [
        {
            "code": "kon",
            "label": "Kön",
            "parts": [{"code": code, "label": code} for code in ("kvinnor", "man")],
        },
        {"code": "kommun", "label": "Kommun", "municipal": "Östersund"},
        {
            "code": "alder",
            "label": "Ålder",
            "parts": [{"code": code, "label": code} for code in ("18-29", "30-44", "45-")],
        },
        {
            "code": "beslutsform",
            "label": "Beslutsform",
            "parts": [{"code": code, "label": code} for code in ("service", "bistand")],
        },
        {
            "code": "hemkommun",
            "label": "Besök i hemkommunen",
            "parts": [{"code": code, "label": code} for code in ("med", "utan")],
        },
    ],
    "quantities": [{"code": code, "label": code} for code in ("samtal", "vantedagar")],
}


def measure() -> Measure:
    """A measure with every column of the list."""
    return read_measure("stodsamtal", "Stödsamtal", _DEFINITION, [Municipality(town, town) for town in TOWNS])


def _ours(path: Path) -> tuple[int, int]:
    found = add_series(read_rows(path, path.name), [measure()], YEAR)
    if found.lines:
        raise AssertionError(found.lines)
    return found.rows["stodsamtal"], found.values["stodsamtal"]["summa.samtal"]


def _openpyxl(path: Path) -> tuple[int, int]:
    import openpyxl

    rows = openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True)
    place, count, talks = next(rows).index("samtal"), 0, 0
    for row in rows:
        count += 1
        talks += row[place]
    return count, talks


def main() -> None:
    """Print JSON: rows and talks (to compare the sides by), seconds, and the process's peak memory in MiB."""
    side, path = sys.argv[1], Path(sys.argv[2])
    before = time.perf_counter()
    rows, talks = {"ours": _ours, "openpyxl": _openpyxl}[side](path)
    seconds = time.perf_counter() - before
    print(json.dumps({"rows": rows, "talks": talks, "seconds": seconds, "mib": _peak()}))


def _peak() -> int:
    """The most memory the process has had, in MiB. What getrusage tells includes the process it came from."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+([0-9]+) kB", status)[1]) // 1024


if __name__ == "__main__":
    main()
