"""A distribution as JSON, CSV, text and spreadsheet: the same object, the same krona everywhere."""

import csv
import io
import json
from dataclasses import asdict

from agreements.swedish import kr, number, signed_kr
from costs.allocation import Allocation, Step
from costs.queries.distribution import Distribution

# A text that a spreadsheet would take for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """A text that no spreadsheet program runs as a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def allocation_json(allocation: Allocation) -> str:
    """The distribution with every party's steps; amounts in whole kronor, shares as printed."""
    return json.dumps(
        {
            "total": allocation.total,
            "rounding_difference": allocation.rounding_difference,
            "parties": [
                {
                    "code": party.code,
                    "name": party.name,
                    "population": party.population,
                    "share": party.share,
                    "amount": party.amount,
                    "steps": [asdict(step) for step in party.steps],
                }
                for party in allocation.parties
            ],
        },
        ensure_ascii=False,
    )


def csv_text(rows: list[list]) -> str:
    """Rows as Swedish spreadsheets read them: semicolons, CRLF and a byte order mark."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(
        [[safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows]
    )
    return "\ufeff" + out.getvalue()


def allocation_csv(allocation: Allocation) -> str:
    return csv_text(
        [
            ["kommunkod", "namn", "folkmängd", "andel i procent", "belopp i kronor"],
            *(
                [party.code, party.name, party.population, party.share, party.amount]
                for party in allocation.parties
            ),
        ]
    )


def allocation_text(allocation: Allocation) -> str:
    """The distribution for a terminal; the difference is named when the amounts do not add up."""
    lines = [
        f"{party.name:<24}{'' if party.population is None else number(party.population):>12}"
        f"{party.share + ' %':>14}{kr(party.amount):>18}"
        for party in allocation.parties
    ]
    lines.append(f"{'Summa':<24}{'':>26}{kr(sum(party.amount for party in allocation.parties)):>18}")
    if allocation.rounding_difference:
        lines.append(
            f"Att fördela: {kr(allocation.total)}. "
            f"Avrundningsdifferens {signed_kr(allocation.rounding_difference)}."
        )
    return "\n".join(lines) + "\n"


def derivation_text(shown: Distribution) -> str:
    """Every party's amount with its steps, as plain text to paste into a memo."""
    kind = " enligt förslaget" if shown.is_proposal else ""
    lines = [
        f"Så delas kostnaden {shown.year}{kind}",
        str(shown.agreement),
        f"Att fördela: {kr(shown.total)}",
    ]
    if shown.population and shown.population.deviation:
        lines.append(shown.population.deviation)
    if shown.rounding_difference:
        together, difference = kr(shown.amount_sum), signed_kr(shown.rounding_difference)
        lines.append(f"Avrundade var för sig blir beloppen tillsammans {together}, {difference} mot summan.")
    for row in shown.sorted_rows:
        lines += ["", f"{row.name}: {kr(row.amount)}"]
        lines += [f"  {count}. {_step_text(step)}" for count, step in enumerate(row.steps, 1)]
    return "\n".join(lines) + "\n"


def _step_text(step: Step) -> str:
    said = f"{step.label}, {step.calculation}" if step.calculation else step.label
    clause = f"punkt {step.clause}" if step.clause[:1].isdigit() else step.clause
    grounds = ", ".join(text for text in (step.note, clause) if text)
    return f"{said}: {step.result}" + (f" ({grounds})" if grounds else "")
