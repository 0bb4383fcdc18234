"""The forms of the annual report: its texts, its review, its adoption and presentation."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms

from agreements.form_fields import IsoDateField
from agreements.validators import nothing_like_a_personal_number
from followup.free_text import warnings
from followup.models import AnnualReport, ReportText
from followup.report_plan import Goal, Slot, SlotKind

SHOWN_ANEW = "Rapporten har granskats på nytt sedan du öppnade sidan. Läs den en gång till."


class LongText(forms.CharField):
    """A text of several paragraphs, without anything about individuals."""

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 8}))
        super().__init__(validators=[nothing_like_a_personal_number], max_length=20_000, **kwargs)


@dataclass(frozen=True)
class Written:
    """A text as the form gives it, with what it was when the page was opened."""

    goal: int | None
    text: str
    judgement: str
    was: str


class SlotForm(forms.Form):
    """The texts of a slot: one, or one and a judgement for each goal."""

    says_what_is_needed = True

    def __init__(self, data=None, *, slot: Slot, stored: dict[int | None, ReportText]):
        super().__init__(data)
        self.slot = slot
        for goal in self._goals():
            row = stored.get(goal.number if goal else None)
            self._add(goal, row)

    def _goals(self) -> tuple[Goal | None, ...]:
        return self.slot.goals if self.slot.kind is SlotKind.GOALS else (None,)

    def _add(self, goal: Goal | None, row: ReportText | None) -> None:
        suffix = _suffix(goal)
        text = row.text if row else ""
        label = f"Mål {goal.number}. {goal.title}" if goal else "Text"
        self.fields[f"text{suffix}"] = LongText(
            label=label, required=False, initial=text,
            widget=forms.Textarea(attrs={"rows": 5 if goal else 12}),
        )  # fmt: skip
        self.fields[f"var{suffix}"] = forms.CharField(
            required=False, initial=text, widget=forms.HiddenInput, strip=False
        )
        if goal:
            self.fields[f"bedomning{suffix}"] = forms.ChoiceField(
                label=f"Bedömning av mål {goal.number}",
                choices=[("", "Välj"), *ReportText.Judgement.choices],
                required=False,
                initial=row.judgement if row else "",
            )

    @property
    def parts(self) -> Iterator[tuple[Goal | None, forms.BoundField, forms.BoundField | None]]:
        """Each goal with its text and judgement, in order."""
        for goal in self._goals():
            suffix = _suffix(goal)
            yield goal, self[f"text{suffix}"], self[f"bedomning{suffix}"] if goal else None

    @property
    def written(self) -> Iterator[Written]:
        for goal in self._goals():
            suffix, given = _suffix(goal), self.cleaned_data
            yield Written(
                goal.number if goal else None,
                given[f"text{suffix}"],
                given.get(f"bedomning{suffix}", ""),
                given[f"var{suffix}"],
            )


def _suffix(goal: Goal | None) -> str:
    return f"-{goal.number}" if goal else ""


class ReviewForm(forms.Form):
    names_nobody = forms.BooleanField(
        label="Texterna innehåller inga uppgifter om enskilda",
        error_messages={"required": "Läs igenom texterna och intyga det."},
    )


class DecisionForm(forms.Form):
    """When a body decided or was told, and the paragraph of its minutes."""

    day = IsoDateField(label="Dag", help_text="År-månad-dag, till exempel 2026-03-12.")
    paragraph = forms.CharField(
        label="Paragraf i protokollet",
        max_length=60,
        required=False,
        validators=[nothing_like_a_personal_number],
    )


class AdoptionForm(DecisionForm):
    """The decision, and which showing it is about: one that has been taken back and shown anew is another."""

    reviewed_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, report: AnnualReport | None, initial=None):
        self.showing = report.reviewed_at.isoformat() if report and report.reviewed_at else ""
        super().__init__(data, initial={"reviewed_at": self.showing, **(initial or {})})

    def clean(self):
        if self.cleaned_data.get("reviewed_at") != self.showing:
            raise forms.ValidationError(SHOWN_ANEW)
        return self.cleaned_data


class NewEditionForm(forms.Form):
    changes = LongText(
        label="Vad den nya utgåvan ändrar",
        help_text="Står i den nya utgåvan. Skriv inga siffror som inte är tryckta.",
        error_messages={"required": "Skriv vad den nya utgåvan ändrar."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_changes(self) -> str:
        """A count in it may be the hidden one that was corrected, and the text cannot be changed later."""
        text = self.cleaned_data["changes"]
        if found := warnings(text):
            raise forms.ValidationError(list(found))
        return text


class CorrectionForm(forms.Form):
    """Which measures an edition corrects though the change is small, and the steering group's decision."""

    measures = forms.MultipleChoiceField(
        label="Mått som rättas", required=False, widget=forms.CheckboxSelectMultiple
    )
    decision = forms.CharField(
        label="Styrgruppens beslut om rättelsen",
        max_length=200,
        required=False,
        validators=[nothing_like_a_personal_number],
    )

    def __init__(self, data=None, *, measures, initial=None):
        super().__init__(data, initial=initial)
        self.fields["measures"].choices = [(measure.code, measure.name) for measure in measures]
