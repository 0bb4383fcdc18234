"""What an officer fills in of an organisation. Who may do it stands in agreements/access.py."""

import re

from django import forms
from django.core.exceptions import ValidationError
from stdnum.se import orgnr

from agreements.models import Organisation

SWEDISH_ORGANISATION = "0007"  # the scheme of Swedish organisation numbers in Peppol addresses
_EINVOICE_ID = re.compile(r"([0-9]{4}):([A-Za-z0-9-]{1,50})")
_POSTAL_CODE = re.compile(r"([0-9]{3}) ?([0-9]{2})")


class ReferencesForm(forms.ModelForm):
    """What an invoice to the organisation needs. Whoever saves it vouches for it: no example is left."""

    class Meta:
        model = Organisation
        fields = ("buyer_reference", "einvoice_id", "address", "postal_code", "city")

    def clean_einvoice_id(self) -> str:
        value = self.cleaned_data["einvoice_id"].replace(" ", "")
        if not value:
            return ""
        found = _EINVOICE_ID.fullmatch(value)
        if found is None:
            raise ValidationError("Skriv fyra siffror, kolon och numret, till exempel 0007:2120002460.")
        scheme, number = found.groups()
        if scheme == SWEDISH_ORGANISATION and not orgnr.is_valid(number):
            raise ValidationError("Efter 0007: ska organisationens nummer stå, tio siffror.")
        return f"{scheme}:{number.replace('-', '')}" if scheme == SWEDISH_ORGANISATION else value

    def clean_postal_code(self) -> str:
        value = self.cleaned_data["postal_code"]
        found = _POSTAL_CODE.fullmatch(value)
        if value and found is None:
            raise ValidationError("Skriv fem siffror, till exempel 840 60.")
        return f"{found[1]} {found[2]}" if found else ""

    def save(self, commit=True) -> Organisation:
        if self.changed_data:
            self.instance.is_example = False
        return super().save(commit)


class PrincipalReferencesForm(ReferencesForm):
    """With what the principal's own invoices say of payment, contact and VAT."""

    class Meta(ReferencesForm.Meta):
        fields = (*ReferencesForm.Meta.fields, "bankgiro", "plusgiro", "invoice_contact", "vat_note")
        widgets = {name: forms.TextInput(attrs={"size": "60"}) for name in ("invoice_contact", "vat_note")}
