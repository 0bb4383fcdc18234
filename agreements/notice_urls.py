"""Addresses of the notices between an agreement's parties, below /avtal/<agreement>/meddelanden/."""

from django.urls import path

from agreements.views import notices

urlpatterns = [
    path("", notices.notices, name="notices"),
    path("nytt/<slug:kind>/", notices.notice_new, name="notice_new"),
    path("<int:pk>/", notices.notice, name="notice"),
    path("<int:pk>/andra/", notices.notice_edit, name="notice_edit"),
    path("<int:pk>/handelser/", notices.notice_followup, name="notice_followup"),
    path("<int:pk>/uttrade/", notices.notice_leaving, name="notice_leaving"),
    path("<int:pk>/registrera/", notices.notice_register, name="notice_register"),
    path("<int:pk>/aterta/", notices.notice_take_back, name="notice_take_back"),
]
