"""The page of a decision pack: what is in it, who may have it, and its files' way out."""

import re
from datetime import date
from decimal import Decimal
from urllib.parse import urljoin

import pack_sample
import pytest
from django.urls import reverse
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.models import Agreement, Cooperation, RoleAssignment
from agreements.swedish import number
from costs.actions.scenarios import save_scenario, share_scenario
from costs.changes import Changes
from costs.queries.scenarios import base_of, scenario_of
from tests.followup.tagged import tables

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    stop_clock(monkeypatch, date(2026, 11, 25))


def address(slug="cmv-2027"):
    return reverse("agreement_pack", args=[slug])


BUDGET = "/kostnader/cmv/2028/beslutsunderlag/"


def test_the_page_shows_the_proposal_the_money_and_the_files(signed_in, cmv):
    pack_sample.revision()
    response = signed_in("sam").get(address())
    text = text_of(response)
    assert "Centrum mot våld: reviderat avtal från 1 januari 2027" in text
    assert "ur förslagets omgång 1, ändring 7, och är daterat 25 november 2026" in text
    assert "Berg 267 744 268 434 +690 38,13" in text
    assert "Utdragen kan hämtas när Sociala samrådsgruppen (SocSam) har sagt ja." in text
    html = response.content.decode()
    for name in (
        "beslutsunderlag.zip",
        "tjansteskrivelse.docx",
        "tjansteskrivelse.pdf",
        "avtalsvillkor.pdf",
        "fordelning.xlsx",
    ):
        assert f'href="{address()}{name}"' in html


def test_every_link_of_the_page_leads_somewhere(signed_in, cmv):
    pack_sample.recommended(pack_sample.revision())
    sam = signed_in("sam")
    links = set(re.findall(r'href="([^"#]+beslutsunderlag/[^"]+)"', sam.get(address()).content.decode()))
    assert len(links) == 5 + 8 * 2
    for link in links:
        if link.endswith(("berg.docx", "berg.pdf")) or "protokollsutdrag" not in link:
            response = sam.get(urljoin(address(), link))
            assert response.status_code == 200, link
            assert response["Cache-Control"] == "private, no-store"
            assert response["Content-Disposition"].startswith("attachment; filename=")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("tjansteskrivelse.docx", "tjansteskrivelse-cmv-2027-2026-11-25.docx"),
        ("beslutsunderlag.zip", "beslutsunderlag-cmv-2027-2026-11-25.zip"),
    ],
)
def test_a_file_says_what_it_is_about_and_which_day(name, said, signed_in, cmv):
    pack_sample.revision()
    response = signed_in("sam").get(address() + name)
    assert response["Content-Disposition"] == f'attachment; filename="{said}"'


@pytest.mark.parametrize("name", ["annat.docx", "tjansteskrivelse.exe", "fordelning.csv"])
def test_other_files_are_not_found(name, signed_in, cmv):
    pack_sample.revision()
    assert signed_in("sam").get(address() + name).status_code == 404


# --- Who, and when


def test_a_draft_is_only_for_who_prepares_it(signed_in, cmv):
    pack_sample.revision(submitted=False)
    assert signed_in("sam").get(address()).status_code == 200
    for username in ("kim", "alex", "noa", "mika", "charlie", "admin"):
        assert signed_in(username).get(address()).status_code == 404
        assert signed_in(username).get(address() + "tjansteskrivelse.docx").status_code == 404


def test_a_submitted_proposal_is_every_readers(signed_in, cmv):
    pack_sample.revision()
    for username in ("kim", "alex", "noa", "mika", "charlie"):
        assert signed_in(username).get(address()).status_code == 200
    # The administrator sees agreements but no amounts.
    assert signed_in("admin").get(address()).status_code == 404


def test_who_prepares_another_cooperation_does_not_reach_it(signed_in, person, cmv):
    pack_sample.revision(submitted=False)
    RoleAssignment.objects.filter(user=person("sam"), cooperation=cmv.cooperation).delete()
    assert Cooperation.objects.get(slug="dalarna").assignments.filter(user=person("sam")).exists()
    assert signed_in("sam").get(address()).status_code == 404


@pytest.mark.parametrize("status", ["dropped", "adopted"])
def test_a_dropped_revision_and_an_edition_from_the_sources_have_no_pack(status, signed_in, cmv):
    revision = pack_sample.revision(submitted=False)
    revision.status = status
    revision.save()
    assert signed_in("sam").get(address()).status_code == 404
    assert signed_in("sam").get(address("cmv-2025")).status_code == 404


def test_a_revision_dropped_after_it_was_submitted_has_no_pack(signed_in, cmv):
    revision = pack_sample.revision()
    revision.status = Agreement.Status.DROPPED
    revision.save()
    for username in ("sam", "kim"):
        assert signed_in(username).get(address()).status_code == 404


def test_an_adopted_revision_keeps_its_pack(signed_in, cmv):
    revision = pack_sample.recommended(pack_sample.revision())
    revision.status = Agreement.Status.ADOPTED
    revision.save()
    revision.budgets.get().delete()
    assert signed_in("kim").get(address()).status_code == 200


def test_no_extract_before_the_decision_nor_for_who_is_no_party(signed_in, cmv):
    revision = pack_sample.revision()
    sam = signed_in("sam")
    extract = reverse("agreement_extract", args=["cmv-2027", "berg", "docx"])
    assert sam.get(extract).status_code == 404
    pack_sample.recommended(revision)
    assert sam.get(extract).status_code == 200
    assert sam.get(extract.replace("berg", "falun")).status_code == 404
    assert sam.get(extract.replace("docx", "xlsx")).status_code == 404


def test_the_revisions_page_leads_to_its_pack_for_who_may_have_it(signed_in, cmv):
    revision = pack_sample.revision(submitted=False)
    page = reverse("revision", args=[revision.slug])
    assert address() in signed_in("sam").get(page).content.decode()
    revision.status, revision.submitted_on = Agreement.Status.PROPOSAL, pack_sample.SUBMITTED
    revision.save()
    assert address() in signed_in("kim").get(page).content.decode()
    assert address() not in signed_in("admin").get(page).content.decode()


# --- A budget


def test_a_forecast_years_pack_is_for_who_prepares(signed_in, cmv):
    assert "Centrum mot våld: kostnad 2028" in text_of(signed_in("sam").get(BUDGET))
    for username in ("kim", "alex", "charlie", "admin"):
        assert signed_in(username).get(BUDGET).status_code == 404


def test_the_budget_page_leads_to_the_packs_of_the_years_ahead(signed_in, issued):
    issued(2027)
    page = reverse("budget", args=["cmv"])
    packs = re.findall(r"/kostnader/cmv/(\d+)/beslutsunderlag/", signed_in("sam").get(page).content.decode())
    assert packs == ["2028", "2029", "2030", "2031"]
    assert "beslutsunderlag" not in signed_in("alex").get(page).content.decode()


@pytest.mark.parametrize("year", [1999, 2025, 2101])
def test_a_year_behind_or_beyond_has_no_pack(year, signed_in, cmv):
    assert signed_in("sam").get(BUDGET.replace("2028", str(year))).status_code == 404


def test_an_invoiced_year_has_no_pack(signed_in, issued):
    assert signed_in("sam").get(BUDGET.replace("2028", "2027")).status_code == 200
    issued(2027)
    assert signed_in("sam").get(BUDGET.replace("2028", "2027")).status_code == 404


def test_a_cooperation_without_an_agreement_in_force_has_no_budget_pack(signed_in, db):
    assert signed_in("sam").get(BUDGET.replace("cmv", "vasternorrland")).status_code == 404


# --- A scenario that goes with it


@pytest.fixture
def scenario(person, cmv):
    base = base_of(cmv.cooperation, 2027)
    return save_scenario(
        base=base, changes=Changes(2028, uplift=Decimal(5)), name="Fem procent", by=person("sam")
    )


def test_a_scenario_stands_in_the_appendix_beside_the_agreement_in_force(signed_in, cmv, scenario):
    revision = pack_sample.revision()
    sam = signed_in("sam")
    assert "Alternativ i bilagan" in text_of(sam.get(address()))
    page = sam.get(address(), {"scenario": scenario.pk})
    assert "Scenariot ”Fem procent” följer med i bilagan" in text_of(page)
    assert f'tjansteskrivelse.docx?scenario={scenario.pk}"' in page.content.decode()
    pdf = sam.get(f"{address()}avtalsvillkor.pdf", {"scenario": scenario.pk}).content
    found = tables(pdf)
    year = scenario_of(scenario).years[2]
    for caption, of in (
        ("Kronor i alternativet", lambda party: number(party.amounts.after)),
        ("Skillnad mot avtalet nu, kronor", lambda party: f"+{number(party.amounts.difference)}"),
    ):
        head, *rows = found[caption]
        place = head.index("2029")
        shown = {row[0]: row[place] for row in rows}
        shown.pop("Alla")
        assert shown == {party.name: of(party).replace("\u00a0", " ") for party in year.parties}
    without = tables(sam.get(f"{address()}avtalsvillkor.pdf").content)
    assert "Kronor i alternativet" not in without
    assert revision.slug in address()


def test_a_scenario_of_ones_own_is_nobody_elses(signed_in, person, cmv, scenario):
    pack_sample.revision()
    kim = signed_in("kim")
    query = {"scenario": scenario.pk}
    assert "Alternativ i bilagan" not in text_of(kim.get(address()))
    assert kim.get(address(), query).status_code == 404
    assert kim.get(f"{address()}beslutsunderlag.zip", query).status_code == 404
    share_scenario(scenario=scenario, shared=True, by=person("sam"))
    assert kim.get(address(), query).status_code == 200


@pytest.mark.parametrize("asked", ["x", "-1", "0", "²", "99999"])
def test_what_is_no_scenario_is_not_found(asked, signed_in, cmv):
    pack_sample.revision()
    assert signed_in("sam").get(address(), {"scenario": asked}).status_code == 404


def test_a_budgets_pack_takes_a_scenario_too(signed_in, cmv, scenario):
    page = signed_in("sam").get(BUDGET, {"scenario": scenario.pk})
    assert "Scenariot ”Fem procent” följer med" in text_of(page)


def test_a_scenario_that_cannot_be_worked_out_is_left_out_and_said(signed_in, cmv, scenario):
    pack_sample.revision()
    scenario.changes = {**scenario.changes, "year": 1990}
    scenario.save()
    page = signed_in("sam").get(address(), {"scenario": scenario.pk})
    assert "Scenariot kan inte räknas fram längre och följer inte med." in text_of(page)


# --- What may not come in, and what it costs


def test_a_purpose_is_only_text_on_the_page(signed_in, cmv):
    pack_sample.revision(purpose="<img src=file:///etc/passwd><script>alert(1)</script>")
    html = signed_in("sam").get(address()).content.decode()
    assert "<img src=file" not in html
    assert "&lt;img src=file:///etc/passwd&gt;" in html
    assert "<script>alert" not in html


def test_the_page_asks_as_often_for_few_changes_as_for_many(signed_in, cmv):
    revision = pack_sample.revision()
    sam = signed_in("sam")
    few = queries_of(sam, address())
    for position in range(3, 23):
        revision.clause_changes.create(position=position, clause=str(position), after="Ny text.")
        revision.terms.filter(kind="uplift_percent").update(value="4")
    assert queries_of(sam, address()) == few
    assert few < 120


def test_nothing_of_the_followup_is_read(signed_in, cmv, django_assert_max_num_queries):
    pack_sample.revision()
    sam = signed_in("sam")
    with django_assert_max_num_queries(1000) as made:
        sam.get(address())
        sam.get(address() + "beslutsunderlag.zip")
    assert not [query["sql"] for query in made.captured_queries if "followup_" in query["sql"]]
