"""Where what was decided can be seen; an empty address where the person may not."""

from django.urls import reverse

from agreements.access import may
from agreements.models import DecisionStep
from cmv_portal.roles import Right
from costs.models import Budget, YearOutcome
from followup.models import ActivityPlan, AnnualReport, QualityReview, SystematicFollowup
from followup.plan_access import reads_drafts


def costs_page(user, row: Budget | YearOutcome) -> str:
    cooperation = row.agreement.cooperation
    seen = may(user, Right.SEE_ALLOCATION, cooperation.pk)
    return reverse("budget", args=[cooperation.slug]) if seen else ""


def followup_page(user, row: ActivityPlan | QualityReview) -> str:
    return row.get_absolute_url() if may(user, Right.SEE_REPORTS, row.cooperation_id) else ""


def report_page(user, row: AnnualReport) -> str:
    seen = may(user, Right.SEE_REPORTS, row.cooperation_id)
    return reverse("report", args=[row.cooperation.slug, row.year]) if seen else ""


def systematic_page(user, row: SystematicFollowup) -> str:
    """A draft is the centre's and the steering group's; a reported one every reader's."""
    is_reader = row.reported_on is not None and may(user, Right.SEE_REPORTS, row.cooperation_id)
    return row.get_absolute_url() if is_reader or reads_drafts(user, row.cooperation) else ""


def agreement_page(user, row: DecisionStep) -> str:
    return row.agreement.get_absolute_url()
