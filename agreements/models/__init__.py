"""Who cooperates, by which agreement, on which terms; who meets, what is decided and signed."""

from agreements.models.agreement import Agreement, Cooperation, OpenQuestion, Party, Term
from agreements.models.assignment import RoleAssignment
from agreements.models.body import Body, BodyRole, Membership
from agreements.models.deviation import Deviation, SimpleAmendment
from agreements.models.document import FiledDocument, StoredFile
from agreements.models.indicator import Indicator, IndicatorValue
from agreements.models.journey import ClauseChange, DecisionStep, Signature
from agreements.models.local import LocalAgreement, LocalFollowUp, SelfAssessment
from agreements.models.meeting import AgendaItem, Anchoring, Attendance, Decision, Meeting
from agreements.models.notice import PartyNotice
from agreements.models.organisation import Organisation
from agreements.models.read_event import ReadEvent

__all__ = [
    "AgendaItem",
    "Agreement",
    "Anchoring",
    "Attendance",
    "Body",
    "BodyRole",
    "ClauseChange",
    "Cooperation",
    "Decision",
    "DecisionStep",
    "Deviation",
    "FiledDocument",
    "Indicator",
    "IndicatorValue",
    "LocalAgreement",
    "LocalFollowUp",
    "Meeting",
    "Membership",
    "OpenQuestion",
    "Organisation",
    "Party",
    "PartyNotice",
    "ReadEvent",
    "RoleAssignment",
    "SelfAssessment",
    "Signature",
    "SimpleAmendment",
    "StoredFile",
    "Term",
]
