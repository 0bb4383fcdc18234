"""Who the parties are, what invoicing needs to know of each, and what follows where it is missing."""

from dataclasses import dataclass

from django.db.models import QuerySet

from agreements.access import cooperations, own_organisations
from agreements.models import Agreement, Cooperation, Organisation, Party
from agreements.swedish import count_word, join_names, sort_key

MOST_NAMED = 2  # so many names stand in a heading


@dataclass(frozen=True)
class Fact:
    """One thing that is recorded, or what follows from its being missing. `is_needed`: an invoice asks."""

    label: str
    value: str
    follows: str = ""
    is_reference: bool = False
    is_needed: bool = False

    @property
    def is_missing(self) -> bool:
        return self.is_needed and not self.value


@dataclass(frozen=True)
class ListedOrganisation:
    """An organisation with its part in the cooperations that the reader sees."""

    organisation: Organisation
    parties: list[Party]
    is_own: bool

    @property
    def sends_invoices(self) -> bool:
        return any(_is_adopted(party) and party.role == Party.Role.PRINCIPAL for party in self.parties)

    @property
    def gets_invoices(self) -> bool:
        """Whether an agreement makes the organisation pay its part to another."""
        return any(
            _is_adopted(party) and party.pays and party.role == Party.Role.PARTY for party in self.parties
        )

    @property
    def cooperations(self) -> list[Cooperation]:
        found = {party.agreement.cooperation.pk: party.agreement.cooperation for party in self.parties}
        return sorted(found.values(), key=lambda cooperation: cooperation.position)

    @property
    def lacks_reference(self) -> bool:
        return self.gets_invoices and not self.organisation.buyer_reference

    @property
    def facts(self) -> list[Fact]:
        return facts(self.organisation, gets=self.gets_invoices, sends=self.sends_invoices)

    @property
    def missing(self) -> list[Fact]:
        return [fact for fact in self.facts if fact.is_missing]

    @property
    def in_short(self) -> str:
        """One sentence: whether invoicing has what it needs."""
        if not (self.gets_invoices or self.sends_invoices):
            return "Faktureras inte enligt något avtal som gäller."
        missing = len(self.missing)
        if not missing:
            return "Allt som en faktura behöver är ifyllt."
        number = count_word(missing).capitalize()
        return f"{number} {'uppgift' if missing == 1 else 'uppgifter'} som fakturan behöver saknas."


def _is_adopted(party: Party) -> bool:
    return party.agreement.status == Agreement.Status.ADOPTED


def organisations_of(user) -> list[ListedOrganisation]:
    """The parties of the cooperations that the person reads about, and the person's own, in Swedish order."""
    own = {organisation.pk for organisation in own_organisations(user)}
    by_pk: dict[int, list[Party]] = {pk: [] for pk in own}
    for party in _parties(user):
        by_pk.setdefault(party.organisation_id, []).append(party)
    found = Organisation.objects.filter(pk__in=by_pk)
    rows = [ListedOrganisation(row, by_pk[row.pk], row.pk in own) for row in found]
    return sorted(rows, key=lambda row: sort_key(row.organisation.name))


def lacking_reference(rows: list[ListedOrganisation]) -> str:
    """Whose reference is missing, as the beginning of a sentence; empty when nobody's is."""
    names = [row.organisation.name for row in rows if row.lacks_reference]
    if len(names) > MOST_NAMED:
        return f"{count_word(len(names)).capitalize()} organisationer"
    return join_names(names)


def organisation_of(user, organisation: Organisation) -> ListedOrganisation:
    """One organisation with its part in the cooperations that the person reads about."""
    own = {row.pk for row in own_organisations(user)}
    parties = list(_parties(user).filter(organisation=organisation))
    return ListedOrganisation(organisation, parties, organisation.pk in own)


def _parties(user) -> QuerySet[Party]:
    return (
        Party.objects.filter(agreement__cooperation__in=cooperations(user))
        .select_related("agreement__cooperation")
        .order_by("agreement__cooperation__position", "-agreement__year")
    )


def facts(organisation: Organisation, *, gets: bool, sends: bool) -> list[Fact]:
    """What is recorded of an organisation, and where it gets or sends invoices, what they need."""
    invoiced = gets or sends
    address = ", ".join(organisation.address_lines)
    rows = [
        Fact(
            "Organisationsnummer",
            organisation.organisation_number,
            "Fakturan saknar numret.",
            is_needed=invoiced,
        ),
        Fact("Postadress", address, "Fakturan saknar adress.", is_needed=invoiced),
    ]
    if organisation.kind == Organisation.Kind.MUNICIPALITY:
        rows.append(Fact("Kommunkod", organisation.municipal_code))
    if gets:
        rows += _receiving(organisation)
    if sends:
        rows += _sending(organisation)
    return rows


def _receiving(organisation: Organisation) -> list[Fact]:
    return [
        Fact(
            "Er referens",
            organisation.buyer_reference,
            "Fakturan kan bli liggande, och någon e-faktura går inte att skicka.",
            is_reference=True,
            is_needed=True,
        ),
        Fact(
            "E-fakturaadress",
            organisation.einvoice_id,
            "Fakturan finns bara som PDF.",
            is_reference=True,
            is_needed=True,
        ),
    ]


def _sending(organisation: Organisation) -> list[Fact]:
    giro = " och ".join(
        f"{name} {number}"
        for name, number in (("bankgiro", organisation.bankgiro), ("plusgiro", organisation.plusgiro))
        if number
    )
    return [
        Fact(
            "Betalas till",
            giro,
            "Fakturan säger inte vart pengarna ska.",
            is_reference=True,
            is_needed=True,
        ),
        Fact(
            "Frågor om fakturan",
            organisation.invoice_contact,
            "Mottagaren vet inte vem som kan svara.",
            is_reference=True,
            is_needed=True,
        ),
        Fact(
            "Skäl till att moms inte tas ut",
            organisation.vat_note,
            "Fakturan säger inte varför den är utan moms.",
            is_reference=True,
            is_needed=True,
        ),
    ]
