"""From the filled-in question of a what if to the changes it means, and back (`costs/forms/what_if.py`)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.utils.text import slugify

from costs.budget import BudgetLine, Overhead
from costs.changes import Changes, Grant, Joining, Leaving, Population, Staffing, checked
from costs.queries.scenarios import Table
from costs.scenario_text import posts_in

NEW_LINES = 2
GRANT = "Statsbidrag"


def line_key(line: BudgetLine) -> str:
    """The name in the address of a budget line's field."""
    return f"post_{slugify(line.label)[:40]}"


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


# --- Back to the question


def question_of(changes: Changes, lines: Iterable[BudgetLine], tables: Mapping[str, Table]) -> str:
    """The address that asks for the changes again, with what the form has fields for."""
    fields: list[tuple[str, object]] = [("ar", changes.year)]
    fields += [("uppr", changes.uplift)] if changes.uplift is not None else []
    overhead = changes.overhead
    if overhead:
        fields += [("oh", overhead.percent), ("oh_kr", overhead.amount)]
    keys = {line.label: line_key(line) for line in lines}
    fields += [(keys[label], amount) for label, amount in changes.changed_lines if label in keys]
    fields += [(keys[label], 0) for label in changes.removed_lines if label in keys]
    for place, (label, amount) in enumerate(changes.added_lines[:NEW_LINES], 1):
        fields += [(f"ny_{place}", label), (f"ny_{place}_kr", amount)]
    for item in changes.staffing[:1]:
        fields += [("tj", item.change), ("tj_post", slugify(item.line)), ("tj_fran", item.starts_on)]
    fields += [(f"bidrag_{grant.year}", grant.amount) for grant in changes.grants]
    fields += _parties_asked(changes)
    if changes.population:
        table = tables.get(changes.population.table)
        known = table.figures if table else {}
        fields += [("tabell", table.slug)] if table else []
        others = [(slug, count) for slug, count in changes.population.figures if known.get(slug) != count]
        fields += [(f"inv_{slug}", count) for slug, count in others]
    return urlencode([(name, str(value).replace(".", ",")) for name, value in fields if value is not None])


def _parties_asked(changes: Changes) -> Iterator[tuple[str, object]]:
    for leaving in changes.leaving:
        yield "lamnar", leaving.organisation
    for leaving in changes.leaving[:1]:
        yield "lamnar_ar", leaving.from_date.year
    for joining in changes.joining[:1]:
        yield "ny_part", joining.organisation
        yield "ny_part_ar", joining.from_date.year
        yield "ny_part_inv", joining.population
