"""Form fields that read kronor and dates as people write them."""

import re

from django import forms

_SPACES = re.compile(r"\s")
_KRONOR = re.compile(r"-?[0-9]{1,12}")


class KronorField(forms.Field):
    """Whole kronor: "150 000", "150000 kr", "-500". The value is an int."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "14"})
    default_error_messages = {
        "required": "Skriv ett belopp.",
        "invalid": "Skriv beloppet i hela kronor, till exempel 150 000.",
    }

    def to_python(self, value):
        if value in self.empty_values:
            return None
        written = _SPACES.sub("", str(value)).replace("\u2212", "-").removesuffix("kr")
        if not _KRONOR.fullmatch(written):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return int(written)

    def prepare_value(self, value):
        return f"{value:,}".replace(",", " ") if isinstance(value, int) else value


class IsoDateField(forms.DateField):
    """A date written as year-month-day."""

    widget = forms.DateInput(
        format="%Y-%m-%d", attrs={"inputmode": "numeric", "autocomplete": "off", "size": "12"}
    )
    input_formats = ["%Y-%m-%d"]
    default_error_messages = {
        "required": "Skriv ett datum.",
        "invalid": "Skriv datumet som år-månad-dag, till exempel 2027-01-15.",
    }
