"""The year's cost against its budget, and how the fixed cost was shared, as texts to print."""

from dataclasses import dataclass
from typing import Any

from agreements.swedish import NBSP, kr, number, signed_kr

Json = dict[str, Any]

IN_BALANCE = "i balans"
COMPARED = {"överskott": "lägre än budget", "underskott": "högre än budget"}


@dataclass(frozen=True)
class Economy:
    """Amounts in whole kronor; `deviation` and its word as the outcome was decided."""

    data: Json

    @property
    def lead(self) -> str:
        actual = kr(self.data["actual"])
        compared = COMPARED.get(self.data["word"])
        if compared is None or not self.data["deviation"]:
            return f"Kostnaden blev {actual}, enligt budget."
        return f"Kostnaden blev {actual}, {kr(abs(self.data['deviation']))} {compared}."

    @property
    def figures(self) -> list[tuple[str, str]]:
        """The three amounts that are read first."""
        word = self.data["word"]
        return [
            ("Budget", kr(self.data["budgeted"])),
            ("Utfall", kr(self.data["actual"])),
            ("Avvikelse" if word == IN_BALANCE else word.capitalize(), kr(abs(self.data["deviation"]))),
        ]

    @property
    def lines(self) -> list[tuple[str, str]]:
        return [(line["label"], number(line["amount"])) for line in self.data["lines"]]

    @property
    def subtotal(self) -> str:
        """The lines together, before overhead."""
        return number(sum(line["amount"] for line in self.data["lines"]))

    @property
    def overhead(self) -> str:
        return number(self.data["overhead"]) if self.data["overhead"] else ""

    @property
    def budgeted(self) -> str:
        return number(self.data["budgeted"])

    @property
    def actual(self) -> str:
        return number(self.data["actual"])

    @property
    def deviation(self) -> str:
        """Budget minus outcome with its sign: plus is a lower cost than budgeted."""
        return signed_kr(self.data["budgeted"] - self.data["actual"]).removesuffix(f"{NBSP}kr")

    @property
    def consequence(self) -> str:
        return self.data.get("consequence") or ""

    @property
    def shares(self) -> list[Json]:
        """The parties in the order they are given, each with its bar in per cent of the largest."""
        found = self.data.get("shares") or []
        largest = max((share["amount"] for share in found), default=0) or 1
        return [
            {
                "name": share["name"],
                "share": str(share["share"]).replace(".", ","),
                "amount": number(share["amount"]),
                "bar": share["amount"] * 100 // largest,
            }
            for share in found
        ]

    @property
    def shared(self) -> str:
        return number(sum(share["amount"] for share in self.data.get("shares") or []))
