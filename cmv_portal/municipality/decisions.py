"""What a party has decided and signed of its cooperation's agreements, and what it has yet to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from agreements.models import Agreement, Cooperation, DecisionStep, Organisation, Signature
from agreements.queries import terms_of
from agreements.swedish import long_date
from agreements.terms import TermKind

Outcome = DecisionStep.Outcome


@dataclass(frozen=True)
class Line:
    """One decision or signature with its sign; `detail` is where it stands, or until when it may wait."""

    agreement: Agreement
    what: str
    detail: str
    sign: str

    @property
    def waits(self) -> bool:
        return self.sign in ("soon", "late")

    @property
    def is_refusal(self) -> bool:
        return self.sign == "none"

    @property
    def url(self) -> str:
        return self.agreement.get_absolute_url()


def decisions_of(
    cooperation: Cooperation, organisation: Organisation, today: date, *, asked: Agreement | None = None
) -> list[Line]:
    """The party's approvals and signatures in each edition's latest round, the latest edition first.

    `asked` is a proposal that the party is asked to answer, answered or not.
    """
    steps = DecisionStep.objects.filter(
        agreement__cooperation=cooperation, organisation=organisation, kind=DecisionStep.Kind.APPROVAL
    ).select_related("agreement")
    signed = Signature.objects.filter(
        agreement__cooperation=cooperation, organisation=organisation, counts=True
    )
    signatures = {(row.agreement_id, row.round): row for row in signed}
    rounds: dict[int, DecisionStep] = {}
    for step in steps.prefetch_related("agreement__terms").order_by("-agreement__year", "round"):
        rounds[step.agreement_id] = step
    rounds = {pk: step for pk, step in rounds.items() if _still_counts(step)}
    if asked and asked.pk not in rounds:
        rounds[asked.pk] = DecisionStep(agreement=asked)
    return list(_lines(rounds.values(), signatures, today))


def _still_counts(step: DecisionStep) -> bool:
    """Of a revision that is written on again, or given up, only the party's own refusal is left to tell."""
    ended = step.agreement.status in (Agreement.Status.DRAFT, Agreement.Status.DROPPED)
    return not ended or step.outcome == Outcome.REFUSED


def _lines(
    steps: Iterable[DecisionStep], signatures: dict[tuple[int, int], Signature], today: date
) -> Iterator[Line]:
    for step in steps:
        yield _decided(step, today)
        signature = signatures.get((step.agreement_id, step.round))
        if signature or step.outcome == Outcome.APPROVED:
            yield _signed(step.agreement, signature)


def _decided(step: DecisionStep, today: date) -> Line:
    title = step.agreement.title
    where = ", ".join(
        text
        for text in (
            step.body_name,
            f"§ {step.paragraph.removeprefix('§').strip()}" if step.paragraph else "",
            f"dnr {step.diary_number}" if step.diary_number else "",
        )
        if text
    )
    if step.outcome == Outcome.WAITING:
        return _waiting(step, today)
    when = f"{long_date(step.decided_on)}{f', {where}' if where else ''}"
    if step.outcome == Outcome.REFUSED:
        return Line(step.agreement, f"Sagt nej till {title}", when, "none")
    return Line(step.agreement, f"Godkänt {title}", when, "done")


def _waiting(step: DecisionStep, today: date) -> Line:
    """A decision that is still to be taken: until when, and where it is taken up next."""
    answers_by = terms_of(step.agreement, today).get(TermKind.ANSWERS_BY)
    said = []
    if answers_by:
        said.append(f"svar begärt senast {long_date(answers_by)}")
    if step.planned_on and step.planned_on >= today:
        said.append(f"nästa möte {long_date(step.planned_on)}")
    told = ", ".join(said)
    late = answers_by is not None and answers_by < today
    return Line(
        step.agreement,
        f"Ta ställning till {step.agreement.title}",
        f"{told[:1].upper()}{told[1:]}" if told else "Väntar på beslut",
        "late" if late else "soon",
    )


def _signed(agreement: Agreement, signature: Signature | None) -> Line:
    if signature is None:
        return Line(agreement, f"Underteckna {agreement.title}", "Godkänt, men inte undertecknat", "soon")
    when = long_date(signature.signed_on) if signature.signed_on else "dagen är inte känd"
    return Line(agreement, f"Undertecknat {agreement.title}", when[:1].upper() + when[1:], "done")
