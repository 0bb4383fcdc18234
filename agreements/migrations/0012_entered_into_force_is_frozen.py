"""Triggers that keep what was agreed: an edition that came into force through the portal stays as it was.

Dated terms may be added (simple amendments), a party may get a last day, and what was not known of a
decision when the last signature came (its minutes, its announcement) may be filled in, once.
A later migration that rebuilds one of these tables on SQLite loses its triggers, and has to add them again.
"""

from django.db import migrations

from agreements.frozen import Rule, add_rules, remove_rules

FROZEN = "Avtalet gäller och ändras bara genom en ny utgåva."
AGREEMENT = "agreements_agreement"


def _changed(*columns: str) -> str:
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


def _filled_in(*columns: str) -> str:
    """That a column which was set is set to something else."""
    return " OR ".join(
        f"(OLD.{column} IS NOT NULL AND OLD.{column} IS DISTINCT FROM NEW.{column})" for column in columns
    )


def _of(row: str) -> str:
    """That the edition a row belongs to is in force through the portal."""
    return (
        f"EXISTS (SELECT 1 FROM {AGREEMENT} a WHERE a.id = {row}.agreement_id "
        "AND a.status = 'adopted' AND a.evidence = 'portal')"
    )


def _kept(table: str, *, added: str = "", changed: str = "") -> list[Rule]:
    """No row is added, changed or deleted; but for rows and changes outside of the conditions."""
    new, old = _of("NEW"), _of("OLD")
    return [
        Rule(table, "INSERT", f"({added}) AND {new}" if added else new, FROZEN, looks_up=True),
        Rule(
            table,
            "UPDATE",
            f"(({changed}) AND {old}) OR ({new} AND NOT {old})" if changed else f"{new} OR {old}",
            FROZEN,
            looks_up=True,
        ),
        Rule(table, "DELETE", old, FROZEN, looks_up=True),
    ]


ADOPTED = "OLD.status = 'adopted' AND OLD.evidence = 'portal'"
RULES = [
    Rule(
        AGREEMENT,
        "UPDATE",
        f"{ADOPTED} AND ("
        + _changed(
            *("cooperation_id", "slug", "title", "year", "predecessor_id", "status", "evidence", "starts_on"),
            *("first_end", "round", "submitted_on", "adopted_on", "purpose", "source", "stated_cost"),
        )
        + ")",
        FROZEN,
    ),
    Rule(AGREEMENT, "DELETE", ADOPTED, FROZEN),
    *_kept("agreements_term", added="NEW.valid_from IS NULL"),
    *_kept(
        "agreements_party",
        changed=_changed("agreement_id", "organisation_id", "role", "pays", "valid_from"),
    ),
    *_kept(
        "agreements_decisionstep",
        changed=_changed(
            *("agreement_id", "round", "kind", "organisation_id", "body_name", "outcome", "decided_on"),
            "paragraph",
        )
        + " OR "
        + _filled_in("announced_on", "minutes_id", "decision_id"),
    ),
    *_kept("agreements_signature"),
    *_kept("agreements_clausechange"),
]
_SAME = "id = NEW.id AND " + _of("{table}")
KEPT = {
    table: (_SAME.format(table=table), FROZEN)
    for table in (
        *("agreements_term", "agreements_party", "agreements_decisionstep"),
        *("agreements_signature", "agreements_clausechange"),
    )
}
KEPT[AGREEMENT] = ("id = NEW.id AND status = 'adopted' AND evidence = 'portal'", FROZEN)


class Migration(migrations.Migration):
    dependencies = [("agreements", "0011_approved_and_signed_by")]
    operations = [
        migrations.RunPython(
            lambda apps, editor: add_rules(editor, RULES, KEPT),
            lambda apps, editor: remove_rules(editor, RULES, KEPT),
        )
    ]
