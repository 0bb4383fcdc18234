"""Whose certificates the portal trusts when it checks a signature: what the principal has put in a file."""

from pathlib import Path

from asn1crypto import x509
from django.conf import settings

from agreements.signing.roots import read_roots

_ENDINGS = (".pem", ".crt", ".cer")


def trusted_issuers() -> tuple[x509.Certificate, ...]:
    """The roots in SIGNATURE_TRUST_ROOTS, a file or a folder of PEM; none when it is empty.

    Raises RootsFault or OSError when the setting names what cannot be read: a check by half the list would
    call known signers unknown.
    """
    if not settings.SIGNATURE_TRUST_ROOTS:
        return ()
    place = Path(settings.SIGNATURE_TRUST_ROOTS)
    files = sorted(file for file in place.iterdir() if file.suffix in _ENDINGS) if place.is_dir() else [place]
    return tuple(root for file in files for root in read_roots(file.read_bytes()))
