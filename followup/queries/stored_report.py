"""The stored file of an adopted report, handed out only when it is what was adopted."""

import hashlib

from followup.models import AdoptedFile, AnnualReport


class ReportDamaged(Exception):
    """The stored file is gone or no longer what was adopted; the message is one line of Swedish."""


def report_bytes(report: AnnualReport) -> bytes:
    """The PDF, byte for byte. Raises ReportDamaged. One query."""
    found = AdoptedFile.objects.filter(report=report).first()
    if found is None:
        raise ReportDamaged(f"{report}: filen saknas.")
    data = bytes(found.data)
    if hashlib.sha256(data).hexdigest() != report.sha256:
        raise ReportDamaged(f"{report}: filen är inte den som fastställdes.")
    return data
