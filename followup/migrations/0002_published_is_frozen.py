"""Triggers that keep what has been shown: no publication and no adopted report is changed or deleted."""

from django.db import migrations

from agreements.frozen import Rule, add_rules, remove_rules

SHOWN = "Publicerade uppgifter ändras och tas aldrig bort."
RULES = [
    Rule("followup_publication", "UPDATE", "", SHOWN),
    Rule("followup_publication", "DELETE", "", SHOWN),
    Rule("followup_annualreport", "UPDATE", "OLD.state = 'adopted'", SHOWN),
    Rule("followup_annualreport", "DELETE", "OLD.state = 'adopted'", SHOWN),
    Rule("followup_qualityreview", "DELETE", "OLD.contents IS NOT NULL", SHOWN),
    Rule(
        "followup_qualityreview",
        "UPDATE",
        "OLD.contents IS NOT NULL AND (NEW.contents IS NULL OR NEW.contents <> OLD.contents)",
        SHOWN,
    ),
]
KEPT = {
    "followup_publication": ("id = NEW.id", SHOWN),
    "followup_annualreport": ("id = NEW.id AND state = 'adopted'", SHOWN),
}


class Migration(migrations.Migration):
    dependencies = [
        ("followup", "0001_initial"),
        ("agreements", "0004_read_events_are_kept"),
        ("costs", "0002_issued_is_frozen"),
    ]
    operations = [
        migrations.RunPython(
            lambda apps, editor: add_rules(editor, RULES, KEPT),
            lambda apps, editor: remove_rules(editor, RULES, KEPT),
        )
    ]
