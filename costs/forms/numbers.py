"""Form fields of a what if: numbers, kronor and inhabitants, each of which may be left empty."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from agreements.form_fields import KronorField
from agreements.swedish import number

_NUMBER = re.compile(r"[+-]?[0-9]{1,4}([.,][0-9]{1,4})?")


class NumberField(forms.Field):
    """A number as a Swede writes it: "2,5", "+0,5", "−1". The value is a Decimal."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": "8"})
    default_error_messages = {"invalid": "Skriv ett tal, till exempel 2,5."}

    def __init__(self, *, example: str = "2,5", lowest: int = -1000, highest: int = 1000, **kwargs):
        super().__init__(required=False, **kwargs)
        self.error_messages["invalid"] = f"Skriv ett tal, till exempel {example}."
        self.lowest, self.highest = lowest, highest

    def to_python(self, value):
        if value in self.empty_values:
            return None
        written = re.sub(r"\s", "", str(value)).replace("\u2212", "-").removesuffix("%")
        if not _NUMBER.fullmatch(written):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return Decimal(written.replace(",", "."))

    def validate(self, value):
        if value is not None and not self.lowest <= value <= self.highest:
            raise ValidationError(f"Skriv ett tal från {number(self.lowest)} till {number(self.highest)}.")


class AmountField(KronorField):
    """Whole kronor, not below zero."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def validate(self, value):
        if value is not None and value < 0:
            raise ValidationError("Beloppet får inte vara negativt.")


class PeopleField(AmountField):
    """A number of inhabitants."""

    default_error_messages = {"invalid": "Skriv antalet i hela tal, till exempel 7 114."}

    def validate(self, value):
        if value is not None and value <= 0:
            raise ValidationError("Folkmängden måste vara större än noll.")
