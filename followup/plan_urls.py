"""Addresses of plans, reviews, systematic follow-ups and the council's report."""

from django.urls import path

from followup.views import activity_plan as plan
from followup.views import improvement
from followup.views import municipal_report as council
from followup.views import quality_review as review
from followup.views import systematic_followup as systematic

PLAN, GOAL = (
    "<slug:slug>/verksamhetsplan/<year:year>/",
    "<slug:slug>/verksamhetsplan/<year:year>/mal/<int:pk>/",
)

REVIEWS, REVIEW = "<slug:slug>/kvalitetsgranskning/", "<slug:slug>/kvalitetsgranskning/<year:year>/"
MEASURE = f"{REVIEW}atgard/<int:pk>/"
FOLLOWUPS, FOLLOWUP = (
    "<slug:slug>/systematisk-uppfoljning/",
    "<slug:slug>/systematisk-uppfoljning/<year:year>/",
)
COUNCIL = "<slug:slug>/kommunrapport/<year:year>/<slug:organisation>"
AREA = f"{FOLLOWUP}fokusomrade/<int:pk>/"

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
    path(REVIEWS, review.quality_reviews, name="quality_reviews"),
    path(f"{REVIEWS}ny/", review.quality_review_new, name="quality_review_new"),
    path(REVIEW, review.quality_review, name="quality_review"),
    path(f"{REVIEW}plan/", review.quality_review_plan, name="quality_review_plan"),
    path(f"{REVIEW}granskare/", review.quality_review_reviewer, name="quality_review_reviewer"),
    path(f"{REVIEW}kostnad/", review.quality_review_charge, name="quality_review_charge"),
    path(f"{REVIEW}text/<slug:part>/", review.quality_review_text, name="quality_review_text"),
    path(f"{REVIEW}atgard/ny/", improvement.improvement_new, name="improvement_new"),
    path(MEASURE, improvement.improvement, name="improvement"),
    path(f"{MEASURE}flytta/", improvement.improvement_move, name="improvement_move"),
    path(f"{MEASURE}ta-bort/", improvement.improvement_remove, name="improvement_remove"),
    path(f"{REVIEW}redovisa/", review.quality_review_report, name="quality_review_report"),
    path(f"{REVIEW}granskning.pdf", review.quality_review_pdf, name="quality_review_pdf"),
    path(FOLLOWUPS, systematic.systematic_followups, name="systematic_followups"),
    path(FOLLOWUP, systematic.systematic_followup, name="systematic_followup"),
    path(f"{FOLLOWUP}borja/", systematic.systematic_followup_open, name="systematic_followup_open"),
    path(f"{FOLLOWUP}underlag/", systematic.systematic_followup_basis, name="systematic_followup_basis"),
    path(f"{FOLLOWUP}fokusomrade/nytt/", systematic.focus_area_new, name="focus_area_new"),
    path(AREA, systematic.focus_area, name="focus_area"),
    path(f"{AREA}flytta/", systematic.focus_area_move, name="focus_area_move"),
    path(f"{AREA}ta-bort/", systematic.focus_area_remove, name="focus_area_remove"),
    path(f"{FOLLOWUP}redovisa/", systematic.systematic_followup_report, name="systematic_followup_report"),
    path(f"{COUNCIL}/", council.municipal_report, name="municipal_report"),
    path(f"{COUNCIL}.pdf", council.municipal_report_pdf, name="municipal_report_pdf"),
]
