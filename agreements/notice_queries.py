"""Notices as pages show them: the list of an agreement, one notice, and what waits for a person."""

from dataclasses import dataclass
from datetime import date

from agreements.models import Agreement, PartyNotice
from agreements.notice_access import acts_for, keeps, notices, senders, writes
from agreements.notice_kinds import NOTICES, Given, NoticeKind, clause_of, offered, waits
from agreements.notices import Departure, Line, departure, follows, last_day, may_leave_from, standing
from agreements.queries import HistoryLine, history_of, terms_of
from agreements.terms import Terms


def given_of(notice: PartyNotice) -> Given:
    """A stored notice as the pure rules read it."""
    return Given(
        kind=NoticeKind(notice.kind),
        sender=notice.sender.name,
        sent=notice.sent_on,
        against=notice.against.name if notice.against else "",
        received=notice.received_on,
        due=notice.due_on,
        answered=notice.answered_on,
        passed_on=notice.passed_on,
        discussed=notice.discussed_on,
        mended=notice.mended_on,
        leaves=notice.leaves_on,
        closed=notice.closed_on,
        amount=notice.amount,
        because_of=given_of(notice.because_of) if notice.because_of else None,
    )


def departure_of(notice: PartyNotice) -> Departure:
    """When the sender of a notice of withdrawal leaves, by the terms of the day it was sent."""
    terms = terms_of(notice.agreement, notice.sent_on)
    return departure(given_of(notice), terms, notice.agreement.term(list(terms.rows.values())))


def ground_of(notice: PartyNotice) -> date | None:
    """The first day on which the breach that a leaving rests on lets others leave."""
    if notice.because_of is None:
        return None
    terms = terms_of(notice.agreement, notice.because_of.sent_on)
    return may_leave_from(given_of(notice.because_of), terms)


@dataclass(frozen=True)
class Offered:
    """A kind that the agreement knows of, with its clause."""

    kind: NoticeKind
    label: str
    about: str
    clause: str
    slug: str


def offered_by(terms: Terms) -> list[Offered]:
    return [
        Offered(kind, NOTICES[kind].label, NOTICES[kind].about, clause_of(kind, terms), NOTICES[kind].slug)
        for kind in offered(terms)
    ]


@dataclass(frozen=True)
class Listed:
    """A notice in a list, with how it stands."""

    notice: PartyNotice
    clause: str
    sign: str
    word: str


@dataclass(frozen=True)
class NoticesPage:
    agreement: Agreement
    rows: list[Listed]
    kinds: list[Offered]
    may_give: bool

    @property
    def waiting(self) -> int:
        return sum(waits(given_of(row.notice)) for row in self.rows)


def notices_page(user, agreement: Agreement, today: date) -> NoticesPage:
    """Every notice under an edition, the latest first, and the kinds it knows of."""
    terms = terms_of(agreement, today)
    rows = [_listed(notice, terms, today) for notice in notices(user).filter(agreement=agreement)]
    is_adopted = agreement.status == Agreement.Status.ADOPTED
    return NoticesPage(
        agreement=agreement,
        rows=rows,
        kinds=offered_by(terms),
        may_give=is_adopted and senders(user, agreement).exists(),
    )


def _listed(notice: PartyNotice, terms: Terms, today: date) -> Listed:
    given = given_of(notice)
    return Listed(notice, clause_of(given.kind, terms), *standing(given, terms, today))


@dataclass(frozen=True)
class NoticePage:
    """A notice with what it sets going, and what the person may do with it."""

    notice: PartyNotice
    lines: tuple[Line, ...]
    sign: str
    word: str
    clause: str
    said: list[tuple[str, str]]
    departure: Departure | None
    may_change: bool
    may_follow_up: bool
    may_register: bool
    may_take_back: bool
    history: list[HistoryLine]


def notice_page(user, notice: PartyNotice, today: date) -> NoticePage:
    agreement, given = notice.agreement, given_of(notice)
    terms = terms_of(agreement, notice.sent_on)
    term = agreement.term(list(terms.rows.values()))
    is_open, leaves = notice.closed_on is None, given.kind in (NoticeKind.WITHDRAWAL, NoticeKind.LEAVING)
    sign, word = standing(given, terms, today)
    return NoticePage(
        notice=notice,
        lines=follows(given, terms, term, today),
        sign=sign,
        word=word,
        clause=clause_of(given.kind, terms),
        said=_said(notice),
        departure=departure(given, terms, term) if given.kind is NoticeKind.WITHDRAWAL else None,
        may_change=is_open and not notice.leaves_on and acts_for(user, agreement, notice.sender_id),
        may_follow_up=is_open and writes(user, notice),
        may_register=leaves and is_open and not notice.leaves_on and keeps(user, agreement),
        may_take_back=bool(is_open and notice.leaves_on) and keeps(user, agreement),
        history=history_of(notice),
    )


def _said(notice: PartyNotice) -> list[tuple[str, str]]:
    """What the agreement says of the kind, in the notes of its terms."""
    kind = NOTICES[NoticeKind(notice.kind)].term
    return [(row.clause, row.note) for row in notice.agreement.terms.all() if row.kind == kind and row.note]


# --- What waits


def waiting_for(user) -> list[tuple[PartyNotice, date | None]]:
    """The open notices that the person has something to do with, each with its last day."""
    found = []
    for notice in notices(user).filter(closed_on=None).prefetch_related("agreement__terms"):
        given = given_of(notice)
        if waits(given) and _is_theirs(user, notice):
            found.append((notice, last_day(given, terms_of(notice.agreement, notice.sent_on))))
    return found


def _is_theirs(user, notice: PartyNotice) -> bool:
    """Who is to act: the party it is directed at, or who keeps all of them; never the sender alone."""
    return keeps(user, notice.agreement) or bool(
        notice.against_id and acts_for(user, notice.agreement, notice.against_id)
    )
