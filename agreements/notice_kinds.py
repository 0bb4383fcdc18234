"""The notices that parties give each other, and which of them an agreement knows of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agreements.terms import TermKind, Terms


class NoticeKind(StrEnum):
    """What a notice is; the order is that of the agreement's clauses."""

    INFORMATION = "information"
    RENEGOTIATION = "renegotiation"
    BREACH = "breach"
    LEAVING = "leaving"
    FORCE_MAJEURE = "force_majeure"
    WITHDRAWAL = "withdrawal"
    WINDING_UP = "winding_up"


@dataclass(frozen=True)
class NoticeSpec:
    """A kind's name, its name in addresses, the term whose clause it rests on, and what it is for.

    `to_one` says that it is directed at one party; otherwise it goes to all the others.
    """

    label: str
    slug: str
    term: TermKind
    about: str
    to_one: bool = False


NOTICES: Mapping[NoticeKind, NoticeSpec] = {
    NoticeKind.INFORMATION: NoticeSpec(
        "information av betydelse",
        "information",
        TermKind.INFORMATION_TO,
        "Något har hänt eller ska göras som kan antas betyda mycket för verksamheten.",
    ),
    NoticeKind.RENEGOTIATION: NoticeSpec(
        "begäran om omförhandling",
        "omforhandling",
        TermKind.RENEGOTIATION,
        "Ändrade förhållanden gör att avtalet behöver ändras.",
    ),
    NoticeKind.BREACH: NoticeSpec(
        "anmodan att rätta avtalsbrott",
        "avtalsbrott",
        TermKind.BREACH_DAYS,
        "En part bryter väsentligt mot avtalet och uppmanas skriftligt att rätta det.",
        to_one=True,
    ),
    NoticeKind.LEAVING: NoticeSpec(
        "begäran om omedelbart utträde",
        "omedelbart-uttrade",
        TermKind.BREACH_DAYS,
        "Ett avtalsbrott har inte rättats i tid och en annan part vill lämna avtalet.",
        to_one=True,
    ),
    NoticeKind.FORCE_MAJEURE: NoticeSpec(
        "besked om force majeure",
        "force-majeure",
        TermKind.FORCE_MAJEURE,
        "Något som parten inte råder över hindrar den från att göra det som avtalet säger.",
    ),
    NoticeKind.WITHDRAWAL: NoticeSpec(
        "uppsägning eller utträde",
        "uppsagning",
        TermKind.NOTICE_MONTHS,
        "En part säger upp avtalet eller meddelar att den lämnar det.",
    ),
    NoticeKind.WINDING_UP: NoticeSpec(
        "avvecklingskostnader",
        "avvecklingskostnader",
        TermKind.WINDING_UP,
        "Kostnaderna när verksamheten avvecklas eller en part lämnar, så som de har förhandlats fram.",
    ),
}


@dataclass(frozen=True)
class Given:
    """A notice as far as it has come. A demand that a leaving rests on stands in `because_of`."""

    kind: NoticeKind
    sender: str
    sent: date
    against: str = ""
    received: date | None = None
    due: date | None = None
    answered: date | None = None
    passed_on: date | None = None
    discussed: date | None = None
    mended: date | None = None
    leaves: date | None = None
    closed: date | None = None
    amount: int | None = None
    because_of: "Given | None" = None

    @property
    def counted_from(self) -> date:
        """The day that times are counted from: when it came, or while that is not known, was sent."""
        return self.received or self.sent


def offered(terms: Terms) -> tuple[NoticeKind, ...]:
    """The kinds whose clause the agreement has; a term that says no is none."""
    return tuple(kind for kind, spec in NOTICES.items() if terms.get(spec.term) not in (None, False))


def kind_called(slug: str) -> NoticeKind | None:
    """The kind by its name in addresses."""
    return next((kind for kind, spec in NOTICES.items() if spec.slug == slug), None)


def clause_of(kind: NoticeKind, terms: Terms) -> str:
    row = terms.row(NOTICES[kind].term)
    return row.clause if row else ""


def waits(given: Given) -> bool:
    """Whether somebody has something to do before the notice is settled."""
    if given.closed is not None:
        return False
    settled = {
        NoticeKind.INFORMATION: given.passed_on,
        NoticeKind.RENEGOTIATION: given.answered,
        NoticeKind.BREACH: given.answered or given.mended,
        NoticeKind.LEAVING: given.answered,
        NoticeKind.FORCE_MAJEURE: given.received,
        NoticeKind.WITHDRAWAL: given.leaves,
        NoticeKind.WINDING_UP: given.answered,
    }
    return settled[given.kind] is None
