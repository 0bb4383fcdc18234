"""The form that a file of figures is uploaded with."""

from django import forms

from followup.models import FigureImport


class ImportForm(forms.Form):
    """A file, and what it is; lists of series only where the principal has allowed them."""

    kind = forms.ChoiceField(label="Vad filen innehåller", widget=forms.RadioSelect)
    file = forms.FileField(
        label="Fil",
        help_text="CSV eller Excel (.xlsx), högst 20 MB.",
        error_messages={
            "required": "Välj en fil som är högst 20 MB.",
            "empty": "Filen är tom.",
        },
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
    )

    def __init__(self, data=None, files=None, *, allows_series: bool):
        super().__init__(data, files, initial={"kind": FigureImport.Kind.COUNTS})
        kinds = [FigureImport.Kind.COUNTS, *([FigureImport.Kind.SERIES] if allows_series else [])]
        self.fields["kind"].choices = [(kind.value, kind.label.capitalize()) for kind in kinds]
