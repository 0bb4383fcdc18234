"""The fixtures of the four cooperations, and named people to try the portal as. Never in production."""

from dataclasses import dataclass

import yaml
from django.conf import settings
from django.core import serializers
from django.db import transaction

from agreements.models import Cooperation, Organisation, RoleAssignment
from cmv_portal.models import User
from cmv_portal.roles import Role

# In the order in which they refer to each other.
FIXTURES = (
    "01_organisations.yaml",
    "02_cmv.yaml",
    "03_norrsken.yaml",
    "04_vasternorrland.yaml",
    "05_dalarna.yaml",
    "06_example_figures.yaml",
    "08_followup.yaml",
    "10_bodies.yaml",
)
REFERENCES = "07_demo_references.yaml"
PASSWORD = "vinter-i-jamtland-27"  # noqa: S105  the demo's own, printed by the command

JAMTLAND = ("cmv", "norrsken")
EVERY = ("cmv", "norrsken", "vasternorrland", "dalarna")


@dataclass(frozen=True)
class DemoUser:
    username: str
    first_name: str
    title: str
    role: Role
    organisation: str
    cooperations: tuple[str | None, ...] = JAMTLAND
    named_for_wear: bool = False
    named_for_figures: bool = False


USERS = (
    DemoUser("alex", "Alex", "Ekonom", Role.PRINCIPAL_FINANCE, "ostersund", named_for_wear=True),
    DemoUser("robin", "Robin", "Controller", Role.PRINCIPAL_FINANCE, "ostersund", named_for_wear=True),
    DemoUser("noa", "Noa", "Ekonom", Role.PARTY_FINANCE, "bracke"),
    DemoUser("bo", "Bo", "Ekonom", Role.PARTY_FINANCE, "berg", named_for_wear=True),
    DemoUser("kim", "Kim", "IFO-chef", Role.STEERING_MEMBER, "berg"),
    DemoUser("sam", "Sam", "Förbundsstrateg", Role.STRATEGIST, "kfjh", EVERY),
    DemoUser("mika", "Mika", "Ledamot i SocSam", Role.SOCSAM_READER, "are"),
    DemoUser("charlie", "Charlie", "Verksamhetsledare", Role.CMV_MANAGER, "ostersund", ("cmv",)),
    DemoUser("lo", "Lo", "Samordnare", Role.CMV_STAFF, "ostersund", ("cmv",), named_for_figures=True),
    DemoUser("vide", "Vide", "Samordnare Norrsken", Role.CMV_MANAGER, "ostersund", ("norrsken",)),
    DemoUser(
        "jo",
        "Jo",
        "Ekonom",
        Role.PRINCIPAL_FINANCE,
        "kommunforbundet-vasternorrland",
        ("vasternorrland",),
    ),
    DemoUser("ronja", "Ronja", "Socialchef", Role.STEERING_MEMBER, "falun", ("dalarna",)),
    DemoUser("admin", "Ada", "Administratör", Role.ADMINISTRATOR, "ostersund", (None,)),
)


@transaction.atomic
def load_fixtures() -> int:
    """Save the fixture rows that are not there yet; what somebody has changed stays changed.

    Returns the number of rows saved.
    """
    saved = 0
    for name in FIXTURES:
        text = (settings.FIXTURE_DIRS[0] / name).read_text(encoding="utf-8")
        for row in serializers.deserialize("yaml", text):
            if row.object.pk is None and not _was_deleted(row.object):
                row.object.save()
                saved += 1
    return saved


def _was_deleted(row) -> bool:
    """Whether somebody has taken this very row away; then it stays away."""
    key = dict(zip(row.natural_fields, row.natural_key(), strict=True))
    return row.history.model.objects.filter(history_type="-", **key).exists()


@transaction.atomic
def load_references() -> None:
    """Fill organisations' empty references with the demo's examples, marked as such."""
    text = (settings.FIXTURE_DIRS[0] / REFERENCES).read_text(encoding="utf-8")
    for slug, values in yaml.safe_load(text)["references"].items():
        organisation = Organisation.objects.get(slug=slug)
        if organisation.history.count() == 1:
            for field, value in values.items():
                setattr(organisation, field, value)
            organisation.full_clean()
            organisation.save()


@transaction.atomic
def make_users() -> list[DemoUser]:
    """The demo's people with their roles; one who exists keeps the password they have."""
    cooperations = {row.slug: row for row in Cooperation.objects.all()}
    for person in USERS:
        user, is_new = User.objects.get_or_create(
            username=person.username,
            defaults={
                "first_name": person.first_name,
                "last_name": "Exempel",
                "title": person.title,
                "email": f"{person.username}@exempel.invalid",
                "is_staff": person.role == Role.ADMINISTRATOR,
            },
        )
        if is_new:
            user.set_password(PASSWORD)
            user.save()
        for slug in person.cooperations:
            RoleAssignment.objects.get_or_create(
                user=user,
                role=person.role,
                cooperation=cooperations.get(slug),
                organisation=Organisation.objects.get(slug=person.organisation),
                defaults={
                    "named_for_wear": person.named_for_wear,
                    "named_for_figures": person.named_for_figures,
                },
            )
    return list(USERS)
