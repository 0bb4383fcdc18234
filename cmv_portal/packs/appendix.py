"""The agreement's terms as a paper of its own: parties, time, every term with its clause, budget. Pure."""

from agreements.swedish import iso, long_date, number
from cmv_portal.packs import tables
from cmv_portal.packs.consequences import after_of, signed
from cmv_portal.packs.matter import Alternative, Matter, TermLine
from cmv_portal.packs.paper import Column, Paper, Section, Table
from costs.budget import BudgetTotal
from costs.calculation import Calculation

ALTERNATIVE = "Alternativet"
APPENDIX = "Avtalets villkor"


def terms_paper(matter: Matter) -> Paper:
    """All that the proposal says in numbers and rules; what it changes is marked in words."""
    return Paper(
        title=APPENDIX,
        subtitle=", ".join(text for text in (matter.agreement, matter.wording) if text),
        author=matter.office.sender,
        created=iso(matter.today),
        head=f"Bilaga: {APPENDIX.lower()}, {matter.cooperation}",
        foot=f"{matter.office.sender}. Gjord i CMV-portalen den {long_date(matter.today)}.",
        sections=(
            Section("Parter och tid", (_time(matter),), table=_parties(matter)),
            Section("Villkor", table=_terms(matter)) if matter.terms else Section("Villkor", (NO_TERMS,)),
            *_clauses(matter),
            *_money(matter),
            *_questions(matter),
            *_alternative(matter.alternative),
        ),
        draft=matter.draft,
        fictitious=matter.fictitious,
    )


NO_TERMS = "Avtalet har inga villkor i siffror."


def _time(matter: Matter) -> str:
    since = long_date(matter.starts_on) if matter.starts_on else "en dag som inte är bestämd"
    instead = f" Avtalet ersätter ”{matter.predecessor}”." if matter.predecessor else ""
    return f"Avtalet gäller från den {since}.{instead}"


def _parties(matter: Matter) -> Table:
    rows = tuple(
        (party.name, "huvudman och part" if party.is_principal else "part", party.body or "–")
        for party in matter.parties
    )
    return Table("Parter", (Column("Part"), Column("Roll"), Column("Beslutar")), rows)


def _terms(matter: Matter) -> Table:
    compares = bool(matter.predecessor) and matter.budget_year is None
    heads = ("Villkor", "Värde", "Punkt", *(("Ändring",) if compares else ()))
    rows = tuple(
        (
            line.label,
            line.after or "–",
            line.clause_after or "–",
            *((_change(line),) if compares else ()),
        )
        for line in matter.terms
    )
    return Table("Alla villkor", tuple(Column(head) for head in heads), rows)


def _change(line: TermLine) -> str:
    if not line.is_changed:
        return "oförändrat"
    if not line.before:
        return "nytt"
    if line.before == line.after:
        return f"flyttat från {tables.clause_text(line.clause_before)}"
    return f"ändrat, var {line.before}" if line.after else f"utgår, var {line.before}"


def _clauses(matter: Matter) -> list[Section]:
    return [Section("Ändrad text", table=tables.changed_clauses(matter.clauses))] if matter.clauses else []


def _questions(matter: Matter) -> list[Section]:
    if not matter.questions:
        return []
    columns = (
        Column("Fråga", width=55),
        Column("Läsning som används", width=70),
        Column("Svarar", width=40),
    )
    rows = tuple(
        (tables.cited(question.title, question.clause), question.reading, question.answered_by)
        for question in matter.questions
    )
    return [Section("Öppna frågor i avtalet", table=Table("Frågor som väntar på svar", columns, rows))]


def _alternative(alternative: Alternative | None) -> list[Section]:
    """A scenario's years, and how they differ from the agreement in force; it is no part of the proposal."""
    if alternative is None:
        return []
    told = (
        f"{ALTERNATIVE} ”{alternative.name}” är räknat på samma sätt men ingår inte i förslaget.",
        *((alternative.note,) if alternative.note else ()),
    )
    amounts = tables.years_of(alternative.years, "Kronor i alternativet", tables.after_sum, after_of)
    differences = tables.years_of(
        alternative.years,
        "Skillnad mot avtalet nu, kronor",
        lambda year: signed(year.sums.difference),
        lambda party: signed(party.amounts.difference),
    )
    heading = f"{ALTERNATIVE}: {alternative.name}"
    return [Section(heading, told, alternative.told, amounts), Section("", table=differences)]


def _money(matter: Matter) -> list[Section]:
    found = matter.consequences
    if found is None:
        return []
    sections = []
    if found.calculation.budget is not None:
        table = _budget(found.calculation, found.calculation.budget)
        sections.append(Section(f"Budget {found.first.year}", table=table))
    if found.calculation.allocation.population:
        word = "kommun" if found.parties == "kommuner" else "part"
        sections.append(Section("Kronor per invånare", table=tables.per_inhabitant(found, word)))
    return sections


def _budget(calculation: Calculation, budget: BudgetTotal) -> Table:
    year = calculation.inputs.year
    rows = [(line.label, number(line.amount)) for line in budget.lines]
    if budget.overhead:
        rows.append((budget.overhead_label or "OH", number(budget.overhead)))
    note = (
        f"Statsbidrag sänker det som delas till {number(calculation.total)} kronor."
        if calculation.total != budget.total
        else ""
    )
    columns = (Column("Kostnad"), Column(f"{year}, kronor", True))
    return Table("Poster och OH-kostnad", columns, tuple(rows), ("Summa", number(budget.total)), note)
