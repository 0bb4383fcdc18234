"""The forms of an issued document's pages."""

from django import forms

from agreements.form_fields import IsoDateField, KronorField
from agreements.validators import nothing_like_a_personal_number
from costs.actions.charges import WEAR_REASONS


class PaymentForm(forms.Form):
    """Money received for an invoice."""

    paid_on = IsoDateField(label="Betalningsdag", help_text="År-månad-dag, så som den står hos banken.")
    amount = KronorField(
        label="Belopp, kr",
        help_text="Hela kronor. En felaktig betalning rättas med samma belopp och minus framför.",
    )
    note = forms.CharField(
        label="Anmärkning",
        required=False,
        max_length=120,
        validators=[nothing_like_a_personal_number],
        help_text="Till exempel bankens referens. Inga uppgifter om enskilda.",
    )

    def clean_amount(self) -> int:
        if not self.cleaned_data["amount"]:
            raise forms.ValidationError("Beloppet kan inte vara noll.")
        return self.cleaned_data["amount"]


class WearPaymentForm(PaymentForm):
    """A payment of what concerns a person (clause 11.4): nothing is written about it."""

    note = None


class CreditForm(forms.Form):
    """What to credit of a document, why, and when."""

    amount = KronorField(
        label="Belopp att kreditera, kr",
        help_text="Hela kronor. Skriv ett lägre belopp för att kreditera en del.",
    )
    reason = forms.CharField(
        label="Varför",
        max_length=200,
        validators=[nothing_like_a_personal_number],
        help_text="Står på kreditfakturan. Inga uppgifter om enskilda.",
        error_messages={"required": "Skriv varför fakturan krediteras."},
    )
    issue_date = IsoDateField(label="Kreditfakturans datum", help_text="År-månad-dag.")
    # What was left when the page was opened: a form sent twice credits once.
    left = forms.IntegerField(required=False, widget=forms.HiddenInput)


class WearCreditForm(CreditForm):
    """A credit of what concerns a person (clause 11.4): the reason is one of a few fixed texts."""

    reason = forms.ChoiceField(
        label="Varför",
        choices=[(text, text) for text in WEAR_REASONS],
        help_text="Står på kreditfakturan. Texten är fast, eftersom fakturan rör en enskild person.",
        error_messages={"invalid_choice": "Välj en av texterna."},
    )
