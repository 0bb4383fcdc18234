"""Every address × every role, against the matrix written here. An address that is missing fails."""

import hashlib
from datetime import date
from decimal import Decimal

import meeting_world as world_of_meetings
import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from agreements.actions.decisions import take_decision
from agreements.actions.deviations import register_deviation
from agreements.models import (
    Agreement,
    Cooperation,
    FiledDocument,
    Indicator,
    Organisation,
    PartyNotice,
    Signature,
    SimpleAmendment,
    StoredFile,
)
from cmv_portal.january.issuing import issue_charge
from costs.actions.charges import attest, make_draft, open_fixed_cost, register_charge
from costs.actions.scenarios import save_scenario, share_scenario
from costs.changes import Changes
from costs.models import Document, StateGrant
from costs.queries.scenarios import base_of
from followup.actions.erasures import ask_for_erasure
from followup.disclosure.model import to_json
from followup.disclosure.protect import RawYear, protect
from followup.figures import Sheet
from followup.models import (
    ActivityPlan,
    AdoptedFile,
    AnnualReport,
    FigureImport,
    Publication,
    PublishedElsewhere,
    QualityReview,
    SystematicFollowup,
)
from followup.queries.erasables import Place
from followup.queries.report_contents import report_contents
from followup.queries.review_paper import review_paper
from followup.queries.yearbook import yearbook
from tests.portal import pack_sample

# Who: A alex, principal's officer · N noa, officer in Bräcke · B bo, officer in Berg, named for wear ·
# K kim, steering group from Berg · S sam, strategist · M mika, SocSam · C charlie, CMV's manager ·
# L lo, CMV's staff, named for figures · V vide, manager in Norrsken alone · Q ada, administrator ·
# R ronja, steering group in Dalarna, from Falun.
# A letter: may. Everyone else gets 404, and who is not signed in, the sign-in page.
PEOPLE = {
    "A": "alex", "N": "noa", "B": "bo", "K": "kim", "S": "sam", "M": "mika", "C": "charlie", "L": "lo",
    "V": "vide", "Q": "admin", "R": "ronja",
}  # fmt: skip
ALL = "ANBKSMCLVQR"
EVERYONE = "ANBKSMCLQ"
READERS = "ANBKSMCL"
CENTRE = "CL"
OFFICER = "A"

# address name, arguments (a key of `world`, or a dict), who may.
MATRIX = [
    ("start", {}, ALL),
    ("search", {}, ALL),
    ("cooperation", {"slug": "cmv"}, EVERYONE),
    ("cooperation", {"slug": "dalarna"}, "SQR"),
    # A party's own page: whoever reads about the cooperation; costs and invoices have their own rights.
    ("municipality", {"slug": "cmv", "organisation": "bracke"}, EVERYONE),
    ("municipality", {"slug": "norrsken", "organisation": "polisen-jamtland"}, "ANBKSMVQ"),
    ("municipality", {"slug": "vasternorrland", "organisation": "timra"}, "SQ"),
    ("municipality", {"slug": "cmv", "organisation": "falun"}, ""),
    # The agreement's year, and each person's own calendar and reminders.
    ("year_wheel", {"slug": "cmv", "year": 2026}, EVERYONE),
    ("year_wheel", {"slug": "norrsken", "year": 2026}, "ANBKSMVQ"),
    ("year_wheel", {"slug": "vasternorrland", "year": 2026}, "SQ"),
    ("calendar", {}, ALL),
    ("calendar_new", {}, ALL),
    ("calendar_revoke", {}, ALL),
    ("calendar_reminders", {}, ALL),
    ("agreements", {}, ALL),
    ("agreement", {"slug": "cmv-2025"}, EVERYONE),
    ("agreement", {"slug": "norrsken-2023"}, "ANBKSMVQ"),
    ("agreement", {"slug": "vasternorrland-2024"}, "SQ"),
    ("agreement_documents", {"slug": "cmv-2025"}, EVERYONE),
    ("agreement_documents", {"slug": "norrsken-2023"}, "ANBKSMVQ"),
    ("document_file", "guideline", EVERYONE),
    ("document_file", "norrsken_paper", "ANBKSMVQ"),
    ("document_replace", "guideline", "SC"),
    ("document_replace", "norrsken_paper", "SV"),
    # Notices between the parties: every reader reads; who gives them, for all or for the own party.
    ("notices", {"slug": "cmv-2025"}, EVERYONE),
    ("notices", {"slug": "dalarna-2024"}, "SQR"),
    ("notice_new", {"slug": "cmv-2025", "kind": "avtalsbrott"}, "KSC"),
    ("notice_new", {"slug": "dalarna-2024", "kind": "avtalsbrott"}, ""),
    ("notice", "breach_of_are", EVERYONE),
    ("notice_edit", "breach_of_are", "KSC"),
    ("notice_followup", "breach_of_are", "KSC"),
    ("notice_leaving", "breach_of_are", ""),
    ("notice_leaving", "leaving_of_berg", "SC"),
    ("notice_register", "leaving_of_berg", "SC"),
    ("notice_take_back", "leaving_of_berg", "SC"),
    # The way to force, and a revision: a draft is for who takes part in it, a proposal for all readers.
    ("journey", {"slug": "cmv-2025"}, EVERYONE),
    ("journey", {"slug": "vasternorrland-2024"}, "SQ"),
    ("journey", {"slug": "cmv-2034"}, EVERYONE),
    ("journey", {"slug": "cmv-2035"}, "KSC"),
    ("agreement", {"slug": "cmv-2034"}, EVERYONE),
    ("agreement", {"slug": "cmv-2035"}, "KSC"),
    ("journey_step", {"slug": "cmv-2034", "who": "rekommendation"}, "S"),
    ("journey_step", {"slug": "cmv-2034", "who": "berg"}, "KS"),
    ("journey_step", {"slug": "cmv-2034", "who": "bracke"}, "S"),
    ("journey_step", {"slug": "cmv-2025", "who": "falun"}, ""),
    ("signature_new", {"slug": "cmv-2034", "who": "berg"}, "KS"),
    ("signature_new", {"slug": "cmv-2034", "who": "bracke"}, "S"),
    ("signature", "signed_by_berg", EVERYONE),
    ("signature_accept", "signed_by_berg", "S"),
    ("signature_file", "signed_by_berg", EVERYONE),
    ("revision_new", {"slug": "cmv-2025"}, "S"),
    ("revision", {"slug": "cmv-2025"}, ""),
    ("revision", {"slug": "cmv-2034"}, EVERYONE),
    ("revision", {"slug": "cmv-2035"}, "KSC"),
    ("revision_head", {"slug": "cmv-2035"}, "S"),
    ("revision_head", {"slug": "cmv-2034"}, ""),
    ("revision_terms", {"slug": "cmv-2035"}, "S"),
    ("revision_term", {"slug": "cmv-2035", "kind": "due_days"}, "S"),
    ("revision_term", {"slug": "cmv-2034", "kind": "due_days"}, ""),
    ("revision_clause_new", {"slug": "cmv-2035"}, "S"),
    ("revision_clause", "drafted_clause", "S"),
    ("revision_clause_remove", "drafted_clause", "S"),
    ("revision_parties", {"slug": "cmv-2035"}, "S"),
    ("revision_budget", {"slug": "cmv-2035"}, "S"),
    ("revision_submit", {"slug": "cmv-2035"}, "S"),
    ("revision_withdraw", {"slug": "cmv-2034"}, "S"),
    ("revision_drop", {"slug": "cmv-2035"}, "S"),
    # Decision packs: a draft's and a year's are the strategist's, a submitted proposal's the readers'.
    ("agreement_pack", {"slug": "cmv-2032"}, "S"),
    ("agreement_pack", {"slug": "cmv-2031"}, READERS),
    ("agreement_pack", {"slug": "cmv-2025"}, ""),
    ("agreement_pack_file", {"slug": "cmv-2032", "name": "tjansteskrivelse.docx"}, "S"),
    ("agreement_pack_file", {"slug": "cmv-2031", "name": "tjansteskrivelse.docx"}, READERS),
    ("agreement_extract", {"slug": "cmv-2032", "organisation": "berg", "suffix": "docx"}, ""),
    ("agreement_extract", {"slug": "cmv-2031", "organisation": "berg", "suffix": "docx"}, READERS),
    ("budget_pack", {"slug": "cmv", "year": 2040}, "S"),
    ("budget_pack_file", {"slug": "cmv", "year": 2040, "name": "fordelning.xlsx"}, "S"),
    ("budget_extract", {"slug": "cmv", "year": 2040, "organisation": "berg", "suffix": "docx"}, ""),
    # The local life of a regional agreement: read by all there, written for all or for the own party.
    ("local_agreements", {"slug": "dalarna-2024"}, "SQR"),
    ("local_agreements", {"slug": "cmv-2025"}, ""),
    ("local_agreement", {"slug": "dalarna-2024", "organisation": "falun"}, "SQR"),
    ("local_agreement", {"slug": "dalarna-2024", "organisation": "mora"}, "SQR"),
    ("local_agreement_edit", {"slug": "dalarna-2024", "organisation": "falun"}, "SR"),
    ("local_agreement_edit", {"slug": "dalarna-2024", "organisation": "mora"}, "S"),
    ("local_followup", {"slug": "dalarna-2024", "organisation": "falun", "year": 2026}, "SR"),
    ("local_followup", {"slug": "dalarna-2024", "organisation": "mora", "year": 2026}, "S"),
    ("self_assessments", {"slug": "dalarna-2024"}, "SQR"),
    ("self_assessments_of_year", {"slug": "dalarna-2024", "year": 2025}, "SQR"),
    ("self_assessment", {"slug": "dalarna-2024", "year": 2026, "organisation": "falun"}, "SR"),
    ("self_assessment", {"slug": "dalarna-2024", "year": 2026, "organisation": "mora"}, "S"),
    ("indicators", {"slug": "dalarna-2024"}, "SQR"),
    ("indicator_new", {"slug": "dalarna-2024"}, "S"),
    ("indicator", "indicator", "SQR"),
    ("indicator_values", "indicator_of_2026", "SR"),
    # Deviations: those they concern, and who follows up for all.
    ("deviations", {"slug": "dalarna-2024"}, "SR"),
    ("deviation_new", {"slug": "dalarna-2024"}, "SR"),
    ("deviation", "deviation_of_falun", "SR"),
    ("deviation", "deviation_of_mora", "S"),
    ("amendments", {"slug": "dalarna-2024"}, "SQR"),
    ("amendment_new", {"slug": "dalarna-2024"}, "S"),
    ("amendment", "amendment", "S"),
    ("organisations", {}, ALL),
    ("organisation", {"slug": "bracke"}, "ANBKSMCLVQ"),
    ("organisation", {"slug": "falun"}, "SQR"),
    ("organisation_edit", {"slug": "bracke"}, "AN"),
    ("organisation_edit", {"slug": "berg"}, "AB"),
    ("organisation_edit", {"slug": "falun"}, ""),
    ("costs", {}, READERS + "VR"),
    ("distribution", {"slug": "cmv", "year": 2025}, READERS),
    ("distribution", {"slug": "vasternorrland", "year": 2024}, "S"),
    ("distribution_file", {"slug": "cmv", "year": 2025, "suffix": "csv"}, READERS),
    ("distribution_file", {"slug": "cmv", "year": 2025, "suffix": "json"}, READERS),
    ("distribution_file", {"slug": "cmv", "year": 2025, "suffix": "txt"}, READERS),
    ("distribution_file", {"slug": "cmv", "year": 2025, "suffix": "xlsx"}, READERS),
    ("distribution_pdf", {"slug": "cmv", "year": 2025}, READERS),
    ("budget", {"slug": "cmv"}, READERS),
    ("budget_edit", {"slug": "cmv", "year": 2026}, OFFICER),
    ("outcome_new", {"slug": "cmv"}, OFFICER),
    ("grant_new", {"slug": "cmv"}, OFFICER),
    ("grant_new", {"slug": "vasternorrland"}, ""),
    ("grant", "grant", OFFICER),
    ("grant_remove", "grant", OFFICER),
    ("populations", {"slug": "cmv"}, READERS),
    ("what_if", {"slug": "cmv"}, READERS),
    ("what_if", {"slug": "vasternorrland"}, "S"),
    ("what_if_file", {"slug": "cmv"}, ""),  # without a question there is no file
    ("scenario_save", {"slug": "cmv"}, "AKSC"),
    ("scenario", "kept_scenario", "S"),
    ("scenario", "shared_scenario", READERS),
    ("scenario_file", "kept_scenario", "S"),
    ("scenario_file", "shared_scenario", READERS),
    ("scenario_rename", "shared_scenario", "S"),
    ("scenario_share", "shared_scenario", "S"),
    ("scenario_discard", "shared_scenario", "S"),
    ("scenario_revision", "shared_scenario", "S"),
    ("population_new", {"slug": "cmv"}, OFFICER),
    ("charges", {"slug": "cmv"}, OFFICER),
    ("charge_new", {"slug": "cmv"}, OFFICER),
    ("january", {"slug": "cmv", "year": 2027}, OFFICER),
    ("january", {"slug": "vasternorrland", "year": 2027}, ""),
    ("january_draft", {"slug": "cmv", "year": 2026}, OFFICER),
    ("charge", "review", OFFICER),
    ("charge", "wear", OFFICER),
    ("charge_draft", "review", OFFICER),
    ("charge_attest", "review", OFFICER),
    ("charge_return", "review", OFFICER),
    ("charge_issue", "review", OFFICER),
    ("charge_discard", "review", OFFICER),
    ("draft_pdf", "draft_for_berg", OFFICER),
    ("charge_zip", "january", OFFICER),
    ("charge_xlsx", "january", OFFICER),
    ("charge_csv", "january", OFFICER),
    ("documents", {}, "ANBKCLVR"),
    ("document", "bracke_invoice", "ANCL"),
    ("document", "berg_invoice", "ABKCL"),
    ("document", "berg_wear", "ABKCL"),
    ("document", "bracke_wear", "ACL"),
    ("document", "internal", "ACL"),
    ("document_pdf", "bracke_invoice", "ANCL"),
    ("document_pdf", "berg_invoice", "ABKCL"),
    ("document_pdf", "berg_wear", "ABKCL"),
    ("document_pdf", "bracke_wear", "ACL"),
    ("document_pdf", "internal", "ACL"),
    ("payment_new", "bracke_invoice", OFFICER),
    ("credit_new", "bracke_invoice", OFFICER),
    ("followup", {}, ALL),
    # Raw figures: the centre's own people alone.
    ("figures", {"slug": "cmv", "year": 2024}, CENTRE),
    ("figures", {"slug": "norrsken", "year": 2024}, "V"),
    ("figure_entry", {"slug": "cmv", "year": 2024, "measure": "trappan"}, CENTRE),
    ("figure_import", {"slug": "cmv", "year": 2024}, CENTRE),
    ("figure_import_write", "proposed_by_lo", "L"),
    ("figure_template", {"slug": "cmv", "year": 2024, "suffix": "csv"}, CENTRE),
    # A report: a draft is the centre's, a reviewed one the steering group's too, an adopted one the readers'.
    ("report", {"slug": "cmv", "year": 2024}, CENTRE),
    ("report", {"slug": "cmv", "year": 2023}, "KCL"),
    ("report", {"slug": "cmv", "year": 2022}, READERS),
    ("report", {"slug": "norrsken", "year": 2022}, "V"),
    ("report_text", {"slug": "cmv", "year": 2024, "slot": "ekonomi"}, CENTRE),
    ("report_draft_pdf", {"slug": "cmv", "year": 2023}, "KCL"),
    ("report_pdf", {"slug": "cmv", "year": 2022, "edition": 1}, READERS),
    ("report_pdf", {"slug": "cmv", "year": 2023, "edition": 1}, ""),
    ("report_figures", {"slug": "cmv", "year": 2022, "edition": 1, "suffix": "json"}, READERS),
    ("report_figures", {"slug": "cmv", "year": 2022, "edition": 1, "suffix": "xlsx"}, READERS),
    ("report_open", {"slug": "cmv", "year": 2021}, CENTRE),
    ("report_review", {"slug": "cmv", "year": 2024}, CENTRE),
    ("report_correct", {"slug": "cmv", "year": 2024}, CENTRE),
    ("report_take_back", {"slug": "cmv", "year": 2023}, CENTRE),
    ("report_adopt", {"slug": "cmv", "year": 2023}, "KC"),
    ("report_present", {"slug": "cmv", "year": 2022}, "KCL"),
    # What guards the figures: each cooperation's own.
    ("read_log", {"slug": "cmv"}, "C"),
    ("read_log", {"slug": "norrsken"}, "V"),
    ("erasures", {"slug": "cmv"}, CENTRE),
    ("erasures", {"slug": "norrsken"}, "V"),
    ("erasure_new", {"slug": "cmv"}, CENTRE),
    ("erasure", "asked_by_lo", "C"),
    ("erasure", "asked_by_charlie", "L"),
    ("erasure_withdraw", "asked_by_lo", CENTRE),
    ("published_elsewhere", {"slug": "cmv"}, CENTRE),
    ("published_elsewhere", {"slug": "norrsken"}, "V"),
    ("published_elsewhere_new", {"slug": "cmv"}, CENTRE),
    ("published_elsewhere_remove", "told", CENTRE),
    ("series_permit", {"slug": "cmv"}, "C"),
    ("series_permit", {"slug": "norrsken"}, "V"),
    # Plans, reviews and systematic follow-ups: a draft is the centre's and the steering group's.
    ("activity_plan", {"slug": "cmv", "year": 2021}, READERS),
    ("activity_plan", {"slug": "cmv", "year": 2027}, "KCL"),
    ("activity_plan", {"slug": "cmv", "year": 2028}, CENTRE),
    ("activity_plan", {"slug": "norrsken", "year": 2028}, "V"),
    ("activity_plan_open", {"slug": "cmv", "year": 2028}, CENTRE),
    ("activity_plan_text", {"slug": "cmv", "year": 2027}, CENTRE),
    ("activity_plan_decide", {"slug": "cmv", "year": 2027}, "KC"),
    ("plan_goal_new", {"slug": "cmv", "year": 2027}, CENTRE),
    ("plan_goal", "drafted_goal", CENTRE),
    ("plan_goal_move", "drafted_goal", CENTRE),
    ("plan_goal_remove", "drafted_goal", CENTRE),
    ("plan_goal_followup", "decided_goal", CENTRE),
    ("quality_reviews", {"slug": "cmv"}, READERS),
    ("quality_reviews", {"slug": "norrsken"}, ""),
    ("quality_review_new", {"slug": "cmv"}, CENTRE),
    ("quality_review", {"slug": "cmv", "year": 2026}, READERS),
    ("quality_review_plan", {"slug": "cmv", "year": 2026}, CENTRE),
    ("quality_review_reviewer", {"slug": "cmv", "year": 2026}, "KC"),
    ("quality_review_charge", {"slug": "cmv", "year": 2026}, CENTRE),
    ("quality_review_text", {"slug": "cmv", "year": 2026, "part": "utlatande"}, CENTRE),
    ("improvement_new", {"slug": "cmv", "year": 2026}, CENTRE),
    ("improvement", "improvement", CENTRE),
    ("improvement_move", "improvement", CENTRE),
    ("improvement_remove", "improvement", CENTRE),
    ("quality_review_report", {"slug": "cmv", "year": 2026}, "C"),
    ("quality_review_pdf", {"slug": "cmv", "year": 2026}, "KCL"),
    ("quality_review_pdf", {"slug": "cmv", "year": 2020}, READERS),
    ("systematic_followups", {"slug": "cmv"}, READERS),
    ("systematic_followups", {"slug": "norrsken"}, ""),
    ("systematic_followup", {"slug": "cmv", "year": 2023}, READERS),
    ("systematic_followup", {"slug": "cmv", "year": 2025}, "KCL"),
    ("systematic_followup_open", {"slug": "cmv", "year": 2027}, CENTRE),
    ("systematic_followup_basis", {"slug": "cmv", "year": 2025}, CENTRE),
    ("focus_area_new", {"slug": "cmv", "year": 2025}, CENTRE),
    ("focus_area", "focus_area", CENTRE),
    ("focus_area_move", "focus_area", CENTRE),
    ("focus_area_remove", "focus_area", CENTRE),
    ("systematic_followup_report", {"slug": "cmv", "year": 2025}, "C"),
    # Bodies and meetings: every reader's; who runs them is the strategist and the manager.
    ("meetings", {}, ALL),
    ("body", {"slug": "styrgrupp-cmv"}, EVERYONE),
    ("body", {"slug": "socsam"}, EVERYONE + "V"),
    ("body", {"slug": "valfardsradet"}, "SQR"),
    ("body_edit", {"slug": "styrgrupp-cmv"}, "SC"),
    ("body_edit", {"slug": "socsam"}, "SCV"),
    ("reference_group_new", {"slug": "cmv"}, "SC"),
    ("membership_new", {"slug": "styrgrupp-cmv"}, "SC"),
    ("membership", "seat", "SC"),
    ("meeting_new", {"slug": "styrgrupp-cmv"}, "SC"),
    ("meeting", "booked_meeting", EVERYONE),
    ("meeting_edit", "booked_meeting", "SC"),
    ("meeting_cancel", "booked_meeting", "SC"),
    ("meeting_call", "booked_meeting", "SC"),
    ("meeting_call_file", "booked_call", EVERYONE),
    ("meeting_call_file", "call_as_text", ""),
    ("agenda_item_new", "booked_meeting", "SC"),
    ("agenda_item", "booked_item", "SC"),
    ("agenda_item_documents", "booked_item", "SC"),
    ("agenda_item_move", "booked_item", "SC"),
    ("agenda_item_remove", "booked_item", "SC"),
    ("attendance", "held_meeting", "SC"),
    ("decision_new", "undecided_item", "SC"),
    ("decision", "decided_paragraph", "SC"),
    ("meeting_adjust", "held_meeting", "SC"),
    ("meeting_minutes_file", "held_minutes", EVERYONE),
    ("meeting_minutes_file", "booked_minutes", ""),
    ("meeting_announce", "adjusted_meeting", "SC"),
    ("anchoring", "bergs_anchoring", "KSC"),
    ("anchoring", "ares_anchoring", "SC"),
    # What a council is told: any municipality's page is every reader's.
    ("municipal_report", {"slug": "cmv", "year": 2025, "organisation": "bracke"}, READERS),
    ("municipal_report", {"slug": "norrsken", "year": 2025, "organisation": "berg"}, "ANBKSMV"),
    ("municipal_report_pdf", {"slug": "cmv", "year": 2025, "organisation": "bracke"}, READERS),
]
# Open to who is not signed in as well.
PUBLIC = {"help", "accessibility", "personal_data", "contact"}
# By its secret address alone, without signing in: tried in tests/portal/test_calendar_feed.py.
SECRET = {"calendar_feed"}
# Open data: tried in tests/followup/test_report_page.py, since it needs an adopted report.
OPEN_DATA = {"open_data"}
# django-allauth's own pages: about the person's own account, the same for all roles.
OWN_ACCOUNT = {
    "account_login", "account_logout", "account_signup", "account_inactive", "account_change_password",
    "account_set_password", "account_reauthenticate", "account_email", "account_confirm_email",
    "account_email_verification_sent", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "account_confirm_login_code",
    "account_request_login_code",
}  # fmt: skip
# Writes are tried with POST, everything else with GET.
WRITES = {"january_draft", "charge_draft", "charge_attest", "charge_return", "charge_issue", "charge_discard"}
WRITES |= {"calendar_new", "calendar_revoke", "calendar_reminders"}
WRITES |= {"notice_register", "notice_take_back"}
WRITES |= {"erasure_withdraw", "published_elsewhere_remove", "figure_import_write"}
WRITES |= {"activity_plan_open", "activity_plan_decide", "quality_review_report", "systematic_followup_open"}
WRITES |= {"systematic_followup_report", "plan_goal_move", "plan_goal_remove", "improvement_move"}
WRITES |= {"improvement_remove", "focus_area_move", "focus_area_remove"}
WRITES |= {"grant_remove"}
WRITES |= {"signature_accept", "revision_clause_remove"}
WRITES |= {"revision_submit", "revision_withdraw", "revision_drop"}
WRITES |= {"scenario_save", "scenario_rename", "scenario_share", "scenario_discard", "scenario_revision"}
WRITES |= {"meeting_cancel", "agenda_item_move", "agenda_item_remove"}
WRITES |= {f"report_{step}" for step in ("open", "review", "correct", "take_back", "adopt", "present")}


def names(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from names(pattern.url_patterns, inner)
        else:
            yield f"{prefix}{pattern.name}"


def test_every_address_stands_in_the_matrix():
    written = {name for name, _, _ in MATRIX} | PUBLIC | SECRET | OPEN_DATA | OWN_ACCOUNT
    missing = {
        name
        for name in names(get_resolver().url_patterns)
        if name not in written and not name.startswith("admin:")
    }
    assert not missing


@pytest.fixture
def world(quick_pdf, cmv, person):
    """January 2027 issued; wear issued to Berg and Bräcke; a review registered; a deficit drafted."""
    alex, robin = person("alex"), person("robin")

    def issue(charge):
        make_draft(charge=charge, by=alex)
        attest(charge=charge, by=robin, issue_date=date(2027, 1, 15))
        return issue_charge(charge=charge, by=alex)

    def wear(slug):
        charge = register_charge(
            agreement=cmv, year=2027, kind="abnormal_wear", by=alex, amount=9000,
            organisation=Organisation.objects.get(slug=slug), reference=f"R-{slug}",
        )  # fmt: skip
        return charge, issue(charge)[0]

    january = open_fixed_cost(agreement=cmv, year=2027)
    issued = {document.organisation.slug: document for document in issue(january)}
    review = register_charge(agreement=cmv, year=2027, kind="quality_review", by=alex, amount=150_000)
    drafted = register_charge(agreement=cmv, year=2027, kind="quality_review", by=alex, amount=140_000)
    make_draft(charge=drafted, by=alex)
    wear_charge, berg_wear = wear("berg")
    _, bracke_wear = wear("bracke")
    pack_sample.recommended(pack_sample.revision(year=2031))
    pack_sample.revision(year=2032, submitted=False)
    grant = StateGrant.objects.create(agreement=cmv, year=2028, label="Prov", amount=1, decision="Prov")
    return {
        "january": {"pk": january.pk},
        "grant": {"slug": "cmv", "pk": grant.pk},
        "review": {"pk": review.pk},
        "wear": {"pk": wear_charge.pk},
        "draft_for_berg": {"pk": drafted.pk, "organisation": "berg"},
        "bracke_invoice": {"pk": issued["bracke"].pk},
        "berg_invoice": {"pk": issued["berg"].pk},
        "internal": {"pk": issued["ostersund"].pk},
        "berg_wear": {"pk": berg_wear.pk},
        "bracke_wear": {"pk": bracke_wear.pk},
        **scenarios(person),
        **guarded(person),
        **reported(person),
        **planned(),
        **met(),
        **kept(),
        **revised(person),
        **told(person),
        **local(person),
    }


def told(person):
    """In CMV: Berg has told Åre to mend a breach, and then asked to leave at once."""
    cmv, berg, are = Agreement.objects.get(slug="cmv-2025"), *_organisations("berg", "are")
    sam, summary = person("sam"), "Se skrivelsen."
    breach = PartyNotice.objects.create(
        agreement=cmv, kind="breach", sender=berg, against=are, sent_on=date(2026, 1, 2), summary=summary,
        registered_by=sam,
    )  # fmt: skip
    leaving = PartyNotice.objects.create(
        agreement=cmv, kind="leaving", sender=berg, against=are, sent_on=date(2026, 2, 2), summary=summary,
        because_of=breach, registered_by=sam,
    )  # fmt: skip
    return {
        "breach_of_are": {"slug": "cmv-2025", "pk": breach.pk},
        "leaving_of_berg": {"slug": "cmv-2025", "pk": leaving.pk},
    }


def _organisations(*slugs):
    return [Organisation.objects.get(slug=slug) for slug in slugs]


def local(person):
    """In Dalarna: an indicator, an amendment, and two deviations, one of Falun's and one of Mora's."""
    dalarna, region = Agreement.objects.get(slug="dalarna-2024"), "region-dalarna"
    slug, sam = {"slug": "dalarna-2024"}, person("sam")
    indicator = Indicator.objects.create(agreement=dalarna, name="Rutin", source="kolada", unit="percent")
    amendment = SimpleAmendment.objects.create(
        agreement=dalarna, kind="law", clause="del 3", description="Ny hänvisning",
        decided_by="Länschefsnätverket", decided_on=date(2026, 1, 2),
    )  # fmt: skip
    deviations = {}
    for town in ("falun", "mora"):
        row = register_deviation(
            agreement=dalarna, kind="application", parties=_organisations(region, town), by=sam
        )
        deviations[f"deviation_of_{town}"] = {**slug, "key": row.key}
    return {
        "indicator": {**slug, "pk": indicator.pk},
        "indicator_of_2026": {**slug, "pk": indicator.pk, "year": 2026},
        "amendment": {**slug, "pk": amendment.pk},
        **deviations,
    }


def revised(person):
    """In CMV: a proposal for 2034, approved by Berg with a signed file, and a draft for 2035."""
    proposal = pack_sample.revision(year=2034)
    pack_sample.recommended(proposal)
    step = proposal.steps.get(organisation__slug="berg")
    step.outcome, step.decided_on = "approved", date(2026, 11, 2)
    step.save()
    file = StoredFile.objects.create(sha256="0" * 64, media_type="application/pdf", size=1, content=b"x")
    signature = Signature.objects.create(
        agreement=proposal, organisation=step.organisation, verdict="unsigned", sha256="0" * 64,
        result={"sha256": "0" * 64, "verdict": "unsigned", "signatures": []}, file=file,
        added_by=person("kim"),
    )  # fmt: skip
    draft = pack_sample.revision(year=2035, submitted=False)
    return {
        "signed_by_berg": {"slug": "cmv-2034", "pk": signature.pk},
        "drafted_clause": {"slug": "cmv-2035", "pk": draft.clause_changes.first().pk},
    }


def kept():
    """A document of CMV's edition, and one of Norrsken's."""
    file = StoredFile.objects.create(
        sha256=hashlib.sha256(b"%PDF-").hexdigest(), media_type="application/pdf", size=5, content=b"%PDF-"
    )
    rows = {
        name: FiledDocument.objects.create(
            cooperation=agreement.cooperation, agreement=agreement, kind="appendix", title="Riktlinje",
            file=file, file_name="riktlinje.pdf",
        )
        for name, agreement in (
            ("guideline", Agreement.objects.get(slug="cmv-2025")),
            ("norrsken_paper", Agreement.objects.get(slug="norrsken-2023")),
        )
    }  # fmt: skip
    return {name: {"pk": row.pk} for name, row in rows.items()}


def reported(person):
    """CMV's reports without figures: 2022 adopted, 2023 reviewed, 2024 a draft; and counts from a file."""
    cmv, charlie = Cooperation.objects.get(slug="cmv"), person("charlie")
    for year, state in ((2022, "adopted"), (2023, "reviewed"), (2024, "draft")):
        report = AnnualReport.objects.create(cooperation=cmv, year=year, opened_by=charlie)
        book = yearbook(cmv, year)
        sheets = tuple(Sheet(measure, year, is_offered=False) for measure in book.measures)
        figures = protect(RawYear("cmv", year, f"VB{year}", 1, None, True, sheets)).report
        if state != "draft":
            report.publication = Publication.objects.create(
                report=report, sequence=1, figures=to_json(figures), parameters={}, code_version="prov",
                audit={}, sha256="0" * 64, released_by=charlie, released_at=timezone.now(),
            )  # fmt: skip
        if state == "adopted":
            data = b"%PDF-1.7 prov"
            AdoptedFile.objects.create(report=report, data=data)
            report.sha256 = hashlib.sha256(data).hexdigest()
            report.adopted_on, report.adopted_by, report.names_nobody = date(2023, 3, 1), charlie, True
            report.state = state
            report.contents = report_contents(report, book, figures)
        report.state = state
        report.save()
    proposal = FigureImport.objects.create(
        cooperation=cmv, year=2024, kind="counts", values={}, rows=0, uploaded_by=person("lo")
    )
    return {"proposed_by_lo": {"slug": "cmv", "year": 2024, "pk": proposal.pk}}


def planned():
    """In CMV: plans of 2021 (decided) and 2027, reviews of 2020 (reported) and 2026, follow-ups of 2023
    (reported) and 2025, each with one row."""
    cmv = Cooperation.objects.get(slug="cmv")

    def goal(year, **decided):
        plan = ActivityPlan.objects.create(cooperation=cmv, year=year, **decided)
        return {"slug": "cmv", "year": year, "pk": plan.goals.create(position=1, title="Mål", action="Så").pk}

    def review(year, **reported):
        days = {"scope_from": date(year - 3, 1, 1), "scope_until": date(year - 1, 12, 31)}
        return QualityReview.objects.create(
            cooperation=cmv, year=year, report_due=date(year, 12, 1), **days, **reported
        )

    old = review(2020, reported_on=date(2020, 11, 20))
    old.contents = review_paper(old, created="2020-11-20", draft=False)
    old.save()
    measure = review(2026).improvements.create(
        position=1, text="Ny rutin", owner="Enhetschefen", due_on=date(2027, 1, 1)
    )
    SystematicFollowup.objects.create(cooperation=cmv, year=2023, reported_on=date(2023, 12, 1))
    followup = SystematicFollowup.objects.create(cooperation=cmv, year=2025)
    area = followup.focus_areas.create(position=1, title="Väntan")
    return {
        "decided_goal": goal(2021, decided_on=date(2020, 12, 3)),
        "drafted_goal": goal(2027),
        "improvement": {"slug": "cmv", "year": 2026, "pk": measure.pk},
        "focus_area": {"slug": "cmv", "year": 2025, "pk": area.pk},
    }


def scenarios(person):
    """In CMV: one scenario of Sam's that is not shared, and one that is."""
    cooperation = Cooperation.objects.get(slug="cmv")
    changes = Changes(2028, uplift=Decimal(2))
    kept = {
        name: save_scenario(base=base_of(cooperation, 2028), changes=changes, name=name, by=person("sam"))
        for name in ("kept_scenario", "shared_scenario")
    }
    share_scenario(scenario=kept["shared_scenario"], shared=True, by=person("sam"))
    return {name: {"slug": "cmv", "pk": row.pk} for name, row in kept.items()}


def met():
    """Meetings of CMV's steering group: one booked, one held with one matter decided, one adjusted."""
    booked = world_of_meetings.booked(date(2100, 3, 4))
    item = world_of_meetings.item_of(booked)
    held, (decided, undecided) = world_of_meetings.held("Ett", "Två")
    adjusted, (last,) = world_of_meetings.held("Tre", day=date(2026, 3, 5))
    for matter in (decided, last):
        take_decision(item=matter, outcome="noted", text="Ja.", by=world_of_meetings.strategist())
    world_of_meetings.adjusted(adjusted)
    return {
        "seat": {"slug": "styrgrupp-cmv", "pk": held.attendances.get().membership_id},
        "booked_meeting": {"pk": booked.pk},
        "booked_item": {"pk": booked.pk, "item": item.pk},
        "booked_call": {"pk": booked.pk, "suffix": "docx"},
        "call_as_text": {"pk": booked.pk, "suffix": "txt"},
        "booked_minutes": {"pk": booked.pk, "suffix": "docx"},
        "held_meeting": {"pk": held.pk},
        "held_minutes": {"pk": held.pk, "suffix": "docx"},
        "undecided_item": {"pk": held.pk, "item": undecided.pk},
        "decided_paragraph": {"pk": held.pk, "paragraph": 1},
        "adjusted_meeting": {"pk": adjusted.pk},
        "bergs_anchoring": {"pk": adjusted.pk, "paragraph": 2, "organisation": "berg"},
        "ares_anchoring": {"pk": adjusted.pk, "paragraph": 2, "organisation": "are"},
    }


def guarded(person):
    """In CMV: an erasure asked for by each of the two at the centre, and a figure told elsewhere."""
    cmv = Cooperation.objects.get(slug="cmv")
    plan = ActivityPlan.objects.create(cooperation=cmv, year=2020, introduction="Ett", paragraph="Två")

    def asked(field, who):
        place = Place("activityplan", plan.pk, field, f"Verksamhetsplan 2020: {field}")
        by = person(who)
        return ask_for_erasure(cooperation=cmv, place=place, reason="Fel fält", by=by)

    told = PublishedElsewhere.objects.create(
        cooperation=cmv, measure="trappan", year=2025, value=30, where="Tidningen",
        published_on=date(2026, 5, 2), registered_by=person("lo"),
    )  # fmt: skip
    return {
        "asked_by_lo": {"slug": "cmv", "pk": asked("introduction", "lo").pk},
        "asked_by_charlie": {"slug": "cmv", "pk": asked("paragraph", "charlie").pk},
        "told": {"slug": "cmv", "pk": told.pk},
    }


def visit(client, name, arguments):
    """The status of one address, with all that the visit wrote rolled back."""
    address = reverse(name, kwargs=arguments)
    with transaction.atomic():
        response = client.post(address, {}) if name in WRITES else client.get(address)
        transaction.set_rollback(True)
    return response.status_code


@pytest.mark.parametrize("letter", PEOPLE)
def test_a_role_reaches_what_the_matrix_says_and_nothing_else(letter, world, signed_in):
    client = signed_in(PEOPLE[letter])
    wrong = []
    for name, arguments, who in MATRIX:
        arguments = world[arguments] if isinstance(arguments, str) else arguments
        status = visit(client, name, arguments)
        expected = {200, 302} if letter in who else {404}
        if status not in expected:
            wrong.append(f"{name} {arguments}: {status}, väntat {sorted(expected)}")
    assert not wrong, "\n".join(wrong)


def test_who_is_not_signed_in_reaches_nothing(world):
    client = Client()
    for name, arguments, _ in MATRIX:
        arguments = world[arguments] if isinstance(arguments, str) else arguments
        address = reverse(name, kwargs=arguments)
        response = client.post(address, {}) if name in WRITES else client.get(address)
        assert response.status_code == 302, name
        assert response.url.startswith(reverse("account_login")), name


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_public_pages_are_open(name, db):
    assert Client().get(reverse(name)).status_code == 200


@pytest.mark.parametrize("letter", PEOPLE)
def test_only_the_administrator_enters_the_admin(letter, signed_in, world):
    client = signed_in(PEOPLE[letter])
    models = {name for name in names(get_resolver().url_patterns) if name.endswith(("_changelist", "_add"))}
    assert models
    for name in sorted(models):
        status = client.get(reverse(name)).status_code
        assert (status == 200) is (letter == "Q"), f"{name}: {status}"


def test_the_admin_holds_nothing_of_money(db):
    """Costs, charges and issued documents are reached through the portal's own pages alone."""
    assert not [name for name in names(get_resolver().url_patterns) if name.startswith("admin:costs")]
    assert Document._meta.app_label == "costs"
