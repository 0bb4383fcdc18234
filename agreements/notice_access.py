"""Which notices a person reads, and for which parties they give, answer and register them."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from agreements.access import cooperations, may
from agreements.models import Agreement, Organisation, PartyNotice
from cmv_portal.roles import Right

GIVE = Right.GIVE_NOTICE


def notices(user) -> QuerySet[PartyNotice]:
    """Every notice of the cooperations that the person reads about."""
    return PartyNotice.objects.filter(agreement__cooperation__in=cooperations(user)).select_related(
        "agreement__cooperation",
        "sender",
        "against",
        "because_of__sender",
        "because_of__against",
        "document",
    )


def get_notice(user, slug: str, pk: int) -> PartyNotice:
    return get_object_or_404(notices(user), agreement__slug=slug, pk=pk)


def keeps(user, agreement: Agreement) -> bool:
    """Whether the person keeps the notices of every party: passes on, registers a withdrawal."""
    return may(user, GIVE, agreement.cooperation_id)


def acts_for(user, agreement: Agreement, organisation_id: int | None) -> bool:
    """Whether the person writes for an organisation in the agreement."""
    return may(user, GIVE, agreement.cooperation_id, organisation_id)


def senders(user, agreement: Agreement) -> QuerySet[Organisation]:
    """The parties that the person may give notice for."""
    parties = Organisation.objects.filter(parties__agreement=agreement)
    return parties.filter(pk__in=[row.pk for row in parties if acts_for(user, agreement, row.pk)])


def writes(user, notice: PartyNotice) -> bool:
    """Whether the person acts for the one who sent the notice or for the one it is directed at."""
    sides = (notice.sender_id, notice.against_id)
    return any(side and acts_for(user, notice.agreement, side) for side in sides)
