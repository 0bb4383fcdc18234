"""The name and the note of a scenario that is kept."""

from django import forms

from agreements.validators import no_personal_number


class ScenarioForm(forms.Form):
    """What a scenario is called, and what its maker wants to say of it."""

    name = forms.CharField(
        label="Namn",
        max_length=80,
        validators=[no_personal_number],
        help_text="Till exempel Utan Bräcke från 2028.",
        error_messages={"required": "Skriv ett namn."},
    )
    note = forms.CharField(
        label="Anmärkning", required=False, max_length=250, validators=[no_personal_number]
    )
