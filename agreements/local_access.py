"""Who reads and writes of a regional agreement's local life.

Deviations are shown to the parties they concern and to who follows up for all of them, and to nobody
else, not even as a number. The source defines a deviation by harm or risk to somebody; there are few of
them, and between one municipality and the region a single one tells of a single person. A reader who
knows the person would see that it was registered, when, and who answers for it.
"""

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from agreements.access import get_agreement, grants, may
from agreements.models import Agreement, Deviation, LocalAgreement, LocalFollowUp, Organisation
from agreements.terms import TermKind
from cmv_portal.roles import Reach, Right

FOLLOW_UP = Right.FOLLOW_UP_LOCALLY


def has_term(agreement: Agreement, kind: TermKind) -> bool:
    """Whether the agreement says so: a term that is there and does not say no."""
    return any(row.kind == kind and row.value != "nej" for row in agreement.terms.all())


def get_regional(user, slug: str, kind: TermKind) -> Agreement:
    """An agreement that the person reads and that has the term; else 404."""
    agreement = get_agreement(user, slug)
    if not has_term(agreement, kind):
        raise Http404("Avtalet har inget sådant.")
    return agreement


def keeps(user, agreement: Agreement) -> bool:
    """Whether the person follows up for every party."""
    return may(user, FOLLOW_UP, agreement.cooperation_id)


def writes_for(user, agreement: Agreement, organisation_id: int) -> bool:
    return may(user, FOLLOW_UP, agreement.cooperation_id, organisation_id)


def own_parties(user, agreement: Agreement) -> list[Organisation]:
    """The parties that the person writes for."""
    parties = Organisation.objects.filter(parties__agreement=agreement)
    return [row for row in parties if writes_for(user, agreement, row.pk)]


def get_local(user, slug: str, organisation: str) -> LocalAgreement:
    agreement = get_regional(user, slug, TermKind.LOCAL_FOLLOWUP)
    rows = LocalAgreement.objects.select_related("agreement__cooperation", "organisation", "document")
    return get_object_or_404(rows, agreement=agreement, organisation__slug=organisation)


def followups(user, local: LocalAgreement) -> QuerySet[LocalFollowUp]:
    """The years that the person may read: an unfinished one is the writers' own."""
    rows = local.followups.all()
    is_own = writes_for(user, local.agreement, local.organisation_id)
    return rows if is_own else rows.filter(done_on__isnull=False)


def sees_deviations(user, agreement: Agreement) -> bool:
    """Whether there is a page of deviations for the person at all."""
    return any(
        grant.in_cooperation(agreement.cooperation_id) and grant.reach(FOLLOW_UP) is not Reach.NONE
        for grant in grants(user)
    )


def deviations(user, agreement: Agreement) -> QuerySet[Deviation]:
    """Those of the person's own parties; every one for who follows up for all."""
    rows = Deviation.objects.filter(agreement=agreement)
    if keeps(user, agreement):
        return rows
    return rows.filter(parties__in=own_parties(user, agreement)).distinct()


def get_deviation(user, slug: str, key) -> Deviation:
    agreement = get_regional(user, slug, TermKind.DEVIATIONS)
    rows = deviations(user, agreement).select_related("agreement__cooperation", "responsible")
    return get_object_or_404(rows, key=key)
