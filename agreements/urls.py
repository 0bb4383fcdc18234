"""Addresses of agreements and organisations."""

from django.urls import include, path

from agreements.views.agreement import agreement
from agreements.views.agreements import agreements
from agreements.views.document import document_file, document_replace
from agreements.views.documents import agreement_documents
from agreements.views.organisation import organisation, organisation_edit
from agreements.views.organisations import organisations

urlpatterns = [
    path("avtal/", agreements, name="agreements"),
    path("avtal/<slug:slug>/", agreement, name="agreement"),
    path("avtal/<slug:slug>/handlingar/", agreement_documents, name="agreement_documents"),
    path("handlingar/<int:pk>/", document_file, name="document_file"),
    path("handlingar/<int:pk>/ny-version/", document_replace, name="document_replace"),
    path("avtal/<slug:slug>/meddelanden/", include("agreements.notice_urls")),
    path("avtal/<slug:slug>/", include("agreements.local_urls")),
    path("", include("agreements.meeting_urls")),
    path("organisationer/", organisations, name="organisations"),
    path("organisationer/<slug:slug>/", organisation, name="organisation"),
    path("organisationer/<slug:slug>/uppgifter/", organisation_edit, name="organisation_edit"),
]
