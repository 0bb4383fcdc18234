"""The forms of a charge's way from draft to issue."""

from datetime import date

from django import forms
from django.utils import timezone

from agreements.form_fields import IsoDateField
from agreements.queries import principal_of, terms_of
from agreements.terms import TermKind
from agreements.validators import nothing_like_a_personal_number
from costs.actions.charges import WEAR_REASONS, issue_years, latest_issue_date, series_kind
from costs.models import Charge


class DraftForm(forms.Form):
    """Making a draft; the box is there only when the year's own population is missing."""

    allow_estimated = forms.BooleanField(
        label="Den senast kända folkmängden får användas",
        required=False,
        help_text="Årets egen finns inte i portalen. Avvikelsen skrivs ut på fakturorna.",
    )


class AttestForm(forms.Form):
    """A second person's word for the draft, and the invoice date."""

    issue_date = IsoDateField(label="Fakturadatum")
    reviewed = forms.BooleanField(
        label="Jag har granskat utkasten",
        help_text="Även anmärkningarna i förkontrollen.",
        error_messages={"required": "Kryssa för att du har granskat utkasten."},
    )

    def __init__(self, *args, due_days: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["issue_date"].help_text = f"År-månad-dag. Förfaller {due_days} dagar senare."


class WearReturnForm(forms.Form):
    """Why a draft of abnormal wear is sent back: one of a few texts, since it concerns a person (11.4)."""

    because = forms.ChoiceField(label="Varför", choices=[(text, text) for text in WEAR_REASONS])


class ReturnForm(forms.Form):
    """Why a draft is sent back."""

    because = forms.CharField(
        label="Varför",
        max_length=200,
        validators=[nothing_like_a_personal_number],
        help_text="Den som gör nästa utkast läser det. Inga uppgifter om enskilda.",
        error_messages={"required": "Skriv varför utkastet skickas tillbaka."},
    )


def suggested_issue_date(charge: Charge) -> date:
    """Today if it may be the invoice date, else mid invoicing month; never before the series."""
    today = timezone.localdate()
    month = terms_of(charge.agreement, date(charge.year, 1, 1)).get(TermKind.INVOICING_MONTH) or 1
    day = today if today.year in issue_years(charge) else date(charge.year, month, 15)
    latest = latest_issue_date(principal_of(charge.agreement), day.year, series_kind(charge))
    return max(day, latest) if latest else day
