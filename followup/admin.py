"""What is counted and reported, in the administration, with history. Never a figure or a report."""

from django.contrib import admin
from django.db.models import JSONField
from django.forms import Textarea
from simple_history.admin import SimpleHistoryAdmin

from agreements.admin import AdministeredOnly
from followup.models import MeasureDefinition, ReportPlan


class DefinitionAdmin(AdministeredOnly, SimpleHistoryAdmin):
    """A row whose definition is read and checked before it is saved."""

    formfield_overrides = {JSONField: {"widget": Textarea(attrs={"rows": 30, "cols": 100})}}
    list_filter = ("cooperation",)


@admin.register(MeasureDefinition)
class MeasureDefinitionAdmin(DefinitionAdmin):
    """Changed classes are a new row from a year on, so that earlier years keep theirs."""

    list_display = ("name", "cooperation", "position", "first_year", "last_year")
    search_fields = ("name", "slug")


@admin.register(ReportPlan)
class ReportPlanAdmin(DefinitionAdmin):
    list_display = ("title", "cooperation", "first_year", "recipients")
