"""What to know before a charge is drafted: each check with its sign, its figure and what follows from it.

"late" stops the draft, "soon" is a remark to read first, "done" is fine.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse

from agreements.models import Agreement, Organisation
from agreements.queries import term_of, terms_of
from agreements.swedish import count_word, join_names, kr, long_date, percent, signed_kr
from agreements.terms import TermKind
from cmv_portal.january.change import Change
from cmv_portal.january.preflight_parties import Check, officers, organisations, series
from costs.models import Charge, Document, YearOutcome
from costs.queries.regulated import regulated_kinds

Json = dict[str, Any]
Kind = Charge.Kind
WEAR = Kind.ABNORMAL_WEAR

# A party's change that is worth a second look, in per cent either way.
UNUSUAL_CHANGE = 10


@dataclass(frozen=True)
class Facts:
    """What the checks look at: the charge, its frozen calculation (None: not computable) and who pays."""

    charge: Charge
    calculation: Json | None
    problem: str
    is_estimate_asked: bool
    is_changed: bool
    seller: Organisation | None
    payers: Sequence[Organisation]
    change: Change | None

    @property
    def receivers(self) -> list[Organisation]:
        """Those who get an invoice: all who pay but the principal itself."""
        return [row for row in self.payers if self.seller is None or row.pk != self.seller.pk]


def preflight(facts: Facts) -> list[Check]:
    """Every check, those that stop the draft first, then the remarks."""
    order = {"late": 0, "soon": 1, "done": 2}
    return sorted(_checks(facts), key=lambda check: order[check.state])


def summary(checks: Sequence[Check]) -> str:
    """The pre-flight in a sentence or two."""
    done = sum(check.state == "done" for check in checks)
    late = sum(check.state == "late" for check in checks)
    if done == len(checks):
        return f"Alla {count_word(done)} punkter är klara."
    first = f"{count_word(done).capitalize() if done else 'Ingen'} av {count_word(len(checks))} punkter är "
    first += "klar." if done < 2 else "klara."
    if late:
        return f"{first} {count_word(late).capitalize()} hindrar utkastet och behöver lösas först."
    left = len(checks) - done
    rest = "Den andra" if left == 1 else f"De andra {count_word(left)}"
    return f"{first} {rest} hindrar inte, men läs {'den' if left == 1 else 'dem'} först."


def _checks(facts: Facts) -> Iterator[Check]:
    charge = facts.charge
    yield _agreement(charge)
    if facts.seller is None:
        yield Check("late", "Ingen huvudman fakturerar", note="Avtalet har ingen huvudman bland parterna.")
    if facts.calculation is None:
        yield Check("late", "Kostnaden går inte att räkna ut", note=facts.problem)
    else:
        yield from _calculation(facts)
    if charge.kind != Kind.FIXED_COST:
        yield from _ground(charge)
    yield _earlier(charge)
    if facts.change is not None:
        yield _change(charge.year, facts.change)
    if facts.seller is not None:
        if facts.payers:
            yield from organisations(facts.payers, facts.receivers, facts.seller)
        yield series(charge, facts.seller)
    yield officers(charge)


def _agreement(charge: Charge) -> Check:
    agreement, first_day = charge.agreement, date(charge.year, 1, 1)
    link = {"link": agreement.get_absolute_url(), "link_text": "Avtalet"}
    if agreement.status != Agreement.Status.ADOPTED:
        return Check("late", "Avtalet är ett förslag", note="Ett förslag kan inte faktureras.", **link)
    term = term_of(agreement, first_day)
    if term.period is None:
        return Check("late", f"Avtalet gäller inte den {long_date(first_day)}", note=term.reason, **link)
    return Check(
        "done", "Avtalet gäller", f"från {term.period.start}", note=f"Uppsägning: {_lower(term.reason)}"
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


# --- The calculation


def _population_missing(charge: Charge, basis: Json) -> Check:
    known = long_date(date.fromisoformat(basis["reference_date"]))
    known += " och påhittad" if basis["is_example"] else ""
    return Check(
        "soon",
        "Årets folkmängd saknas",
        note=f"Regeln är {basis['rule']}; den senast kända är från {known}. "
        "Registrera årets egen, eller tillåt den senast kända när du gör utkasten.",
        link=reverse("populations", args=[charge.agreement.cooperation.slug]),
        link_text="Folkmängder",
    )


def _calculation(facts: Facts) -> Iterator[Check]:
    calculation = facts.calculation
    if facts.is_changed:
        yield Check(
            "late",
            "Underlaget har ändrats sedan utkastet",
            note="Utkastet stämmer inte längre med underlaget. Gör ett nytt utkast.",
        )
    if facts.charge.kind == WEAR:
        return
    yield _shares(calculation)
    yield _amounts(calculation)
    if population := calculation["inputs"]["population"]:
        yield (_population_missing if facts.is_estimate_asked else _population)(facts.charge, population)


def _shares(calculation: Json) -> Check:
    printed = [row["share"] for row in calculation["result"]["parties"]]
    total = sum(Decimal(share.replace(",", ".")) for share in printed)
    decimals = max(len(share.partition(",")[2]) for share in printed)
    exact = calculation["inputs"]["rule"]["share_decimals"] is None
    return Check(
        "done" if total == 100 or exact else "soon",
        "Andelarna blir 100 procent",
        percent(total, decimals),
        "Avtalet avrundar inte andelarna; de visas avrundade här." if exact and total != 100 else "",
    )


def _amounts(calculation: Json) -> Check:
    difference = calculation["result"]["rounding_difference"]
    return Check(
        "soon" if difference else "done",
        "Beloppen blir summan",
        f"skillnad {signed_kr(difference)}",
        "Avtalet stämmer inte av beloppen; vart och ett avrundas för sig." if difference else "",
    )


def _population(charge: Charge, basis: Json) -> Check:
    day = long_date(date.fromisoformat(basis["reference_date"]))
    note = basis["deviation"]
    if basis["is_example"]:
        note = f"{note} Siffrorna är påhittade exempel och ska bytas innan någon faktureras på riktigt."
    if not note:
        return Check("done", "Folkmängden är den som regeln säger", day)
    return Check(
        "soon",
        f"Folkmängden är från {day}" if basis["deviation"] else "Folkmängden är exempelsiffror",
        note=note.strip(),
        link=reverse("populations", args=[charge.agreement.cooperation.slug]),
        link_text="Folkmängder",
    )


# --- The ground of a charge beside the fixed cost


def _ground(charge: Charge) -> Iterator[Check]:
    if charge.kind not in regulated_kinds(charge.agreement, charge.year):
        yield Check(
            "late",
            "Avtalet reglerar inte det här",
            note="Det går bara att debitera det som avtalet reglerar.",
        )
    elif charge.kind == Kind.QUALITY_REVIEW:
        yield _review(charge)
    elif charge.kind == Kind.DEFICIT:
        yield _deficit(charge)
    elif charge.kind == Kind.STAFFING:
        begins = f"från {charge.starts_on}" if charge.starts_on else ""
        yield Check("done", "Alla åtta kommuner har godkänt", begins, note=charge.decision)


def _deficit(charge: Charge) -> Check:
    outcome = YearOutcome.objects.filter(agreement=charge.agreement, year=charge.year).first()
    if outcome is None:
        return Check("late", "Bokslutet saknas", note=f"Registrera bokslutet för {charge.year} först.")
    return Check("done", f"Bokslutet {charge.year} är registrerat", signed_kr(outcome.deviation))


def _review(charge: Charge) -> Check:
    cap = terms_of(charge.agreement, date(charge.year, 1, 1)).get(TermKind.REVIEW_CAP)
    if charge.amount <= cap:
        within = f"Kostnaden ryms inom taket {kr(cap)}"
        return Check("done", within, kr(charge.amount), note=charge.decision)
    return Check("done", f"Över taket {kr(cap)}, med beslut", kr(charge.amount), note=charge.decision)


# --- What exists already


def _earlier(charge: Charge) -> Check:
    """Invoices of the same kind and year: one fixed cost a year, but there may be several reviews."""
    earlier = Document.objects.filter(
        charge__agreement__cooperation=charge.agreement.cooperation,
        charge__year=charge.year,
        charge__kind=charge.kind,
    ).exclude(Q(charge=charge.pk) | Q(kind=Document.Kind.CREDIT_INVOICE))
    where = f"för {charge.year}"
    if charge.kind == WEAR:
        earlier = earlier.filter(charge__reference=charge.reference)
        where = "med samma referensnummer"
    count = earlier.count()
    if not count:
        same = "" if charge.kind == Kind.FIXED_COST else "av samma slag "
        return Check("done", f"Inga fakturor {same}finns redan {where}", "0 st.")
    if charge.kind == Kind.FIXED_COST:
        return Check("late", f"Fakturor för {charge.year} finns redan", f"{count} st.")
    return Check(
        "soon",
        f"Fakturor av samma slag finns redan {where}",
        f"{count} st.",
        "Se efter att det inte är samma kostnad en gång till.",
    )


def _change(year: int, change: Change) -> Check:
    if not change.lines:
        return Check("soon", f"Ingen jämförelse med {year - 1}", note=change.source)
    largest = change.largest
    unusual = [line.name for line in change.lines if abs(line.percent or 0) > UNUSUAL_CHANGE]
    note = f"Jämfört med {change.source}. Störst är ändringen för {largest.name}: {largest.text}."
    if unusual:
        note += f" Över {UNUSUAL_CHANGE} procent: {join_names(unusual)}."
    return Check(
        "soon" if unusual else "done",
        f"Ändring från {year - 1}",
        change.total.text,
        note,
        "#andring",
        "Per kommun",
    )
