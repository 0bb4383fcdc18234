"""What waits for those who write down decisions on a revision, and for who leads it to force."""

from collections.abc import Iterable

from django.urls import reverse

from agreements import access
from agreements.entry import Kind, ready_since, signing_since
from agreements.journey_page import STEP_ADDRESS, JourneyPage, Line, journey_page
from agreements.models import Agreement
from agreements.swedish import count_word, long_date
from cmv_portal.roles import Right
from cmv_portal.start.desk import Desk
from cmv_portal.start.task import Task

Status = Agreement.Status


def own_answers(desk: Desk) -> Iterable[Task]:
    """What a member's own municipality has left to decide and to sign."""
    for agreement in _revisions(desk, Right.RECORD_APPROVALS, Status.PROPOSAL):
        page = journey_page(desk.user, agreement, desk.today)
        for who in page.matter.parties:
            if who.key in page.recordable:
                yield from _own(agreement, page, who)


def _own(agreement: Agreement, page: JourneyPage, who) -> Iterable[Task]:
    step = page.matter.step(Kind.APPROVAL, who.key)
    since = ready_since(page.matter, Kind.APPROVAL)
    if since and not step.is_approved and not page.matter.refusals:
        yield Task(
            f"{who.name} ska godkänna {agreement.title}",
            f"Underlaget finns sedan den {long_date(since)}. Skriv vad ni beslutat, eller när ni gör det.",
            reverse("journey_step", args=[agreement.slug, who.key]),
            day=step.planned_on,
            button="Registrera",
        )
    elif who.key in page.signable and signing_since(page.matter, who):
        yield Task(
            f"{who.name} ska skriva under {agreement.title}",
            "Skriv under i er egen tjänst och lägg in filen här.",
            reverse("signature_new", args=[agreement.slug, who.key]),
            button="Lägg in underskriften",
        )


def revisions_to_lead(desk: Desk) -> Iterable[Task]:
    """A revision's next move: to be written and submitted, or whom to remind."""
    for agreement in _revisions(desk, Right.PREPARE_AGREEMENTS, Status.DRAFT, Status.PROPOSAL):
        if agreement.status == Status.DRAFT:
            yield _draft(agreement)
        else:
            page = journey_page(desk.user, agreement, desk.today)
            yield from _reminders(agreement, [line for line in page.waiting if line.waiting.nudge])
            yield from _common(agreement, page)


def _draft(agreement: Agreement) -> Task:
    said = "Ärendet är öppnat igen" if agreement.steps.exists() else "Utkastet är inte lämnat för beslut"
    return Task(
        f"Revideringen {agreement.title}",
        f"{said}. Ändra det som ska ändras, och lämna det för beslut.",
        reverse("revision", args=[agreement.slug]),
        button="Fortsätt",
    )


def _reminders(agreement: Agreement, late: list[Line]) -> Iterable[Task]:
    if not late:
        return
    first, others = late[0], len(late) - 1
    more = f" {count_word(others).capitalize()} till har dröjt." if others else ""
    contact = f" Kontakt: {first.waiting.contact}." if first.waiting.contact else ""
    yield Task(
        f"Påminn {first.waiting.who.name} om {agreement.title}",
        f"{first.waiting.title}. {first.waiting.text}{contact}{more}",
        reverse("journey", args=[agreement.slug]),
    )


def _common(agreement: Agreement, page: JourneyPage) -> Iterable[Task]:
    for kind, body in page.matter.common:
        step, since = page.matter.step(kind), ready_since(page.matter, kind)
        if since and not step.outcome:
            yield Task(
                f"{body} ska svara om {agreement.title}",
                f"Underlaget finns sedan den {long_date(since)}.",
                reverse("journey_step", args=[agreement.slug, STEP_ADDRESS[kind]]),
                day=step.planned_on,
            )


def _revisions(desk: Desk, right: Right, *statuses: str):
    return (
        Agreement.objects.filter(
            cooperation__in=access.cooperations(desk.user, right),
            status__in=statuses,
            evidence=Agreement.Evidence.PORTAL,
        )
        .select_related("cooperation")
        .order_by("pk")
    )
