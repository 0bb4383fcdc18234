"""A trigger that keeps a stored file as it came.

A later migration that rebuilds the table on SQLite loses its triggers, and has to add them again.
"""

from django.db import migrations

from agreements.frozen import Rule, add_rules, remove_rules

TABLE = "agreements_storedfile"
KEPT_AS_IT_CAME = "En lagrad fil ändras aldrig. En ny version är en ny fil."
RULES = [Rule(TABLE, "UPDATE", "", KEPT_AS_IT_CAME)]
KEPT = {TABLE: ("id = NEW.id OR sha256 = NEW.sha256", KEPT_AS_IT_CAME)}


class Migration(migrations.Migration):
    dependencies = [("agreements", "0013_local_agreements")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: add_rules(editor, RULES, KEPT),
            lambda apps, editor: remove_rules(editor, RULES, KEPT),
        )
    ]
