"""What waits for a person, by role, on the start page."""

from collections.abc import Iterable

from django.urls import reverse

from agreements import access
from agreements.models import Agreement, OpenQuestion
from agreements.swedish import count_word, join_names
from cmv_portal.models import User
from cmv_portal.roles import Role
from cmv_portal.start.desk import Desk
from cmv_portal.start.finance_tasks import party_finance, principal_finance
from cmv_portal.start.followup_tasks import adopters, erasers, report_writers
from cmv_portal.start.journey_tasks import own_answers, revisions_to_lead
from cmv_portal.start.notice_tasks import notices
from cmv_portal.start.task import Task


def tasks_of(desk: Desk) -> list[Task]:
    """What waits for the person in all their roles, the nearest day first."""
    roles = {grant.role for grant in access.grants(desk.user)}
    found = [task for role, make in BY_ROLE.items() if role in roles for task in make(desk)]
    return sorted(
        dict.fromkeys(found), key=lambda task: (task.day is None, task.day or desk.today, task.title)
    )


# --- Those who answer the open questions


def _questions(role: Role, body: str, named: str):
    """A maker of one task a cooperation: the questions that are the body's, by how the source names it."""

    def make(desk: Desk) -> Iterable[Task]:
        roles = [grant for grant in access.grants(desk.user) if grant.role is role]
        for row in desk.cooperations:
            mine = any(grant.in_cooperation(row.cooperation.pk) for grant in roles)
            if mine and row.current:
                waiting = row.current.open_questions.filter(answer="", answered_by__icontains=named)
                yield from _to_answer(body, row.current, list(waiting))

    return make


def _to_answer(body: str, agreement: Agreement, waiting: list[OpenQuestion]) -> Iterable[Task]:
    if not waiting:
        return
    number = "en öppen fråga" if len(waiting) == 1 else f"{count_word(len(waiting))} öppna frågor"
    first = min(waiting, key=lambda question: (not question.about_costs, question.number))
    others = "" if len(waiting) == 1 else "Bland dem: "
    yield Task(
        f"{body} ska svara på {number} om {agreement.cooperation.short_name}",
        f"{others}{first.title} Avtalets sida visar båda läsningarna. Administratören för in svaret.",
        f"{agreement.get_absolute_url()}#fragor",
    )


# --- The administrator


def _administrator(desk: Desk) -> Iterable[Task]:
    without = [str(row) for row in User.objects.filter(is_active=True, assignments=None, is_superuser=False)]
    if without:
        number = "Ett konto" if len(without) == 1 else f"{count_word(len(without)).capitalize()} konton"
        yield Task(
            f"{number} saknar roll",
            f"{join_names(without)} kan logga in men ser ingenting.",
            reverse("admin:agreements_roleassignment_add"),
            button="Ge en roll",
        )
    lacking = [
        row.organisation.name
        for row in desk.organisations
        if (row.gets_invoices or row.sends_invoices) and not row.organisation.organisation_number
    ]
    if lacking:
        yield Task(
            "Organisationsnummer saknas",
            f"{join_names(lacking)}. Fakturan ställs ut utan nummer.",
            reverse("admin:agreements_organisation_changelist"),
        )


def _all_of(*makers):
    """The tasks of several makers."""
    return lambda desk: [task for make in makers for task in make(desk)]


BY_ROLE = {
    Role.CMV_MANAGER: _all_of(report_writers, erasers, notices),
    Role.CMV_STAFF: _all_of(report_writers, erasers),
    Role.PRINCIPAL_FINANCE: principal_finance,
    Role.PARTY_FINANCE: party_finance,
    Role.STEERING_MEMBER: _all_of(
        adopters, own_answers, notices, _questions(Role.STEERING_MEMBER, "Styrgruppen", "styrgrupp")
    ),
    Role.STRATEGIST: _all_of(revisions_to_lead, notices, _questions(Role.STRATEGIST, "KFJH", "KFJH")),
    Role.SOCSAM_READER: _questions(Role.SOCSAM_READER, "SocSam", "SocSam"),
    Role.ADMINISTRATOR: _administrator,
}
