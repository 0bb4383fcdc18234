"""The page of an edition's way to force: the board, what is missing, the files, and earlier rounds."""

from dataclasses import dataclass
from datetime import date

from agreements.access import grants, may
from agreements.board import Board, Waiting, board
from agreements.entry import Kind, Matter, Who, missing
from agreements.journey_rows import matter_of, signatory_key
from agreements.models import Agreement, DecisionStep, Signature
from agreements.signing.result import Verdict
from agreements.swedish import count_word, join_names, long_date
from cmv_portal.roles import Right

Status = Agreement.Status
STEP_ADDRESS = {Kind.PROPOSAL: "forslag", Kind.RECOMMENDATION: "rekommendation"}


@dataclass(frozen=True)
class File:
    """A signed file with whose it is and what the check showed."""

    signature: Signature
    whose: str
    sign: str
    word: str


@dataclass(frozen=True)
class Line:
    """Someone who is waited for, with how many days and where what they do is written down."""

    waiting: Waiting
    days: int
    address: str  # "forslag", a party's slug; empty where the reader may not write it
    signs: bool


@dataclass(frozen=True)
class JourneyPage:
    agreement: Agreement
    matter: Matter
    board: Board
    missing: tuple[str, ...]
    waiting: tuple[Line, ...]
    files: tuple[File, ...]
    earlier: tuple[tuple[int, list[DecisionStep]], ...]
    recordable: frozenset[str]
    signable: frozenset[str]
    common: tuple[tuple[str, str], ...]  # the common steps that the reader may write: address, name
    prepares: bool

    @property
    def is_refused(self) -> bool:
        return bool(self.matter.refusals)

    @property
    def heading(self) -> str:
        name, status = self.agreement.title, self.agreement.status
        if self.matter.is_source:
            known = len(self.matter.approved)
            number = count_word(known, neuter=True) if known else "inga"
            return f"{name}: {number} av {self._number} beslut är kända"
        if status == Status.ADOPTED:
            return f"Alla {self._number} har godkänt {name}"
        if self.is_refused:
            return f"{join_names(self.matter.refusals)} har sagt nej"
        if status == Status.PROPOSAL:
            number = count_word(len(self.matter.approved)) if self.matter.approved else "ingen"
            return f"{number.capitalize()} av {self._number} parter har sagt ja"
        return f"{name} är {'nedlagt' if status == Status.DROPPED else 'inte lämnat för beslut'}"

    @property
    def lead(self) -> str:
        """What follows from the heading, in a sentence or two."""
        agreement = self.agreement
        if self.matter.is_source:
            return "Parternas egna beslut och underskrifter saknas i källan. Det som blir känt kan läggas in."
        if agreement.status == Status.ADOPTED:
            return f"Alla villkor var uppfyllda den {long_date(agreement.adopted_on)}. {self._starts}"
        if self.is_refused:
            return (
                "Ärendet är öppnat igen för alla parter. Omgången står kvar i historiken, och avtalet börjar "
                "gälla först när alla har godkänt samma lydelse."
            )
        if agreement.status == Status.PROPOSAL:
            return f"Avtalet gäller när alla {self._number} har godkänt det{self._and_signed}. {self._starts}"
        return "Beslutsresan börjar när revideringen lämnas för beslut."

    @property
    def _number(self) -> str:
        return count_word(len(self.matter.parties))

    @property
    def _and_signed(self) -> str:
        signed_by = self.matter.rule.signed_by
        if signed_by is None:
            return ""
        return " och skrivit under" if signed_by.is_every_party else " och det är undertecknat"

    @property
    def _starts(self) -> str:
        starts = self.agreement.starts_on
        return f"Första dagen är {long_date(starts)}." if starts else ""


def journey_page(user, agreement: Agreement, on: date) -> JourneyPage:
    """The edition's way on a day; the same number of queries for few parties and many."""
    matter = matter_of(agreement)
    made = board(matter, on)
    recordable, is_common = _recordable(user, agreement, matter)
    signable = _signable(agreement, matter, recordable, is_common)
    common = tuple((STEP_ADDRESS[kind], body) for kind, body in matter.common) if is_common else ()
    return JourneyPage(
        agreement=agreement,
        matter=matter,
        board=made,
        missing=() if agreement.status == Status.ADOPTED or matter.is_source else missing(matter),
        waiting=tuple(_line(line, on, recordable, is_common) for line in made.waiting),
        files=_files(agreement, matter),
        earlier=_earlier(agreement),
        recordable=recordable,
        signable=signable,
        common=common,
        prepares=may(user, Right.PREPARE_AGREEMENTS, agreement.cooperation_id),
    )


def _recordable(user, agreement: Agreement, matter: Matter) -> tuple[frozenset[str], bool]:
    """The parties whose steps the person may write, and whether the common ones too."""
    if not matter.is_source and agreement.status in (Status.DRAFT, Status.DROPPED):
        return frozenset(), False
    keys = frozenset(who.key for who in matter.parties)
    if may(user, Right.RECORD_APPROVALS, agreement.cooperation_id):
        return keys, True
    own = {
        grant.organisation.slug
        for grant in grants(user)
        if grant.in_cooperation(agreement.cooperation_id) and grant.reach(Right.RECORD_APPROVALS)
    }
    return keys & own, False


def _signable(
    agreement: Agreement, matter: Matter, recordable: frozenset[str], is_common: bool
) -> frozenset[str]:
    """The signatories for whom the person may put in a signed file now."""
    if matter.is_source or agreement.status != Status.PROPOSAL:
        return frozenset()
    ready = {who.key for who in (matter.approved if matter.not_approved else matter.signatories)}
    offices = {who.key for who in matter.signatories if not who.is_party} if is_common else set()
    return frozenset(who.key for who in matter.not_signed) & ready & (recordable | offices)


def _line(waiting: Waiting, on: date, recordable: frozenset[str], is_common: bool) -> Line:
    signs = waiting.kind == "signature"
    key = waiting.who.key or STEP_ADDRESS.get(Kind(waiting.kind), "")
    allowed = key in recordable or is_common
    return Line(waiting, waiting.days(on), key if allowed else "", signs)


def _files(agreement: Agreement, matter: Matter) -> tuple[File, ...]:
    rows = agreement.signatures.filter(round=agreement.round).select_related("organisation")
    return tuple(
        File(row, row.organisation.short_name if row.organisation else row.office, *standing_of(row))
        for row in rows.order_by("-added_at")
    )


def standing_of(signature: Signature) -> tuple[str, str]:
    """The sign and the words of a signed file: that it counts, or what the check found."""
    verdict = Verdict(signature.verdict)
    if signature.counts:
        return "done", "räknas, godtagen" if signature.accepted_because else "räknas"
    return ("soon" if verdict.is_whole else "late"), f"räknas inte: {verdict.label}"


def _earlier(agreement: Agreement) -> tuple[tuple[int, list[DecisionStep]], ...]:
    rows = agreement.steps.exclude(round=agreement.round).exclude(outcome="").select_related("organisation")
    found: dict[int, list[DecisionStep]] = {}
    for row in rows.order_by("-round", "decided_on"):
        found.setdefault(row.round, []).append(row)
    return tuple(found.items())


def find_signatory(matter: Matter, key: str) -> Who | None:
    return next((who for who in matter.signatories if who.key == key), None)


def whose(matter: Matter, signature: Signature) -> Who | None:
    """The signatory of a file, by the rule as it stands."""
    return find_signatory(matter, signatory_key(signature, matter.rule))
