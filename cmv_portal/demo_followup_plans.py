"""Fictitious plans, a quality review under way and a systematic follow-up, made by the pages' own actions."""

from datetime import date

from django.db import transaction

from agreements.models import Cooperation
from cmv_portal.models import User
from followup.actions import plans, reviews, systematic
from followup.models import ActivityPlan, QualityReview, ReportText, SystematicFollowup

Judgement = ReportText.Judgement

INTRODUCTION = (
    "Planen är gjord i samråd med styrgruppen. Den utgår från avtalets mål och från det som förra årets "
    "verksamhetsberättelse visade. Allt i planen är påhittat för demonstrationen."
)
# A goal: what, how, how it went, how it is judged. The running year has no follow-up yet.
GOALS = {
    2024: (
        (
            "Barn får stöd tidigare",
            "Vi provar ett samtal i skolan inom en vecka från första kontakten.",
            "Arbetssättet används i hela länet och har gjort vägen in kortare.",
            Judgement.FULFILLED,
        ),
        (
            "Kommunernas samordnare känner till hela utbudet",
            "Vi tar fram ett gemensamt informationsblad och går igenom det på nätverksträffarna.",
            "Bladet är klart. Genomgången gjordes på vårens träffar men inte på höstens.",
            Judgement.PARTLY,
        ),
        (
            "Gruppverksamheten går att följa på distans",
            "Vi tar fram en form för den som har långt till Östersund.",
            "Formen är framtagen och prövad.",
            Judgement.FULFILLED,
        ),
    ),
    2025: (
        (
            "Gemensamma rutiner för jourlägenheterna",
            "Vi tar fram rutiner för in- och utflyttning tillsammans med kommunerna.",
            "Rutinerna är framtagna, förankrade och används.",
            Judgement.FULFILLED,
        ),
        (
            "Våldsutövare erbjuds samtal snabbare",
            "Vi ser över hur tiderna fördelas mellan veckodagarna.",
            "Väntan har inte blivit kortare, eftersom fler har sökt. Arbetet fortsätter.",
            Judgement.NOT_FULFILLED,
        ),
        (
            "Uppföljningen görs på samma sätt varje gång",
            "Vi använder samma frågor vid avslut i alla insatser.",
            "Frågorna används i samtalsserierna men inte i grupp.",
            Judgement.PARTLY,
        ),
    ),
    2026: (
        (
            "Kötiden till första samtalet blir kortare",
            "Vi avsätter fasta tider för första samtal varje vecka.",
            "",
            "",
        ),
        (
            "Partnerkontakten blir en fast del av behandlingen",
            "Vi skriver en rutin och prövar den under hösten.",
            "",
            "",
        ),
        (
            "Kvalitetsgranskningen tas till vara",
            "Vi går igenom förslagen med styrgruppen och lägger in dem i nästa plan.",
            "",
            "",
        ),
    ),
}


@transaction.atomic
def make_plans_and_reviews(by: User) -> None:
    """Plans of three years, the review of 2026 and the follow-up of 2025, where they are not there yet.

    Comes before the reports, which print the plans' goals and lock their follow-up.
    """
    cooperation = Cooperation.objects.get(slug="cmv")
    for year in GOALS:
        if not _exists(ActivityPlan, cooperation, year):
            _make_plan(cooperation, year, by)
    if not _exists(SystematicFollowup, cooperation, 2025):
        _make_followup(cooperation, by)
    if not _exists(QualityReview, cooperation, 2026):
        _make_review(cooperation, by)


def _exists(
    model: type[ActivityPlan | QualityReview | SystematicFollowup], cooperation: Cooperation, year: int
) -> bool:
    return model.objects.filter(cooperation=cooperation, year=year).exists()


def _make_plan(cooperation: Cooperation, year: int, by: User) -> None:
    plan = plans.open_plan(cooperation=cooperation, year=year, by=by)
    plans.write_introduction(plan=plan, introduction=INTRODUCTION, by=by)
    made = [
        plans.add_goal(plan=plan, title=title, action=action, by=by) for title, action, _, _ in GOALS[year]
    ]
    plans.decide_plan(plan=plan, decided_on=date(year - 1, 12, 5), paragraph=f"§ {year - 1990}", by=by)
    for goal, (_, _, followup, judgement) in zip(made, GOALS[year], strict=True):
        if followup:
            plans.follow_up_goal(goal=goal, followup=followup, judgement=judgement, by=by)


def _make_followup(cooperation: Cooperation, by: User) -> None:
    row = systematic.open_followup(cooperation=cooperation, year=2025, by=by)
    systematic.write_basis(
        followup=row,
        decided_by="styrgruppen efter samråd med SocSam",
        decided_on=date(2025, 2, 21),
        method="Samma frågor vid avslut i alla insatser, sammanställda på gruppnivå av verksamheten.",
        by=by,
    )
    for title, result in (
        (
            "Barnens delaktighet i Trappan",
            "Barnen uppger oftare än tidigare att de har fått berätta i sin egen takt. Föräldrarna "
            "efterfrågar mer information mellan träffarna.",
        ),
        (
            "Vägen in till stödet",
            "De flesta har hittat hit genom socialtjänsten eller vården. Kontakten upplevs som lätt, men "
            "väntan till första samtalet som lång.",
        ),
    ):
        systematic.add_focus_area(followup=row, title=title, result=result, by=by)
    systematic.report_followup(followup=row, reported_on=date(2025, 12, 5), names_nobody=True, by=by)


def _make_review(cooperation: Cooperation, by: User) -> None:
    """Under way: reviewer chosen in time, interviews summed up, the cost not connected, no statement."""
    review = reviews.plan_review(
        cooperation=cooperation,
        year=2026,
        scope_from=date(2023, 1, 1),
        scope_until=date(2025, 12, 31),
        report_due=date(2026, 12, 10),
        by=by,
    )
    reviews.appoint_reviewer(
        review=review,
        reviewer="Granskningsbyrån Exempel AB",
        independence="Har inga andra uppdrag för parterna och har inte arbetat i verksamheten.",
        appointed_on=date(2025, 11, 20),
        appointment_paragraph="§ 44",
        by=by,
    )
    reviews.write_part(
        review=review,
        part="intervjuer",
        text="Parterna beskriver verksamheten som tillgänglig och kunnig.\n\nDe önskar tätare återkoppling "
        "om gemensamma rutiner och tydligare besked om väntetider.",
        by=by,
    )
    reviews.add_improvement(
        review=review,
        text="Redovisa väntetiden för varje insats på styrgruppens möten",
        owner="Verksamhetsledaren",
        due_on=date(2027, 3, 31),
        by=by,
    )
    reviews.add_improvement(
        review=review,
        text="En gemensam rutin för hur kommunerna lämnar över till CMV",
        owner="Kommunernas samordnare",
        due_on=date(2027, 9, 30),
        by=by,
    )
