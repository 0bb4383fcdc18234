"""A notice's way: given, changed, answered, and where a party leaves, registered as its last day."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from agreements.actions import rows
from agreements.actions.days import must_have_come
from agreements.models import Agreement, Organisation, Party, PartyNotice
from agreements.notice_kinds import NoticeKind, offered
from agreements.notice_queries import departure_of, ground_of
from agreements.queries import terms_of
from agreements.refusals import Refused
from agreements.swedish import long_date
from agreements.terms import TermKind

LEAVES = (NoticeKind.WITHDRAWAL, NoticeKind.LEAVING)
DATES = ("sent_on", "received_on", "answered_on", "passed_on", "discussed_on", "mended_on", "closed_on")
# A common discussion comes before the notice; everything else comes after it.
AFTER_SENT = tuple(name for name in DATES if name not in ("sent_on", "discussed_on"))


@transaction.atomic
def give_notice(
    *, agreement: Agreement, kind: NoticeKind, sender: Organisation, sent_on: date, summary: str, by, **values
) -> PartyNotice:
    """Register a notice that a party has given in writing."""
    if agreement.status != Agreement.Status.ADOPTED:
        raise Refused("Meddelanden hör till ett avtal som gäller eller har gällt.")
    if kind not in offered(terms_of(agreement, sent_on)):
        raise Refused("Avtalet har ingen sådan bestämmelse den dagen.")
    notice = PartyNotice(
        agreement=agreement,
        kind=kind,
        sender=sender,
        sent_on=sent_on,
        summary=summary,
        registered_by=by,
        **values,
    )
    _check(notice)
    return rows.save(notice, by)


@transaction.atomic
def change_notice(*, notice: PartyNotice, by, version: int | None = None, **values) -> PartyNotice:
    """What stands in a notice, or what has happened since; refused when it is closed."""
    notice = _open(notice, version)
    if notice.leaves_on and {*values} & {"sender", "sent_on", "received_on", "because_of", "discussed_on"}:
        raise Refused("Utträdet är registrerat. Återta det först.")
    changed = {name: value for name, value in values.items() if getattr(notice, name) != value}
    for name, value in values.items():
        setattr(notice, name, value)
    _check(notice)
    return _save(notice, by) if changed else notice


@transaction.atomic
def register_leaving(
    *, notice: PartyNotice, by, version: int | None = None, leaves_on: date | None = None
) -> PartyNotice:
    """Register the withdrawal as valid: the party is one until the day, and no cost falls on it after."""
    notice = _open(notice, version)
    if notice.leaves_on:
        raise Refused("Utträdet är redan registrerat.")
    day = _last_day_at_once(notice, leaves_on) if notice.kind == NoticeKind.LEAVING else _last_day(notice)
    party = _party(notice)
    if party.valid_until and party.valid_until <= day:
        raise Refused(f"{notice.sender} är part bara till och med {long_date(party.valid_until)}.")
    rows.save(party, by, valid_until=day)
    return rows.save(notice, by, leaves_on=day)


@transaction.atomic
def take_back(*, notice: PartyNotice, by, version: int | None = None) -> PartyNotice:
    """The party stays: its last day is taken away, and the notice is closed."""
    notice = _open(notice, version)
    today = timezone.localdate()
    if notice.leaves_on is None:
        raise Refused("Inget utträde är registrerat.")
    if notice.leaves_on < today:
        raise Refused(f"Utträdet skedde {long_date(notice.leaves_on)} och kan inte återtas.")
    party = _party(notice)
    if party.valid_until == notice.leaves_on:
        rows.save(party, by, valid_until=None)
    return rows.save(notice, by, leaves_on=None, closed_on=today)


def _last_day(notice: PartyNotice) -> date:
    """The day that follows from the terms. Refused where there is none or the order was not kept."""
    if notice.kind != NoticeKind.WITHDRAWAL:
        raise Refused("Meddelandet gäller inte ett utträde.")
    before = terms_of(notice.agreement, notice.sent_on).row(TermKind.NOTICE_AFTER)
    if before and (notice.discussed_on is None or notice.discussed_on > notice.sent_on):
        raise Refused(f"Uppsägningen ska föregås av {before.value} (punkt {before.clause}).")
    found = departure_of(notice)
    if found.day is None:
        raise Refused(f"Utträdesdagen {found.reason}")
    return found.day


def _last_day_at_once(notice: PartyNotice, leaves_on: date | None) -> date:
    """The day that was asked for; the agreement says at once, and only after a breach not mended in time."""
    opens = ground_of(notice)
    if opens is None or notice.sent_on < opens:
        raise Refused("Grunden saknas: avtalsbrottet har rättats i tid eller kan fortfarande rättas.")
    if leaves_on is None or leaves_on < notice.sent_on:
        raise Refused("Skriv en dag som inte är före begäran.")
    return leaves_on


def _party(notice: PartyNotice) -> Party:
    return Party.objects.select_for_update().get(agreement=notice.agreement, organisation=notice.sender)


def _open(notice: PartyNotice, version: int | None) -> PartyNotice:
    """The stored notice, held; refused when it is closed."""
    notice = rows.locked(notice, version)
    if notice.closed_on is not None:
        raise Refused("Meddelandet är avslutat och ändras inte mer.")
    return notice


def _check(notice: PartyNotice) -> None:
    """Days in their order, and parties that are parties."""
    days = {name: day for name in DATES if (day := getattr(notice, name)) is not None}
    must_have_come(*days.values())
    if any(days[name] < notice.sent_on for name in AFTER_SENT if name in days):
        raise Refused("En dag ligger före den dag då meddelandet skickades.")
    _check_parties(notice)


def _check_parties(notice: PartyNotice) -> None:
    parties = set(notice.agreement.parties.values_list("organisation", flat=True))
    if not {notice.sender_id, notice.against_id or notice.sender_id} <= parties:
        raise Refused("Bara avtalets parter ger och får meddelanden.")
    breach = notice.because_of
    if notice.kind == NoticeKind.LEAVING:
        if breach is None or (breach.kind, breach.agreement_id) != (NoticeKind.BREACH, notice.agreement_id):
            raise Refused("Välj avtalsbrottet som är grunden.")
        if breach.against_id == notice.sender_id:
            raise Refused("Den som har brutit mot avtalet kan inte själv begära utträde av det skälet.")
        notice.against = breach.against


def _save(notice: PartyNotice, by) -> PartyNotice:
    notice.full_clean()
    notice._history_user = by
    notice.save()
    return notice
