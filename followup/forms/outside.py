"""The forms of what has been told outside the portal, and of the leave to read in lists."""

from collections.abc import Sequence

from django import forms
from django.utils import timezone

from agreements.form_fields import IsoDateField
from agreements.validators import nothing_like_a_personal_number
from followup.forms.figures import CountField
from followup.queries.outside import Class


class OutsideForm(forms.Form):
    """A figure that somebody else has been given: which, how many, by whom it can be read, and since when."""

    told = forms.ChoiceField(label="Uppgift", error_messages={"required": "Välj vilken uppgift."})
    value = CountField(
        label="Antal",
        help_text="Så som det sades, även om det senare har ändrats.",
        error_messages={"required": CountField.wrong},
    )
    where = forms.CharField(
        label="Var det har sagts",
        max_length=200,
        help_text="Till exempel: tidningen, länsstyrelsens enkät eller SocSam 2026-10-08.",
        validators=[nothing_like_a_personal_number],
        error_messages={"required": "Skriv var det har sagts."},
    )
    published_on = IsoDateField(label="Dag", help_text="År-månad-dag, till exempel 2026-10-08.")

    def __init__(self, *args, classes: Sequence[Class], **kwargs):
        super().__init__(*args, **kwargs)
        self.classes = {each.key: each for each in classes}
        self.fields["told"].choices = [("", "Välj"), *((each.key, each.text) for each in classes)]

    def clean_published_on(self):
        day = self.cleaned_data["published_on"]
        if day > timezone.localdate():
            raise forms.ValidationError("Skriv en dag som har varit.")
        return day

    @property
    def class_chosen(self) -> Class:
        """Only of a valid form."""
        return self.classes[self.cleaned_data["told"]]


class PermitForm(forms.Form):
    """The principal's decision that lists of series may, or may no longer, be read in."""

    is_on = forms.BooleanField(
        label="Listor med avidentifierade serier får läsas in",
        required=False,
        help_text="Avmarkerat: bara tabeller med antal kan läsas in.",
    )
    decision = forms.CharField(
        label="Huvudmannens beslut",
        max_length=200,
        help_text="Vem som beslutade, vilken dag och diarienummer.",
        validators=[nothing_like_a_personal_number],
        error_messages={"required": "Skriv vem som beslutade, vilken dag och diarienummer."},
    )
