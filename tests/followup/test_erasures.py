"""Erasing what should never have been written: two persons, every trace, and nothing that is frozen.

A recognisable value is planted and afterwards looked for in the whole database.
"""

from datetime import UTC, date, datetime

import pytest
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, models, transaction
from django.urls import reverse
from reading import text_of

from agreements.models import Cooperation
from agreements.refusals import Refused
from agreements.validators import nothing_like_a_personal_number
from followup.actions.erasures import ask_for_erasure, carry_out, may_carry_out
from followup.actions.figures import Change, save_figures
from followup.models import (
    ActivityPlan,
    AnnualReport,
    Erasure,
    Figure,
    FigureImport,
    FocusArea,
    ImprovementMeasure,
    PlanGoal,
    Publication,
    PublishedElsewhere,
    QualityReview,
    ReportPlan,
    ReportText,
    SeriesImportPermit,
    SystematicFollowup,
)
from followup.models.measure import MeasureDefinition
from followup.queries.erasables import PARTS, TEXTS, places, things
from followup.queries.yearbook import yearbook

pytestmark = pytest.mark.django_db
MARK = "Kvarnbackens Sigrid"
NUMBER = 850412
MEASURE = "stodsamtal-valdsutsatta"


@pytest.fixture
def cooperation():
    return Cooperation.objects.get(slug="cmv")


@pytest.fixture
def fill(cooperation, person):
    """Lo writes a number in a field of 2026."""

    def filled(value, was=None, field="kon.man"):
        save_figures(
            book=yearbook(cooperation, 2026),
            code=MEASURE,
            changes={field: Change(was, value)},
            by=person("lo"),
        )

    return filled


@pytest.fixture
def report(cooperation, person):
    return AnnualReport.objects.create(cooperation=cooperation, year=2026, opened_by=person("charlie"))


def place_of(cooperation, ending: str):
    """The one place whose label ends so."""
    found = [each for thing in things(cooperation) for each in places(cooperation, thing)]
    matching = [each for each in found if each.label.endswith(ending)]
    assert len(matching) == 1, [each.label for each in found]
    return matching[0]


def erased(cooperation, place, person, **more) -> Erasure:
    erasure = ask_for_erasure(
        cooperation=cooperation, place=place, reason="Skrivet i fel fält", by=person("lo"), **more
    )
    carry_out(erasure=erasure, by=person("charlie"))
    return erasure


def whole_database() -> str:
    """Every row of every table as text, sessions read."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            said += [str(row) for row in cursor.fetchall()]
    if connection.vendor == "sqlite":
        said += connection.connection.iterdump()
    said += [str(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join(said)


# --- Every trace


def test_a_figure_and_its_whole_history_go(cooperation, person, fill):
    fill(NUMBER)
    fill(12, was=NUMBER)
    fill(NUMBER, was=12)
    FigureImport.objects.create(
        cooperation=cooperation,
        year=2026,
        kind="counts",
        values={"x": NUMBER},
        rows=1,
        uploaded_by=person("lo"),
    )
    assert str(NUMBER) in whole_database()
    erasure = erased(cooperation, place_of(cooperation, "2026, Kön, Män"), person)
    assert str(NUMBER) not in whole_database()
    assert not Figure.objects.exists()
    assert not Figure.history.exists()
    erasure.refresh_from_db()
    assert (erasure.requested_by.username, erasure.confirmed_by.username) == ("lo", "charlie")
    assert erasure.label == "Siffror: Stödsamtal för våldsutsatta 2026, Kön, Män"


def test_a_figure_that_somebody_has_emptied_still_has_its_history_erased(cooperation, person, fill):
    fill(NUMBER)
    fill(None, was=NUMBER)
    assert str(NUMBER) in whole_database()
    erased(cooperation, place_of(cooperation, "Kön, Män"), person)
    assert str(NUMBER) not in whole_database()


def test_only_the_history_leaves_what_stands_now(cooperation, person, fill):
    fill(NUMBER)
    fill(12, was=NUMBER)
    erased(cooperation, place_of(cooperation, "Kön, Män"), person, only_history=True)
    assert str(NUMBER) not in whole_database()
    assert Figure.objects.get().value == 12
    assert [row.value for row in Figure.history.all()] == [12]


def _texts(cooperation, charlie):
    """Every kind of text with the marker in it: (what it is, the place's label, what stands afterwards)."""
    report = AnnualReport.objects.create(
        cooperation=cooperation, year=2026, opened_by=charlie, changes=f"{MARK} ändrad"
    )
    text = ReportText.objects.create(report=report, slot="maluppfyllelse", goal=3, text=f"Mål: {MARK}")
    plan = ActivityPlan.objects.create(cooperation=cooperation, year=2026, introduction=f"Om {MARK}")
    goal = PlanGoal.objects.create(plan=plan, position=2, title=MARK, action="x", followup=f"Så {MARK}")
    review = QualityReview.objects.create(
        cooperation=cooperation, year=2026, scope_from=date(2024, 1, 1), scope_until=date(2026, 12, 31),
        report_due=date(2026, 12, 31), interviews=f"{MARK} sade",
    )  # fmt: skip
    better = ImprovementMeasure.objects.create(
        review=review, position=1, text=f"Ring {MARK}", owner="x", due_on=date(2027, 1, 1)
    )
    followup = SystematicFollowup.objects.create(cooperation=cooperation, year=2026, method=f"Med {MARK}")
    area = FocusArea.objects.create(followup=followup, position=4, title=MARK, result="x")
    told = PublishedElsewhere.objects.create(
        cooperation=cooperation, measure=MEASURE, year=2026, value=7, where=f"Brev till {MARK}",
        published_on=date(2026, 1, 1), registered_by=charlie,
    )  # fmt: skip
    return {
        "Verksamhetsberättelse 2026: vad som är ändrat sedan förra utgåvan": (report, "changes", ""),
        "Verksamhetsberättelse 2026, Måluppfyllelse, mål 3: text": (text, "text", "[rensad]"),
        "Verksamhetsplan 2026: inledning": (plan, "introduction", ""),
        "Verksamhetsplan 2026, mål 2: mål": (goal, "title", "[rensad]"),
        "Verksamhetsplan 2026, mål 2: så gick det": (goal, "followup", ""),
        "Kvalitetsgranskning 2026: intervjuer i sammandrag": (review, "interviews", ""),
        "Kvalitetsgranskning 2026, åtgärd 1: åtgärd": (better, "text", "[rensad]"),
        "Systematisk uppföljning 2026: så gjordes uppföljningen": (followup, "method", ""),
        "Systematisk uppföljning 2026, fokusområde 4: fokusområde": (area, "title", "[rensad]"),
        "utanför portalen: stodsamtal-valdsutsatta 2026: var det har sagts": (told, "where", "[rensad]"),
    }


def test_every_text_goes_with_its_history(cooperation, person):
    made = _texts(cooperation, person("charlie"))
    for row, field, _ in made.values():
        setattr(row, field, f"{getattr(row, field)} igen")
        row.save()
    assert whole_database().count(MARK) >= 3 * len(made)
    for label, (row, field, left) in made.items():
        erased(cooperation, place_of(cooperation, label), person)
        row.refresh_from_db()
        assert getattr(row, field) == left, label
        assert set(row.history.values_list(field, flat=True)) == {left}
    assert MARK not in whole_database()


def test_a_text_of_a_row_that_is_gone_is_found_and_erased(cooperation, person):
    plan = ActivityPlan.objects.create(cooperation=cooperation, year=2026)
    PlanGoal.objects.create(plan=plan, position=1, title=MARK, action="x").delete()
    erased(cooperation, place_of(cooperation, "mål 1: mål"), person)
    plan.delete()
    assert MARK not in whole_database()


def test_a_figure_told_elsewhere_goes_whole(cooperation, person):
    row = PublishedElsewhere.objects.create(
        cooperation=cooperation, measure=MEASURE, year=2026, value=NUMBER, where="Tidningen",
        published_on=date(2026, 1, 1), registered_by=person("lo"),
    )  # fmt: skip
    row.save()
    erased(cooperation, place_of(cooperation, "hela raden"), person)
    assert str(NUMBER) not in whole_database()


def test_every_text_that_a_person_writes_can_be_erased():
    from django.apps import apps

    written = {
        (model, field.name)
        for model in apps.get_app_config("followup").get_models()
        if not hasattr(model, "instance_type")
        for field in model._meta.get_fields()
        if isinstance(field, models.CharField | models.TextField)
        and nothing_like_a_personal_number in field.validators
    }
    known = {(model, field) for model, fields in TEXTS.items() for field in fields}
    # Definitions are the administrator's; the other two are about decisions, written by the manager.
    others = {MeasureDefinition, ReportPlan, Erasure, SeriesImportPermit}
    assert {(model, field) for model, field in written if model not in others} == known
    assert {*PARTS, *(part for parts in PARTS.values() for part, _ in parts)} == set(TEXTS)


# --- Two persons


@pytest.mark.parametrize(
    ("asks", "carries_out", "may"),
    [
        ("lo", "charlie", True),
        ("charlie", "lo", True),
        ("lo", "lo", False),
        ("charlie", "charlie", False),
        ("lo", "vide", False),
        ("lo", "kim", False),
        ("charlie", "alex", False),
        ("charlie", "admin", False),
    ],
)
def test_who_may_be_the_second_person(cooperation, person, fill, asks, carries_out, may):
    fill(7)
    erasure = ask_for_erasure(
        cooperation=cooperation, place=place_of(cooperation, "Kön, Män"), reason="Fel", by=person(asks)
    )
    assert may_carry_out(person(carries_out), erasure) is may
    if not may:
        with pytest.raises(Refused, match="En annan person"):
            carry_out(erasure=erasure, by=person(carries_out))
        assert Figure.objects.exists()


def test_the_database_refuses_one_person_alone_and_keeps_what_is_done(cooperation, person, fill):
    fill(7)
    lo = person("lo")
    place = place_of(cooperation, "Kön, Män")
    erasure = ask_for_erasure(cooperation=cooperation, place=place, reason="Fel", by=lo)
    erasure.confirmed_by = lo
    with pytest.raises(DatabaseError), transaction.atomic():
        erasure.save()
    carry_out(erasure=erasure, by=person("charlie"))
    erasure.refresh_from_db()
    for work in (erasure.save, erasure.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            work()
    with pytest.raises(Refused, match="redan gjord"):
        carry_out(erasure=erasure, by=person("charlie"))


@pytest.mark.parametrize("reason", [f"Talet {NUMBER} var fel", "850 412 var fel"])
def test_a_reason_does_not_tell_the_number(cooperation, person, fill, reason):
    fill(NUMBER)
    with pytest.raises(Refused, match="Skälet får inte säga vad som stod där"):
        ask_for_erasure(
            cooperation=cooperation, place=place_of(cooperation, "Kön, Män"), reason=reason, by=person("lo")
        )
    assert not Erasure.objects.exists()


# --- What is frozen


def _adopt(report, person, *, contents, figures=None):
    publication = Publication.objects.create(
        report=report, sequence=1, figures=figures or {}, parameters={}, code_version="1", audit={},
        sha256="0" * 64, released_by=person("charlie"), released_at=datetime.now(tz=UTC),
    )  # fmt: skip
    report.publication, report.state, report.names_nobody, report.contents = (
        publication, "adopted", True, contents,
    )  # fmt: skip
    report.adopted_on, report.adopted_by = date(2027, 3, 1), person("charlie")
    report.save()


def test_a_text_in_an_adopted_report_stays_and_is_told(cooperation, person, report):
    ReportText.objects.create(report=report, slot="vasentliga-handelser", text=f"Ny  rutin.\n\n{MARK} kom.")
    _adopt(report, person, contents={"slots": [{"paragraphs": ["Ny rutin.", f"{MARK} kom."]}]})
    place = place_of(cooperation, "Väsentliga händelser: text")
    with pytest.raises(Refused, match=r"finns i Verksamhetsberättelse 2026, CMV och ändras inte där. Rätta"):
        ask_for_erasure(cooperation=cooperation, place=place, reason="Fel", by=person("lo"))


def test_what_was_corrected_before_the_adoption_can_go(cooperation, person, report):
    text = ReportText.objects.create(report=report, slot="vasentliga-handelser", text=MARK)
    text.text = "Ny rutin."
    text.save()
    _adopt(report, person, contents={"slots": ["Ny rutin."]})
    place = place_of(cooperation, "Väsentliga händelser: text")
    with pytest.raises(Refused):
        ask_for_erasure(cooperation=cooperation, place=place, reason="Fel", by=person("lo"))
    erased(cooperation, place, person, only_history=True)
    assert MARK not in whole_database()
    text.refresh_from_db()
    assert text.text == "Ny rutin."


def test_an_adopted_reports_own_fields_stay(cooperation, person, report):
    report.changes = MARK
    _adopt(report, person, contents={"x": "y"})
    place = place_of(cooperation, "vad som är ändrat sedan förra utgåvan")
    with pytest.raises(Refused, match="ändras inte där"):
        ask_for_erasure(cooperation=cooperation, place=place, reason="Fel", by=person("lo"))


def test_a_figure_that_has_been_shown_stays_but_what_was_mistyped_before_goes(
    cooperation, person, report, fill
):
    fill(NUMBER)
    fill(12, was=NUMBER)
    _adopt(report, person, contents={"x": "y"})
    place = place_of(cooperation, "Kön, Män")
    with pytest.raises(Refused, match="som visades"):
        ask_for_erasure(cooperation=cooperation, place=place, reason="Fel", by=person("lo"))
    erased(cooperation, place, person, only_history=True)
    assert str(NUMBER) not in whole_database()
    with pytest.raises(Refused, match="Det står ingenting att rensa"):
        ask_for_erasure(
            cooperation=cooperation, place=place, reason="Fel", only_history=True, by=person("lo")
        )


# --- The pages


def test_the_way_from_asking_to_done(cooperation, person, signed_in, fill):
    fill(NUMBER)
    lo, charlie = signed_in("lo"), signed_in("charlie")
    start, new = reverse("erasures", args=["cmv"]), reverse("erasure_new", args=["cmv"])
    assert "Inget väntar på att rensas" in text_of(lo.get(start))
    chosen = next(each for each in things(cooperation) if "Siffror" in each.label)
    page = lo.get(new, {"i": chosen.key})
    assert "Kön, Män" in text_of(page)
    assert str(NUMBER) not in page.content.decode().replace("\u00a0", "")
    place = place_of(cooperation, "Kön, Män")
    answer = lo.post(
        f"{new}?i={chosen.key}", {"place": place.key, "scope": "allt", "reason": "Fel fält"}, follow=True
    )
    assert "En rensning väntar på en annan person" in text_of(answer)
    erasure = Erasure.objects.get()
    one = reverse("erasure", args=["cmv", erasure.pk])
    assert lo.get(one).status_code == 404
    assert lo.post(one).status_code == 404
    assert "En rensning väntar på dig" in text_of(charlie.get(start))
    assert "Siffran och hela dess historik tas bort" in text_of(charlie.get(one))
    done = charlie.post(one, follow=True)
    assert "Rensat, med historiken." in text_of(done)
    assert str(NUMBER) not in whole_database()
    assert charlie.get(one).status_code == 404


def test_a_request_is_taken_back(cooperation, person, signed_in, fill):
    fill(7)
    place = place_of(cooperation, "Kön, Män")
    erasure = ask_for_erasure(cooperation=cooperation, place=place, reason="Fel", by=person("lo"))
    answer = signed_in("lo").post(reverse("erasure_withdraw", args=["cmv", erasure.pk]), follow=True)
    assert "Begäran är borttagen. Inget är rensat." in text_of(answer)
    assert not Erasure.objects.exists()
    assert Figure.objects.exists()


def test_what_is_refused_is_told_on_the_page(cooperation, person, signed_in, fill, report):
    fill(12)
    _adopt(report, person, contents={"x": "y"})
    chosen = next(each for each in things(cooperation) if "Siffror" in each.label)
    place = place_of(cooperation, "Kön, Män")
    answer = signed_in("lo").post(
        f"{reverse('erasure_new', args=['cmv'])}?i={chosen.key}",
        {"place": place.key, "scope": "allt", "reason": "Fel"},
    )
    assert "Rätta felet i en ny utgåva" in text_of(answer)


def test_a_personal_number_in_the_reason_is_refused(cooperation, signed_in, fill):
    fill(12)
    chosen = next(each for each in things(cooperation) if "Siffror" in each.label)
    place = place_of(cooperation, "Kön, Män")
    answer = signed_in("lo").post(
        f"{reverse('erasure_new', args=['cmv'])}?i={chosen.key}",
        {"place": place.key, "scope": "allt", "reason": "stod 850412-1239"},
    )
    assert "Texten verkar innehålla ett personnummer." in text_of(answer)
    assert not Erasure.objects.exists()


def test_nothing_written_says_so(signed_in):
    assert "så det finns inget att rensa" in text_of(
        signed_in("charlie").get(reverse("erasure_new", args=["cmv"]))
    )


@pytest.mark.parametrize(("value", "reason"), [(7, "Det stod 7"), (7, "Sju kvinnor"), (0, "Noll är fel")])
def test_a_reason_does_not_tell_a_small_number_either(cooperation, person, fill, value, reason):
    """The small ones say the most, and the request is kept for ever."""
    fill(value)
    place = place_of(cooperation, "Kön, Män")
    with pytest.raises(Refused, match="Skälet får inte säga vad som stod där"):
        ask_for_erasure(cooperation=cooperation, place=place, reason=reason, by=person("lo"))
    assert ask_for_erasure(cooperation=cooperation, place=place, reason="Fel år, 2017", by=person("lo"))
