"""The commands `duties` and `term`: their JSON, their Swedish faults, their days."""

import json
from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone
from page_tools import stop_clock

from agreements.models import Agreement, Body, Meeting, Term
from followup.models import ActivityPlan, QualityReview, SystematicFollowup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(monkeypatch):
    return stop_clock(monkeypatch, date(2026, 11, 22))


def duties(capsys, cooperation, year):
    call_command("duties", cooperation=cooperation, year=year, format="json")
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["duties"]
    return found["duties"]


def term(capsys, agreement, on):
    call_command("term", agreement=agreement, on=date.fromisoformat(on), format="json")
    return json.loads(capsys.readouterr().out)


def refused(capsys, name, *arguments):
    with pytest.raises(SystemExit) as stopped:
        call_command(name, *arguments)
    assert stopped.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    [line] = said.err.splitlines()
    return line


def named(rows, text):
    [row] = [row for row in rows if row["duty"] == text]
    return row


# --- duties


def test_cmv_2027_has_just_these_keys_and_days(capsys):
    rows = duties(capsys, "cmv", 2027)
    assert {tuple(row) for row in rows} == {("date", "from", "to", "duty", "clause", "owner", "state")}
    assert rows[0] == {
        "date": "2027-01-31",
        "from": "2027-01-01",
        "to": "2027-01-31",
        "duty": "Januarifakturorna för 2027 ställs ut",
        "clause": "23",
        "owner": "Östersunds kommun, huvudman",
        "state": "kommande",
    }
    assert [row["date"] for row in rows if row["date"]] == ["2027-01-31", "2027-03-31", "2027-11-01"]
    meetings = [row for row in rows if row["duty"].startswith("Styrgruppen, möte")]
    assert [(row["date"], row["from"], row["to"]) for row in meetings] == [
        (None, "2027-01-01", "2027-03-31"),
        (None, "2027-04-01", "2027-06-30"),
        (None, "2027-07-01", "2027-09-30"),
        (None, "2027-10-01", "2027-12-31"),
    ]
    assert meetings[0]["owner"] == "Östersunds kommun, eller KFJH på kommunernas uppdrag"


def test_cmv_2026_mandate_review_and_what_cannot_be_computed(capsys):
    rows = duties(capsys, "cmv", 2026)
    assert named(rows, "Avtalet följs upp vid mandatperiodens slut")["date"] == "2026-10-14"
    assert named(rows, "Kvalitetsgranskningen är genomförd")["date"] == "2026-06-30"
    assert named(rows, "Kvalitetsgranskningen redovisas vid årets sista möte")["to"] == "2026-12-31"
    for text in ("Sista dag för att säga upp avtalet", "Systematisk uppföljning redovisas"):
        row = named(rows, text)
        assert row["state"].startswith("kan inte beräknas: ")
        assert row["date"] is row["from"] is row["to"] is None


def test_norrsken_has_a_last_day_for_the_agreement_and_for_each_of_its_ten_parties(capsys):
    rows = duties(capsys, "norrsken", 2027)
    assert named(rows, "Sista dag för att säga upp avtalet")["date"] == "2027-06-30"
    leaving = [row for row in rows if "meddela utträde" in row["duty"]]
    assert {row["date"] for row in leaving} == {"2027-06-30"}
    assert len({row["owner"] for row in leaving}) == 10
    assert named(rows, "Arbetsgruppens möten")["state"].startswith("kan inte beräknas")


def test_norrskens_working_group_meets_when_the_revised_edition_is_in_force(capsys):
    revised = Agreement.objects.get(slug="norrsken-2024")
    revised.status, revised.starts_on = Agreement.Status.ADOPTED, date(2027, 1, 1)
    revised.first_end = date(2027, 12, 31)
    revised.save()
    rows = duties(capsys, "norrsken", 2027)
    working = [row for row in rows if row["duty"].startswith("Arbetsgruppen")]
    assert [row["to"] for row in working] == ["2027-03-31", "2027-06-30", "2027-09-30", "2027-12-31"]
    assert named(rows, "Sista dag för att säga upp avtalet")["date"] == "2027-06-30"


def test_an_edition_that_takes_over_in_the_middle_of_a_year_owes_the_rest_of_it(capsys):
    later = Agreement.objects.create(
        cooperation=Agreement.objects.get(slug="cmv-2025").cooperation, slug="cmv-2027", title="CMV 2027",
        year=2027, status="adopted", evidence="example", starts_on=date(2027, 7, 1), source="prov",
    )  # fmt: skip
    Term.objects.create(agreement=later, kind="meetings_per_year", value="2", clause="9.1 ny")
    rows = duties(capsys, "cmv", 2027)
    meetings = [(row["clause"], row["from"], row["to"]) for row in rows if "Styrgruppen, möte" in row["duty"]]
    assert meetings == [
        ("9.1", "2027-01-01", "2027-03-31"),
        ("9.1", "2027-04-01", "2027-06-30"),
        ("9.1 ny", "2027-07-01", "2027-12-31"),
    ]
    assert named(rows, "Januarifakturorna för 2027 ställs ut")


def test_dalarna_2032(capsys):
    rows = duties(capsys, "dalarna", 2032)
    assert [(row["date"], row["owner"]) for row in rows] == [
        ("2032-10-01", "Länschefsnätverket"),
        (None, "Parterna i varje lokal överenskommelse"),
        ("2032-12-31", "Parterna"),
    ]
    assert duties(capsys, "dalarna", 2033) == []


def test_vasternorrlands_answers_one_a_municipality(capsys):
    rows = [row for row in duties(capsys, "vasternorrland", 2023) if row["date"]]
    assert {row["date"] for row in rows} == {"2023-12-31"}
    assert len(rows) == 7
    assert rows[0]["duty"] == "Härnösands kommun svarar om medfinansiering"
    assert [row["date"] for row in duties(capsys, "vasternorrland", 2024) if row["date"]] == ["2024-09-30"]


def test_a_booked_meeting_gives_its_day_and_its_state(capsys, monkeypatch):
    monkeypatch.setattr(Meeting, "get_absolute_url", lambda self: f"/moten/{self.pk}/")
    body = Body.objects.get(slug="styrgrupp-cmv")
    # Half past midnight in Östersund is still the day before in Greenwich.
    at = timezone.make_aware(timezone.datetime(2026, 12, 10, 0, 30))
    meeting = Meeting.objects.create(body=body, starts_at=at)
    row = named(duties(capsys, "cmv", 2026), "Styrgruppen, möte 4")
    assert (row["date"], row["from"], row["to"], row["state"]) == (
        "2026-12-10",
        "2026-10-01",
        "2026-12-31",
        "snart",
    )
    meeting.state = Meeting.State.HELD
    meeting.save()
    assert named(duties(capsys, "cmv", 2026), "Styrgruppen, möte 4")["state"] == "klar"
    meeting.state = Meeting.State.CANCELLED
    meeting.save()
    assert named(duties(capsys, "cmv", 2026), "Styrgruppen, möte 4")["date"] is None


def test_a_meeting_of_another_body_counts_for_nothing_here(capsys, monkeypatch):
    monkeypatch.setattr(Meeting, "get_absolute_url", lambda self: "/")
    at = timezone.make_aware(timezone.datetime(2026, 12, 10, 9, 0))
    Meeting.objects.create(body=Body.objects.get(slug="styrgrupp-norrsken"), starts_at=at)
    assert named(duties(capsys, "cmv", 2026), "Styrgruppen, möte 4")["date"] is None
    assert named(duties(capsys, "norrsken", 2026), "Styrgruppen, möte 4")["date"] == "2026-12-10"


def test_what_is_recorded_shows_what_is_done(capsys, cmv, issued):
    assert named(duties(capsys, "cmv", 2027), "Januarifakturorna för 2027 ställs ut")["state"] == "kommande"
    issued(2027)
    cooperation = cmv.cooperation
    ActivityPlan.objects.create(cooperation=cooperation, year=2027, decided_on=date(2026, 11, 1))
    QualityReview.objects.create(
        cooperation=cooperation, year=2026, scope_from=date(2023, 1, 1), scope_until=date(2025, 12, 31),
        report_due=date(2026, 12, 10), reported_on=date(2026, 11, 20),
    )  # fmt: skip
    SystematicFollowup.objects.create(cooperation=cooperation, year=2026, reported_on=date(2026, 10, 1))
    assert named(duties(capsys, "cmv", 2027), "Januarifakturorna för 2027 ställs ut")["state"] == "klar"
    states = {row["duty"]: row["state"] for row in duties(capsys, "cmv", 2026)}
    for text in (
        "Verksamhetsplan 2027 beslutas",
        "Kvalitetsgranskningen redovisas vid årets sista möte",
        "Systematisk uppföljning 2026 redovisas",
        "Folkmängden läses av för fördelningen 2027",
    ):
        assert states[text] == "klar", text
    assert "Systematisk uppföljning redovisas" not in states
    assert states["Verksamhetsberättelsen för 2025 lämnas"] == "försenad"


def test_duties_as_a_table(capsys):
    call_command("duties", cooperation="cmv", year=2027)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["Dag", "Åtagande", "Punkt", "Ansvarig", "Läge"]
    assert any(line.startswith("2027-01-01 – 2027-03-31  Styrgruppen, möte 1") for line in lines)
    call_command("duties", cooperation="cmv", year=2010)
    assert capsys.readouterr().out == "Centrum mot våld har inga åtaganden 2010.\n"


def test_faults_are_one_swedish_line(capsys):
    unknown = ("--cooperation", "x", "--year", "2026")
    assert refused(capsys, "duties", *unknown) == "Det finns ingen samverkan som heter x."
    assert "--year" in refused(capsys, "duties", "--cooperation", "cmv", "--year", "26")
    assert "--year" in refused(capsys, "duties", "--cooperation", "cmv")
    unknown = ("--agreement", "x", "--on", "2026-01-01")
    assert refused(capsys, "term", *unknown) == "Det finns inget avtal och ingen samverkan som heter x."
    assert "--on" in refused(capsys, "term", "--agreement", "cmv", "--on", "2026-02-30")
    late = ("--agreement", "norrsken", "--on", "9500-01-01")
    assert "9000" in refused(capsys, "term", *late)


# --- term


def test_term_of_cmv_says_why_there_is_no_last_day(capsys):
    found = term(capsys, "cmv", "2026-11-22")
    reason = found.pop("reason")
    assert found == {
        "period": {"start": "2025-01-01", "end": None},
        "next_prolongation": None,
        "last_day_for_notice": None,
    }
    assert reason.startswith("kan inte beräknas")


@pytest.mark.parametrize("on", ["2026-06-29", "2026-06-30", "2026-07-01"])
def test_term_of_norrsken_before_on_and_after_the_last_day(capsys, on):
    found = term(capsys, "norrsken", on)
    reason = found.pop("reason")
    assert found == {
        "period": {"start": "2026-01-01", "end": "2026-12-31"},
        "next_prolongation": "2027-01-01",
        "last_day_for_notice": "2026-06-30",
    }
    assert ("Nästa sista dag är den 30 juni 2027." in reason) is (on == "2026-07-01")


@pytest.mark.parametrize(
    ("on", "start", "end"),
    [
        ("2023-03-01", "2023-03-01", "2023-12-31"),
        ("2024-02-29", "2024-01-01", "2024-12-31"),
        ("2025-12-31", "2025-01-01", "2025-12-31"),
        ("2026-01-01", "2026-01-01", "2026-12-31"),
    ],
)
def test_term_of_norrsken_through_its_prolongations(capsys, on, start, end):
    assert term(capsys, "norrsken-2023", on)["period"] == {"start": start, "end": end}


def test_term_before_the_first_day_and_after_the_last(capsys):
    before = term(capsys, "norrsken-2023", "2023-02-28")
    assert before["period"] is None
    assert before["reason"].startswith("kan inte beräknas")
    after = term(capsys, "dalarna-2024", "2033-01-01")
    assert after["period"] is None
    assert after["reason"].startswith("kan inte beräknas")


def test_term_in_words(capsys):
    call_command("term", agreement="norrsken", on=date(2026, 3, 1))
    assert "Sista dag för uppsägning: 30 juni 2026" in capsys.readouterr().out
