"""Addresses of an edition's way to force and of a revision, under the edition's own address."""

from django.urls import path

from cmv_portal.views import journey, revision, revision_edit, signatures

urlpatterns = [
    path("beslut/", journey.journey, name="journey"),
    path("beslut/steg/<slug:who>/", journey.journey_step, name="journey_step"),
    path("beslut/underskrift/<slug:who>/", signatures.signature_new, name="signature_new"),
    path("beslut/underskrifter/<int:pk>/", signatures.signature, name="signature"),
    path("beslut/underskrifter/<int:pk>/godta/", signatures.signature_accept, name="signature_accept"),
    path("beslut/underskrifter/<int:pk>/fil/", signatures.signature_file, name="signature_file"),
    path("revidera/", revision.revision_new, name="revision_new"),
    path("revidering/", revision.revision, name="revision"),
    path("revidering/uppgifter/", revision_edit.revision_head, name="revision_head"),
    path("revidering/villkor/", revision_edit.revision_terms, name="revision_terms"),
    path("revidering/villkor/<slug:kind>/", revision_edit.revision_term, name="revision_term"),
    path("revidering/punkter/ny/", revision_edit.revision_clause, name="revision_clause_new"),
    path("revidering/punkter/<int:pk>/", revision_edit.revision_clause, name="revision_clause"),
    path(
        "revidering/punkter/<int:pk>/ta-bort/",
        revision_edit.revision_clause_remove,
        name="revision_clause_remove",
    ),
    path("revidering/parter/", revision_edit.revision_parties, name="revision_parties"),
    path("revidering/budget/", revision_edit.revision_budget, name="revision_budget"),
    path("revidering/lamna/", revision.revision_submit, name="revision_submit"),
    path("revidering/ta-tillbaka/", revision.revision_withdraw, name="revision_withdraw"),
    path("revidering/lagg-ner/", revision.revision_drop, name="revision_drop"),
]
