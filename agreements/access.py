"""What a person may reach. Views get every object through here; what one may not see is not found."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from agreements.models import Agreement, Cooperation, Organisation, Party, RoleAssignment
from cmv_portal.roles import Reach, Right, Role, reach

# What is not shown to readers, and the rights that open it.
HIDDEN = (Agreement.Status.DRAFT, Agreement.Status.DROPPED)
SEE_DRAFTS = (Right.PREPARE_AGREEMENTS, Right.RECORD_APPROVALS, Right.RUN_MEETINGS)


@dataclass(frozen=True)
class Grant:
    """A role that a person has today."""

    role: Role
    cooperation_id: int | None  # None: every cooperation
    organisation: Organisation
    named_for: frozenset[str]

    def reach(self, right: Right) -> Reach:
        return reach(self.role, right, named=self.named_for)

    def in_cooperation(self, cooperation_id: int) -> bool:
        return self.cooperation_id in (None, cooperation_id)


def grants(user) -> tuple[Grant, ...]:
    """The person's roles in force today, read once a request."""
    if not user.is_authenticated:
        return ()
    if not hasattr(user, "_grants"):
        today = timezone.localdate()
        rows = (
            RoleAssignment.objects.filter(user=user)
            .filter(Q(valid_from=None) | Q(valid_from__lte=today))
            .filter(Q(valid_until=None) | Q(valid_until__gte=today))
            .select_related("organisation")
            .order_by("pk")
        )
        user._grants = tuple(
            Grant(Role(row.role), row.cooperation_id, row.organisation, row.named_for) for row in rows
        )
    return user._grants


def may(user, right: Right, cooperation_id: int, organisation_id: int | None = None) -> bool:
    """Whether the right reaches this organisation; without one, whether it reaches every party."""
    return any(
        grant.in_cooperation(cooperation_id)
        and (
            grant.reach(right) is Reach.ALL
            or (grant.reach(right) is Reach.OWN and grant.organisation.pk == organisation_id)
        )
        for grant in grants(user)
    )


def may_anywhere(user, right: Right) -> bool:
    """Whether the person has the right in some cooperation, for some organisation."""
    return any(grant.reach(right) is not Reach.NONE for grant in grants(user))


def within_reach(user, right: Right, *, cooperation: str, organisation: str) -> Q:
    """A filter of the rows the right reaches; the arguments name the foreign keys' columns."""
    reached = Q(pk__in=[])
    for grant in grants(user):
        far = grant.reach(right)
        if far is Reach.NONE:
            continue
        part = Q(pk__isnull=False)
        if grant.cooperation_id is not None:
            part &= Q(**{cooperation: grant.cooperation_id})
        if far is Reach.OWN:
            part &= Q(**{organisation: grant.organisation.pk})
        reached |= part
    return reached


def cooperations(user, right: Right = Right.SEE_AGREEMENTS) -> QuerySet[Cooperation]:
    """The cooperations in which the person has the right."""
    mine = [grant for grant in grants(user) if grant.reach(right) is not Reach.NONE]
    if any(grant.cooperation_id is None for grant in mine):
        return Cooperation.objects.all()
    return Cooperation.objects.filter(pk__in={grant.cooperation_id for grant in mine})


def get_cooperation(user, slug: str, right: Right = Right.SEE_AGREEMENTS) -> Cooperation:
    return get_object_or_404(cooperations(user, right), slug=slug)


def cooperations_with_drafts(user) -> set[int]:
    """The cooperations whose drafts the person may read: who prepares, decides or calls to meetings there."""
    found = Cooperation.objects.none()
    for right in SEE_DRAFTS:
        found |= cooperations(user, right)
    return set(found.values_list("pk", flat=True))


def agreements(user, right: Right = Right.SEE_AGREEMENTS) -> QuerySet[Agreement]:
    """The editions that the person may read; a draft and a dropped one only where they take part in it."""
    readable = ~Q(status__in=HIDDEN) | Q(cooperation__in=cooperations_with_drafts(user))
    return Agreement.objects.filter(readable, cooperation__in=cooperations(user, right))


def get_agreement(user, slug: str, right: Right = Right.SEE_AGREEMENTS) -> Agreement:
    found = agreements(user, right).select_related("cooperation", "predecessor")
    return get_object_or_404(found, slug=slug)


def own_organisations(user, cooperation_id: int | None = None) -> list[Organisation]:
    """The organisations the person stands for, the first assignment first."""
    seen = {}
    for grant in grants(user):
        if cooperation_id is None or grant.in_cooperation(cooperation_id):
            seen.setdefault(grant.organisation.pk, grant.organisation)
    return list(seen.values())


def get_organisation(user, slug: str) -> Organisation:
    """An organisation that is a party where the person may read agreements, or their own."""
    allowed = Q(parties__agreement__cooperation__in=cooperations(user)) | Q(
        pk__in=[organisation.pk for organisation in own_organisations(user)]
    )
    return get_object_or_404(Organisation.objects.filter(allowed).distinct(), slug=slug)


def may_edit_references(user, organisation: Organisation) -> bool:
    """Whether the person may fill in an organisation's invoice references: their own, or as principal."""
    editors = [grant for grant in grants(user) if grant.reach(Right.EDIT_REFERENCES) is not Reach.NONE]
    if any(grant.organisation.pk == organisation.pk for grant in editors):
        return True
    everywhere = [
        grant.cooperation_id for grant in editors if grant.reach(Right.EDIT_REFERENCES) is Reach.ALL
    ]
    return organisation.parties.filter(agreement__cooperation__in=everywhere).exists()


def may_edit_payment(user, organisation: Organisation) -> bool:
    """Whether the person may fill in what an issuer's invoices say of payment: giro, contact, VAT.

    Only who invoices for the organisation where it is the principal; a wrong giro is money gone astray.
    """
    invoices = [
        grant.cooperation_id
        for grant in grants(user)
        if grant.reach(Right.RUN_INVOICING) is Reach.ALL and grant.organisation.pk == organisation.pk
    ]
    return organisation.parties.filter(
        role=Party.Role.PRINCIPAL, agreement__cooperation__in=invoices
    ).exists()


def require(allowed: bool) -> None:
    """404 for what one may not do, so that nothing is told of what exists."""
    if not allowed:
        raise Http404
