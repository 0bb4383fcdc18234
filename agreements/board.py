"""An edition's way to force in words: the stepper, the board of parties and steps, and who is waited for.

Pure. `entry` says what is missing; here it is said so that a reader sees at a glance whom to nudge.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from agreements.entry import DONE, Kind, Matter, Step, Who, is_met, ready_since, signing_since
from agreements.swedish import count_word, genitive, long_date

# How long a step may wait before it is late.
DATE_PATIENCE = timedelta(days=14)
SIGNING_PATIENCE = timedelta(days=30)
NOT_IN_SOURCE = "Saknas i källan"
WAITS = "Väntar"


@dataclass(frozen=True)
class Cell:
    """A step of a party: its sign (done, soon, late, none), a word or a day, and what stands under it."""

    state: str
    text: str
    small: str = ""


@dataclass(frozen=True)
class Row:
    who: Who
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Stage:
    """A stop of the stepper; `state` is "done", "soon" for the one where the matter is, or empty."""

    name: str
    small: str
    state: str = ""


@dataclass(frozen=True)
class Waiting:
    """Someone who is waited for, since when, and whether it is time to nudge."""

    title: str
    text: str
    since: date
    who: Who
    kind: str  # the step, or "signature" or "minutes"
    nudge: bool
    contact: str = ""

    def days(self, on: date) -> int:
        return (on - self.since).days


@dataclass(frozen=True)
class Board:
    """The whole of a round on a day."""

    stages: tuple[Stage, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[str, ...]
    offices: tuple[Row, ...]
    waiting: tuple[Waiting, ...]


def board(matter: Matter, on: date) -> Board:
    """The stepper, the table with its sums, the offices that sign, and who is waited for, longest first."""
    columns, rows = _columns(matter), tuple(Row(who, _cells(matter, who, on)) for who in matter.parties)
    finished = [sum(row.cells[place].state == "done" for row in rows) for place in range(len(columns))]
    offices = (who for who in matter.signatories if not who.is_party)
    return Board(
        stages=_stages(matter),
        columns=columns,
        rows=rows,
        totals=tuple(f"{count} av {len(rows)}" for count in finished),
        offices=tuple(Row(who, (_signature_cell(matter, who, on),)) for who in offices),
        waiting=tuple(sorted(_waiting(matter, on), key=lambda line: (line.since, line.who.name))),
    )


def short_body(name: str) -> str:
    """A body by its short name: "Sociala samrådsgruppen (SocSam)" is "SocSam"."""
    found = re.search(r"\(([^)]+)\)$", name)
    return found[1] if found else name


# --- The stepper


def _stages(matter: Matter) -> tuple[Stage, ...]:
    stops = [
        (short_body(body), _common(matter, kind), matter.step(kind).is_approved)
        for kind, body in matter.common
    ]
    stops.append(
        ("Parterna", _of(len(matter.approved), len(matter.parties), "har godkänt"), not matter.not_approved)
    )
    if matter.signatories:
        signed = len(matter.signatories) - len(matter.not_signed)
        stops.append(
            ("Underskrift", _of(signed, len(matter.signatories), "har skrivit under"), not matter.not_signed)
        )
    starts = f"Från {long_date(matter.starts_on)}" if matter.starts_on else "Dagen är inte bestämd"
    stops.append(("Gäller", starts, is_met(matter)))
    here = next((place for place, stop in enumerate(stops) if not stop[2]), None)
    if matter.submitted_on is None or matter.is_source:
        here = None
    return tuple(
        Stage(name, small, "done" if done else "soon" if place == here else "")
        for place, (name, small, done) in enumerate(stops)
    )


def _common(matter: Matter, kind: Kind) -> str:
    step = matter.step(kind)
    if not step.is_approved and not step.is_refused:
        return NOT_IN_SOURCE if matter.is_source else WAITS
    said = "Sa nej" if step.is_refused else f"Har {DONE[kind]}"
    return f"{said} {long_date(step.decided_on)}" if step.decided_on else f"{said}. {step.note}."


def _day(step: Step) -> str:
    return long_date(step.decided_on) if step.decided_on else step.note


def _of(count: int, of: int, done: str) -> str:
    return f"{count} av {of} {done}"


# --- The table


def _columns(matter: Matter) -> tuple[str, ...]:
    sent = () if matter.is_source else ("Underlag skickat",)
    signs = ("Underskrift",) if any(who.is_party for who in matter.signatories) else ()
    return (*sent, "Beslut", "Protokoll", *signs)


def _cells(matter: Matter, who: Who, on: date) -> tuple[Cell, ...]:
    step = matter.step(Kind.APPROVAL, who.key)
    since = ready_since(matter, Kind.APPROVAL)
    sent = () if matter.is_source else (Cell("done", long_date(since)) if since else Cell("none", WAITS),)
    signs = any(each.is_party for each in matter.signatories)
    signature = (_signature_cell(matter, who, on),) if signs else ()
    return (*sent, _decision_cell(matter, step, since, on), _minutes_cell(matter, step, on), *signature)


def _decision_cell(matter: Matter, step: Step, since: date | None, on: date) -> Cell:
    if step.is_approved:
        return Cell("done", _day(step), step.reference)
    if step.is_refused:
        return Cell("late", "Nej", ", ".join(part for part in (_day(step), step.reference) if part))
    if matter.is_source:
        return _unanswered(matter.answers_by, on)
    if since is None or matter.refusals:
        return Cell("none", WAITS)
    if step.planned_on is None:
        late = on - since > DATE_PATIENCE
        return Cell("late" if late else "soon", "Datum saknas", _days(since, on))
    if step.planned_on < on:
        return Cell("late", long_date(step.planned_on), "skulle ha beslutats")
    left = _in(step.planned_on, on)
    return Cell("soon", long_date(step.planned_on), f"{step.body}, {left}" if step.body else left)


def _unanswered(answers_by: date | None, on: date) -> Cell:
    """A party of whose decision the source tells nothing; late when the source asked for an answer."""
    if answers_by is None:
        return Cell("none", NOT_IN_SOURCE)
    if on > answers_by:
        return Cell("late", "Svar saknas", f"skulle ha kommit {long_date(answers_by)}")
    return Cell("soon", "Svar saknas", f"senast {long_date(answers_by)}")


def _minutes_cell(matter: Matter, step: Step, on: date) -> Cell:
    if not step.decided_on:
        return Cell("none", NOT_IN_SOURCE if matter.is_source else WAITS)
    found = step.appeal(on)
    told = found.text if found else "ej anslaget, vad portalen vet"
    return Cell("done", "Inlagt", told) if step.has_minutes else Cell("soon", "Saknas", told)


def _signature_cell(matter: Matter, who: Who, on: date) -> Cell:
    signed, since = matter.signature(who.key), signing_since(matter, who)
    if signed:
        return Cell("done", long_date(signed.signed_on) if signed.signed_on else "Undertecknat")
    if matter.is_source:
        return Cell("none", NOT_IN_SOURCE)
    if since is None or matter.refusals:
        return Cell("none", WAITS)
    return Cell("late" if on - since > SIGNING_PATIENCE else "soon", "Saknas", _days(since, on))


# --- Who is waited for


def _waiting(matter: Matter, on: date) -> Iterator[Waiting]:
    if matter.is_source or matter.submitted_on is None or matter.refusals:
        return
    for kind, body in matter.common:
        since = ready_since(matter, kind)
        if since and not matter.step(kind).is_approved:
            yield _for_decision(matter.step(kind), Who("", short_body(body), is_party=False), since, on)
    since = ready_since(matter, Kind.APPROVAL)
    for who in matter.parties:
        step = matter.step(Kind.APPROVAL, who.key)
        if since and not step.is_approved:
            yield _for_decision(step, who, since, on)
        elif _lacks_minutes(step) and who not in matter.not_signed:
            yield _for_minutes(step, who, on)
    for who in matter.not_signed:
        ready = signing_since(matter, who)
        if ready:
            yield _for_signature(matter, who, ready, on)


def _for_decision(step: Step, who: Who, since: date, on: date) -> Waiting:
    where = f" i {step.body[:1].lower()}{step.body[1:]}" if step.body and who.is_party else ""
    sent = f"Underlaget finns sedan den {long_date(since)}."
    if step.planned_on is None:
        title = f"{who.name} har inte angett något beslutsdatum"
        return Waiting(title, sent, since, who, step.kind, on - since > DATE_PATIENCE, step.contact)
    if step.planned_on < on:
        title = f"{who.name} skulle ha beslutat den {long_date(step.planned_on)}"
        return Waiting(title, sent, since, who, step.kind, nudge=True, contact=step.contact)
    title = f"{who.name} beslutar{where} den {long_date(step.planned_on)}"
    return Waiting(
        title, f"{sent} Inget att göra nu.", since, who, step.kind, nudge=False, contact=step.contact
    )


def _for_minutes(step: Step, who: Who, on: date) -> Waiting:
    assert step.decided_on
    title = f"{genitive(who.name)} protokoll är inte inlagt"
    text = f"Beslutet togs den {long_date(step.decided_on)}."
    late = on - step.decided_on > DATE_PATIENCE
    return Waiting(title, text, step.decided_on, who, "minutes", late, step.contact)


def _for_signature(matter: Matter, who: Who, since: date, on: date) -> Waiting:
    """A signature that lacks; where the minutes lack too, it is said in the same place."""
    step = matter.step(Kind.APPROVAL, who.key) if who.is_party else Step(Kind.APPROVAL)
    title = f"{who.name[:1].upper()}{who.name[1:]} har inte skrivit under"
    text = f"Det kan ske sedan den {long_date(since)}."
    if _lacks_minutes(step):
        text = f"{text} Protokollet är inte heller inlagt."
    return Waiting(title, text, since, who, "signature", on - since > DATE_PATIENCE, step.contact)


def _lacks_minutes(step: Step) -> bool:
    return step.decided_on is not None and not step.has_minutes


def _days(since: date, on: date) -> str:
    days = (on - since).days
    return f"{count_word(days)} {'dag' if days == 1 else 'dagar'}"


def _in(day: date, on: date) -> str:
    return "i dag" if day == on else f"om {_days(on, day)}"
