"""The empty table of counts to fill in, as a spreadsheet or as CSV; `followup.importing.counts` reads it."""

import csv
import io
from collections.abc import Sequence

from xlsxwriter import Workbook  # type: ignore[import-untyped]

from followup.figures import LARGEST
from followup.importing.counts import COLUMNS, template_rows
from followup.measures import Measure

SHEET = "Siffror"
# Signs of characters; the last is the column that is filled in.
WIDTHS = (36, 28, 50, 12)
# What a spreadsheet would take for the beginning of a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def template_xlsx(measures: Sequence[Measure]) -> bytes:
    """The table with its labels locked, as text, so that no class turns into a date; only antal is open."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        head = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
        text = book.add_format({"num_format": "@"})
        count = book.add_format({"num_format": "0", "locked": False, "bg_color": "#FFF8E1", "border": 4})
        sheet = book.add_worksheet(SHEET)
        for column, (title, width) in enumerate(zip(COLUMNS, WIDTHS, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, head)
        number = 0
        for number, labels in enumerate(template_rows(measures), 1):
            for column, label in enumerate(labels):
                sheet.write_string(number, column, label, text)
            sheet.write_blank(number, len(labels), None, count)
        sheet.data_validation(1, 3, max(number, 1), 3, _WHOLE)
        sheet.freeze_panes(1, 0)
        sheet.protect(options={"format_columns": True})
    return out.getvalue()


_WHOLE = {
    "validate": "integer",
    "criteria": "between",
    "minimum": 0,
    "maximum": LARGEST,
    "error_title": "Antal",
    "error_message": "Antalet ska vara ett heltal, 0 eller mer.",
}


def template_csv(measures: Sequence[Measure]) -> bytes:
    """The table as CSV: UTF-8 with BOM, semicolons; no cell is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(COLUMNS)
    for labels in template_rows(measures):
        writer.writerow((*map(_as_text, labels), ""))
    return out.getvalue().encode("utf-8-sig")


def _as_text(label: str) -> str:
    return f"'{label}" if label.startswith(_FORMULA_STARTS) else label
