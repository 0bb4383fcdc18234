"""Addresses of bodies and meetings. What spans the apps stands in cmv_portal/meeting_urls.py."""

from django.urls import path

from agreements.views import agenda, bodies, meetings

MEETING, ITEM = "moten/<int:pk>/", "moten/<int:pk>/arende/<int:item>/"

urlpatterns = [
    path("moten/", meetings.meetings, name="meetings"),
    path("moten/referensgrupp/<slug:slug>/", bodies.reference_group_new, name="reference_group_new"),
    path("organ/<slug:slug>/", bodies.body, name="body"),
    path("organ/<slug:slug>/uppdrag/", bodies.body_edit, name="body_edit"),
    path("organ/<slug:slug>/plats/ny/", bodies.membership_new, name="membership_new"),
    path("organ/<slug:slug>/plats/<int:pk>/", bodies.membership, name="membership"),
    path("organ/<slug:slug>/mote/", meetings.meeting_new, name="meeting_new"),
    path(f"{MEETING}tid/", meetings.meeting_edit, name="meeting_edit"),
    path(f"{MEETING}stall-in/", meetings.meeting_cancel, name="meeting_cancel"),
    path(f"{MEETING}narvaro/", meetings.attendance, name="attendance"),
    path(f"{MEETING}arende/nytt/", agenda.agenda_item_new, name="agenda_item_new"),
    path(ITEM, agenda.agenda_item, name="agenda_item"),
    path(f"{ITEM}handlingar/", agenda.agenda_item_documents, name="agenda_item_documents"),
    path(f"{ITEM}flytta/", agenda.agenda_item_move, name="agenda_item_move"),
    path(f"{ITEM}ta-bort/", agenda.agenda_item_remove, name="agenda_item_remove"),
]
