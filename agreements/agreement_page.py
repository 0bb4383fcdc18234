"""All that one edition of an agreement says, as its page tells it; what the source leaves out is said."""

from dataclasses import dataclass
from datetime import date

from agreements.access import own_organisations
from agreements.editions import Edition, Standing, standing
from agreements.models import Agreement, Cooperation, OpenQuestion, Party, Term
from agreements.queries import HistoryLine, edition_among, history_of, term_of
from agreements.swedish import count_word, long_date, sort_key
from agreements.term import NOT_COMPUTABLE, Period, TermAnswer
from agreements.terms import TermKind


@dataclass(frozen=True)
class PartyLine:
    party: Party
    is_own: bool


@dataclass(frozen=True)
class TermLine:
    """A term as a page shows it; `shown` is the value in words."""

    term: Term
    shown: str


@dataclass(frozen=True)
class AgreementPage:
    """All that is known of an edition, and what is open. `answer` is None for one that is replaced."""

    agreement: Agreement
    standing: Standing
    answer: TermAnswer | None
    parties: list[PartyLine]
    terms: list[TermLine]
    questions: list[OpenQuestion]
    successor: Agreement | None
    history: list[HistoryLine]

    @property
    def text_is_known(self) -> bool:
        """Whether the edition's own text is among the sources: then what is empty is not agreed."""
        return bool(self.parties)

    @property
    def is_current(self) -> bool:
        return self.standing.is_current

    @property
    def has_local(self) -> bool:
        """Whether local agreements are made under it."""
        return any(line.term.kind == TermKind.LOCAL_FOLLOWUP for line in self.terms)

    @property
    def shares_cost(self) -> bool:
        return any(line.party.pays for line in self.parties)

    @property
    def in_short(self) -> str:
        """One sentence: how many parties there are and who runs the service."""
        if not self.text_is_known:
            return "Texten finns inte bland källorna. Det som är känt står här, resten är okänt."
        number = count_word(len(self.parties)).capitalize()
        first = self.parties[0].party
        if first.role != Party.Role.PRINCIPAL:
            return f"{number} parter, utan huvudman."
        return f"{number} parter, med {first.organisation.name} som huvudman."

    @property
    def time(self) -> list[tuple[str, str]]:
        """The agreement's dates, each with a label; what is not known says so."""
        return [
            ("Gäller från", _day(self.agreement.starts_on, "okänt")),
            *self._ends(),
            ("Kostnad enligt källan", Edition(self.agreement, self.standing).cost),
        ]

    def _ends(self) -> list[tuple[str, str]]:
        if self.answer is None:
            return [("Ersattes av", self.successor.title)] if self.successor else []
        not_said = "anges inte" if self.text_is_known else "okänt"
        rows = [("Första avtalstiden slutar", _day(self.agreement.first_end, not_said))]
        if self.answer.period:
            rows.append(("Perioden nu", _period(self.answer.period)))
        if self.answer.next_prolongation:
            rows.append(("Förlängs nästa gång", long_date(self.answer.next_prolongation)))
        last_day = self.answer.next_last_day_for_notice or self.answer.last_day_for_notice
        return [*rows, ("Sista dag för uppsägning", _day(last_day, NOT_COMPUTABLE))]

    @property
    def reason(self) -> str:
        """Why the dates are as they are, or why they cannot be computed."""
        if self.answer is None:
            return "En utgåva som har ersatts kan inte sägas upp, så ingen dag räknas fram."
        if self.answer.reason.startswith(NOT_COMPUTABLE):
            return f"Sista dag för uppsägning {self.answer.reason}"
        return self.answer.reason

    @property
    def questions_in_short(self) -> str:
        """How many questions wait for an answer, and how many of them decide amounts."""
        waiting = [question for question in self.questions if not question.answer]
        if not waiting:
            return "Alla frågor är besvarade."
        about_costs = sum(question.about_costs for question in waiting)
        number = f"{count_word(len(waiting)).capitalize()} {'fråga' if len(waiting) == 1 else 'frågor'}"
        told = (
            f"{number} väntar på svar. Portalen visar båda läsningarna och vilken som används tills vidare."
        )
        if not about_costs:
            return told
        return f"{told} {count_word(about_costs).capitalize()} av dem påverkar beloppen."


def agreement_page(user, agreement: Agreement, on: date) -> AgreementPage:
    """One edition with parties, terms, questions, time and history; the same number of queries for all."""
    siblings = list(
        agreement.cooperation.agreements.select_related("cooperation", "predecessor")
        .prefetch_related("terms", "parties__organisation", "open_questions")
        .order_by("-year")
    )
    this = next(row for row in siblings if row == agreement)
    stands = standing(this, edition_among(siblings, on), on)
    parties, terms = list(this.parties.all()), list(this.terms.all())
    questions = list(this.open_questions.all())
    return AgreementPage(
        agreement=this,
        standing=stands,
        answer=None if stands.is_replaced else term_of(this, on),
        parties=_party_lines(user, this, parties),
        terms=_term_lines(terms),
        questions=sorted(questions, key=lambda row: (bool(row.answer), not row.about_costs, row.number)),
        successor=_successor(this, siblings),
        history=history_of(this, *parties, *terms, *questions),
    )


def _successor(this: Agreement, siblings: list[Agreement]) -> Agreement | None:
    """The edition after: the adopted one, else what is proposed. A draft is nobody's successor yet."""
    for status in (Agreement.Status.ADOPTED, Agreement.Status.PROPOSAL):
        for row in siblings:
            if row.predecessor_id == this.pk and row.status == status:
                return row
    return None


def _party_lines(user, agreement: Agreement, parties: list[Party]) -> list[PartyLine]:
    """The principal first, then the parties in Swedish order."""
    own = {organisation.pk for organisation in own_organisations(user, agreement.cooperation_id)}
    ordered = sorted(
        parties,
        key=lambda party: (party.role != Party.Role.PRINCIPAL, sort_key(party.organisation.name)),
    )
    return [PartyLine(party, party.organisation_id in own) for party in ordered]


def _term_lines(terms: list[Term]) -> list[TermLine]:
    """Terms in the order of TermKind; a borrowed key is shown by the name of the lending cooperation."""
    borrowed = [term.value for term in terms if term.kind == TermKind.BORROWED_KEY]
    lenders = Cooperation.objects.filter(slug__in=borrowed) if borrowed else []
    names = {(TermKind.BORROWED_KEY, lender.slug): lender.name for lender in lenders}
    order = list(TermKind)
    rows = sorted(terms, key=lambda term: (order.index(TermKind(term.kind)), term.valid_from or date.min))
    return [TermLine(row, names.get((row.kind, row.value), row.shown)) for row in rows]


def _day(day: date | None, otherwise: str) -> str:
    return long_date(day) if day else otherwise


def _period(period: Period) -> str:
    start = long_date(period.start)
    return f"{start} – {long_date(period.end)}" if period.end else f"från {start}, utan angivet slut"
