"""What the check of a signed PDF showed, and how it is said in plain Swedish."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from agreements.swedish import count_word, join_names, long_date

STOCKHOLM = ZoneInfo("Europe/Stockholm")
UNCHANGED = "Filen är oförändrad efter underskriften."
CHANGED = "Filen har ändrats efter underskriften."
ADDED_TO = "Något har lagts till efter underskriften."


class Verdict(StrEnum):
    """The outcome for a signature; for a file the worst of its signatures'."""

    VALID = "valid"
    UNTRUSTED_TIME = "untrusted_time"
    UNKNOWN_SIGNER = "unknown_signer"
    EXPIRED = "expired"
    REVOKED = "revoked"
    WEAK = "weak"
    ADDED_TO = "added_to"
    CHANGED = "changed"
    UNREADABLE = "unreadable"  # the signature itself cannot be read
    UNSIGNED = "unsigned"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    NOT_PDF = "not_pdf"
    TOO_LARGE = "too_large"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def is_whole(self) -> bool:
        """Whether the file is what was signed, so that a person may vouch for the signer."""
        return self in _WHOLE


_WHOLE = frozenset({Verdict.VALID, Verdict.UNTRUSTED_TIME, Verdict.UNKNOWN_SIGNER, Verdict.EXPIRED})
# From the best outcome to the worst.
_ORDER = tuple(Verdict)

LABELS = {
    Verdict.VALID: "giltig",
    Verdict.UNTRUSTED_TIME: "tiden är inte styrkt",
    Verdict.UNKNOWN_SIGNER: "okänd undertecknare",
    Verdict.EXPIRED: "certifikatet gällde inte",
    Verdict.REVOKED: "certifikatet är spärrat",
    Verdict.WEAK: "för svag metod",
    Verdict.ADDED_TO: "tillagt efter underskriften",
    Verdict.CHANGED: "ändrad efter underskriften",
    Verdict.UNREADABLE: "underskriften går inte att läsa",
    Verdict.UNSIGNED: "inte undertecknad",
    Verdict.BROKEN: "trasig fil",
    Verdict.ENCRYPTED: "låst fil",
    Verdict.NOT_PDF: "ingen PDF",
    Verdict.TOO_LARGE: "för stor fil",
}

_FETCH_ANEW = "Hämta filen på nytt från tjänsten där ni skrev under."
FILE_SENTENCES = {
    Verdict.UNREADABLE: f"Underskriften i filen går inte att läsa. {_FETCH_ANEW}",
    Verdict.UNSIGNED: "Filen har ingen elektronisk underskrift.",
    Verdict.BROKEN: f"Filen är trasig och går inte att läsa. {_FETCH_ANEW}",
    Verdict.ENCRYPTED: "Filen är låst med lösenord. Portalen kan inte kontrollera den.",
    Verdict.NOT_PDF: "Filen är ingen PDF.",
    Verdict.TOO_LARGE: "Filen är för stor för att kontrolleras.",
}


class After(StrEnum):
    """What has been added to the file after a signature."""

    NOTHING = ""
    SIGNATURE = "signature"
    FORM = "form"
    PROOF = "proof"  # time stamps, and data to check the signature by in years to come
    OTHER = "other"


_AFTER = {
    After.SIGNATURE: "Därefter har en underskrift till lagts till, vilket är tillåtet.",
    After.FORM: "Därefter har ett formulärfält fyllts i, vilket filen tillåter.",
    After.PROOF: "Därefter har uppgifter för kontroll av underskriften lagts till, vilket är tillåtet.",
}


@dataclass(frozen=True)
class SignerCheck:
    """One signature. The names come from the certificate, never its personal identity number."""

    name: str
    organisation: str
    issuer: str
    is_self_signed: bool
    signed_at: datetime | None
    time_is_trusted: bool
    covers_whole_file: bool
    after: After
    is_intact: bool
    is_trusted: bool
    verdict: Verdict
    reason: str = ""

    @property
    def signer(self) -> str:
        parts = [self.name] if self.organisation == self.name else [self.name, self.organisation]
        return ", ".join(part for part in parts if part) or "någon vars namn inte visas"

    @property
    def sentences(self) -> tuple[str, ...]:
        """What to say of this signature, the most important first."""
        found = (self._who_and_when(), self._file(), self.reason, self._clock())
        return tuple(sentence for sentence in found if sentence)

    def _who_and_when(self) -> str:
        if self.verdict is Verdict.UNREADABLE:
            return FILE_SENTENCES[Verdict.UNREADABLE]
        if self.signed_at is None:
            return f"Undertecknad av {self.signer}."
        return f"Undertecknad av {self.signer} den {long_date(self.signed_at.astimezone(STOCKHOLM).date())}."

    def _file(self) -> str:
        if self.verdict is Verdict.UNREADABLE:
            return ""
        if not self.is_intact:
            return CHANGED
        if self.after is After.OTHER:
            return ADDED_TO
        return " ".join(filter(None, (UNCHANGED, _AFTER.get(self.after))))

    def _clock(self) -> str:
        if not self.is_intact or self.signed_at is None or self.time_is_trusted:
            return ""
        return "Tiden är från undertecknarens egen klocka. Filen har ingen tidsstämpel som portalen litar på."

    def as_json(self) -> dict[str, Any]:
        moment = self.signed_at.isoformat() if self.signed_at else None
        return {**asdict(self), "signed_at": moment, "sentences": list(self.sentences)}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "SignerCheck":
        given = {field.name: told[field.name] for field in fields(cls)}
        moment = given["signed_at"]
        given["signed_at"] = datetime.fromisoformat(moment) if moment else None
        return cls(**{**given, "after": After(given["after"]), "verdict": Verdict(given["verdict"])})


@dataclass(frozen=True)
class SignedPdf:
    """A file, its SHA-256, and each of its signatures in the order they were made."""

    sha256: str
    verdict: Verdict
    signatures: tuple[SignerCheck, ...] = ()

    @classmethod
    def of(cls, sha256: str, signatures: tuple[SignerCheck, ...]) -> "SignedPdf":
        found = [signature.verdict for signature in signatures]
        return cls(sha256, max(found, key=_ORDER.index, default=Verdict.UNSIGNED), signatures)

    @property
    def sentence(self) -> str:
        """The outcome in one breath."""
        if not self.signatures:
            return FILE_SENTENCES[self.verdict]
        if len(self.signatures) == 1:
            return " ".join(self.signatures[0].sentences)
        if self.verdict is Verdict.VALID:
            signers = join_names([signature.signer for signature in self.signatures])
            return f"Undertecknad av {signers}. Filen är oförändrad efter underskrifterna."
        wrong = [signature for signature in self.signatures if signature.verdict is not Verdict.VALID]
        count = f"{count_word(len(self.signatures)).capitalize()} underskrifter."
        return " ".join((count, *(sentence for signature in wrong for sentence in signature.sentences)))

    @property
    def signed_at(self) -> datetime | None:
        """When the last of them signed."""
        return max((found.signed_at for found in self.signatures if found.signed_at), default=None)

    def as_json(self) -> dict[str, Any]:
        """The result as it is kept beside the signature; nothing in it tells a personal identity number."""
        return {
            "sha256": self.sha256,
            "verdict": self.verdict.value,
            "sentence": self.sentence,
            "signatures": [signature.as_json() for signature in self.signatures],
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "SignedPdf":
        signatures = tuple(SignerCheck.from_json(signature) for signature in told["signatures"])
        return cls(told["sha256"], Verdict(told["verdict"]), signatures)
