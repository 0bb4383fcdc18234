"""Addresses of a meeting, its decisions and its papers; the rest stands in agreements/meeting_urls.py."""

from django.urls import path

from cmv_portal.views import decision, meeting

MEETING = "moten/<int:pk>/"
PARAGRAPH = f"{MEETING}paragraf/<int:paragraph>/"

urlpatterns = [
    path(MEETING, meeting.meeting, name="meeting"),
    path(f"{MEETING}kalla/", meeting.meeting_call, name="meeting_call"),
    path(f"{MEETING}justera/", meeting.meeting_adjust, name="meeting_adjust"),
    path(f"{MEETING}anslag/", meeting.meeting_announce, name="meeting_announce"),
    path(f"{MEETING}kallelse.<str:suffix>", meeting.meeting_call_file, name="meeting_call_file"),
    path(f"{MEETING}protokoll.<str:suffix>", meeting.meeting_minutes_file, name="meeting_minutes_file"),
    path(f"{MEETING}arende/<int:item>/beslut/", decision.decision_new, name="decision_new"),
    path(PARAGRAPH, decision.decision, name="decision"),
    path(f"{PARAGRAPH}forankring/<slug:organisation>/", decision.anchoring, name="anchoring"),
]
