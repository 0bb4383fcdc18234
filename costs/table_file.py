"""Reads a cost key from a table in a CSV file, and names every fault by row and column.

Columns: `name` and `population` or `percent`, and if wanted `code`, `floor` and `cap`. The delimiter is
`;` or `,`, the decimal sign a comma or a point, the text UTF-8 with or without BOM. Row 1 is the header;
rows without any content are passed over.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from agreements.swedish import MINUS, kr
from costs.allocation import Basis, Claimant

COLUMNS = ("name", "population", "percent", "code", "floor", "cap")

_WHOLE = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(?: [0-9]{3}){1,4}")
_DECIMAL = re.compile(r"[0-9]{1,15}(?:[.,][0-9]{1,15})?")

T = TypeVar("T")


class TableErrors(ValueError):
    """All faults of a table file, each one Swedish line with its row and column."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Table:
    """The parties of a table file in the file's order, and what their shares rest on."""

    claimants: tuple[Claimant, ...]
    basis: Basis


class _Fault(ValueError):
    """What is wrong with one cell."""


def read_table(data: bytes | str) -> Table:
    """Read the parties of a key from CSV; raises TableErrors with every fault found."""
    rows, stopped = _rows(_text(data))
    if not rows:
        raise TableErrors(stopped or ["rad 1: filen är tom."])
    (_, header), *body = rows
    columns = [cell.strip().casefold() for cell in header]
    faults = list(_header_faults(columns))
    if not body and not stopped:
        faults.append("rad 2: tabellen har inga parter.")
    claimants = []
    seen: dict[tuple[str, str], tuple[int, bool]] = {}
    for row, cells in body:
        if len(cells) > len(columns):
            faults.append(_too_many(row, len(cells), len(columns)))
            continue
        claimant, wrong = _claimant(row, dict(zip(columns, cells, strict=False)), columns)
        faults += [*wrong, *_duplicates(row, claimant, seen)]
        claimants.append(claimant)
    if faults or stopped:
        raise TableErrors(faults + stopped)
    return Table(tuple(claimants), Basis.PERCENT if "percent" in columns else Basis.POPULATION)


def _text(data: bytes | str) -> str:
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object.count(b"\n", 0, error.start) + 1
        raise TableErrors([f"rad {row}: filen är inte sparad som UTF-8."]) from error


def _rows(text: str) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """The rows that have content with their numbers, and the fault that stopped the reading, if any."""
    header = re.split(r"[\r\n]", text, maxsplit=1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in header else ",", strict=True)
    rows: list[tuple[int, list[str]]] = []
    row = 0
    try:
        for row, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells):
                rows.append((row, cells))
    except csv.Error:
        return rows, [f"rad {row + 1}: citattecknen går inte ihop, eller så är en cell orimligt lång."]
    if rows and rows[0][0] != 1:
        return [], ["rad 1: rubrikraden saknas."]
    return rows, []


def _header_faults(columns: list[str]) -> Iterator[str]:
    for place, column in enumerate(columns, 1):
        if not column:
            yield f"rad 1: kolumn nummer {place} saknar rubrik."
        elif column not in COLUMNS:
            yield f"rad 1, kolumn {column}: okänd kolumn; välj bland {', '.join(COLUMNS)}."
        elif column in columns[: place - 1]:
            yield f"rad 1, kolumn {column}: kolumnen står två gånger."
    if "name" not in columns:
        yield "rad 1, kolumn name: kolumnen saknas (skiljetecknet ska vara ; eller ,)."
    if "population" in columns and "percent" in columns:
        yield "rad 1, kolumn percent: ange antingen population eller percent, inte båda."
    if "population" not in columns and "percent" not in columns:
        yield "rad 1, kolumn population: kolumnen saknas; population eller percent måste finnas."


def _too_many(row: int, found: int, expected: int) -> str:
    return (
        f"rad {row}: {found} celler, men rubrikraden har {expected}; "
        "ett decimalkomma mellan kommatecken ska stå inom citattecken."
    )


def _claimant(row: int, cells: dict[str, str], columns: list[str]) -> tuple[Claimant, list[str]]:
    """One party and what is wrong with its row; a faulty cell is left empty."""
    faults: list[str] = []

    def cell(column: str, parse: Callable[[str], T], *, required: bool = False) -> T | None:
        text = " ".join(cells.get(column, "").split())
        if not text:
            if required and column in columns:
                faults.append(f"rad {row}, kolumn {column}: värdet saknas.")
            return None
        try:
            return parse(text)
        except _Fault as fault:
            faults.append(f"rad {row}, kolumn {column}: {fault}")
            return None

    claimant = Claimant(
        name=cell("name", str, required=True) or "",
        population=cell("population", _population, required=True),
        percent=cell("percent", _percent, required=True),
        code=cell("code", str) or "",
        floor=cell("floor", _whole),
        cap=cell("cap", _whole),
    )
    if claimant.floor is not None and claimant.cap is not None and claimant.floor > claimant.cap:
        faults.append(
            f"rad {row}, kolumn cap: taket {kr(claimant.cap)} är lägre än golvet {kr(claimant.floor)}."
        )
    return claimant, faults


def _whole(text: str) -> int:
    _refuse_negative(text)
    if not _WHOLE.fullmatch(text):
        raise _Fault(f"”{text[:40]}” är inte ett heltal.")
    return int(text.replace(" ", ""))


def _population(text: str) -> int:
    population = _whole(text)
    if not population:
        raise _Fault("folkmängden måste vara större än noll.")
    return population


def _percent(text: str) -> Decimal:
    _refuse_negative(text)
    if not _DECIMAL.fullmatch(text):
        raise _Fault(f"”{text[:40]}” är inte ett tal som 3,876.")
    return Decimal(text.replace(",", "."))


def _refuse_negative(text: str) -> None:
    if text.startswith(("-", MINUS)):
        raise _Fault(f"”{text[:40]}” är negativt.")


def _duplicates(row: int, claimant: Claimant, seen: dict[tuple[str, str], tuple[int, bool]]) -> Iterator[str]:
    """The same code twice, or the same name where a code does not tell the two apart."""
    coded = bool(claimant.code)
    code, name = ("code", claimant.code), ("name", claimant.name.casefold())
    if coded and code in seen:
        yield f"rad {row}, kolumn code: {claimant.code} står redan på rad {seen[code][0]}."
    elif claimant.name and name in seen and not (coded and seen[name][1]):
        yield f"rad {row}, kolumn name: {claimant.name} står redan på rad {seen[name][0]}."
    if coded:
        seen.setdefault(code, (row, coded))
    seen.setdefault(name, (row, coded))
