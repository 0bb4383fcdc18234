"""A signed PDF is named for what it is: who signed, when, unchanged or not, known or not."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from asn1crypto import cms
from signing_lab import (
    NOW,
    PERSONAL_NUMBER,
    YEAR,
    add_to,
    agreement_pdf,
    anna,
    authority,
    certified,
    encrypted,
    fill_in,
    sign,
    with_revoked,
)

from agreements.personal_numbers import holds_personal_number
from agreements.signing.check import check_signatures
from agreements.signing.result import ADDED_TO, CHANGED, UNCHANGED, After, SignedPdf, Verdict
from agreements.signing.roots import RootsFault, read_roots


def check(pdf, *, roots=None, at=NOW + timedelta(days=1)):
    return check_signatures(pdf, trust_roots=[authority().asn1] if roots is None else roots, at=at)


def only(found: SignedPdf):
    assert len(found.signatures) == 1
    return found.signatures[0]


def test_a_signed_unchanged_file_by_a_known_signer_is_valid():
    found = check(sign(agreement_pdf(), anna()))
    signature = only(found)
    assert found.verdict is signature.verdict is Verdict.VALID
    assert (signature.name, signature.organisation) == ("Anna Provsson", "Bergs kommun")
    assert signature.is_intact
    assert signature.is_trusted
    assert signature.covers_whole_file
    assert signature.after is After.NOTHING
    assert found.sentence == (
        "Undertecknad av Anna Provsson, Bergs kommun den 3 mars 2026. "
        "Filen är oförändrad efter underskriften. "
        "Tiden är från undertecknarens egen klocka. Filen har ingen tidsstämpel som portalen litar på."
    )


def test_the_sha_256_is_the_whole_files():
    import hashlib

    pdf = sign(agreement_pdf(), anna())
    assert check(pdf).sha256 == hashlib.sha256(pdf).hexdigest()


def test_a_signed_changed_letter_is_a_changed_file():
    pdf = sign(agreement_pdf("Kostnaden är 5 000 kr"), anna())
    found = check(pdf.replace(b"5 000 kr", b"9 000 kr"))
    assert found.verdict is Verdict.CHANGED
    assert CHANGED in found.sentence
    assert UNCHANGED not in found.sentence


def test_no_changed_byte_anywhere_leaves_the_file_valid():
    """Every 13th byte in turn, the room for the signature and its padding included."""
    pdf = sign(agreement_pdf(), replace(anna(), chain=()))
    assert check(pdf).verdict is Verdict.VALID
    for place in range(0, len(pdf), 13):
        assert check(with_changed_byte(pdf, place)).verdict is not Verdict.VALID, place


def test_a_changed_byte_in_a_certificate_that_came_along_is_seen():
    pdf = sign(agreement_pdf(), anna())
    carried = authority().asn1.dump().hex().encode()
    place = pdf.lower().index(carried) + len(carried) - 8
    assert check(with_changed_byte(pdf, place)).verdict is not Verdict.VALID


def with_changed_byte(pdf, place):
    changed = bytearray(pdf)
    changed[place] ^= 1
    return bytes(changed)


def test_something_hidden_in_the_room_for_the_signature_is_an_addition():
    pdf = sign(agreement_pdf(), anna())
    end = pdf.index(b"0000>", pdf.index(b"/Contents <30"))
    assert check(pdf[:end] + b"00a1>" + pdf[end + 5 :]).verdict is Verdict.ADDED_TO


def test_an_addition_after_the_signature_is_named_though_the_signature_is_intact():
    found = check(add_to(sign(agreement_pdf(), anna())))
    assert only(found).is_intact
    assert not only(found).covers_whole_file
    assert found.verdict is Verdict.ADDED_TO
    assert ADDED_TO in found.sentence
    assert UNCHANGED not in found.sentence


def test_an_addition_that_somebody_else_signs_over_is_still_an_addition():
    once = add_to(sign(agreement_pdf(), anna()))
    other = certified("Bo Provsson", authority())
    found = check(sign(once, other, field="Andra"))
    assert [signature.verdict for signature in found.signatures] == [Verdict.ADDED_TO, Verdict.VALID]
    assert found.verdict is Verdict.ADDED_TO


def test_a_filled_in_field_after_the_signature_is_allowed_and_told():
    found = check(fill_in(sign(agreement_pdf(form=True), anna())))
    assert found.verdict is Verdict.VALID
    assert only(found).after is After.FORM
    assert "Därefter har ett formulärfält fyllts i, vilket filen tillåter." in found.sentence


def test_a_filled_in_field_of_a_locked_file_is_an_addition():
    from pyhanko.sign.fields import MDPPerm

    locked = sign(agreement_pdf(form=True), anna(), certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
    assert check(locked).verdict is Verdict.VALID
    assert check(fill_in(locked)).verdict is Verdict.ADDED_TO


def test_two_signers_of_one_file():
    other = certified("Bo Provsson", authority(), organisation="Åre kommun")
    found = check(sign(sign(agreement_pdf(), anna()), other, field="Andra", at=NOW + timedelta(hours=1)))
    first, second = found.signatures
    assert found.verdict is Verdict.VALID
    assert (first.after, second.after) == (After.SIGNATURE, After.NOTHING)
    assert found.signed_at == NOW + timedelta(hours=1)
    assert "Därefter har en underskrift till lagts till, vilket är tillåtet." in " ".join(first.sentences)
    assert found.sentence == (
        "Undertecknad av Anna Provsson, Bergs kommun och Bo Provsson, Åre kommun. "
        "Filen är oförändrad efter underskrifterna."
    )


def test_a_file_is_worth_no_more_than_its_worst_signature():
    unknown = certified("Okänd Provsson")
    found = check(sign(sign(agreement_pdf(), anna()), unknown, field="Andra"))
    assert found.verdict is Verdict.UNKNOWN_SIGNER
    assert found.sentence.startswith("Två underskrifter. Undertecknad av Okänd Provsson")


def test_a_self_signed_signer_is_unknown():
    found = check(sign(agreement_pdf(), certified("Okänd Provsson")))
    assert found.verdict is Verdict.UNKNOWN_SIGNER
    assert not only(found).is_trusted
    assert only(found).is_intact
    assert "certifikatet är utfärdat av undertecknaren själv" in found.sentence
    assert UNCHANGED in found.sentence


def test_a_signer_by_an_authority_that_is_not_trusted_is_unknown():
    stranger = certified("Sara Provsson", authority("Främlingen"))
    found = check(sign(agreement_pdf(), stranger))
    assert found.verdict is Verdict.UNKNOWN_SIGNER
    assert "certifikatet är utfärdat av Främlingen, som portalen inte litar på." in found.sentence


def test_without_roots_everybody_is_unknown():
    assert check(sign(agreement_pdf(), anna()), roots=[]).verdict is Verdict.UNKNOWN_SIGNER


def test_an_authority_with_the_trusted_ones_name_is_not_trusted():
    false = certified("Provutfärdaren", use="authority", ends=NOW + 10 * YEAR)
    found = check(sign(agreement_pdf(), certified("Anna Provsson", false)))
    assert found.verdict is Verdict.UNKNOWN_SIGNER


def test_a_certificate_that_is_not_for_signing_does_not_do():
    other = certified("Anna Provsson", authority(), use="encryption")
    found = check(sign(agreement_pdf(), other))
    assert found.verdict is Verdict.UNKNOWN_SIGNER
    assert "duger inte till underskrifter" in found.sentence


def test_a_certificate_that_had_expired_when_the_file_was_signed():
    old = certified("Anna Provsson", authority(), starts=NOW - 3 * YEAR, ends=NOW - YEAR)
    found = check(sign(agreement_pdf(), old))
    assert found.verdict is Verdict.EXPIRED
    assert "gällde inte vid underskriften" in found.sentence


def test_without_a_time_stamp_nobody_knows_that_an_expired_certificate_held():
    pdf = sign(agreement_pdf(), certified("Anna Provsson", authority(), ends=NOW + timedelta(days=2)))
    assert check(pdf, at=NOW + timedelta(days=1)).verdict is Verdict.VALID
    late = check(pdf, at=NOW + timedelta(days=30))
    assert late.verdict is Verdict.EXPIRED
    assert "Utan betrodd tidsstämpel går det inte att veta" in late.sentence


def test_with_a_trusted_time_stamp_the_certificate_is_judged_by_that_day():
    clock = certified("Provklockan", authority(), use="time", ends=NOW + 5 * YEAR)
    short = certified("Anna Provsson", authority(), ends=NOW + timedelta(days=2))
    stamped = NOW + timedelta(minutes=1)
    found = check(sign(agreement_pdf(), short, stamped_by=clock, stamped_at=stamped), at=NOW + 2 * YEAR)
    assert found.verdict is Verdict.VALID
    assert only(found).time_is_trusted
    assert only(found).signed_at == stamped
    assert "egen klocka" not in found.sentence


def test_a_time_stamp_after_the_certificate_expired_shows_a_clock_that_was_set_back():
    clock = certified("Provklockan", authority(), use="time", ends=NOW + 5 * YEAR)
    old = certified("Anna Provsson", authority(), starts=NOW - 3 * YEAR, ends=NOW - YEAR)
    pdf = sign(agreement_pdf(), old, at=NOW - 2 * YEAR, stamped_by=clock, stamped_at=NOW)
    assert check(pdf).verdict is Verdict.EXPIRED


def test_a_time_stamp_from_an_unknown_clock_is_not_trusted():
    pdf = sign(agreement_pdf(), anna(), stamped_by=certified("Egen klocka", use="time"), stamped_at=NOW)
    found = check(pdf)
    assert found.verdict is Verdict.UNTRUSTED_TIME
    assert not only(found).time_is_trusted
    assert "tidsstämpel går inte att lita på" in found.sentence


def test_a_certificate_that_was_revoked_when_the_file_was_signed():
    pdf = sign(agreement_pdf(), anna())
    told = {"revoked_at": NOW - timedelta(days=9), "told_at": NOW}
    found = check(with_revoked(pdf, anna(), authority(), **told))
    assert found.verdict is Verdict.REVOKED
    assert "Undertecknarens certifikat var spärrat." in found.sentence


def test_a_list_of_revoked_certificates_without_the_signers_is_allowed_and_told():
    pdf = sign(agreement_pdf(), anna())
    other = certified("Bo Provsson", authority())
    found = check(with_revoked(pdf, other, authority(), revoked_at=NOW - YEAR, told_at=NOW))
    assert found.verdict is Verdict.VALID
    assert only(found).after is After.PROOF
    assert "Därefter har uppgifter för kontroll av underskriften lagts till" in found.sentence


def test_a_personal_number_in_the_certificate_is_never_told():
    bearer = certified("Anna Provsson", authority(), number=PERSONAL_NUMBER)
    found = check(sign(agreement_pdf(), bearer))
    assert found.verdict is Verdict.VALID
    assert only(found).name == "Anna Provsson"
    told = json.dumps(found.as_json())
    assert not holds_personal_number(told)
    assert "8001010001" not in told + repr(found)


@pytest.mark.parametrize("number", ["19800101-0001", "PNOSE-198001010001", "800101 0001", "8001010002"])
def test_a_name_with_a_personal_number_in_it_is_not_shown(number):
    found = check(sign(agreement_pdf(), certified(f"Anna {number}", authority())))
    assert only(found).name == ""
    assert "någon vars namn inte visas" in found.sentence
    assert number not in json.dumps(found.as_json()) + repr(found)


def test_nothing_of_the_certificate_reaches_a_log(capfd, caplog):
    unknown = certified("Anna Provsson", number=PERSONAL_NUMBER)
    check(sign(agreement_pdf(), unknown))
    assert caplog.text == ""
    assert capfd.readouterr() == ("", "")


def test_no_connection_is_made(monkeypatch):
    import socket

    def refuse(*_, **__):
        raise AssertionError("ingen får ringa ut")

    pdf = sign(agreement_pdf(), anna())
    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert check(pdf).verdict is Verdict.VALID


def test_an_unsigned_file():
    found = check(agreement_pdf())
    assert found.verdict is Verdict.UNSIGNED
    assert found.sentence == "Filen har ingen elektronisk underskrift."
    assert found.signed_at is None


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6, 0.9, 0.99])
def test_a_truncated_file_is_broken(share):
    pdf = sign(agreement_pdf(), anna())
    assert check(pdf[: int(len(pdf) * share)]).verdict is Verdict.BROKEN


def test_an_encrypted_file_is_not_checked():
    assert check(encrypted(agreement_pdf())).verdict is Verdict.ENCRYPTED


@pytest.mark.parametrize("content", [b"", b"hej", b"PK\x03\x04", b"<html>%PDF", b"\x00" * 2000 + b"%PDF-1.7"])
def test_what_is_no_pdf(content):
    assert check(content).verdict is Verdict.NOT_PDF


def test_a_file_that_only_begins_as_a_pdf_is_broken():
    assert check(b"%PDF-1.7\nhej").verdict is Verdict.BROKEN


def test_a_signature_that_cannot_be_read_is_told_as_such():
    pdf = sign(agreement_pdf(), anna())
    start = pdf.index(b"/Contents <30") + len(b"/Contents <")
    found = check(pdf[:start] + b"ff" + pdf[start + 2 :])
    assert found.verdict in (Verdict.UNREADABLE, Verdict.BROKEN)
    assert "Hämta" in found.sentence


def test_too_large_a_file_is_not_read(monkeypatch):
    monkeypatch.setattr("agreements.signing.check.MOST_BYTES", 100)
    assert check(agreement_pdf()).verdict is Verdict.TOO_LARGE


@pytest.mark.parametrize("pdf", ["signed", "two", "unsigned"])
def test_the_result_is_read_back_as_it_was_kept(pdf):
    pdf = {
        "signed": sign(agreement_pdf(), anna()),
        "two": sign(add_to(sign(agreement_pdf(), anna())), certified("Bo"), field="Andra"),
        "unsigned": agreement_pdf(),
    }[pdf]
    found = check(pdf)
    assert SignedPdf.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_only_a_whole_file_may_be_vouched_for():
    assert {verdict for verdict in Verdict if verdict.is_whole} == {
        Verdict.VALID,
        Verdict.UNTRUSTED_TIME,
        Verdict.UNKNOWN_SIGNER,
        Verdict.EXPIRED,
    }


def test_every_outcome_has_a_name_and_a_file_without_signatures_a_sentence():
    assert all(verdict.label for verdict in Verdict)
    without = ("unsigned", "broken", "encrypted", "not_pdf", "too_large")
    assert all(SignedPdf("", Verdict(value)).sentence for value in without)


def test_roots_are_read_from_pem():
    text = authority().pem + b"\n# en rad till\n" + authority("Främlingen").pem
    assert [root.subject.native["common_name"] for root in read_roots(text)] == [
        "Provutfärdaren",
        "Främlingen",
    ]


@pytest.mark.parametrize(
    "text", [b"", b"hej", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"]
)
def test_what_is_no_certificate_is_refused(text):
    with pytest.raises(RootsFault):
        read_roots(text)


def test_the_laboratory_signs_for_real():
    """So that a test that finds nothing wrong has something to be wrong about."""
    pdf = sign(agreement_pdf(), anna())
    start = pdf.index(b"/Contents <") + len(b"/Contents <")
    content = cms.ContentInfo.load(bytes.fromhex(pdf[start : pdf.index(b">", start)].decode()))
    assert content["content_type"].native == "signed_data"
