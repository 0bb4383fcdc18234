"""verify names a changed report: its file, its frozen copy, and what was shown of its figures."""

import pytest
from django.db import connection

from cmv_portal.verification import faults

pytestmark = pytest.mark.django_db

TRIGGERS = tuple(f"followup_{table}_no_update" for table in ("publication", "annualreport", "adoptedfile"))


def test_a_changed_report_and_a_changed_showing_are_named(adopted):
    report = adopted(2025)
    assert faults() == []
    with connection.cursor() as cursor:
        for trigger in TRIGGERS:
            on = f" ON {trigger.split('_no_')[0]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {trigger}{on}")
    contents = report.contents
    contents["figures"]["tables"][0]["cells"][0]["published"] += 1
    type(report)._base_manager.filter(pk=report.pk).update(contents=contents)
    report.publication.figures["tables"][0]["cells"][0]["published"] += 2
    report.publication.save()
    report.file.data = bytes(report.file.data) + b" "
    report.file.save()
    told = faults()
    assert any("de visade siffrorna har ändrats" in fault for fault in told)
    assert any("inte de som styrgruppen såg" in fault for fault in told)
    assert any("filen är inte den som fastställdes" in fault for fault in told)
