"""What waits for finance officers. Abnormal wear (11.4) concerns a person and never stands here."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse

from agreements import access
from agreements.models import Cooperation
from agreements.organisation_queries import ListedOrganisation
from agreements.swedish import count_word, genitive, join_names, kr, long_date
from cmv_portal.roles import Right
from cmv_portal.start.desk import Desk
from cmv_portal.start.task import Task
from costs.access import WEAR, charges
from costs.models import Charge, Document
from costs.queries.documents import ListedDocument

JANUARY_RUN_SEEN = timedelta(days=120)  # so long before its last day the run waits for the officer


# --- The principal's finance officer


def principal_finance(desk: Desk) -> Iterable[Task]:
    yield from (task for charge in _drafts(desk.user) if (task := _of_charge(desk.user, charge)))
    for row in desk.cooperations:
        if access.may(desk.user, Right.RUN_INVOICING, row.cooperation.pk):
            yield from _next_run(row.cooperation, desk.invoicing_day(row), desk.today)
    yield from _missing_references(desk)
    yield from _overdue(desk)


def _drafts(user) -> list[Charge]:
    """Charges that are not issued, without those that concern a person."""
    return list(charges(user).exclude(kind=WEAR).exclude(state=Charge.State.ISSUED).defer("calculation"))


def _of_charge(user, charge: Charge) -> Task | None:
    """What the charge waits for from this person; None when it waits for another."""
    what = _what(charge)
    if charge.state == Charge.State.REGISTERED:
        why = charge.returned_because
        text = (
            f"Utkastet skickades tillbaka: {why}"
            if why
            else "Underlaget är registrerat. Nästa steg är utkasten."
        )
        return Task(f"Gör utkast: {what}", text, _page(charge), _last_day(charge), "Till utkasten")
    if charge.state == Charge.State.ATTESTED:
        text = f"Attesterat av {charge.attested_by}. När du ställer ut får fakturorna nummer och låses."
        return Task(f"Ställ ut: {what}", text, _page(charge), charge.issue_date, "Till utställningen")
    if charge.drafted_by_id == user.pk:
        return None
    text = f"{charge.drafted_by} har gjort utkasten. En annan person behöver granska och attestera dem."
    return Task(f"Attestera: {what}", text, _page(charge), _last_day(charge), "Granska utkasten")


def _what(charge: Charge) -> str:
    name = charge.agreement.cooperation.short_name
    if charge.kind == Charge.Kind.FIXED_COST:
        return f"januarifakturorna {charge.year}, {name}"
    return f"{charge.get_kind_display().lower()} {charge.year}, {name}"


def _page(charge: Charge) -> str:
    if charge.kind == Charge.Kind.FIXED_COST:
        return reverse("january", args=[charge.agreement.cooperation.slug, charge.year])
    return charge.get_absolute_url()


def _last_day(charge: Charge) -> date | None:
    return date(charge.year, 1, 31) if charge.kind == Charge.Kind.FIXED_COST else None


def _next_run(cooperation: Cooperation, day: date | None, today: date) -> Iterable[Task]:
    """The coming January run, from some months before its last day, until somebody has begun it."""
    if day is None or day - today > JANUARY_RUN_SEEN:
        return
    begun = Charge.objects.filter(
        agreement__cooperation=cooperation, year=day.year, kind=Charge.Kind.FIXED_COST
    )
    if begun.exists():
        return
    yield Task(
        f"Förbered januarifakturorna {day.year}, {cooperation.short_name}",
        "Förkontrollen visar vad som saknas. Sedan gör du utkasten och en annan ekonom attesterar.",
        reverse("january", args=[cooperation.slug, day.year]),
        day,
        "Till januarikörningen",
    )


def _missing_references(desk: Desk) -> Iterable[Task]:
    """What the next invoices would lack: the parties' references, and the principal's own payment data."""
    rows = desk.organisations
    lacking = [row.organisation for row in rows if row.lacks_reference]
    if lacking:
        names = join_names([organisation.name for organisation in lacking[:3]])
        more = f" och {count_word(len(lacking) - 3)} till" if len(lacking) > 3 else ""
        last_day = _before_invoicing(desk)
        otherwise = "Be dem fylla i den, annars ställs fakturan ut utan referens."
        number = "En part" if len(lacking) == 1 else f"{count_word(len(lacking)).capitalize()} parter"
        yield Task(
            f"{number} saknar referens till fakturan",
            f"{names}{more}. {otherwise if last_day else 'Be dem fylla i den till nästa faktura.'}",
            lacking[0].get_absolute_url() if len(lacking) == 1 else reverse("organisations"),
            last_day,
        )
    yield from (_own_payment_data(row) for row in rows if row.is_own and row.sends_invoices and row.missing)


def _own_payment_data(row: ListedOrganisation) -> Task:
    missing = join_names([fact.label.lower() for fact in row.missing])
    return Task(
        f"Fyll i vad {genitive(row.organisation.name)} fakturor saknar",
        f"Saknas: {missing}.",
        reverse("organisation_edit", args=[row.organisation.slug]),
    )


def _overdue(desk: Desk) -> Iterable[Task]:
    rows = [row for row in _invoices(desk) if row.awaits_payment and row.document.due_date < desk.today]
    if not rows:
        return
    left = sum(row.standing.left for row in rows)
    many = f"{count_word(len(rows)).capitalize()} fakturor är förfallna"
    yield Task(
        "En faktura är förfallen" if len(rows) == 1 else many,
        f"Tillsammans {kr(left)}. Registrera betalningen om den har kommit.",
        rows[0].document.get_absolute_url() if len(rows) == 1 else reverse("documents"),
        min(row.document.due_date for row in rows),
    )


# --- A party's finance officer


def party_finance(desk: Desk) -> Iterable[Task]:
    for row in desk.organisations:
        if row.is_own and row.lacks_reference and access.may_edit_references(desk.user, row.organisation):
            yield Task(
                f"Fyll i {genitive(row.organisation.short_name)} referens till fakturan",
                "Referensen saknas. Utan den kan huvudmannen inte skicka e-faktura, och fakturan kan bli "
                "liggande hos er.",
                reverse("organisation_edit", args=[row.organisation.slug]),
                _before_invoicing(desk),
                "Fyll i referens",
            )
    for row in _invoices(desk):
        if row.awaits_payment:
            document = row.document
            falls = "Förföll" if document.due_date < desk.today else "Förfaller"
            part = f"Återstår av {kr(document.amount)}. " if row.standing.left != document.amount else ""
            yield Task(
                f"Betala faktura {document.number}, {kr(row.standing.left)}",
                f"{document.charge}, {document.charge.agreement.cooperation.name}. "
                f"{part}{falls} den {long_date(document.due_date)}.",
                document.get_absolute_url(),
                document.due_date,
            )


def _invoices(desk: Desk) -> list[ListedDocument]:
    return [row for row in desk.documents if row.document.kind == Document.Kind.INVOICE]


# --- Days


def _before_invoicing(desk: Desk) -> date | None:
    """The last day to fill in what the next invoices show: before the month of invoicing begins."""
    days = [day for row in desk.cooperations if (day := desk.invoicing_day(row))]
    if not days:
        return None
    begins = min(days).replace(day=1)
    return begins - timedelta(days=1) if begins > desk.today else min(days)
