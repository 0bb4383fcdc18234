"""Whether the principal has allowed that lists of de-identified series are read in."""

from agreements.models import Cooperation
from followup.models import SeriesImportPermit


def series_import_is_on(cooperation: Cooperation) -> bool:
    """Off until the principal's decision is registered. One query."""
    return SeriesImportPermit.objects.filter(cooperation=cooperation, is_on=True).exists()
