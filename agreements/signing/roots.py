"""The certificates that the portal trusts, read from PEM text."""

from asn1crypto import pem, x509


class RootsFault(ValueError):
    """The text holds no certificate, or one that cannot be read; the message is one line of Swedish."""


def read_roots(text: bytes) -> tuple[x509.Certificate, ...]:
    """Every certificate in a PEM text. Raises RootsFault."""
    try:
        parts = list(pem.unarmor(text, multiple=True)) if b"-----BEGIN" in text else []
        found = tuple(
            x509.Certificate.load(body, strict=True) for kind, _, body in parts if kind == "CERTIFICATE"
        )
        for certificate in found:
            certificate.subject.native  # noqa: B018 – asn1crypto reads what it has when it is asked
    except (ValueError, TypeError) as error:
        raise RootsFault("Ett av certifikaten går inte att läsa. Filen ska vara PEM.") from error
    if not found:
        raise RootsFault("Filen har inget certifikat. Den ska vara PEM.")
    return found
