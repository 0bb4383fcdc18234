"""A decision in two steps: what it sets going, then its words; other words in a draft; and its anchoring."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render

from agreements.access import require
from agreements.actions import decisions as actions
from agreements.effect_kinds import EffectKind
from agreements.meeting_access import RUN, get_decision, get_meeting, matters, may_anchor
from agreements.models import AgendaItem, Meeting, Organisation
from agreements.refusals import Refused
from agreements.views.editing import edit_row
from agreements.views.meetings import EDIT, trail
from cmv_portal.effects import EFFECTS, offered
from cmv_portal.meetings.deciding import REFUSALS, decide, reasons
from cmv_portal.meetings.forms import (
    NOTHING_MORE,
    DecisionForm,
    DecisionTextForm,
    EffectChoice,
    anchoring_form,
)


def decision_new(request, pk, item):
    """First what the decision sets going, if it can set anything going; then its outcome and words."""
    found = _item(request, pk, item)
    effects = offered(found.meeting.body_id, found.cooperation)
    choice = EffectChoice(request.GET if "verkan" in request.GET else None, effects=effects)
    if effects and not choice.is_valid():
        return _shown(request, found, choice, "effect")
    chosen = choice.cleaned_data["verkan"] if effects else NOTHING_MORE
    effect = None if chosen == NOTHING_MORE else EFFECTS[EffectKind(chosen)]
    form = DecisionForm(
        request.POST or None, effect=effect, cooperation=found.cooperation, initial={"text": found.proposal}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _decide(request, found, form, effect)
        except REFUSALS as refusal:
            form.add_error(None, reasons(refusal))
        else:
            messages.success(request, f"Beslutet är inskrivet som {made.number}.")
            return redirect(made)
    return _shown(request, found, form, "decision", effect=effect, has_choice=bool(effects))


def _decide(request, found, form, effect):
    target = form.cleaned_data.get("target")
    return decide(
        item=found,
        outcome=form.cleaned_data["outcome"],
        text=form.cleaned_data["text"],
        kind=effect.kind if effect else None,
        target=target.pk if target else None,
        given=form.given,
        by=request.user,
    )


def _shown(request, found, form, template, **more):
    context = {"nav": "meetings", "trail": trail(found.meeting), "item": found, "form": form, **more}
    return render(request, f"portal/meeting/{template}.html", context)


def _item(request, pk, item) -> AgendaItem:
    """A matter that is to be decided, of a cooperation whose meetings the person runs."""
    meeting = get_meeting(request.user, pk, RUN)
    require(meeting.state == Meeting.State.HELD)
    items = AgendaItem.objects.select_related("meeting__body", "cooperation").filter(decisions=None)
    return get_object_or_404(
        items, meeting=meeting, pk=item, cooperation__in=matters(request.user, meeting.body)
    )


def decision(request, pk, paragraph):
    """Other words for a decision, until the minutes are adjusted."""
    found = get_decision(request.user, pk, paragraph, RUN)
    require(found.item.meeting.is_open)
    return edit_row(
        request,
        form_class=DecisionTextForm,
        instance=found,
        action=partial(actions.correct_decision, decision=found),
        back=found.get_absolute_url(),
        said="Beslutets text är sparad.",
        template=EDIT,
        context={
            "nav": "meetings",
            "trail": trail(found.item.meeting),
            "here": found.number,
            "title": f"{found.number} {found.item.title}",
        },
    )


def anchoring(request, pk, paragraph, organisation):
    """When a party's own officers were told of what the steering group decided (9.1)."""
    found = get_decision(request.user, pk, paragraph)
    party = get_object_or_404(Organisation, slug=organisation)
    meeting = found.item.meeting
    parties = actions.anchoring_parties(found.item.cooperation, meeting.day)
    require(meeting.adjusted_on is not None)
    require(actions.anchors(found) and party in parties and may_anchor(request.user, found, party.pk))
    form = anchoring_form(request.POST or None, found.anchorings.filter(organisation=party).first(), meeting)
    if request.method == "POST" and form.is_valid():
        try:
            actions.anchor_decision(decision=found, organisation=party, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Förankringen i {party.short_name} är registrerad.")
            return redirect(found)
    context = {"nav": "meetings", "trail": trail(meeting), "decision": found, "party": party, "form": form}
    return render(request, "portal/meeting/anchoring.html", context)
