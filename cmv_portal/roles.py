"""Who may do what: the one table.

Rows are roles, columns are rights, and each cell says how far the right reaches: not at all, the
person's own organisation, or every party of the cooperation. Abnormal wear (clause 11.4) concerns a
person: finance officers see those invoices only when they are named for it (`NAMED`).
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
    ADMINISTER = "administer"


class Reach(IntEnum):
    NONE = 0
    OWN = 1
    ALL = 2


# Rights that a finance officer has only when named for them on the assignment.
NAMED = {
    (Role.PRINCIPAL_FINANCE, Right.SEE_WEAR),
    (Role.PARTY_FINANCE, Right.SEE_WEAR),
}

_READER = {Right.SEE_AGREEMENTS: Reach.ALL, Right.SEE_ALLOCATION: Reach.ALL}
_CENTRE = {**_READER, Right.SEE_INVOICES: Reach.ALL, Right.SEE_WEAR: Reach.ALL}

TABLE: dict[Role, dict[Right, Reach]] = {
    Role.CMV_MANAGER: _CENTRE,
    Role.CMV_STAFF: _CENTRE,
    Role.PRINCIPAL_FINANCE: {
        **_READER,
        Right.SEE_INVOICES: Reach.ALL,
        Right.SEE_WEAR: Reach.ALL,
        Right.RUN_INVOICING: Reach.ALL,
        Right.EDIT_COST_BASIS: Reach.ALL,
        Right.EDIT_REFERENCES: Reach.ALL,
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
    },
    Role.STRATEGIST: _READER,
    Role.SOCSAM_READER: _READER,
    Role.ADMINISTRATOR: {Right.SEE_AGREEMENTS: Reach.ALL, Right.ADMINISTER: Reach.ALL},
}


def reach(role: Role, right: Right, *, named: bool = False) -> Reach:
    """How far a right reaches for a role; `named` says whether the person is named for abnormal wear."""
    if (role, right) in NAMED and not named:
        return Reach.NONE
    return TABLE[role].get(right, Reach.NONE)
