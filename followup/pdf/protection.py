"""The box "Så skyddar vi enskilda personer" (section 9 of the privacy rules), for any cooperation."""

from collections.abc import Iterator, Sequence

from agreements.swedish import join_names
from followup.measures import OTHERS_LABEL
from followup.presentation import MeasureTable, Presentation

FIRST = (
    "Statistiken gäller människor i en utsatt situation i ett län med få invånare. Därför redovisas inga "
    "grupper med färre än fem personer, inte heller grupper med noll personer. För att en dold siffra inte "
    "ska gå att räkna ut från summan döljs ibland även en större siffra i samma uppdelning. Två punkter (..) "
    "betyder alltså inte att antalet är litet, bara att det inte redovisas."
)
LAST = (
    "Före publicering har tabellerna prövats tillsammans med tidigare års {reports} så att inga dolda "
    "uppgifter kan räknas fram."
)


def protection(shown: Presentation) -> list[str]:
    """The paragraphs, without what this report has nothing of: a municipality, means, a rate."""
    is_annual_report = shown.title.startswith("Verksamhetsberättelse")
    last = LAST.format(reports="verksamhetsberättelser" if is_annual_report else "redovisningar")
    return [FIRST, " ".join(_kept_apart(shown.case_tables)), last]


def _kept_apart(cases: Sequence[MeasureTable]) -> Iterator[str]:
    if named := _named_municipalities(cases):
        yield f"Ärenden från andra kommuner än {join_names(named)} redovisas sammanräknade."
    if labels := list(dict.fromkeys(block.label for table in cases for block in table.splits)):
        yield f"{_splits_named(labels)} redovisas var för sig och inte i kombination."
    if means := [row.label for table in cases if table.means for row in table.means.rows]:
        is_rounded = any(label.endswith("%") for label in means)
        rate = ", och nyttjandegraden avrundas till närmaste fem procent" if is_rounded else ""
        yield f"Medelvärden redovisas bara när de bygger på minst fem personer{rate}."
    yield "Tidigare års uppgifter återges så som de först publicerades."
    yield "En person kan ha fått flera insatser; insatserna kan därför inte summeras till antal personer."


def _named_municipalities(cases: Sequence[MeasureTable]) -> list[str]:
    """The municipalities whose cases are shown by themselves, beside the others together."""
    blocks = [block for table in cases for block in table.splits]
    beside_others = [block for block in blocks if any(row.label == OTHERS_LABEL for row in block.rows)]
    labels = [row.label for block in beside_others for row in block.rows if block.code == "kommun"]
    return [label for label in dict.fromkeys(labels) if label not in (OTHERS_LABEL, "Uppgift saknas")]


def _splits_named(labels: Sequence[str]) -> str:
    """ "Kön, ålder och kommun"; other splits by their own names."""
    known = [label for label in ("Kön", "Ålder", "Kommun") if label in labels]
    found = known if len(known) == 3 else list(labels)
    return join_names([found[0], *(label.lower() for label in found[1:])])
