"""Documents that an agreement's text calls its own, though the text of them is not among the sources."""

from dataclasses import dataclass

APPENDIX = "appendix"


@dataclass(frozen=True)
class Expected:
    """A document that an edition, from a year on, says is a part of it."""

    title: str
    kind: str
    clause: str
    why: str
    from_year: int


EXPECTED = {
    "cmv": (
        Expected(
            title="Riktlinje för samverkan och ansvarsfördelning",
            kind=APPENDIX,
            clause="10.1",
            why="Parterna förbinder sig att följa riktlinjen. Texten finns inte bland källorna.",
            from_year=2025,
        ),
    ),
}


def expected_of(cooperation: str, year: int) -> tuple[Expected, ...]:
    """What an edition of a cooperation's agreement is to have, uploaded or not."""
    return tuple(each for each in EXPECTED.get(cooperation, ()) if each.from_year <= year)
