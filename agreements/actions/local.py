"""What is written of local agreements: their state, the yearly look back, self-assessment, indicators."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from agreements.actions import rows
from agreements.actions.days import must_have_come
from agreements.models import (
    Agreement,
    Indicator,
    IndicatorValue,
    LocalAgreement,
    LocalFollowUp,
    Organisation,
    SelfAssessment,
)
from agreements.refusals import Refused


@transaction.atomic
def change_local_agreement(*, local: LocalAgreement, by, version: int | None = None, **values) -> None:
    must_have_come(values.get("decided_on"))
    rows.save(rows.locked(local, version), by, **values)


@transaction.atomic
def write_followup(*, followup: LocalFollowUp, by, version: int | None = None, **values) -> LocalFollowUp:
    """A year's answers; with a day they are done, and every reader in the cooperation reads them."""
    must_have_come(values.get("done_on"))
    if values.get("done_on") and not all(values.get(name, "").strip() for name in followup.QUESTIONS):
        raise Refused("Svara på alla fyra frågorna innan uppföljningen är klar.")
    return rows.save(_locked_or_new(followup, version), by, **values)


@transaction.atomic
def assess(*, assessment: SelfAssessment, by, version: int | None = None, **values) -> SelfAssessment:
    """A party's own judgement of a year, dated today."""
    assessment = _locked_or_new(assessment, version)
    return rows.save(assessment, by, assessed_on=timezone.localdate(), **values)


@transaction.atomic
def add_indicator(*, agreement: Agreement, by, version: int | None = None, **values) -> Indicator:
    return rows.save(Indicator(agreement=agreement, **values), by)


@transaction.atomic
def save_values(
    *,
    indicator: Indicator,
    year: int,
    values: Mapping[Organisation, Decimal | None],
    read_from: str,
    read_on: date,
    by,
) -> None:
    """An indicator's published values of a year; an emptied one is taken away."""
    must_have_come(read_on)
    stored = {row.organisation_id: row for row in indicator.values.select_for_update().filter(year=year)}
    for organisation, value in values.items():
        row = stored.get(organisation.pk)
        _check_value(indicator, value)
        if value is None:
            if row is not None:
                rows.take_away(row, by)
        elif row is None or row.value != value:
            row = row or IndicatorValue(indicator=indicator, organisation=organisation, year=year)
            rows.save(row, by, value=value, read_from=read_from, read_on=read_on)


def _check_value(indicator: Indicator, value: Decimal | None) -> None:
    if value is not None and indicator.unit == Indicator.Unit.YES_OR_NO and value not in (0, 1):
        raise Refused("Skriv 1 för ja och 0 för nej.")
    if value is not None and indicator.unit == Indicator.Unit.PERCENT and value > 100:
        raise Refused("Ett värde är mer än 100 procent.")


def _locked_or_new(row, version: int | None):
    return rows.locked(row, version) if row.pk else row
