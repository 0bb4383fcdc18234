"""The editions of each cooperation, and how each of them stands on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from agreements.access import HIDDEN
from agreements.models import Agreement, Cooperation
from agreements.queries import edition_among
from agreements.swedish import long_date

IN_FORCE = "gäller nu"


@dataclass(frozen=True)
class Standing:
    """How an edition stands on a day: a word with its sign, and the same as a sentence's end."""

    word: str
    sign: str
    verb: str

    @property
    def is_replaced(self) -> bool:
        return self.word == "tidigare"

    @property
    def is_current(self) -> bool:
        return self.word == IN_FORCE


def standing(agreement: Agreement, current: Agreement | None, on: date) -> Standing:
    """Whether the edition is the one in force, a proposal, still to come, or an earlier one."""
    if agreement == current:
        return Standing(IN_FORCE, "done", IN_FORCE)
    if agreement.status == Agreement.Status.DRAFT:
        return Standing("utkast", "none", "är ett utkast")
    if agreement.status == Agreement.Status.DROPPED:
        return Standing("nedlagt", "none", "är nedlagt")
    if agreement.status == Agreement.Status.PROPOSAL:
        return Standing("förslag", "soon", "gäller inte än")
    if agreement.starts_on and agreement.starts_on > on:
        begins = f"gäller från {long_date(agreement.starts_on)}"
        return Standing(begins, "soon", begins)
    return Standing("tidigare", "none", "gäller inte längre")


@dataclass(frozen=True)
class Edition:
    agreement: Agreement
    standing: Standing

    @property
    def cost(self) -> str:
        """The source's own words for the cost, or why there are none."""
        if self.agreement.stated_cost:
            return self.agreement.stated_cost
        parties = self.agreement.parties.all()
        if not parties:
            return "okänd"
        return "anges inte" if any(party.pays for party in parties) else "ingen delas"


@dataclass(frozen=True)
class Editions:
    """A cooperation with its editions, the latest first, and the one in force."""

    cooperation: Cooperation
    rows: list[Edition]
    current: Agreement | None

    @property
    def has_proposal(self) -> bool:
        return any(row.agreement.status == Agreement.Status.PROPOSAL for row in self.rows)


def editions_of(
    cooperations: QuerySet[Cooperation], on: date, *, with_drafts: Collection[int] = ()
) -> list[Editions]:
    """The cooperations' editions, with terms and parties, in five queries.

    Drafts and dropped revisions are told of only in the cooperations named.
    """
    agreements = (
        Agreement.objects.select_related("cooperation")
        .prefetch_related("terms", "parties__organisation")
        .order_by("-year")
    )
    found = []
    for cooperation in cooperations.prefetch_related(Prefetch("agreements", agreements)):
        editions = [
            row
            for row in cooperation.agreements.all()
            if row.status not in HIDDEN or cooperation.pk in with_drafts
        ]
        current = edition_among(editions, on)
        rows = [Edition(row, standing(row, current, on)) for row in editions]
        found.append(Editions(cooperation, rows, current))
    return found
