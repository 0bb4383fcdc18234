"""The pre-flight's checks of who is invoiced, where they pay, the number series and the people needed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone

from agreements.models import Organisation, RoleAssignment
from agreements.swedish import genitive, join_names, long_date, sort_key
from cmv_portal.january.issuing import number_of
from cmv_portal.roles import TABLE, Reach, Right
from costs.actions.charges import series_kind
from costs.models import Charge, NumberSeries


@dataclass(frozen=True)
class Check:
    """One line of the pre-flight; `link` leads to where it is mended or explained."""

    state: str
    title: str
    value: str = ""
    note: str = ""
    link: str = ""
    link_text: str = ""


def organisations(
    payers: Sequence[Organisation], receivers: Sequence[Organisation], seller: Organisation
) -> Iterator[Check]:
    """Whether the invoices have all they need of the parties and of the principal."""
    yield _references(receivers)
    without = [row for row in payers if not (row.organisation_number and row.address and row.city)]
    yield _complete(
        without,
        len(payers),
        "Organisationsnummer och adresser",
        "Organisationsnummer eller adress saknas för",
        "Det står tomt på fakturan tills det fylls i.",
    )
    yield _payment(seller)
    if examples := [row for row in payers if row.is_example]:
        yield Check(
            "soon",
            "Fakturauppgifter är exempel",
            f"{len(examples)} av {len(payers)}",
            f"Byt dem innan någon faktureras på riktigt: {_names(examples)}.",
        )


def _references(receivers: Sequence[Organisation]) -> Check:
    without = [row for row in receivers if not row.buyer_reference]
    if len(without) == 1:
        title = f"{genitive(without[0].short_name)} referens saknas"
    else:
        title = f"Referens saknas för {_names(without)}"
    if not without:
        return Check("done", "Mottagarnas referenser", f"{len(receivers)} av {len(receivers)}")
    return Check(
        "soon",
        title,
        note="Fakturan går att ställa ut ändå, men kan bli liggande hos mottagaren.",
        link=_organisation_link(without),
        link_text="Fyll i",
    )


def _complete(without: Sequence[Organisation], count: int, done: str, missing: str, note: str) -> Check:
    if not without:
        return Check("done", done, f"{count} av {count}")
    return Check("soon", f"{missing} {_names(without)}", "", note, _organisation_link(without), "Fyll i")


def _payment(seller: Organisation) -> Check:
    missing = [
        what
        for what, value in (
            ("bankgiro eller plusgiro", seller.bankgiro or seller.plusgiro),
            ("kontakt för frågor", seller.invoice_contact),
            ("skäl till att moms inte tas ut", seller.vat_note),
        )
        if not value
    ]
    if not missing:
        giro = f"bankgiro {seller.bankgiro}" if seller.bankgiro else f"plusgiro {seller.plusgiro}"
        return Check("done", "Betaluppgifter", giro)
    return Check(
        "soon",
        f"På fakturan saknas {join_names(missing)}",
        note=f"Uppgiften hör till {seller.name} och står tom på fakturan tills den fylls i.",
        link=_organisation_link([seller]),
        link_text="Fyll i",
    )


def _organisation_link(rows: Sequence[Organisation]) -> str:
    if len(rows) == 1:
        return reverse("organisation_edit", args=[rows[0].slug])
    return reverse("organisations")


def _names(rows: Iterable[Organisation]) -> str:
    return join_names(sorted((row.short_name for row in rows), key=sort_key))


# --- Numbers and people


def series(charge: Charge, seller: Organisation) -> Check:
    """The series the numbers come from: unbroken, and what the first number will be."""
    kind = series_kind(charge)
    row = (
        NumberSeries.objects.filter(issuer=seller, year=charge.year, kind=kind)
        .annotate(count=Count("documents"), latest=Max("documents__issue_date"))
        .first()
    )
    if row is None:
        first = number_of(NumberSeries(issuer=seller, year=charge.year, kind=kind), 1)
        return Check("done", "Nummerserien är ny", f"börjar på {first}")
    if row.count != row.last_number:
        note = f"Serien har {row.count} handlingar men står på nummer {row.last_number}."
        return Check("late", "Nummerserien är bruten", note=note)
    return Check(
        "done",
        "Nummerserien är obruten",
        f"nästa {number_of(row, row.last_number + 1)}",
        f"Den senaste är från {long_date(row.latest)}." if row.latest else "",
    )


def officers(charge: Charge) -> Check:
    """Two people are needed; for abnormal wear two who are named for it."""
    today = timezone.localdate()
    roles = [role for role, rights in TABLE.items() if rights.get(Right.RUN_INVOICING) == Reach.ALL]
    able = (
        RoleAssignment.objects.filter(role__in=roles, user__is_active=True)
        .filter(Q(cooperation=charge.agreement.cooperation) | Q(cooperation=None))
        .filter(Q(valid_from=None) | Q(valid_from__lte=today))
        .filter(Q(valid_until=None) | Q(valid_until__gte=today))
    )
    if charge.kind == Charge.Kind.ABNORMAL_WEAR:
        able = able.filter(named_for_wear=True)
    count = able.values("user").distinct().count()
    if count > 1:
        return Check("done", "En ekonom kan göra utkast och en annan attestera", f"{count} personer")
    return Check(
        "soon",
        "En andra ekonom saknas",
        f"{count} {'person' if count == 1 else 'personer'}",
        "Utkast och attest måste göras av två olika personer. Administratören lägger upp roller.",
    )
