"""How a year's fixed cost differs from the year before, for each party and in total."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from agreements.models import Organisation
from agreements.queries import AgreementNotFound, find_agreement
from agreements.swedish import NBSP, decimal_text, signed_kr, sort_key
from agreements.terms import TermError
from costs.allocation import AllocationError
from costs.budget import BudgetError
from costs.models import Charge, Document
from costs.queries.calculations import CostError, calculation_of


@dataclass(frozen=True)
class ChangeLine:
    """One amount before and now, in whole kronor; None where there was or is none."""

    name: str
    before: int | None
    now: int | None

    @property
    def kr(self) -> int:
        return (self.now or 0) - (self.before or 0)

    @property
    def percent(self) -> Fraction | None:
        """The change in per cent; None where there is nothing to compare with."""
        return Fraction(100 * self.kr, self.before) if self.before else None

    @property
    def percent_text(self) -> str:
        if self.percent is None:
            return "ny"
        text = decimal_text(self.percent, 1)
        return f"{'+' if self.percent > 0 else ''}{text}{NBSP}%"

    @property
    def text(self) -> str:
        """ "+146 613 kr, +3,0 %"."""
        return f"{signed_kr(self.kr)}, {self.percent_text}"


@dataclass(frozen=True)
class Change:
    """Every party's change, in Swedish order, and the total's; `source` says what it is compared with."""

    source: str
    lines: tuple[ChangeLine, ...]

    @property
    def total(self) -> ChangeLine:
        return ChangeLine(
            "Summa", sum(line.before or 0 for line in self.lines), sum(line.now or 0 for line in self.lines)
        )

    @property
    def largest(self) -> ChangeLine:
        """The party whose amount changes most in per cent; a party that is new comes first."""
        return max(self.lines, key=lambda line: (line.percent is None, abs(line.percent or 0), abs(line.kr)))


def change_from_last_year(charge: Charge, now: Mapping[str, int]) -> Change:
    """The change from last year's invoices, or where none were issued, from last year's calculation.

    Without either, a change without lines whose source says why.
    """
    issued = dict(
        Document.objects.filter(
            charge__agreement__cooperation=charge.agreement.cooperation,
            charge__year=charge.year - 1,
            charge__kind=Charge.Kind.FIXED_COST,
        )
        .exclude(kind=Document.Kind.CREDIT_INVOICE)
        .values_list("organisation__slug", "amount")
    )
    if issued:
        return _compared(f"det som ställdes ut för {charge.year - 1}", issued, now)
    try:
        earlier = find_agreement(charge.agreement.cooperation.slug, charge.year - 1)
        computed = calculation_of(earlier, charge.year - 1, allow_estimated=True).amounts
    except (AgreementNotFound, CostError, AllocationError, BudgetError, TermError) as error:
        return Change(str(error), ())
    return _compared(f"portalens uträkning för {charge.year - 1}", computed, now)


def _compared(source: str, before: Mapping[str, int], now: Mapping[str, int]) -> Change:
    names = Organisation.objects.filter(slug__in={*before, *now}).values_list("slug", "short_name")
    ordered = sorted(names, key=lambda row: sort_key(row[1]))
    return Change(source, tuple(ChangeLine(name, before.get(slug), now.get(slug)) for slug, name in ordered))
