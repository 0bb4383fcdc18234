"""A person's calendar: by its secret address alone, the right days, and nothing that tells of anybody."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from page_tools import stop_clock

from agreements.models import Body, Meeting, RoleAssignment
from cmv_portal.clock.feeds import make_feed, revoke_feeds
from cmv_portal.models import CalendarFeed
from cmv_portal.views.calendar_feed import MOST_MISSES, MOST_READINGS

TODAY = date(2026, 11, 22)
STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.fixture(autouse=True)
def november(monkeypatch):
    cache.clear()
    return stop_clock(monkeypatch, TODAY)


@pytest.fixture
def read(person):
    """The calendar of a person as a program that is not signed in gets it."""

    def calendar(username):
        answer = Client().get(f"/kalender/{make_feed(by=person(username))}.ics")
        assert answer.status_code == 200
        return answer.content

    return calendar


def events(content):
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def booked(at):
    return Meeting.objects.create(
        body=Body.objects.get(slug="styrgrupp-cmv"), starts_at=at, ends_at=at + timedelta(hours=2)
    )


# --- The file


def test_a_deadline_is_a_whole_day(read):
    event = events(read("charlie"))["CMV: Verksamhetsberättelsen för 2026 lämnas"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 3, 31), date(2027, 4, 1))
    assert event["DTSTAMP"].dt.tzinfo is not None
    assert str(event["DESCRIPTION"]) == "Ansvarig: CMV. Enligt punkt\xa012.2, bilaga\xa01."
    assert b"DTSTART;VALUE=DATE:20270331" in read("charlie")


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2027, 3, 26), 8),  # the last winter Friday
        (date(2027, 3, 29), 7),  # the first summer Monday
        (date(2027, 10, 29), 7),
        (date(2027, 11, 1), 8),
    ],
)
def test_a_meeting_at_nine_is_at_nine_before_and_after_the_clocks_are_moved(read, day, utc_hour):
    booked(datetime.combine(day, datetime.min.time().replace(hour=9), STOCKHOLM))
    content = read("kim")
    starts = next(
        event["DTSTART"].dt for event in events(content).values() if isinstance(event["DTSTART"].dt, datetime)
    )
    assert (starts.date(), starts.hour, starts.astimezone(UTC).hour) == (day, 9, utc_hour)
    assert f"DTSTART;TZID=Europe/Stockholm:{day:%Y%m%d}T090000".encode() in content


def test_the_time_zone_is_told_by_its_rule(read):
    zone = Calendar.from_ical(read("kim")).walk("VTIMEZONE")[0]
    assert str(zone["TZID"]) == "Europe/Stockholm"
    told = {
        part.name: (part["TZOFFSETTO"].td, part["RRULE"]["BYMONTH"], part["RRULE"]["BYDAY"])
        for part in zone.subcomponents
    }
    assert told == {
        "DAYLIGHT": (timedelta(hours=2), [3], ["-1SU"]),
        "STANDARD": (timedelta(hours=1), [10], ["-1SU"]),
    }


def test_an_event_keeps_its_name_when_it_is_read_again_and_when_the_meeting_is_moved(read):
    meeting = booked(datetime(2027, 2, 4, 9, tzinfo=STOCKHOLM))
    first = {str(event["UID"]) for event in events(read("kim")).values()}
    meeting.starts_at += timedelta(days=7)
    meeting.save()
    again = {str(event["UID"]) for event in events(read("kim")).values()}
    assert first == again
    assert len(first) == len(events(read("kim")))


def test_each_gets_what_concerns_their_role(read):
    assert not any("Januarifakturorna" in summary for summary in events(read("kim")))
    assert any("Januarifakturorna" in summary for summary in events(read("alex")))
    own = [summary for summary in events(read("kim")) if "meddela utträde" in summary]
    assert own
    assert all("Bergs kommun" in summary for summary in own)


def test_nothing_is_told_of_amounts_or_people(read, issued):
    issued(2027)
    content = read("alex").decode()
    for told in ("5 033 723", "5033723", "kr", "Alex", "Exempel", "@exempel.invalid"):
        assert told not in content.replace("@cmv-portalen", ""), told


# --- The address


def test_only_the_digest_of_the_secret_is_kept(person):
    secret = make_feed(by=person("kim"))
    feed = CalendarFeed.objects.get()
    assert len(secret) >= 43  # 256 bits
    assert secret not in str(vars(feed))


def test_a_revoked_address_and_a_guessed_one_are_not_found(person, signed_in):
    old = make_feed(by=person("kim"))
    new = make_feed(by=person("kim"))
    assert Client().get(f"/kalender/{old}.ics").status_code == 404
    assert Client().get(f"/kalender/{new}.ics").status_code == 200
    revoke_feeds(by=person("kim"))
    assert Client().get(f"/kalender/{new}.ics").status_code == 404
    assert signed_in("kim").get("/kalender/gissad.ics").status_code == 404


def test_an_ended_role_empties_the_calendar_and_a_closed_account_shuts_it(person):
    kim = person("kim")
    secret = make_feed(by=kim)
    for row in RoleAssignment.objects.filter(user=kim):
        row.valid_until = TODAY - timedelta(days=1)
        row.save()
    answer = Client().get(f"/kalender/{secret}.ics")
    assert (answer.status_code, events(answer.content)) == (200, {})
    kim.is_active = False
    kim.save()
    assert Client().get(f"/kalender/{secret}.ics").status_code == 404


def test_guessing_and_hammering_are_stopped(person):
    client = Client()
    statuses = [client.get(f"/kalender/gissning-{n}.ics").status_code for n in range(MOST_MISSES + 1)]
    assert (statuses[0], statuses[-1]) == (404, 429)
    secret = make_feed(by=person("admin"))
    statuses = [client.get(f"/kalender/{secret}.ics").status_code for _ in range(MOST_READINGS + 1)]
    assert (statuses[0], statuses[-1]) == (200, 429)


# --- The page


def test_the_address_is_shown_once(signed_in):
    client = signed_in("kim")
    made = client.post("/mina-uppgifter/kalender/ny/").content.decode()
    assert "/kalender/" in made
    assert "Visas bara nu" in made
    later = client.get("/mina-uppgifter/kalender/").content.decode()
    assert "Visas bara nu" not in later
    assert "Återkalla adressen" in later
    client.post("/mina-uppgifter/kalender/aterkalla/")
    assert not CalendarFeed.objects.filter(revoked_at=None).exists()


def test_each_page_is_the_persons_own(signed_in, person):
    make_feed(by=person("kim"))
    assert "Återkalla adressen" not in signed_in("sam").get("/mina-uppgifter/kalender/").content.decode()
    signed_in("sam").post("/mina-uppgifter/kalender/aterkalla/")
    assert CalendarFeed.objects.get(user=person("kim")).revoked_at is None
    assert timezone.now() > CalendarFeed.objects.get().made_at
