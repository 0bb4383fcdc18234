"""The extract of the minutes for one party, after the political group has decided. Pure."""

from agreements.swedish import genitive, iso, kr, long_date
from cmv_portal.packs import tables
from cmv_portal.packs.consequences import bare_kronor, calculated, uplifted
from cmv_portal.packs.matter import Matter, PartyLine, Recommendation
from cmv_portal.packs.memo import title
from cmv_portal.packs.paper import Column, Letterhead, Paper, Proposal, Section, Table

EXTRACT = "Protokollsutdrag"


def extract(matter: Matter, party: PartyLine) -> Paper:
    """What the group recommends, and what this party's own body is asked to decide, and by when."""
    decided = matter.recommendation
    if decided is None:
        raise ValueError("Utan beslut finns inget att skriva av.")
    heading = title(matter)
    return Paper(
        title=heading,
        author=matter.office.sender,
        created=iso(matter.today),
        head=f"{EXTRACT}: {heading}",
        foot=", ".join(text for text in (matter.office.sender, matter.office.sender_address) if text),
        letterhead=_letterhead(matter, party, decided),
        proposal=_proposal(matter, party),
        sections=(
            Section(f"Beslut i {decided.body}", _decided(matter, decided)),
            *_money(matter, party),
            Section("När beslutet behövs", (_when(matter, party),)),
        ),
        draft=False,
        fictitious=matter.fictitious,
    )


def _letterhead(matter: Matter, party: PartyLine, decided: Recommendation) -> Letterhead:
    facts = [("Dokument", EXTRACT), ("Sammanträde", long_date(decided.decided_on))]
    if decided.paragraph:
        facts.append(("Paragraf", paragraph(decided)))
    if decided.diary_number:
        facts.append(("Diarienummer", decided.diary_number))
    if matter.wording:
        facts.append(("Lydelse", matter.wording))
    recipient = (f"Till {party.name}", *((party.body,) if party.body else ()))
    return Letterhead(matter.office.sender, recipient, tuple(facts))


def paragraph(decided: Recommendation) -> str:
    """The paragraph as it is cited: "§ 12"."""
    return f"§\N{NO-BREAK SPACE}{decided.paragraph.removeprefix('§').strip()}"


def _decided(matter: Matter, decided: Recommendation) -> tuple[str, ...]:
    where = f" ({paragraph(decided)})" if decided.paragraph else ""
    what = f"budgeten för {matter.budget_year}" if matter.budget_year is not None else f"”{matter.agreement}”"
    told = (
        f"{decided.body} beslutade den {long_date(decided.decided_on)}{where} att rekommendera "
        f"{matter.all_parties} att godkänna {what}."
    )
    own_words = [part.strip() for part in decided.text.replace("\r\n", "\n").split("\n\n") if part.strip()]
    return (told, *own_words)


def _proposal(matter: Matter, party: PartyLine) -> Proposal:
    """What the party decides, by itself and for its own part."""
    year = matter.consequences.first if matter.consequences else None
    pays = year.party(party.slug) if year else None
    if matter.budget_year is not None:
        points = [f"att godkänna budgeten för {matter.budget_year}"]
    else:
        since = f" från den {long_date(matter.starts_on)}" if matter.starts_on else ""
        points = [f"att godkänna ”{matter.agreement}”{since}"]
    if year and pays and pays.is_party_after:
        part = f"{genitive(party.short_name)} del av kostnaden"
        points.append(f"att för {year.year} betala {kr(pays.amounts.after or 0)}, {part}")
    if matter.budget_year is None:
        points.append("att underteckna avtalet när beslutet är fattat")
    points.append(f"att skicka beslutet till {matter.office.sender_short}")
    ends = [*("," for _ in points[1:]), "."]
    return Proposal(
        "Förslag till beslut",
        f"{party.name} föreslås besluta",
        tuple(f"{point}{end}" for point, end in zip(points, ends, strict=True)),
    )


def _money(matter: Matter, party: PartyLine) -> list[Section]:
    found = matter.consequences
    lines = [(year.year, year.party(party.slug)) for year in found.years] if found else []
    mine = [(year, pair) for year, pair in lines if pair is not None]
    if found is None or not mine:
        return [Section("Kostnad", (f"{party.name} betalar ingen del av kostnaden.",))]
    heads = (found.before_label, found.after_label, "Skillnad") if found.compares else (found.after_label,)
    columns = (Column("År"), *(Column(head, True) for head in (*heads, tables.PER_INHABITANT)))
    rows = tuple(
        (
            str(year),
            *tables.party_cells(pair, found.compares),
            bare_kronor(pair.amounts.after_per_inhabitant),
        )
        for year, pair in mine
    )
    how = uplifted(calculated(found.years[-1]))
    note = f"Åren efter {found.first.year} är en prognos{f': {how}' if how else ''}." if found.later else ""
    table = Table(f"{genitive(party.short_name)} kostnad, kronor", columns, rows, note=note)
    uncertain = found.uncertain[:1] if found.calculation.inputs.population else ()
    return [Section("Kostnad", table=table), *([Section("", uncertain)] if uncertain else [])]


def _when(matter: Matter, party: PartyLine) -> str:
    body = party.body or f"{genitive(party.name)} beslutande organ"
    told = f"{body} avgör för {party.name}."
    if party.meets_on:
        told += f" Nästa möte är den {long_date(party.meets_on)}."
    if matter.budget_year is not None:
        return f"{told} Beslutet behövs innan kostnaden för {matter.budget_year} faktureras."
    if matter.starts_on:
        told += (
            f" Beslutet behövs före den {long_date(matter.starts_on)}, då avtalet är tänkt att börja gälla."
        )
    return told
