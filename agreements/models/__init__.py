"""Who cooperates, by which agreement, on which terms."""

from agreements.models.agreement import Agreement, Cooperation, OpenQuestion, Party, Term
from agreements.models.assignment import RoleAssignment
from agreements.models.organisation import Organisation
from agreements.models.read_event import ReadEvent

__all__ = [
    "Agreement",
    "Cooperation",
    "OpenQuestion",
    "Organisation",
    "Party",
    "ReadEvent",
    "RoleAssignment",
    "Term",
]
