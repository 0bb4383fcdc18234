"""How a file gets into the portal: by its content, looked through, read, and without a personal number.

It comes in memory and is kept in the database; it is never a file on the portal's disk.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath

from django.conf import settings
from django.utils.module_loading import import_string

from agreements.files.kinds import MOST_BYTES, PDF, Kind
from agreements.files.room import examine, examine_signed
from agreements.models import StoredFile
from agreements.personal_numbers import holds_personal_number
from agreements.refusals import Refused
from agreements.signing.result import SignedPdf
from agreements.trusted_issuers import trusted_issuers

HOLDS_NUMBER = (
    "Filen innehåller ett personnummer. Ta bort det och försök igen. "
    "Uppgifter om enskilda får inte lagras i portalen."
)
NOT_KEPT = (
    "Filen innehåller ett personnummer, i texten eller i undertecknarens certifikat, och sparas därför inte. "
    "Resultatet av kontrollen och filens SHA-256 är sparade. Bevara filen i ert eget diarium."
)
_LONGEST_NAME = 120


class Infected(Exception):
    """What a scanner of uploaded files raises about one that is not to be taken in."""


@dataclass(frozen=True)
class Received:
    """A file that may be kept: what it is, its own name made safe, and its text."""

    data: bytes
    kind: Kind
    name: str
    text: str


@dataclass(frozen=True)
class ReceivedSigned:
    """What the check of a signed file showed; `file` is None when it is not kept, for `why_not_kept`."""

    signed: SignedPdf
    file: StoredFile | None
    name: str
    why_not_kept: str


def receive(upload) -> Received:
    """Look an uploaded document through. Raises Refused, in words that repeat nothing of the file."""
    data = _scanned(upload)
    read = examine(data)
    if read.refusal or read.kind is None:
        raise Refused(read.refusal)
    if read.holds_number or holds_personal_number(str(upload.name), any_check_digit=True):
        raise Refused(HOLDS_NUMBER)
    return Received(data, read.kind, safe_name(str(upload.name), read.kind), read.text)


def receive_signed(upload, *, at: datetime) -> ReceivedSigned:
    """Check a signed file, and keep it unless a personal number stands in it. Raises Refused for no file."""
    data = _scanned(upload)
    read = examine_signed(data, trust_roots=trusted_issuers(), at=at)
    assert read.signed is not None
    name = (
        "" if holds_personal_number(str(upload.name), any_check_digit=True) else safe_name(upload.name, PDF)
    )
    if read.refusal or read.holds_number:
        return ReceivedSigned(read.signed, None, name, read.refusal or NOT_KEPT)
    return ReceivedSigned(read.signed, store(data, PDF), name or f"underskrift{PDF.suffix}", "")


def store(data: bytes, kind: Kind) -> StoredFile:
    """The file's row; one for each content, however many times it comes."""
    given = {"media_type": kind.media_type, "size": len(data), "content": data}
    return StoredFile.objects.get_or_create(sha256=sha256(data).hexdigest(), defaults=given)[0]


def safe_name(name: str, kind: Kind) -> str:
    """A file name without folders and signs that deceive, with the end that its content calls for."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(letter for letter in plain if letter.isprintable() and letter not in '<>:"|?*')
    stem = PurePosixPath(kept.strip(" .")).stem.strip(" .")
    return f"{stem[: _LONGEST_NAME - len(kind.suffix)] or 'handling'}{kind.suffix}"


def _scanned(upload) -> bytes:
    """The file's bytes, once the principal's own scanner has let them through."""
    if upload.size > MOST_BYTES:
        raise Refused("Filen är större än 20 MB.")
    data = upload.read()
    if settings.UPLOAD_SCANNER:
        scan: Callable[[bytes], None] = import_string(settings.UPLOAD_SCANNER)
        try:
            scan(data)
        except Infected:
            raise Refused("Filen stoppades av viruskontrollen och sparas inte.") from None
    return data
