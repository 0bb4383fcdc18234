"""From the filled-in question of a what if to the changes it means (see `costs/forms/what_if.py`)."""

from datetime import date
from decimal import Decimal

from django.utils.text import slugify

from costs.budget import Overhead
from costs.changes import Changes, Grant, Joining, Leaving, Population, Staffing, checked
from costs.scenario_text import posts_in

NEW_LINES = 2
GRANT = "Statsbidrag"


def changes_from(form, given: dict) -> Changes:
    """The changes that a form's cleaned fields say; what is left empty is as in the agreement.

    Raises ChangesError.
    """
    changed = {line.label: given[key] for key, line in form.line_keys.items() if given[key] is not None}
    in_force = {line.label: line.amount for line in form.line_keys.values()}
    news = [(given[f"ny_{place}"], given[f"ny_{place}_kr"]) for place in range(1, NEW_LINES + 1)]
    grants = [(year, given[f"bidrag_{year}"]) for year in form.base.years]
    return checked(
        Changes(
            year=given["ar"],
            changed_lines=tuple(
                (label, amount) for label, amount in changed.items() if amount and amount != in_force[label]
            ),
            added_lines=tuple((label, amount) for label, amount in news if label),
            removed_lines=tuple(label for label, amount in changed.items() if amount == 0),
            staffing=_staffing(form, given),
            uplift=given["uppr"],
            overhead=_overhead(given),
            grants=tuple(Grant(year, GRANT, amount) for year, amount in grants if amount),
            population=_population(form, given),
            leaving=tuple(
                Leaving(slug, date(given["lamnar_ar"] or given["ar"], 1, 1)) for slug in given["lamnar"]
            ),
            joining=_joining(form, given),
        )
    )


def _overhead(given: dict) -> Overhead | None:
    if given["oh"] is None and given["oh_kr"] is None:
        return None
    return Overhead(percent=given["oh"], amount=given["oh_kr"])


def _staffing(form, given: dict) -> tuple[Staffing, ...]:
    if not given.get("tj"):
        return ()
    chosen = given.get("tj_post")
    line = next((line for line in form.staffed if slugify(line.label) == chosen), form.staffed[0])
    return (Staffing(line.label, posts_in(line.label) or Decimal(1), given["tj"], given["tj_fran"]),)


def _population(form, given: dict) -> Population | None:
    table = form.tables.get(given.get("tabell"))
    figures = dict(table.figures) if table else {}
    figures |= {slug: count for slug in form.base.names if (count := given.get(f"inv_{slug}"))}
    if not figures:
        return None
    return Population(
        figures=tuple(figures.items()),
        table=table.slug if table else "",
        label=table.label if table else "",
        source=table.source if table else "",
        is_example=table.is_example if table else False,
    )


def _joining(form, given: dict) -> tuple[Joining, ...]:
    if not given["ny_part"]:
        return ()
    organisation = form.joinable[given["ny_part"]]
    return (
        Joining(
            organisation.slug,
            organisation.short_name,
            given["ny_part_inv"],
            date(given["ny_part_ar"] or given["ar"], 1, 1),
            organisation.municipal_code,
        ),
    )
