"""What a notice between the parties sets going, clause by clause, with the days that follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from agreements.duty_rules.period import mend_by
from agreements.notice_kinds import Given, NoticeKind, clause_of, waits
from agreements.swedish import count_word, kr, long_date, no_break
from agreements.term import NOT_COMPUTABLE, ONE_DAY, AgreementTerm, add_months, term_on
from agreements.terms import TermKind, Terms

SOON = timedelta(days=60)
OPEN = "återstår"
WAITING = {
    NoticeKind.INFORMATION: "ska föras vidare",
    NoticeKind.FORCE_MAJEURE: "gäller nu",
    NoticeKind.WITHDRAWAL: "ska prövas",
    NoticeKind.WINDING_UP: "förhandlas",
}
SETTLED = {
    NoticeKind.INFORMATION: "fört vidare",
    NoticeKind.FORCE_MAJEURE: "gäller nu",
    NoticeKind.WINDING_UP: "överenskommet",
}
WHOSE_NOTICE = (
    "Avtalet säger inte om en uppsägning gäller alla."
    " Portalen läser den så att bara den som säger upp lämnar."
)


@dataclass(frozen=True)
class Line:
    """A step that follows from a notice: what, by which clause, by which day, and how it stands."""

    text: str
    clause: str
    sign: str = "none"
    word: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Departure:
    """The last day as a party and the last day to say so; `reason` says why there are none."""

    day: date | None = None
    said_by: date | None = None
    reason: str = ""


def follows(given: Given, terms: Terms, term: AgreementTerm, today: date) -> tuple[Line, ...]:
    """The steps that a notice sets going, in order, as they stand on a day."""
    made = {
        NoticeKind.INFORMATION: _information,
        NoticeKind.RENEGOTIATION: _renegotiation,
        NoticeKind.BREACH: _breach,
        NoticeKind.LEAVING: _leaving,
        NoticeKind.FORCE_MAJEURE: _force_majeure,
        NoticeKind.WITHDRAWAL: _withdrawal,
        NoticeKind.WINDING_UP: _winding_up,
    }[given.kind](given, terms, term, today)
    return (_given(given, clause_of(given.kind, terms)), *made)


def last_day(given: Given, terms: Terms) -> date | None:
    """The day by which something is to be done: what a breach's days give, or the day that was set."""
    if given.kind is NoticeKind.BREACH:
        return mend_by(given.counted_from, _days_to_mend(terms))
    return given.due


def _days_to_mend(terms: Terms) -> int:
    return int(terms.rows[TermKind.BREACH_DAYS].value)


def is_mended_in_time(given: Given, terms: Terms) -> bool:
    last = last_day(given, terms)
    return given.mended is not None and last is not None and given.mended <= last


def may_leave_from(given: Given, terms: Terms) -> date | None:
    """The first day when the others may leave because of a breach; None when it was mended in time."""
    last = last_day(given, terms)
    return None if last is None or is_mended_in_time(given, terms) else last + ONE_DAY


def departure(given: Given, terms: Terms, term: AgreementTerm) -> Departure:
    """When a party that has given notice leaves: at a turn of the year, or at the end of a period."""
    months = terms.get(TermKind.NOTICE_MONTHS)
    if not isinstance(months, int):
        return Departure(reason=f"{NOT_COMPUTABLE}: avtalet anger ingen uppsägningstid.")
    if terms.get(TermKind.PARTY_MAY_LEAVE):
        return _at_a_turn_of_the_year(given.counted_from, months)
    return _at_the_end(given.counted_from, term)


def _at_a_turn_of_the_year(on: date, months: int) -> Departure:
    year = on.year
    while add_months(date(year, 12, 31), -months) < on:
        year += 1
    end = date(year, 12, 31)
    return Departure(end, add_months(end, -months))


def _at_the_end(on: date, term: AgreementTerm) -> Departure:
    answer = term_on(term, on)
    while answer.last_day_for_notice is not None and answer.last_day_for_notice < on:
        if answer.next_prolongation is None:
            return Departure(
                said_by=answer.last_day_for_notice,
                reason=f"{NOT_COMPUTABLE}: sista dag för uppsägning har passerat och avtalet förlängs inte.",
            )
        answer = term_on(term, answer.next_prolongation)
    if answer.last_day_for_notice is None or answer.period is None:
        return Departure(reason=answer.reason)
    return Departure(answer.period.end, answer.last_day_for_notice)


def standing(given: Given, terms: Terms, today: date) -> tuple[str, str]:
    """How a notice stands on a day: a sign and a word."""
    if given.closed is not None:
        return "done", f"avslutat {_day(given.closed)}"
    if given.leaves is not None:
        return "done", f"part till och med {_day(given.leaves)}"
    if given.kind is NoticeKind.BREACH:
        return _breach_stands(given, terms, today)
    if not waits(given):
        return "done", SETTLED.get(given.kind, "besvarat")
    is_late = given.due is not None and given.due < today
    return ("late", "svaret är försenat") if is_late else ("soon", WAITING.get(given.kind, "väntar på svar"))


def _breach_stands(given: Given, terms: Terms, today: date) -> tuple[str, str]:
    last = last_day(given, terms)
    if given.mended is not None:
        return ("done", "rättat i tid") if is_mended_in_time(given, terms) else ("late", "rättat för sent")
    if last is not None and last < today:
        return "late", "inte rättat i tid"
    return "soon", f"rättas senast {_day(last)}"


# --- The steps of each kind


def _given(given: Given, clause: str) -> Line:
    if given.received:
        word = f"mottaget {no_break(long_date(given.received))}"
    else:
        word = f"skickat {no_break(long_date(given.sent))}"
    to = f" till {given.against}" if given.against else ""
    return Line(f"{given.sender} lämnar meddelandet skriftligt{to}.", clause, "done", word, given.sent)


def _information(given: Given, terms: Terms, term: AgreementTerm, today: date) -> Iterable[Line]:
    row = terms.row(TermKind.INFORMATION_TO)
    if row is not None:
        text = f"{_capital(row.value)} för informationen vidare till de övriga parternas kontaktpersoner."
        yield _step(text, row.clause, given.passed_on, given.due, today)


def _renegotiation(given: Given, terms: Terms, term: AgreementTerm, today: date) -> Iterable[Line]:
    clause = clause_of(given.kind, terms)
    yield _step("De övriga parterna tar ställning till begäran.", clause, given.answered, given.due, today)
    yield Line("Det som parterna kommer överens om görs som en revidering av avtalet.", clause)


def _breach(given: Given, terms: Terms, term: AgreementTerm, today: date) -> Iterable[Line]:
    clause = clause_of(given.kind, terms)
    last, opens = last_day(given, terms), may_leave_from(given, terms)
    days = count_word(_days_to_mend(terms))
    text = f"{given.against} rättar avtalsbrottet inom {days} dagar, senast {_day(last)}."
    late = given.mended is not None and opens is not None
    yield _step(text, clause, None if late else given.mended, last, today, done="rättat", late="inte rättat")
    if late:
        yield Line("Rättelsen kom efter tiden.", clause, "late", _day(given.mended), given.mended)
    if opens is None:
        yield Line("Ingen part får lämna avtalet av det här skälet.", clause, "done", "rättat i tid")
    elif today >= opens:
        yield Line("En annan part får begära utträde genast.", clause, "late", "gäller nu", opens)
    else:
        text = f"Rättas det inte får en annan part begära utträde genast, från {_day(opens)}."
        yield Line(text, clause, day=opens)


def _leaving(given: Given, terms: Terms, term: AgreementTerm, today: date) -> Iterable[Line]:
    clause = clause_of(given.kind, terms)
    yield _ground(given, terms, clause)
    text = "De övriga parterna förhandlar snarast om avtalets fortbestånd."
    yield _step(text, clause, given.answered, given.due, today)
    yield from _leaves(given, clause)
    yield Line("Kommer de inte överens upphör avtalet.", clause)
    yield from _costs_of_leaving(terms)


def _ground(given: Given, terms: Terms, clause: str) -> Line:
    opens = may_leave_from(given.because_of, terms) if given.because_of else None
    if opens is not None and given.sent >= opens:
        text = f"Grunden är ett avtalsbrott som inte rättades senast {_day(opens - ONE_DAY)}."
        return Line(text, clause, "done", "finns")
    return Line("Grunden är ett avtalsbrott som inte har rättats i tid.", clause, "late", "saknas")


def _force_majeure(given: Given, terms: Terms, term: AgreementTerm, today: date) -> Iterable[Line]:
    clause = clause_of(given.kind, terms)
    text = f"{given.sender} är fri från den skyldighet som hindret gäller, så länge hindret finns."
    if given.closed:
        yield Line(text, clause, "done", f"hindret upphörde {_day(given.closed)}", given.closed)
    else:
        yield Line(text, clause, "soon", "gäller nu")


def _withdrawal(given: Given, terms: Terms, term: AgreementTerm, today: date) -> Iterable[Line]:
    clause = clause_of(given.kind, terms)
    before = terms.row(TermKind.NOTICE_AFTER)
    if before is not None:
        text = f"Ska föregås av {before.value}."
        if given.discussed:
            in_time = given.discussed <= given.sent
            word = _day(given.discussed) if in_time else f"först {_day(given.discussed)}"
            yield Line(text, before.clause, "done" if in_time else "late", word, given.discussed)
        else:
            yield Line(text, before.clause, "late", "inte registrerat")
    found = departure(given, terms, term)
    if found.day is None:
        yield Line(f"Dagen då {given.sender} lämnar {found.reason}", clause, "late", NOT_COMPUTABLE)
    else:
        text = f"Beskedet kom senast {_day(found.said_by)}. {given.sender} kan lämna efter {_day(found.day)}."
        yield Line(text, clause, day=found.day)
    if not terms.get(TermKind.PARTY_MAY_LEAVE):
        yield Line(WHOSE_NOTICE, clause)
    yield from _leaves(given, clause)
    yield from _costs_of_leaving(terms)


def _leaves(given: Given, clause: str) -> Iterable[Line]:
    if given.leaves:
        # The key is that of the parties on the first of January: a year that has begun is shared as it was.
        text = f"{given.sender} är inte med i fördelningen från och med {given.leaves.year + 1}."
        yield Line(text, clause, "done", "registrerat", given.leaves)
    else:
        text = "Utträdet registreras, och kostnaden fördelas från nästa årsskifte på de andra."
        yield Line(text, clause, "none", OPEN)


def _costs_of_leaving(terms: Terms) -> Iterable[Line]:
    row = terms.row(TermKind.WINDING_UP)
    if row is not None:
        yield Line("Avvecklingskostnaderna förhandlas särskilt.", row.clause)


def _winding_up(given: Given, terms: Terms, term: AgreementTerm, today: date) -> Iterable[Line]:
    clause = clause_of(given.kind, terms)
    text = "Parterna förhandlar särskilt om hur kostnaderna fördelas."
    yield _step(text, clause, given.answered, given.due, today, done="klart")
    amount = "inget belopp än" if given.amount is None else kr(given.amount)
    yield Line("Beloppet antecknas här. Portalen debiterar det inte.", clause, "none", amount)


# --- Words


def _step(
    text: str,
    clause: str,
    done_on: date | None,
    last: date | None,
    today: date,
    *,
    done: str = "klart",
    late: str = "försenat",
) -> Line:
    if done_on is not None:
        return Line(text, clause, "done", f"{done} {_day(done_on)}", last or done_on)
    if last is not None and last < today:
        return Line(text, clause, "late", late, last)
    soon = last is not None and last - today <= SOON
    return Line(text, clause, "soon" if soon else "none", OPEN, last)


def _day(day: date | None) -> str:
    return no_break(long_date(day)) if day else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
