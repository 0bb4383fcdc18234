"""The forms of the activity plan: its introduction, its goals, the decision and the follow-up."""

from django import forms

from agreements.form_fields import IsoDateField
from agreements.row_forms import DAY_HINT, RowForm
from agreements.validators import nothing_like_a_personal_number
from followup.forms.rows import confirmation
from followup.models import ActivityPlan, PlanGoal


class IntroductionForm(RowForm):
    class Meta:
        model = ActivityPlan
        fields = ("introduction",)
        labels = {"introduction": "Inledning"}
        help_texts = {"introduction": "Vad året ska handla om, och hur planen är förankrad i styrgruppen."}


class GoalForm(RowForm):
    rows = 6

    class Meta:
        model = PlanGoal
        fields = ("title", "action")
        labels = {"title": "Mål", "action": "Det här gör vi"}
        help_texts = {
            "title": "En mening som går att följa upp.",
            "action": "Vad verksamheten gör för att nå målet under året.",
        }
        error_messages = {
            "title": {"required": "Skriv målet."},
            "action": {"required": "Skriv vad verksamheten gör."},
        }
        widgets = {"title": forms.TextInput(attrs={"size": "60"})}


class GoalFollowupForm(RowForm):
    class Meta:
        model = PlanGoal
        fields = ("followup", "judgement")
        labels = {"followup": "Så gick det", "judgement": "Bedömning"}
        help_texts = {"followup": "Hänvisa till de tryckta siffrorna, skriv inga egna."}

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["judgement"].choices = [
            ("", "Välj"),
            *(choice for choice in self.fields["judgement"].choices if choice[0]),
        ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("judgement") and not cleaned.get("followup", "").strip():
            self.add_error("followup", "Skriv hur det gick, så att bedömningen går att förstå.")
        return cleaned


class PlanDecisionForm(forms.Form):
    """When the steering group decided the plan, and that its texts say nothing of individuals."""

    decided_on = IsoDateField(label="Beslutsdag", help_text=DAY_HINT.format("2026-12-03"))
    paragraph = forms.CharField(
        label="Paragraf i protokollet",
        max_length=60,
        required=False,
        validators=[nothing_like_a_personal_number],
    )
    names_nobody = confirmation()
