"""The call and the minutes of a meeting as papers: kept as data when sent or adjusted, printed from that."""

from collections.abc import Iterable, Mapping
from typing import Any

from agreements.meeting_queries import seats_on
from agreements.models import AgendaItem, Attendance, Decision, Meeting
from agreements.swedish import iso, long_date
from cmv_portal.effects import told_of
from cmv_portal.packs.paper import Column, Letterhead, Paper, Section, Table

Json = dict[str, Any]

CALL, MINUTES = "Kallelse", "Protokoll"
NOBODY = "Ingen sitter i organet än."
WIDTHS = (45, 40, 42, 38)
State, Status = Meeting.State, Attendance.Status


# --- The call


def call_paper(meeting: Meeting) -> Paper:
    """The call with its agenda, as it is sent; a draft until then."""
    seats = seats_on(meeting.body, meeting.day)
    rows = tuple((seat.name, seat.organisation.short_name, seat.get_office_display()) for seat in seats)
    table = Table("Kallas till mötet", (Column("Namn"), Column("Företräder"), Column("Uppdrag")), rows)
    items = meeting.items.prefetch_related("documents")
    return Paper(
        title=f"{CALL} till {meeting.body.name}",
        author=meeting.body.name,
        created=iso(meeting.called_on or meeting.day),
        head=f"{CALL}: {_named(meeting)}",
        foot=_foot(meeting),
        letterhead=_letterhead(meeting, CALL, ()),
        sections=(
            *(_agenda_section(number, item) for number, item in enumerate(items, 1)),
            Section(
                "Ledamöter och ersättare", table=table if rows else None, paragraphs=() if rows else (NOBODY,)
            ),
        ),
        draft=meeting.called_on is None,
        fictitious=meeting.is_example,
    )


def _agenda_section(number: int, item: AgendaItem) -> Section:
    proposal = (f"Förslag till beslut: {item.proposal}",) if item.proposal else ()
    return Section(f"{number}. {item.title}", (*_written(item.background), *proposal), items=_files(item))


# --- The minutes


def minutes_paper(meeting: Meeting) -> Paper:
    """The minutes; a draft until they are adjusted."""
    items = list(meeting.items.prefetch_related("documents", "decisions"))
    return Paper(
        title=f"{MINUTES} för {meeting.body.name}",
        author=meeting.body.name,
        created=iso(meeting.adjusted_on or meeting.day),
        head=f"{MINUTES}: {_named(meeting)}",
        foot=_foot(meeting),
        letterhead=_letterhead(meeting, MINUTES, _paragraphs(items)),
        sections=(_present(meeting), *_decided(items), _adjusting(meeting)),
        draft=meeting.state != State.ADJUSTED,
        fictitious=meeting.is_example,
    )


def _paragraphs(items: Iterable[AgendaItem]) -> tuple[tuple[str, str], ...]:
    """Which paragraphs the minutes hold, as a fact of the letterhead."""
    found = sorted(
        (decision for item in items for decision in item.decisions.all()), key=lambda row: row.paragraph
    )
    if not found:
        return ()
    first, last = found[0], found[-1]
    text = (
        first.number
        if first == last
        else f"§§\N{NO-BREAK SPACE}{first.paragraph}–{last.paragraph}/{last.year}"
    )
    return (("Paragrafer", text),)


def _present(meeting: Meeting) -> Section:
    found = {row.membership_id: row for row in meeting.attendances.all()}
    seats = [seat for seat in seats_on(meeting.body, meeting.day) if seat.pk in found]
    if not seats:
        return Section("Närvaro", ("Närvaron är inte registrerad än.",))
    rows = tuple(
        (seat.name, seat.organisation.short_name, seat.get_office_display(), _status(found[seat.pk]))
        for seat in seats
    )
    heads = ("Namn", "Företräder", "Uppdrag", "Närvaro")
    columns = tuple(Column(head, width=width) for head, width in zip(heads, WIDTHS, strict=True))
    return Section("Närvaro", table=Table("Vilka som var med", columns, rows))


def _status(row: Attendance) -> str:
    """A substitute who served says for whom."""
    stands_in_for = row.membership.substitutes_for
    if row.status == Status.SERVING and stands_in_for:
        return f"tjänstgör för {stands_in_for.name}"
    return row.get_status_display()


def _decided(items: Iterable[AgendaItem]) -> list[Section]:
    told = told_of(decision for item in items for decision in item.decisions.all())
    return [_decided_section(item, told) for item in items]


def _decided_section(item: AgendaItem, carried: Mapping[int, str]) -> Section:
    decision = next(iter(item.decisions.all()), None)
    heading = f"{decision.number}. {item.title}" if decision else item.title
    told = _written(item.background)
    if decision is None:
        return Section(heading, (*told, "Inget beslut är inskrivet än."), items=_files(item))
    came_of_it = (carried[decision.pk],) if decision.pk in carried else ()
    return Section(heading, (*told, *_decision(decision), *came_of_it), items=_files(item))


def _decision(decision: Decision) -> tuple[str, ...]:
    first, *rest = _written(decision.text) or ("",)
    return (f"Beslut ({decision.get_outcome_display()}): {first}", *rest)


def _adjusting(meeting: Meeting) -> Section:
    if meeting.adjusted_on is None:
        return Section("Justering", ("Protokollet är inte justerat. Det är ett utkast.",))
    return Section("Justering", (f"Justerat den {long_date(meeting.adjusted_on)} av {meeting.adjusted_by}.",))


# --- What both have


def _letterhead(meeting: Meeting, kind: str, more: tuple[tuple[str, str], ...]) -> Letterhead:
    facts = [("Dokument", kind), ("Dag", long_date(meeting.day)), ("Tid", meeting.hours)]
    if meeting.place:
        facts.append(("Plats", meeting.place))
    recipient = ("Till ledamöter och ersättare",) if kind == CALL else ()
    return Letterhead(meeting.body.name, recipient, (*facts, *more))


def _named(meeting: Meeting) -> str:
    return f"{meeting.body.name} {long_date(meeting.day)}"


def _foot(meeting: Meeting) -> str:
    mark = " Exempel, inget riktigt möte." if meeting.is_example else ""
    return f"{meeting.body.name}.{mark}"


def _written(text: str) -> tuple[str, ...]:
    """A text's paragraphs, without empty lines."""
    return tuple(line for line in text.splitlines() if line.strip())


def _files(item: AgendaItem) -> tuple[str, ...]:
    return tuple(f"Handling: {document.title}" for document in item.documents.all())


# --- As it was kept


def paper_of(contents: Json) -> Paper:
    """A kept paper, read back as it was."""
    letterhead = contents["letterhead"]
    return Paper(
        **{
            name: contents[name]
            for name in ("title", "author", "created", "head", "foot", "draft", "fictitious")
        },
        subtitle=contents["subtitle"],
        letterhead=Letterhead(
            letterhead["sender"],
            tuple(letterhead["recipient"]),
            tuple((label, text) for label, text in letterhead["facts"]),
        ),
        sections=tuple(_section_of(section) for section in contents["sections"]),
    )


def _section_of(section: Json) -> Section:
    table = section["table"]
    return Section(
        section["heading"],
        tuple(section["paragraphs"]),
        tuple(section["list"]),
        Table(
            table["caption"],
            tuple(Column(**column) for column in table["columns"]),
            tuple(tuple(row) for row in table["rows"]),
            tuple(table["sum_row"]),
            table["note"],
        )
        if table
        else None,
    )


def kept_call(meeting: Meeting) -> Json:
    """What a call keeps: the paper as data, the same whether it is read back or not."""
    return call_paper(meeting).contents()


def kept_minutes(meeting: Meeting) -> Json:
    return minutes_paper(meeting).contents()


def current_call(meeting: Meeting) -> Paper:
    """The call as it was sent, or as it reads now."""
    if meeting.call_contents and meeting.called_on:
        return paper_of(meeting.call_contents)
    return call_paper(meeting)


def current_minutes(meeting: Meeting) -> Paper:
    """The minutes as they were adjusted, or the draft."""
    return paper_of(meeting.minutes_contents) if meeting.minutes_contents else minutes_paper(meeting)
