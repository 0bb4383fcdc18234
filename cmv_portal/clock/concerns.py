"""Which duties concern which roles: what stands in a person's calendar and in their reminders."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.text import slugify

from agreements.access import Grant, cooperations, grants
from agreements.duty import Duty, DutyKind, State
from agreements.editions import editions_of
from agreements.models import Cooperation
from cmv_portal.clock.queries import Clock
from cmv_portal.roles import Role

_CENTRE = {Role.CMV_MANAGER, Role.CMV_STAFF}
_STEERING = {Role.STEERING_MEMBER, Role.STRATEGIST}
_POLITICAL = {*_STEERING, Role.SOCSAM_READER}

CONCERNS = {
    DutyKind.INVOICING: {Role.PRINCIPAL_FINANCE, Role.PARTY_FINANCE},
    DutyKind.POPULATION: {Role.PRINCIPAL_FINANCE},
    DutyKind.ANNUAL_REPORT: {*_CENTRE, Role.STEERING_MEMBER},
    DutyKind.STEERING_MEETING: {Role.CMV_MANAGER, *_STEERING},
    DutyKind.WORKING_GROUP_MEETING: {Role.CMV_MANAGER, *_STEERING},
    DutyKind.NETWORK_MEETING: _CENTRE,
    DutyKind.REVIEWER: {Role.CMV_MANAGER, *_STEERING},
    DutyKind.REVIEW_WORK: {Role.CMV_MANAGER},
    DutyKind.REVIEW_REPORT: {Role.CMV_MANAGER, *_POLITICAL},
    DutyKind.SYSTEMATIC_FOLLOWUP: {*_CENTRE, *_STEERING},
    DutyKind.ACTIVITY_PLAN: {Role.CMV_MANAGER, Role.STEERING_MEMBER},
    DutyKind.YEARLY_ACCOUNT: {*_CENTRE, *_STEERING},
    DutyKind.FOLLOWUP_PLAN: {Role.CMV_MANAGER, *_STEERING},
    DutyKind.LOCAL_FOLLOWUP: _STEERING,
    DutyKind.REVISION: _POLITICAL,
    DutyKind.MANDATE: _POLITICAL,
    DutyKind.NOTICE: _POLITICAL,
    DutyKind.PARTY_NOTICE: {Role.STEERING_MEMBER},
    DutyKind.END: _POLITICAL,
    DutyKind.ANSWER: _STEERING,
    DutyKind.PROJECT_END: {Role.STRATEGIST},
    DutyKind.BREACH: _STEERING,
}


@dataclass(frozen=True)
class OwnDuty:
    """A duty that concerns a person, with its cooperation and year and a name that does not change."""

    cooperation: Cooperation
    year: int
    duty: Duty

    @property
    def uid(self) -> str:
        """The booked meeting's, the party's, or that of the kind and its number in the year."""
        duty = self.duty
        if duty.is_set and duty.where:
            return f"{self.cooperation.slug}{slugify(duty.where.replace('/', '-'))}"
        part = slugify(duty.party) or str(duty.number or 1)
        return f"{self.cooperation.slug}-{self.year}-{duty.kind.replace('_', '-')}-{part}"


def own_duties(user, years: Sequence[int], today: date) -> list[OwnDuty]:
    """What has a day and concerns the person's roles of today, in order; nothing without a role."""
    rows = editions_of(cooperations(user), today)
    clock = Clock(rows, years, today)
    found = [
        OwnDuty(row.cooperation, year, duty)
        for row in rows
        for year in years
        for duty in clock.duties(row.cooperation, year)
        if duty.state is not State.UNKNOWN and concerns(duty, _roles_in(user, row.cooperation))
    ]
    return sorted(found, key=lambda own: (own.duty.when, own.cooperation.slug))


def concerns(duty: Duty, roles: Iterable[Grant]) -> bool:
    """Whether a duty concerns one of the roles; a party's own only those who stand for it, or for all."""
    return any(
        grant.role in CONCERNS.get(duty.kind, ())
        and (not duty.party or grant.role is Role.STRATEGIST or grant.organisation.name == duty.party)
        for grant in roles
    )


def _roles_in(user, cooperation: Cooperation) -> list[Grant]:
    return [grant for grant in grants(user) if grant.in_cooperation(cooperation.pk)]
