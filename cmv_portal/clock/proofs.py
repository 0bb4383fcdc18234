"""What shows that a duty is done, said beforehand: the state is never typed in."""

from agreements.duty import DutyKind

PROOFS = {
    DutyKind.INVOICING: "Klar när fakturorna är utställda",
    DutyKind.ANNUAL_REPORT: "Klar när styrgruppen har fastställt den",
    DutyKind.STEERING_MEETING: "Klar när mötet är genomfört",
    DutyKind.WORKING_GROUP_MEETING: "Klar när mötet är genomfört",
    DutyKind.NETWORK_MEETING: "Klar när träffen är genomförd",
    DutyKind.REVIEWER: "Klar när styrgruppens val är registrerat",
    DutyKind.REVIEW_WORK: "Klar när granskningen är redovisad",
    DutyKind.REVIEW_REPORT: "Klar när granskningen är redovisad",
    DutyKind.SYSTEMATIC_FOLLOWUP: "Klar när uppföljningen är redovisad",
    DutyKind.POPULATION: "Klar när folkmängdstabellen finns",
    DutyKind.ACTIVITY_PLAN: "Klar när styrgruppens beslut är registrerat",
    DutyKind.YEARLY_ACCOUNT: "Klar när redovisningen är fastställd",
    DutyKind.MANDATE: "Klar när ett möte har beslutat i ett ärende om mandatperiodens slut",
    DutyKind.ANSWER: "Klar när kommunens beslut är registrerat",
    DutyKind.BREACH: "Klar när rättelsen är registrerad",
}
