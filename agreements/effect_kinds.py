"""What a decision can set going in the portal, by name. What each does stands in cmv_portal/effects.py."""

from enum import StrEnum


class EffectKind(StrEnum):
    BUDGET = "budget_decided"
    SURPLUS = "surplus_used"
    REVIEWER = "reviewer_appointed"
    REVIEW_COST = "review_cost_approved"
    FOCUS_AREAS = "focus_areas_set"
    PLAN = "plan_decided"
    REPORT = "report_adopted"
    REPORT_PRESENTED = "report_presented"
    PROPOSED = "edition_proposed"
    RECOMMENDED = "edition_recommended"
