"""Addresses of agreements and organisations."""

from django.urls import path

from agreements.views.agreement import agreement
from agreements.views.agreements import agreements
from agreements.views.organisation import organisation, organisation_edit
from agreements.views.organisations import organisations

urlpatterns = [
    path("avtal/", agreements, name="agreements"),
    path("avtal/<slug:slug>/", agreement, name="agreement"),
    path("organisationer/", organisations, name="organisations"),
    path("organisationer/<slug:slug>/", organisation, name="organisation"),
    path("organisationer/<slug:slug>/uppgifter/", organisation_edit, name="organisation_edit"),
]
