"""The forms of the quality review: a step each."""

from django import forms

from agreements.form_fields import IsoDateField
from agreements.row_forms import DAY_HINT, RowForm
from agreements.swedish import kr
from costs.forms.basis import YearField
from costs.models import Charge
from followup.forms.rows import confirmation
from followup.models import ImprovementMeasure, QualityReview

_PERIOD = {"scope_from": IsoDateField, "scope_until": IsoDateField, "report_due": IsoDateField}
_PERIOD_LABELS = {
    "scope_from": "Avser från",
    "scope_until": "Avser till och med",
    "report_due": "Redovisas senast",
}
_PERIOD_HINTS = {
    "scope_from": DAY_HINT.format("2026-01-01"),
    "scope_until": DAY_HINT.format("2028-12-31"),
    "report_due": "Styrgruppens och den politiska ledningsgruppens sista sammanträde för året.",
}


class ReviewPlanForm(RowForm):
    """The period and the last day to report."""

    lead = "Avtalet säger vart tredje år. Granskaren ska vara utsedd minst ett år före redovisningen."

    class Meta:
        model = QualityReview
        fields = ("scope_from", "scope_until", "report_due")
        field_classes, labels, help_texts = _PERIOD, _PERIOD_LABELS, _PERIOD_HINTS


class NewReviewForm(RowForm):
    """The same of a new review, with its year."""

    lead = ReviewPlanForm.lead

    year = YearField(label="Redovisas år")
    field_order = ("year",)

    class Meta(ReviewPlanForm.Meta):
        fields = ("year", *ReviewPlanForm.Meta.fields)


class ReviewerForm(RowForm):
    lead = "Styrgruppen väljer en oberoende granskare, minst ett år innan granskningen redovisas."
    rows = 4

    class Meta:
        model = QualityReview
        fields = ("reviewer", "independence", "appointed_on", "appointment_paragraph")
        field_classes = {"appointed_on": IsoDateField}
        labels = {
            "reviewer": "Granskare",
            "independence": "Så är granskaren oberoende",
            "appointed_on": "Utsedd av styrgruppen",
            "appointment_paragraph": "Paragraf i protokollet",
        }
        help_texts = {
            "reviewer": "Firma eller funktion, inte en persons namn.",
            "independence": "Av verksamheten och av parterna.",
            "appointed_on": "Minst ett år före redovisningen. " + DAY_HINT.format("2025-11-20"),
        }

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        for name, needed in {
            "reviewer": "Skriv vem som granskar.",
            "independence": "Skriv hur granskaren är oberoende.",
            "appointed_on": "Skriv vilken dag styrgruppen beslutade.",
        }.items():
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = needed


class ChargeChoice(forms.ModelChoiceField):
    def label_from_instance(self, charge: Charge) -> str:
        return f"{charge}, {kr(charge.amount)}, {charge.get_state_display()}"


class ReviewChargeForm(RowForm):
    lead = "Granskningen debiteras parterna efter fördelningsnyckeln det år den görs (punkt 11.5)."

    class Meta:
        model = QualityReview
        fields = ("charge",)
        field_classes = {"charge": ChargeChoice}
        labels = {"charge": "Debitering"}
        help_texts = {"charge": "Ekonomen hos huvudmannen registrerar debiteringen under Kostnader."}

    def __init__(self, data=None, *, instance, **kwargs):
        super().__init__(data, instance=instance, **kwargs)
        self.fields["charge"].empty_label = "Ingen än"
        self.fields["charge"].queryset = Charge.objects.filter(
            agreement__cooperation=instance.cooperation_id, kind=Charge.Kind.QUALITY_REVIEW
        )


_HINTS = {
    "interviews": "Vad parterna har sagt, sammanfattat så att ingen går att känna igen.",
    "compiled_followup": "Vad de systematiska uppföljningarna under perioden har visat, på gruppnivå.",
    "statement": "Granskarens samlade bedömning. Hänvisa bara till tryckta siffror.",
}


def part_form(field: str) -> type[RowForm]:
    """The form of one of the review's texts."""
    label = QualityReview._meta.get_field(field).verbose_name

    class PartForm(RowForm):
        rows = 16

        class Meta:
            model = QualityReview
            fields = (field,)
            labels = {field: f"{label[:1].upper()}{label[1:]}"}
            help_texts = {field: _HINTS[field]}

    return PartForm


class ImprovementForm(RowForm):
    class Meta:
        model = ImprovementMeasure
        fields = ("text", "owner", "due_on", "status", "note")
        field_classes = {"due_on": IsoDateField}
        labels = {
            "text": "Åtgärd",
            "owner": "Ansvarig funktion",
            "due_on": "Klar senast",
            "status": "Läge",
            "note": "Kommentar",
        }
        help_texts = {
            "owner": "En funktion, till exempel verksamhetsledaren. Inte en persons namn.",
            "due_on": DAY_HINT.format("2027-06-30"),
            "note": "Behöver inte fyllas i.",
        }
        error_messages = {
            "text": {"required": "Skriv vad som ska göras."},
            "owner": {"required": "Skriv vem som ansvarar."},
        }


class ImprovementStatusForm(RowForm):
    """What may change of a measure when the review is reported."""

    class Meta(ImprovementForm.Meta):
        fields = ("status", "note")


class ReviewReportForm(forms.Form):
    reported_on = IsoDateField(label="Redovisad för styrgruppen", help_text=DAY_HINT.format("2026-12-10"))
    names_nobody = confirmation()
