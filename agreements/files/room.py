"""Lets a process of its own read an uploaded file, without the portal's secrets, memory and patience."""

import base64
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from asn1crypto import x509

from agreements.files.reading import Reading
from agreements.signing.result import SignedPdf, Verdict

SECONDS = 60
TOO_HARD = "Filen är för stor eller för krånglig för att läsas. Spara den på nytt och försök igen."
_HOME = Path(__file__).resolve().parent.parent.parent
_KEPT_OF_THE_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "VIRTUAL_ENV")


def examine(data: bytes) -> Reading:
    """What a document is and says."""
    return _asked({"at": ""}, data) or Reading(refusal=TOO_HARD)


def examine_signed(data: bytes, *, trust_roots: Sequence[x509.Certificate], at: datetime) -> Reading:
    """What a signed file is, and what its signatures show."""
    roots = [base64.b64encode(root.dump()).decode() for root in trust_roots]
    broken = SignedPdf(hashlib.sha256(data).hexdigest(), Verdict.BROKEN)
    read = _asked({"at": at.isoformat(), "roots": roots}, data)
    return read or Reading(refusal=TOO_HARD, signed=broken)


def _asked(question: dict[str, object], data: bytes) -> Reading | None:
    """The process's answer; None when it had none, for want of time or memory."""
    command = [sys.executable, "-m", "agreements.files.worker"]
    environment = {name: os.environ[name] for name in _KEPT_OF_THE_ENVIRONMENT if name in os.environ}
    sent = json.dumps(question).encode() + b"\n" + data
    try:
        # What it complains of is thrown away: a reader's complaint may quote the file.
        done = subprocess.run(
            command,
            input=sent,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_HOME,
            env=environment,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return Reading.from_json(json.loads(done.stdout)) if done.returncode == 0 else None
