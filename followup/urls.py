"""Addresses of the follow-up."""

from django.urls import path

from followup.views.followup import followup

urlpatterns = [path("", followup, name="followup")]
