"""The check of a signed PDF: who, when, the whole file, nothing after, trusted or not. Asks no network.

`intact` alone is true of a file that was added to after it was signed: a signature is good only when the
bytes signed are those in the file, they are the whole file but for what the standard allows, and the
signer's certificate leads to a root that the portal trusts.
"""

import hashlib
import io
import logging
import struct
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asn1crypto import cms, parser, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    validate_pdf_signature,
)
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from agreements.signing.certificates import holder, holds_together, issuer
from agreements.signing.result import STOCKHOLM, After, SignedPdf, SignerCheck, Verdict
from agreements.swedish import long_date

MOST_BYTES = 20 * 1024 * 1024
MOST_SIGNATURES = 30

# What a file made to break the reader may raise; the reader has no one kind of fault of its own.
FAULTS = (
    *(PdfError, ValueError, LookupError, TypeError, AttributeError, AssertionError, ArithmeticError),
    *(NotImplementedError, RecursionError, EOFError, struct.error, zlib.error),
)
_USES = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"})
_ALLOWED = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
_UNTIL_THE_END = 0x80  # a length that is not stated, which the standard of old let pass
_NO_CHAIN = AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND
_WEAK = (
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
)

# The library tells its log the holder's whole name, the personal identity number in it: nobody listens.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


def check_signatures(pdf: bytes, *, trust_roots: Sequence[x509.Certificate], at: datetime) -> SignedPdf:
    """What the file's signatures are worth at a time, by the certificates that are trusted."""
    sha256 = hashlib.sha256(pdf).hexdigest()
    if len(pdf) > MOST_BYTES:
        return SignedPdf(sha256, Verdict.TOO_LARGE)
    if b"%PDF-" not in pdf[:1024]:
        return SignedPdf(sha256, Verdict.NOT_PDF)
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        if reader.encrypted:
            return SignedPdf(sha256, Verdict.ENCRYPTED)
        signatures = reader.embedded_regular_signatures
        reader.root["/Pages"]["/Kids"]  # a file without pages is broken
    except FAULTS:
        return SignedPdf(sha256, Verdict.BROKEN)
    if len(signatures) > MOST_SIGNATURES:
        return SignedPdf(sha256, Verdict.TOO_LARGE)
    return SignedPdf.of(sha256, tuple(_check(signature, trust_roots, at) for signature in signatures))


def _check(
    signature: EmbeddedPdfSignature, trust_roots: Sequence[x509.Certificate], at: datetime
) -> SignerCheck:
    try:
        status = _status(signature, trust_roots, at)
        stamped = _trusted_time(status)
        if stamped:  # the certificate is judged by the day it was used
            status = _status(signature, trust_roots, stamped)
        is_whole = holds_together(signature.signed_data, trust_roots)
        return _told(signature, status, stamped, at, is_whole=is_whole)
    except FAULTS:
        return _unreadable()


def _status(
    signature: EmbeddedPdfSignature, trust_roots: Sequence[x509.Certificate], moment: datetime
) -> PdfSignatureStatus:
    context = _context(signature.reader, trust_roots, moment)
    return validate_pdf_signature(signature, context, key_usage_settings=_USES)


def _context(
    reader: PdfFileReader, trust_roots: Sequence[x509.Certificate], moment: datetime
) -> ValidationContext:
    """What the certificates are judged by: the roots, and the lists of revoked ones that the file brings."""
    given: dict[str, Any] = {"trust_roots": list(trust_roots), "moment": moment, "allow_fetching": False}
    try:
        return DocumentSecurityStore.read_dss(reader).as_validation_context(given)
    except NoDSSFoundError:
        return ValidationContext(**given)


def _trusted_time(status: PdfSignatureStatus) -> datetime | None:
    stamp = status.timestamp_validity
    return stamp.timestamp if stamp and stamp.intact and stamp.valid and stamp.trusted else None


def _told(
    signature: EmbeddedPdfSignature,
    status: PdfSignatureStatus,
    stamped: datetime | None,
    at: datetime,
    *,
    is_whole: bool,
) -> SignerCheck:
    name, organisation = holder(status.signing_cert)
    signed_at = stamped or _with_zone(status.signer_reported_dt)
    after = _after(signature, status)
    is_intact = status.intact and status.valid and is_whole
    verdict, reason = _judged(status, is_intact, after, signed_at, at, is_stamped=stamped is not None)
    return SignerCheck(
        name=name,
        organisation=organisation,
        issuer=issuer(status.signing_cert),
        is_self_signed=_is_self_signed(status.signing_cert),
        signed_at=signed_at,
        time_is_trusted=stamped is not None,
        covers_whole_file=status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        after=after,
        is_intact=is_intact,
        is_trusted=status.trusted,
        verdict=verdict,
        reason=reason,
    )


def _judged(
    status: PdfSignatureStatus,
    is_intact: bool,
    after: After,
    signed_at: datetime | None,
    at: datetime,
    *,
    is_stamped: bool,
) -> tuple[Verdict, str]:
    """The outcome, the gravest fault first, and what to say of the certificate."""
    if not is_intact:
        return Verdict.CHANGED, ""
    if after is After.OTHER:
        return Verdict.ADDED_TO, ""
    certificate = status.signing_cert
    if status.trust_problem_indic in _WEAK:
        return Verdict.WEAK, "Underskriften är gjord med en metod som inte längre räknas som säker."
    if status.revoked:
        return Verdict.REVOKED, "Undertecknarens certifikat var spärrat."
    if _is_self_signed(certificate) or status.trust_problem_indic is _NO_CHAIN:
        return Verdict.UNKNOWN_SIGNER, _unknown(certificate)
    if expired := _expired(certificate, signed_at, at, is_stamped=is_stamped):
        return Verdict.EXPIRED, expired
    if not status.trusted:
        return Verdict.UNKNOWN_SIGNER, (
            f"Undertecknarens certifikat, utfärdat av {issuer(certificate)}, duger inte till underskrifter."
        )
    if not status.bottom_line:
        return Verdict.UNTRUSTED_TIME, "Filens tidsstämpel går inte att lita på."
    return Verdict.VALID, ""


def _unknown(certificate: x509.Certificate) -> str:
    if _is_self_signed(certificate):
        return "Undertecknaren är okänd: certifikatet är utfärdat av undertecknaren själv."
    return (
        f"Undertecknaren är okänd: certifikatet är utfärdat av {issuer(certificate)}, "
        "som portalen inte litar på."
    )


def _expired(
    certificate: x509.Certificate, signed_at: datetime | None, at: datetime, *, is_stamped: bool
) -> str:
    """What is wrong with the certificate's time; without a trusted time stamp it must hold when checked."""
    first, last = certificate.not_valid_before, certificate.not_valid_after
    period = f"från den {_day(first)} till den {_day(last)}"
    if signed_at and not first <= signed_at <= last:
        return f"Undertecknarens certifikat gällde inte vid underskriften. Det gällde {period}."
    if not is_stamped and not first <= at <= last:
        return (
            f"Undertecknarens certifikat gällde {period}. Utan betrodd tidsstämpel går det inte att veta "
            "att underskriften gjordes medan det gällde."
        )
    return ""


def _day(moment: datetime) -> str:
    return long_date(moment.astimezone(STOCKHOLM).date())


def _after(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> After:
    """What stands in the file that the signature does not cover."""
    diff = status.diff_result
    if not isinstance(diff, DiffResult) or diff.modification_level not in _ALLOWED or not status.docmdp_ok:
        return After.OTHER
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION or _has_more_than_signature(signature):
        return After.OTHER
    if diff.modification_level is ModificationLevel.NONE:
        return After.NOTHING
    signed_later = _fields_signed_after(signature)
    if diff.changed_form_fields - signed_later:
        return After.FORM
    return After.SIGNATURE if signed_later else After.PROOF


def _fields_signed_after(signature: EmbeddedPdfSignature) -> set[str]:
    return {
        other.field_name
        for other in signature.reader.embedded_regular_signatures
        if other.signed_revision > signature.signed_revision
    }


def _has_more_than_signature(signature: EmbeddedPdfSignature) -> bool:
    """Whether the gap for the signature, the one place it does not cover, holds anything else."""
    room = signature.pkcs7_content
    length = parser.peek(room)
    inner = cms.ContentInfo({"content_type": "signed_data", "content": signature.signed_data}).dump()
    has_stated_length = room[1] != _UNTIL_THE_END
    return any(room[length:]) or (has_stated_length and room[:length] != inner)


def _is_self_signed(certificate: x509.Certificate) -> bool:
    return certificate.self_signed in ("yes", "maybe")


def _with_zone(moment: datetime | None) -> datetime | None:
    """The signer's own clock, which may leave out its zone."""
    return moment.replace(tzinfo=STOCKHOLM) if moment and moment.tzinfo is None else moment


def _unreadable() -> SignerCheck:
    return SignerCheck(
        name="",
        organisation="",
        issuer="",
        is_self_signed=False,
        signed_at=None,
        time_is_trusted=False,
        covers_whole_file=False,
        after=After.OTHER,
        is_intact=False,
        is_trusted=False,
        verdict=Verdict.UNREADABLE,
    )
