"""How far the parties judge their own implementation to have come, phase by phase and year by year."""

from functools import partial

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from agreements.access import require
from agreements.actions import local as actions
from agreements.local_access import get_regional, writes_for
from agreements.local_forms import SelfAssessmentForm
from agreements.local_queries import assessment_page
from agreements.models import Organisation, SelfAssessment
from agreements.terms import TermKind
from agreements.views.editing import edit_row
from agreements.views.local_agreements import local_trail, require_year


def self_assessments(request, slug, year=None):
    agreement, today = get_regional(request.user, slug, TermKind.SELF_ASSESSMENT), timezone.localdate()
    year = year or today.year
    require_year(year)
    context = {
        "nav": "agreements",
        "trail": local_trail(agreement),
        "agreement": agreement,
        "page": assessment_page(request.user, agreement, year, today),
    }
    return render(request, "agreements/local/self_assessments.html", context)


def self_assessment(request, slug, year, organisation):
    """A party's own assessment of a year."""
    agreement = get_regional(request.user, slug, TermKind.SELF_ASSESSMENT)
    require_year(year)
    party = get_object_or_404(Organisation, slug=organisation, parties__agreement=agreement)
    require(writes_for(request.user, agreement, party.pk))
    row = SelfAssessment.objects.filter(agreement=agreement, organisation=party, year=year).first()
    row = row or SelfAssessment(agreement=agreement, organisation=party, year=year)
    back = reverse("self_assessments_of_year", args=[slug, year])
    return edit_row(
        request,
        form_class=SelfAssessmentForm,
        instance=row,
        action=partial(actions.assess, assessment=row),
        back=back,
        said=f"Självskattningen {year} för {party.short_name} är sparad.",
        template="agreements/edit.html",
        context={
            "nav": "agreements",
            "trail": [*local_trail(agreement), ("Självskattning", back)],
            "here": party.short_name,
            "title": f"Självskattning {year}, {party.short_name}",
            "about": "Fas 1 och 2 är planering. Fas 3 och 4 är genomförande, uppföljning och lärande.",
        },
    )
