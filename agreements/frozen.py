"""Database triggers that keep rows as they are whoever asks: for migrations, on both databases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION cmv_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
_POSTGRES = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH ROW {when}
EXECUTE FUNCTION cmv_refuse('{message}')
"""
# A trigger's own condition may not look in other tables on PostgreSQL: the function asks instead.
_POSTGRES_ASKS = """
CREATE OR REPLACE FUNCTION {table}_no_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {condition} THEN
        RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$
"""
_POSTGRES_LOOKS_UP = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_no_{verb}()
"""
# SQLite's INSERT OR REPLACE deletes without a delete trigger.
_SQLITE_NO_REPLACE = """
CREATE TRIGGER {table}_no_REPLACE BEFORE INSERT ON {table}
WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
_POSTGRES_NO_TRUNCATE = """
CREATE TRIGGER {table}_no_TRUNCATE BEFORE TRUNCATE ON {table} FOR EACH STATEMENT
EXECUTE FUNCTION cmv_refuse('{message}')
"""


@dataclass(frozen=True)
class Rule:
    """A refusal of INSERT, UPDATE or DELETE on a table when the condition on OLD and NEW holds; "" is always.

    `looks_up` says that the condition reads other tables too.
    """

    table: str
    verb: str
    condition: str
    message: str
    looks_up: bool = False


# A table's rows that may not be replaced: which row an insert would replace, and what is then said.
Kept = Mapping[str, tuple[str, str]]


def add_rules(editor, rules: Sequence[Rule], kept: Kept) -> None:
    """Create the triggers; each table in `kept` is also shut for REPLACE (SQLite) and TRUNCATE."""
    postgres = editor.connection.vendor == "postgresql"
    if postgres:
        editor.execute(_POSTGRES_FUNCTION, params=None)
    for rule in rules:
        when = f"WHEN ({rule.condition})" if rule.condition else ""
        for template in _templates(rule, postgres):
            editor.execute(template.format(when=when, **vars(rule)), params=None)
    whole = _POSTGRES_NO_TRUNCATE if postgres else _SQLITE_NO_REPLACE
    for table, (same, message) in kept.items():
        editor.execute(whole.format(table=table, same=same, message=message), params=None)


def _templates(rule: Rule, postgres: bool) -> tuple[str, ...]:
    if not postgres:
        return (_SQLITE,)
    return (_POSTGRES_ASKS, _POSTGRES_LOOKS_UP) if rule.looks_up else (_POSTGRES,)


def remove_rules(editor, rules: Sequence[Rule], kept: Kept) -> None:
    """Drop the triggers again. PostgreSQL's function stays: others may use it."""
    postgres = editor.connection.vendor == "postgresql"
    whole = "TRUNCATE" if postgres else "REPLACE"
    names = [(rule.table, rule.verb) for rule in rules] + [(table, whole) for table in kept]
    for table, verb in names:
        on = f" ON {table}" if postgres else ""
        editor.execute(f"DROP TRIGGER {table}_no_{verb}{on}")
    for rule in rules if postgres else ():
        if rule.looks_up:
            editor.execute(f"DROP FUNCTION {rule.table}_no_{rule.verb}()")
