"""The demo's plans and reviews: marked fictitious, made once, and nothing in them to read again."""

from datetime import date

import pytest
from django.urls import reverse
from page_tools import stop_clock
from reading import text_of

from cmv_portal.demo_followup_plans import make_plans_and_reviews
from followup.models import ActivityPlan, PlanGoal, QualityReview, SystematicFollowup
from followup.queries.plans import plan_gaps


@pytest.fixture(autouse=True)
def _made(monkeypatch, person):
    stop_clock(monkeypatch, date(2026, 11, 25))
    make_plans_and_reviews(by=person("charlie"))


def test_three_plans_are_decided_and_two_followed_up(cooperation):
    plans = ActivityPlan.objects.filter(cooperation=cooperation).order_by("year")
    assert [(plan.year, plan.is_fictitious, bool(plan.decided_on)) for plan in plans] == [
        (2024, True, True),
        (2025, True, True),
        (2026, True, True),
    ]
    assert plan_gaps(cooperation, 2024) == plan_gaps(cooperation, 2025) == []
    assert len(plan_gaps(cooperation, 2026)) == 3


def test_the_review_is_under_way_and_the_follow_up_reported(cooperation):
    review = QualityReview.objects.get(cooperation=cooperation)
    assert (review.year, review.is_fictitious, review.reported_on, review.charge) == (2026, True, None, None)
    followup = SystematicFollowup.objects.get(cooperation=cooperation)
    assert (followup.year, followup.is_fictitious) == (2025, True)
    assert followup.reported_on
    assert followup.focus_areas.count() == 2


def test_a_second_time_makes_nothing_new(person):
    make_plans_and_reviews(by=person("charlie"))
    assert PlanGoal.objects.count() == 9
    assert QualityReview.objects.count() == SystematicFollowup.objects.count() == 1


def test_no_page_asks_to_be_read_again(signed_in):
    client = signed_in("charlie")
    pages = [reverse("activity_plan", args=["cmv", year]) for year in (2024, 2025, 2026)]
    pages += [reverse("quality_review", args=["cmv", 2026])]
    for page in pages:
        assert "Läs igen" not in text_of(client.get(page)), page
