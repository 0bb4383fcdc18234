"""Bodies and who sits in them: reference groups, mandates, seats from a day to a day (clause 9)."""

from datetime import date

from django.db import transaction
from django.utils.text import slugify

from agreements.actions import rows
from agreements.models import Body, BodyRole, Cooperation, Membership
from agreements.refusals import Refused

Office = Membership.Office


@transaction.atomic
def create_reference_group(
    *,
    cooperation: Cooperation,
    name: str,
    mandate: str,
    convened_by: str = "",
    valid_from: date | None,
    valid_until: date | None,
    by,
) -> Body:
    """A group for a time, with the mandate and the lifetime that the steering group has set (9.2)."""
    _demand_period(valid_from, valid_until)
    if not mandate.strip():
        raise Refused("Skriv vilket uppdrag styrgruppen har gett.")
    if Body.objects.filter(name=name).exists():
        raise Refused("Det finns redan ett organ med det namnet.")
    last = Body.objects.order_by("-position").values_list("position", flat=True).first() or 0
    body = Body(slug=_free_slug(name), position=last + 1)
    rows.save(
        body,
        by,
        name=name,
        mandate=mandate,
        convened_by=convened_by,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    role = BodyRole(body=body, cooperation=cooperation, kind=BodyRole.Kind.REFERENCE_GROUP)
    rows.save(role, by, clause=_clause_beside(cooperation))
    return body


def _free_slug(name: str) -> str:
    base = slugify(name)[:40] or "organ"
    taken = set(Body.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug for n in range(1, len(taken) + 2) if (slug := f"{base}-{n}" if n > 1 else base) not in taken
    )


def _clause_beside(cooperation: Cooperation) -> str:
    """The clause that an earlier reference group of the cooperation cites; none is made up."""
    roles = cooperation.body_roles.filter(kind=BodyRole.Kind.REFERENCE_GROUP).exclude(clause="")
    return roles.values_list("clause", flat=True).first() or ""


@transaction.atomic
def change_body(
    *,
    body: Body,
    convened_by: str,
    mandate: str,
    valid_from: date | None,
    valid_until: date | None,
    by,
    version: int | None = None,
) -> Body:
    _demand_period(valid_from, valid_until)
    return rows.save(
        rows.locked(body, version),
        by,
        convened_by=convened_by,
        mandate=mandate,
        valid_from=valid_from,
        valid_until=valid_until,
    )


@transaction.atomic
def add_membership(*, body: Body, by, **values) -> Membership:
    """A seat in the body, with the fields of a Membership."""
    seat = Membership(body=body)
    _demand_seat(body, seat, values)
    return rows.save(seat, by, **values)


@transaction.atomic
def change_membership(*, membership: Membership, by, version: int | None = None, **values) -> Membership:
    """Any of a seat's fields; who leaves gets a last day, so that old minutes keep their names."""
    seat = rows.locked(membership, version)
    _demand_seat(seat.body, seat, values)
    return rows.save(seat, by, **values)


def _demand_seat(body: Body, seat: Membership, values) -> None:
    _demand_period(values.get("valid_from"), values.get("valid_until"))
    stands_in_for = values.get("substitutes_for")
    if stands_in_for is None:
        return
    if values.get("office") != Office.SUBSTITUTE:
        raise Refused("Bara en ersättare ersätter någon.")
    if stands_in_for.body_id != body.pk or stands_in_for.pk == seat.pk:
        raise Refused("Den som ersätts ska sitta i samma organ.")
    if stands_in_for.office == Office.SUBSTITUTE:
        raise Refused("En ersättare ersätter en ledamot, inte en annan ersättare.")


def _demand_period(valid_from: date | None, valid_until: date | None) -> None:
    if valid_from and valid_until and valid_until < valid_from:
        raise Refused("Sista dagen kan inte vara före den första.")
