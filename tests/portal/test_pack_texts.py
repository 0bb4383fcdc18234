"""What a memo and an extract say, word for word, from a revision and from a budget."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pack_sample
import pytest

from agreements.effect_kinds import EffectKind
from agreements.models import (
    AgendaItem,
    Agreement,
    Body,
    Decision,
    DecisionStep,
    FiledDocument,
    Meeting,
    StoredFile,
)
from cmv_portal.packs.appendix import terms_paper
from cmv_portal.packs.budget import budget_matter
from cmv_portal.packs.extract import extract
from cmv_portal.packs.memo import memo
from cmv_portal.packs.revision import revision_matter
from costs.models import PopulationTable

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def plain(text):
    return text.replace("\u00a0", " ")


def told(paper):
    """All that a paper says, in its order."""
    parts = [paper.title, *(paper.proposal.points if paper.proposal else ())]
    for section in (*paper.sections, *paper.closing):
        parts += [section.heading, *section.paragraphs, *section.items]
        if section.table:
            parts += [section.table.caption, *(cell for row in section.table.rows for cell in row)]
            parts += [*section.table.sum_row, section.table.note]
    return plain("\n".join(parts))


def of(revision):
    return memo(revision_matter(revision, TODAY))


def section(paper, heading):
    return next(part for part in (*paper.sections, *paper.closing) if part.heading == heading)


# --- The memo of a revision


def test_the_proposal_is_written_from_the_revision(cmv):
    paper = of(pack_sample.revision())
    assert paper.title == "Centrum mot våld: reviderat avtal från 1 januari 2027"
    assert paper.proposal.lead == "Sociala samrådsgruppen (SocSam) föreslås besluta"
    assert [plain(point) for point in paper.proposal.points] == [
        "att rekommendera de åtta kommunerna att godkänna ”Samarbetsavtal Centrum mot våld 2027” från den "
        "1 januari 2027, i stället för ”Samarbetsavtal Centrum mot våld 2025”,",
        "att rekommendera de åtta kommunerna att godkänna kostnaden för 2027, 5 046 700 kr, fördelad enligt "
        "punkt 11.3,",
        "att varje part undertecknar avtalet när partens eget beslut är fattat,",
        "att be de åtta kommunerna skicka sina beslut till KFJH, så att alla beslut finns före den "
        "1 januari 2027.",
    ]


def test_the_head_says_who_whom_when_and_which_wording(cmv):
    head = of(pack_sample.revision()).letterhead
    assert head.sender == "Kommunförbundet Jämtland Härjedalen"
    assert head.recipient == ("Till Sociala samrådsgruppen (SocSam)", "Sammanträde 4 december 2026")
    assert dict(head.facts) == {
        "Dokument": "Tjänsteskrivelse",
        "Datum": "25 november 2026",
        "Diarienummer": "KFJH 2026/41",
        "Lydelse": "omgång 1, ändring 7",
    }


def test_without_a_diary_number_none_is_invented(cmv):
    revision = pack_sample.revision()
    revision.steps.all().delete()
    head = of(revision).letterhead
    assert "Diarienummer" not in dict(head.facts)
    assert head.recipient == ("Till Sociala samrådsgruppen (SocSam)",)


def test_a_booked_meeting_gives_the_day_when_no_step_does(cmv):
    revision = pack_sample.revision()
    revision.steps.all().delete()
    early = datetime(2026, 12, 10, 0, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
    Meeting.objects.create(body=Body.objects.get(slug="socsam"), starts_at=early)
    assert of(revision).letterhead.recipient[1] == "Sammanträde 10 december 2026"


def test_the_description_has_the_purpose_the_edition_before_and_the_wording(cmv):
    paragraphs = section(of(pack_sample.revision()), "Beskrivning av ärendet").paragraphs
    assert paragraphs == (
        "Samordningen av kommunernas nätverk stärks med en halv tjänst.",
        "Uppräkningen följer löneutvecklingen.",
        "”Samarbetsavtal Centrum mot våld 2025” gäller sedan den 1 januari 2025. Förslaget ändrar ett "
        "villkor och texten i två punkter.",
        "Parter i det föreslagna avtalet är Ragunda, Bräcke, Krokom, Strömsund, Åre, Berg, Härjedalen och "
        "Östersund.",
        "Underlaget är gjort den 25 november 2026 ur förslagets omgång 1, ändring 7.",
    )


def test_each_change_is_shown_before_and_after_with_its_clause(cmv):
    changed = section(of(pack_sample.revision()), "Ändrade punkter").table
    assert [[plain(cell) for cell in row] for row in changed.rows] == [
        ["Uppräkning", "3 % per år (punkt 11.2, 11.3)", "3,5 % per år (punkt 11.2, 11.3)"]
    ]
    text = next(
        part.table
        for part in of(Agreement.objects.get(slug="cmv-2027")).sections
        if part.table and part.table.caption == "Text som ändras"
    )
    assert text.rows == (
        (
            "11.2 Uppräkning",
            "Kostnaden räknas upp med 3 % per år.",
            "Kostnaden räknas upp med 3,5 % per år.",
            "Lönerna ökar mer än 3 %.",
        ),
        ("10.3 Nätverk", "Ny punkt", "CMV samordnar nätverken.", "–"),
    )


def test_a_term_taken_away_and_one_that_comes_later_are_told(cmv):
    revision = pack_sample.revision()
    revision.terms.filter(kind="review_cap").delete()
    revision.terms.create(kind="uplift_percent", value="2", clause="11.2", valid_from=date(2029, 1, 1))
    rows = [tuple(map(plain, row)) for row in section(of(revision), "Ändrade punkter").table.rows]
    assert ("Tak för en kvalitetsgranskning", "150 000 kr (punkt 11.5)", "–") in rows
    assert ("Uppräkning från 1 januari 2029", "–", "2 % per år (punkt 11.2)") in rows
    values = {
        row[0]: row[3] for row in section(terms_paper(revision_matter(revision, TODAY)), "Villkor").table.rows
    }
    assert plain(values["Tak för en kvalitetsgranskning"]) == "utgår, var 150 000 kr"
    assert values["Uppräkning från 1 januari 2029"] == "nytt"


def test_a_term_that_only_moves_to_another_clause_is_a_change(cmv):
    revision = pack_sample.revision()
    revision.terms.filter(kind="notice_months").update(clause="21")
    rows = [tuple(map(plain, row)) for row in section(of(revision), "Ändrade punkter").table.rows]
    assert ("Uppsägningstid", "12 månader (punkt 22)", "12 månader (punkt 21)") in rows
    table = section(terms_paper(revision_matter(revision, TODAY)), "Villkor").table
    assert plain(next(row[3] for row in table.rows if row[0] == "Uppsägningstid")) == "flyttat från punkt 22"


def test_a_revision_that_changes_nothing_says_so(cmv):
    revision = pack_sample.revision()
    revision.clause_changes.all().delete()
    revision.terms.filter(kind="uplift_percent").update(value="3")
    paper = of(revision)
    assert section(paper, "Ändrade punkter").paragraphs == ("Inga villkor och ingen text är ändrade.",)
    assert "Förslaget ändrar inget villkor." in told(paper)


def test_the_money_in_two_sentences(cmv):
    found = section(of(pack_sample.revision()), "Ekonomiska konsekvenser")
    assert [plain(text) for text in found.paragraphs] == [
        "Kostnaden 2027 är 5 046 700 kr. Det är 12 977 kr eller 0,3 % mer än avtalet nu (5 033 723 kr).",
        "För en enskild kommun är skillnaden från +490 kr (Ragunda) till +6 413 kr (Östersund).",
    ]
    assert found.table.note == "Hela kronor. De som blir över vid avrundningen fördelas efter största rest."


def test_a_lower_cost_is_told_as_less(cmv):
    revision = pack_sample.revision(budget=False)
    pack_sample.add_budget(revision, 2027, lines=[("Personal", 4_000_000)])
    text = plain(section(of(revision), "Ekonomiska konsekvenser").paragraphs[0])
    assert text == (
        "Kostnaden 2027 är 4 360 000 kr. Det är 673 723 kr eller 13,4 % mindre än avtalet nu (5 033 723 kr)."
    )


def test_a_krona_is_no_percentage(cmv):
    revision = pack_sample.revision(budget=False)
    pack_sample.add_budget(revision, 2027, lines=[("Personal", 4_618_095)])  # with 9 % overhead
    text = plain(section(of(revision), "Ekonomiska konsekvenser").paragraphs[0])
    assert text.startswith("Kostnaden 2027 är 5 033 724 kr. Det är 1 kr mer än avtalet nu")


def test_a_revision_of_what_is_only_proposed_is_not_set_beside_an_agreement(cmv):
    before = pack_sample.revision()
    revision = pack_sample.revision(year=2029)
    revision.predecessor = before
    paper = of(revision)
    assert "”Samarbetsavtal Centrum mot våld 2027” är ett förslag som inte har börjat gälla." in told(paper)
    assert section(paper, "Ekonomiska konsekvenser").table.columns[1].label == "Förra förslaget"


def test_a_party_that_leaves_and_one_that_joins(cmv):
    revision = pack_sample.revision()
    revision.parties.filter(organisation__slug="are").delete()
    paper = of(revision)
    assert "Åre kommun lämnar samarbetet." in told(paper)
    row = next(row for row in section(paper, "Ekonomiska konsekvenser").table.rows if row[0] == "Åre")
    assert row[2:3] == ("–",)
    assert plain(row[3]).startswith("−478 757")
    assert "de sju kommunerna" in paper.proposal.points[0]


def test_a_later_term_that_both_editions_have_is_no_change(cmv):
    revision = pack_sample.revision()
    for edition in (cmv, revision):
        edition.terms.create(kind="uplift_percent", value="2", clause="11.2", valid_from=date(2029, 1, 1))
    assert len(section(of(revision), "Ändrade punkter").table.rows) == 1


# --- What is not certain


def test_example_population_is_said(cmv):
    items = section(of(pack_sample.revision()), "Det här är inte säkert än").items
    assert items[0] == "Folkmängden är exempelsiffror. Beloppen ändras när de verkliga siffrorna läggs in."
    assert plain(items[1]).startswith(
        "Beloppen för 2028–2031 är en prognos: 2027 års budget, uppräknad med 3,5 %"
    )


def test_an_unknown_population_is_said(cmv):
    PopulationTable.objects.filter(reference_date=date(2026, 11, 1)).delete()
    items = section(of(pack_sample.revision()), "Det här är inte säkert än").items
    assert items[0].startswith(
        "Folkmängden för 2027 är inte känd än. Beloppen bygger på folkmängden 1 november 2025, den senast "
    )


def test_the_open_questions_that_decide_amounts_are_listed_and_answered_ones_are_not(cmv):
    revision = pack_sample.revision()
    items = section(of(revision), "Öppna frågor i avtalet").items
    assert len(items) == cmv.open_questions.filter(about_costs=True).count() == 7
    question = cmv.open_questions.get(number=1)
    question.answer, question.answered_on = "Den 1 november året före.", TODAY
    question.save()
    assert len(section(of(revision), "Öppna frågor i avtalet").items) == 6


def test_a_question_about_a_changed_clause_is_listed(cmv):
    revision = pack_sample.revision()
    assert "När slutar den första avtalstiden?" not in told(of(revision))
    revision.clause_changes.create(position=3, clause="22", heading="Avtalsperiod", after="Till 2030.")
    assert "När slutar den första avtalstiden? (punkt 22)" in told(of(revision))


def test_the_agreements_files_stand_among_the_documents_and_reports_do_not(cmv):
    revision = pack_sample.revision()
    file = StoredFile.objects.create(sha256="0" * 64, media_type="application/pdf", size=1, content=b"x")
    for kind, title in (("background", "Hyresavtal"), ("minutes", "Protokoll"), ("agreement", "Avtalstext")):
        FiledDocument.objects.create(
            cooperation=cmv.cooperation,
            agreement=revision,
            kind=kind,
            title=title,
            file=file,
            file_name="a.pdf",
        )
    assert section(of(revision), "Handlingar i ärendet").items == (
        "Tjänsteskrivelse, den här",
        "Avtalstext",
        "Hyresavtal",
    )


# --- Without a budget, without a group, without an edition before


def test_a_revision_without_a_budget_says_why_there_are_no_amounts(cmv):
    paper = of(pack_sample.revision(budget=False))
    assert len(paper.proposal.points) == 3
    assert section(paper, "Ekonomiska konsekvenser").paragraphs == ("Ingen kostnad är registrerad för 2027.",)


def test_a_proposal_without_a_political_group_is_written_to_the_parties(db):
    proposal = Agreement.objects.get(slug="vasternorrland-2024")
    paper = of(proposal)
    assert paper.letterhead.recipient == ("Till parterna",)
    assert paper.proposal.lead == "Parterna föreslås besluta"
    assert paper.proposal.points[0].startswith("att godkänna ”")
    assert "de åtta parterna" in paper.proposal.points[-1]  # seven municipalities and their association
    assert "Ändrade punkter" not in told(paper)
    table = section(paper, "Ekonomiska konsekvenser").table
    assert [column.label for column in table.columns] == ["Kommun", "Förslaget", "Kr per invånare"]
    assert "var för sig" in table.note


def test_an_agreement_that_shares_no_cost_has_a_memo_too(db):
    edition = Agreement.objects.get(slug__startswith="dalarna")
    paper = of(edition)
    assert paper.proposal.lead == "Välfärdsrådet föreslås besluta"
    assert "kostnaden för" not in " ".join(paper.proposal.points)


# --- A budget


def test_a_forecast_is_told_as_information(cmv):
    paper = memo(budget_matter(cmv, 2027, TODAY))
    assert paper.title == "Centrum mot våld: kostnad 2027"
    assert [plain(point) for point in paper.proposal.points] == [
        "att ta del av uppgiften om 2027 års kostnad, 5 033 723 kr,",
        "att lämna uppgiften vidare till de åtta kommunerna inför deras budgetarbete.",
    ]
    text = told(paper)
    assert "Kostnaden för 2027 är 2025 års budget, uppräknad med 3 % per år (punkt 11.2, 11.3)" in text
    assert "mer än 2026 (4 887 110 kr)" in text
    assert "Underlaget är gjort den 25 november 2026 ur de uppgifter som då var registrerade." in text


def test_a_proposed_budget_is_recommended(cmv):
    pack_sample.add_budget(cmv, 2028)
    paper = memo(budget_matter(cmv, 2028, TODAY))
    assert paper.title == "Centrum mot våld: förslag till budget 2028"
    assert [plain(point) for point in paper.proposal.points] == [
        "att rekommendera de åtta kommunerna att godkänna kostnaden för 2028, 5 046 700 kr, fördelad enligt "
        "punkt 11.3,",
        "att be de åtta kommunerna skicka sina beslut till KFJH, så att de finns när kostnaden ska "
        "faktureras i januari 2028.",
    ]
    assert "mindre än utan förslaget (5 184 735 kr)" in told(paper)


# --- The extract


def extract_for(matter, slug):
    return extract(matter, matter.party(slug))


def test_an_extract_says_who_decides_what_by_when_and_for_how_much(cmv):
    matter = revision_matter(pack_sample.recommended(pack_sample.revision()), TODAY)
    paper = extract_for(matter, "berg")
    assert paper.proposal.lead == "Bergs kommun föreslås besluta"
    assert [plain(point) for point in paper.proposal.points] == [
        "att godkänna ”Samarbetsavtal Centrum mot våld 2027” från den 1 januari 2027,",
        "att för 2027 betala 268 434 kr, Bergs del av kostnaden,",
        "att underteckna avtalet när beslutet är fattat,",
        "att skicka beslutet till KFJH.",
    ]
    text = told(paper)
    assert "Sociala samrådsgruppen (SocSam) beslutade den 4 december 2026 (§ 27) att rekommendera" in text
    assert (
        "Kommunfullmäktige avgör för Bergs kommun. Nästa möte är den 14 december 2026. Beslutet behövs före "
        "den 1 januari 2027, då avtalet är tänkt att börja gälla." in text
    )
    assert dict(paper.letterhead.facts)["Paragraf"] == "§\u00a027"


def test_no_extract_before_the_group_has_said_yes(cmv):
    revision = pack_sample.revision()
    matter = revision_matter(revision, TODAY)
    assert matter.recommendation is None
    with pytest.raises(ValueError, match="Utan beslut"):
        extract_for(matter, "berg")
    step = revision.steps.get(kind=DecisionStep.Kind.RECOMMENDATION)
    step.outcome, step.decided_on = DecisionStep.Outcome.REFUSED, TODAY
    step.save()
    assert revision_matter(revision, TODAY).recommendation is None


def test_a_recommendation_of_an_earlier_round_does_not_count(cmv):
    revision = pack_sample.recommended(pack_sample.revision())
    revision.round = 2
    assert revision_matter(revision, TODAY).recommendation is None


def test_a_partys_body_and_meeting_are_those_of_this_round(cmv):
    revision = pack_sample.revision()
    revision.round = 2
    step = revision.steps.get(round=1, organisation__slug="berg")
    step.pk, step.round, step.body_name, step.planned_on = None, 2, "Kommunstyrelsen", date(2027, 2, 1)
    step.save()
    party = revision_matter(revision, TODAY).party("berg")
    assert (party.body, party.meets_on) == ("Kommunstyrelsen", date(2027, 2, 1))
    assert revision_matter(revision, TODAY).party("are").body == ""


def test_a_budget_that_the_group_has_decided_gives_extracts(cmv):
    budget = pack_sample.add_budget(cmv, 2028)
    assert budget_matter(cmv, 2028, TODAY).recommendation is None
    decide(cmv, budget, Body.objects.get(slug="styrgrupp-cmv"))
    assert budget_matter(cmv, 2028, TODAY).recommendation is None
    decide(cmv, budget, Body.objects.get(slug="socsam"))
    matter = budget_matter(cmv, 2028, TODAY)
    paper = extract_for(matter, "berg")
    assert paper.proposal.points[0] == "att godkänna budgeten för 2028,"
    assert "Budgeten rekommenderas." in told(paper)
    assert "(§ 3/2026)" in told(paper)


def decide(cmv, budget, body):
    meeting = Meeting.objects.create(
        body=body, starts_at=datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Europe/Stockholm"))
    )
    item = AgendaItem.objects.create(
        meeting=meeting, position=1, cooperation=cmv.cooperation, title="Budget 2028"
    )
    Decision.objects.create(
        item=item,
        body=body,
        year=2026,
        paragraph=3,
        outcome=Decision.Outcome.APPROVED,
        text="Budgeten rekommenderas.",
        effect=EffectKind.BUDGET,
        target=budget.pk,
    )
