"""Which charges, issued documents and scenarios a person may reach. Abnormal wear has a right of its own."""

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from agreements.access import cooperations, within_reach
from cmv_portal.roles import Right
from costs.models import Charge, Document, Scenario
from costs.read_log import refuse_charge, refuse_document

WEAR = Charge.Kind.ABNORMAL_WEAR


def documents(user) -> QuerySet[Document]:
    """The issued documents that the person may see."""

    def reached(right: Right) -> Q:
        return within_reach(
            user, right, cooperation="charge__agreement__cooperation", organisation="organisation"
        )

    return (
        Document.objects.filter(
            (~Q(charge__kind=WEAR) & reached(Right.SEE_INVOICES))
            | (Q(charge__kind=WEAR) & reached(Right.SEE_WEAR))
        )
        .select_related("series", "charge__agreement__cooperation", "organisation", "issued_by")
        .order_by("-issue_date", "series__kind", "serial")
    )


def get_document(user, pk: int) -> Document:
    return documents(user).filter(pk=pk).first() or refuse_document(user, pk)


def charges(user) -> QuerySet[Charge]:
    """The charges that the person invoices for: only the principal's finance officers run them."""

    def reached(right: Right) -> Q:
        return within_reach(user, right, cooperation="agreement__cooperation", organisation="organisation")

    return (
        Charge.objects.filter(reached(Right.RUN_INVOICING))
        .filter(~Q(kind=WEAR) | reached(Right.SEE_WEAR))
        .select_related("agreement__cooperation", "organisation", "drafted_by", "attested_by", "issued_by")
    )


def get_charge(user, pk: int) -> Charge:
    return charges(user).filter(pk=pk).first() or refuse_charge(user, pk)


def scenarios(user) -> QuerySet[Scenario]:
    """The scenarios that the person may open: their own, and those that are shared with them."""
    return Scenario.objects.filter(
        Q(is_shared=True) | Q(made_by=user),
        cooperation__in=cooperations(user, Right.SEE_ALLOCATION),
    ).select_related("cooperation", "agreement", "made_by")


def get_scenario(user, slug: str, pk: int) -> Scenario:
    return get_object_or_404(scenarios(user), cooperation__slug=slug, pk=pk)


def get_own_scenario(user, slug: str, pk: int) -> Scenario:
    """A scenario that the person has made, and may still change."""
    mine = scenarios(user).filter(cooperation__in=cooperations(user, Right.SAVE_SCENARIOS))
    return get_object_or_404(mine, cooperation__slug=slug, pk=pk, made_by=user)
