"""A certificate authority of the tests' own, signers with certificates from it, and PDF files they sign."""

import io
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from unittest.mock import patch

import pikepdf
from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers, timestamps
from pyhanko.sign.signers import pdf_cms, pdf_signer
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
YEAR = timedelta(days=365)
# A made-up person: the date exists and the check digit is right.
PERSONAL_NUMBER = "198001010001"


@dataclass(frozen=True)
class Holder:
    """A certificate and its key; `chain` is what the signer sends along."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    chain: tuple["Holder", ...] = ()

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def asn1_key(self) -> asn1_keys.PrivateKeyInfo:
        kinds = serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        return asn1_keys.PrivateKeyInfo.load(self.key.private_bytes(*kinds))


def certified(
    name: str,
    by: Holder | None = None,
    *,
    organisation: str = "",
    number: str = "",
    starts: datetime = NOW - YEAR,
    ends: datetime = NOW + YEAR,
    use: str = "signature",
) -> Holder:
    """A holder with a certificate issued by another, or without one by itself."""
    # The library's time stamper knows RSA alone.
    key = rsa.generate_private_key(65537, 2048) if use == "time" else ec.generate_private_key(ec.SECP256R1())
    subject = _name(name, organisation, number)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=use == "authority", path_length=None), critical=True)
        .add_extension(_key_usage(use), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if by:  # an address that nobody may ask
        address = x509.UniformResourceIdentifier("http://crl.invalid/sparrlista.crl")
        point = x509.DistributionPoint([address], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    if use == "time":
        stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(stamping, critical=True)
    certificate = builder.sign(by.key if by else key, hashes.SHA256())
    return Holder(certificate, key, (by,) if by else ())


def _name(name: str, organisation: str, number: str) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "SE"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if organisation:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    if number:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, number))
    return x509.Name(parts)


def _key_usage(use: str) -> x509.KeyUsage:
    is_authority = use == "authority"
    signs = not is_authority and use != "encryption"
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=use == "encryption",
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )


@cache
def authority(name: str = "Provutfärdaren") -> Holder:
    return certified(name, use="authority", starts=NOW - 10 * YEAR, ends=NOW + 10 * YEAR)


@cache
def anna() -> Holder:
    """A signer whom the test's authority vouches for."""
    return certified("Anna Provsson", authority(), organisation="Bergs kommun")


def agreement_pdf(text: str = "Avtal om samverkan", *, form: bool = False) -> bytes:
    """A page with a line of text; with a form, a field to fill in as well."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 200))
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    words = text.replace("(", "").replace(")", "").encode("cp1252")
    page.Contents = pdf.make_stream(b"BT /F1 12 Tf 20 100 Td (" + words + b") Tj ET")
    if form:
        _add_field(pdf, page)
    out = io.BytesIO()
    pdf.save(out, compress_streams=False)
    return out.getvalue()


def _add_field(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    field = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T=pikepdf.String("Ort"),
            V=pikepdf.String(""),
            Rect=[20, 20, 120, 40],
            P=page.obj,
        )
    )
    page.Annots = pdf.make_indirect(pikepdf.Array([field]))
    pdf.Root.AcroForm = pdf.make_indirect(pikepdf.Dictionary(Fields=pikepdf.Array([field])))


def sign(
    pdf: bytes,
    by: Holder,
    *,
    field: str = "Underskrift",
    at: datetime = NOW,
    stamped_by: Holder | None = None,
    stamped_at: datetime | None = None,
    **metadata,
) -> bytes:
    """The file with one more signature; `at` is what the signer's own clock says."""
    signer = signers.SimpleSigner(
        signing_cert=by.asn1,
        signing_key=by.asn1_key,
        cert_registry=SimpleCertificateStore.from_certs([holder.asn1 for holder in by.chain]),
    )
    stamper = _Stamper(stamped_by, stamped_at or at) if stamped_by else None
    about = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256", **metadata)
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    with _clock(at):
        return signers.sign_pdf(writer, about, signer=signer, timestamper=stamper).getvalue()


@contextmanager
def _clock(at: datetime):
    """The library's clock, set."""

    class Fixed(datetime):
        @classmethod
        def now(cls, tz=None):
            return at.astimezone(tz)

    with patch.object(pdf_signer, "datetime", Fixed), patch.object(pdf_cms, "datetime", Fixed):
        yield


class _Stamper(timestamps.DummyTimeStamper):
    """A time-stamping authority that answers on the spot."""

    def __init__(self, by: Holder, at: datetime) -> None:
        super().__init__(
            tsa_cert=by.asn1,
            tsa_key=by.asn1_key,
            certs_to_embed=SimpleCertificateStore.from_certs([holder.asn1 for holder in by.chain]),
            fixed_dt=at,
        )


def add_to(pdf: bytes, words: str = "Tillagt i efterhand") -> bytes:
    """The file with another text written on its page, as an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    data = b"BT /F1 12 Tf 20 60 Td (" + words.encode("cp1252") + b") Tj ET"
    stream = writer.add_object(generic.StreamObject(stream_data=data))
    old = page.raw_get("/Contents")
    page["/Contents"] = generic.ArrayObject([old, stream])
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def fill_in(pdf: bytes, words: str = "Berg") -> bytes:
    """The file with its form field filled in, as an incremental update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    field = writer.root["/AcroForm"]["/Fields"][0]
    field["/V"] = generic.TextStringObject(words)
    writer.update_container(field)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_revoked(pdf: bytes, holder: Holder, by: Holder, *, revoked_at: datetime, told_at: datetime) -> bytes:
    """The file with its issuer's list of revoked certificates added, as long-lived signatures carry it."""
    revoked = (
        x509.RevokedCertificateBuilder()
        .serial_number(holder.certificate.serial_number)
        .revocation_date(revoked_at)
        .build()
    )
    told = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(by.certificate.subject)
        .last_update(told_at)
        .next_update(told_at + YEAR)
        .add_revoked_certificate(revoked)
        .sign(by.key, hashes.SHA256())
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    listed = asn1_crl.CertificateList.load(told.public_bytes(serialization.Encoding.DER))
    DocumentSecurityStore.supply_dss_in_writer(writer, None, crls=[listed])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def encrypted(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="ägare", user="hemligt"))
    return out.getvalue()


def bomb(megabytes: int) -> bytes:
    """A small file whose page swells when it is read."""
    squeezed = zlib.compress(b" " * (megabytes * 1024 * 1024), 9)
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.Contents = pikepdf.Stream(pdf, squeezed, Filter=pikepdf.Name.FlateDecode)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()
