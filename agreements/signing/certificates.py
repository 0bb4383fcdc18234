"""What a certificate tells of its holder. Swedish ones hold a personal identity number: it is left out."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from asn1crypto import cms, x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.x509 import DuplicateExtension, InvalidVersion, load_der_x509_certificate

from agreements.personal_numbers import holds_personal_number

_LONGEST = 120
_VERSIONS = ("v1", "v3", "v4", "v5")
_NAMED = ("common_name", "organization_name", "given_name", "surname")


def holder(certificate: x509.Certificate) -> tuple[str, str]:
    """The name and the organisation of who holds the certificate."""
    fields = _fields(certificate.subject)
    person = " ".join(filter(None, (fields.get("given_name"), fields.get("surname"))))
    organisation = fields.get("organization_name", "")
    return fields.get("common_name") or person or organisation, organisation


def issuer(certificate: x509.Certificate) -> str:
    """Who issued the certificate."""
    fields = _fields(certificate.issuer)
    return fields.get("common_name") or fields.get("organization_name") or "en utfärdare utan namn"


def holds_number(signed: cms.SignedData) -> bool:
    """Whether a personal identity number stands anywhere among the certificates of a signature."""
    return any(holds_personal_number(text, any_check_digit=True) for text in _texts(signed)) or (
        # What stands in the signer's own attributes and in extensions is found in the bytes themselves.
        holds_personal_number(signed.dump().decode("latin-1"))
    )


def holds_together(signed: cms.SignedData, roots: Sequence[x509.Certificate]) -> bool:
    """Whether what a signature carries unsigned, its list of methods and other certificates, is in one piece.

    Nothing there can change who signed what; but a file with a changed byte is not the file that came.
    """
    used = {info["digest_algorithm"]["algorithm"].native for info in signed["signer_infos"]}
    named = [method.native for method in signed["digest_algorithms"]]
    carried = [choice.chosen for choice in signed["certificates"] or () if choice.name == "certificate"]
    issuers = {certificate.subject.dump(): certificate for certificate in (*roots, *carried)}
    return (
        signed["version"].native in _VERSIONS
        and all(info["version"].native in _VERSIONS for info in signed["signer_infos"])
        and named == [{"algorithm": method, "parameters": None} for method in used]
        and all(_is_whole(certificate, issuers) for certificate in carried)
    )


def _is_whole(certificate: x509.Certificate, issuers: Mapping[bytes, x509.Certificate]) -> bool:
    """Whether a certificate is as its issuer made it, as far as the issuer is at hand."""
    by = issuers.get(certificate.issuer.dump())
    if by is None or (certificate.authority_key_identifier and not _is_key_of(certificate, by)):
        return True
    try:
        one, other = load_der_x509_certificate(certificate.dump()), load_der_x509_certificate(by.dump())
        one.verify_directly_issued_by(other)
    except (InvalidSignature, InvalidVersion, DuplicateExtension, ValueError):
        return False
    except (TypeError, UnsupportedAlgorithm):
        return True
    return True


def _is_key_of(certificate: x509.Certificate, by: x509.Certificate) -> bool:
    return bool(certificate.authority_key_identifier == by.key_identifier)


def _texts(signed: cms.SignedData) -> Iterator[str]:
    for choice in signed["certificates"] or ():
        if choice.name == "certificate":
            yield from _values(choice.chosen.subject)
            yield from _values(choice.chosen.issuer)


def _values(name: x509.Name) -> Iterator[str]:
    for relative in name.chosen:
        for attribute in relative:
            value = attribute["value"].native
            if isinstance(value, str):
                yield value


def _fields(name: x509.Name) -> dict[str, str]:
    """The parts of a name that may be shown; the first of each kind."""
    found: dict[str, str] = {}
    for relative in name.chosen:
        for attribute in relative:
            kind, value = attribute["type"].native, attribute["value"].native
            if kind in _NAMED and isinstance(value, str) and (text := _shown(value)):
                found.setdefault(kind, text)
    return found


def _shown(text: str) -> str:
    """A name on one line, or nothing where a personal identity number stands in it."""
    if holds_personal_number(text, any_check_digit=True):
        return ""
    kept = "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text)
    return " ".join(kept.split())[:_LONGEST]
