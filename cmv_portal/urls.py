"""Every address of the portal. Addresses are Swedish; names are the page modules'."""

from django.contrib import admin
from django.urls import include, path

from cmv_portal.views import about, calendar, charge, charge_files, credit, january
from cmv_portal.views.calendar_feed import calendar_feed
from cmv_portal.views.cooperation import cooperation
from cmv_portal.views.distribution_pdf import distribution_pdf
from cmv_portal.views.municipality import municipality
from cmv_portal.views.packs import (
    agreement_extract,
    agreement_pack,
    agreement_pack_file,
    budget_extract,
    budget_pack,
    budget_pack_file,
)
from cmv_portal.views.scenario_revision import scenario_revision
from cmv_portal.views.search import search_page
from cmv_portal.views.start import start
from cmv_portal.views.year_wheel import year_wheel

urlpatterns = [
    path("", start, name="start"),
    path("sok/", search_page, name="search"),
    path("samverkan/<slug:slug>/", cooperation, name="cooperation"),
    path("samverkan/<slug:slug>/arshjul/<int:year>/", year_wheel, name="year_wheel"),
    path("mina-uppgifter/kalender/", calendar.calendar, name="calendar"),
    path("mina-uppgifter/kalender/ny/", calendar.calendar_new, name="calendar_new"),
    path("mina-uppgifter/kalender/aterkalla/", calendar.calendar_revoke, name="calendar_revoke"),
    path("mina-uppgifter/kalender/paminnelser/", calendar.calendar_reminders, name="calendar_reminders"),
    path("kalender/<str:secret>.ics", calendar_feed, name="calendar_feed"),
    path("samverkan/<slug:slug>/<slug:organisation>/", municipality, name="municipality"),
    path("avtal/<slug:slug>/beslutsunderlag/", agreement_pack, name="agreement_pack"),
    path("avtal/<slug:slug>/beslutsunderlag/<str:name>", agreement_pack_file, name="agreement_pack_file"),
    path(
        "avtal/<slug:slug>/beslutsunderlag/protokollsutdrag/<slug:organisation>.<str:suffix>",
        agreement_extract,
        name="agreement_extract",
    ),
    path("kostnader/<slug:slug>/<int:year>/beslutsunderlag/", budget_pack, name="budget_pack"),
    path(
        "kostnader/<slug:slug>/<int:year>/beslutsunderlag/<str:name>",
        budget_pack_file,
        name="budget_pack_file",
    ),
    path(
        "kostnader/<slug:slug>/<int:year>/beslutsunderlag/protokollsutdrag/<slug:organisation>.<str:suffix>",
        budget_extract,
        name="budget_extract",
    ),
    path("kostnader/<slug:slug>/<int:year>/fordelning.pdf", distribution_pdf, name="distribution_pdf"),
    path("kostnader/<slug:slug>/<int:year>/januari/", january.january, name="january"),
    path("kostnader/<slug:slug>/<int:year>/januari/utkast/", january.january_draft, name="january_draft"),
    path("debiteringar/<int:pk>/", charge.charge, name="charge"),
    path("debiteringar/<int:pk>/utkast/", charge.charge_draft, name="charge_draft"),
    path("debiteringar/<int:pk>/attestera/", charge.charge_attest, name="charge_attest"),
    path("debiteringar/<int:pk>/skicka-tillbaka/", charge.charge_return, name="charge_return"),
    path("debiteringar/<int:pk>/ta-bort/", charge.charge_discard, name="charge_discard"),
    path("debiteringar/<int:pk>/stall-ut/", charge.charge_issue, name="charge_issue"),
    path("debiteringar/<int:pk>/utkast/<slug:organisation>.pdf", charge.draft_pdf, name="draft_pdf"),
    path("debiteringar/<int:pk>/alla.zip", charge_files.charge_zip, name="charge_zip"),
    path("debiteringar/<int:pk>/lista.xlsx", charge_files.charge_xlsx, name="charge_xlsx"),
    path("debiteringar/<int:pk>/lista.csv", charge_files.charge_csv, name="charge_csv"),
    path("fakturor/<int:pk>/kreditera/", credit.credit_new, name="credit_new"),
    path("avtal/<slug:slug>/", include("cmv_portal.revision_urls")),
    path("", include("cmv_portal.meeting_urls")),
    path("", include("agreements.urls")),
    path("kostnader/<slug:slug>/tank-om/<int:pk>/revidering/", scenario_revision, name="scenario_revision"),
    path("", include("costs.urls")),
    path("uppfoljning/", include("followup.urls")),
    path("hjalp/", about.help_page, name="help"),
    path("tillganglighet/", about.accessibility, name="accessibility"),
    path("personuppgifter/", about.personal_data, name="personal_data"),
    path("kontakt/", about.contact, name="contact"),
    # An account's address is the administrator's to change: a reset link goes to it.
    path("konto/email/", about.not_here, name="account_email"),
    path("konto/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
