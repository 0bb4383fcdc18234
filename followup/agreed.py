"""What each agreement says of its own follow-up: what, how often, and where it stands.

Facts of the agreements, by edition. Nothing here is a figure: the follow-up itself is not in the portal.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Agreed:
    """One thing that is to be followed up, when, and where the agreement says so."""

    what: str
    how: str
    when: str
    clause: str


AGREED: dict[str, tuple[Agreed, ...]] = {
    "cmv-2025": (
        Agreed(
            "Verksamhetsberättelse",
            "Måluppfyllelse, väsentliga händelser, startade samtalsserier, gruppverksamhet, jourlägenheter, "
            "kötid, utbildningar, resurser och ekonomi. Året visas tillsammans med de två åren före.",
            "Varje år, till styrgruppen och SocSam senast i mars",
            "12.2, bilaga\u00a01",
        ),
        Agreed(
            "Statistik om insatserna",
            "Uppdelad på kön, åldersklass och kommun. Andra kommuner än Östersund redovisas sammanräknade.",
            "I verksamhetsberättelsen",
            "bilaga\u00a01, fotnot 5",
        ),
        Agreed(
            "Systematisk uppföljning",
            "Utvalda fokusområden. Från vilket år står inte.",
            "Vartannat år, till styrgruppen och SocSam",
            "12.2, bilaga\u00a01",
        ),
        Agreed(
            "Kvalitetsgranskning",
            "Av en oberoende granskare som styrgruppen väljer. Den första avser åren 2023–2025.",
            "Vart tredje år: 2026, 2029 och så vidare",
            "11.5, bilaga\u00a01",
        ),
        Agreed("Verksamhetsplan", "I samråd med styrgruppen.", "Varje år", "bilaga\u00a01"),
        Agreed("Avtalet", "Parterna följer upp avtalet.", "I slutet av varje mandatperiod", "22"),
    ),
    "norrsken-2023": (
        Agreed(
            "Årlig redovisning",
            "Hur arbetet går framåt. Innehållet bestäms av uppföljningsplanen.",
            "Varje år, till styrgruppen och ledningsgruppen TMV",
            "14.2",
        ),
        Agreed(
            "Uppföljning av målen",
            "Hur överenskommelsen bidrar till sina mål. Planen skulle vara klar den 30 juni 2023.",
            "Enligt uppföljningsplanen",
            "14.2",
        ),
    ),
    "vasternorrland-2024": (
        Agreed("Verksamhetsplan med budget", "Ger kommunerna insyn.", "Varje år", "förslaget"),
        Agreed("Verksamhetsberättelse med utfall", "Ger kommunerna insyn.", "Varje år", "förslaget"),
    ),
    "dalarna-2024": (
        Agreed(
            "De lokala överenskommelserna",
            "Aktiviteter och resultat, erfarenheter av samverkan och av införandet, steg mot målen.",
            "Varje år, i varje kommun",
            "lokal överenskommelse",
        ),
        Agreed(
            "Nyckeltal och indikatorer",
            "Öppna jämförelser i Kolada, på gruppnivå.",
            "Varje år",
            "bilaga\u00a04",
        ),
        Agreed(
            "Den regionala överenskommelsen",
            "Utvärderas och revideras.",
            "Vart åttonde år",
            "del 7",
        ),
    ),
}
