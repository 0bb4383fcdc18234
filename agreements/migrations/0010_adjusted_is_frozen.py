"""Triggers that keep adjusted minutes: the meeting, who was there, the matters and the decisions.

A later migration that rebuilds one of these tables on SQLite loses its triggers, and has to add them again.
"""

from django.db import migrations

from agreements.frozen import Rule, add_rules, remove_rules

ADJUSTED = "Protokollet är justerat och ändras inte."
NUMBERED = "Ett beslut tas aldrig bort och byter aldrig nummer."
MEETING = "agreements_meeting"
MEETING_COLUMNS = (
    *("body_id", "starts_at", "ends_at", "place", "state", "called_on", "adjusted_on", "adjusted_by"),
    *("is_example", "call_contents", "minutes_contents"),
)
CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in MEETING_COLUMNS)
MOVED = "OLD.announced_on IS NOT NULL AND OLD.announced_on IS DISTINCT FROM NEW.announced_on"
RENUMBERED = " OR ".join(
    f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in ("item_id", "body_id", "year", "paragraph")
)


def _of(meeting: str) -> str:
    """That the meeting a row belongs to is adjusted."""
    return f"EXISTS (SELECT 1 FROM agreements_meeting m WHERE m.state = 'adjusted' AND m.id = {meeting})"


def _through(item: str) -> str:
    """The same for a row that belongs to a matter on the agenda."""
    return (
        "EXISTS (SELECT 1 FROM agreements_meeting m JOIN agreements_agendaitem i ON i.meeting_id = m.id "
        f"WHERE m.state = 'adjusted' AND i.id = {item})"
    )


def _kept(table: str, column: str, adjusted) -> list[Rule]:
    new, old = adjusted(f"NEW.{column}"), adjusted(f"OLD.{column}")
    return [
        Rule(table, "INSERT", new, ADJUSTED, looks_up=True),
        Rule(table, "UPDATE", f"{new} OR {old}", ADJUSTED, looks_up=True),
        Rule(table, "DELETE", old, ADJUSTED, looks_up=True),
    ]


RULES = [
    Rule(MEETING, "UPDATE", f"OLD.state = 'adjusted' AND ({CHANGED} OR ({MOVED}))", ADJUSTED),
    Rule(MEETING, "DELETE", "OLD.state = 'adjusted'", ADJUSTED),
    *_kept("agreements_attendance", "meeting_id", _of),
    *_kept("agreements_agendaitem", "meeting_id", _of),
    *_kept("agreements_agendaitem_documents", "agendaitem_id", _through),
    Rule("agreements_decision", "INSERT", _through("NEW.item_id"), ADJUSTED, looks_up=True),
    Rule(
        "agreements_decision", "UPDATE", f"{RENUMBERED} OR {_through('OLD.item_id')}", NUMBERED, looks_up=True
    ),
    Rule("agreements_decision", "DELETE", "", NUMBERED),
]
KEPT = {
    MEETING: ("id = NEW.id AND state = 'adjusted'", ADJUSTED),
    "agreements_decision": ("id = NEW.id", NUMBERED),
}


class Migration(migrations.Migration):
    dependencies = [("agreements", "0009_what_was_called_and_adjusted")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: add_rules(editor, RULES, KEPT),
            lambda apps, editor: remove_rules(editor, RULES, KEPT),
        )
    ]
