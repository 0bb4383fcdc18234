"""The search: every kind of record, only what the person may read, and never a figure or a report's text."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from page_tools import queries_of
from signing_lab import agreement_pdf

from agreements.actions.documents import add_document, replace_document
from agreements.models import (
    AgendaItem,
    Agreement,
    Body,
    ClauseChange,
    Cooperation,
    Decision,
    Meeting,
    OpenQuestion,
    Organisation,
    PartyNotice,
)
from cmv_portal.search.queries import MOST_OF_A_KIND, search
from costs.models import Scenario
from followup.models import AnnualReport, ReportText

WORD = "Ängsblomster"


@pytest.fixture
def sam(person):
    return person("sam")


def found(user, query=WORD):
    """What a search finds, as kind → titles."""
    told = search(user, query)
    return {
        group.heading: ["".join(piece.text for piece in hit.title) for hit in group.hits]
        for group in told.groups
    }


def page(browser, query):
    return browser.get("/sok/", {"q": query}).content.decode()


@pytest.fixture
def everything(cmv, sam, person):
    """A record of every kind of CMV's that holds the word."""
    cooperation = cmv.cooperation
    cmv.note = f"Om {WORD}"
    cmv.save()
    term = cmv.terms.first()
    term.note = f"Om {WORD}"
    term.save()
    ClauseChange.objects.create(agreement=cmv, position=1, clause="5", after=f"Ny lydelse om {WORD}")
    OpenQuestion.objects.create(
        agreement=cmv, number=99, clause="5", title=f"Vad är {WORD}?", description="Oklart",
        reading_used="A", other_reading="B", answered_by="Styrgruppen",
    )  # fmt: skip
    body = Body.objects.filter(roles__cooperation=cooperation, roles__kind="steering_group").first()
    body.mandate = f"Vårdar {WORD}"
    body.save()
    meeting = Meeting.objects.create(body=body, starts_at=datetime(2026, 9, 9, 9, tzinfo=UTC), place=WORD)
    item = AgendaItem.objects.create(
        meeting=meeting, position=1, cooperation=cooperation, title="Ärende", background=f"Om {WORD}"
    )
    Decision.objects.create(
        item=item, body=body, year=2026, paragraph=77, outcome="approved", text=f"Att plantera {WORD}"
    )
    PartyNotice.objects.create(
        agreement=cmv, kind="information", sender=Organisation.objects.get(slug="berg"),
        sent_on=date(2026, 3, 1), summary=f"Om {WORD}", registered_by=sam,
    )  # fmt: skip
    Scenario.objects.create(
        cooperation=cooperation, agreement=cmv, name=f"Utan {WORD}", first_year=2027, changes={}, base={},
        is_shared=True, made_by=sam,
    )  # fmt: skip
    file = SimpleUploadedFile("a.pdf", agreement_pdf(f"Text om {WORD} i Åre"))
    add_document(cooperation=cooperation, agreement=cmv, kind="other", title="Underlag", file=file, by=sam)
    return cmv


KINDS = {
    *("Avtal", "Avtalsvillkor", "Ändringar i avtalens text", "Öppna frågor", "Handlingar", "Beslut"),
    *("Ärenden", "Möten", "Organ", "Meddelanden mellan parterna", "Scenarier"),
}


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("query", ["Ängsblomster", "ÄNGSBLOMSTER", "ängsblom", "ängsblomster"])
def test_every_kind_of_record_is_found_whatever_the_case(sam, query):
    assert set(found(sam, query)) == KINDS


@pytest.mark.usefixtures("everything")
def test_a_letter_is_not_found_without_its_dots(sam):
    assert found(sam, "Angsblomster") == {}


@pytest.mark.usefixtures("everything")
def test_who_has_nothing_to_do_with_the_cooperation_finds_none_of_it(person):
    assert set(found(person("vide"))) == set()


def test_dalarna_is_found_by_who_reads_about_it_alone(person, sam):
    assert "Avtal" in found(sam, "Dalarna")
    assert found(person("kim"), "Dalarna") == {}


@pytest.mark.usefixtures("everything")
def test_who_may_not_see_the_costs_finds_no_scenario(person):
    assert set(found(person("admin"))) == KINDS - {"Scenarier"}


def test_anothers_scenario_that_is_not_shared_is_not_found(everything, sam, person):
    Scenario.objects.update_or_create(made_by=sam, defaults={"is_shared": False})
    assert "Scenarier" in found(sam)
    assert "Scenarier" not in found(person("kim"))


def test_a_draft_is_found_only_by_who_takes_part_in_it(everything, person, sam):
    draft = Agreement.objects.create(
        cooperation=everything.cooperation, slug="cmv-2031", title="Samarbetsavtal 2031", year=2031,
        status="draft", evidence="portal", source="Portalen", purpose="Om tussilago",
    )  # fmt: skip
    ClauseChange.objects.create(agreement=draft, position=1, clause="5", after="tussilago")
    file = SimpleUploadedFile("a.pdf", agreement_pdf("tussilago"))
    add_document(
        cooperation=draft.cooperation, agreement=draft, kind="other", title="Underlag", file=file, by=sam
    )
    assert set(found(sam, "tussilago")) == {"Avtal", "Ändringar i avtalens text", "Handlingar"}
    assert found(person("mika"), "tussilago") == {}


def test_a_version_that_is_replaced_is_not_found(everything, sam):
    document = everything.documents.get()
    replace_document(document=document, file=SimpleUploadedFile("b.pdf", agreement_pdf("Annat")), by=sam)
    assert "Handlingar" not in found(sam)
    assert found(sam, "annat underlag")["Handlingar"] == ["Underlag"]


def test_a_report_is_found_by_its_title_and_never_by_its_text(person):
    cmv, charlie = Cooperation.objects.get(slug="cmv"), person("charlie")
    report = AnnualReport.objects.create(cooperation=cmv, year=2024, opened_by=charlie)
    ReportText.objects.create(report=report, slot="ekonomi", text=f"Om {WORD}")
    assert found(charlie) == {}
    assert found(charlie, "verksamhetsberättelse 2024") == {
        "Verksamhetsberättelser": ["Verksamhetsberättelse 2024, CMV"]
    }
    assert found(person("kim"), "verksamhetsberättelse 2024") == {}


def test_nothing_of_the_figures_is_searched():
    """The sources know of no figure: neither the rows, nor texts, nor what was printed."""
    from pathlib import Path

    from cmv_portal.search import sources

    text = Path(sources.__file__).read_text(encoding="utf-8")
    assert "followup.models" not in text
    assert all(name not in text for name in ("ReportText", "Publication", ".contents", "FigureImport"))


@pytest.mark.usefixtures("everything")
def test_several_words_must_all_stand_there(sam):
    assert found(sam, f"{WORD} åre") == {"Handlingar": ["Underlag"]}
    assert found(sam, f"{WORD} kyrka") == {}


def test_where_something_belongs_helps_but_is_not_enough(sam):
    """Every term belongs to an agreement; a search for its title is not answered by them all."""
    assert "Avtalsvillkor" not in found(sam, "Samarbetsavtal 2025 Jämtlands")
    assert found(sam, "Dalarna revideras")["Avtalsvillkor"]


def test_the_word_itself_comes_before_longer_ones(sam):
    told = search(sam, "Åre")
    assert told.groups[0].heading == "Organisationer"


def test_the_page_shows_the_words_in_context_and_escapes_the_rest(everything, sam, signed_in):
    OpenQuestion.objects.filter(number=99).first().delete()
    cmv = everything
    cmv.note = f"<script>alert(1)</script> {WORD}"
    cmv.save()
    shown = page(signed_in("sam"), WORD)
    assert f"&lt;script&gt;alert(1)&lt;/script&gt; <mark>{WORD}</mark>" in shown
    assert "<script>alert" not in shown


def test_a_query_is_shown_escaped(signed_in):
    shown = page(signed_in("sam"), '"><script>x</script>')
    assert "<script>x" not in shown
    assert "Inget hittades." in shown


def test_an_empty_search_asks_for_words(signed_in):
    shown = page(signed_in("sam"), "  ")
    assert "<h1>Sök i portalen</h1>" in shown
    assert "hits" not in shown


@pytest.mark.parametrize("query", ["800101-0001", "Anna 198001010001", "8001010009"])
def test_a_personal_number_is_neither_searched_nor_shown(signed_in, query):
    shown = page(signed_in("sam"), query)
    assert "ser ut som ett personnummer" in shown
    assert "0101" not in shown


def test_a_long_list_is_cut_and_says_so(cmv, sam, signed_in):
    for number in range(MOST_OF_A_KIND + 2):
        OpenQuestion.objects.create(
            agreement=cmv, number=200 + number, clause="5", title=f"{WORD} {number}", description="x",
            reading_used="A", other_reading="B", answered_by="C",
        )  # fmt: skip
    shown = page(signed_in("sam"), WORD)
    assert "<h1>Tolv träffar</h1>" in shown
    assert "Och två till." in shown
    assert shown.count("<mark>") == MOST_OF_A_KIND


def test_every_page_has_a_field_to_search_from(signed_in):
    for address in ("/", "/avtal/cmv-2025/", "/hjalp/"):
        assert 'id="sok" name="q"' in signed_in("mika").get(address).content.decode()
    assert 'id="sok"' not in page(signed_in("mika"), "avtal")


def test_who_is_not_signed_in_searches_nothing(client):
    assert client.get("/sok/", {"q": "avtal"}).status_code == 302
    assert 'id="sok"' not in client.get("/hjalp/").content.decode()


@pytest.mark.usefixtures("everything")
def test_the_queries_do_not_grow_with_what_is_found(signed_in, cmv):
    browser = signed_in("sam")
    few = queries_of(browser, f"/sok/?q={WORD}")
    for number in range(8):
        OpenQuestion.objects.create(
            agreement=cmv, number=300 + number, clause="5", title=f"{WORD} {number}", description="x",
            reading_used="A", other_reading="B", answered_by="C",
        )  # fmt: skip
        ClauseChange.objects.create(agreement=cmv, position=10 + number, clause="5", after=WORD)
    assert queries_of(browser, f"/sok/?q={WORD}") == few
