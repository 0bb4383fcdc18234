"""The memo to the political group, written from a matter's data in the portal's own words. Pure."""

from agreements.swedish import count_word, iso, join_names, kr, long_date, signed_kr
from cmv_portal.packs import tables
from cmv_portal.packs.consequences import Consequences, calculated, uplifted
from cmv_portal.packs.matter import Matter
from cmv_portal.packs.paper import Letterhead, Paper, Proposal, Section
from costs.comparison import Pair, YearPair

MEMO = "Tjänsteskrivelse"


def memo(matter: Matter, appendices: tuple[str, ...] = ()) -> Paper:
    """The whole memo; `appendices` names the files that go with it."""
    office = matter.office
    heading = title(matter)
    return Paper(
        title=heading,
        author=office.sender,
        created=iso(matter.today),
        head=f"{MEMO}: {heading}",
        foot=", ".join(text for text in (office.sender, office.sender_address) if text),
        letterhead=letterhead(matter, MEMO),
        proposal=proposal(matter),
        sections=(
            _description(matter),
            *_changes(matter),
            *_consequences(matter),
            *_questions(matter),
        ),
        closing=(
            Section("Handlingar i ärendet", items=(f"{MEMO}, den här", *appendices, *matter.documents)),
            Section("Beslutet skickas till", items=_sent_to(matter)),
        ),
        draft=matter.draft,
        fictitious=matter.fictitious,
    )


def title(matter: Matter) -> str:
    if matter.budget_year is not None:
        word = "förslag till budget" if matter.is_proposed else "kostnad"
        return f"{matter.cooperation}: {word} {matter.budget_year}"
    word = "reviderat avtal" if matter.predecessor else "nytt avtal"
    since = f" från {long_date(matter.starts_on)}" if matter.starts_on else ""
    return f"{matter.cooperation}: {word}{since}"


def letterhead(matter: Matter, kind: str) -> Letterhead:
    """Who writes to whom, which wording and which day."""
    office = matter.office
    recipient = [f"Till {office.recipient}" if office.recipient else "Till parterna"]
    if office.meets_on:
        recipient.append(f"Sammanträde {long_date(office.meets_on)}")
    facts = [("Dokument", kind), ("Datum", long_date(matter.today))]
    if office.diary_number:
        facts.append(("Diarienummer", office.diary_number))
    if matter.wording:
        facts.append(("Lydelse", matter.wording))
    return Letterhead(office.sender, tuple(recipient), tuple(facts))


# --- The proposal


def proposal(matter: Matter) -> Proposal:
    """What the political group is asked to decide, or where there is none, the parties themselves."""
    who = matter.office.recipient or "Parterna"
    points = _budget_points(matter) if matter.budget_year is not None else _revision_points(matter)
    ends = [*("," for _ in points[1:]), "."]
    return Proposal(
        "Förslag till beslut",
        f"{who} föreslås besluta",
        tuple(f"{point}{end}" for point, end in zip(points, ends, strict=True)),
    )


def _approve(matter: Matter) -> str:
    return (
        f"att rekommendera {matter.all_parties} att godkänna" if matter.office.recipient else "att godkänna"
    )


def _revision_points(matter: Matter) -> list[str]:
    since = f" från den {long_date(matter.starts_on)}" if matter.starts_on else ""
    instead = f", i stället för ”{matter.predecessor}”" if matter.predecessor else ""
    points = [f"{_approve(matter)} ”{matter.agreement}”{since}{instead}"]
    if matter.consequences:
        points.append(f"{_approve(matter)} {_cost_to_approve(matter.consequences)}")
    points.append("att varje part undertecknar avtalet när partens eget beslut är fattat")
    before = f", så att alla beslut finns före den {long_date(matter.starts_on)}" if matter.starts_on else ""
    return [*points, f"{_send(matter)}{before}"]


def _cost_to_approve(consequences: Consequences) -> str:
    year = consequences.first
    clause = f" enligt {tables.clause_text(consequences.clause)}" if consequences.clause else ""
    return f"kostnaden för {year.year}, {kr(calculated(year).total)}, fördelad{clause}"


def _send(matter: Matter) -> str:
    return f"att be {matter.all_parties} skicka sina beslut till {matter.office.sender_short}"


def _budget_points(matter: Matter) -> list[str]:
    consequences = matter.consequences
    if consequences is None:
        return ["att ta del av underlaget"]
    if not matter.is_proposed:
        cost = f"{matter.budget_year} års kostnad, {kr(consequences.calculation.total)}"
        return [
            f"att ta del av uppgiften om {cost}",
            f"att lämna uppgiften vidare till {matter.all_parties} inför deras budgetarbete",
        ]
    month = f"{matter.invoicing_month} {matter.budget_year}" if matter.invoicing_month else ""
    before = f", så att de finns när kostnaden ska faktureras i {month}" if month else ""
    return [f"{_approve(matter)} {_cost_to_approve(consequences)}", f"{_send(matter)}{before}"]


# --- The description


def _description(matter: Matter) -> Section:
    told = [part.strip() for part in matter.purpose.replace("\r\n", "\n").split("\n\n") if part.strip()]
    told += _budget_background(matter) if matter.budget_year is not None else _revision_background(matter)
    told.append(made_of(matter))
    return Section("Beskrivning av ärendet", tuple(told))


def made_of(matter: Matter) -> str:
    """Which day and which wording the pack shows, as a sentence."""
    of = f"förslagets {matter.wording}" if matter.wording else "de uppgifter som då var registrerade"
    return f"Underlaget är gjort den {long_date(matter.today)} ur {of}."


def _revision_background(matter: Matter) -> list[str]:
    told = []
    if matter.predecessor:
        told.append(f"”{matter.predecessor}” {_standing_before(matter)}. {_extent(matter)}")
    told.append(f"Parter i det föreslagna avtalet är {matter.names}.{_coming_and_going(matter)}")
    return told


def _standing_before(matter: Matter) -> str:
    if matter.replaces_proposal:
        return "är ett förslag som inte har börjat gälla"
    if matter.predecessor_since:
        return f"gäller sedan den {long_date(matter.predecessor_since)}"
    return "är avtalet nu"


def _extent(matter: Matter) -> str:
    terms, clauses = len(matter.changed_terms), len(matter.clauses)
    parts = [f"{count_word(terms, neuter=True)} villkor"] if terms else []
    if clauses:
        parts.append(f"texten i {count_word(clauses)} {'punkt' if clauses == 1 else 'punkter'}")
    return f"Förslaget ändrar {join_names(parts)}." if parts else "Förslaget ändrar inget villkor."


def _coming_and_going(matter: Matter) -> str:
    told = f" {join_names(matter.joining)} tillkommer." if matter.joining else ""
    return told + (f" {join_names(matter.leaving)} lämnar samarbetet." if matter.leaving else "")


def _budget_background(matter: Matter) -> list[str]:
    since = f" gäller sedan den {long_date(matter.starts_on)}" if matter.starts_on else " gäller"
    told = [f"”{matter.agreement}”{since}. Parter är {matter.names}."]
    if matter.consequences is None:
        return told
    year = matter.consequences.first
    if matter.is_proposed:
        source = f" Underlag: {matter.budget_source}." if matter.budget_source else ""
        told.append(f"Budgeten för {year.year} är ett förslag på {kr(calculated(year).total)}.{source}")
    elif how := uplifted(calculated(year)):
        told.append(f"Kostnaden för {year.year} är {how}, och gäller om inget annat beslutas.")
    elif matter.budget_source:
        told.append(f"Budgeten för {year.year} är beslutad. Beslut: {matter.budget_source}.")
    return told


# --- What changes


def _changes(matter: Matter) -> list[Section]:
    if matter.budget_year is not None or not matter.predecessor:
        return []
    terms, clauses = matter.changed_terms, matter.clauses
    if not terms and not clauses:
        return [Section("Ändrade punkter", ("Inga villkor och ingen text är ändrade.",))]
    found = [tables.changed_terms(terms)] if terms else []
    found += [tables.changed_clauses(clauses)] if clauses else []
    return [Section("" if place else "Ändrade punkter", table=table) for place, table in enumerate(found)]


# --- The money


def _consequences(matter: Matter) -> list[Section]:
    heading = "Ekonomiska konsekvenser"
    found = matter.consequences
    if found is None:
        return [Section(heading, (matter.no_consequences or "Ingen kostnad delas mellan parterna.",))]
    word = "kommun" if found.parties == "kommuner" else "part"
    sections = [Section(heading, tuple(in_short(found, word)), table=tables.first_year(found, word))]
    if found.later:
        sections.append(Section("", table=tables.later_years(found, word)))
    if found.uncertain:
        sections.append(Section("Det här är inte säkert än", items=found.uncertain))
    return sections


def in_short(found: Consequences, word: str) -> list[str]:
    """The first year in two sentences: the whole, and from the least to the most a party's cost changes."""
    told = f"Kostnaden {found.first.year} är {kr(found.calculation.total)}{_compared(found)}."
    return [told, *([_spread(found.first, word)] if found.compares else [])]


def _compared(found: Consequences) -> str:
    before, after = found.first.before.total, found.calculation.total
    if before is None:
        return ""
    beside = f"{found.before_label.lower()} ({kr(before)})"
    whole = Pair(before, after)
    if before == after:
        return f". Det är lika mycket som {beside}"
    percent = whole.percent.lstrip("+−")
    share = f" eller {percent}" if percent.strip("0,%\N{NO-BREAK SPACE}") else ""
    more = "mer" if after > before else "mindre"
    return f". Det är {kr(abs(after - before))}{share} {more} än {beside}"


def _spread(year: YearPair, word: str) -> str:
    changes = sorted((party.amounts.difference or 0, party.name) for party in year.parties)
    (least, least_name), (most, most_name) = changes[0], changes[-1]
    if least == most == 0:
        return f"Ingen {word}s kostnad ändras det året."
    if least == most:
        return f"Skillnaden är {signed_kr(most)} för varje {word}."
    return (
        f"För en enskild {word} är skillnaden från {signed_kr(least)} ({least_name}) "
        f"till {signed_kr(most)} ({most_name})."
    )


# --- What is open, and who gets it


def _questions(matter: Matter) -> list[Section]:
    if not matter.questions:
        return []
    told = (
        "Här är avtalet oklart eller tyst. Bilaga 1 säger vilken läsning som används tills någon har svarat."
    )
    items = tuple(
        f"{question.title} ({tables.clause_text(question.clause)})" for question in matter.questions
    )
    return [Section("Öppna frågor i avtalet", (told,), items)]


def _sent_to(matter: Matter) -> tuple[str, ...]:
    steering = (matter.office.steering_group,) if matter.office.steering_group else ()
    return (matter.all_parties.capitalize(), *steering)
