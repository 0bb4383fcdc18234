"""Forms that write one row, and notice when somebody else has written it meanwhile."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.db.models.fields import BLANK_CHOICE_DASH

from agreements.actions.rows import version_of

LONGEST_TEXT = 20_000
DASHES, CHOOSE = BLANK_CHOICE_DASH[0][1], "Välj"
DAY_HINT = "År-månad-dag, till exempel {}."


class RowForm(forms.ModelForm):
    """Some fields of a row. `version` is what the row was when the page was opened.

    `lead` stands over the form, where something else than the rule for texts is to be said.
    """

    says_what_is_needed = True
    lead = ""
    rows = 8

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, instance, initial=None):
        super().__init__(
            data, instance=instance, initial={"version": version_of(instance), **(initial or {})}
        )
        for field in self.fields.values():
            _choose(field)
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = self.rows
                field.validators.append(MaxLengthValidator(LONGEST_TEXT))

    @property
    def written(self) -> dict:
        """The row's own fields as the person gave them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def _choose(field: forms.Field) -> None:
    """A list that nothing is chosen in says so, instead of a row of dashes."""
    if isinstance(field, forms.ModelChoiceField) and field.empty_label == DASHES:
        field.empty_label = CHOOSE
    elif isinstance(field, forms.ChoiceField) and ("", DASHES) in field.choices:
        field.choices = [(value, CHOOSE if value == "" else label) for value, label in field.choices]
