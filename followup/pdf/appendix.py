"""How an amount came about and how the whole year is shared, from a frozen calculation (11.1-11.3).

The steps are the ones `costs/allocation.py` wrote; nothing is computed here but the sums of the columns.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from agreements.swedish import decimal_text, kr, number, short_date

Json = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """A row of the distribution, ready to print."""

    name: str
    population: str
    share: str
    amount: str
    is_own: bool = False


@dataclass(frozen=True)
class Remark:
    """Something the reader must know about the figures; the word stands first."""

    word: str
    text: str


@dataclass(frozen=True)
class Appendix:
    """The calculation of one party's amount and the distribution of all; without `party` only the latter."""

    calculation: Json
    principal: str = ""
    party: str = ""
    this_document: str = ""

    @property
    def year(self) -> int:
        return self.calculation["inputs"]["year"]

    @property
    def clause(self) -> str:
        return _clause(self.calculation["inputs"]["rule"]["clause"])

    # --- The steps

    @property
    def own(self) -> Json | None:
        rows = [row for row in self._parties if row["organisation"] == self.party]
        return rows[0] if rows else None

    @property
    def own_amount(self) -> str:
        return kr(self.own["amount"]) if self.own else ""

    @property
    def steps(self) -> list[Json]:
        """The party's steps; without a party, those of the total."""
        return self.own["steps"] if self.own else self._result["total_steps"]

    # --- A. The distribution

    @property
    def parties_word(self) -> str:
        return "kommunerna" if self.calculation["inputs"]["rule"]["parties"] == "kommuner" else "parterna"

    @property
    def population_date(self) -> str:
        """The reference date above the column: "1 nov 2023", or "2022" where the source names no day.

        Empty where the key rests on none.
        """
        if not self._population:
            return ""
        if self._population["label"].isdigit():
            return self._population["label"]
        day = date.fromisoformat(self._population["reference_date"])
        return f"{short_date(day)} {day.year}"

    @property
    def rows(self) -> Iterator[Row]:
        for row in self._parties:
            yield Row(
                name=self._named(row),
                population="" if row["population"] is None else number(row["population"]),
                share=row["share"],
                amount=number(row["amount"]),
                is_own=row["organisation"] == self.party,
            )

    def _named(self, row: Json) -> str:
        """A party and what it is here: "Bräcke, denna faktura", "Östersund, huvudman, internfördelning"."""
        is_principal, is_own = row["organisation"] == self.principal, row["organisation"] == self.party
        parts = [row["name"]]
        parts += ["huvudman"] if is_principal else []
        if is_own:
            parts.append(self.this_document)
        elif is_principal and self.party:
            parts.append("internfördelning")
        return ", ".join(parts)

    @property
    def sum_row(self) -> Row:
        population = self._result["population"]
        return Row(
            name="Summa",
            population="" if population is None else number(population),
            share=self._share_sum,
            amount=number(sum(row["amount"] for row in self._parties)),
        )

    @property
    def _share_sum(self) -> str:
        """100 where the shares are exact and only printed rounded; else the sum of the shares used."""
        if self.calculation["inputs"]["rule"]["share_decimals"] is None:
            return "100"
        shares = [Decimal(row["share"].replace(",", ".")) for row in self._parties]
        return decimal_text(sum(shares), -int(shares[0].as_tuple().exponent))

    # --- B. The budget

    @property
    def budget(self) -> Json | None:
        """Lines, overhead, grants and sums in the order they are added up; None for a given amount."""
        budget, basis = self._result["budget"], self.calculation["inputs"]["budget"]
        if budget is None:
            return None
        named = {step["kind"]: step["label"] for step in self._result["total_steps"]}
        grants = [step for step in self._result["total_steps"] if step["kind"] == "grant"]
        return {
            "is_forecast": basis["year"] != self.year,
            "base_year": basis["year"],
            "clause": _clause(basis["clause"]),
            "source": f"{basis['source']} ({basis['status']})",
            "lines": [{"label": line["label"], "amount": number(line["amount"])} for line in budget["lines"]],
            "subtotal": number(budget["subtotal"]),
            "overhead": number(budget["overhead"]) if budget["overhead"] else "",
            # Uplifted, the overhead is no longer the rate times the lines to the krona.
            "overhead_label": "OH, uppräknad" if basis["year"] != self.year else named.get("overhead", ""),
            "total": number(budget["total"]),
            "grants": [
                {"label": step["label"], "amount": step["result"].removesuffix("\u00a0kr")} for step in grants
            ],
            "to_distribute": number(self._result["total"]),
        }

    # --- What the reader must know

    @property
    def remarks(self) -> list[Remark]:
        return [*self._population_remarks, *self._rounding_remarks]

    @property
    def _population_remarks(self) -> Iterator[Remark]:
        population = self._population
        if not population:
            return
        if population["deviation"]:
            yield Remark(
                "Uppskattning" if population["is_estimated"] else "Avvikelse", population["deviation"]
            )
        if population["is_example"]:
            yield Remark("Exempel", "Folkmängderna är exempelsiffror. Beloppen är därför också exempel.")

    @property
    def _rounding_remarks(self) -> Iterator[Remark]:
        difference = self._result["rounding_difference"]
        if difference:
            more = "mer" if difference > 0 else "mindre"
            yield Remark(
                "Avrundning",
                f"Varje belopp avrundas för sig. Tillsammans blir de {kr(abs(difference))} {more} än "
                f"summan att fördela, {kr(self._result['total'])}.",
            )

    @property
    def _result(self) -> Json:
        return self.calculation["result"]

    @property
    def _parties(self) -> list[Json]:
        return self._result["parties"]

    @property
    def _population(self) -> Json | None:
        return self.calculation["inputs"]["population"]


def _clause(text: str) -> str:
    """A place in the agreement as it stands in a sentence: "punkt 11.3", "bilaga 3"."""
    return f"punkt {text}" if text[:1].isdigit() else text
