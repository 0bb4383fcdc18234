"""Addresses of a regional agreement's local life, below /avtal/<agreement>/."""

from django.urls import path

from agreements.views import amendments, deviations, indicators, local_agreements, self_assessments

urlpatterns = [
    path("lokala/", local_agreements.local_agreements, name="local_agreements"),
    path("lokala/<slug:organisation>/", local_agreements.local_agreement, name="local_agreement"),
    path(
        "lokala/<slug:organisation>/lage/", local_agreements.local_agreement_edit, name="local_agreement_edit"
    ),
    path(
        "lokala/<slug:organisation>/uppfoljning/<int:year>/",
        local_agreements.local_followup,
        name="local_followup",
    ),
    path("sjalvskattning/", self_assessments.self_assessments, name="self_assessments"),
    path("sjalvskattning/<int:year>/", self_assessments.self_assessments, name="self_assessments_of_year"),
    path(
        "sjalvskattning/<int:year>/<slug:organisation>/",
        self_assessments.self_assessment,
        name="self_assessment",
    ),
    path("indikatorer/", indicators.indicators, name="indicators"),
    path("indikatorer/ny/", indicators.indicator_new, name="indicator_new"),
    path("indikatorer/<int:pk>/", indicators.indicator, name="indicator"),
    path("indikatorer/<int:pk>/<int:year>/", indicators.indicator_values, name="indicator_values"),
    path("avvikelser/", deviations.deviations, name="deviations"),
    path("avvikelser/ny/", deviations.deviation_new, name="deviation_new"),
    path("avvikelser/<uuid:key>/", deviations.deviation, name="deviation"),
    path("andringar/", amendments.amendments, name="amendments"),
    path("andringar/ny/", amendments.amendment_new, name="amendment_new"),
    path("andringar/<int:pk>/", amendments.amendment, name="amendment"),
]
