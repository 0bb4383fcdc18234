"""The activity plan of a year: read, written, decided by the steering group, and followed up goal by goal."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from agreements.access import get_cooperation, require
from agreements.refusals import Refused
from agreements.views.editing import edit_row, tell_refused
from cmv_portal.roles import Right
from followup.actions import plans as actions
from followup.forms.plans import GoalFollowupForm, GoalForm, IntroductionForm, PlanDecisionForm
from followup.models import PlanGoal
from followup.plan_access import get_plan
from followup.queries.plans import plan_page, why_no_followup


def activity_plan(request, slug, year):
    """A year's plan; who writes may begin it where there is none."""
    return _shown(request, slug, year, PlanDecisionForm(initial={"decided_on": timezone.localdate()}))


def _shown(request, slug, year, form):
    cooperation = get_cooperation(request.user, slug, Right.SEE_REPORTS)
    page = plan_page(request.user, cooperation, year, timezone.localdate())
    require(page.plan is not None or page.writes)
    context = {
        "nav": "followup",
        "trail": [("Uppföljning", reverse("followup"))],
        "here": f"Verksamhetsplan {year}, {cooperation.short_name}",
        "cooperation": cooperation,
        "page": page,
        "plan": page.plan,
        "form": form,
    }
    return render(request, "followup/activity_plan/activity_plan.html", context)


@require_POST
def activity_plan_open(request, slug, year):
    cooperation = get_cooperation(request.user, slug, Right.WRITE_REPORT)
    return redirect(actions.open_plan(cooperation=cooperation, year=year, by=request.user))


def activity_plan_text(request, slug, year):
    plan = get_plan(request.user, slug, year, Right.WRITE_REPORT)
    require(plan.decided_on is None)

    def write(**given):
        actions.write_introduction(plan=plan, **given)

    return _edit(request, plan, IntroductionForm, plan, write, "Inledningen är sparad.", "Inledning")


def plan_goal_new(request, slug, year):
    plan = get_plan(request.user, slug, year, Right.WRITE_REPORT)
    require(plan.decided_on is None)

    def add(version, **given):
        actions.add_goal(plan=plan, **given)

    return _edit(request, plan, GoalForm, PlanGoal(plan=plan), add, "Målet är tillagt.", "Nytt mål")


def plan_goal(request, slug, year, pk):
    goal = _goal(request, slug, year, pk)
    require(goal.plan.decided_on is None)

    def change(**given):
        actions.change_goal(goal=goal, **given)

    return _edit(request, goal.plan, GoalForm, goal, change, "Målet är sparat.", "Ändra mål")


def plan_goal_followup(request, slug, year, pk):
    goal = _goal(request, slug, year, pk)
    require(not why_no_followup(goal.plan, timezone.localdate()))

    def follow_up(**given):
        actions.follow_up_goal(goal=goal, **given)

    return _edit(
        request,
        goal.plan,
        GoalFollowupForm,
        goal,
        follow_up,
        "Uppföljningen är sparad.",
        "Så gick det",
        goal=goal,
    )


@require_POST
def plan_goal_move(request, slug, year, pk):
    goal = _goal(request, slug, year, pk)
    tell_refused(request, actions.move_goal, goal=goal, direction=request.POST.get("riktning", ""))
    return redirect(goal.plan)


@require_POST
def plan_goal_remove(request, slug, year, pk):
    goal = _goal(request, slug, year, pk)
    tell_refused(request, actions.remove_goal, goal=goal)
    return redirect(goal.plan)


@require_POST
def activity_plan_decide(request, slug, year):
    plan = get_plan(request.user, slug, year, Right.ADOPT_REPORT)
    form = PlanDecisionForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.decide_plan(
                plan=plan, decided_on=given["decided_on"], paragraph=given["paragraph"], by=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"Verksamhetsplan {year} är beslutad och kan läsas av alla i samverkan."
            )
            return redirect(plan)
    return _shown(request, slug, year, form)


def _goal(request, slug, year, pk) -> PlanGoal:
    plan = get_plan(request.user, slug, year, Right.WRITE_REPORT)
    return get_object_or_404(PlanGoal.objects.select_related("plan__cooperation"), plan=plan, pk=pk)


def _edit(request, plan, form_class, instance, action, said, here, **more):
    context = {
        "trail": [
            ("Uppföljning", reverse("followup")),
            (f"Verksamhetsplan {plan.year}", plan.get_absolute_url()),
        ],
        "here": here,
        "title": f"{here}, verksamhetsplan {plan.year}" if not more else here,
        "plan": plan,
        **more,
    }
    return edit_row(
        request,
        form_class=form_class,
        instance=instance,
        action=action,
        back=plan.get_absolute_url(),
        said=said,
        template="followup/activity_plan/edit.html",
        context={"nav": "followup", **context},
    )
