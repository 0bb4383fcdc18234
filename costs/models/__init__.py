"""What the service costs, how it is shared, and what has been issued."""

from costs.models.budget import Budget, BudgetLine, PublishedAmount, StateGrant, YearOutcome
from costs.models.charge import Charge
from costs.models.document import Document, Download, NumberSeries, Payment
from costs.models.key import AllocationKey, KeyShare
from costs.models.population import PopulationFigure, PopulationTable
from costs.models.scenario import Scenario

__all__ = [
    "AllocationKey",
    "Budget",
    "BudgetLine",
    "Charge",
    "Document",
    "Download",
    "KeyShare",
    "NumberSeries",
    "Payment",
    "PopulationFigure",
    "PopulationTable",
    "PublishedAmount",
    "Scenario",
    "StateGrant",
    "YearOutcome",
]
