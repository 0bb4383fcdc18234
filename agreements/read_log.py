"""Writes in the log that somebody has read, or tried to read, something that concerns people."""

from agreements.access import grants
from agreements.models import Cooperation, ReadEvent


def log_read(
    *,
    user,
    action: ReadEvent.Action,
    object_type: str,
    object_id: object = "",
    cooperation: Cooperation | None = None,
    year: int | None = None,
) -> None:
    """One reading, with the roles that the person had. Never a value: only what was opened."""
    roles = {
        grant.role.label
        for grant in grants(user)
        if cooperation is None or grant.in_cooperation(cooperation.pk)
    }
    ReadEvent.objects.create(
        user=user,
        role=", ".join(sorted(roles)) or "ingen roll här",
        action=action,
        cooperation=cooperation,
        object_type=object_type,
        object_id=str(object_id),
        year=year,
    )
