"""The four cooperations as the sources tell of them: parties, terms, editions and open questions."""

import re
from datetime import date

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from stdnum.se import orgnr

from agreements.models import Agreement, Cooperation, DecisionStep, OpenQuestion, Organisation, Party, Term
from agreements.queries import edition_on, find_agreement, latest_proposal, term_of
from agreements.swedish import join_names
from agreements.terms import TermKind, parse
from cmv_portal.demo import load_fixtures, load_references
from costs.models import (
    AllocationKey,
    Budget,
    BudgetLine,
    PopulationFigure,
    PopulationTable,
    PublishedAmount,
)

ORDINARY_SPACE_IN_A_NUMBER = re.compile(r"\d \d{3}(?!\d)|\d (kr|Mkr|%)")

JAMTLAND = {"ragunda", "bracke", "krokom", "stromsund", "are", "berg", "harjedalen", "ostersund"}
ORGANISATION_NUMBERS = {
    "berg": "212000-2502",
    "bracke": "212000-2460",
    "harjedalen": "212000-2510",
    "krokom": "212000-2478",
    "ragunda": "212000-2452",
    "stromsund": "212000-2486",
    "are": "212000-2494",
    "ostersund": "212000-2528",
}


pytestmark = pytest.mark.django_db


def fixture_rows():
    """Every row of the two apps that the fixtures filled, history left out."""
    models = [
        model
        for label in ("agreements", "costs")
        for model in apps.get_app_config(label).get_models()
        if not hasattr(model, "instance_type")
    ]
    return [row for model in models for row in model.objects.all()]


def payers(slug):
    return set(
        Party.objects.filter(agreement__slug=slug, pays=True).values_list("organisation__slug", flat=True)
    )


def principal(slug):
    return Party.objects.get(agreement__slug=slug, role=Party.Role.PRINCIPAL).organisation.slug


# --- Rows


def test_every_row_passes_its_own_rules():
    rows = fixture_rows()
    for row in rows:
        row.full_clean()
    assert {type(row) for row in rows} >= {
        *(Organisation, Cooperation, Agreement, Party, Term, OpenQuestion),
        *(Budget, BudgetLine, PublishedAmount, PopulationTable, PopulationFigure, AllocationKey),
    }


def test_loading_again_saves_nothing_and_keeps_what_somebody_has_changed():
    berg = Organisation.objects.get(slug="berg")
    berg.city = "Hackås"
    berg.buyer_reference = "4711"
    berg.save()
    assert load_fixtures() == 0
    load_references()
    berg.refresh_from_db()
    assert (berg.city, berg.buyer_reference) == ("Hackås", "4711")


def test_numbers_in_texts_are_held_together_by_no_break_spaces():
    texts = [
        getattr(row, field.attname)
        for row in fixture_rows()
        for field in row._meta.fields
        if field.get_internal_type() in ("CharField", "TextField") and field.attname != "postal_code"
    ]
    assert [text for text in texts if ORDINARY_SPACE_IN_A_NUMBER.search(text)] == []


# --- Organisations


def test_organisation_numbers_are_the_agreements_and_no_others():
    stored = dict(
        Organisation.objects.exclude(organisation_number="").values_list("slug", "organisation_number")
    )
    assert stored == ORGANISATION_NUMBERS
    assert all(orgnr.is_valid(number) for number in stored.values())


def test_every_municipality_has_its_code_and_every_code_its_county():
    codes = Organisation.objects.filter(kind="municipality").values_list("municipal_code", flat=True)
    counties = [code[:2] for code in codes]
    assert {county: counties.count(county) for county in set(counties)} == {"20": 15, "22": 7, "23": 8}


def test_municipalities_are_called_what_they_call_themselves():
    names = {
        "falun": "Falu kommun",
        "malung-salen": "Malung-Sälens kommun",
        "ange": "Ånge kommun",
        "harjedalen": "Härjedalens kommun",
        "are": "Åre kommun",
    }
    stored = Organisation.objects.filter(slug__in=names)
    assert {organisation.slug: organisation.name for organisation in stored} == names


def test_nothing_is_invented_outside_the_demo_references():
    text = (settings.FIXTURE_DIRS[0] / "01_organisations.yaml").read_text(encoding="utf-8")
    rows = [row["fields"] for row in yaml.safe_load(text)]
    invented = {"buyer_reference", "einvoice_id", "bankgiro", "plusgiro", "invoice_contact", "vat_note"}
    assert len(rows) == 35
    assert [row["slug"] for row in rows if invented & set(row)] == []


def test_demo_references_are_marked_and_one_is_missing_on_purpose():
    filled = {row.slug: row for row in Organisation.objects.filter(is_example=True)}
    assert set(filled) == JAMTLAND - {"berg"}
    assert filled["ostersund"].bankgiro
    assert "10 kap. 14 §" in filled["ostersund"].vat_note
    assert all(filled[slug].buyer_reference for slug in set(filled) - {"ostersund"})
    assert Organisation.objects.get(slug="berg").buyer_reference == ""


# --- Parties


def test_number_of_parties_and_payers():
    counts = {row.slug: (row.parties.count(), len(payers(row.slug))) for row in Agreement.objects.all()}
    assert counts == {
        "cmv-2016": (0, 0),
        "cmv-2017": (0, 0),
        "cmv-2023": (0, 0),
        "cmv-2025": (8, 8),
        "norrsken-2023": (10, 8),
        "norrsken-2024": (10, 8),
        "vasternorrland-2024": (8, 7),
        "dalarna-2024": (16, 0),
    }


def test_the_eight_municipalities_pay_for_both_services_in_jamtland():
    assert payers("cmv-2025") == payers("norrsken-2023") == payers("norrsken-2024") == JAMTLAND


def test_who_runs_each_service():
    assert principal("cmv-2025") == principal("norrsken-2023") == principal("norrsken-2024") == "ostersund"
    assert principal("vasternorrland-2024") == "kommunforbundet-vasternorrland"
    assert not Party.objects.filter(agreement__slug="dalarna-2024", role=Party.Role.PRINCIPAL).exists()


# --- Terms


def test_every_term_can_be_read():
    for term in Term.objects.all():
        parse(TermKind(term.kind), term.value)
        assert term.clause


def test_terms_of_cmv_2025():
    terms = dict(Term.objects.filter(agreement__slug="cmv-2025").values_list("kind", "clause"))
    assert terms == {
        "uplift_percent": "11.2, 11.3",
        "overhead_percent": "11.2",
        "review_cap": "11.5",
        "deficit_charged": "11.3",
        "wear_charged": "11.4",
        "staffing_charged": "11.7",
        "share_decimals": "11.3",
        "reconcile": "11.3",
        "population_date": "11.3",
        "notice_months": "22",
        "prolongation_months": "22",
        "meetings_per_year": "9.1",
        "invoicing_month": "23",
        "annual_report_month": "12.2, bilaga 1",
        "mandate_followup": "22",
        "network_meetings_per_year": "10.2.2, 10.3",
        "activity_plan": "9.1, 12.1",
        "quality_review_years": "12.2, bilaga 1",
        "quality_review_first": "bilaga 1",
        "quality_review_work_month": "bilaga 1",
        "reviewer_months_ahead": "bilaga 1",
        "systematic_followup_years": "12.2",
        "breach_days": "19",
        "information_to": "15",
        "renegotiation": "16",
        "notice_after": "22",
        "force_majeure": "21",
        "winding_up": "22",
        "approved_by": "24",
        "signed_by": "22, 24",
    }


def test_who_approves_and_who_signs_each_agreement():
    rows = Term.objects.filter(kind__in=("approved_by", "signed_by"))
    told = {(term.agreement.slug, term.kind): term.shown for term in rows}
    chairs = [
        f"{office} i {body}"
        for body in ("Länschefsnätverket", "Välfärdsrådet")
        for office in ("ordförande", "vice ordförande")
    ]
    assert told == {
        **{(slug, "approved_by"): "alla parter, var och en för sig"
           for slug in ("cmv-2025", "norrsken-2023", "norrsken-2024", "dalarna-2024")},
        **{(slug, "signed_by"): "alla parter" for slug in ("cmv-2025", "norrsken-2023", "norrsken-2024")},
        ("vasternorrland-2024", "approved_by"): "alla som delar kostnaden, var och en för sig",
        ("dalarna-2024", "signed_by"): join_names(chairs),
    }  # fmt: skip


def test_what_the_sources_tell_of_the_way_to_each_agreement():
    steps = [
        (step.agreement.slug, step.kind, step.outcome, step.decided_on, step.paragraph)
        for step in DecisionStep.objects.order_by("agreement__slug", "kind")
    ]
    assert steps == [
        ("cmv-2025", "proposal", "approved", None, ""),
        ("cmv-2025", "recommendation", "approved", None, ""),
        ("norrsken-2023", "recommendation", "approved", date(2023, 2, 24), ""),
        ("norrsken-2024", "proposal", "approved", None, ""),
        ("norrsken-2024", "recommendation", "approved", None, "24"),
    ]


def test_no_source_says_when_the_systematic_follow_up_begins():
    assert not Term.objects.filter(kind=TermKind.SYSTEMATIC_FOLLOWUP_FIRST).exists()


def test_terms_of_the_clock_in_the_sister_agreements():
    clock = ("party_may_leave", "yearly_account", "yearly_account_by", "goal_followup", "followup_plan_by")
    rows = Term.objects.filter(kind__in=clock).values_list("agreement__slug", "kind", "clause")
    expected = list(zip(clock, ("17", "9, 14.2", "11", "14.2", "14.2"), strict=True))
    norrsken = [(slug, *pair) for slug in ("norrsken-2023", "norrsken-2024") for pair in expected]
    assert set(norrsken) <= set(rows)
    dated = Term.objects.filter(kind__in=("followup_plan_by", "answers_by", "project_end"))
    assert {(term.agreement.slug, term.kind, term.value) for term in dated} == {
        ("norrsken-2023", "followup_plan_by", "2023-06-30"),
        ("norrsken-2024", "followup_plan_by", "2023-06-30"),
        ("vasternorrland-2024", "answers_by", "2023-12-31"),
        ("vasternorrland-2024", "project_end", "2024-09-30"),
    }
    dalarna = dict(Term.objects.filter(agreement__slug="dalarna-2024").values_list("kind", "value"))
    assert dalarna["revision_years"] == "8"
    assert dalarna["local_followup"] == "ja"
    assert dalarna["amendments_by"] == "Länschefsnätverket"
    assert dalarna["amendments_told"] == "Välfärdsrådet"


def test_norrskens_police_and_region_carry_their_own_staff_and_the_region_a_fifth_of_a_post():
    rows = Term.objects.filter(kind__in=("region_post_percent", "own_staff"))
    assert {(term.agreement.slug, term.kind, term.shown, term.clause) for term in rows} == {
        (slug, *term)
        for slug in ("norrsken-2023", "norrsken-2024")
        for term in (
            ("region_post_percent", "20\u00a0% av en tjänst", "10.2"),
            ("own_staff", "Polisen och regionen", "13"),
        )
    }


def test_no_agreement_names_the_days_to_pay():
    assert not Term.objects.filter(kind=TermKind.DUE_DAYS).exists()


def test_only_the_revised_norrsken_edition_has_a_working_group():
    with_group = Term.objects.filter(kind=TermKind.WORKING_GROUP_MEETINGS_PER_YEAR)
    assert [term.agreement.slug for term in with_group] == ["norrsken-2024"]


def test_borrowed_keys_come_from_a_cooperation_that_exists():
    borrowed = Term.objects.filter(kind=TermKind.BORROWED_KEY)
    assert {term.agreement.slug for term in borrowed} == {"norrsken-2023", "norrsken-2024"}
    for term in borrowed:
        assert Cooperation.objects.filter(slug=term.value).exists()


# --- Editions


def test_cmv_editions_follow_each_other():
    edition, years = Agreement.objects.get(slug="cmv-2025"), []
    while edition:
        years.append(edition.year)
        edition = edition.predecessor
    assert years == [2025, 2023, 2017, 2016]


def test_earlier_cmv_editions_hold_only_what_the_2025_text_says():
    earlier = {row.year: row for row in Agreement.objects.filter(cooperation__slug="cmv", year__lt=2025)}
    assert {year: row.starts_on for year, row in earlier.items()} == {
        2016: date(2016, 1, 1),
        2017: None,
        2023: date(2023, 1, 1),
    }
    assert {year: row.stated_cost for year, row in earlier.items()} == {
        2016: "omkring 2,2\u00a0Mkr",
        2017: "",
        2023: "omkring 4,1\u00a0Mkr",
    }
    terms = Term.objects.filter(agreement__in=earlier.values())
    assert [(term.agreement.year, term.kind, term.value) for term in terms] == [(2016, "uplift_percent", "2")]
    assert all("okän" in row.note for row in earlier.values())


def test_edition_in_force_in_the_demo_years():
    for first_day in (date(2025, 1, 1), date(2026, 1, 1), date(2027, 1, 1)):
        in_force = {row.slug: edition_on(row, first_day) for row in Cooperation.objects.all()}
        assert {slug: edition and edition.slug for slug, edition in in_force.items()} == {
            "cmv": "cmv-2025",
            "norrsken": "norrsken-2023",
            "vasternorrland": None,
            "dalarna": "dalarna-2024",
        }
    assert latest_proposal(Cooperation.objects.get(slug="vasternorrland")).slug == "vasternorrland-2024"


def test_last_day_for_notice_follows_from_the_terms():
    on = date(2026, 3, 1)
    cmv = term_of(find_agreement("cmv", 2026), on)
    norrsken = term_of(find_agreement("norrsken", 2026), on)
    dalarna = term_of(find_agreement("dalarna", 2026), on)
    assert cmv.last_day_for_notice is None
    assert cmv.reason.startswith("kan inte beräknas")
    assert norrsken.last_day_for_notice == date(2026, 6, 30)
    assert dalarna.period.end == date(2032, 12, 31)
    assert dalarna.next_prolongation is None


def test_editions_of_the_sources_are_not_called_examples():
    assert set(Agreement.objects.values_list("evidence", flat=True)) == {Agreement.Evidence.SOURCE}


# --- Open questions


def test_open_questions_are_numbered_without_gaps():
    counts = {}
    for agreement in Agreement.objects.all():
        numbers = list(agreement.open_questions.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
        counts[agreement.slug] = len(numbers)
    assert counts["cmv-2025"] == 16
    assert all(
        counts[slug] for slug in ("norrsken-2023", "norrsken-2024", "vasternorrland-2024", "dalarna-2024")
    )


def test_every_open_question_has_both_readings_and_someone_to_answer():
    for question in OpenQuestion.objects.all():
        assert question.title.endswith("?")
        assert question.description
        assert question.reading_used
        assert question.other_reading
        assert question.reading_used != question.other_reading
        assert question.answered_by
        assert question.clause
        assert question.answer == ""
        assert question.answered_on is None


def test_questions_about_money_are_marked():
    marked = OpenQuestion.objects.filter(agreement__slug="cmv-2025", about_costs=True)
    assert list(marked.values_list("number", flat=True)) == [1, 7, 11, 12, 14, 15, 16]
    assert OpenQuestion.objects.get(agreement__slug="norrsken-2023", number=1).about_costs
