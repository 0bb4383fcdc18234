"""The form of a state grant."""

from django import forms

from agreements.form_fields import KronorField
from costs.forms.basis import TextField, YearField


class GrantForm(forms.Form):
    """What the grant is, how much, and where it was decided."""

    label = TextField(
        label="Bidrag",
        max_length=160,
        help_text="Vem som ger det och vad det är till, till exempel Länsstyrelsen, arbete mot våld.",
        error_messages={"required": "Skriv vad bidraget heter."},
    )
    amount = KronorField(label="Belopp, kr", help_text="Hela kronor. Minskar det som parterna delar på.")
    decision = TextField(
        label="Beslut",
        help_text="Var och när bidraget beslutades, med diarienummer om det finns.",
        error_messages={"required": "Skriv var och när bidraget beslutades."},
    )


class NewGrantForm(GrantForm):
    """The same with the year that it lowers."""

    field_order = ("year", "label", "amount", "decision")
    year = YearField(label="År")
