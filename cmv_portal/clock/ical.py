"""A person's duties as a calendar file (RFC 5545): deadlines as whole days, meetings by the clock.

It leaves the portal for a service that somebody else runs. So it holds what the agreement itself says and
never a figure, an amount or the name of a person.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from agreements.duty import Duty, State
from cmv_portal.clock.concerns import OwnDuty
from cmv_portal.templatetags.parts import clause as cited

STOCKHOLM = ZoneInfo("Europe/Stockholm")
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
HOST = "cmv-portalen"


def calendar_bytes(duties: Iterable[OwnDuty], now: datetime, address_of) -> bytes:
    """The calendar file; `address_of(own)` is the page of a duty's year."""
    calendar = Calendar()
    for name, value in (
        ("prodid", "-//CMV-portalen//Avtalets kalender//SV"),
        ("version", "2.0"),
        ("method", "PUBLISH"),
        ("x-wr-calname", "CMV-portalen"),
        ("x-wr-timezone", "Europe/Stockholm"),
        ("x-published-ttl", "PT12H"),
    ):
        calendar.add(name, value)
    calendar.add_component(_stockholm())
    for own in duties:
        if (event := _event(own, now, address_of(own))) is not None:
            calendar.add_component(event)
    return calendar.to_ical()


def _event(own: OwnDuty, now: datetime, address: str) -> Event | None:
    duty = own.duty
    if duty.last is None:
        return None
    event = Event()
    event.add("uid", f"{own.uid}@{HOST}")
    event.add("dtstamp", now)
    event.add("summary", f"{own.cooperation.short_name}: {_said(duty)}")
    for name, moment in zip(("dtstart", "dtend"), _span(duty), strict=True):
        event.add(name, moment)
    event.add("description", _description(duty))
    event.add("url", address)
    event.add("transp", "OPAQUE" if duty.starts else "TRANSPARENT")
    return event


def _said(duty: Duty) -> str:
    if duty.is_set and duty.number:
        return duty.text
    if duty.number:
        return f"{duty.text} (inget möte bokat)"
    return f"{duty.text} (klart)" if duty.state is State.DONE and duty.fact else duty.text


def _span(duty: Duty) -> tuple[date, date] | tuple[datetime, datetime]:
    """A meeting from its start to its end, an hour where none is given; any other duty its whole day."""
    day = duty.day or duty.closes
    if duty.starts is None or not duty.is_set:
        return day, day + A_DAY
    starts = datetime.combine(day, duty.starts, STOCKHOLM)
    ends = datetime.combine(day, duty.ends, STOCKHOLM) if duty.ends else starts + AN_HOUR
    return starts, max(ends, starts)


def _description(duty: Duty) -> str:
    clause = f" Enligt {cited(duty.clause).replace('Punkt', 'punkt')}." if duty.clause else ""
    return f"Ansvarig: {duty.owner}.{clause}"


def _stockholm() -> Timezone:
    """The rule of summer time since 1996: the last Sunday of March and of October, at one o'clock UTC."""
    zone = Timezone()
    zone.add("tzid", "Europe/Stockholm")
    for part, name, month, hour, before, after in (
        (TimezoneDaylight(), "CEST", 3, 2, 1, 2),
        (TimezoneStandard(), "CET", 10, 3, 2, 1),
    ):
        last_sunday = max(day for day in range(25, 32) if date(1996, month, day).isoweekday() == 7)
        part.add("dtstart", datetime(1996, month, last_sunday, hour))  # noqa: DTZ001  local, as the rule is
        part.add("rrule", vRecur(freq="yearly", bymonth=month, byday="-1su"))
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        zone.add_component(part)
    return zone
