"""What is let in: by content, looked through, without a personal number, and kept only in the database."""

import hashlib
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from signing_lab import NOW, PERSONAL_NUMBER, agreement_pdf, anna, authority, certified, sign

from agreements import uploads
from agreements.files.kinds import DOCX, PDF, PNG
from agreements.models import StoredFile
from agreements.refusals import Refused
from agreements.signing.result import Verdict
from agreements.uploads import HOLDS_NUMBER, NOT_KEPT, Infected, receive, receive_signed, safe_name, store

pytestmark = pytest.mark.django_db


def upload(data, name="avtal.pdf"):
    return SimpleUploadedFile(name, data)


def test_a_document_is_received_with_its_text():
    received = receive(upload(agreement_pdf("Åre")))
    assert (received.kind, received.name, received.text) == (PDF, "avtal.pdf", "Åre")
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"<svg/>", "bild.png", "tas inte emot"),
        (b"", "tom.pdf", "tom"),
        (agreement_pdf("800101-0001"), "avtal.pdf", HOLDS_NUMBER),
        (agreement_pdf(), f"{PERSONAL_NUMBER}.pdf", HOLDS_NUMBER),
        (agreement_pdf(), "Anna 800101-0009.pdf", HOLDS_NUMBER),
    ],
)
def test_what_is_not_received(data, name, said):
    with pytest.raises(Refused, match=said[:30]) as refusal:
        receive(upload(data, name))
    assert "0001" not in str(refusal.value)


def test_too_large_a_file_is_refused_before_it_is_read(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_BYTES", 10)
    monkeypatch.setattr(uploads, "examine", None)
    with pytest.raises(Refused, match="20 MB"):
        receive(upload(agreement_pdf()))


SCANNED = []


def scan(data):
    SCANNED.append(data)
    if b"EICAR" in data:
        raise Infected


def broken_scan(data):
    raise OSError("skannern svarar inte")


def test_the_principals_scanner_sees_every_file_first(settings, monkeypatch):
    settings.UPLOAD_SCANNER = f"{__name__}.scan"
    monkeypatch.setattr(uploads, "examine", None)
    with pytest.raises(Refused, match="viruskontrollen"):
        receive(upload(b"EICAR"))
    assert SCANNED == [b"EICAR"]


def test_no_file_is_kept_when_the_scanner_does_not_answer(settings):
    settings.UPLOAD_SCANNER = f"{__name__}.broken_scan"
    with pytest.raises(OSError, match="skannern"):
        receive(upload(agreement_pdf()))


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("avtal.pdf", PDF, "avtal.pdf"),
        ("Avtal 2025 åäö.PDF", PDF, "Avtal 2025 åäö.pdf"),
        ("avtal.exe", PDF, "avtal.pdf"),
        ("avtal.pdf.exe", PDF, "avtal.pdf.pdf"),
        ("../../etc/passwd", PNG, "passwd.png"),
        (r"C:\filer\avtal.docx", DOCX, "avtal.docx"),
        ("avtal\u202efdp.exe", PDF, "avtalfdp.pdf"),
        ('a"b\r\nc: d.pdf', PDF, "abc d.pdf"),
        ("...", PDF, "handling.pdf"),
        ("", PDF, "handling.pdf"),
        ("x" * 300 + ".pdf", PDF, "x" * 116 + ".pdf"),
    ],
)
def test_a_files_name_is_made_safe(name, kind, safe):
    assert safe_name(name, kind) == safe


def test_the_same_content_is_stored_once():
    first, second = store(b"hej", PDF), store(b"hej", PDF)
    assert first.pk == second.pk
    assert first.sha256 == hashlib.sha256(b"hej").hexdigest()
    assert bytes(first.content) == b"hej"


@pytest.fixture
def trusted(settings, tmp_path):
    (tmp_path / "rot.pem").write_bytes(authority().pem)
    settings.SIGNATURE_TRUST_ROOTS = str(tmp_path / "rot.pem")


@pytest.mark.usefixtures("trusted")
def test_a_signed_file_is_checked_and_kept():
    pdf = sign(agreement_pdf(), anna())
    received = receive_signed(upload(pdf, "undertecknat.pdf"), at=NOW + timedelta(days=1))
    assert received.signed.verdict is Verdict.VALID
    assert bytes(received.file.content) == pdf
    assert received.file.sha256 == received.signed.sha256
    assert (received.name, received.why_not_kept) == ("undertecknat.pdf", "")


def test_without_trusted_issuers_the_signer_is_unknown_and_the_file_kept():
    received = receive_signed(upload(sign(agreement_pdf(), anna())), at=NOW)
    assert received.signed.verdict is Verdict.UNKNOWN_SIGNER
    assert received.file is not None


@pytest.mark.usefixtures("trusted")
def test_a_signed_file_with_a_personal_number_is_checked_but_not_kept():
    pdf = sign(agreement_pdf(), certified("Anna Provsson", authority(), number=PERSONAL_NUMBER))
    received = receive_signed(upload(pdf), at=NOW + timedelta(days=1))
    assert received.signed.verdict is Verdict.VALID
    assert received.signed.sha256 == hashlib.sha256(pdf).hexdigest()
    assert (received.file, received.why_not_kept) == (None, NOT_KEPT)
    assert not StoredFile.objects.exists()


def test_a_signed_files_name_with_a_personal_number_is_not_kept():
    received = receive_signed(upload(sign(agreement_pdf(), anna()), f"{PERSONAL_NUMBER}.pdf"), at=NOW)
    assert received.name == "underskrift.pdf"


def test_what_is_no_pdf_is_told_and_not_kept():
    received = receive_signed(upload(b"hej", "hej.pdf"), at=NOW)
    assert received.signed.verdict is Verdict.NOT_PDF
    assert received.file is None
