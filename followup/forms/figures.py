"""The form that a measure's figures of a year are filled in with: one number a field, empty when unknown."""

import re
from collections.abc import Mapping

from django import forms

from agreements.swedish import number
from followup.actions.figures import Change, Conflict
from followup.figures import LARGEST, Sheet, sum_of
from followup.measures import TOTAL, Measure

_SPACES = re.compile(r"\s")
_COUNT = re.compile(r"[0-9]{1,6}")
WAS = "var-"


class CountField(forms.Field):
    """A whole number from 0 to 999 999, written with or without spaces; empty is None."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": "7"})
    wrong = f"Skriv ett heltal från 0 till {number(LARGEST)}."

    def to_python(self, value):
        written = _SPACES.sub("", str(value or ""))
        if not written:
            return None
        if not _COUNT.fullmatch(written):
            raise forms.ValidationError(self.wrong, code="invalid")
        return int(written)


class FigureForm(forms.Form):
    """Every field of a measure, each with a hidden copy of what it was when the page was opened."""

    says_what_is_needed = True

    def __init__(self, data=None, *, sheet: Sheet, is_open: bool = True):
        self.measure: Measure = sheet.measure
        self.sheet = sheet
        super().__init__(data, initial={"erbjods": sheet.is_offered})
        self.fields["erbjods"] = forms.BooleanField(
            label="Insatsen erbjöds under året",
            required=False,
            help_text="Avmarkera om den inte fanns det året. Då trycks en punkt (.) i stället för siffror.",
        )
        for field in self.measure.fields:
            value = sheet.values.get(field.key)
            self.fields[field.key] = CountField(label=field.label, required=False, initial=value)
            self.fields[WAS + field.key] = CountField(required=False, initial=value, widget=forms.HiddenInput)
        for field in self.fields.values():
            field.disabled = not is_open

    @property
    def changes(self) -> Mapping[str, Change]:
        """What the person has changed, with what each field was."""
        given = self.cleaned_data
        return {
            field.key: Change(was=given[WAS + field.key], now=given[field.key])
            for field in self.measure.fields
            if given[field.key] != given[WAS + field.key]
        }

    @property
    def shown(self) -> Sheet:
        """The sheet as it stands in the form, for sums and contradictions."""
        if not self.is_bound or not self.is_valid():
            return self.sheet
        values = {
            field.key: value
            for field in self.measure.fields
            if (value := self.cleaned_data[field.key]) is not None
        }
        return Sheet(self.measure, self.sheet.year, values, self.cleaned_data["erbjods"])

    # --- The page's parts

    @property
    def total(self) -> forms.BoundField:
        return self[TOTAL]

    @property
    def splits(self) -> list[dict]:
        """Each split with its fields and what they add up to."""
        return [
            {
                "split": split,
                "fields": [self[key] for key in split.fields],
                "sum": sum_of(self.shown, split),
            }
            for split in self.measure.splits
        ]

    @property
    def sums(self) -> list[forms.BoundField]:
        split_fields = {key for split in self.measure.splits for key in split.fields}
        return [
            self[field.key]
            for field in self.measure.fields
            if field.key != TOTAL and field.key not in split_fields
        ]


def rebased(data, conflicts: tuple[Conflict, ...]):
    """The posted form with the colleague's numbers as the new starting point, so that a second save holds."""
    told = data.copy()
    for conflict in conflicts:
        told[WAS + conflict.field] = "" if conflict.theirs is None else str(conflict.theirs)
    return told
