"""All that a party's own page shows, gathered for one reader."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agreements.access import may, own_organisations
from agreements.models import Agreement, Cooperation, OpenQuestion, Organisation, Party, Term
from agreements.queries import edition_or_proposal_among, editions_with_terms, term_of, terms_of
from agreements.swedish import kr, long_date, signed_kr, sort_key
from agreements.term import NOT_COMPUTABLE, TermAnswer
from agreements.terms import TermKind
from cmv_portal.municipality.costs import PartyCosts, party_costs
from cmv_portal.municipality.decisions import Line, decisions_of
from cmv_portal.municipality.people import Contacts, contacts_of
from cmv_portal.municipality.training import Training, counts_trainings, training_of
from cmv_portal.municipality.wording import heading, next_year, why
from cmv_portal.roles import Right
from costs.access import WEAR, documents
from costs.queries.documents import ListedDocument, listed


@dataclass(frozen=True)
class MunicipalityPage:
    """A party's page, on a day.

    `party` is its part in the edition that holds, None for one that has left it; `costs` is None for who
    may not see costs, `documents` for who may not see the party's invoices.
    """

    cooperation: Cooperation
    organisation: Organisation
    agreement: Agreement | None
    answer: TermAnswer | None
    party: Party | None
    is_own: bool
    costs: PartyCosts | None
    contributions: list[Term]
    decided: list[Line]
    questions: list[OpenQuestion]
    documents: list[ListedDocument] | None
    training: Training | None
    contacts: Contacts
    tells_of_trainings: bool
    others: list[Organisation]

    @property
    def name(self) -> str:
        return self.organisation.short_name

    @property
    def pays(self) -> bool:
        return self.party is not None and self.party.pays

    @property
    def shares_cost(self) -> bool:
        """Whether some party pays."""
        return self.agreement is not None and any(each.pays for each in self.agreement.parties.all())

    @property
    def is_proposal(self) -> bool:
        return self.agreement is not None and self.agreement.status == Agreement.Status.PROPOSAL

    @property
    def heading(self) -> str:
        """The answer: what the party pays, or that it pays nothing."""
        if self.costs is None:
            return f"{self.name} i {self.cooperation.name}"
        if self.costs.now:
            return heading(self.name, self.costs.now.told)
        if self.pays:
            return f"Inget belopp är registrerat för {self.name}"
        if self.shares_cost:
            return f"{self.name} betalar ingen del av den gemensamma kostnaden"
        return f"{self.name} delar ingen kostnad med de andra"

    @property
    def why(self) -> str:
        """One sentence: why it is that amount, or why there is none."""
        if self.costs and self.costs.now:
            return why(self.name, self.costs.now.told)
        if self.costs and self.pays:
            return f"{self.name} ska bära en del av kostnaden. {self.costs.reason}"
        return f"{self.membership} {self.party.note if self.party else ''}".strip()

    @property
    def membership(self) -> str:
        """What the party is, and until when."""
        if self.party is None or self.agreement is None:
            return f"{self.organisation.name} är inte part i det avtal som gäller."
        until = f" till och med {long_date(self.party.valid_until)}" if self.party.valid_until else ""
        role = self.party.get_role_display()
        return f"{self.organisation.name} är {role}{until} i {self.agreement.title}."

    @property
    def notice(self) -> str:
        """Until when the agreement holds and when it can be left, in a sentence."""
        if self.answer is None or self.answer.reason.startswith(NOT_COMPUTABLE):
            return f"Sista dag för uppsägning {self.answer.reason}" if self.answer else ""
        return self.answer.reason

    @property
    def next_year(self) -> str:
        """What comes next year and why, in one sentence."""
        following = self.costs.following if self.costs else None
        return next_year(self.name, self.costs.now.told, following.told) if following else ""

    @property
    def remarks(self) -> list[str]:
        """What a reader should know before using the amounts."""
        if self.costs is None or self.costs.now is None:
            return []
        now = self.costs.now
        said = []
        if self.is_proposal:
            said.append("Det är ett förslag: inget avtal gäller än, och inget faktureras.")
        if any(line.is_refusal and line.agreement == self.agreement for line in self.decided):
            said.append(f"{self.name} har sagt nej. Beloppet är det som källan räknade med.")
        if granted := sum(amount for _, amount in now.shown.basis.grants):
            said.append(f"Statsbidrag på {kr(granted)} är avdragna.")
        if self.costs.rests_on_examples:
            said.append("Folkmängden är delvis exempelsiffror.")
        if now.shown.population and now.shown.population.deviation:
            said.append(now.shown.population.deviation)
        if now.shown.rounding_difference:
            difference = signed_kr(now.shown.rounding_difference)
            said.append(f"Parternas belopp är avrundade var för sig, {difference} mot summan.")
        return said

    @property
    def to_do(self) -> list[Line]:
        return [line for line in self.decided if line.waits]

    @property
    def done(self) -> list[Line]:
        return [line for line in self.decided if not line.waits]

    @property
    def unpaid(self) -> list[ListedDocument]:
        return [row for row in self.documents or () if row.awaits_payment]

    @property
    def has_something_to_do(self) -> bool:
        return bool(self.to_do or self.unpaid or self.contacts.missing)


def municipality_page(
    user, cooperation: Cooperation, organisation: Organisation, today: date
) -> MunicipalityPage:
    """The page of an organisation that is or has been a party of the cooperation."""
    editions = editions_with_terms(cooperation).prefetch_related("parties__organisation")
    agreement = edition_or_proposal_among(editions, today)
    party = _party(agreement, organisation, today)
    sees_costs = may(user, Right.SEE_ALLOCATION, cooperation.pk)
    tells_of_trainings = (
        organisation.kind == Organisation.Kind.MUNICIPALITY
        and may(user, Right.SEE_REPORTS, cooperation.pk)
        and counts_trainings(cooperation)
    )
    questions = agreement.open_questions.filter(answer="", about_costs=True) if agreement else ()
    return MunicipalityPage(
        cooperation=cooperation,
        organisation=organisation,
        agreement=agreement,
        answer=term_of(agreement, today) if agreement else None,
        party=party,
        is_own=organisation in own_organisations(user, cooperation.pk),
        costs=party_costs(user, cooperation, organisation, today) if sees_costs else None,
        contributions=_contributions(agreement, organisation, party),
        decided=decisions_of(
            cooperation, organisation, today, asked=agreement if _is_asked(agreement, party, today) else None
        ),
        questions=list(questions) if sees_costs and party and party.pays else [],
        documents=_documents(user, cooperation, organisation, today),
        training=training_of(cooperation, organisation) if tells_of_trainings else None,
        contacts=contacts_of(agreement, party, organisation, today),
        tells_of_trainings=tells_of_trainings,
        others=_others(agreement, organisation),
    )


def _party(agreement: Agreement | None, organisation: Organisation, today: date) -> Party | None:
    """The organisation's part in an edition, where it has not left it."""
    parties = agreement.parties.all() if agreement else ()
    party = next((each for each in parties if each.organisation_id == organisation.pk), None)
    return None if party is None or (party.valid_until and party.valid_until < today) else party


def _is_asked(agreement: Agreement | None, party: Party | None, today: date) -> bool:
    """Whether the edition is a proposal that those who would pay are asked to answer by a day."""
    return bool(
        agreement
        and party
        and party.pays
        and agreement.status == Agreement.Status.PROPOSAL
        and TermKind.ANSWERS_BY in terms_of(agreement, today)
    )


def _contributions(
    agreement: Agreement | None, organisation: Organisation, party: Party | None
) -> list[Term]:
    """What the agreement says that a party which shares no cost carries itself."""
    if agreement is None or party is None or party.pays:
        return []
    kinds = {TermKind.OWN_STAFF}
    if organisation.kind == Organisation.Kind.REGION:
        kinds.add(TermKind.REGION_POST_PERCENT)
    return [term for term in agreement.terms.all() if term.kind in kinds]


def _documents(
    user, cooperation: Cooperation, organisation: Organisation, today: date
) -> list[ListedDocument] | None:
    """The party's issued documents, the latest first. Abnormal wear concerns a person and is left out."""
    if not may(user, Right.SEE_INVOICES, cooperation.pk, organisation.pk):
        return None
    return listed(
        documents(user)
        .filter(charge__agreement__cooperation=cooperation, organisation=organisation)
        .exclude(charge__kind=WEAR),
        today,
    )


def _others(agreement: Agreement | None, organisation: Organisation) -> list[Organisation]:
    parties: Iterable[Party] = agreement.parties.all() if agreement else ()
    found = [each.organisation for each in parties if each.organisation_id != organisation.pk]
    return sorted(found, key=lambda each: sort_key(each.short_name))
