"""Triggers that keep the read log: no row is changed, and none is taken away before it is two years old."""

from django.db import migrations

from agreements.frozen import Rule, add_rules, remove_rules

KEPT_LOG = "Läsloggen ändras aldrig och sparas i minst två år."
TWO_YEARS_AGO = {
    "sqlite": "datetime('now', '-2 years')",
    "postgresql": "now() - interval '2 years'",
}
KEPT = {"agreements_readevent": ("id = NEW.id", KEPT_LOG)}


def rules(editor) -> list[Rule]:
    young = f"OLD.at > {TWO_YEARS_AGO[editor.connection.vendor]}"
    return [
        Rule("agreements_readevent", "UPDATE", "", KEPT_LOG),
        Rule("agreements_readevent", "DELETE", young, KEPT_LOG),
    ]


class Migration(migrations.Migration):
    dependencies = [("agreements", "0003_read_events")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: add_rules(editor, rules(editor), KEPT),
            lambda apps, editor: remove_rules(editor, rules(editor), KEPT),
        )
    ]
