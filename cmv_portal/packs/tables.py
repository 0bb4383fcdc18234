"""The tables of a pack: kronor per party, year by year, and what a revision changes. Pure."""

from collections.abc import Callable

from agreements.swedish import number
from cmv_portal.packs.consequences import Consequences, after_of, bare_kronor, before_of, signed
from cmv_portal.packs.matter import ClauseText, TermLine
from cmv_portal.packs.paper import Column, Table
from costs.comparison import PartyPair, YearPair

NAME, SHORT_NAME, NARROW, WIDE = 37, 25, 26, 32  # millimetres; a sheet has 165 between its margins
SHEET = 165
PER_INHABITANT = "Kr per invånare"


def first_year(consequences: Consequences, word: str) -> Table:
    """Every party's kronor the first year, beside those without the proposal where there are any."""
    year, compares = consequences.first, consequences.compares
    heads = (*((consequences.before_label,) if compares else ()), consequences.after_label)
    heads += ("Skillnad", PER_INHABITANT) if compares else (PER_INHABITANT,)
    columns = (Column(word.capitalize(), width=NAME), *(Column(head, True, WIDE) for head in heads))
    rows = tuple(
        (party.name, *party_cells(party, compares), bare_kronor(party.amounts.after_per_inhabitant))
        for party in year.parties
    )
    sums = ("Summa", *_sums(year, compares), bare_kronor(year.sums.after_per_inhabitant))
    return Table(f"Kostnad per {word} {year.year}, kronor", columns, rows, sums, consequences.rounding)


def party_cells(party: PartyPair, compares: bool) -> tuple[str, ...]:
    """A party's kronor: without and with the proposal and the difference, or only with it."""
    if not compares:
        return (after_of(party),)
    return (before_of(party), after_of(party), signed(party.amounts.difference))


def _sums(year: YearPair, compares: bool) -> tuple[str, ...]:
    if not compares:
        return (number(year.sums.after or 0),)
    return (number(year.sums.before or 0), number(year.sums.after or 0), signed(year.sums.difference))


def later_years(consequences: Consequences, word: str) -> Table:
    """The years that follow: every party's kronor, and the difference where there is one to tell."""
    years, compares = consequences.later, consequences.compares
    skip = 1 if compares else 0  # the years ahead leave out what holds without the proposal
    heads = [head for year in years for head in (str(year.year), "Skillnad")[: 1 + skip]]
    width = min((SHEET - SHORT_NAME) // len(heads), NARROW)
    columns = (
        Column(word.capitalize(), width=SHORT_NAME),
        *(Column(head, True, width) for head in heads),
    )
    names = {party.slug: party.name for year in years for party in year.parties}
    found = [{party.slug: party_cells(party, compares)[skip:] for party in year.parties} for year in years]
    absent = ("–",) * (1 + skip)
    rows = tuple(
        (name, *(cell for cells in found for cell in cells.get(slug, absent))) for slug, name in names.items()
    )
    sums = ("Summa", *(cell for year in years for cell in _sums(year, compares)[skip:]))
    note = f"Skillnaden är mot {consequences.before_later}." if compares else ""
    return Table("Åren därefter, kronor", columns, rows, sums, note)


def per_inhabitant(consequences: Consequences, word: str) -> Table:
    """Kronor and öre per inhabitant, year by year."""
    return years_of(
        consequences.years,
        "Kronor per invånare med förslaget",
        lambda year: bare_kronor(year.sums.after_per_inhabitant),
        lambda party: bare_kronor(party.amounts.after_per_inhabitant),
        word,
    )


def after_sum(year: YearPair) -> str:
    """What all pay in a year with the proposal; a dash where it is not known."""
    return "–" if year.sums.after is None else number(year.sums.after)


def years_of(
    years: tuple[YearPair, ...],
    caption: str,
    of_all: Callable[[YearPair], str],
    of_party: Callable[[PartyPair], str],
    word: str = "part",
) -> Table:
    """One text a party and year, the parties in the years' own order, and one for them all."""
    columns = (Column(word.capitalize()), *(Column(str(year.year), True) for year in years))
    names = {party.slug: party.name for year in years for party in year.parties}
    found = [{party.slug: of_party(party) for party in year.parties} for year in years]
    rows = tuple((name, *(texts.get(slug, "–") for texts in found)) for slug, name in names.items())
    return Table(caption, columns, rows, ("Alla", *(of_all(year) for year in years)))


def changed_terms(lines: tuple[TermLine, ...]) -> Table:
    """Term by term: the value as it is and as it is proposed, each with its clause."""
    columns = (Column("Villkor"), Column("Nu"), Column("Förslag"))
    rows = tuple(
        (line.label, cited(line.before, line.clause_before), cited(line.after, line.clause_after))
        for line in lines
    )
    return Table("Villkor som ändras", columns, rows)


def cited(value: str, clause: str) -> str:
    """A value with its clause, "3 % per år (punkt 11.2)"; a dash where there is none."""
    if not value:
        return "–"
    return f"{value} ({clause_text(clause)})" if clause else value


def clause_text(clause: str) -> str:
    """A clause as it is cited within a sentence: "punkt 11.3", or a place in the source as it stands."""
    return f"punkt\N{NO-BREAK SPACE}{clause}" if clause[:1].isdigit() else clause


def changed_clauses(clauses: tuple[ClauseText, ...]) -> Table:
    """Clause by clause: the words as they are and as they are proposed, and why where it is said."""
    reasons = any(clause.reason for clause in clauses)
    heads = ("Punkt", "Lydelse nu", "Ny lydelse", *(("Skäl",) if reasons else ()))
    columns = tuple(Column(head, width=width) for head, width in zip(heads, _widths(reasons), strict=True))
    rows = tuple(
        (
            f"{clause.clause} {clause.heading}".strip(),
            clause.before or "Ny punkt",
            clause.after or "Utgår",
            *((clause.reason or "–",) if reasons else ()),
        )
        for clause in clauses
    )
    return Table("Text som ändras", columns, rows)


def _widths(reasons: bool) -> tuple[int, ...]:
    return (27, 50, 50, 38) if reasons else (31, 67, 67)
