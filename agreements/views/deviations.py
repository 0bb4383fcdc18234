"""Deviations between parties: for those they concern and who follows up for all. Each reading is logged."""

from functools import partial

from django.shortcuts import render
from django.urls import reverse

from agreements.access import require
from agreements.actions import deviations as actions
from agreements.local_access import get_deviation, get_regional, keeps, own_parties, sees_deviations
from agreements.local_forms import DeviationForm, DeviationStepForm
from agreements.local_queries import deviation_lines
from agreements.models import Deviation, ReadEvent
from agreements.read_log import log_read
from agreements.refusals import Refused
from agreements.swedish import join_names
from agreements.terms import TermKind
from agreements.views.editing import edit_row
from agreements.views.local_agreements import local_trail


def deviations(request, slug):
    agreement = _agreement(request, slug)
    _log(request, agreement, "avvikelser", agreement.slug)
    context = {
        "nav": "agreements",
        "trail": local_trail(agreement),
        "agreement": agreement,
        "rows": (rows := deviation_lines(request.user, agreement)),
        "open": sum(row.deviation.handled_on is None for row in rows),
        "keeps": keeps(request.user, agreement),
        "clause": next(row.clause for row in agreement.terms.all() if row.kind == TermKind.DEVIATIONS),
    }
    return render(request, "agreements/local/deviations.html", context)


def deviation_new(request, slug):
    """Register a deviation; who writes for one party registers those that concern it."""
    agreement = _agreement(request, slug)

    def register(version, parties, **given):
        mine = {row.pk for row in own_parties(request.user, agreement)}
        if not mine & {party.pk for party in parties}:
            raise Refused("Din organisation ska vara en av parterna som berörs.")
        actions.register_deviation(agreement=agreement, parties=parties, **given)

    row = Deviation(agreement=agreement)
    return _edit(
        request, row, DeviationForm, register, "Avvikelsen är registrerad.", "Registrera en avvikelse"
    )


def deviation(request, slug, key):
    """A deviation: who answers for it meanwhile, and that it is handled."""
    found = get_deviation(request.user, slug, key)
    _log(request, found.agreement, "avvikelse", found.key)
    require(found.handled_on is None)
    change = partial(actions.change_deviation, deviation=found)
    concerned = join_names([party.short_name for party in found.parties.all()])
    about = f"{found.get_kind_display().capitalize()}. Berör {concerned}."
    return _edit(request, found, DeviationStepForm, change, "Avvikelsen är sparad.", str(found), about)


def _agreement(request, slug):
    agreement = get_regional(request.user, slug, TermKind.DEVIATIONS)
    require(sees_deviations(request.user, agreement))
    return agreement


def _log(request, agreement, what: str, which: object) -> None:
    log_read(
        user=request.user,
        action=ReadEvent.Action.VIEW,
        object_type=what,
        object_id=which,
        cooperation=agreement.cooperation,
    )


def _edit(request, row, form_class, action, said, title, about=""):
    back = reverse("deviations", args=[row.agreement.slug])
    trail = [*local_trail(row.agreement), ("Avvikelser", back)]
    return edit_row(
        request,
        form_class=form_class,
        instance=row,
        action=action,
        back=back,
        said=said,
        template="agreements/edit.html",
        context={"nav": "agreements", "trail": trail, "here": title, "title": title, "about": about},
    )
