"""Addresses of costs and issued documents."""

from django.urls import path

from costs.views.budget import budget, budget_edit, outcome_new
from costs.views.charges import charge_new, charges
from costs.views.costs import costs
from costs.views.distribution import distribution, distribution_file
from costs.views.documents import document, document_pdf, documents, payment_new
from costs.views.grants import grant, grant_new, grant_remove
from costs.views.populations import population_new, populations
from costs.views.scenarios import (
    scenario,
    scenario_discard,
    scenario_file,
    scenario_rename,
    scenario_share,
)
from costs.views.what_if import scenario_save, what_if, what_if_file

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
    path("kostnader/<slug:slug>/tank-om/scenario.xlsx", what_if_file, name="what_if_file"),
    path("kostnader/<slug:slug>/tank-om/spara/", scenario_save, name="scenario_save"),
    path("kostnader/<slug:slug>/tank-om/<int:pk>/", scenario, name="scenario"),
    path("kostnader/<slug:slug>/tank-om/<int:pk>/scenario.xlsx", scenario_file, name="scenario_file"),
    path("kostnader/<slug:slug>/tank-om/<int:pk>/namn/", scenario_rename, name="scenario_rename"),
    path("kostnader/<slug:slug>/tank-om/<int:pk>/dela/", scenario_share, name="scenario_share"),
    path("kostnader/<slug:slug>/tank-om/<int:pk>/ta-bort/", scenario_discard, name="scenario_discard"),
    path("fakturor/", documents, name="documents"),
    path("fakturor/<int:pk>/", document, name="document"),
    path("fakturor/<int:pk>/pdf/", document_pdf, name="document_pdf"),
    path("fakturor/<int:pk>/betalning/", payment_new, name="payment_new"),
]
