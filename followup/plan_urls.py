"""Addresses of plans, reviews, systematic follow-ups and the council's report."""

from django.urls import path

from followup.views import activity_plan as plan

PLAN, GOAL = "<slug:slug>/verksamhetsplan/<int:year>/", "<slug:slug>/verksamhetsplan/<int:year>/mal/<int:pk>/"

urlpatterns = [
    path(PLAN, plan.activity_plan, name="activity_plan"),
    path(f"{PLAN}borja/", plan.activity_plan_open, name="activity_plan_open"),
    path(f"{PLAN}inledning/", plan.activity_plan_text, name="activity_plan_text"),
    path(f"{PLAN}beslut/", plan.activity_plan_decide, name="activity_plan_decide"),
    path(f"{PLAN}mal/nytt/", plan.plan_goal_new, name="plan_goal_new"),
    path(GOAL, plan.plan_goal, name="plan_goal"),
    path(f"{GOAL}uppfoljning/", plan.plan_goal_followup, name="plan_goal_followup"),
    path(f"{GOAL}flytta/", plan.plan_goal_move, name="plan_goal_move"),
    path(f"{GOAL}ta-bort/", plan.plan_goal_remove, name="plan_goal_remove"),
]
