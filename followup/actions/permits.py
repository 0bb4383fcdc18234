"""Switches the reading of lists on and off, by the principal's decision: uploading is itself a disclosure."""

from django.db import transaction

from agreements.models import Cooperation
from followup.models import SeriesImportPermit


@transaction.atomic
def set_series_import(*, cooperation: Cooperation, is_on: bool, decision: str, by) -> SeriesImportPermit:
    """Allow, or no longer allow, that lists are read in; each decision stays in the history."""
    permit = SeriesImportPermit.objects.select_for_update().filter(cooperation=cooperation).first()
    permit = permit or SeriesImportPermit(cooperation=cooperation)
    permit.is_on, permit.decision, permit.switched_by = is_on, decision, by
    permit.full_clean()
    permit._history_user = by
    permit.save()
    return permit
