"""Addresses of costs and issued documents."""

from django.urls import path

from costs.views.budget import budget, budget_edit, outcome_new
from costs.views.charges import charge_new, charges
from costs.views.costs import costs
from costs.views.distribution import distribution, distribution_file
from costs.views.documents import document, document_pdf, documents, payment_new
from costs.views.grants import grant, grant_new, grant_remove
from costs.views.populations import population_new, populations
from costs.views.what_if import what_if

urlpatterns = [
    path("kostnader/", costs, name="costs"),
    path("kostnader/<slug:slug>/<int:year>/", distribution, name="distribution"),
    path(
        "kostnader/<slug:slug>/<int:year>/fordelning.<str:suffix>",
        distribution_file,
        name="distribution_file",
    ),
    path("kostnader/<slug:slug>/budget/", budget, name="budget"),
    path("kostnader/<slug:slug>/budget/<int:year>/", budget_edit, name="budget_edit"),
    path("kostnader/<slug:slug>/utfall/ny/", outcome_new, name="outcome_new"),
    path("kostnader/<slug:slug>/statsbidrag/ny/", grant_new, name="grant_new"),
    path("kostnader/<slug:slug>/statsbidrag/<int:pk>/", grant, name="grant"),
    path("kostnader/<slug:slug>/statsbidrag/<int:pk>/ta-bort/", grant_remove, name="grant_remove"),
    path("kostnader/<slug:slug>/folkmangd/", populations, name="populations"),
    path("kostnader/<slug:slug>/folkmangd/ny/", population_new, name="population_new"),
    path("kostnader/<slug:slug>/debiteringar/", charges, name="charges"),
    path("kostnader/<slug:slug>/debiteringar/ny/", charge_new, name="charge_new"),
    path("kostnader/<slug:slug>/tank-om/", what_if, name="what_if"),
    path("fakturor/", documents, name="documents"),
    path("fakturor/<int:pk>/", document, name="document"),
    path("fakturor/<int:pk>/pdf/", document_pdf, name="document_pdf"),
    path("fakturor/<int:pk>/betalning/", payment_new, name="payment_new"),
]
