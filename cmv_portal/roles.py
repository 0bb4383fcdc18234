"""Who may do what: the one table.

Rows are roles, columns are rights, and each cell says how far the right reaches: not at all, the
person's own organisation, or every party of the cooperation. Some rights concern people so closely that a
role has them only when the person is named (`NAMED`): abnormal wear (clause 11.4), and to write figures.
"""

from enum import IntEnum, StrEnum


class Role(StrEnum):
    CMV_MANAGER = "cmv_manager"
    CMV_STAFF = "cmv_staff"
    PRINCIPAL_FINANCE = "principal_finance"
    PARTY_FINANCE = "party_finance"
    STEERING_MEMBER = "steering_member"
    STRATEGIST = "strategist"
    SOCSAM_READER = "socsam_reader"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.CMV_MANAGER: "Verksamhetsledare",
    Role.CMV_STAFF: "Medarbetare i verksamheten",
    Role.PRINCIPAL_FINANCE: "Ekonom hos huvudmannen",
    Role.PARTY_FINANCE: "Ekonom hos en part",
    Role.STEERING_MEMBER: "Ledamot i styrgruppen",
    Role.STRATEGIST: "Strateg",
    Role.SOCSAM_READER: "Ledamot i SocSam",
    Role.ADMINISTRATOR: "Administratör",
}


class Right(StrEnum):
    SEE_AGREEMENTS = "see_agreements"
    SEE_ALLOCATION = "see_allocation"
    SEE_INVOICES = "see_invoices"
    SEE_WEAR = "see_wear"
    RUN_INVOICING = "run_invoicing"
    EDIT_COST_BASIS = "edit_cost_basis"
    EDIT_REFERENCES = "edit_references"
    # Figures about people (privacy rules, section 6): raw ones never leave the centre.
    SEE_FIGURES = "see_figures"
    EDIT_FIGURES = "edit_figures"
    ERASE_FIGURES = "erase_figures"
    SEE_READ_LOG = "see_read_log"
    WRITE_REPORT = "write_report"
    SEE_PROTECTED_DRAFT = "see_protected_draft"
    ADOPT_REPORT = "adopt_report"
    SEE_REPORTS = "see_reports"
    # The agreement's own life: revisions and their way to force, meetings, notices, documents, what if.
    PREPARE_AGREEMENTS = "prepare_agreements"
    RECORD_APPROVALS = "record_approvals"
    RUN_MEETINGS = "run_meetings"
    GIVE_NOTICE = "give_notice"
    KEEP_DOCUMENTS = "keep_documents"
    SAVE_SCENARIOS = "save_scenarios"
    FOLLOW_UP_LOCALLY = "follow_up_locally"
    ADMINISTER = "administer"


class Reach(IntEnum):
    NONE = 0
    OWN = 1
    ALL = 2


# Rights that a role has only for who is named on the assignment, and for what.
NAMED = {
    (Role.PRINCIPAL_FINANCE, Right.SEE_WEAR): "wear",
    (Role.PARTY_FINANCE, Right.SEE_WEAR): "wear",
    (Role.CMV_STAFF, Right.EDIT_FIGURES): "figures",
}

_READER = {Right.SEE_AGREEMENTS: Reach.ALL, Right.SEE_ALLOCATION: Reach.ALL, Right.SEE_REPORTS: Reach.ALL}
_CENTRE = {
    **_READER,
    Right.SEE_INVOICES: Reach.ALL,
    Right.SEE_WEAR: Reach.ALL,
    Right.SEE_FIGURES: Reach.ALL,
    Right.EDIT_FIGURES: Reach.ALL,
    Right.WRITE_REPORT: Reach.ALL,
    Right.SEE_PROTECTED_DRAFT: Reach.ALL,
}

TABLE: dict[Role, dict[Right, Reach]] = {
    Role.CMV_MANAGER: {
        **_CENTRE,
        Right.ERASE_FIGURES: Reach.ALL,
        Right.SEE_READ_LOG: Reach.ALL,
        Right.ADOPT_REPORT: Reach.ALL,
        Right.RUN_MEETINGS: Reach.ALL,
        Right.GIVE_NOTICE: Reach.ALL,
        Right.KEEP_DOCUMENTS: Reach.ALL,
        Right.SAVE_SCENARIOS: Reach.ALL,
    },
    Role.CMV_STAFF: _CENTRE,
    Role.PRINCIPAL_FINANCE: {
        **_READER,
        Right.SEE_INVOICES: Reach.ALL,
        Right.SEE_WEAR: Reach.ALL,
        Right.RUN_INVOICING: Reach.ALL,
        Right.EDIT_COST_BASIS: Reach.ALL,
        Right.EDIT_REFERENCES: Reach.ALL,
        Right.SAVE_SCENARIOS: Reach.ALL,
    },
    Role.PARTY_FINANCE: {
        **_READER,
        Right.SEE_INVOICES: Reach.OWN,
        Right.SEE_WEAR: Reach.OWN,
        Right.EDIT_REFERENCES: Reach.OWN,
    },
    Role.STEERING_MEMBER: {
        **_READER,
        Right.SEE_INVOICES: Reach.OWN,
        Right.SEE_WEAR: Reach.OWN,
        Right.SEE_PROTECTED_DRAFT: Reach.ALL,
        Right.ADOPT_REPORT: Reach.ALL,
        Right.RECORD_APPROVALS: Reach.OWN,
        Right.GIVE_NOTICE: Reach.OWN,
        Right.SAVE_SCENARIOS: Reach.ALL,
        Right.FOLLOW_UP_LOCALLY: Reach.OWN,
    },
    Role.STRATEGIST: {
        **_READER,
        Right.PREPARE_AGREEMENTS: Reach.ALL,
        Right.RECORD_APPROVALS: Reach.ALL,
        Right.RUN_MEETINGS: Reach.ALL,
        Right.GIVE_NOTICE: Reach.ALL,
        Right.KEEP_DOCUMENTS: Reach.ALL,
        Right.SAVE_SCENARIOS: Reach.ALL,
        Right.FOLLOW_UP_LOCALLY: Reach.ALL,
    },
    Role.SOCSAM_READER: _READER,
    Role.ADMINISTRATOR: {Right.SEE_AGREEMENTS: Reach.ALL, Right.ADMINISTER: Reach.ALL},
}


def reach(role: Role, right: Right, *, named: frozenset[str] = frozenset()) -> Reach:
    """How far a right reaches for a role; `named` is what the person is named for on the assignment."""
    if (role, right) in NAMED and NAMED[role, right] not in named:
        return Reach.NONE
    return TABLE[role].get(right, Reach.NONE)
