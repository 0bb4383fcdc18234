"""/uppfoljning/<samverkan>/kvalitetsgranskning/ and a review's page: from plan to report and PDF."""

from datetime import date

import pytest
from django.urls import reverse
from page_tools import queries_of, stop_clock
from reading import text_of

from agreements.models import ReadEvent
from costs.actions.charges import register_charge
from followup.actions import reviews as actions
from followup.models import ImprovementMeasure, QualityReview


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    stop_clock(monkeypatch, date(2026, 11, 25))


@pytest.fixture
def review(cooperation, person):
    """The review of 2026 with its reviewer chosen in time."""
    charlie = person("charlie")
    planned = actions.plan_review(
        cooperation=cooperation,
        year=2026,
        scope_from=date(2023, 1, 1),
        scope_until=date(2025, 12, 31),
        report_due=date(2026, 12, 10),
        by=charlie,
    )
    actions.appoint_reviewer(
        review=planned,
        reviewer="Granskningsbyrån Exempel AB",
        independence="Har inga andra uppdrag i kommunerna.",
        appointed_on=date(2025, 11, 20),
        appointment_paragraph="§ 44",
        by=charlie,
    )
    planned.refresh_from_db()
    return planned


@pytest.fixture
def whole(review, person):
    """The review with its texts and a measure."""
    charlie = person("charlie")
    for part, text in {
        "intervjuer": "Parterna är nöjda.",
        "uppfoljning": "Stödet har gett resultat.",
        "utlatande": "Verksamheten håller god kvalitet.",
    }.items():
        actions.write_part(review=review, part=part, text=text, by=charlie)
    actions.add_improvement(
        review=review, text="Kortare väntan", owner="Verksamhetsledaren", due_on=date(2027, 6, 30), by=charlie
    )
    review.refresh_from_db()
    return review


def address(name="quality_review", year=2026, **more):
    return reverse(name, kwargs={"slug": "cmv", "year": year, **more})


@pytest.fixture
def page(signed_in):
    return lambda username, year=2026: text_of(signed_in(username).get(address(year=year)))


@pytest.fixture
def reviews(signed_in):
    return lambda username: text_of(signed_in(username).get(reverse("quality_reviews", args=["cmv"])))


# --- The list


def test_the_first_review_is_2026_and_the_next_2029(reviews, cooperation, person):
    assert "Den första kvalitetsgranskningen är 2026" in reviews("sam")
    assert "Planera granskningen" not in reviews("sam")
    assert "Planera granskningen 2026" in reviews("lo")


def test_a_planned_review_is_listed_with_how_it_stands(reviews, review):
    told = reviews("mika")
    assert "Kvalitetsgranskningen 2026 pågår" in told
    assert "Nästa är 2029." in told
    assert "1 januari 2023 – 31 december 2025 Granskningsbyrån Exempel AB pågår" in told


@pytest.mark.parametrize(("slug", "username"), [("norrsken", "kim"), ("dalarna", "sam"), ("cmv", "vide")])
def test_a_cooperation_that_has_none_has_no_page(slug, username, signed_in):
    assert signed_in(username).get(reverse("quality_reviews", args=[slug])).status_code == 404


def test_the_form_suggests_the_agreements_period(signed_in):
    client = signed_in("lo")
    form = client.get(reverse("quality_review_new", args=["cmv"])).context["form"]
    assert form["scope_from"].value() == date(2023, 1, 1)
    data = {
        "scope_from": "2023-01-01",
        "scope_until": "2025-12-31",
        "report_due": "2026-12-10",
        "year": "2026",
    }
    client.post(reverse("quality_review_new", args=["cmv"]), data)
    assert QualityReview.objects.get().report_due == date(2026, 12, 10)
    again = client.post(reverse("quality_review_new", args=["cmv"]), data)
    assert "Granskningen 2026 är redan planerad." in text_of(again)


def test_a_period_that_ends_before_it_begins_is_told(signed_in):
    data = {
        "scope_from": "2025-12-31",
        "scope_until": "2023-01-01",
        "report_due": "2026-12-10",
        "year": "2026",
    }
    told = text_of(signed_in("lo").post(reverse("quality_review_new", args=["cmv"]), data))
    assert "Perioden måste sluta efter att den har börjat." in told


# --- Who reads what


def test_facts_are_everybodys_and_texts_the_centres_and_the_groups(whole, page, signed_in):
    for username in ("sam", "noa", "alex", "mika"):
        told = page(username)
        assert "Granskningsbyrån Exempel AB, utsedd av styrgruppen 20 november 2025, § 44" in told
        assert "Parterna är nöjda." not in told
        assert "Kortare väntan" not in told
        assert signed_in(username).get(address("quality_review_pdf")).status_code == 404
    assert "Parterna är nöjda." in page("kim")
    for username in ("vide", "admin"):
        assert signed_in(username).get(address()).status_code == 404


def test_reading_the_draft_outside_the_centre_is_logged(whole, page):
    page("kim")
    page("charlie")
    page("sam")
    event = ReadEvent.objects.get(object_type="utkast till kvalitetsgranskning")
    assert (event.user.username, event.year) == ("kim", 2026)


# --- The reviewer


def test_the_agreements_own_contradiction_is_shown_not_settled(review, page):
    told = page("sam")
    assert "Öppen fråga När ska den första granskaren utses?" in told
    assert "Den första granskaren utses hösten 2026 och rapporten kommer senare." in told
    assert "Vilka års statistik ska kvalitetsgranskningen omfatta?" in told


def test_a_late_reviewer_is_said_to_be_late(review, page, signed_in):
    assert "senare än" not in page("sam")
    data = {
        "reviewer": "Byrån",
        "independence": "Fristående.",
        "appointed_on": "2026-09-10",
        "version": review.history.first().history_id,
    }
    signed_in("kim").post(address("quality_review_reviewer"), data)
    told = page("sam")
    assert "utsedd av styrgruppen 10 september 2026. Det är senare än 10 december 2025" in told
    assert "Granskningsbyrån Exempel AB Byrån" in page("kim")  # the history: before, after


def test_without_a_reviewer_it_says_until_when(cooperation, person, page):
    actions.plan_review(
        cooperation=cooperation,
        year=2029,
        scope_from=date(2026, 1, 1),
        scope_until=date(2028, 12, 31),
        report_due=date(2029, 12, 10),
        by=person("lo"),
    )
    assert "Granskaren är inte utsedd. Sista dag är 10 december 2028" in page("sam", 2029)


def test_a_decision_of_tomorrow_is_refused(review, signed_in):
    data = {"reviewer": "Byrån", "independence": "Ja.", "appointed_on": "2026-12-01"}
    data["version"] = review.history.first().history_id
    told = text_of(signed_in("charlie").post(address("quality_review_reviewer"), data))
    assert "Dagen för beslutet har inte kommit än." in told


@pytest.mark.parametrize("username", ["lo", "sam", "alex", "noa"])
def test_not_everyone_registers_the_groups_choice(username, review, signed_in):
    assert signed_in(username).get(address("quality_review_reviewer")).status_code == 404


# --- The cost


def test_the_cost_is_connected_and_shown_with_the_cap(review, cmv, person, page, signed_in):
    told = page("sam")
    assert "Kostnaden är inte debiterad. Styrgruppen beslutar själv om upp till 150 000 kr" in told
    assert "Registrera en debitering" in page("alex")
    assert "Registrera en debitering" not in page("charlie")
    charge = register_charge(
        agreement=cmv, year=2026, kind="quality_review", by=person("alex"), amount=145_000
    )
    data = {"charge": charge.pk, "version": review.history.first().history_id}
    signed_in("lo").post(address("quality_review_charge"), data)
    told = page("sam")
    assert "Kostnad: 145 000 kr, registrerad, 2026 års fördelning." in told
    assert "(punkt 11.5)" in told
    assert "Se debiteringen" in page("alex")


def test_only_reviews_of_the_same_cooperation_can_be_connected(review, cmv, person, signed_in):
    deficit = cmv.charges.create(year=2025, kind="deficit", amount=10)
    client = signed_in("lo")
    data = {"charge": deficit.pk, "version": review.history.first().history_id}
    assert client.post(address("quality_review_charge"), data).status_code == 200
    with pytest.raises(actions.Refused):
        actions.connect_charge(review=review, charge=deficit, by=person("lo"))
    review.refresh_from_db()
    assert review.charge is None


# --- Texts and measures


def test_texts_are_written_with_warnings_and_without_personal_numbers(review, signed_in, page):
    client = signed_in("lo")
    version = review.history.first().history_id
    where = address("quality_review_text", part="utlatande")
    refused = client.post(where, {"statement": "Gäller 850709-9805.", "version": version})
    assert "personnummer" in text_of(refused)
    saved = client.post(where, {"statement": "Tre barn intervjuades.", "version": version}, follow=True)
    assert "Läs igen innan det går vidare Kvalitetsutlåtandet." in text_of(saved)
    assert "”Tre barn”" in text_of(saved)
    assert "Tre barn intervjuades." in page("kim")
    assert "Läs igen" not in page("kim")
    assert client.get(address("quality_review_text", part="annat")).status_code == 404


def test_measures_are_added_moved_changed_and_taken_away(whole, signed_in, page):
    client = signed_in("lo")
    data = {"text": "Ny rutin", "owner": "Enhetschefen", "due_on": "2027-03-01", "status": "planned"}
    client.post(address("improvement_new"), data)
    first, second = whole.improvements.all()
    client.post(address("improvement_move", pk=second.pk), {"riktning": "upp"})
    assert [row.text for row in whole.improvements.all()] == ["Ny rutin", "Kortare väntan"]
    client.post(address("improvement_remove", pk=first.pk))
    assert "Kortare väntan fanns borttagen" in page("charlie")
    assert "Enhetschefen, klar senast 1 mars 2027." in page("kim")


# --- The report


def test_what_is_missing_is_said(review, page, signed_in):
    told = page("charlie")
    assert "Granskningen 2026: fem saker saknas" in told
    assert "Verksamhetsberättelsen för 2025 är inte fastställd" in told
    data = {"reported_on": "2026-11-20", "names_nobody": "on"}
    told = text_of(signed_in("charlie").post(address("quality_review_report"), data))
    assert "Granskningen kan inte redovisas än." in told
    assert QualityReview.objects.get().reported_on is None


def test_a_whole_review_is_reported_and_frozen(whole, adopted, signed_in, page, person):
    adopted(2024)
    report = adopted(2025)
    assert "Granskningen 2026 kan redovisas" in page("charlie")
    assert "Verksamhetsledaren registrerar redovisningen." in page("lo")
    data = {"reported_on": "2026-11-20"}
    client = signed_in("charlie")
    assert "intyga det" in text_of(client.post(address("quality_review_report"), data))
    told = text_of(client.post(address("quality_review_report"), {**data, "names_nobody": "on"}, follow=True))
    assert "Redovisad för styrgruppen 20 november 2026. Nästa granskning är 2029." in told
    told = page("mika")
    assert "Verksamheten håller god kvalitet." in told
    assert "Statistik 2024 och 2025 i sammandrag" in told
    stored = QualityReview.objects.get()
    table = stored.contents["sections"][1]["table"]
    assert [column["label"] for column in table["columns"]] == ["Insats", "2024", "2025"]
    printed = {cell.text for _, cell in _cells(report)}
    assert {cell for row in table["rows"] for cell in row[1:] if cell.isdigit()} <= printed | _ratios(report)
    assert any(".." in row for row in table["rows"])


def _cells(report):
    from followup.disclosure.model import from_json

    return from_json(report.publication.figures).cells()


def _ratios(report):
    from followup.disclosure.model import from_json

    return {str(ratio.published) for ratio in from_json(report.publication.figures).ratios}


def test_a_reported_review_changes_in_its_measures_status_alone(whole, adopted, person, signed_in, page):
    adopted(2025)
    charlie = person("charlie")
    actions.report_review(review=whole, reported_on=date(2026, 11, 20), names_nobody=True, by=charlie)
    before = QualityReview.objects.get().contents
    client, row = signed_in("lo"), ImprovementMeasure.objects.get()
    for name in ("quality_review_plan", "quality_review_charge", "improvement_new"):
        assert client.get(address(name)).status_code == 404
    data = {"status": "done", "note": "Klart.", "text": "Annat", "version": row.history.first().history_id}
    client.post(address("improvement", pk=row.pk), data)
    row.refresh_from_db()
    assert (row.status, row.text) == ("done", "Kortare väntan")
    assert "klar" in page("mika")
    assert "inte påbörjad klar" in page("kim")  # the history: before, after
    assert QualityReview.objects.get().contents == before
    row = ImprovementMeasure.objects.get()
    data = {"status": "done", "note": "Två barn hörda.", "version": row.history.first().history_id}
    assert "”Två barn”" in text_of(client.post(address("improvement", pk=row.pk), data, follow=True))
    with pytest.raises(actions.Refused):
        actions.write_part(review=whole, part="utlatande", text="Nytt", by=charlie)


@pytest.mark.parametrize("day", ["2026-12-24", "2025-12-31"])
def test_a_day_that_cannot_be_is_refused(day, whole, adopted, signed_in):
    adopted(2025)
    data = {"reported_on": day, "names_nobody": "on"}
    signed_in("charlie").post(address("quality_review_report"), data)
    assert QualityReview.objects.get().reported_on is None


@pytest.mark.parametrize("username", ["lo", "kim", "sam", "alex"])
def test_only_the_manager_reports(username, whole, signed_in):
    data = {"reported_on": "2026-11-20", "names_nobody": "on"}
    assert signed_in(username).post(address("quality_review_report"), data).status_code == 404


# --- The PDF


def test_the_pdf_says_what_the_page_says(whole, adopted, signed_in, tmp_path, person):
    adopted(2025)
    draft = signed_in("kim").get(address("quality_review_pdf"))
    assert draft["Content-Type"] == "application/pdf"
    told = pdf_text(draft.content, tmp_path)
    assert "Utkast" in told
    assert "Verksamheten håller god kvalitet." in told
    actions.report_review(
        review=whole, reported_on=date(2026, 11, 20), names_nobody=True, by=person("charlie")
    )
    told = pdf_text(signed_in("mika").get(address("quality_review_pdf")).content, tmp_path)
    assert "Utkast" not in told
    assert "Kvalitetsgranskning 2026" in told


def pdf_text(data, tmp_path):
    import subprocess

    path = tmp_path / "paper.pdf"
    path.write_bytes(data)
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout.replace("\u00a0", " ")


def test_more_measures_are_no_more_queries(whole, person, signed_in):
    client = signed_in("kim")
    few = queries_of(client, address())
    for number in range(4):
        actions.add_improvement(
            review=whole, text=f"Åtgärd {number}", owner="x", due_on=date(2027, 1, 1), by=person("lo")
        )
    assert queries_of(client, address()) <= few
