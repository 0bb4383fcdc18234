"""The call and the minutes: what stands in the PDF and the Word file, and that they are kept as they were."""

import io
import subprocess

import meeting_world as world
import pytest
from docx import Document as open_word

from agreements.actions import decisions
from agreements.models import Membership
from cmv_portal.meetings.papers import current_call, current_minutes, minutes_paper, paper_of
from cmv_portal.packs.word import word_file
from followup import documents
from tests.followup.test_documents import poppler, ua_errors

pytestmark = pytest.mark.django_db
NBSP = "\u00a0"


@pytest.fixture
def meeting():
    """Held, with one decision; a substitute served for Kim."""
    kim = world.seat("Kim Exempel")
    jo = world.seat("Jo Exempel", office="substitute", substitutes_for=kim)
    booked = world.booked()
    item = world.item_of(
        booked, "Gemensam rutin", background="Rutinen är på remiss.\n\nSvar finns.", proposal="Anta rutinen."
    )
    world.called(booked)
    meeting = world.attended(booked, {kim: world.Status.ABSENT, jo: world.Status.SERVING})
    decisions.take_decision(
        item=item, outcome="approved", text="Styrgruppen antar rutinen.", by=world.strategist()
    )
    return meeting


def pdf_text(paper):
    text = poppler(documents.render_memo(paper.contents()), "pdftotext", "-layout", "-", "-")
    return " ".join(text.replace(NBSP, " ").split())


def word_text(paper):
    document = open_word(io.BytesIO(word_file(paper)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    texts = [*(paragraph.text for paragraph in document.paragraphs), *cells]
    return " ".join(" ".join(texts).replace(NBSP, " ").split())


@pytest.mark.parametrize("text_of", [pdf_text, word_text], ids=["pdf", "word"])
def test_the_minutes_say_who_was_there_and_what_was_decided(meeting, text_of):
    text = text_of(current_minutes(meeting))
    for told in (
        "Protokoll för Styrgrupp CMV",
        "21 maj 2026",
        "tjänstgör för Kim Exempel",
        "§ 1/2026. Gemensam rutin",
        "Svar finns.",
        "Beslut (enligt förslaget): Styrgruppen antar rutinen.",
        "Protokollet är inte justerat. Det är ett utkast.",
    ):
        assert told in text, told


@pytest.mark.parametrize("text_of", [pdf_text, word_text], ids=["pdf", "word"])
def test_the_call_has_the_agenda_with_its_proposal(meeting, text_of):
    text = text_of(current_call(meeting))
    assert "Kallelse till Styrgrupp CMV" in text
    assert "1. Gemensam rutin" in text
    assert "Förslag till beslut: Anta rutinen." in text
    assert "Utkast" not in text


def test_a_draft_is_marked_and_adjusted_minutes_are_not(meeting):
    assert "Utkast" in pdf_text(current_minutes(meeting))
    text = pdf_text(current_minutes(world.adjusted(meeting)))
    assert "Utkast" not in text
    assert "Justerat den 21 maj 2026 av Noel Exempel." in text


def test_adjusted_minutes_are_printed_as_they_were(meeting):
    meeting = world.adjusted(meeting)
    kept = documents.render_memo(current_minutes(meeting).contents())
    for seat in Membership.objects.all():
        seat.name = "Någon Annan"
        seat.save()
    assert "Någon Annan" in str(minutes_paper(meeting).contents())
    assert documents.render_memo(current_minutes(meeting).contents()) == kept
    assert current_minutes(meeting).contents() == meeting.minutes_contents


def test_a_kept_paper_is_read_back_as_it_was(meeting):
    paper = minutes_paper(meeting)
    assert paper_of(paper.contents()) == paper


@pytest.mark.parametrize("make", [current_call, current_minutes])
def test_the_pdf_is_for_everyone(meeting, make, tmp_path):
    assert ua_errors(documents.render_memo(make(meeting).contents()), tmp_path) == []


def test_the_word_file_is_in_swedish_with_headings_and_page_numbers(meeting):
    document = open_word(io.BytesIO(word_file(current_minutes(meeting))))
    headings = [row.text for row in document.paragraphs if row.style.name == "Heading 1"]
    assert headings == ["Närvaro", f"§{NBSP}1/2026. Gemensam rutin", "Justering"]
    assert document.core_properties.language == "sv-SE"
    section = document.sections[0]
    assert "Utkast" in section.header.paragraphs[0].text
    assert "PAGE" in section.footer._element.xml


def test_libreoffice_opens_the_word_file(meeting, tmp_path):
    (tmp_path / "protokoll.docx").write_bytes(word_file(current_minutes(meeting)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        tmp_path,
        "protokoll.docx",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=tmp_path)
    text = poppler((tmp_path / "protokoll.pdf").read_bytes(), "pdftotext", "-layout", "-", "-")
    assert "Styrgruppen antar rutinen." in text
    assert "Sida 1 (1)" in text
