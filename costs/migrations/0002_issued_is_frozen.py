"""Triggers that keep what is issued: no row of it is changed or deleted, whoever asks and however."""

from django.db import migrations

WHOLE_ROWS = ("costs_document", "costs_payment", "costs_download")

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
POSTGRES_FUNCTION = """
CREATE FUNCTION cmv_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRES = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH ROW {when}
EXECUTE FUNCTION cmv_refuse('{message}')
"""

# SQLite's INSERT OR REPLACE deletes without a delete trigger.
SQLITE_NO_REPLACE = """
CREATE TRIGGER {table}_no_REPLACE BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
POSTGRES_NO_TRUNCATE = """
CREATE TRIGGER {table}_no_TRUNCATE BEFORE TRUNCATE ON {table} FOR EACH STATEMENT
EXECUTE FUNCTION cmv_refuse('{message}')
"""
KEPT = {
    "costs_document": "id = NEW.id OR (series_id = NEW.series_id AND serial = NEW.serial)",
    "costs_payment": "id = NEW.id",
    "costs_download": "id = NEW.id",
    "costs_charge": "id = NEW.id AND state = 'issued'",
    "costs_numberseries": "id = NEW.id",
}

ISSUED = "Utställda handlingar ändras och tas aldrig bort."


def rules():
    """Every refusal: table, verb, condition on the old (and new) row, message."""
    for table in WHOLE_ROWS:
        for verb in ("UPDATE", "DELETE"):
            yield table, verb, "", ISSUED
    yield "costs_charge", "UPDATE", "OLD.state = 'issued'", ISSUED
    yield "costs_charge", "DELETE", "OLD.state = 'issued'", ISSUED
    yield "costs_numberseries", "DELETE", "OLD.last_number > 0", ISSUED
    yield (
        "costs_numberseries",
        "UPDATE",
        "NEW.last_number <> OLD.last_number + 1 OR NEW.issuer_id <> OLD.issuer_id "
        "OR NEW.year <> OLD.year OR NEW.kind <> OLD.kind",
        "Nummerserien är obruten.",
    )


def add(apps, editor):
    postgres = editor.connection.vendor == "postgresql"
    if postgres:
        editor.execute(POSTGRES_FUNCTION, params=None)
    for table, verb, condition, message in rules():
        when = f"WHEN ({condition})" if condition else ""
        template = POSTGRES if postgres else SQLITE
        editor.execute(template.format(table=table, verb=verb, when=when, message=message))
    whole = POSTGRES_NO_TRUNCATE if postgres else SQLITE_NO_REPLACE
    for table, same in KEPT.items():
        editor.execute(whole.format(table=table, same=same, message=ISSUED))


def remove(apps, editor):
    on = " ON {table}" if editor.connection.vendor == "postgresql" else ""
    for table, verb, _, _ in rules():
        editor.execute(f"DROP TRIGGER {table}_no_{verb}" + on.format(table=table))
    last = "TRUNCATE" if editor.connection.vendor == "postgresql" else "REPLACE"
    for table in KEPT:
        editor.execute(f"DROP TRIGGER {table}_no_{last}" + on.format(table=table))
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION cmv_refuse()")


class Migration(migrations.Migration):
    dependencies = [("costs", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
