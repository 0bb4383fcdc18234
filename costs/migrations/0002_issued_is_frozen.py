"""Triggers that keep what is issued: no row of it is changed or deleted, whoever asks and however."""

from django.db import migrations

from agreements.frozen import Rule, add_rules, remove_rules

ISSUED = "Utställda handlingar ändras och tas aldrig bort."
RULES = [
    *(
        Rule(table, verb, "", ISSUED)
        for table in ("costs_document", "costs_payment", "costs_download")
        for verb in ("UPDATE", "DELETE")
    ),
    Rule("costs_charge", "UPDATE", "OLD.state = 'issued'", ISSUED),
    Rule("costs_charge", "DELETE", "OLD.state = 'issued'", ISSUED),
    Rule("costs_numberseries", "DELETE", "OLD.last_number > 0", ISSUED),
    Rule(
        "costs_numberseries",
        "UPDATE",
        "NEW.last_number <> OLD.last_number + 1 OR NEW.issuer_id <> OLD.issuer_id "
        "OR NEW.year <> OLD.year OR NEW.kind <> OLD.kind",
        "Nummerserien är obruten.",
    ),
]
KEPT = {
    "costs_document": ("id = NEW.id OR (series_id = NEW.series_id AND serial = NEW.serial)", ISSUED),
    "costs_payment": ("id = NEW.id", ISSUED),
    "costs_download": ("id = NEW.id", ISSUED),
    "costs_charge": ("id = NEW.id AND state = 'issued'", ISSUED),
    "costs_numberseries": ("id = NEW.id", ISSUED),
}


class Migration(migrations.Migration):
    dependencies = [("costs", "0001_initial")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: add_rules(editor, RULES, KEPT),
            lambda apps, editor: remove_rules(editor, RULES, KEPT),
        )
    ]
