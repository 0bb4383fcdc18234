"""Notices between the parties that wait for a person: to answer, to pass on, to register."""

from collections.abc import Iterable

from agreements.notice_kinds import NoticeKind
from agreements.notice_queries import waiting_for
from cmv_portal.start.desk import Desk
from cmv_portal.start.task import Task

TEXTS = {
    NoticeKind.INFORMATION: "Informationen ska föras vidare till de övriga parternas kontaktpersoner.",
    NoticeKind.BREACH: "Sidan visar vilken dag det senast ska vara rättat, och vad som följer annars.",
    NoticeKind.WITHDRAWAL: "Sidan visar om och när parten kan lämna avtalet.",
    NoticeKind.FORCE_MAJEURE: "Registrera när beskedet togs emot.",
}


def notices(desk: Desk) -> Iterable[Task]:
    """The notices that the person has to do something with."""
    for notice, day in waiting_for(desk.user):
        yield Task(
            f"{notice}, {notice.agreement.cooperation.short_name}",
            TEXTS.get(NoticeKind(notice.kind), "Meddelandet väntar på svar."),
            notice.get_absolute_url(),
            day=day,
        )
