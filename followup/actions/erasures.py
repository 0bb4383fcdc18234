"""Takes away what should never have been written, with its history: one person asks, another carries it out.

What stands in something adopted or shown is frozen and stays; then the way is a new edition. Nothing here
tells what stood in a field, and nothing of it is kept.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from agreements.access import may
from agreements.models import Cooperation
from agreements.refusals import Refused
from agreements.swedish import long_date
from cmv_portal.roles import Right
from followup.actions.turns import take_turn
from followup.models import (
    ActivityPlan,
    AnnualReport,
    Erasure,
    Figure,
    FigureImport,
    FigureSheet,
    ImprovementMeasure,
    PlanGoal,
    Publication,
    PublishedElsewhere,
    QualityReview,
    ReportPresentation,
    ReportText,
)
from followup.models.erasure import ERASED
from followup.queries.erasables import FIGURE, MODELS, Place, values_of

NOTHING = "Det står ingenting att rensa i fältet."
SHORTEST_QUOTE = 3
# "ett" is too common a word to be taken for a number.
NUMBER_WORDS = {
    "noll": 0, "två": 2, "tre": 3, "fyra": 4, "fem": 5, "sex": 6, "sju": 7, "åtta": 8, "nio": 9, "tio": 10,
    "elva": 11, "tolv": 12,
}  # fmt: skip


@transaction.atomic
def ask_for_erasure(
    *, cooperation: Cooperation, place: Place, reason: str, only_history: bool = False, by
) -> Erasure:
    """Ask that a field be emptied. Raises Refused when it cannot be, or when the reason tells what stood."""
    asked = Erasure(
        cooperation=cooperation,
        model=place.model,
        object_id=place.object_id,
        field=place.field,
        label=place.label[:200],
        only_history=only_history,
        reason=reason,
        requested_by=by,
    )
    if any(_quotes(reason, value) for value in _to_erase(asked)):
        raise Refused("Skälet får inte säga vad som stod där.")
    asked.full_clean()
    asked.save()
    return asked


def _quotes(reason: str, value: object) -> bool:
    """Whether a reason holds a text or a number that is to go, however its spaces are.

    The smaller a number is, the more it says: a single figure counts, in digits or in letters.
    """
    if isinstance(value, int) and value in _numbers(reason):
        return True
    said, text = ("".join(each.split()).casefold() for each in (reason, str(value)))
    return len(text) >= SHORTEST_QUOTE and text in said


def _numbers(text: str) -> set[int]:
    """The numbers that stand alone in a text."""
    words = re.findall(r"\w+", text.casefold())
    return {int(word) for word in words if word.isdecimal()} | {
        NUMBER_WORDS[word] for word in words if word in NUMBER_WORDS
    }


def may_carry_out(user, erasure: Erasure) -> bool:
    """Whether the person may be the second: a manager, or when a manager asked, one who fills in figures."""
    if user.pk == erasure.requested_by_id:
        return False
    here = erasure.cooperation_id
    return may(user, Right.ERASE_FIGURES, here) or (
        may(user, Right.EDIT_FIGURES, here) and may(erasure.requested_by, Right.ERASE_FIGURES, here)
    )


@transaction.atomic
def carry_out(*, erasure: Erasure, by) -> None:
    """Empty the field and every row of its history. Raises Refused."""
    take_turn(erasure.cooperation_id)
    erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if erasure.confirmed_by_id:
        raise Refused("Rensningen är redan gjord.")
    if not may_carry_out(by, erasure):
        raise Refused("En annan person behöver utföra rensningen.")
    values = _to_erase(erasure)
    if erasure.model == FIGURE:
        _erase_figure(erasure, values)
    elif _is_row(erasure):
        PublishedElsewhere.objects.filter(pk=erasure.object_id).delete()
        PublishedElsewhere.history.filter(id=erasure.object_id).delete()
    else:
        _erase_text(erasure, values)
    erasure.confirmed_by, erasure.confirmed_at = by, timezone.now()
    erasure.save()


@transaction.atomic
def withdraw(*, erasure: Erasure) -> None:
    """Take back a request that nobody has carried out. Raises Refused."""
    erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
    if erasure.confirmed_by_id:
        raise Refused("Rensningen är redan gjord.")
    erasure.delete()


# --- What is taken away


def _to_erase(erasure: Erasure) -> set:
    """The values that go. Raises Refused when there are none, or when one of them is frozen."""
    values = values_of(erasure.model, erasure.object_id, erasure.field) - {ERASED}
    if erasure.only_history:
        values -= _current(erasure)
    if not values:
        raise Refused(NOTHING)
    if _is_row(erasure):
        return values
    for name, frozen in _frozen(erasure, values):
        if not erasure.only_history:
            raise Refused(
                f"Det som står i fältet finns i {name} och ändras inte där. Rätta felet i en ny utgåva, och "
                "begär sedan att bara historiken rensas. Behöver det som är visat dras in, tala med "
                "huvudmannens dataskyddsombud."
            )
        values -= frozen
    if not values:
        raise Refused("Det som har stått i fältet är visat eller fastställt och ändras inte.")
    return values


def _is_row(erasure: Erasure) -> bool:
    """A figure told elsewhere is taken away whole: what it says is its number."""
    return MODELS.get(erasure.model) is PublishedElsewhere and erasure.field == "value"


def _current(erasure: Erasure) -> set:
    """What stands in the field now; empty when the row is gone."""
    if erasure.model == FIGURE:
        rows = Figure.objects.filter(sheet=erasure.object_id, field=erasure.field)
        return set(rows.values_list("value", flat=True))
    rows = MODELS[erasure.model].objects.filter(pk=erasure.object_id)
    return set(rows.values_list(erasure.field, flat=True))


def _erase_figure(erasure: Erasure, values: Collection[int]) -> None:
    """The figure and its history, and files that wait to be confirmed for the same year."""
    sheet, field = erasure.object_id, erasure.field
    Figure.objects.filter(sheet=sheet, field=field, value__in=values).delete()
    Figure.history.filter(sheet=sheet, field=field, value__in=values).delete()
    FigureImport.objects.filter(cooperation=erasure.cooperation, year=_year_of_sheet(sheet)).delete()


def _erase_text(erasure: Erasure, values: Collection[str]) -> None:
    model, field = MODELS[erasure.model], erasure.field
    empty = "" if model._meta.get_field(field).blank else ERASED
    row = model.objects.select_for_update().filter(pk=erasure.object_id).first()
    if row is not None and getattr(row, field) in values:
        setattr(row, field, empty)
        row.skip_history_when_saving = True
        row.save(update_fields=[field])
    model.history.filter(id=erasure.object_id, **{f"{field}__in": values}).update(**{field: empty})


# --- What is frozen


def _frozen(erasure: Erasure, values: Collection[Any]) -> Iterator[tuple[str, set]]:
    """What is adopted or shown and holds some of the values: its name, and which."""
    if erasure.model == FIGURE:
        yield from _shown_figures(erasure)
        return
    if MODELS[erasure.model] is AnnualReport:
        row = AnnualReport.objects.filter(pk=erasure.object_id, state=AnnualReport.State.ADOPTED).first()
        if row is not None:
            yield str(row), {getattr(row, erasure.field)}
    for name, contents in _frozen_contents(MODELS[erasure.model], erasure):
        said = _plain(" ".join(_strings(contents)))
        held = {value for value in values if _plain(value) in said}
        if held:
            yield name, held


def _shown_figures(erasure: Erasure) -> Iterator[tuple[str, set]]:
    """What the figure was each time that the year's figures were shown to somebody outside the centre."""
    shown = Publication.objects.filter(
        report__cooperation=erasure.cooperation, report__year=_year_of_sheet(erasure.object_id)
    )
    for publication in shown.select_related("report__cooperation"):
        before = Figure.history.filter(
            sheet=erasure.object_id, field=erasure.field, history_date__lte=publication.released_at
        )
        last = before.order_by("history_date", "history_id").last()
        if last is not None and last.history_type != "-":
            day = long_date(timezone.localdate(publication.released_at))
            yield f"{publication.report}, som visades {day},", {last.value}


def _frozen_contents(model: type[Model], erasure: Erasure) -> Iterable[tuple[str, Any]]:
    """The adopted documents that a text can stand in."""
    year = _year_of(model, erasure.object_id)
    if model in (AnnualReport, ReportText, ReportPresentation, ActivityPlan, PlanGoal):
        rows = AnnualReport.objects.filter(
            cooperation=erasure.cooperation, year=year, state=AnnualReport.State.ADOPTED
        )
    elif model in (QualityReview, ImprovementMeasure):
        rows = QualityReview.objects.filter(cooperation=erasure.cooperation, year=year)
    else:
        return []
    return [(str(row), row.contents) for row in rows.select_related("cooperation") if row.contents]


# The field that says what a part belongs to.
_OWNER = {ReportText: "report", ReportPresentation: "report", PlanGoal: "plan", ImprovementMeasure: "review"}


def _year_of(model: type[Model], pk: int) -> int | None:
    """The year that a row is about, also of a row that is gone."""
    row = model.history.filter(id=pk).first() or model.objects.filter(pk=pk).first()
    owner = _OWNER.get(model)
    if row is None or owner is None:
        return getattr(row, "year", None)
    return _year_of(model._meta.get_field(owner).related_model, getattr(row, f"{owner}_id"))


def _year_of_sheet(sheet: int) -> int | None:
    return _year_of(FigureSheet, sheet)


def _strings(contents: Any) -> Iterator[str]:
    """Every text in frozen contents."""
    if isinstance(contents, str):
        yield contents
    elif isinstance(contents, dict):
        for value in contents.values():
            yield from _strings(value)
    elif isinstance(contents, list):
        for value in contents:
            yield from _strings(value)


def _plain(text: str) -> str:
    return " ".join(text.split())
