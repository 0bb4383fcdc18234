"""Triggers that keep the printed file of an adopted report."""

from django.db import migrations

from agreements.frozen import Rule, add_rules, remove_rules

ADOPTED = "Fastställda filer ändras och tas aldrig bort."
RULES = [Rule("followup_adoptedfile", verb, "", ADOPTED) for verb in ("UPDATE", "DELETE")]
KEPT = {"followup_adoptedfile": ("id = NEW.id OR report_id = NEW.report_id", ADOPTED)}


class Migration(migrations.Migration):
    dependencies = [("followup", "0005_adopted_files")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: add_rules(editor, RULES, KEPT),
            lambda apps, editor: remove_rules(editor, RULES, KEPT),
        )
    ]
