"""What was found out about an uploaded file."""

from dataclasses import dataclass
from typing import Any

from agreements.files.kinds import KINDS, Kind
from agreements.signing.result import SignedPdf


@dataclass(frozen=True)
class Reading:
    """`refusal` says why the file is not taken; `holds_number` that a personal identity number is in it."""

    refusal: str = ""
    kind: Kind | None = None
    text: str = ""
    holds_number: bool = False
    signed: SignedPdf | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "refusal": self.refusal,
            "kind": self.kind.suffix if self.kind else None,
            "text": self.text,
            "holds_number": self.holds_number,
            "signed": self.signed.as_json() if self.signed else None,
        }

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Reading":
        kind = next((kind for kind in KINDS if kind.suffix == told["kind"]), None)
        signed = SignedPdf.from_json(told["signed"]) if told["signed"] else None
        return cls(told["refusal"], kind, told["text"], told["holds_number"], signed)
