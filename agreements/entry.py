"""How an edition comes into force: who must decide and sign by its own terms, and what is still missing.

CMV 22 and 24: every party approves by its own body, then signs. A refusal ends the round for all of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agreements.appeals import Appeal, appeal
from agreements.swedish import count_word, join_names
from agreements.term_values import Signatories


class Kind(StrEnum):
    """The steps of a round, in their order; signing comes after."""

    PROPOSAL = "proposal"
    RECOMMENDATION = "recommendation"
    APPROVAL = "approval"


class Outcome(StrEnum):
    WAITING = ""
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True)
class Who:
    """A party or an office: its key in addresses, and what it is called."""

    key: str
    name: str
    is_party: bool = True


@dataclass(frozen=True)
class Step:
    """What is known of a body's turn in a round; `party` is empty for a common step."""

    kind: Kind
    party: str = ""
    body: str = ""
    outcome: Outcome = Outcome.WAITING
    decided_on: date | None = None
    paragraph: str = ""
    diary_number: str = ""
    announced_on: date | None = None
    has_minutes: bool = False
    planned_on: date | None = None
    contact: str = ""
    note: str = ""

    @property
    def is_approved(self) -> bool:
        return self.outcome is Outcome.APPROVED

    @property
    def is_refused(self) -> bool:
        return self.outcome is Outcome.REFUSED

    @property
    def reference(self) -> str:
        """Which decision it is: "Kommunfullmäktige § 84"."""
        number = self.paragraph.removeprefix("§").strip()
        return " ".join(
            part for part in (self.body, f"§\N{NO-BREAK SPACE}{number}" if number else "") if part
        )

    def appeal(self, on: date) -> Appeal | None:
        """Until when the decision may be appealed; None while its minutes are not announced."""
        return appeal(self.announced_on, on) if self.announced_on else None


@dataclass(frozen=True)
class Signed:
    """A signature that counts."""

    who: str
    signed_on: date | None


@dataclass(frozen=True)
class Rule:
    """Who must decide and sign, from the edition's terms; None where the text does not say."""

    approved_by: Signatories | None = None
    signed_by: Signatories | None = None
    approval_clause: str = ""
    signing_clause: str = ""


@dataclass(frozen=True)
class Matter:
    """An edition on its way: the rule, who takes part, and what has happened in the round.

    `common` are the steps before the parties', with the name of each body. `is_source` is an edition
    whose way stands in no source: then nobody is waited for.
    """

    rule: Rule
    parties: tuple[Who, ...]
    common: tuple[tuple[Kind, str], ...] = ()
    steps: tuple[Step, ...] = ()
    signatures: tuple[Signed, ...] = ()
    submitted_on: date | None = None
    starts_on: date | None = None
    answers_by: date | None = None
    is_source: bool = False

    def step(self, kind: Kind, party: str = "") -> Step:
        """The step as it is known, or one of which nothing is known."""
        found = (step for step in self.steps if (step.kind, step.party) == (kind, party))
        return next(found, Step(kind, party))

    def signature(self, who: str) -> Signed | None:
        return next((signed for signed in self.signatures if signed.who == who), None)

    @property
    def signatories(self) -> tuple[Who, ...]:
        """Who signs: the parties, or the offices that the agreement names."""
        signed_by = self.rule.signed_by
        if signed_by is None or signed_by.is_every_party:
            return self.parties if signed_by else ()
        return tuple(
            Who(f"befattning-{place}", office, is_party=False)
            for place, office in enumerate(signed_by.offices, 1)
        )

    @property
    def approved(self) -> tuple[Who, ...]:
        return tuple(who for who in self.parties if self.step(Kind.APPROVAL, who.key).is_approved)

    @property
    def not_approved(self) -> tuple[Who, ...]:
        return tuple(who for who in self.parties if who not in self.approved)

    @property
    def not_signed(self) -> tuple[Who, ...]:
        return tuple(who for who in self.signatories if self.signature(who.key) is None)

    @property
    def refusals(self) -> tuple[str, ...]:
        """Who has said no in this round."""
        names = {who.key: who.name for who in self.parties} | {"": ""}
        return tuple(names.get(step.party) or step.body for step in self.steps if step.is_refused)


def ready_since(matter: Matter, kind: Kind) -> date | None:
    """The day when the step before was done, so that this one could begin; None while it is not."""
    since = matter.submitted_on
    for earlier, _ in matter.common:
        if earlier == kind:
            break
        step = matter.step(earlier)
        since = step.decided_on if step.is_approved else None
        if since is None:
            return None
    return since


def signing_since(matter: Matter, who: Who) -> date | None:
    """From when a signatory can sign: a party its own approval, an office the last approval of all."""
    if who.is_party:
        step = matter.step(Kind.APPROVAL, who.key)
        return step.decided_on if step.is_approved else None
    if matter.not_approved:
        return None
    days = [matter.step(Kind.APPROVAL, party.key).decided_on for party in matter.parties]
    return max((day for day in days if day), default=None)


def missing(matter: Matter) -> tuple[str, ...]:
    """Exactly what the rule still asks for, a sentence each; nothing when it is met."""
    if matter.refusals:
        return (f"{join_names(matter.refusals)} har sagt nej. Omgången är slut.",)
    found = [
        f"{body} har inte {DONE[kind]} avtalet."
        for kind, body in matter.common
        if not matter.step(kind).is_approved
    ]
    found += _lacking_decisions(matter) + _lacking_signatures(matter)
    if matter.starts_on is None:
        found.append("Dagen då avtalet börjar gälla är inte bestämd.")
    return tuple(found)


DONE = {Kind.PROPOSAL: "föreslagit", Kind.RECOMMENDATION: "rekommenderat", Kind.APPROVAL: "godkänt"}


def is_met(matter: Matter) -> bool:
    return not missing(matter)


def _lacking_decisions(matter: Matter) -> list[str]:
    if matter.rule.approved_by is None:
        return ["Avtalet säger inte vem som ska godkänna det."]
    return _lacking(matter.not_approved, "beslut", "beslut")


def _lacking_signatures(matter: Matter) -> list[str]:
    if matter.rule.signed_by is None:
        return ["Avtalet säger inte vem som ska skriva under."]
    return _lacking(matter.not_signed, "underskrift", "underskrifter")


def _lacking(who: Sequence[Who], one: str, many: str) -> list[str]:
    if not who:
        return []
    number = count_word(len(who), neuter=one == "beslut").capitalize()
    return [f"{number} {one if len(who) == 1 else many} saknas: {join_names([each.name for each in who])}."]
