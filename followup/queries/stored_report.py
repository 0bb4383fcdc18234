"""The stored file of an adopted report, read back only when it is what was adopted."""

import hashlib
from pathlib import Path

from django.conf import settings

from followup.models import AnnualReport


class ReportDamaged(Exception):
    """The stored file is gone or no longer what was adopted; the message is one line of Swedish."""


def report_bytes(report: AnnualReport) -> bytes:
    """The PDF, byte for byte. Raises ReportDamaged."""
    try:
        data = (Path(settings.MEDIA_ROOT) / report.file_name).read_bytes()
    except OSError as error:
        raise ReportDamaged(f"{report}: filen saknas.") from error
    if hashlib.sha256(data).hexdigest() != report.sha256:
        raise ReportDamaged(f"{report}: filen är inte den som fastställdes.")
    return data
