"""What an uploaded file is, by its content; what it says; and that a personal number in it is found."""

import io
import time
import zipfile
from datetime import timedelta

import docx
import openpyxl
import pikepdf
import pytest
from signing_lab import (
    NOW,
    PERSONAL_NUMBER,
    add_to,
    agreement_pdf,
    anna,
    authority,
    bomb,
    certified,
    encrypted,
    fill_in,
    sign,
)

from agreements.files import kinds, room
from agreements.files.kinds import DOCX, JPEG, ODS, ODT, PDF, PNG, PPTX, XLSX, FileRefused, kind_of
from agreements.files.reader import read_document, read_signed
from agreements.files.room import TOO_HARD, examine, examine_signed
from agreements.signing.result import Verdict

NUMBER = "800101-0001"
PNG_FILE = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
JPEG_FILE = b"\xff\xd8\xff\xe0" + b"\x00" * 40


def word(*texts, runs=()):
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    if runs:
        paragraph = document.add_paragraph()
        for run in runs:
            paragraph.add_run(run).bold = True
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def sheet(*cells):
    book = openpyxl.Workbook()
    for cell in cells:
        book.active.append([cell])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def repacked(data, **changed):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return packed(parts | {name.replace("__", "/"): content for name, content in changed.items()})


def damaged(package):
    """The package with a byte of its text changed, so that the check sum is wrong."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        place = opened.getinfo("word/document.xml").header_offset + 200
    return package[:place] + bytes([package[place] ^ 1]) + package[place + 1 :]


def slides(text="hej"):
    types = b"<Types/>"
    main = b"<p/>"
    slide = f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:t>{text}</a:t></a:p></p:sld>'
    return packed(
        {"[Content_Types].xml": types, "ppt/presentation.xml": main, "ppt/slides/slide1.xml": slide}
    )


def open_document(kind, text="hej"):
    body = f'<office:body xmlns:office="o" xmlns:text="t"><text:p>{text}</text:p></office:body>'
    return packed({"mimetype": kind.media_type, "content.xml": body})


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (agreement_pdf(), PDF),
        (word("hej"), DOCX),
        (sheet("hej"), XLSX),
        (slides(), PPTX),
        (open_document(ODT), ODT),
        (open_document(ODS), ODS),
        (PNG_FILE, PNG),
        (JPEG_FILE, JPEG),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_a_file_is_known_by_its_content(data, kind):
    assert kind_of(data) is kind


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "tom"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "tas inte emot"),
        (b"<!doctype html><script>alert(1)</script>", "tas inte emot"),
        (b"<html>%PDF-1.7", "tas inte emot"),
        (b"GIF89a", "tas inte emot"),
        (b"MZ\x90\x00", "tas inte emot"),
        (b"hej", "tas inte emot"),
        (packed({"a.txt": "hej"}), "tas inte emot"),
        (b"PK\x03\x04 trasig", "trasig"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 99, "äldre format"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"), "lösenord"),
        (repacked(word("hej"), word__vbaProject=b"x"), "makron"),
        (repacked(word("hej"), **{"[Content_Types].xml": b"application/x.macroEnabled.main"}), "makron"),
        (repacked(open_document(ODT), **{"Basic__Standard__script.xml": b"x"}), "makron"),
        (repacked(word("hej"), **{"word__embeddings__ole1.bin": b"x"}), "inbäddade filer"),
        (
            repacked(
                word("hej"),
                **{
                    "word___rels__settings.xml.rels": b'<Relationship Type="http://x/attachedTemplate" '
                    b'Target="http://x/mall.dotm" TargetMode="External"/>'
                },
            ),
            "annan plats",
        ),
    ],
)
def test_what_is_not_taken(data, said):
    with pytest.raises(FileRefused, match=said):
        kind_of(data)


def test_a_link_that_a_person_follows_is_fine():
    relation = b'<Relationship Type="http://x/hyperlink" Target="http://x/" TargetMode="External"/>'
    assert kind_of(repacked(word("hej"), **{"word___rels__x.xml.rels": relation})) is DOCX


def test_a_package_that_unfolds_too_far_is_not_taken(monkeypatch):
    monkeypatch.setattr(kinds, "MOST_UNPACKED", 1000)
    with pytest.raises(FileRefused, match="packas upp"):
        kind_of(word("hej"))


def test_too_large_a_file_is_not_taken(monkeypatch):
    monkeypatch.setattr(kinds, "MOST_BYTES", 10)
    with pytest.raises(FileRefused, match="20 MB"):
        kind_of(PNG_FILE)


@pytest.mark.parametrize(
    "data",
    [
        agreement_pdf("Åre och Östersund"),
        word("Åre och Östersund"),
        sheet("Åre och Östersund"),
        slides("Åre och Östersund"),
        open_document(ODT, "Åre och Östersund"),
        open_document(ODS, "Åre och Östersund"),
    ],
    ids=["pdf", "docx", "xlsx", "pptx", "odt", "ods"],
)
def test_the_text_is_read_for_the_search(data):
    read = read_document(data)
    assert read.text == "Åre och Östersund"
    assert not read.refusal
    assert not read.holds_number


def with_metadata(pdf, **fields):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for name, value in fields.items():
            opened.docinfo[f"/{name}"] = value
        opened.save(out)
    return out.getvalue()


def with_attachment(pdf, name, data):
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.attachments[name] = data
        opened.save(out)
    return out.getvalue()


def with_visible_note(pdf, text):
    """A drawing on the page that belongs to an annotation, as a visible signature does."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        page = opened.pages[0]
        drawing = opened.make_stream(b"BT /F1 12 Tf 5 5 Td (" + text.encode() + b") Tj ET")
        drawing.Type, drawing.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        drawing.BBox = [0, 0, 100, 20]
        drawing.Resources = page.Resources
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[0, 0, 100, 20],
            AP=pikepdf.Dictionary(N=drawing),
        )  # fmt: skip
        page.Annots = opened.make_indirect(pikepdf.Array([opened.make_indirect(note)]))
        opened.save(out)
    return out.getvalue()


def with_page_text_replaced(pdf, text):
    """A later edition of the file in which the page says something else; the old one is still in it."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    data = b"BT /F1 12 Tf 20 60 Td (" + text.encode() + b") Tj ET"
    page["/Contents"] = writer.add_object(generic.StreamObject(stream_data=data))
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        agreement_pdf(f"Anna {NUMBER}"),
        with_metadata(agreement_pdf(), Author=f"Anna {NUMBER}"),
        with_metadata(agreement_pdf(), Keywords=PERSONAL_NUMBER),
        fill_in(agreement_pdf(form=True), NUMBER),
        with_visible_note(agreement_pdf(), f"Anna {NUMBER}"),
        add_to(agreement_pdf(), NUMBER),
        with_page_text_replaced(agreement_pdf(f"Anna {NUMBER}"), "Borttaget"),
        with_attachment(agreement_pdf(), "logg.html", f"<p>Anna, {NUMBER}</p>".encode()),
        with_attachment(agreement_pdf(), "logg.pdf", agreement_pdf(NUMBER)),
        with_attachment(agreement_pdf(), f"{PERSONAL_NUMBER}.txt", b"hej"),
        sign(agreement_pdf(), certified("Anna", authority(), number=PERSONAL_NUMBER)),
        sign(agreement_pdf(), certified("Anna", authority(), number=f"PNOSE-{PERSONAL_NUMBER}")),
        sign(agreement_pdf(), certified(f"Anna {NUMBER}", authority())),
        sign(agreement_pdf(), anna(), reason=f"Underskrift av {NUMBER}"),
        word(f"Anna {NUMBER}"),
        word(runs=["Anna 800101", "-0001"]),
        repacked(word("hej"), **{"docProps__core.xml": f"<cp><creator>{PERSONAL_NUMBER}</creator></cp>"}),
        sheet("hej", NUMBER),
        sheet(int(PERSONAL_NUMBER)),
        slides(NUMBER),
        open_document(ODT, NUMBER),
        open_document(ODS, NUMBER),
        PNG_FILE + b"tEXtAuthor\x00Anna " + NUMBER.encode(),
        JPEG_FILE + NUMBER.encode(),
    ],
    ids=[
        *("page", "author", "keywords", "form field", "visible signature", "addition", "earlier edition"),
        *("attached log", "attached pdf", "attachment's name", "certificate", "PNOSE", "name", "reason"),
        *("word", "word in two runs", "word properties", "sheet", "number cell", "slide", "odt", "ods"),
        *("png", "jpeg"),
    ],
)
def test_a_personal_number_is_found_wherever_it_stands(data):
    read = read_document(data)
    assert read.holds_number
    assert read.text == ""
    assert "0001" not in repr(read)


@pytest.mark.parametrize(
    "data",
    [
        sign(agreement_pdf("Org.nr 212000-2502, tel. 063-14 30 00, 4 744 767 kr"), anna()),
        with_metadata(agreement_pdf(), CreationDate="D:20250314093021+01'00'", Subject="2025-03-14"),
        with_attachment(agreement_pdf(), "underlag.csv", b"212000-2502;4744767"),
        word("Org.nr 212000-2502, den 14 mars 2025, kl. 09.30"),
        sheet("212000-2502", 4744767, "2025-03-14"),
    ],
    ids=["signed", "dates", "attachment", "word", "sheet"],
)
def test_an_ordinary_file_holds_none(data):
    read = read_document(data)
    assert not read.holds_number
    assert not read.refusal


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (encrypted(agreement_pdf()), "lösenord"),
        (b"%PDF-1.7 hej", "läsa"),
        (agreement_pdf()[:200], "läsa"),
        (damaged(word("hej")), "trasig"),
        (repacked(word("hej"), **{"word__document.xml": b"<a>"}), "trasig"),
        (
            repacked(word("hej"), **{"word__document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
            "trasig",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(data, said):
    assert said in read_document(data).refusal


def test_a_pdf_with_too_many_pages_is_refused(monkeypatch):
    monkeypatch.setattr("agreements.files.pdf.MOST_PAGES", 0)
    assert "fler än 0 sidor" in read_document(agreement_pdf()).refusal


def test_a_page_that_cannot_be_unpacked_is_refused_and_not_taken_for_empty():
    assert "läsa" in read_document(bomb(100)).refusal


def signed_file(data):
    return read_signed(data, trust_roots=[authority().asn1], at=NOW + timedelta(days=1))


def test_the_signatures_are_told_even_when_the_file_is_not_kept():
    read = signed_file(sign(agreement_pdf(), certified("Anna", authority(), number=PERSONAL_NUMBER)))
    assert read.holds_number
    assert read.signed.verdict is Verdict.VALID


def test_a_signed_file_must_be_a_pdf():
    read = signed_file(word("hej"))
    assert read.refusal == "Filen är ingen PDF."
    assert read.signed.verdict is Verdict.NOT_PDF


def test_a_process_of_its_own_reads_the_file():
    pdf = sign(agreement_pdf("Åre"), anna())
    assert examine(pdf) == read_document(pdf)
    asked = {"trust_roots": [authority().asn1], "at": NOW + timedelta(days=1)}
    assert examine_signed(pdf, **asked) == read_signed(pdf, **asked)


def test_the_process_has_none_of_the_portals_secrets(monkeypatch):
    seen = {}
    monkeypatch.setenv("SECRET_KEY", "hemligt")
    monkeypatch.setenv("DATABASE_URL", "hemligt")
    real = room.subprocess.run

    def run(command, **given):
        seen.update(given["env"])
        return real(command, **given)

    monkeypatch.setattr(room.subprocess, "run", run)
    examine(PNG_FILE)
    assert "PATH" in seen
    assert "hemligt" not in seen.values()


def test_a_file_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(room, "SECONDS", 0.01)
    started = time.monotonic()
    assert examine(agreement_pdf()).refusal == TOO_HARD
    assert time.monotonic() - started < 5
    read = examine_signed(agreement_pdf(), trust_roots=[], at=NOW)
    assert (read.refusal, read.signed.verdict) == (TOO_HARD, Verdict.BROKEN)


def test_a_process_that_ends_in_a_fault_is_a_refusal(monkeypatch):
    monkeypatch.setattr(room, "_HOME", "/")
    assert examine(agreement_pdf()).refusal == TOO_HARD
