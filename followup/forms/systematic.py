"""The forms of the systematic follow-up: who chose what, each focus area, and the report."""

from django import forms

from agreements.form_fields import IsoDateField
from agreements.row_forms import DAY_HINT, RowForm
from followup.forms.rows import confirmation
from followup.models import FocusArea, SystematicFollowup


class BasisForm(RowForm):
    class Meta:
        model = SystematicFollowup
        fields = ("decided_by", "decided_on", "method")
        field_classes = {"decided_on": IsoDateField}
        labels = {
            "decided_by": "Fokusområdena bestämda av",
            "decided_on": "Beslutsdag",
            "method": "Så gjordes uppföljningen",
        }
        help_texts = {
            "decided_on": DAY_HINT.format("2025-02-20"),
            "method": "Enkät, intervjuer eller genomgång av insatser, på gruppnivå.",
        }


class FocusAreaForm(RowForm):
    class Meta:
        model = FocusArea
        fields = ("title", "result")
        labels = {"title": "Fokusområde", "result": "Resultat"}
        help_texts = {"result": "Vad uppföljningen visade, på gruppnivå. Kan skrivas senare."}
        error_messages = {"title": {"required": "Skriv fokusområdet."}}


class FollowupReportForm(forms.Form):
    reported_on = IsoDateField(label="Redovisad för styrgruppen", help_text=DAY_HINT.format("2025-12-11"))
    names_nobody = confirmation()
