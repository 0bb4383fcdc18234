"""Triggers that keep what was erased and cleared: that it was done, by whom and how much, stays."""

from django.db import migrations

from agreements.frozen import Rule, add_rules, remove_rules

STAYS = "Att något har rensats eller gallrats ändras inte och tas inte bort."
RULES = [
    Rule("followup_erasure", "UPDATE", "OLD.confirmed_by_id IS NOT NULL", STAYS),
    Rule("followup_erasure", "DELETE", "OLD.confirmed_by_id IS NOT NULL", STAYS),
    Rule("followup_retentionrun", "UPDATE", "", STAYS),
    Rule("followup_retentionrun", "DELETE", "", STAYS),
]
KEPT = {
    "followup_erasure": ("id = NEW.id AND confirmed_by_id IS NOT NULL", STAYS),
    "followup_retentionrun": ("id = NEW.id", STAYS),
}


class Migration(migrations.Migration):
    dependencies = [("followup", "0003_retention_and_erasure_of_history")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: add_rules(editor, RULES, KEPT),
            lambda apps, editor: remove_rules(editor, RULES, KEPT),
        )
    ]
