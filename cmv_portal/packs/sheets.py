"""The years beside one another as a sheet of a workbook, with formulas for sums and differences."""

from decimal import Decimal
from fractions import Fraction

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from agreements.swedish import round_half_up
from cmv_portal.packs.consequences import Consequences
from costs.comparison import Pair, PartyPair, YearPair

NAME = "Jämförelse"
HEADINGS = (
    "År",
    "Part",
    "Invånare",
    "Utan förslaget, kr",
    "Med förslaget, kr",
    "Skillnad, kr",
    "Kr per invånare",
)
WITHOUT, WITH = 3, 4  # columns, counted from nought


def comparison_sheet(book: Workbook, consequences: Consequences) -> None:
    """One block of rows a year: what each party pays without and with the proposal, and the sums."""
    sheet = book.add_worksheet(NAME)
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    formats = [book.add_format(look) for look in ({"num_format": "#,##0"}, {"num_format": "0.00"})]
    sums = [
        book.add_format({**look, "bold": True, "top": 1})
        for look in ({"num_format": "#,##0"}, {"num_format": "0.00"})
    ]
    for column, heading in enumerate(_headings(consequences)):
        sheet.write_string(0, column, heading, head)
    at = 1
    for year in consequences.years:
        for party in year.parties:
            _party(sheet, at, year, party, formats)
            at += 1
        _sum(sheet, at, year, len(year.parties), sums)
        at += 2
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, len(HEADINGS) - 1, 16)
    sheet.freeze_panes(1, 2)


def _headings(consequences: Consequences) -> tuple[str, ...]:
    labels = (f"{consequences.before_label}, kr", f"{consequences.after_label}, kr")
    return (*HEADINGS[:WITHOUT], *labels, *HEADINGS[WITH + 1 :])


def _party(sheet: Worksheet, at: int, year: YearPair, party: PartyPair, formats: list[Format]) -> None:
    whole = formats[0]
    sheet.write_number(at, 0, year.year)
    sheet.write_string(at, 1, party.name)
    pair = party.amounts
    for column, value in ((2, pair.population_after), (WITHOUT, pair.before), (WITH, pair.after)):
        if value is not None:
            sheet.write_number(at, column, value, whole)
    _derived(sheet, at, pair, formats)


def _sum(sheet: Worksheet, at: int, year: YearPair, parties: int, formats: list[Format]) -> None:
    whole = formats[0]
    sheet.write_number(at, 0, year.year)
    sheet.write_string(at, 1, "Summa", whole)
    values = {2: year.sums.population_after, WITHOUT: year.sums.before, WITH: year.sums.after}
    for column, value in values.items():
        if value is not None:
            cells = f"{xl_rowcol_to_cell(at - parties, column)}:{xl_rowcol_to_cell(at - 1, column)}"
            sheet.write_formula(at, column, f"=SUM({cells})", whole, value)
    _derived(sheet, at, year.sums, formats)


def _derived(sheet: Worksheet, at: int, pair: Pair, formats: list[Format]) -> None:
    """The difference and the kronor per inhabitant, as formulas over the row."""
    whole, decimals = formats
    people, without, with_it = (xl_rowcol_to_cell(at, column) for column in (2, WITHOUT, WITH))
    if pair.difference is not None:
        sheet.write_formula(at, WITH + 1, f"={with_it}-{without}", whole, pair.difference)
    if pair.after is not None and pair.population_after:
        each = Decimal(round_half_up(Fraction(100 * pair.after, pair.population_after))) / 100
        sheet.write_formula(at, WITH + 2, f"=ROUND({with_it}/{people},2)", decimals, each)
