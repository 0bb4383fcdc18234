"""A scenario as a workbook: the years beside one another with formulas, every derivation, what is changed."""

import io
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell as cell
from xlsxwriter.worksheet import Worksheet

from agreements.swedish import round_half_up
from costs.allocation import Step
from costs.comparison import PartyPair, YearPair

HEADINGS = (
    ("År", 8),
    ("Part", 22),
    ("Avtalet, kr", 16),
    ("Scenariot, kr", 16),
    ("Skillnad, kr", 16),
    ("Invånare, avtalet", 14),
    ("Invånare, scenariot", 14),
    ("Kr per invånare, avtalet", 14),
    ("Kr per invånare, scenariot", 14),
)
STEPS = (
    ("År", 8),
    ("Part", 22),
    ("Steg", 6),
    ("Vad", 44),
    ("Uträkning", 52),
    ("Resultat", 20),
    ("Punkt", 20),
    ("Anmärkning", 44),
)
BEFORE, AFTER, DIFFERENCE, PEOPLE, PER_HEAD = 2, 3, 4, 5, 7  # columns, counted from nought
ALL = "Alla"


def scenario_xlsx(title: str, told: Iterable[str], years: Iterable[YearPair]) -> bytes:
    """Three sheets: Jämförelse with formulas, Härledning with the steps of every amount, Ändringar."""
    out, years = io.BytesIO(), list(years)
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": title})
        sheets = [book.add_worksheet(name) for name in ("Jämförelse", "Härledning", "Ändringar")]
        for sheet in sheets:
            sheet.set_paper(9)  # A4
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
        _comparison(book, sheets[0], years)
        _derivation(book, sheets[1], years)
        _changes(book, sheets[2], title, list(told))
    return out.getvalue()


def _head(book: Workbook, sheet: Worksheet, headings: Iterable[tuple[str, int]]) -> None:
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    for column, (heading, width) in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 2)


# --- Jämförelse


def _comparison(book: Workbook, sheet: Worksheet, years: list[YearPair]) -> None:
    _head(book, sheet, HEADINGS)
    looks: tuple[dict, ...] = ({}, {"bold": True, "top": 1})
    plain, strong = (
        [book.add_format({**look, "num_format": f}) for f in ("#,##0", "0.00")] for look in looks
    )
    at = 1
    for year in years:
        first = at
        for party in year.parties:
            _party(sheet, at, year, party, plain)
            at += 1
        if at > first:
            _sum(sheet, at, first, year, strong)
            at += 2


def _party(sheet: Worksheet, at: int, year: YearPair, party: PartyPair, formats: list[Format]) -> None:
    pair = party.amounts
    sheet.write_number(at, 0, year.year)
    sheet.write_string(at, 1, party.name)
    columns = ((BEFORE, pair.before), (AFTER, pair.after))
    columns += ((PEOPLE, pair.population_before), (PEOPLE + 1, pair.population_after))
    for column, value in columns:
        if value is not None:
            sheet.write_number(at, column, value, formats[0])
    _derived(sheet, at, pair, formats)


def _sum(sheet: Worksheet, at: int, first: int, year: YearPair, formats: list[Format]) -> None:
    pair = year.sums
    sheet.write_number(at, 0, year.year)
    sheet.write_string(at, 1, "Summa", formats[0])
    columns = ((BEFORE, pair.before), (AFTER, pair.after))
    columns += ((PEOPLE, pair.population_before), (PEOPLE + 1, pair.population_after))
    for column, value in columns:
        if value is not None:
            cells = f"{cell(first, column)}:{cell(at - 1, column)}"
            sheet.write_formula(at, column, f"=SUM({cells})", formats[0], value)
    _derived(sheet, at, pair, formats)


def _derived(sheet: Worksheet, at: int, pair, formats: list[Format]) -> None:
    """The difference and the kronor per inhabitant, as formulas of the row's own cells."""
    if pair.difference is not None:
        formula = f"={cell(at, AFTER)}-{cell(at, BEFORE)}"
        sheet.write_formula(at, DIFFERENCE, formula, formats[0], pair.difference)
    sides = ((pair.before, pair.population_before), (pair.after, pair.population_after))
    for place, (amount, population) in enumerate(sides):
        if amount is not None and population:
            formula = f"=ROUND({cell(at, BEFORE + place)}/{cell(at, PEOPLE + place)},2)"
            value = round_half_up(Fraction(100 * amount, population))
            sheet.write_formula(at, PER_HEAD + place, formula, formats[1], Decimal(value) / 100)


# --- Härledning, Ändringar


def _derivation(book: Workbook, sheet: Worksheet, years: list[YearPair]) -> None:
    _head(book, sheet, STEPS)
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    at = 1
    for year in years:
        parties = [(party.name, party.steps) for party in year.parties]
        for name, steps in ((ALL, year.after.steps), *parties):
            for count, step in enumerate(steps, 1):
                _step(sheet, at, (year.year, name, count), step, wrap)
                at += 1


def _step(sheet: Worksheet, at: int, place: tuple[int, str, int], step: Step, wrap: Format) -> None:
    year, name, count = place
    sheet.write_number(at, 0, year, wrap)
    sheet.write_string(at, 1, name, wrap)
    sheet.write_number(at, 2, count, wrap)
    texts = (step.label, step.calculation, step.result, step.clause, step.note)
    for column, text in enumerate(texts, 3):
        sheet.write_string(at, column, text, wrap)


def _changes(book: Workbook, sheet: Worksheet, title: str, told: list[str]) -> None:
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    for at, line in enumerate(told, 2):
        sheet.write_string(at, 0, line)
    sheet.set_column(0, 0, 90)
