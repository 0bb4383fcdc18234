"""The form that asks for something to be erased: where it stands, how much, and why without saying what."""

from collections.abc import Sequence

from django import forms

from agreements.validators import nothing_like_a_personal_number
from followup.queries.erasables import Place

WHOLE, HISTORY = "allt", "historik"


class ErasureForm(forms.Form):
    """One field of what has been chosen."""

    place = forms.ChoiceField(label="Fält", error_messages={"required": "Välj vilket fält."})
    scope = forms.ChoiceField(
        label="Vad ska bort",
        choices=[
            (WHOLE, "Det som står i fältet nu, och all historik"),
            (HISTORY, "Bara historiken: felet är redan rättat i fältet"),
        ],
        widget=forms.RadioSelect,
        initial=WHOLE,
        error_messages={"required": "Välj vad som ska bort."},
    )
    reason = forms.CharField(
        label="Skäl",
        max_length=200,
        help_text="Till exempel: skriven i fel fält. Skriv inte vad som stod där.",
        validators=[nothing_like_a_personal_number],
        error_messages={"required": "Skriv varför det ska bort."},
    )

    def __init__(self, *args, places: Sequence[Place], **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {each.key: each for each in places}
        choices = [(each.key, each.label.partition(": ")[2] or each.label) for each in places]
        self.fields["place"].choices = [("", "Välj"), *choices]

    @property
    def place_chosen(self) -> Place:
        """Only of a valid form."""
        return self.places[self.cleaned_data["place"]]

    @property
    def only_history(self) -> bool:
        return self.cleaned_data["scope"] == HISTORY
