"""A matter to decide as plain data: what the memo, its appendix and the extracts are written from. Pure."""

from dataclasses import dataclass
from datetime import date

from agreements.swedish import count_word, join_names
from cmv_portal.packs.consequences import Consequences
from costs.comparison import YearPair


@dataclass(frozen=True)
class TermLine:
    """A term as the proposal has it and as it was, each with its clause; empty where it is not there."""

    label: str
    before: str
    after: str
    clause_before: str
    clause_after: str

    @property
    def is_changed(self) -> bool:
        return (self.before, self.clause_before) != (self.after, self.clause_after)


@dataclass(frozen=True)
class ClauseText:
    """A clause whose words change; empty where it is new or taken away."""

    clause: str
    heading: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class Question:
    """An open question of the agreement that bears on the matter, with the reading used meanwhile."""

    clause: str
    title: str
    reading: str
    answered_by: str


@dataclass(frozen=True)
class PartyLine:
    """A party, which body of its own decides, and when that body is to meet."""

    slug: str
    name: str
    short_name: str
    is_principal: bool = False
    is_municipality: bool = False
    body: str = ""
    meets_on: date | None = None


@dataclass(frozen=True)
class Recommendation:
    """What the political group has decided: where, when and under which paragraph, in its own words."""

    body: str
    decided_on: date
    paragraph: str = ""
    diary_number: str = ""
    text: str = ""


@dataclass(frozen=True)
class Office:
    """Who prepares the matter, and whom it is for; an empty `recipient` means the parties themselves."""

    sender: str
    sender_short: str
    sender_address: str
    recipient: str
    steering_group: str
    meets_on: date | None = None
    diary_number: str = ""


@dataclass(frozen=True)
class Alternative:
    """A kept scenario that goes with the pack: its years beside the agreement in force."""

    name: str
    note: str
    told: tuple[str, ...]
    years: tuple[YearPair, ...]


@dataclass(frozen=True)
class Matter:
    """All that a pack tells. `budget_year` is set where the matter is a budget and not a revision."""

    cooperation: str
    agreement: str
    starts_on: date | None
    wording: str
    today: date
    office: Office
    parties: tuple[PartyLine, ...]
    terms: tuple[TermLine, ...]
    clauses: tuple[ClauseText, ...] = ()
    questions: tuple[Question, ...] = ()
    documents: tuple[str, ...] = ()
    purpose: str = ""
    predecessor: str = ""
    predecessor_since: date | None = None
    replaces_proposal: bool = False
    joining: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    consequences: Consequences | None = None
    no_consequences: str = ""
    budget_year: int | None = None
    budget_source: str = ""
    is_proposed: bool = False
    invoicing_month: str = ""
    recommendation: Recommendation | None = None
    alternative: Alternative | None = None
    draft: bool = False
    fictitious: bool = False

    @property
    def changed_terms(self) -> tuple[TermLine, ...]:
        return tuple(line for line in self.terms if line.is_changed)

    @property
    def all_parties(self) -> str:
        """The parties in running text: "de åtta kommunerna", or "de tio parterna"."""
        word = "kommunerna" if all(party.is_municipality for party in self.parties) else "parterna"
        return f"de {count_word(len(self.parties))} {word}" if len(self.parties) > 1 else word

    @property
    def names(self) -> str:
        return join_names([party.short_name for party in self.parties])

    def party(self, slug: str) -> PartyLine | None:
        return next((party for party in self.parties if party.slug == slug), None)
