"""When an edition is in force by its own rule, exactly what is missing, and whom the board waits for."""

from dataclasses import replace
from datetime import date

import pytest

from agreements.board import board, short_body
from agreements.entry import (
    Kind,
    Matter,
    Outcome,
    Rule,
    Signed,
    Step,
    Who,
    is_met,
    missing,
    ready_since,
    signing_since,
)
from agreements.term_values import Signatories

EIGHT = tuple(
    Who(name.casefold(), name)
    for name in ("Berg", "Bräcke", "Härjedalen", "Krokom", "Ragunda", "Strömsund", "Åre", "Östersund")
)
EVERYONE = Rule(Signatories(), Signatories(), "24", "22, 24")
COMMON = ((Kind.PROPOSAL, "Styrgrupp CMV"), (Kind.RECOMMENDATION, "Sociala samrådsgruppen (SocSam)"))
SENT = date(2026, 9, 1)
PROPOSED, RECOMMENDED = date(2026, 9, 10), date(2026, 10, 1)
START = date(2027, 1, 1)
NEW = Matter(EVERYONE, EIGHT, COMMON, submitted_on=SENT, starts_on=START)
YES = Outcome.APPROVED


def common():
    return (
        Step(Kind.PROPOSAL, body="Styrgrupp CMV", outcome=YES, decided_on=PROPOSED),
        Step(Kind.RECOMMENDATION, body="SocSam", outcome=YES, decided_on=RECOMMENDED),
    )


def approved(who, day=date(2026, 11, 12), **more):
    return Step(Kind.APPROVAL, who.key, "Kommunfullmäktige", YES, day, paragraph="84", **more)


def signed(*who, day=date(2026, 11, 20)):
    return tuple(Signed(each.key, day) for each in who)


def recommended(**more):
    return replace(NEW, steps=common(), **more)


def decided(*who, signatures=(), **more):
    steps = (*common(), *(approved(each) for each in who))
    return replace(NEW, steps=steps, signatures=signed(*signatures), **more)


def of(made, name, on):
    row = next(row for row in made.rows if row.who.name == name)
    return dict(zip(made.columns, row.cells, strict=True))


def line(made, start):
    [found] = [each for each in made.waiting if each.title.startswith(start)]
    return found


# --- The rule


def test_all_eight_approved_and_signed_meets_the_rule_of_cmv():
    whole = decided(*EIGHT, signatures=EIGHT)
    assert missing(whole) == ()
    assert is_met(whole)


@pytest.mark.parametrize("place", range(8))
def test_seven_of_eight_do_not(place):
    seven = (*EIGHT[:place], *EIGHT[place + 1 :])
    name = EIGHT[place].name
    assert missing(decided(*seven, signatures=EIGHT)) == (f"Ett beslut saknas: {name}.",)
    assert missing(decided(*EIGHT, signatures=seven)) == (f"En underskrift saknas: {name}.",)


def test_what_is_missing_is_told_exactly():
    assert missing(decided(*EIGHT[:5], signatures=EIGHT[:3])) == (
        "Tre beslut saknas: Strömsund, Åre och Östersund.",
        "Fem underskrifter saknas: Krokom, Ragunda, Strömsund, Åre och Östersund.",
    )
    assert missing(NEW)[:2] == (
        "Styrgrupp CMV har inte föreslagit avtalet.",
        "Sociala samrådsgruppen (SocSam) har inte rekommenderat avtalet.",
    )


def test_without_a_first_day_nothing_comes_into_force():
    whole = decided(*EIGHT, signatures=EIGHT, starts_on=None)
    assert missing(whole) == ("Dagen då avtalet börjar gälla är inte bestämd.",)


def test_one_no_ends_the_round_for_all():
    no = Step(Kind.APPROVAL, EIGHT[1].key, "Kommunfullmäktige", Outcome.REFUSED, date(2026, 11, 20))
    steps = (*common(), *(approved(who) for who in EIGHT if who != EIGHT[1]), no)
    refused = replace(NEW, steps=steps, signatures=signed(*EIGHT))
    assert missing(refused) == ("Bräcke har sagt nej. Omgången är slut.",)
    made = board(refused, date(2026, 11, 25))
    assert made.waiting == ()
    assert of(made, "Bräcke", date(2026, 11, 25))["Beslut"].text == "Nej"


def test_a_rule_that_the_text_does_not_say_is_never_met():
    silent = replace(decided(*EIGHT, signatures=EIGHT), rule=Rule())
    assert missing(silent) == (
        "Avtalet säger inte vem som ska godkänna det.",
        "Avtalet säger inte vem som ska skriva under.",
    )


def test_offices_sign_after_the_last_approval():
    offices = Rule(
        Signatories(), Signatories(("ordförande i Välfärdsrådet", "vice ordförande i Välfärdsrådet"))
    )
    some = replace(decided(*EIGHT[:7]), rule=offices)
    chair, vice = some.signatories
    assert signing_since(some, chair) is None
    steps = (*common(), *(approved(who, date(2026, 11, 1 + place)) for place, who in enumerate(EIGHT)))
    ready = replace(some, steps=steps)
    assert signing_since(ready, chair) == date(2026, 11, 8)
    assert missing(ready) == (
        "Två underskrifter saknas: ordförande i Välfärdsrådet och vice ordförande i Välfärdsrådet.",
    )
    assert is_met(replace(ready, signatures=signed(chair, vice)))
    made = board(ready, date(2026, 11, 20))
    assert [row.who.name for row in made.offices] == [chair.name, vice.name]
    assert "Underskrift" not in made.columns


# --- Since when


def test_a_step_waits_from_the_day_the_one_before_it_was_done():
    assert ready_since(NEW, Kind.PROPOSAL) == SENT
    assert ready_since(NEW, Kind.RECOMMENDATION) is None
    assert ready_since(NEW, Kind.APPROVAL) is None
    proposed = replace(NEW, steps=common()[:1])
    assert ready_since(proposed, Kind.RECOMMENDATION) == PROPOSED
    assert ready_since(proposed, Kind.APPROVAL) is None
    assert ready_since(recommended(), Kind.APPROVAL) == RECOMMENDED
    assert signing_since(decided(EIGHT[0]), EIGHT[0]) == date(2026, 11, 12)
    assert signing_since(decided(EIGHT[0]), EIGHT[1]) is None


# --- The board


def test_a_party_without_a_date_is_late_after_two_weeks():
    early = of(board(recommended(), date(2026, 10, 15)), "Åre", None)["Beslut"]
    assert (early.state, early.text, early.small) == ("soon", "Datum saknas", "14 dagar")
    late = board(recommended(), date(2026, 10, 16))
    assert of(late, "Åre", None)["Beslut"].state == "late"
    waits = line(late, "Åre")
    assert (waits.title, waits.days(date(2026, 10, 16)), waits.nudge) == (
        "Åre har inte angett något beslutsdatum", 15, True,
    )  # fmt: skip


def test_a_planned_meeting_is_waited_for_without_nudging_and_nudged_when_it_has_passed():
    step = Step(
        Kind.APPROVAL, "härjedalen", "Kommunfullmäktige", planned_on=date(2026, 12, 9), contact="Kansliet"
    )
    matter = replace(NEW, steps=(*common(), step))
    before, after = board(matter, date(2026, 12, 2)), board(matter, date(2026, 12, 10))
    cell = of(before, "Härjedalen", None)["Beslut"]
    assert (cell.state, cell.text, cell.small) == (
        "soon",
        "9 december 2026",
        "Kommunfullmäktige, om sju dagar",
    )
    assert line(before, "Härjedalen").title == "Härjedalen beslutar i kommunfullmäktige den 9 december 2026"
    assert not line(before, "Härjedalen").nudge
    assert of(after, "Härjedalen", None)["Beslut"].state == "late"
    assert line(after, "Härjedalen").title == "Härjedalen skulle ha beslutat den 9 december 2026"
    assert line(after, "Härjedalen").nudge
    assert line(after, "Härjedalen").contact == "Kansliet"


def test_the_minutes_tell_when_the_appeal_time_ends_and_are_asked_for():
    step = approved(EIGHT[7], announced_on=date(2026, 11, 16))
    matter = replace(NEW, steps=(*common(), step))
    during, after = board(matter, date(2026, 12, 7)), board(matter, date(2026, 12, 8))
    cell = of(during, "Östersund", None)["Protokoll"]
    assert (cell.state, cell.small) == ("soon", "överklagandetiden går ut den 7 december 2026")
    assert of(after, "Östersund", None)["Protokoll"].small == "överklagandetiden gick ut den 7 december 2026"
    assert line(during, "Östersund").text.endswith("Protokollet är inte heller inlagt.")
    has_signed = board(replace(matter, signatures=signed(EIGHT[7])), date(2026, 11, 26))
    asked = line(has_signed, "Östersunds protokoll")
    assert (asked.since, asked.nudge) == (date(2026, 11, 12), False)
    assert line(board(replace(matter, signatures=signed(EIGHT[7])), date(2026, 11, 27)), "Östersunds").nudge
    filed = replace(matter, steps=(*common(), replace(step, has_minutes=True)))
    assert of(board(filed, date(2026, 12, 7)), "Östersund", None)["Protokoll"].state == "done"
    assert not [each for each in board(filed, date(2026, 12, 7)).waiting if "protokoll" in each.title]


def test_an_approved_party_is_waited_for_until_it_has_signed():
    made = board(decided(EIGHT[3]), date(2026, 11, 15))
    cell = of(made, "Krokom", None)["Underskrift"]
    assert (cell.state, cell.small) == ("soon", "tre dagar")
    assert line(made, "Krokom har inte skrivit under").text == (
        "Det kan ske sedan den 12 november 2026. Protokollet är inte heller inlagt."
    )
    assert of(board(decided(EIGHT[3]), date(2026, 12, 13)), "Krokom", None)["Underskrift"].state == "late"
    done = of(board(decided(EIGHT[3], signatures=EIGHT[3:4]), date(2026, 12, 1)), "Krokom", None)
    assert (done["Underskrift"].state, done["Underskrift"].text) == ("done", "20 november 2026")


def test_the_longest_wait_stands_first_and_the_sums_are_right():
    made = board(decided(*EIGHT[:5], signatures=EIGHT[:3]), date(2026, 11, 25))
    assert made.totals == ("8 av 8", "5 av 8", "0 av 8", "3 av 8")
    assert [each.since for each in made.waiting] == sorted(each.since for each in made.waiting)
    assert made.waiting[0].title == "Strömsund har inte angett något beslutsdatum"
    assert [(stage.name, stage.state) for stage in made.stages] == [
        ("Styrgrupp CMV", "done"),
        ("SocSam", "done"),
        ("Parterna", "soon"),
        ("Underskrift", ""),
        ("Gäller", ""),
    ]
    assert made.stages[2].small == "5 av 8 har godkänt"


def test_the_first_steps_are_waited_for_in_turn():
    assert [each.title for each in board(NEW, SENT).waiting] == [
        "Styrgrupp CMV har inte angett något beslutsdatum"
    ]
    proposed = replace(NEW, steps=common()[:1])
    assert [each.title for each in board(proposed, PROPOSED).waiting] == [
        "SocSam har inte angett något beslutsdatum"
    ]


def test_a_draft_waits_for_nobody():
    made = board(replace(NEW, submitted_on=None), SENT)
    assert made.waiting == ()
    assert {stage.state for stage in made.stages} == {""}


# --- Editions of the sources


def test_what_the_source_leaves_out_is_said_and_nobody_is_waited_for():
    recommendation = Step(
        Kind.RECOMMENDATION, body="SocSam", outcome=YES, paragraph="24", note="Dagen saknas i källan"
    )
    made = board(replace(NEW, steps=(recommendation,), submitted_on=None, is_source=True), date(2026, 11, 25))
    assert made.waiting == ()
    assert made.columns == ("Beslut", "Protokoll", "Underskrift")
    assert {cell.text for row in made.rows for cell in row.cells} == {"Saknas i källan"}
    assert [stage.small for stage in made.stages[:2]] == [
        "Saknas i källan",
        "Har rekommenderat. Dagen saknas i källan.",
    ]


def test_answers_asked_for_by_a_day_are_late_after_it():
    asked = Matter(
        Rule(Signatories(only_payers=True)),
        EIGHT[:2],
        steps=(Step(Kind.APPROVAL, "berg", outcome=Outcome.REFUSED, decided_on=date(2023, 12, 4)),),
        answers_by=date(2023, 12, 31),
        is_source=True,
    )
    on_time, late = board(asked, date(2023, 12, 31)), board(asked, date(2024, 1, 1))
    assert (of(on_time, "Bräcke", None)["Beslut"].state, of(late, "Bräcke", None)["Beslut"].state) == (
        "soon",
        "late",
    )
    assert of(late, "Bräcke", None)["Beslut"].small == "skulle ha kommit 31 december 2023"
    assert of(late, "Berg", None)["Beslut"].text == "Nej"
    assert late.columns == ("Beslut", "Protokoll")


def test_names_are_short_where_there_is_a_short_one():
    assert short_body("Sociala samrådsgruppen (SocSam)") == "SocSam"
    assert short_body("Välfärdsrådet") == "Välfärdsrådet"
