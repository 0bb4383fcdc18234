"""The pages of the organisations that a person stands for: what "Vår kommun" leads to."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from agreements.access import grants
from agreements.models import Cooperation, Organisation, Party
from cmv_portal.start.glance import SPEAKS_FOR_A_PARTY


@dataclass(frozen=True)
class OwnPage:
    cooperation: Cooperation
    organisation: Organisation

    @property
    def url(self) -> str:
        return reverse("municipality", args=[self.cooperation.slug, self.organisation.slug])

    @property
    def is_municipality(self) -> bool:
        return self.organisation.kind == Organisation.Kind.MUNICIPALITY


def own_pages(user, cooperations: Sequence[Cooperation]) -> list[OwnPage]:
    """One page for each cooperation in which an organisation that the person speaks for is a party."""
    speaks_for = [grant for grant in grants(user) if grant.role in SPEAKS_FOR_A_PARTY]
    parties = set(
        Party.objects.filter(
            agreement__cooperation__in=cooperations,
            organisation__in=[grant.organisation for grant in speaks_for],
        ).values_list("agreement__cooperation", "organisation")
    )
    found = {
        (cooperation.pk, grant.organisation.pk): OwnPage(cooperation, grant.organisation)
        for cooperation in cooperations
        for grant in speaks_for
        if grant.in_cooperation(cooperation.pk) and (cooperation.pk, grant.organisation.pk) in parties
    }
    return list(found.values())
