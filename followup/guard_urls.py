"""Addresses of what guards the figures: the read log, erasures, figures told elsewhere, the permit."""

from django.urls import path

from followup.views import erasures, published_elsewhere
from followup.views.read_log import read_log
from followup.views.series_permit import series_permit

urlpatterns = [
    path("<slug:slug>/siffror/tillstand/", series_permit, name="series_permit"),
    path("<slug:slug>/lasloggen/", read_log, name="read_log"),
    path("<slug:slug>/rensa/", erasures.erasures, name="erasures"),
    path("<slug:slug>/rensa/ny/", erasures.erasure_new, name="erasure_new"),
    path("<slug:slug>/rensa/<int:pk>/", erasures.erasure, name="erasure"),
    path("<slug:slug>/rensa/<int:pk>/ta-bort/", erasures.erasure_withdraw, name="erasure_withdraw"),
    path(
        "<slug:slug>/publicerat-utanfor/", published_elsewhere.published_elsewhere, name="published_elsewhere"
    ),
    path(
        "<slug:slug>/publicerat-utanfor/ny/",
        published_elsewhere.published_elsewhere_new,
        name="published_elsewhere_new",
    ),
    path(
        "<slug:slug>/publicerat-utanfor/<int:pk>/ta-bort/",
        published_elsewhere.published_elsewhere_remove,
        name="published_elsewhere_remove",
    ),
]
