"""What each party has answered to a proposal that asks for an answer by a day, and what if some say no."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from agreements.models import Agreement, DecisionStep, Organisation
from agreements.queries import terms_of
from agreements.swedish import count_word, long_date, sort_key
from agreements.terms import TermKind

Outcome = DecisionStep.Outcome
_WORDS = {Outcome.APPROVED: ("ja", "done"), Outcome.REFUSED: ("nej", "late")}


@dataclass(frozen=True)
class Answer:
    """A party's answer, in a word with its sign, and when and where it was given."""

    organisation: Organisation
    outcome: str
    word: str
    sign: str
    detail: str


@dataclass(frozen=True)
class Answers:
    """The answers of those who would pay, in Swedish order."""

    agreement: Agreement
    asked_by: date
    rows: list[Answer]

    @property
    def in_short(self) -> str:
        """ "Fyra har sagt ja, en har sagt nej och två har inte svarat." """
        counted = [
            (sum(row.outcome == outcome for row in self.rows), said)
            for outcome, said in (
                (Outcome.APPROVED, "har sagt ja"),
                (Outcome.REFUSED, "har sagt nej"),
                (Outcome.WAITING, "har inget svar registrerat"),
            )
        ]
        told = [f"{count_word(count)} {said}" for count, said in counted if count]
        text = " och ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
        return f"{text[:1].upper()}{text[1:]}."

    @property
    def asked(self) -> str:
        return f"Svar begärdes senast den {long_date(self.asked_by)}."

    @property
    def refused(self) -> list[Answer]:
        return [row for row in self.rows if row.outcome == Outcome.REFUSED]

    @property
    def what_if(self) -> str:
        """Where the sum is shared by the others alone, if those who have said no are left out."""
        address = reverse("what_if", args=[self.agreement.cooperation.slug])
        leaving = [("lamnar", row.organisation.slug) for row in self.refused]
        return f"{address}?{urlencode(leaving)}#svar" if leaving else address


def answers_to(agreement: Agreement | None, today: date) -> Answers | None:
    """The answers to a proposal; None where nothing is proposed, or no answer is asked for by a day."""
    if agreement is None or agreement.status != Agreement.Status.PROPOSAL:
        return None
    asked_by = terms_of(agreement, today).get(TermKind.ANSWERS_BY)
    if asked_by is None:
        return None
    steps = agreement.steps.filter(kind=DecisionStep.Kind.APPROVAL).order_by("round")
    latest = {step.organisation_id: step for step in steps}
    parties = [party for party in agreement.parties.select_related("organisation") if party.pays]
    parties.sort(key=lambda party: sort_key(party.organisation.short_name))
    rows = [
        _answer(party.organisation, latest.get(party.organisation_id), asked_by, today) for party in parties
    ]
    return Answers(agreement, asked_by, rows)


def _answer(organisation: Organisation, step: DecisionStep | None, asked_by: date, today: date) -> Answer:
    outcome = step.outcome if step else Outcome.WAITING
    if outcome == Outcome.WAITING:
        is_late = asked_by < today
        return Answer(organisation, outcome, "inget svar", "none" if is_late else "soon", "")
    word, sign = _WORDS[outcome]
    given = [long_date(step.decided_on), step.body_name]
    given += [f"§ {step.paragraph.removeprefix('§').strip()}"] if step.paragraph else []
    return Answer(organisation, outcome, word, sign, ", ".join(text for text in given if text))
