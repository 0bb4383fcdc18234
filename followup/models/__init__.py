"""What is counted and written about a year, and what has been published of it."""

from followup.models.erasure import Erasure
from followup.models.figure import Figure, FigureImport, FigureSheet, SeriesImportPermit
from followup.models.measure import MeasureDefinition, ReportPlan
from followup.models.plan import ActivityPlan, PlanGoal
from followup.models.report import (
    AdoptedFile,
    AnnualReport,
    Publication,
    PublishedElsewhere,
    ReportPresentation,
    ReportText,
)
from followup.models.retention import RetentionRun
from followup.models.review import FocusArea, ImprovementMeasure, QualityReview, SystematicFollowup

__all__ = [
    "ActivityPlan",
    "AdoptedFile",
    "AnnualReport",
    "Erasure",
    "Figure",
    "FigureImport",
    "FigureSheet",
    "FocusArea",
    "ImprovementMeasure",
    "MeasureDefinition",
    "PlanGoal",
    "Publication",
    "PublishedElsewhere",
    "QualityReview",
    "ReportPlan",
    "ReportPresentation",
    "ReportText",
    "RetentionRun",
    "SeriesImportPermit",
    "SystematicFollowup",
]
