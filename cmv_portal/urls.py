"""Every address of the portal. Addresses are Swedish; names are the page modules'."""

from django.contrib import admin
from django.urls import include, path

from cmv_portal.views import about, start

urlpatterns = [
    path("", start.start, name="start"),
    path("", include("agreements.urls")),
    path("kostnader/", include("costs.urls")),
    path("uppfoljning/", include("followup.urls")),
    path("hjalp/", about.help_page, name="help"),
    path("tillganglighet/", about.accessibility, name="accessibility"),
    path("personuppgifter/", about.personal_data, name="personal_data"),
    path("kontakt/", about.contact, name="contact"),
    path("konto/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
