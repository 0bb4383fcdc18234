"""A distribution as a spreadsheet that recomputes itself beside the portal's own amounts (clause 11.3).

The formulas follow the portal's rule in whole numbers, so that no binary fraction decides a krona: shares
in the smallest unit of the rounding, amounts in kronor, and what is left over to the largest remainders.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from agreements.swedish import sort_key
from costs.apportionment import Basis
from costs.models import Budget
from costs.queries.distribution import Distribution, Row

# Numbers above this are not exact in a spreadsheet.
EXACT = 2**53
HEADER = 7  # the row of the headings, counted from nought
TOTAL = "$C$6"


@dataclass(frozen=True)
class _Formats:
    title: object
    head: object
    head_number: object
    text: object
    kronor: object
    share: object
    exact: object
    percent: object
    sum_text: object
    sum_kronor: object
    sum_share: object
    helper: object


def distribution_xlsx(shown: Distribution, more: Callable[[Workbook], object] | None = None) -> bytes:
    """The distribution with formulas, every party's derivation, and the budget; sheets in Swedish.

    `more` writes what sheets it has after these.
    """
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": f"Så delas kostnaden {shown.year}", "subject": str(shown.agreement)})
        formats = _formats(book, shown.calculation.inputs.rule.share_decimals)
        sheets = [book.add_worksheet(name) for name in ("Fördelning", "Härledning", "Budget")]
        for sheet in sheets:
            sheet.set_paper(9)  # A4
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
        total_cell = _budget_sheet(sheets[2], formats, shown)
        _distribution_sheet(sheets[0], formats, shown, f"=Budget!{total_cell}")
        _derivation_sheet(sheets[1], formats, shown)
        if more:
            more(book)
    return out.getvalue()


def _formats(book: Workbook, share_decimals: int | None) -> _Formats:
    # "#,##0" is the file format's way to ask for the reader's own grouping: "1 234" in a Swedish program.
    kronor, share = "#,##0", "0." + "0" * (4 if share_decimals is None else share_decimals) + "%"
    top, line = {"bold": True, "top": 1}, {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
    return _Formats(
        title=book.add_format({"bold": True, "font_size": 14}),
        head=book.add_format(line),
        head_number=book.add_format({**line, "align": "right"}),
        text=book.add_format({"text_wrap": True, "valign": "top"}),
        kronor=book.add_format({"num_format": kronor}),
        share=book.add_format({"num_format": share}),
        exact=book.add_format({"num_format": "0.0000000%"}),
        percent=book.add_format({"num_format": "0.###%"}),
        sum_text=book.add_format(top),
        sum_kronor=book.add_format({**top, "num_format": kronor}),
        sum_share=book.add_format({**top, "num_format": share}),
        helper=book.add_format({"num_format": kronor, "font_color": "#5a6a70"}),
    )


# --- Fördelning


@dataclass(frozen=True)
class _Rule:
    """The steps of the key that the formulas repeat: the unit of a share, and what must add up."""

    scale: int | None  # one over the unit of a rounded share; None where shares are exact
    reconcile: bool


def _repeatable(shown: Distribution) -> _Rule | None:
    """The rule, where formulas can follow it exactly: a key by population without fees or limits."""
    inputs = shown.calculation.inputs
    rule = inputs.rule
    limited = any(claimant.floor is not None or claimant.cap is not None for claimant in inputs.claimants)
    if rule.basis is not Basis.POPULATION or rule.base_fee_percent or limited:
        return None
    scale = None if rule.share_decimals is None else 10 ** (rule.share_decimals + 2)
    largest = max((scale or 1) * shown.population_sum, (scale or shown.population_sum) * shown.total)
    return _Rule(scale, rule.reconcile) if 2 * largest < EXACT else None


def _distribution_sheet(sheet: Worksheet, formats: _Formats, shown: Distribution, total: str) -> None:
    sheet.write_string(0, 0, f"Så delas kostnaden {shown.year}", formats.title)
    for row, text in enumerate(_about(shown), 1):
        sheet.write_string(row, 0, text)
    sheet.write_string(5, 0, "Att fördela, kr")
    sheet.write_formula(5, 2, total, formats.kronor, shown.total)
    rule = _repeatable(shown)
    headings = ["Kommunkod", shown.party_word.capitalize(), "Folkmängd", "Andel", "Portalens belopp, kr"]
    if rule:
        headings += [
            "Exakt andel",
            "Andel enligt formel",
            "Belopp enligt formel, kr",
            "Skillnad, kr",
            "Rest, andel",
            "Rest, belopp",
            "Ordning vid lika rest",
        ]
    for column, heading in enumerate(headings):
        sheet.write_string(HEADER, column, heading, formats.head_number if column > 1 else formats.head)
    for place, row in enumerate(shown.rows):
        _party(sheet, formats, row, HEADER + 1 + place)
    if rule:
        _formulas(sheet, formats, shown, rule)
    _sums(sheet, formats, shown, rule)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 22)
    sheet.set_column(2, 11, 15)
    sheet.set_row(HEADER, 32)
    sheet.freeze_panes(HEADER + 1, 2)


def _about(shown: Distribution) -> list[str]:
    agreement = f"{shown.agreement}{', förslag' if shown.is_proposal else ''}"
    population = shown.population
    if population is None:
        return [agreement]
    marks = [population.deviation, "Folkmängden är exempelsiffror." if population.is_example else ""]
    # Where the source names only a year, the day in the table is nobody's statement.
    day = population.label if population.label.isdigit() else population.reference_date
    source = f"Folkmängd {day}: {population.source}"
    return [agreement, source, " ".join(mark for mark in marks if mark)]


def _party(sheet: Worksheet, formats: _Formats, row: Row, at: int) -> None:
    sheet.write_string(at, 0, row.code)
    sheet.write_string(at, 1, row.name)
    if row.population is not None:
        sheet.write_number(at, 2, row.population, formats.kronor)
    sheet.write_number(at, 3, _share(row), formats.share)
    sheet.write_number(at, 4, row.amount, formats.kronor)


def _share(row: Row) -> Decimal:
    """The printed share as a part of one."""
    return Decimal(row.share.replace(",", ".")) / 100


def _formulas(sheet: Worksheet, formats: _Formats, shown: Distribution, rule: _Rule) -> None:
    """Share and amount worked out again, with the remainders that decide the last units."""
    first, last = HEADER + 2, HEADER + 1 + len(shown.rows)
    whole = f"$C${last + 1}"
    tie = sorted(shown.rows, key=lambda row: (-row.population, row.code, sort_key(row.name)))
    total, everyone = shown.total, shown.population_sum
    for at, row in enumerate(shown.rows, first):
        line = at - 1
        exact = round(Decimal(row.population) / everyone, 12)
        sheet.write_formula(line, 5, f"=C{at}/{whole}", formats.exact, exact)
        if rule.scale:
            units = int(_share(row) * rule.scale)
            product, amount, unit = f"C{at}*{rule.scale}", f"ROUND(G{at}*{rule.scale},0)*{TOTAL}", rule.scale
            rests = row.population * rule.scale % everyone, units * total % rule.scale
            share = f"=({_rounded(product, whole, 'J', at, first, last, rule)})/{rule.scale}"
        else:
            product, amount, unit = "0", f"C{at}*{TOTAL}", whole
            rests = 0, row.population * total % everyone
            share = f"=F{at}"
        sheet.write_formula(line, 6, share, formats.share, _share(row) if rule.scale else exact)
        kronor = f"={_rounded(amount, unit, 'K', at, first, last, rule)}"
        sheet.write_formula(line, 7, kronor, formats.kronor, row.amount)
        sheet.write_formula(line, 8, f"=H{at}-E{at}", formats.kronor, 0)
        sheet.write_formula(line, 9, f"=MOD({product},{whole})", formats.helper, rests[0])
        sheet.write_formula(line, 10, f"=MOD({amount},{unit})", formats.helper, rests[1])
        sheet.write_number(line, 11, tie.index(row) + 1, formats.helper)


def _rounded(product: str, whole: str | int, rest: str, at: int, first: int, last: int, rule: _Rule) -> str:
    """Product over whole: by largest remainder (remainders in column `rest`), or half up by itself."""
    if not rule.reconcile:
        return f"(2*{product}+{whole}-MOD(2*{product}+{whole},2*{whole}))/(2*{whole})"
    rests, order = f"{rest}${first}:{rest}${last}", f"L${first}:L${last}"
    before = f"SUMPRODUCT(({rests}>{rest}{at})+({rests}={rest}{at})*({order}<L{at}))"
    return f"({product}-{rest}{at})/{whole}+({before}<ROUND(SUM({rests})/{whole},0))*1"


def _sums(sheet: Worksheet, formats: _Formats, shown: Distribution, rule: _Rule | None) -> None:
    first, last = HEADER + 2, HEADER + 1 + len(shown.rows)
    share_sum = Decimal(shown.share_sum.replace(",", ".")) / 100
    sheet.write_string(last, 0, "Summa", formats.sum_text)
    sheet.write_blank(last, 1, None, formats.sum_text)
    sums = [("C", formats.sum_kronor, shown.population_sum), ("D", formats.sum_share, share_sum)]
    sums += [("E", formats.sum_kronor, shown.amount_sum)]
    if rule:
        sums += [("F", formats.sum_share, 1), ("G", formats.sum_share, share_sum if rule.scale else 1)]
        sums += [("H", formats.sum_kronor, shown.amount_sum), ("I", formats.sum_kronor, 0)]
    for letter, how, value in sums:
        if value is not None:
            cells = f"{letter}{first}:{letter}{last}"
            sheet.write_formula(f"{letter}{last + 1}", f"=SUM({cells})", how, value)
    sheet.write_string(last + 1, 0, "Avrundningsdifferens, kr")
    sheet.write_formula(last + 1, 4, f"=E{last + 1}-{TOTAL}", formats.kronor, shown.rounding_difference)
    if rule:
        differing = f"SUMPRODUCT(ABS(I{first}:I{last}))"
        check = f'=IF({differing}=0,"Stämmer med portalen","Avviker från portalen")'
        sheet.write_formula(last + 1, 8, check, None, "Stämmer med portalen")
    else:
        sheet.write_string(last + 3, 0, "Beloppen räknas fram i portalen. Stegen står på bladet Härledning.")


# --- Härledning


def _derivation_sheet(sheet: Worksheet, formats: _Formats, shown: Distribution) -> None:
    headings = [shown.party_word.capitalize(), "Steg", "Vad", "Uträkning", "Resultat", "Punkt", "Anmärkning"]
    for column, (heading, width) in enumerate(zip(headings, (18, 6, 44, 52, 20, 12, 44), strict=True)):
        sheet.write_string(0, column, heading, formats.head)
        sheet.set_column(column, column, width)
    at = 1
    for row in shown.rows:
        for count, step in enumerate(row.steps, 1):
            sheet.write_string(at, 0, row.name, formats.text)
            sheet.write_number(at, 1, count, formats.text)
            texts = (step.label, step.calculation, step.result, step.clause, step.note)
            for column, text in enumerate(texts, 2):
                sheet.write_string(at, column, text, formats.text)
            at += 1
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, at - 1, len(headings) - 1)


# --- Budget


def _budget_sheet(sheet: Worksheet, formats: _Formats, shown: Distribution) -> str:
    """Write the sheet; returns the cell that holds what is to be shared."""
    base, basis, later = shown.base_budget, shown.basis, shown.calculation.is_forecast
    sheet.write_string(0, 0, "Post", formats.head)
    kind = "Förslag" if shown.is_proposal or basis.status == Budget.Status.PROPOSAL.label else "Budget"
    sheet.write_string(0, 1, f"{kind} {basis.year}, kr", formats.head_number)
    if later:
        sheet.write_string(0, 2, f"Prognos {shown.year}, kr", formats.head_number)
    for at, (label, amount, forecast) in enumerate(shown.budget_rows, 1):
        sheet.write_string(at, 0, label, formats.text)
        sheet.write_number(at, 1, amount, formats.kronor)
        if later:
            sheet.write_number(at, 2, forecast, formats.kronor)
    at = len(base.lines) + 1
    _budget_sum(sheet, formats, at, "Delsumma", f"=SUM(B2:B{at})", base.subtotal)
    if later:
        sheet.write_formula(at, 2, f"=SUM(C2:C{at})", formats.sum_kronor, shown.budget.subtotal)
        sheet.write_number(at + 1, 2, shown.budget.overhead, formats.kronor)
        sheet.write_formula(at + 2, 2, f"=C{at + 1}+C{at + 2}", formats.sum_kronor, shown.budget.total)
    sheet.write_string(at + 1, 0, base.overhead_label or "OH")
    if basis.overhead.percent is None:
        sheet.write_number(at + 1, 1, base.overhead, formats.kronor)
    else:
        overhead = f"=ROUND(B{at + 1}*{basis.overhead.percent}/100,0)"
        sheet.write_formula(at + 1, 1, overhead, formats.kronor, base.overhead)
    _budget_sum(sheet, formats, at + 2, "Summa", f"=B{at + 1}+B{at + 2}", base.total)
    total_cell = _from_base_to_total(sheet, formats, shown, at + 2)
    sheet.write_string(f"A{int(total_cell.rpartition('$')[2]) + 2}", f"Källa: {basis.source}")
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 2, 20)
    sheet.freeze_panes(1, 1)
    return total_cell


def _budget_sum(
    sheet: Worksheet, formats: _Formats, at: int, label: str, formula: str, value: int | None
) -> None:
    sheet.write_string(at, 0, label, formats.sum_text)
    sheet.write_formula(at, 1, formula, formats.sum_kronor, value)


def _from_base_to_total(sheet: Worksheet, formats: _Formats, shown: Distribution, at: int) -> str:
    """Each year's uplift and each grant, down to what is shared; `at` is the row of the budget's sum."""
    cell, rates, grants = f"$B${at + 1}", shown.basis.rates, shown.basis.grants
    if rates:
        for year, percent, _ in rates:
            at += 1
            sheet.write_string(at, 0, f"Uppräkning {year}")
            sheet.write_number(at, 1, percent / 100, formats.percent)
        uplifted = "*".join(f"(1+B{row})" for row in range(at + 2 - len(rates), at + 2))
        at += 1
        label = f"Summa {shown.year}, avrundad en gång"
        _budget_sum(sheet, formats, at, label, f"=ROUND({cell}*{uplifted},0)", shown.budget.total)
        cell = f"$B${at + 1}"
    if grants:
        for label, amount in grants:
            at += 1
            sheet.write_string(at, 0, f"Statsbidrag: {label}")
            sheet.write_number(at, 1, -amount, formats.kronor)
        granted = f"SUM(B{at + 2 - len(grants)}:B{at + 1})"
        at += 1
        _budget_sum(sheet, formats, at, "Att fördela", f"=MAX(0,{cell}+{granted})", shown.total)
        cell = f"$B${at + 1}"
    return cell
