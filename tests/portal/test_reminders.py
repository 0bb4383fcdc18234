"""manage.py send_reminders: one mail a person and day, of duties alone, never twice."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from page_tools import stop_clock

from cmv_portal.clock.reminders import digests, send
from cmv_portal.models import ReminderDigest, User

TODAY = date(2027, 1, 10)


@pytest.fixture(autouse=True)
def january(monkeypatch, db):
    return stop_clock(monkeypatch, TODAY)


def run(*args):
    out = StringIO()
    call_command("send_reminders", *args, stdout=out)
    return out.getvalue()


def mail_to(username):
    return next((message for message in mail.outbox if message.to == [f"{username}@exempel.invalid"]), None)


def test_a_dry_run_shows_and_sends_nothing():
    shown = run("--dry-run")
    assert "Januarifakturorna för 2027 ställs ut (januari)" in shown
    assert "skulle skickas" in shown
    assert mail.outbox == []
    assert not ReminderDigest.objects.exists()


def test_one_mail_each_about_what_concerns_the_role():
    run("--days", "90")
    assert "Januarifakturorna för 2027" in mail_to("alex").body
    assert "Januarifakturorna" not in mail_to("kim").body
    assert mail_to("admin") is None
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox)


def test_no_mail_has_a_figure_or_a_person_in_it(issued):
    issued(2026)
    run("--days", "60")
    names = [user.first_name for user in User.objects.all()]
    for message in mail.outbox:
        assert " kr" not in message.body
        assert not any(name in message.body.split() for name in names)
        assert "Exempel" not in message.body


def test_the_same_day_and_the_same_news_are_not_mailed_again(monkeypatch):
    run()
    sent = len(mail.outbox)
    assert sent
    run()
    assert len(mail.outbox) == sent
    stop_clock(monkeypatch, TODAY + timedelta(days=1))
    run()
    assert len(mail.outbox) == sent
    stop_clock(monkeypatch, TODAY + timedelta(days=7))
    run()
    assert len(mail.outbox) > sent


def test_what_turns_late_is_news(monkeypatch):
    run()
    before = len([message for message in mail.outbox if message.to == ["alex@exempel.invalid"]])
    stop_clock(monkeypatch, date(2027, 2, 1))
    run()
    told = [message for message in mail.outbox if message.to == ["alex@exempel.invalid"]]
    assert len(told) == before + 1
    assert told[-1].body.index("Försenat:") < told[-1].body.index("Januarifakturorna för 2027")


def test_who_has_turned_them_off_gets_none(signed_in):
    signed_in("alex").post("/mina-uppgifter/kalender/paminnelser/", {"on": "nej"})
    run("--days", "90")
    assert mail_to("alex") is None
    assert mail_to("kim") is not None


def test_a_run_that_dies_over_the_mail_does_not_send_twice(monkeypatch):
    digest = next(iter(digests(TODAY, 30)))

    def die(self, **options):
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", die)
        with pytest.raises(ConnectionError):
            send(digest)
    assert ReminderDigest.objects.get().sent_at is None
    assert not send(digest)
    assert mail.outbox == []


def test_a_wrong_number_of_days_is_refused(capsys):
    with pytest.raises(SystemExit):
        run("--days", "-1")
    assert "0 till 366" in capsys.readouterr().err
