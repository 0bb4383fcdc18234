"""All that is to know of an uploaded file before it is kept: its kind, its text, its signatures."""

from collections.abc import Sequence
from datetime import datetime

from asn1crypto import x509

from agreements.files.kinds import JPEG, PDF, PNG, FileRefused, Kind, kind_of
from agreements.files.office import office_texts
from agreements.files.pdf import bytes_hold_number, read_pdf
from agreements.files.reading import Reading
from agreements.personal_numbers import holds_personal_number
from agreements.signing.check import check_signatures

MOST_TEXT = 200_000


def read_document(data: bytes) -> Reading:
    """A file that is to be kept as a document."""
    try:
        kind = kind_of(data)
        text, holds_number = _content(data, kind)
    except FileRefused as refusal:
        return Reading(refusal=str(refusal))
    return Reading(kind=kind, text="" if holds_number else tidy(text), holds_number=holds_number)


def read_signed(data: bytes, *, trust_roots: Sequence[x509.Certificate], at: datetime) -> Reading:
    """A signed file. What its signatures show is told even when the file itself is not kept."""
    read = read_document(data)
    signed = check_signatures(data, trust_roots=trust_roots, at=at)
    refusal = "" if read.kind is PDF else read.refusal or "Filen är ingen PDF."
    return Reading(refusal, read.kind, "", read.holds_number, signed)


def _content(data: bytes, kind: Kind) -> tuple[str, bool]:
    if kind is PDF:
        read = read_pdf(data)
        return read.text, read.holds_number
    if kind in (PNG, JPEG):
        return "", bytes_hold_number(data)
    texts = list(office_texts(data))
    shown = "\n".join(text for text, is_shown in texts if is_shown)
    return shown, any(holds_personal_number(text) for text, _ in texts)


def tidy(text: str) -> str:
    """The text on one line, as it is searched; no more of it than a search needs."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text[: 2 * MOST_TEXT])
    return " ".join(plain.split())[:MOST_TEXT]
